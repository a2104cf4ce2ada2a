"""What stands over a source: its name, its heading, and the way to the answer's others. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.page.tools import PageTools
from desktop_rag.gui.widgets.basics import ElidedLabel, IconButton, label, plain_tooltip
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import number, translate


class SourceHeader(QFrame):
    """`open_requested`, `close_requested`; `source_requested(±1)` for the answer's source after or before."""

    open_requested = Signal()
    close_requested = Signal()
    source_requested = Signal(int)

    def __init__(self, icons: Icons, tools: PageTools) -> None:
        super().__init__()
        self.setObjectName("sourceHeader")
        self.title = ElidedLabel("", "strong")
        self.heading = ElidedLabel("", "caption", yields=True)
        self._place = label("", "caption")
        previous, following = translate("Page", "Previous source"), translate("Page", "Next source")
        self._previous = IconButton(icons, "chevron-up", previous, "Alt+Up")
        self._next = IconButton(icons, "chevron-down", following, "Alt+Down")
        self._open = IconButton(icons, "external", translate("Page", "Open in its own program"))
        self.close_button = IconButton(icons, "close", translate("Page", "Close the source"))
        self._sources = self._make_sources()
        self._previous.clicked.connect(lambda: self.source_requested.emit(-1))
        self._next.clicked.connect(lambda: self.source_requested.emit(1))
        self._open.clicked.connect(self.open_requested)
        self.close_button.clicked.connect(self.close_requested)
        self._arrange(tools)

    def show_place(self, place: int, total: int) -> None:
        """Which of the answer's sources is open, from 1; 0 of them for a page that no answer led to."""
        self._sources.setVisible(total > 1 or (total == 1 and place == 0))
        words = translate("Page", "Source {place} of {total}") if place else translate("Page", "Sources")
        self._place.setText(words.format(place=number(place), total=number(total)))
        self._previous.setEnabled(place > 1)
        self._next.setEnabled(place < total)

    def show_shown(self, title: str, heading: str) -> None:
        self.title.set_text(title)
        self.heading.set_text(heading if heading != title else "")
        self._open.setEnabled(True)

    def show_failed(self, title: str, *, openable: bool) -> None:
        """The document cannot be shown here; whether there is a file that its own program may open."""
        self.title.set_text(title)
        self.heading.set_text("")
        self.say_opener(translate("Page", "Open in its own program"))
        self._open.setEnabled(openable)

    def say_opener(self, words: str) -> None:
        """What opening the document in its own program will do."""
        self._open.setToolTip(plain_tooltip(words))
        self._open.setAccessibleDescription(words)

    def _make_sources(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for widget in (self._previous, self._place, self._next):
            row.addWidget(widget)
        holder.hide()
        return holder

    def _arrange(self, tools: PageTools) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.heading)
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        top.addLayout(names, 1)
        for widget in (self._sources, self._open, self.close_button):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.S, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(top)
        column.addWidget(tools)
