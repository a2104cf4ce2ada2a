"""What the program shows where there is no display: one question answered from the sample library.

Main thread. Uses a temporary library, so nothing is left behind.
"""

import tempfile
from pathlib import Path

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.cli.commands import say_answer
from desktop_rag.cli.terminal import Ticker, complain, say
from desktop_rag.domain.errors import DesktopRagError
from desktop_rag.runtime import RuntimePaths

QUESTION = "Is anything sent over the internet?"


def run() -> int:
    say("There is no display here, so the window cannot open.")
    say("This is what it would do with its sample library.\n")
    try:
        with tempfile.TemporaryDirectory(prefix="desktop-rag-") as folder:
            return _answer(RuntimePaths.at(Path(folder)))
    except DesktopRagError as error:
        complain(error)
        return error.exit_code


def _answer(paths: RuntimePaths) -> int:
    context = AppContext.open(paths)
    ticker = Ticker()
    job = JobContext(report=ticker.show)
    try:
        summary = context.ingest.add([context.sample_folder], job)
        ticker.clear()
        say(f"Read {summary.ready} documents of the sample library in {summary.seconds:.1f} s.")
        say(f"\n> {QUESTION}\n")
        say_answer(context.answer.ask(QUESTION, job))
    finally:
        context.close()
    say("\nTry it on your own folder:  desktop-rag add FOLDER  then  desktop-rag ask QUESTION")
    return 0
