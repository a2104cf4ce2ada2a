"""Chooses worker, command line or window before anything heavy is imported. Main thread of every process."""

import gc
import os
import sys
from importlib import import_module

from desktop_rag.runtime import OFFLINE_ENVIRONMENT, WORKER_FLAG, RuntimePaths


def main() -> int:
    os.environ.update(OFFLINE_ENVIRONMENT)
    arguments = sys.argv[1:]
    if arguments[:1] == [WORKER_FLAG]:
        return _run_worker(arguments[1])
    from desktop_rag.cli import arguments as grammar

    chosen = grammar.parse(arguments)
    paths = RuntimePaths.at(chosen.library) if chosen.library else RuntimePaths.default()
    if chosen.command:
        from desktop_rag.cli.main import run

        return run(chosen, paths)
    if not _has_display():
        from desktop_rag.cli import demonstration

        return demonstration.run()
    gc.disable()  # until the window is built: looking through what stays anyway was a sixth of the start
    # WORKAROUND(PySide 6.11): it reads the source of each module loaded after it, for the word PySide6.
    # That was a tenth of the start, so what knows no Qt is loaded before it.
    import_module("desktop_rag.app.context")
    from desktop_rag.gui.application import run_window

    return run_window(paths)


def _run_worker(name: str) -> int:
    if name == "parser":
        from desktop_rag.workers import parser_worker

        return parser_worker.main()
    if name == "embedder":
        from desktop_rag.workers import embed_worker

        return embed_worker.main()
    if name == "chat":
        from desktop_rag.workers import chat_worker

        return chat_worker.main()
    if name == "shelf":
        from desktop_rag.workers import shelf_worker

        return shelf_worker.main()
    if name == "converter":
        from desktop_rag.workers import converter_worker

        return converter_worker.main()
    if name == "download":
        from desktop_rag.workers import download_worker

        return download_worker.main()
    raise SystemExit(f"there is no worker {name!r}")


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
