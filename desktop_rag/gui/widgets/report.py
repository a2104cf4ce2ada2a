"""What somebody who reports a fault copies: versions and counts, nothing of what documents hold. GUI thread.

In English whatever the window speaks: it is read by those who mend things.
"""

import platform
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from desktop_rag import __version__
from desktop_rag.app.values import LibraryOverview
from desktop_rag.gui.wording.language import language_in_force

if TYPE_CHECKING:
    from desktop_rag.gui.widgets.theme import Theme


def report_head() -> str:
    """The program and what it runs on."""
    lines = (
        f"Desktop RAG {__version__}, language {language_in_force()}",
        f"{platform.platform()}, {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName()})",
    )
    return "\n".join(lines)


def library_lines(overview: LibraryOverview | None) -> str:
    """How much the library holds, in counts."""
    if overview is None:
        return "Library: not read yet"
    states = Counter(str(row.state) for row in overview.documents)
    counted = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    return (
        f"Library: {len(overview.roots)} places, {len(overview.documents)} files ({counted or 'none'}), "
        f"{overview.passages} passages, {overview.size_bytes} bytes; search model {overview.embedder}"
    )


def report(overview: LibraryOverview | None, theme: "Theme") -> str:
    """All of it, with how the window looks."""
    return "\n".join((report_head(), _window(theme), library_lines(overview)))


def _window(theme: "Theme") -> str:
    screen = QGuiApplication.primaryScreen()
    scale = f"{screen.devicePixelRatio():g}" if screen is not None else "none"
    return (
        f"Screen scale {scale}, text {theme.look.text_scale:g}, {'dark' if theme.dark else 'light'}, "
        f"motion {'on' if theme.motion else 'off'}"
    )
