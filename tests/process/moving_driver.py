"""Imports or relocates in a library, telling every step on standard output, until it is done or killed.

moving_driver.py import LIBRARY FILE
moving_driver.py relocate LIBRARY ONE OTHER    there and back again, for ever
"""

import sys
from pathlib import Path

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext, Report
from desktop_rag.runtime import RuntimePaths
from desktop_rag.store import replacing

PAGES_AT_ONCE = 100


def tell(report: Report) -> None:
    print(report, flush=True)


def main() -> None:
    what, library, *places = sys.argv[1:]
    context = AppContext.open(RuntimePaths.at(Path(library)))
    print("begun", flush=True)
    try:
        if what == "import":
            replacing.PAGES_AT_ONCE = PAGES_AT_ONCE
            context.moving.import_from(Path(places[0]), JobContext(report=tell), replace=True)
        else:
            relocate(context, *map(Path, places))
    finally:
        context.close()


def relocate(context: AppContext, one: Path, other: Path) -> None:
    old, new = (one, other) if context.catalogue.overview().roots[0].path == one else (other, one)
    while True:
        context.moving.relocate(old, new, JobContext())
        print("moved", flush=True)
        old, new = new, old


if __name__ == "__main__":
    main()
