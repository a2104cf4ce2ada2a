"""The order in which Tab goes through what stands in the window. GUI thread."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def set_tab_order(parts: Sequence[QWidget | None]) -> None:
    """Has Tab go through `parts` in their order, and through each as it is made."""
    reached = [each for part in parts if part for each in _reached_by_tab(part)]
    for one, other in pairwise(reached):
        QWidget.setTabOrder(one, other)


def put_before_in_tab_order(part: QWidget, after: QWidget) -> None:
    """Has Tab go through `part` right before `after`, which it reaches later now."""
    reached = _reached_by_tab(after)
    before = reached[0].previousInFocusChain() if reached else None
    while before and before is not reached[0] and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    if before:
        for one, other in pairwise([before, *_reached_by_tab(part)]):
            QWidget.setTabOrder(one, other)


def _reached_by_tab(part: QWidget) -> list[QWidget]:
    """`part` and what is in it, as far as the keyboard gets there; not what a text is made of inside."""
    if isinstance(part, QAbstractScrollArea):
        return [part]
    inside = [
        each
        for each in part.findChildren(QWidget)
        # The menu of a label or a line that is open just now is a window of its own.
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.window() is part.window()
    ]
    return [part, *inside] if part.focusPolicy() & Qt.FocusPolicy.TabFocus else inside
