"""A part that is shown whole where there is room for it, and scrolls where there is not. GUI thread."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

LEAST_HEIGHT = 96


class GivingWay(QScrollArea):
    """Comes and goes with the part in it, and takes its height; in a low window less, but never nothing.

    `changed` when the part may want another width.
    """

    changed = Signal()

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self._part = part
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setWidget(part)
        self.setVisible(not part.isHidden())
        part.installEventFilter(self)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint = self._part.sizeHint()
        tall = self._part.heightForWidth(self.width()) if self._part.hasHeightForWidth() else hint.height()
        return QSize(hint.width(), tall)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._part.minimumSizeHint().width() + bar, min(LEAST_HEIGHT, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._part:
            if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
                self.setVisible(event.type() == QEvent.Type.ShowToParent)
            elif event.type() == QEvent.Type.LayoutRequest:
                self.updateGeometry()
                self.changed.emit()
        return super().eventFilter(watched, event)
