"""The sections of the settings page about answers, and about the search model. GUI thread."""

from PySide6.QtCore import Signal

from desktop_rag.domain.chat import AnswerStyle
from desktop_rag.domain.settings import Settings
from desktop_rag.gui.asking.answer_setup import AnswerSetup
from desktop_rag.gui.asking.model_words import way_words
from desktop_rag.gui.settings.parts import Option, RadioList, Section, Setting, SettingsWish
from desktop_rag.gui.settings.words import again_words
from desktop_rag.gui.widgets.basics import TextButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.wording.language import translate


class AnswersSection(Section):
    """`style_chosen(AnswerStyle)`."""

    style_chosen = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, translate("Settings", "Answers"))
        self.way = Setting(translate("Settings", "How answers are made"))
        models = TextButton(translate("Settings", "Open Models"))
        models.clicked.connect(lambda: self.wished.emit(SettingsWish.MODELS))
        self.way.add_buttons(models)
        self.style_setting = Setting(
            translate("Settings", "Length and style"),
            translate(
                "Settings",
                "How much a model writes, from the next question on. Longer answers take longer. Answers "
                "word for word are not affected: they are sentences of your documents.",
            ),
        )
        self.styles = RadioList[AnswerStyle](translate("Settings", "Length and style"), _styles())
        self.styles.chosen.connect(self.style_chosen)
        self.style_setting.below.addWidget(self.styles)
        self.add(self.way)
        self.add(self.style_setting)

    def show_settings(self, settings: Settings) -> None:
        self.styles.show_value(settings.answer_style)

    def show_setup(self, setup: AnswerSetup) -> None:
        self.way.say(
            translate(
                "Settings", "{way}. Changes to the model, its adapters and the way take effect at once."
            ).format(way=way_words(setup))
        )


class SearchSection(Section):
    """Which model finds passages by their meaning. It is changed on the page about models, which asks."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, translate("Settings", "Search model"))
        self.in_use = Setting(translate("Settings", "In use"))
        choose = TextButton(translate("Settings", "Choose a search model…"))
        choose.clicked.connect(lambda: self.wished.emit(SettingsWish.SEARCH_MODELS))
        self.in_use.add_buttons(choose)
        self.cost = Setting(
            translate("Settings", "What a change costs"), translate("Settings", "Measuring on this computer…")
        )
        self.meaning = Setting(
            translate("Settings", "What it does"),
            translate(
                "Settings",
                "It turns each passage and each question into numbers that are alike when they mean the same "
                "(an embedding), so that passages are found that use other words. Exact words are always "
                "found as well.",
            ),
        )
        self.add(self.in_use)
        self.add(self.cost)
        self.add(self.meaning)

    def show_name(self, name: str) -> None:
        self.in_use.say(name)

    def show_cost(self, passages: int, seconds: float | None) -> None:
        """How long it takes is measured with the model in use; None where that was not possible."""
        self.cost.say(again_words(passages, seconds))


def _styles() -> list[Option[AnswerStyle]]:
    return [
        Option(
            AnswerStyle.BRIEF,
            translate("Settings", "Brief"),
            translate("Settings", "One or two sentences; at most half as long."),
        ),
        Option(
            AnswerStyle.NORMAL,
            translate("Settings", "Normal"),
            translate("Settings", "As long as the model finds right."),
        ),
        Option(
            AnswerStyle.DETAILED,
            translate("Settings", "Detailed"),
            translate("Settings", "All that matters, in several sentences or points; up to twice as long."),
        ),
    ]
