"""Runs one command. Main thread; jobs run here too, since a command has nothing else to do."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext
from desktop_rag.app.place import settled
from desktop_rag.cli import commands, library_commands, moving_commands
from desktop_rag.cli.shelf_commands import shelf
from desktop_rag.cli.terminal import Ticker, complain
from desktop_rag.domain.errors import Cancelled, DesktopRagError
from desktop_rag.runtime import RuntimePaths, start_logging

Command = Callable[[AppContext, argparse.Namespace, JobContext], int]

COMMANDS: dict[str, Command] = {
    "add": library_commands.add,
    "remove": library_commands.remove,
    "sync": library_commands.sync,
    "watch": library_commands.watch,
    "rebuild": library_commands.rebuild,
    "status": library_commands.status,
    "retry": library_commands.retry,
    "unlock": library_commands.unlock,
    "folders": library_commands.folders,
    "settings": library_commands.settings,
    "export": moving_commands.export,
    "import": moving_commands.import_,
    "relocate": moving_commands.relocate,
    "search": commands.search,
    "ask": commands.ask,
    "models": shelf,
    "adapters": shelf,
    "embedders": shelf,
    "render": commands.render,
    "doctor": commands.doctor,
}


def run(chosen: argparse.Namespace, paths: RuntimePaths) -> int:
    """Runs `chosen.command` and returns its exit code; every expected failure is one line and its code."""
    _use_utf8()
    ticker = Ticker()
    token = CancelToken()
    _cancel_on_interrupt(token)
    try:
        return _run(COMMANDS[chosen.command], chosen, paths, JobContext(token, ticker.show))
    except DesktopRagError as error:
        ticker.clear()
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return Cancelled.exit_code
    except BrokenPipeError:  # the reader of our output, such as `head`, had enough
        _drop_output()
        return 0
    finally:
        ticker.clear()


def _run(command: Command, chosen: argparse.Namespace, paths: RuntimePaths, job: JobContext) -> int:
    paths = settled(paths, complain)
    context = AppContext.open(paths)
    try:
        start_logging(paths.logs)
        code = command(context, chosen, job)
        sys.stdout.flush()  # here, where a reader that has gone is expected
        return code
    finally:
        context.close()


def _cancel_on_interrupt(token: CancelToken) -> None:
    """The first Ctrl+C stops in order; a second one stops at once."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        token.cancel()

    signal.signal(signal.SIGINT, stop)


def _drop_output() -> None:
    """What is still unwritten goes nowhere, so that Python does not complain about it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
