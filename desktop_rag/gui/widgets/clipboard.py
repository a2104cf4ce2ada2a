"""What this program puts on the clipboard: text, and the same with its looks. GUI thread."""

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


class _Copied(QMimeData):
    """To be told from what others put there."""


def copy_text(text: str, html: str) -> None:
    """The same twice: for programs that paste letters, and for those that paste them with their looks."""
    QGuiApplication.clipboard().setMimeData(copied_text(text, html))


def copied_text(text: str, html: str = "") -> QMimeData:
    """The same for Qt to put there, as a text does with what is selected in it."""
    copied = _Copied()
    copied.setText(text)
    if html:
        copied.setHtml(html)
    atexit.unregister(_leave_letters)
    atexit.register(_leave_letters)
    return copied


def _leave_letters() -> None:
    """WORKAROUND(PySide6 6.11): Qt lets go of the clipboard after Python has ended, and what Python made
    crashes it then. Plain text is Qt's own."""
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    if isinstance(clipboard.mimeData(), _Copied):
        clipboard.setText(clipboard.text())
