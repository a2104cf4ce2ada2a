"""The source: the page an answer comes from, with its words lit. GUI thread; asks, and shows what comes."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_rag.app.values import SourceView
from desktop_rag.domain.display import display_name, display_text
from desktop_rag.domain.errors import PathMissing
from desktop_rag.gui.page.find_bar import FindBar
from desktop_rag.gui.page.password_form import ENTER_PASSWORD, PasswordForm
from desktop_rag.gui.page.picture import PagePictureView
from desktop_rag.gui.page.shown_source import ShownSource
from desktop_rag.gui.page.source_header import SourceHeader
from desktop_rag.gui.page.source_ref import SourceRef
from desktop_rag.gui.page.text import PageTextView
from desktop_rag.gui.page.tools import PageTools
from desktop_rag.gui.widgets.basics import IconLabel, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import InlineError
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate


class SourcePanel(QFrame):
    """`page_requested(±1)`, `page_chosen(int)`, `width_changed`, `open_requested(Path)`, `close_requested`,
    `again_requested`, `source_requested(±1)`, `find_requested(str)`, `ask_requested(str)`.

    `unlock_requested(Path, str)` with the password of what is shown; `page_shown` when there is another page.
    """

    page_requested = Signal(int)
    page_chosen = Signal(int)
    page_shown = Signal()
    width_changed = Signal()
    open_requested = Signal(object)
    close_requested = Signal()
    again_requested = Signal()
    source_requested = Signal(int)
    find_requested = Signal(str)
    ask_requested = Signal(str)
    unlock_requested = Signal(object, str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("source")
        self.setMinimumWidth(420)
        self._icons = icons
        self._at_end = self._opened = False
        self._strong: frozenset[int] = frozenset()
        self._failed: Path | None = None
        self.shown: ShownSource | None = None
        self.picture = PagePictureView(icons.theme)
        self.text = PageTextView(icons.theme)
        self.tools = PageTools(icons)
        self.header = SourceHeader(icons, self.tools)
        self.close_button = self.header.close_button
        self.find_bar = FindBar(icons)
        self._stack = QStackedWidget()
        self._message: QWidget = label("", "secondary")
        for view in (self._message, self.picture, self.text):
            self._stack.addWidget(view)
        self._make_note(icons)
        self._connect()
        self._arrange()

    @property
    def width_px(self) -> int:
        return self.picture.width_wanted_px

    @property
    def page_view(self) -> PagePictureView | PageTextView:
        """What shows the page: its picture or its text."""
        return self.text if self._stack.currentWidget() is self.text else self.picture

    def show_waiting(self, ref: SourceRef) -> None:
        """Names what is being opened; the page shown before stays until the new one is there."""
        self._opened = True
        if self.shown is None or self.shown.ref.path != ref.path:
            self.header.title.set_text(display_name(ref.path))
            self.tools.show_words(translate("Page", "Opening…"))
            self.header.heading.set_text("")
            self._note_row.hide()

    def show_source(self, source: ShownSource) -> None:
        before, self.shown, self._failed = self.shown, source, None
        same_ref = bool(before and before.ref == source.ref) and not self._opened
        if before is None or not before.same_page(source.ref):
            self._strong = frozenset()
        view = source.view
        title, heading = display_text(view.title) or display_name(view.path), display_text(source.heading)
        self.header.show_shown(title, heading)
        self.tools.show_page(view)
        self._show_note(view, same_ref=same_ref)
        self._show_page(source, same_ref=same_ref)
        self._at_end = self._opened = False
        self.page_shown.emit()

    def show_error(self, ref: SourceRef, error: Exception) -> None:
        self.shown = None
        self._at_end = self._opened = False
        self._failed = None if isinstance(error, PathMissing) else ref.path
        self.header.show_failed(display_name(ref.path), openable=self._failed is not None)
        self.tools.show_nothing()
        self._note_row.hide()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        view = InlineError(error, self._icons, translate("Page", "Try again"))
        view.action_requested.connect(self.again_requested)
        column.addWidget(view)
        column.addStretch(1)
        self._put_message(holder)

    def strengthen(self, numbers: frozenset[int]) -> None:
        """Has the citations of these numbers stand out on the page; none of them for the opened one."""
        if self.shown and numbers != self._strong:
            self._strong = numbers
            self.page_view.show_marks(self.shown.marks(numbers))
            self.picture.selecting.describe(self.shown.spoken(numbers))

    def show_found(self, spans: Sequence[tuple[int, int]], current: int, *, seek: bool) -> None:
        """Lights found words of the page's text, where its picture still holds that text."""
        shown = self.shown
        holds = shown and (shown.image is None or shown.words.text == shown.view.page.text)
        view = self.page_view
        view.show_found(spans if holds else (), current)
        if seek:
            view.seek_found()

    def zoom(self, step: int) -> None:
        """+1 in, −1 out, 0 back to the full width."""
        if step:
            self.picture.step_zoom(step)
        else:
            self.picture.set_zoom(1.0)
        self.text.set_scale(min(2.0, max(0.8, self.picture.zoom)))

    def fit_page(self) -> None:
        """Keeps the whole of a drawn page in view."""
        self.picture.fit_page()
        self.text.set_scale(1.0)

    def _show_page(self, source: ShownSource, *, same_ref: bool) -> None:
        marks = source.marks(self._strong)
        if source.image is not None and source.view.picture is not None:
            self.picture.show_picture(
                source.image, marks, source.words, keep_place=same_ref, at_end=self._at_end
            )
            self.picture.selecting.describe(source.spoken(self._strong))
            self._stack.setCurrentWidget(self.picture)
        elif not same_ref or self._stack.currentWidget() is not self.text:
            self.text.show_page(source.view.page, marks, at_end=self._at_end)
            self._stack.setCurrentWidget(self.text)

    def _show_note(self, view: SourceView, *, same_ref: bool) -> None:
        self._note.setText(in_words(view.note))
        self._note_row.setVisible(bool(view.note))
        if not (same_ref and view.locked):
            self.password.close_form()
        self._enter.setVisible(view.locked and self.password.isHidden())

    def _put_message(self, widget: QWidget) -> None:
        self._stack.removeWidget(self._message)
        self._message.deleteLater()
        self._message = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def _make_note(self, icons: Icons) -> None:
        self._note = label("", wrap=True)
        self._note_row = QFrame()
        self._note_row.setObjectName("note")
        self._note_row.hide()
        self._enter = TextButton(translate("Page", ENTER_PASSWORD), "link")
        self.password = PasswordForm(icons)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(IconLabel(icons, "info", "warning"))
        row.addWidget(self._note, 1)
        row.addWidget(self._enter)
        column = QVBoxLayout(self._note_row)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.password)

    def _connect(self) -> None:
        self.tools.page_requested.connect(self.page_requested)
        self.tools.page_chosen.connect(self.page_chosen)
        self.tools.zoom_requested.connect(self.zoom)
        self.tools.whole_page_requested.connect(self.fit_page)
        self.tools.find_requested.connect(lambda: self.find_requested.emit(""))
        self.header.open_requested.connect(self._on_open)
        self.header.close_requested.connect(self.close_requested)
        self.header.source_requested.connect(self.source_requested)
        self.picture.width_wanted_changed.connect(self.width_changed)
        for view in (self.picture, self.text):
            view.zoom_requested.connect(self.zoom)
            view.turning.turned.connect(self._on_turned)
            view.turning.jumped.connect(self._on_jumped)
            view.menu.find_requested.connect(self.find_requested)
            view.menu.ask_requested.connect(self.ask_requested)
        self._enter.clicked.connect(self._on_enter)
        self.password.entered.connect(self._on_password)
        self.password.left.connect(self._enter.show)

    def _on_turned(self, step: int) -> None:
        """Past the end of a page: on to the next one, or back to the end of the one before."""
        if self.shown and 1 <= self.shown.view.page.number + step <= self.shown.view.page_count:
            self._at_end = step < 0
            self.page_requested.emit(step)

    def _on_jumped(self, to_last: bool) -> None:
        if self.shown:
            self.page_chosen.emit(self.shown.view.page_count if to_last else 1)

    def _on_enter(self) -> None:
        self._enter.hide()
        self.password.ask()

    def _on_password(self, password: str) -> None:
        if self.shown:
            self.unlock_requested.emit(self.shown.view.path, password)

    def _on_open(self) -> None:
        path = self.shown.view.path if self.shown else self._failed
        if path is not None:
            self.open_requested.emit(path)

    def _arrange(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget in (self.header, self.find_bar, self._note_row):
            outer.addWidget(widget)
        outer.addWidget(self._stack, 1)
