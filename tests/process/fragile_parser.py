"""The real parser child, except that some file names make it crash, hang or eat memory, as bad files do."""

import os
import sys
import time
from pathlib import Path

from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.workers import parser_worker

real_open = parser_worker.open_document


def open_document(path: Path, password: str = "") -> OpenedDocument:
    if "crash" in path.name:
        os.abort()
    if "hang" in path.name:
        time.sleep(600)
    if "bug" in path.name:
        int(path.read_text())
    if "eat" in path.name:
        hoard = []
        while True:
            hoard.append(bytearray(10_000_000))
    return real_open(path, password=password)


if __name__ == "__main__":
    parser_worker.open_document = open_document
    sys.exit(parser_worker.main())
