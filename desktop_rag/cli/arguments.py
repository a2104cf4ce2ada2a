"""The command line's grammar; imports nothing heavy. Main thread."""

import argparse
import math
from pathlib import Path

from desktop_rag import __version__
from desktop_rag.cli.grammar import CONTEXT, Commands, command, number, path
from desktop_rag.cli.library_arguments import add_library
from desktop_rag.cli.moving_arguments import add_moving
from desktop_rag.cli.shelf_arguments import add_shelf
from desktop_rag.domain.chat import Adapter, AnswerMode, Sampling

DESCRIPTION = (
    "Ask your own documents; everything stays on this computer. Without a command, opens the window."
)

MAX_TEMPERATURE = 100
"""Far beyond it all words are as likely as each other."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """Exits with 2 and a line on standard error for a command that makes no sense, as argparse does."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("desktop-rag", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"Desktop RAG {__version__}")
    parser.add_argument("--library", type=path, metavar="DIR", help="keep everything in DIR")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    add_library(commands)
    add_moving(commands)
    command(commands, "doctor", "test every part of the program and the library")
    _add_questions(commands)
    add_shelf(commands)
    render = command(commands, "render", "draw a page with words marked")
    render.add_argument("path", type=path, metavar="PATH")
    render.add_argument("--page", type=number(1, 10**6), required=True, metavar="N", help="counted from 1")
    render.add_argument("--start", type=int, metavar="A", help="first character to mark, in the page's text")
    render.add_argument("--end", type=int, metavar="B", help="one past the last character to mark")
    render.add_argument("--width", type=number(16, 8_000), default=1200, metavar="PX")
    render.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    return parser


def _add_questions(commands: Commands) -> None:
    search = command(commands, "search", "find passages")
    asked = search.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", metavar="QUESTION")
    asked.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="lines with id and question")
    search.add_argument("-k", type=number(1, 10_000), default=10, metavar="N", help="how many (default 10)")
    _add_scope(search)
    _add_ask(commands)


def _add_scope(asked: argparse.ArgumentParser) -> None:
    asked.add_argument(
        "--scope",
        type=path,
        action="append",
        default=[],
        metavar="PATH",
        help="only at or below this file or folder; can be given several times",
    )


def _add_ask(commands: Commands) -> None:
    ask = command(commands, "ask", "answer a question from the documents")
    ask.add_argument("question", metavar="QUESTION")
    _add_scope(ask)
    ask.add_argument("--model", type=path, metavar="F.gguf", help="have this model write the answer")
    ask.add_argument(
        "--adapter",
        type=_adapter,
        action="append",
        default=[],
        metavar="F.gguf[:SCALE]",
        help="apply this LoRA adapter; can be given several times",
    )
    modes = [mode.value for mode in AnswerMode]
    ask.add_argument(
        "--mode",
        choices=modes,
        help="default: rag with --model, hybrid with --adapter, otherwise as chosen before; extract at first",
    )
    ask.add_argument("--context", type=number(*CONTEXT), metavar="TOKENS", help="the model's context")
    ask.add_argument(
        "--max-tokens", type=number(1, 10**6), metavar="N", help="longest answer; else as its style says"
    )
    ask.add_argument(
        "--temperature", type=_temperature, default=0.0, metavar="T", help="0 is the likeliest word"
    )
    ask.add_argument("--seed", type=number(0, 2**32 - 1), default=Sampling().seed, metavar="N")


def _adapter(text: str) -> Adapter:
    """A path, or a path and a scale; a drive's colon is no scale's."""
    head, colon, tail = text.rpartition(":")
    try:
        scale = float(tail) if colon else 1.0
    except ValueError:
        head, scale = text, 1.0
    if not math.isfinite(scale):
        raise argparse.ArgumentTypeError("the scale is not a number")
    return Adapter(path(head if colon else text), scale)


def _temperature(text: str) -> float:
    value = float(text)
    if not 0 <= value <= MAX_TEMPERATURE:
        raise argparse.ArgumentTypeError(f"not in 0..{MAX_TEMPERATURE}")
    return value
