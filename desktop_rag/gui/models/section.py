"""One part of the models page: what the person has of a kind, and what of it can be fetched. GUI thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.app.jobs import Progress
from desktop_rag.app.shelf_values import Added, OfferRow, OtherProgram, Permission, Refused
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.models.embedder_rows import AdviceBanner, EmbedderList
from desktop_rag.gui.models.link_form import LinkForm
from desktop_rag.gui.models.offer_rows import OfferList
from desktop_rag.gui.models.rows import set_line
from desktop_rag.gui.models.shelf_rows import ShelfList
from desktop_rag.gui.models.words import added_words, program_words, shelf_progress_words
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label, plain_tooltip
from desktop_rag.gui.widgets.flowing import Flowing
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowBody, RowPart, RowProgress, Way
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate


@dataclass(frozen=True, slots=True)
class SectionWords:
    """What a part of the page says of its kind; to be translated."""

    tab: str
    what: str
    nothing: str
    get: str
    nothing_but: str = ""
    """In place of `nothing` where there is something to get."""


WORDS = {
    ShelfKind.MODEL: SectionWords(
        QT_TRANSLATE_NOOP("Models", "Answer models"),
        QT_TRANSLATE_NOOP(
            "Models",
            "An answer model is a file that writes answers in its own words. To search your documents, and "
            "to read answers word for word, you need none.",
        ),
        QT_TRANSLATE_NOOP("Models", "There is none yet. Add files that you have."),
        QT_TRANSLATE_NOOP("Models", "Get a model"),
        QT_TRANSLATE_NOOP("Models", "There is none yet. Add files that you have, or get one below."),
    ),
    ShelfKind.ADAPTER: SectionWords(
        QT_TRANSLATE_NOOP("Models", "Adapters"),
        QT_TRANSLATE_NOOP(
            "Models",
            "An adapter gives an answer model a style or knowledge of its own. It goes only with the model "
            "that it was made for.",
        ),
        QT_TRANSLATE_NOOP("Models", "There is none yet. Add a file or a training folder."),
        QT_TRANSLATE_NOOP("Models", "Get an adapter"),
        QT_TRANSLATE_NOOP("Models", "There is none yet. Add a file or a training folder, or get one below."),
    ),
    ShelfKind.EMBEDDER: SectionWords(
        QT_TRANSLATE_NOOP("Models", "Search models"),
        QT_TRANSLATE_NOOP(
            "Models",
            "The search model finds the passages that a question is about. The one that comes with the "
            "program is made for English.",
        ),
        "",
        QT_TRANSLATE_NOOP("Models", "Get a search model"),
    ),
}


class _Asked(Enum):
    """What the buttons of an activity wish for."""

    STOP = auto()
    WHY = auto()
    BASE = auto()
    CLOSE = auto()


class AddedPart(RowPart):
    """What came of adding files; the reasons for those that could not be used are a press away."""

    def __init__(self, icons: Icons, added: Added, base: str) -> None:
        why = (Way(QT_TRANSLATE_NOOP("Models", "Show why"), _Asked.WHY, "inline"),) if added.refused else ()
        super().__init__(
            icons, (*why, Way(QT_TRANSLATE_NOOP("Models", "Close"), _Asked.CLOSE, "inline")), "rowQuestion"
        )
        said = added_words(added)
        self.setAccessibleName(said)
        icon = ("warning", "warning") if added.refused else ("check", "accent")
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(IconLabel(icons, *icon))
        top.addWidget(label(said, wrap=True), 1)
        for button in self.buttons.values():
            top.addSpacing(Space.XS)
            top.addWidget(button)
        self._reasons = QWidget()
        reasons = QVBoxLayout(self._reasons)
        reasons.setContentsMargins(Space.XL, Space.XS, 0, Space.XS)
        reasons.setSpacing(Space.S)
        for refused in added.refused:
            reasons.addWidget(_reason(refused))
        if base:
            reasons.addLayout(self._retry(base))
        self._reasons.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._reasons)
        self.chosen.connect(self._on_chosen)

        if base:
            self.buttons["Show why"].click()

    def _retry(self, base: str) -> QVBoxLayout:
        """Only the person can know that two names mean one model."""
        button = self._button(Way(QT_TRANSLATE_NOOP("Models", "Try with “{name}”"), _Asked.BASE))
        button.setText(button.text().format(name=base))
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        asked = translate("Models", "Is that model the one you use, “{name}”, by another name?")
        column.addWidget(label(asked.format(name=base), wrap=True))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _on_chosen(self, wish: object) -> None:
        if wish is _Asked.WHY:
            shown = self._reasons.isVisibleTo(self)
            self._reasons.setVisible(not shown)
            said = translate("Models", "Show why") if shown else translate("Models", "Hide")
            self.buttons["Show why"].setText(said)


class ModelsSection(Flowing):
    """`shelf` is None for search models, which `embedders` shows instead; `link` is there for models only."""

    files_requested = Signal()
    folder_requested = Signal()
    find_requested = Signal()
    stop_requested = Signal()
    base_requested = Signal()

    def __init__(
        self, icons: Icons, kind: ShelfKind, now: Callable[[], datetime], host_of: Callable[[str], str]
    ) -> None:
        super().__init__()
        self.kind = kind
        words = WORDS[kind]
        self._icons = icons
        self.files = TextButton(translate("Models", "Add files…"), "", icons, "file")
        self.folder = TextButton(translate("Models", "Add a folder…"), "", icons, "folder")
        self.other = TextButton(translate("Models", "Look in other programs"), "", icons, "search")
        self.files.clicked.connect(self.files_requested)
        self.folder.clicked.connect(self.folder_requested)
        self.other.clicked.connect(self.find_requested)
        self.other.hide()
        self.activity = RowBody()
        self.activity.chosen.connect(self._on_activity)
        self.activity.left.connect(lambda: self.files.setFocus(Qt.FocusReason.OtherFocusReason))
        self.advice = AdviceBanner(icons)
        is_search = kind is ShelfKind.EMBEDDER
        self.embedders = EmbedderList(icons) if is_search else None
        self.shelf = None if is_search else ShelfList(icons, now)
        self._get = label(translate("Models", words.get), "heading")
        self._get.hide()
        self._why_not = label("", "secondary", wrap=True)
        self._why_not.hide()
        self.offers = OfferList(icons)
        self.link = LinkForm(icons, host_of) if kind is ShelfKind.MODEL else None
        self._arrange(words)

    def show_programs(self, programs: tuple[OtherProgram, ...]) -> None:
        """Offers to look where other programs keep models, if there are such."""
        self.other.setVisible(bool(programs) and self.kind is ShelfKind.MODEL)
        said = translate("Models", "Looks in the folders of {programs}")
        self.other.setToolTip(plain_tooltip(said.format(programs=program_words(programs))))
        self.other.setAccessibleDescription(self.other.toolTip())

    def show_offers(
        self, offers: Sequence[OfferRow], bases: Mapping[str, Offer], permission: Permission, *, first: bool
    ) -> None:
        """`first` when there is nothing of the kind yet: then the recommended one is the thing to do."""
        self._get.setVisible(bool(offers))
        set_line(self._why_not, "" if permission.allowed or not offers else in_words(permission.reason))
        if self.shelf is not None:
            words = WORDS[self.kind]
            self.shelf.show_nothing(translate("Models", words.nothing_but if offers else words.nothing))
        self.offers.show_offers(offers, bases, permission, first=first)
        if self.link is not None:
            self.link.show_permission(permission)

    def show_adding(self, progress: Progress | None) -> None:
        """Files are being looked at, or converted."""
        if not isinstance(self.activity.part, RowProgress):
            stop = Way(QT_TRANSLATE_NOOP("Models", "Stop"), _Asked.STOP, "inline")
            self.activity.put(RowProgress(self._icons, translate("Models", "Adding files"), (stop,)))
            announce(self, translate("Models", "Looking at the files"))
        part = self.activity.part
        if isinstance(part, RowProgress):
            looking = translate("Models", "Looking for model files")
            words = shelf_progress_words(progress) if progress else looking
            part.show_progress(words, progress.done if progress else 0, progress.total if progress else 0)

    def show_added(self, added: Added | None, base: str = "") -> None:
        """What came of it; None when it was stopped or went wrong, which a notice tells.

        `base` is a model that folders from training, which were refused, can be tried with.
        """
        self.activity.put(AddedPart(self._icons, added, base) if added else None)
        if added:
            announce(self, added_words(added))

    def _on_activity(self, wish: object) -> None:
        if wish is _Asked.STOP:
            self.stop_requested.emit()
        elif wish is _Asked.BASE:
            self.base_requested.emit()
        elif wish is _Asked.CLOSE:
            self.activity.put(None)

    def _arrange(self, words: SectionWords) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(label(translate("Models", "On this computer"), "heading", wrap=True), 1)
        for button in (self.files, self.folder, self.other):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(label(translate("Models", words.what), "secondary", wrap=True))
        column.addWidget(self.advice)
        column.addSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.activity)
        have = self.embedders if self.embedders is not None else self.shelf
        if have is not None:
            column.addWidget(have)
        column.addSpacing(Space.L)
        column.addWidget(self._get)
        column.addWidget(self._why_not)
        column.addWidget(self.offers)
        if self.link is not None:
            column.addSpacing(Space.L)
            column.addWidget(label(translate("Models", "From a link"), "heading"))
            column.addWidget(self.link)


def _reason(refused: Refused) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    name = label(refused.path.name or str(refused.path), "strong", wrap=True)
    name.setToolTip(plain_tooltip(str(refused.path)))
    column.addWidget(name)
    said = f"{in_words(refused.reason)} {in_words(refused.hint)}".strip()
    column.addWidget(label(said, "caption", wrap=True, selectable=True))
    return holder
