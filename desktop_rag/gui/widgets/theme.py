"""Colours, type and spacing in light and dark, and the style sheet made of them. GUI thread.

The theme follows the system, live, until the person overrides it.
"""

import sys
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from desktop_rag.gui.widgets.stylesheet import style_sheet


class Space(IntEnum):
    """The one spacing scale, in device-independent pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class TypeSize(IntEnum):
    """The one type scale, in device-independent pixels."""

    CAPTION = 12
    CONTROL = 13
    READING = 15
    TITLE = 18
    WELCOME = 24


RADIUS = 6
TEXT_SCALES = (1.0, 1.15, 1.3, 1.5)
"""How much larger than the type scale text can be shown."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one theme as "#rrggbb"."""

    panel: str
    surface: str
    raised: str
    backdrop: str
    text: str
    secondary: str
    hairline: str
    border: str
    hover: str
    selected: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_tint: str
    marker: str
    marker_green: str
    marker_blue: str
    marker_pink: str
    found: str
    on_marker: str
    warning: str
    warning_tint: str
    danger: str
    danger_tint: str
    page_dim: int
    """How much page pictures are darkened, 0–255."""


LIGHT = Palette(
    panel="#f6f5f2",
    surface="#ffffff",
    raised="#ffffff",
    backdrop="#ebe9e5",
    text="#1f1e1b",
    secondary="#5f5c56",
    hairline="#e3e0da",
    border="#8f8b83",
    hover="#eceae5",
    selected="#e2e9f6",
    accent="#2a5db8",
    accent_hover="#214c99",
    on_accent="#ffffff",
    accent_tint="#e6edf9",
    marker="#ffe26b",
    marker_green="#bfe6b0",
    marker_blue="#bcd9fb",
    marker_pink="#f9cadb",
    found="#ff9d3f",
    on_marker="#1f1e1b",
    warning="#855000",
    warning_tint="#fcf1dd",
    danger="#b0251c",
    danger_tint="#fbebe9",
    page_dim=0,
)

DARK = Palette(
    panel="#1b1b1d",
    surface="#222225",
    raised="#2a2a2e",
    backdrop="#161618",
    text="#eceae6",
    secondary="#aba8a1",
    hairline="#37373b",
    border="#77757a",
    hover="#2b2b2f",
    selected="#2b3750",
    accent="#93b7f7",
    accent_hover="#b0caf9",
    on_accent="#10203b",
    accent_tint="#28354d",
    marker="#675614",
    marker_green="#27562f",
    marker_blue="#23507f",
    marker_pink="#74305a",
    found="#a34d00",
    on_marker="#fff4c7",
    warning="#efbd68",
    warning_tint="#3a301d",
    danger="#f4a49c",
    danger_tint="#3f2624",
    page_dim=38,
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, paper) for ink in ("text", "secondary") for paper in ("panel", "surface", "raised", "backdrop")),
    *((ink, paper) for ink in ("text", "secondary") for paper in ("hover", "selected", "accent_tint")),
    *(("accent", paper) for paper in ("panel", "surface", "raised", "accent_tint", "hover")),
    *((tone, paper) for tone in ("warning", "danger") for paper in ("panel", "surface", "hover", "selected")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *(("on_marker", paper) for paper in ("marker", "marker_green", "marker_blue", "marker_pink", "found")),
    ("warning", "warning_tint"),
    ("danger", "danger_tint"),
    ("text", "warning_tint"),
    ("text", "danger_tint"),
    ("secondary", "warning_tint"),
    ("secondary", "danger_tint"),
)
"""Every pair of text and background the window draws; a test holds each to WCAG AA."""

_SERIFS = ("Source Serif 4", "Noto Serif", "Charter", "Georgia", "DejaVu Serif")
_SANS_ON_LINUX = ("Inter", "Noto Sans", "DejaVu Sans")
_MONOS = ("SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", "Menlo", "Consolas")


@dataclass(frozen=True, slots=True)
class Look:
    """What the person chose of how everything looks. None and an empty language are as the system says.

    `text_scale` is one of `TEXT_SCALES`; the language is that of the next start.
    """

    scheme: Qt.ColorScheme | None = None
    text_scale: float = 1.0
    reduced_motion: bool | None = None
    language: str = ""


class Theme(QObject):
    """The theme in force. `changed` tells painters and icons to draw themselves again, and whoever works with
    heights of text to measure again."""

    changed = Signal()

    def __init__(self, look: Look | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look or Look()
        installed = set(QFontDatabase.families())
        self.sans = _sans(installed)
        self.serif = next((name for name in _SERIFS if name in installed), "serif")
        self.mono = next((name for name in _MONOS if name in installed), "monospace")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.apply()

    @property
    def dark(self) -> bool:
        scheme = self._look.scheme or QGuiApplication.styleHints().colorScheme()
        return scheme == Qt.ColorScheme.Dark

    @property
    def look(self) -> Look:
        """What was chosen, to be kept."""
        return self._look

    @property
    def motion(self) -> bool:
        """Whether anything may move by itself. What is animated asks each time.

        The systems tell it by Qt's durations (Windows, KDE) or not at all; then the setting decides.
        """
        if self._look.reduced_motion is not None:
            return not self._look.reduced_motion
        style = QApplication.style()
        return bool(style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration))

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    def color(self, name: str) -> QColor:
        """The colour called `name` in the palette in force."""
        return QColor(getattr(self.palette, name))

    def px(self, size: int) -> int:
        """A height or size that goes with text, in the chosen size of text."""
        return round(size * self._look.text_scale)

    def font(self, size: int, *, bold: bool = False, serif: bool = False, mono: bool = False) -> QFont:
        font = QFont(self.mono if mono else self.serif if serif else self.sans)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def toggle(self) -> None:
        """To light where it is dark, and the other way round."""
        self.set_scheme(Qt.ColorScheme.Light if self.dark else Qt.ColorScheme.Dark)

    def set_scheme(self, scheme: Qt.ColorScheme | None) -> None:
        self._look = replace(self._look, scheme=scheme)
        self.apply()

    def set_text_scale(self, scale: float) -> None:
        """1.0 is the type scale as it is."""
        self._look = replace(self._look, text_scale=scale)
        self.apply()

    def set_reduced_motion(self, reduced: bool | None) -> None:
        self._look = replace(self._look, reduced_motion=reduced)

    def set_language(self, language: str) -> None:
        """For the next start: a window's words are made once."""
        self._look = replace(self._look, language=language)

    def apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyle("Fusion")
            app.setFont(self.font(TypeSize.CONTROL))
            app.setPalette(_qt_palette(self.palette))
            app.setStyleSheet(style_sheet(self.palette, self._look.text_scale))
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._look.scheme is None:
            self.apply()


def _sans(installed: set[str]) -> str:
    """The system's own face; bare Linux systems name only an alias, so a good installed one is chosen."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    if sys.platform in ("win32", "darwin"):
        return system
    if system in installed and system not in ("Sans", "Sans Serif", "DejaVu Sans"):
        return system
    return next((name for name in _SANS_ON_LINUX if name in installed), system)


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.panel,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.panel,
        role.Text: palette.text,
        role.Button: palette.raised,
        role.ButtonText: palette.text,
        role.ToolTipBase: palette.raised,
        role.ToolTipText: palette.text,
        role.PlaceholderText: palette.secondary,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Link: palette.accent,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    return result
