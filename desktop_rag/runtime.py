"""Where files live, how a child of this program is started, and what the log looks like.

Used at the start of every process, on its main thread; imports nothing heavy.
"""

import logging
import logging.handlers
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "Desktop RAG"
WORKER_FLAG = "--worker"
FORBIDDING_FILE = "no-downloads"
POINTER = "library-is-in"
"""A file in the usual place of the library, with the folder that it was moved to."""
DIALOGS_FILE = "QtProject.conf"
"""A file in the library, where Qt's own file dialogs remember the folders that were looked at."""
START_LOG = "desktop_rag.start"

BEGAN = time.monotonic()
"""When the program began: every process of ours loads this module first."""

OFFLINE_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ORT_DISABLE_TELEMETRY": "1",
}


@dataclass(frozen=True, slots=True)
class RuntimePaths:
    """`library` holds everything the program writes; nothing else is ever written outside of it.

    `usual` is the folder where a library is looked for when nobody says where it is, None where somebody did.
    It holds the library, or the pointer to it.
    """

    library: Path
    usual: Path | None = None

    @classmethod
    def default(cls) -> "RuntimePaths":
        """The person's own data folder, where the library was moved to from there, or
        `$DESKTOP_RAG_LIBRARY`."""
        if chosen := os.environ.get("DESKTOP_RAG_LIBRARY"):
            return cls.at(Path(chosen))
        return cls.beginning_at(absolute_path(platformdirs.user_data_dir(APP_NAME, appauthor=False)))

    @classmethod
    def beginning_at(cls, usual: Path) -> "RuntimePaths":
        """Of the library that is in this folder, or was moved from there."""
        return cls(_pointed_to(usual) or usual, usual)

    @classmethod
    def at(cls, library: Path) -> "RuntimePaths":
        return cls(absolute_path(library))

    @property
    def was_moved(self) -> bool:
        """Whether the library is known to be where somebody moved it: if it is not there, it is not new."""
        return self.usual is not None and self.library != self.usual

    @property
    def models(self) -> Path:
        """What was downloaded."""
        return self.library / "models"

    @property
    def adapters(self) -> Path:
        """What was converted."""
        return self.library / "adapters"

    @property
    def logs(self) -> Path:
        return self.library / "logs"


def _pointed_to(usual: Path) -> Path | None:
    """None where the library never was moved, or the pointer says nothing that makes sense."""
    try:
        said = os.fsdecode((usual / POINTER).read_bytes()).rstrip("\r\n")  # a name may end in a space
    except OSError:
        return None
    return absolute_path(said) if said and "\0" not in said and Path(said).is_absolute() else None


def absolute_path(path: Path | str) -> Path:
    """Without “..” too, so that a file has one name in the library. Links are kept as they are."""
    return Path(os.path.abspath(path))


def assets_dir() -> Path:
    """The folder with the guide, icons and embedder: frozen, installed from a wheel, or in a checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).parent
    candidates = [Path(bundle) / "assets"] if bundle else [package / "_assets", package.parent / "assets"]
    return next((folder for folder in candidates if folder.is_dir()), candidates[-1])


def guide_pictures() -> Path:
    """The folder with the pictures of the user guide."""
    return assets_dir() / "guide" / "pictures"


def program_folder() -> Path:
    """Where the program lies: the folder of the packaged executable, or of the environment it runs in."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(sys.prefix)


def downloads_forbidden() -> bool:
    """Whether an administrator put a file named `no-downloads` beside the program."""
    return (program_folder() / FORBIDDING_FILE).exists()


def worker_command(name: str) -> list[str]:
    """The command that starts this same program as the child `name`.

    `-P` keeps the working directory, which may hold anybody's files, off the import path.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG, name]
    return [sys.executable, "-P", "-B", "-m", "desktop_rag", WORKER_FLAG, name]


def program_command() -> list[str]:
    """The command that starts this same program anew, without its arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-P", "-m", "desktop_rag"]


def worker_environment() -> dict[str, str]:
    """This process's environment with the switches set that keep libraries off the network."""
    return {**os.environ, **OFFLINE_ENVIRONMENT, "PYTHONUTF8": "1"}


def start_logging(logs: Path) -> None:
    """Writes warnings and worse, and how long the start took, to a small log; never text or questions.

    Where no log can be written, there is none: a full disk or a read-only library is told by what needs it.
    """
    logging.raiseExceptions = False
    try:
        logs.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    handler = logging.handlers.RotatingFileHandler(
        logs / "desktop-rag.log", maxBytes=512 * 1024, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(START_LOG).setLevel(logging.INFO)
