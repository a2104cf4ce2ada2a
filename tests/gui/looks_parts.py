"""The parts of a window, what each of them says, and what is found to be wrong with one. GUI thread."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)

from desktop_rag.gui.frame.drop_overlay import DropOverlay
from desktop_rag.gui.widgets.basics import ElidedButton, ElidedLabel

TOLERANCE = 1


@dataclass(frozen=True, slots=True)
class Flaw:
    """`where` names the widget and what it lies in."""

    what: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text[:60]!r} {self.what}"


def in_view(widget: QWidget) -> list[QWidget]:
    """`widget` and what is shown in it, windows of their own left out, and what lies behind a veil."""
    inner = [each for each in widget.findChildren(QWidget) if each.isVisibleTo(widget)]
    veils = [each for each in inner if isinstance(each, DropOverlay)]
    if veils:
        return veils
    return [widget, *(each for each in inner if each.window() is widget.window())]


def words_of(widget: QWidget) -> str:
    """What a widget itself has to say; nothing for those that only hold others."""
    if isinstance(widget, QLabel):
        return _plain(widget) if widget.pixmap().isNull() else ""
    if isinstance(widget, ElidedButton):
        return widget.whole
    if isinstance(widget, QToolButton):
        icon_only = widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        return "" if icon_only and not widget.icon().isNull() else widget.text()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    if isinstance(widget, ElidedLabel):
        return widget.text
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText() or widget.placeholderText()
    if isinstance(widget, QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.title() if isinstance(widget, QGroupBox) else ""


def speaking(widget: QWidget) -> list[QWidget]:
    return [each for each in in_view(widget) if words_of(each)]


def _plain(each: QLabel) -> str:
    rich = each.textFormat() == Qt.TextFormat.RichText or each.text().startswith("<p")
    return QTextDocumentFragment.fromHtml(each.text()).toPlainText() if rich else each.text()


def where(each: QWidget) -> str:
    """The widget's class, in the nearest of what it lies in that has a name."""
    holder: QWidget | None = each
    while holder is not None and (not holder.objectName() or holder.objectName().startswith("qt_")):
        holder = holder.parentWidget()
    name = type(each).__name__
    return f"{name} in #{holder.objectName()}" if holder is not None and holder is not each else name


def smaller(has: QSize, wants: QSize) -> str:
    return too_wide(wants.width(), has.width()) or too_tall(wants.height(), has.height())


def too_wide(wants: int, has: int) -> str:
    return f"wants {wants} px across and has {has}" if wants > has + TOLERANCE else ""


def too_tall(wants: int, has: int) -> str:
    return f"wants {wants} px down and has {has}" if wants > has + TOLERANCE else ""
