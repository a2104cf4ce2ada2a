"""Which page is shown, as words that can be pressed to type another number. GUI thread."""

from PySide6.QtCore import QEvent, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop_rag.app.values import SourceView
from desktop_rag.domain.display import display_text
from desktop_rag.domain.formats import Unit, unit_of
from desktop_rag.gui.widgets.basics import TextButton
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, number, translate

LEAST_WIDTH = 96
_PLACES = {
    Unit.PAGE: QT_TRANSLATE_NOOP("Page", "Page {number} of {total}"),
    Unit.SLIDE: QT_TRANSLATE_NOOP("Page", "Slide {number} of {total}"),
    Unit.MESSAGE: QT_TRANSLATE_NOOP("Page", "Message {number} of {total}"),
}
_PART = QT_TRANSLATE_NOOP("Page", "Part {number} of {total}")
_PRINTED = QT_TRANSLATE_NOOP("Page", "Page {number} (“{printed}”) of {total}")


def place_words(view: SourceView) -> str:
    """ "Page 38 of 72"; what is printed on the page stands beside its number where it is another."""
    page, total, unit = view.page, view.page_count, unit_of(view.format)
    if unit is not Unit.PAGE and total == 1:
        return translate("Page", "Whole text")
    printed = display_text(page.label) if unit is Unit.PAGE and page.label != str(page.number) else ""
    template = _PRINTED if printed else _PLACES.get(unit, _PART)
    words = translate("Page", template)
    return words.format(number=number(page.number), printed=printed, total=number(total))


class PageField(QWidget):
    """`chosen(int)` with the number that was typed, from 1 to the last."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._number, self._total = 1, 1
        self.button = _PlaceButton("", "bar")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.edit_number)
        self.edit = _NumberEdit()
        self.edit.returnPressed.connect(self._on_entered)
        self.edit.left.connect(self._close)
        self.edit.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.edit)

    def show_words(self, words: str) -> None:
        """Something else than a place, such as that a document is being opened."""
        self._close()
        self._set_words(words, pages=1)

    def show_page(self, view: SourceView) -> None:
        self._number = view.page.number
        self._close()
        self._set_words(place_words(view), view.page_count)

    def edit_number(self) -> None:
        """Has another number typed in place of the words."""
        if self._total > 1:
            self.edit.take_digits(len(str(self._total)))
            self.edit.setText(str(self._number))
            self.edit.selectAll()
            self.button.hide()
            self.edit.show()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_words(self, words: str, pages: int) -> None:
        self._total = pages
        self.button.setText(words.replace("&", "&&"))
        self.button.setEnabled(pages > 1)
        self.button.setToolTip(translate("Page", "Go to another page") if pages > 1 else "")
        self.button.setAccessibleName(words)

    def _on_entered(self) -> None:
        typed = self.edit.text()
        self._close()
        if typed:
            self.chosen.emit(max(1, min(self._total, int(typed))))

    def _close(self) -> None:
        had_focus = self.edit.hasFocus()
        self.edit.hide()
        self.button.show()
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)


class _PlaceButton(TextButton):
    """Gives way where there is too little room: its words are then elided at their end."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return super().sizeHint().boundedTo(QSize(LEAST_WIDTH, 1000))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        option = QStyleOptionButton()
        self.initStyleOption(option)
        lacking = self.sizeHint().width() - self.width()
        if lacking > 0:
            room = self.fontMetrics().horizontalAdvance(self.text()) - lacking
            option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()


class _NumberEdit(QLineEdit):
    """`left` when it is given up: Esc, or the keyboard goes elsewhere."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(translate("Page", "Number of the page to go to"))
        self.setFixedWidth(96)
        self.setAcceptDrops(False)  # files are for the window around it
        self._digits = QRegularExpressionValidator(self)
        self.setValidator(self._digits)

    def take_digits(self, most: int) -> None:
        """Digits alone, at most so many: Qt's numbers may hold the dots or commas between thousands."""
        self._digits.setRegularExpression(QRegularExpression(rf"\p{{Nd}}{{0,{most}}}"))

    def event(self, event: QEvent) -> bool:
        """Keeps Esc for itself: for the window it ends reading."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
