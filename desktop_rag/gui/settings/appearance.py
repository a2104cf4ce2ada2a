"""The section of the settings page about how everything looks. All of it counts at once but the language.
GUI thread."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from desktop_rag.gui.settings.parts import ChoiceList, Option, RadioList, Section, Setting, SettingsWish
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowQuestion, Way
from desktop_rag.gui.widgets.theme import TEXT_SCALES, Look
from desktop_rag.gui.wording.language import Language, percent, translate


class AppearanceSection(Section):
    """`scheme_chosen(Qt.ColorScheme | None)`, `scale_chosen(float)`, `motion_chosen(bool | None)` for less,
    `language_chosen(str)`; None and an empty language are as the system says."""

    scheme_chosen = Signal(object)
    scale_chosen = Signal(object)
    motion_chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, icons: Icons, languages: Sequence[Language]) -> None:
        super().__init__(icons, translate("Settings", "Appearance"))
        self._language = ""
        self.schemes = RadioList[Qt.ColorScheme | None](translate("Settings", "Light or dark"), _schemes())
        self.scales = ChoiceList[float](icons, translate("Settings", "Size of text"), _scales())
        self.motions = RadioList[bool | None](translate("Settings", "Motion"), _motions())
        self.languages = ChoiceList[str](icons, translate("Settings", "Language"), _languages(languages))
        self.language = Setting(
            translate("Settings", "Language"),
            translate("Settings", "Of the window, not of your documents. Takes effect at the next start."),
            self.languages,
        )
        self._fill()
        self._join()

    def show_look(self, look: Look) -> None:
        self.schemes.show_value(look.scheme)
        self.scales.show_value(look.text_scale)
        self.motions.show_value(look.reduced_motion)
        self._language = look.language
        self.languages.show_value(look.language)

    def _fill(self) -> None:
        scheme = Setting(
            translate("Settings", "Light or dark"),
            translate("Settings", "Pages of documents keep their white paper, dimmed in the dark."),
        )
        scheme.below.addWidget(self.schemes)
        scale = Setting(
            translate("Settings", "Size of text"),
            translate("Settings", "Of everything in this window but the pictures of pages, which zoom."),
            self.scales,
        )
        motion = Setting(
            translate("Settings", "Motion"),
            translate("Settings", "What slides in place when the window is narrow."),
        )
        motion.below.addWidget(self.motions)
        for each in (scheme, scale, motion, self.language):
            self.add(each)

    def _join(self) -> None:
        self.schemes.chosen.connect(self.scheme_chosen)
        self.scales.chosen.connect(self.scale_chosen)
        self.motions.chosen.connect(self.motion_chosen)
        self.languages.chosen.connect(self._on_language)
        self.language.body.chosen.connect(self._on_restart)
        self.language.body.left.connect(self.languages.setFocus)

    def _on_language(self, language: str) -> None:
        if language == self._language:
            return
        self._language = language
        self.language_chosen.emit(language)
        ways = (
            Way(translate("Settings", "Restart now"), True, "primary"),
            Way(translate("Settings", "Later"), False, gentle=True),
        )
        said = translate("Settings", "The window speaks this language from the next start on.")
        self.language.body.put(RowQuestion(self.icons, [said], ways))

    def _on_restart(self, now: object) -> None:
        self.language.body.put(None)
        if now:
            self.wished.emit(SettingsWish.RESTART)


def _schemes() -> list[Option[Qt.ColorScheme | None]]:
    return [
        Option(None, translate("Settings", "As the system")),
        Option(Qt.ColorScheme.Light, translate("Settings", "Light")),
        Option(Qt.ColorScheme.Dark, translate("Settings", "Dark")),
    ]


def _scales() -> list[Option[float]]:
    return [Option(scale, percent(scale)) for scale in TEXT_SCALES]


def _motions() -> list[Option[bool | None]]:
    return [
        Option(None, translate("Settings", "As the system")),
        Option(True, translate("Settings", "Nothing moves by itself")),
        Option(False, translate("Settings", "Short movements")),
    ]


def _languages(languages: Sequence[Language]) -> list[Option[str]]:
    return [
        Option("", translate("Settings", "As the system")),
        *(Option(each.code, each.name) for each in languages),
    ]
