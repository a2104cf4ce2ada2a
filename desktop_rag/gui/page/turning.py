"""Going on to the next page at the end of one, by wheel and by key, in anything that scrolls. GUI thread."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QScrollBar

PAST_END = 240
"""In eighths of a degree: two notches of a wheel beyond the end turn a page, so that none turns by chance."""
REST_MS = 350
"""After a page is turned a wheel that still runs does not turn the next one."""
_MOVES = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
_TURNS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_JUMPS = {Qt.Key.Key_Home: False, Qt.Key.Key_End: True}


class PageTurning(QObject):
    """`turned(±1)` past an end of the page; `jumped(to_last)` for Ctrl+Home and Ctrl+End."""

    turned = Signal(int)
    jumped = Signal(bool)

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._past = 0
        self._turned_at_ms: int | None = None

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key was one that moves on the page or between pages, and was obeyed."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier and key in _JUMPS:
            self.jumped.emit(_JUMPS[key])
            return True
        if modifiers == Qt.KeyboardModifier.NoModifier and key in _MOVES:
            step = _TURNS.get(key, 0)
            if step and self._is_at_end(step):
                self.turned.emit(step)
            else:
                self._bar().triggerAction(_MOVES[key])
            return True
        return False

    def wheel(self, event: QWheelEvent) -> bool:
        """Whether the wheel was beyond the end of the page: then it is not for scrolling."""
        angle = event.angleDelta().y()
        step = -1 if angle > 0 else 1
        if not angle or event.modifiers() or not self._is_at_end(step):
            self._past = 0
            return False
        now_ms = event.timestamp()
        if self._turned_at_ms is not None and now_ms - self._turned_at_ms < REST_MS:
            return True
        self._past = self._past - angle if self._past * step >= 0 else -angle
        if abs(self._past) >= PAST_END:
            self._past, self._turned_at_ms = 0, now_ms
            self.turned.emit(step)
        return True

    def _bar(self) -> QScrollBar:
        return self._area.verticalScrollBar()

    def _is_at_end(self, step: int) -> bool:
        bar = self._bar()
        return bar.value() >= bar.maximum() if step > 0 else bar.value() <= bar.minimum()
