"""What a person can do, step by step, when the program cannot go on by itself. Any thread."""

from desktop_rag.domain.errors import (
    DesktopRagError,
    DiskFull,
    InstallationError,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryReadOnly,
    LibraryTooNew,
)
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

_HARMLESS = QT_TRANSLATE_NOOP("Help", "Your documents are not touched by this.")
_BUG = (
    QT_TRANSLATE_NOOP("Help", "Go on with what you were doing. What was finished is kept."),
    QT_TRANSLATE_NOOP("Help", "If it happens again, close the window and start Desktop RAG anew."),
    QT_TRANSLATE_NOOP("Help", "To have it mended, report the details. Look through them first."),
)
_STEPS: tuple[tuple[type[Exception], tuple[str, ...]], ...] = (
    (
        LibraryBusy,
        (
            QT_TRANSLATE_NOOP("Help", "Close the other window of Desktop RAG, or let it finish."),
            QT_TRANSLATE_NOOP("Help", "If a backup is being made of the library, let it finish too."),
            QT_TRANSLATE_NOOP("Help", "Then start Desktop RAG again."),
        ),
    ),
    (
        LibraryTooNew,
        (
            QT_TRANSLATE_NOOP("Help", "Install the newest version of Desktop RAG; it opens this library."),
            QT_TRANSLATE_NOOP("Help", "Close this window, and start the newest one."),
        ),
    ),
    (
        LibraryDamaged,
        (
            QT_TRANSLATE_NOOP("Help", "If you have a backup of the library's folder, put it back."),
            QT_TRANSLATE_NOOP(
                "Help",
                "Otherwise rename that folder and start again with an empty library, then add your folders: "
                "they are read anew.",
            ),
            _HARMLESS,
        ),
    ),
    (
        LibraryReadOnly,
        (
            QT_TRANSLATE_NOOP("Help", "Give yourself permission to write to the library's folder."),
            QT_TRANSLATE_NOOP("Help", "If it is on a drive, see whether that is write-protected."),
            QT_TRANSLATE_NOOP("Help", "Then start Desktop RAG again."),
        ),
    ),
    (
        DiskFull,
        (
            QT_TRANSLATE_NOOP("Help", "Free a few hundred megabytes on the disk with the library."),
            QT_TRANSLATE_NOOP("Help", "Then start Desktop RAG again: it goes on where it stopped."),
            _HARMLESS,
        ),
    ),
    (
        InstallationError,
        (
            QT_TRANSLATE_NOOP("Help", "Fetch Desktop RAG once more and install it over this one."),
            QT_TRANSLATE_NOOP("Help", "Your library and your documents are kept."),
        ),
    ),
)


def steps_for(error: Exception) -> tuple[str, ...]:
    """One sentence a step, in the window's language; nothing where the error's own next step says it all."""
    if not isinstance(error, DesktopRagError):
        return tuple(translate("Help", step) for step in _BUG)
    for kind, steps in _STEPS:
        if isinstance(error, kind):
            return tuple(translate("Help", step) for step in steps)
    return ()


def is_about_library(error: Exception) -> bool:
    """Whether it helps to see the library's folder."""
    return isinstance(error, LibraryError)
