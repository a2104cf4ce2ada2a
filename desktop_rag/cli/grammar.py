"""The parts that every command's grammar is made of; imports nothing heavy. Main thread."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from desktop_rag.runtime import absolute_path

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse gives its type no public name

CONTEXT = (128, 10**7)
"""The fewest and the most tokens that can be asked for."""


def command(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about.capitalize() + ".")
    command.add_argument("--json", action="store_true", help="machine-readable output, JSON only")
    return command


def path(text: str) -> Path:
    """Absolute and without “..”, so that a folder has one name in the library."""
    try:
        return absolute_path(text)
    except OSError as error:
        raise argparse.ArgumentTypeError("the folder you are in is not there any more") from error


def number(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"not in {low}..{high}")
        return value

    return number
