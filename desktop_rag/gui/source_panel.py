"""The source: the page an answer comes from, with its words lit. GUI thread; asks, and shows what comes."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_rag.app.values import SourceView
from desktop_rag.domain.display import display_name, display_text
from desktop_rag.domain.formats import DRAWN, Unit, unit_of
from desktop_rag.gui.icons import Icons
from desktop_rag.gui.inline_error import InlineError
from desktop_rag.gui.page_picture import PagePictureView
from desktop_rag.gui.page_text import PageTextView
from desktop_rag.gui.password_form import ENTER_PASSWORD, PasswordForm
from desktop_rag.gui.source_ref import SourceRef
from desktop_rag.gui.theme import Space
from desktop_rag.gui.widgets import ElidedLabel, IconButton, IconLabel, TextButton, label

UNIT_WORDS = {Unit.PAGE: "Page", Unit.SLIDE: "Slide", Unit.MESSAGE: "Message"}


@dataclass(frozen=True, slots=True)
class ShownSource:
    """What a source job answers with: the view, and its picture already lit (None for text)."""

    ref: SourceRef
    view: SourceView
    image: QImage | None


def _heading_of(source: ShownSource) -> str:
    """The lit words' heading, or a part's own. A page's own is the one before its first line: misleading."""
    drawn = source.view.format in DRAWN
    return source.ref.heading or ("" if drawn else source.view.page.heading)


class SourcePanel(QFrame):
    """`page_requested(±1)`, `width_changed`, `open_requested(Path)`, `close_requested`, `again_requested`.

    `unlock_requested(Path, str)` with the password of what is shown.
    """

    page_requested = Signal(int)
    width_changed = Signal()
    open_requested = Signal(object)
    close_requested = Signal()
    again_requested = Signal()
    unlock_requested = Signal(object, str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("source")
        self.setMinimumWidth(420)
        self._icons = icons
        self.shown: ShownSource | None = None
        self.picture = PagePictureView(icons.theme)
        self.text = PageTextView(icons.theme)
        self._stack = QStackedWidget()
        self._message: QWidget = label("", "secondary")
        for view in (self._message, self.picture, self.text):
            self._stack.addWidget(view)
        self._make_header(icons)
        self._connect()
        self._arrange()

    @property
    def width_px(self) -> int:
        return self.picture.width_wanted_px

    def show_waiting(self, ref: SourceRef) -> None:
        """Names what is being opened; the page shown before stays until the new one is there."""
        if self.shown is None or self.shown.ref.path != ref.path:
            self._title.set_text(display_name(ref.path))
            self._page.setText("Opening…")
            self._heading.set_text("")
            self._note_row.hide()

    def show_source(self, source: ShownSource) -> None:
        same_page = bool(self.shown and self.shown.ref == source.ref)
        self.shown = source
        view = source.view
        self._title.set_text(display_text(view.title) or display_name(view.path))
        self._heading.set_text(display_text(_heading_of(source)))
        self._show_page_number(view)
        self._note.setText(view.note)
        self._note_row.setVisible(bool(view.note))
        if not (same_page and view.locked):
            self.password.close_form()
        self._enter.setVisible(view.locked and self.password.isHidden())
        if source.image is not None and view.picture is not None:
            self.picture.show_picture(source.image, view.picture.boxes, keep_place=same_page)
            self._stack.setCurrentWidget(self.picture)
        elif not same_page or self._stack.currentWidget() is not self.text:
            self.text.show_page(view.page, view.marks)
            self._stack.setCurrentWidget(self.text)

    def show_error(self, ref: SourceRef, error: Exception) -> None:
        self.shown = None
        self._title.set_text(display_name(ref.path))
        self._page.setText("")
        self._heading.set_text("")
        self._note_row.hide()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        view = InlineError(error, self._icons, "Try again")
        view.action_requested.connect(self.again_requested)
        column.addWidget(view)
        column.addStretch(1)
        self._put_message(holder)

    def zoom(self, step: int) -> None:
        """+1 in, −1 out, 0 back to the full width."""
        if step:
            self.picture.step_zoom(step)
        else:
            self.picture.set_zoom(1.0)
        self.text.set_scale(min(2.0, max(0.8, self.picture.zoom)))

    def _put_message(self, widget: QWidget) -> None:
        self._stack.removeWidget(self._message)
        self._message.deleteLater()
        self._message = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def _show_page_number(self, view: SourceView) -> None:
        number, total = view.page.number, view.page_count
        printed = f" (“{display_text(view.page.label)}”)" if view.page.label not in ("", str(number)) else ""
        unit = UNIT_WORDS.get(unit_of(view.format), "Part")
        whole = unit != "Page" and total == 1
        self._page.setText("Whole text" if whole else f"{unit} {number}{printed} of {total}")
        for button, possible in ((self._previous, number > 1), (self._next, number < total)):
            button.setEnabled(possible)
            button.setVisible(total > 1)

    def _make_header(self, icons: Icons) -> None:
        self._title = ElidedLabel("", "strong")
        self._heading = ElidedLabel("", "caption", yields=True)
        self._page = label("", "caption")
        self._previous = IconButton(icons, "chevron-left", "Previous page", "Ctrl+PgUp")
        self._next = IconButton(icons, "chevron-right", "Next page", "Ctrl+PgDown")
        self._zoom_out = IconButton(icons, "zoom-out", "Smaller", "Ctrl+-")
        self._zoom_in = IconButton(icons, "zoom-in", "Larger", "Ctrl++")
        self._fit = IconButton(icons, "fit-width", "Fit the width", "Ctrl+0")
        self._open = IconButton(icons, "external", "Open in its own program")
        self.close_button = IconButton(icons, "close", "Close the source")
        self._note = label("", wrap=True)
        self._note_row = QFrame()
        self._note_row.setObjectName("note")
        self._note_row.hide()
        self._enter = TextButton(ENTER_PASSWORD, "link")
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
        self._previous.clicked.connect(lambda: self.page_requested.emit(-1))
        self._next.clicked.connect(lambda: self.page_requested.emit(1))
        self._zoom_out.clicked.connect(lambda: self.zoom(-1))
        self._zoom_in.clicked.connect(lambda: self.zoom(1))
        self._fit.clicked.connect(lambda: self.zoom(0))
        self.picture.zoom_requested.connect(self.zoom)
        self.picture.width_wanted_changed.connect(self.width_changed)
        self._open.clicked.connect(self._on_open)
        self.close_button.clicked.connect(self.close_requested)
        self._enter.clicked.connect(self._on_enter)
        self.password.entered.connect(self._on_password)
        self.password.left.connect(self._enter.show)

    def _on_enter(self) -> None:
        self._enter.hide()
        self.password.ask()

    def _on_password(self, password: str) -> None:
        if self.shown:
            self.unlock_requested.emit(self.shown.view.path, password)

    def _on_open(self) -> None:
        if self.shown:
            self.open_requested.emit(self.shown.view.path)

    def _arrange(self) -> None:
        header = QFrame()
        header.setObjectName("sourceHeader")
        column = QVBoxLayout(header)
        column.setContentsMargins(Space.L, Space.M, Space.S, Space.S)
        column.setSpacing(Space.XS)
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._heading)
        top.addLayout(names, 1)
        top.addWidget(self._open)
        top.addWidget(self.close_button)
        tools = QHBoxLayout()
        tools.setSpacing(Space.XS)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self._previous)
        tools.addWidget(self._page)
        tools.addWidget(self._next)
        tools.addStretch(1)
        for button in (self._zoom_out, self._fit, self._zoom_in):
            tools.addWidget(button)
        column.addLayout(top)
        column.addLayout(tools)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(header)
        outer.addWidget(self._note_row)
        outer.addWidget(self._stack, 1)
