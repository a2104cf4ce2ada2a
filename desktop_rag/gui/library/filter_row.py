"""Above the list of files: what it goes by, which of them are shown, and checking for changes. GUI thread."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_rag.gui.library.items import FileOrder, Narrowing
from desktop_rag.gui.widgets.basics import ElidedButton, IconButton, TextButton, label
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, number, translate

_SORTED = {
    FileOrder.NAME: QT_TRANSLATE_NOOP("Library", "Sorted by name"),
    FileOrder.KIND: QT_TRANSLATE_NOOP("Library", "Sorted by kind"),
    FileOrder.CHANGED: QT_TRANSLATE_NOOP("Library", "Newest first"),
    FileOrder.SIZE: QT_TRANSLATE_NOOP("Library", "Largest first"),
    FileOrder.STATE: QT_TRANSLATE_NOOP("Library", "Sorted by state"),
}
_ORDERS = {
    FileOrder.NAME: QT_TRANSLATE_NOOP("Library", "By name"),
    FileOrder.KIND: QT_TRANSLATE_NOOP("Library", "By kind"),
    FileOrder.CHANGED: QT_TRANSLATE_NOOP("Library", "By when they were changed"),
    FileOrder.SIZE: QT_TRANSLATE_NOOP("Library", "By size"),
    FileOrder.STATE: QT_TRANSLATE_NOOP("Library", "By state, problems first"),
}
_NARROWINGS = {
    Narrowing.ALL: QT_TRANSLATE_NOOP("Library", "All files"),
    Narrowing.SCANS: QT_TRANSLATE_NOOP("Library", "Scans and pictures"),
    Narrowing.PDF: QT_TRANSLATE_NOOP("Library", "PDF"),
    Narrowing.DOCUMENTS: QT_TRANSLATE_NOOP("Library", "Word and other texts"),
    Narrowing.PRESENTATIONS: QT_TRANSLATE_NOOP("Library", "Presentations"),
    Narrowing.SPREADSHEETS: QT_TRANSLATE_NOOP("Library", "Spreadsheets"),
    Narrowing.BOOKS: QT_TRANSLATE_NOOP("Library", "Books"),
    Narrowing.MAIL: QT_TRANSLATE_NOOP("Library", "Mail"),
    Narrowing.WEB: QT_TRANSLATE_NOOP("Library", "Web pages"),
    Narrowing.NOTES: QT_TRANSLATE_NOOP("Library", "Notes and plain text"),
    Narrowing.DATA: QT_TRANSLATE_NOOP("Library", "Data"),
    Narrowing.CODE: QT_TRANSLATE_NOOP("Library", "Source code"),
    Narrowing.PICTURES: QT_TRANSLATE_NOOP("Library", "Pictures"),
    Narrowing.OTHERS: QT_TRANSLATE_NOOP("Library", "Other files"),
}


class FilterRow(QWidget):
    """`problems` is the switch that shows only those; the chip says what else is left out, and ends it."""

    order_chosen = Signal(object)
    narrowing_chosen = Signal(object)
    sync_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._kinds: Mapping[Narrowing, int] = {}
        self._order = FileOrder.NAME
        self._narrowing = Narrowing.ALL
        self.heading = label(translate("Library", "Files"), "section")
        self.order_button = ElidedButton("bar", icons, "sort")
        self.order_button.clicked.connect(self._on_order)
        self.filter_button = IconButton(icons, "filter", translate("Library", "Which files are shown"))
        self.filter_button.clicked.connect(self._on_filter)
        self.sync = IconButton(icons, "retry", translate("Library", "Check for changes"), "F5")
        self.sync.clicked.connect(self.sync_requested)
        self.problems = TextButton("", "toggle", icons, "warning")
        self.problems.setCheckable(True)
        self.chip = TextButton("", "chip", icons, "close")
        self.chip.clicked.connect(lambda: self.narrowing_chosen.emit(Narrowing.ALL))
        self._arrange()
        self.show_order(self._order)
        self.show_narrowing(self._narrowing)

    def show_problems(self, several: int) -> None:
        """How many there are; the way back stays when the last one is solved."""
        said = translate("Library", "Show only problems ({number})").format(number=number(several))
        self.problems.setText(said)
        self.problems.setVisible(several > 0 or self.problems.isChecked())

    def show_order(self, order: FileOrder) -> None:
        self._order = order
        said = translate("Library", _SORTED[order])
        self.order_button.set_words(said)
        self.order_button.setAccessibleName(said)

    def show_narrowing(self, narrowing: Narrowing) -> None:
        self._narrowing = narrowing
        said = translate("Library", _NARROWINGS[narrowing])
        self.chip.setText(said)
        self.chip.setAccessibleName(translate("Library", "Show more than {kind}").format(kind=said))
        self.chip.setToolTip(translate("Library", "Show all files again"))
        self.chip.setVisible(narrowing is not Narrowing.ALL)

    def show_kinds(self, kinds: Mapping[Narrowing, int]) -> None:
        """How many files there are of each, for the menu."""
        self._kinds = kinds

    def _on_order(self) -> None:
        menu, group = self._menu()
        for order, said in _ORDERS.items():
            action = menu.addAction(translate("Library", said))
            action.setCheckable(True)
            action.setChecked(order is self._order)
            action.triggered.connect(lambda _on, order=order: self.order_chosen.emit(order))
            group.addAction(action)
        menu.popup(self.order_button.mapToGlobal(self.order_button.rect().bottomLeft()))

    def _on_filter(self) -> None:
        menu, group = self._menu()
        shown = [
            each for each in Narrowing if self._kinds.get(each) or each in (Narrowing.ALL, self._narrowing)
        ]
        for narrowing in shown:
            action = menu.addAction(self._counted(narrowing))
            action.setCheckable(True)
            action.setChecked(narrowing is self._narrowing)
            action.triggered.connect(lambda _on, which=narrowing: self.narrowing_chosen.emit(which))
            group.addAction(action)
        if not self.problems.isHidden():
            menu.addSeparator()
            menu.addAction(self.problems.text(), self.problems.toggle)
        menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))

    def _menu(self) -> tuple[QMenu, QActionGroup]:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu, QActionGroup(menu)

    def _counted(self, narrowing: Narrowing) -> str:
        said = translate("Library", _NARROWINGS[narrowing])
        if narrowing is Narrowing.ALL:
            return said
        several = number(self._kinds.get(narrowing, 0))
        return translate("Library", "{kind} ({number})").format(kind=said, number=several)

    def _arrange(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(Space.XS)
        upper.addWidget(self.heading)
        upper.addStretch(1)
        for widget in (self.order_button, self.filter_button, self.sync):
            upper.addWidget(widget)
        lower = QHBoxLayout()
        lower.setSpacing(Space.XS)
        lower.addWidget(self.chip)
        lower.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(upper)
        problems = QHBoxLayout()
        problems.addWidget(self.problems)
        problems.addStretch(1)
        column.addLayout(problems)
        column.addLayout(lower)
