"""Whether words, and the place of the keyboard, stand out from what is behind them. GUI thread.

Colours are those of the pixels on screen, so that no style sheet and no painter is taken at its word.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop_rag.gui.widgets.basics import ElidedLabel
from tests.gui.looks_painted import painted_in
from tests.gui.looks_parts import Flaw, in_view, speaking, where, words_of

SHARPNESS = 3
"""Pixels are looked at in a picture so many times as large, where strokes have their full colour."""
NORMAL_TEXT, LARGE_TEXT, RING = 4.5, 3.0, 3.0
"""WCAG 2.1 AA: 1.4.3 for words, 1.4.11 for the ring around what has the keyboard."""
LARGE_PX, LARGE_BOLD_PX = 24, 18.66
MOSTLY = 0.8
FRAME = 3
"""As much as the frame of a button or a field takes at the most."""

Pixels = NDArray[np.uint32]
"""0xRRGGBB, height × width."""


def low_contrast(window: QWidget) -> list[Flaw]:
    """Words that stand out too little from what is behind them. What is switched off is exempt."""
    picture, flaws = _picture(window), []
    for each in speaking(window):
        if each.isEnabled() and not isinstance(each, ElidedLabel | QTextEdit):
            text, least = words_of(each), _least(each.font().pixelSize(), each.font().bold())
            flaws += _faint(picture, window, each, _shown_rect(each, window), text, least)
        elif isinstance(each, QTextEdit):
            flaws += _faint_fragments(picture, window, each)
    shown = set(in_view(window))
    for painted in painted_in(window):
        if painted.widget.isEnabled() and painted.widget in shown:
            least = _least(painted.size_px, painted.bold)
            rect = painted.rect.intersected(painted.widget.visibleRegion().boundingRect())
            rect = QRect(painted.widget.mapTo(window, rect.topLeft()), rect.size())
            flaws += _faint(picture, window, painted.widget, rect, painted.text, least)
    return flaws


def contrast(one: QColor, other: QColor) -> float:
    """The WCAG contrast of two colours, 1 to 21."""
    both = np.array([each.rgb() & 0xFFFFFF for each in (one, other)], np.uint32)
    return float(_contrasts(both[:1], both[1])[0])


def _picture(window: QWidget) -> Pixels:
    """The window's pixels, enlarged."""
    image = QImage(window.size() * SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPNESS)
    image.fill(window.palette().window().color())
    window.render(image)
    return _pixels(image)


def _pixels(image: QImage) -> Pixels:
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()] & 0xFFFFFF


def _shown_rect(each: QWidget, window: QWidget) -> QRect:
    """Where on `window` the words of `each` are; empty where they are not, or hardly, in view.

    Frames and icons are left out, since they are held to less.
    """
    rect = each.rect()
    if isinstance(each, QLabel):
        rect = each.contentsRect()
    elif isinstance(each, QAbstractButton):
        begin = rect.width() // 2 if not each.icon().isNull() else FRAME
        rect = rect.adjusted(begin, FRAME, -FRAME, -FRAME)
    else:
        rect = rect.adjusted(FRAME, FRAME, -FRAME, -FRAME)
    seen = rect.intersected(each.visibleRegion().boundingRect())
    if seen.height() < MOSTLY * rect.height() or seen.width() < MOSTLY * rect.width():
        return QRect()
    return QRect(each.mapTo(window, seen.topLeft()), seen.size())


def _crop(picture: Pixels, rect: QRect) -> Pixels:
    top, left = max(0, rect.top()) * SHARPNESS, max(0, rect.left()) * SHARPNESS
    part = picture[top : (rect.bottom() + 1) * SHARPNESS, left : (rect.right() + 1) * SHARPNESS]
    return part.reshape(-1)


def _faint(
    picture: Pixels, window: QWidget, each: QWidget, rect: QRect, text: str, least: float
) -> Iterator[Flaw]:
    pixels = _crop(picture, rect.intersected(window.rect()))
    if len(pixels) < 9 * SHARPNESS**2:
        return  # scrolled out of view
    colours, counts = np.unique(pixels, return_counts=True)
    behind = colours[counts.argmax()]
    found = float(_contrasts(colours[counts >= SHARPNESS], behind).max(initial=1.0))
    if found < least:
        yield Flaw(f"has a contrast of {found:.1f}, {least} are wanted", where(each), text)


def _faint_fragments(picture: Pixels, window: QWidget, each: QTextEdit) -> Iterator[Flaw]:
    """Text of many colours: each colour, as the document has it, against what is behind it."""
    shown = each.viewport().visibleRegion().boundingRect()
    pixels = _crop(picture, QRect(each.viewport().mapTo(window, shown.topLeft()), shown.size()))
    if not len(pixels):
        return
    colours, counts = np.unique(pixels, return_counts=True)
    paper, ink = QColor.fromRgb(int(colours[counts.argmax()])), each.palette().text().color()
    block = each.document().begin()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            form, text = walk.fragment().charFormat(), walk.fragment().text()
            fore, back = _colour(form.foreground(), ink), _colour(form.background(), paper)
            found, least = contrast(fore, back), _least(form.font().pixelSize(), form.font().bold())
            if text.strip() and found < least:
                yield Flaw(f"has a contrast of {found:.1f}, {least} are wanted", where(each), text)
            walk += 1
        block = block.next()


def _colour(brush: QBrush, otherwise: QColor) -> QColor:
    return otherwise if brush.style() == Qt.BrushStyle.NoBrush else brush.color()


def _least(size_px: int, bold: bool) -> float:
    return LARGE_TEXT if size_px >= (LARGE_BOLD_PX if bold else LARGE_PX) else NORMAL_TEXT


def _contrasts(colours: Pixels, other: Pixels) -> NDArray[np.float64]:
    one, two = _luminance(colours), _luminance(other)
    return np.asarray((np.maximum(one, two) + 0.05) / (np.minimum(one, two) + 0.05))


def _luminance(colours: Pixels) -> NDArray[np.float64]:
    """WCAG's relative luminance."""
    total = np.zeros(np.shape(colours))
    for shift, weight in ((16, 0.2126), (8, 0.7152), (0, 0.0722)):
        part = ((colours >> shift) & 0xFF) / 255
        total += weight * np.where(part <= 0.03928, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return total


def faint_focus(window: QWidget, known: set[str] | None = None) -> list[Flaw]:
    """What has the keyboard and hardly shows it: no pixel in or around it changes by 3:1.

    Of the kinds that are `known` nothing is looked at any more, and those that were looked at become known.
    """
    flaws, known = [], set() if known is None else known
    for each in in_view(window):
        if not _reached_by_tab(each) or _kind(each) in known:
            continue
        around = QRect(each.mapTo(window, QPoint(0, 0)), each.size()).adjusted(-12, -12, 12, 12)
        _drop_focus()
        before = _grabbed(window, around)
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if not each.hasFocus():
            continue
        known.add(_kind(each))
        after = _grabbed(window, around)
        changed = before != after
        found = float(_contrasts(before[changed], after[changed]).max(initial=1.0)) if changed.any() else 1.0
        if found < RING:
            text = words_of(each) or each.accessibleName()
            flaws.append(Flaw(f"shows the keyboard with a contrast of {found:.1f}", where(each), text))
    return flaws


def _reached_by_tab(each: QWidget) -> bool:
    reached = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled() and not each.focusProxy()
    if not reached or each.visibleRegion().isEmpty():
        return False
    if isinstance(each, QAbstractItemView):
        return each.currentIndex().isValid()
    return isinstance(each, QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox | QAbstractSpinBox)


def _kind(each: QWidget) -> str:
    """All of a kind are drawn by the same rules of the style sheet."""
    named = "" if each.objectName().startswith("qt_") else each.objectName()
    checked = isinstance(each, QAbstractButton) and each.isChecked()
    return f"{type(each).__name__} {each.property('role')} {named} {checked}"


def _drop_focus() -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()


def _grabbed(window: QWidget, rect: QRect) -> Pixels:
    image = window.grab(rect.intersected(window.rect())).toImage()
    return _pixels(image.convertToFormat(QImage.Format.Format_RGB32))
