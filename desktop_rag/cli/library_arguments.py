"""The grammar of what changes the library; imports nothing heavy. Main thread."""

import argparse

from desktop_rag.cli.grammar import Commands, command, number, path
from desktop_rag.domain.chat import AnswerStyle
from desktop_rag.domain.folder_rules import FileKind

KINDS = ", ".join(FileKind)


def add_library(commands: Commands) -> None:
    add = command(commands, "add", "add files and folders and wait until they can be searched")
    add.add_argument("paths", type=path, nargs="+", metavar="PATH")
    _add_rules(add)
    remove = command(commands, "remove", "forget files and folders; nothing on disk is touched")
    remove.add_argument("paths", type=path, nargs="+", metavar="PATH")
    command(commands, "sync", "take in what changed in the folders")
    command(commands, "watch", "take in changes as they happen, until it is interrupted")
    command(commands, "rebuild", "make the search indexes anew; nothing is read again")
    status = command(commands, "status", "list the documents, their state and the reason")
    status.add_argument("--problems", action="store_true", help="only those that could not be read")
    retry = command(commands, "retry", "read documents again, or without PATH all that could not be read")
    retry.add_argument("paths", type=path, nargs="*", metavar="PATH")
    unlock = command(commands, "unlock", "read a document that is protected by a password")
    unlock.add_argument("path", type=path, metavar="PATH")
    unlock.add_argument(
        "--password-stdin", action="store_true", help="take the password from standard input, unasked"
    )
    folders = command(commands, "folders", "list what was added, or change what of a folder is read")
    folders.add_argument("path", type=path, nargs="?", metavar="PATH")
    _add_rules(folders)
    _add_settings(commands)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ignore",
        action="append",
        metavar="PATTERN",
        help="leave out what fits, as in a .gitignore file; can be given several times; '' for nothing",
    )
    parser.add_argument(
        "--only", action="append", metavar="KIND", help=f"read only this kind, or 'all': {KINDS}"
    )
    parser.add_argument("--max-size", type=number(1, 10**6), metavar="MB", help="leave out larger files")


def _add_settings(commands: Commands) -> None:
    settings = command(commands, "settings", "show or change how documents are read and answers written")
    for name, about in (
        ("--scans", "read the words on pages that are pictures"),
        ("--watch", "take in changes as they happen while the window is open"),
        ("--battery", "read at half speed while the computer runs on its battery"),
    ):
        settings.add_argument(name, choices=("on", "off"), help=about)
    settings.add_argument(
        "--cores", type=_cores, metavar="N", help="processor cores that reading may use, or 'auto'"
    )
    settings.add_argument(
        "--style", choices=tuple(AnswerStyle), help="how long the answers are that a model writes"
    )


def _cores(text: str) -> int:
    """0 stands for `auto`, since None means that nothing was said."""
    return 0 if text == "auto" else number(1, 1_024)(text)
