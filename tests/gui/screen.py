"""What a person can read on a widget that is shown."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from desktop_rag.gui.widgets.basics import ElidedLabel


def words_on(widget: QWidget) -> list[str]:
    """The text of each label and worded button in view."""
    settle()
    labels = [
        QTextDocumentFragment.fromHtml(each.text()).toPlainText() if _rich(each) else each.text()
        for each in widget.findChildren(QLabel)
        if each.isVisible()
    ]
    elided = [each.text for each in widget.findChildren(ElidedLabel) if each.isVisible()]
    buttons = [each.text() for each in widget.findChildren(QPushButton) if each.isVisible()]
    return [text for text in (*labels, *elided, *buttons) if text]


def text_on(widget: QWidget) -> str:
    return "\n".join(words_on(widget))


def button(widget: QWidget, name: str) -> QAbstractButton:
    """The button in view that says, or is called, `name`."""
    settle()
    return next(
        each
        for each in widget.findChildren(QAbstractButton)
        if each.isVisible() and name in (each.text(), each.accessibleName())
    )


def button_names(widget: QWidget) -> set[str]:
    settle()
    found = [each for each in widget.findChildren(QAbstractButton) if each.isVisible()]
    return {each.text() or each.accessibleName() for each in found}


def settle() -> None:
    """Lets Qt show what was just added to a layout, as it does before anybody could look."""
    QCoreApplication.processEvents()


def _rich(each: QLabel) -> bool:
    return each.text().startswith("<p")
