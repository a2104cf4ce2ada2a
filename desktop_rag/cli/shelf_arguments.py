"""The grammar of `models`, `adapters` and `embedders`; imports nothing heavy. Main thread."""

import argparse

from desktop_rag.cli.grammar import CONTEXT, Commands, command, number, path
from desktop_rag.domain.shelf import ShelfKind

ABOUT = {
    ShelfKind.MODEL: ("models", "models that write answers"),
    ShelfKind.ADAPTER: ("adapters", "LoRA adapters for them"),
    ShelfKind.EMBEDDER: ("embedders", "models that the documents are searched with"),
}
NONE = {ShelfKind.MODEL: "none", ShelfKind.ADAPTER: "none", ShelfKind.EMBEDDER: "bundled"}
"""What `use` takes to go back to how it was at first."""


def add_shelf(commands: Commands) -> None:
    for kind, (name, what) in ABOUT.items():
        about = f"list, add, get, choose and remove {what}"
        parser = commands.add_parser(name, help=about, description=about.capitalize() + ".")
        parser.set_defaults(kind=kind)
        actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
        _add_looking(actions, kind)
        _add_changing(actions, kind)


def _add_looking(actions: Commands, kind: ShelfKind) -> None:
    listing = command(actions, "list", "what is on the shelf, and whether it fits this computer")
    listing.add_argument("--available", action="store_true", help="what can be downloaded instead")
    _named(command(actions, "show", "all that is known of one"))
    _named(command(actions, "check", "compute its checksum (sha256)"))
    use = command(actions, "use", f"choose it from now on; “{NONE[kind]}” goes back")
    if kind is ShelfKind.ADAPTER:
        use.add_argument("names", nargs="+", metavar="NAME[:SCALE]")
    else:
        _named(use)
    if kind is ShelfKind.MODEL:
        use.add_argument(
            "--context", type=number(*CONTEXT), metavar="TOKENS", help="a shorter context needs less memory"
        )


def _add_changing(actions: Commands, kind: ShelfKind) -> None:
    add = command(actions, "add", "add files by reference; folders are looked through")
    add.add_argument("paths", type=path, nargs="*", metavar="PATH")
    add.add_argument("--found", action="store_true", help="what other programs on this computer keep")
    if kind is ShelfKind.ADAPTER:
        add.add_argument("--base", metavar="MODEL", help="the model that a training folder was made for")
    get = command(actions, "get", "download one; the only command that connects to anything")
    get.add_argument("name", metavar="NAME|LINK", help="from the catalogue, an https link, or owner/name")
    get.add_argument("--file", metavar="FILE", help="which file of a repository")
    remove = _named(command(actions, "remove", "take it from the shelf; the file stays"))
    remove.add_argument("--delete-file", action="store_true", help="delete the file too")


def _named(action: argparse.ArgumentParser) -> argparse.ArgumentParser:
    action.add_argument("name", metavar="NAME", help="its number, path, name, or a part of it")
    return action
