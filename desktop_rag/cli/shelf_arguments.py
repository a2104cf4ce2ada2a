"""The grammar of `models`, `adapters` and `embedders`; imports nothing heavy. Main thread."""

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop_rag.domain.shelf import ShelfKind

ABOUT = {
    ShelfKind.MODEL: ("models", "models that write answers"),
    ShelfKind.ADAPTER: ("adapters", "LoRA adapters for them"),
    ShelfKind.EMBEDDER: ("embedders", "models that the documents are searched with"),
}
LEAST_CONTEXT, MOST_CONTEXT = 128, 10**7
NONE = {ShelfKind.MODEL: "none", ShelfKind.ADAPTER: "none", ShelfKind.EMBEDDER: "bundled"}
"""What `use` takes to go back to how it was at first."""


def add_shelf(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", path: Callable[[str], Path]
) -> None:
    """`path` reads a path of the command line."""
    for kind, (name, what) in ABOUT.items():
        about = f"list, add, get, choose and remove {what}"
        command = commands.add_parser(name, help=about, description=about.capitalize() + ".")
        command.set_defaults(kind=kind)
        actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
        _add_looking(actions, kind)
        _add_changing(actions, kind, path)


def _add_looking(actions: "argparse._SubParsersAction[argparse.ArgumentParser]", kind: ShelfKind) -> None:
    listing = _action(actions, "list", "what is on the shelf, and whether it fits this computer")
    listing.add_argument("--available", action="store_true", help="what can be downloaded instead")
    _named(_action(actions, "show", "all that is known of one"))
    _named(_action(actions, "check", "compute its checksum (sha256)"))
    use = _action(actions, "use", f"choose it from now on; “{NONE[kind]}” goes back")
    if kind is ShelfKind.ADAPTER:
        use.add_argument("names", nargs="+", metavar="NAME[:SCALE]")
    else:
        _named(use)
    if kind is ShelfKind.MODEL:
        use.add_argument(
            "--context", type=_tokens, metavar="TOKENS", help="a shorter context needs less memory"
        )


def _add_changing(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
    kind: ShelfKind,
    path: Callable[[str], Path],
) -> None:
    add = _action(actions, "add", "add files by reference; folders are looked through")
    add.add_argument("paths", type=path, nargs="*", metavar="PATH")
    add.add_argument("--found", action="store_true", help="what other programs on this computer keep")
    if kind is ShelfKind.ADAPTER:
        add.add_argument("--base", metavar="MODEL", help="the model that a training folder was made for")
    get = _action(actions, "get", "download one; the only command that connects to anything")
    get.add_argument("name", metavar="NAME|LINK", help="from the catalogue, an https link, or owner/name")
    get.add_argument("--file", metavar="FILE", help="which file of a repository")
    remove = _named(_action(actions, "remove", "take it from the shelf; the file stays"))
    remove.add_argument("--delete-file", action="store_true", help="delete the file too")


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=about, description=about.capitalize() + ".")
    action.add_argument("--json", action="store_true", help="machine-readable output, JSON only")
    return action


def _named(action: argparse.ArgumentParser) -> argparse.ArgumentParser:
    action.add_argument("name", metavar="NAME", help="its number, path, name, or a part of it")
    return action


def _tokens(text: str) -> int:
    tokens = int(text)
    if not LEAST_CONTEXT <= tokens <= MOST_CONTEXT:
        raise argparse.ArgumentTypeError(f"not in {LEAST_CONTEXT}..{MOST_CONTEXT}")
    return tokens
