"""What is wrong with how a window looks: words cut off, parts over each other, words too faint. GUI thread.

Every check returns a `Flaw` for each thing found. What is measured is what is there: the room each widget has
against the room its words need, the words that painters draw, and the colours of the pixels themselves.
"""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from desktop_rag.gui.widgets.basics import ElidedButton, ElidedLabel
from tests.gui.looks_colours import faint_focus, low_contrast
from tests.gui.looks_painted import (
    Painted,
    badly_painted,
    over_each_other,
    painted_in,
    painted_over_each_other,
)
from tests.gui.looks_parts import (
    TOLERANCE,
    Flaw,
    in_view,
    smaller,
    speaking,
    too_tall,
    too_wide,
    where,
    words_of,
)

COVERS = ("tourCallout", "source")
"""Covers what it points beside; covers the conversation where the window has no room for both."""

__all__ = ["Flaw", "clipped", "faint_focus", "low_contrast", "overlapping", "painted_in", "speaking"]


def clipped(widget: QWidget, painted: list[Painted] | None = None) -> list[Flaw]:
    """Words with less room than they need; shortened ones only where the whole of them can be had.

    `painted` is what `painted_in` heard, where the same widget is looked at for more than this.
    """
    flaws = []
    for each in in_view(widget):
        wanted = _too_small(each) or (_cut_by_holder(each) if words_of(each) else "")
        if wanted:
            flaws.append(Flaw(wanted, where(each), words_of(each)))
    return [*flaws, *(flaw for each in _heard(widget, painted) for flaw in badly_painted(each))]


def _too_small(each: QWidget) -> str:
    """What is wrong with the room that `each` has for its own words."""
    text, metrics = words_of(each), each.fontMetrics()
    if isinstance(each, QTabBar):
        return _tabs_too_small(each)
    if not text or isinstance(each, ElidedLabel):
        return ""  # an elided label's words are painted, and looked at there
    if isinstance(each, ElidedButton):
        shortened = each.text().replace("&&", "&") != text
        return "is shortened without a tooltip" if shortened and not each.toolTip() else ""
    if isinstance(each, QLabel):
        return _label_too_small(each, text)
    if isinstance(each, QPushButton | QToolButton | QCheckBox | QRadioButton):
        return smaller(each.size(), each.sizeHint())
    if isinstance(each, QLineEdit):
        return _line_too_small(each, text)
    if isinstance(each, QComboBox):
        return too_wide(metrics.horizontalAdvance(text), _combo_room(each))
    if isinstance(each, QGroupBox):
        return too_wide(metrics.horizontalAdvance(text), each.width())
    return _text_too_small(each, text) if isinstance(each, QPlainTextEdit | QTextEdit) else ""


def _label_too_small(each: QLabel, text: str) -> str:
    if not each.wordWrap():
        return smaller(each.size(), each.sizeHint())
    widest = max((each.fontMetrics().horizontalAdvance(word) for word in text.split()), default=0)
    tall = each.heightForWidth(each.width())
    return too_wide(widest, each.contentsRect().width()) or too_tall(tall, each.height())


def _line_too_small(each: QLineEdit, text: str) -> str:
    """What is typed scrolls; what the program says in the field does not."""
    if each.text() and not each.isReadOnly() and not isinstance(each.parent(), QAbstractSpinBox):
        return ""
    letters = each.fontMetrics().horizontalAdvance("x") * 17  # what a field's size hint is made for
    frame = 0 if isinstance(each.parent(), QAbstractSpinBox) else each.sizeHint().width() - letters
    return too_wide(each.fontMetrics().horizontalAdvance(text), each.width() - frame)


def _combo_room(each: QComboBox) -> int:
    option = QStyleOptionComboBox()
    option.initFrom(each)
    field = each.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, each
    )
    return field.width()


def _tabs_too_small(bar: QTabBar) -> str:
    needs = [bar.fontMetrics().horizontalAdvance(bar.tabText(number)) for number in range(bar.count())]
    narrow = [n for n, wide in enumerate(needs) if bar.tabRect(n).width() < wide]
    return f"cuts {bar.tabText(narrow[0])!r} off" if narrow else ""


def _text_too_small(each: QPlainTextEdit | QTextEdit, text: str) -> str:
    room = each.viewport().rect()
    if isinstance(each, QPlainTextEdit):
        if each.toPlainText():
            return ""
        margin = 2 * round(each.document().documentMargin())
        inner = room.adjusted(0, 0, -margin, 0)
        wrapped = each.fontMetrics().boundingRect(inner, int(Qt.TextFlag.TextWordWrap), text)
        return too_tall(wrapped.height(), room.height())
    if each.verticalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return ""
    return too_tall(round(each.document().size().height()), room.height())


def _cut_by_holder(each: QWidget) -> str:
    """Whether what `each` lies in shows less of it than there is; what can be scrolled to counts as shown."""
    rect, holder = each.rect(), each
    while (parent := holder.parentWidget()) is not None and not holder.isWindow():
        rect = rect.translated(holder.pos())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            if rect.right() > parent.rect().right() + TOLERANCE and _never_scrolls_sideways(area):
                return f"reaches {rect.right() - parent.rect().right()} px beyond what scrolls only down"
            return ""
        if not parent.rect().adjusted(-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE).contains(rect):
            return f"reaches out of {where(parent)}"
        holder = parent
    return ""


def _never_scrolls_sideways(area: QAbstractScrollArea) -> bool:
    return area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def overlapping(widget: QWidget, painted: list[Painted] | None = None) -> list[Flaw]:
    """Parts that one layout put over each other, and words over words; `painted` as for `clipped`."""
    flaws = [*_words_over_words(widget)]
    for holder in in_view(widget):
        inner = [each for each in holder.children() if isinstance(each, QWidget) and each.isVisibleTo(widget)]
        inner = [each for each in inner if not each.isWindow() and not each.geometry().isEmpty()]
        laid_out = set(_widgets_of(holder.layout()))
        for one, other in combinations(inner, 2):
            both = {one, other} <= laid_out or (words_of(one) and words_of(other))
            if both and over_each_other(one.geometry(), other.geometry()):
                text = words_of(one) or words_of(other)
                flaws.append(Flaw(f"lies over {where(other)}", where(one), text))
    return [*flaws, *painted_over_each_other(_heard(widget, painted))]


def _words_over_words(window: QWidget) -> Iterator[Flaw]:
    """Of parts that lie in different holders; those in one are looked at there."""
    for one, other in combinations([(each, _seen_in(each, window)) for each in speaking(window)], 2):
        (this, place), (that, its_place) = one, other
        related = this.isAncestorOf(that) or that.isAncestorOf(this)
        apart = related or this.parentWidget() is that.parentWidget() or _layer(this) is not _layer(that)
        if not apart and over_each_other(place, its_place):
            yield Flaw(f"lies over {where(that)}", where(this), words_of(this))


def _seen_in(each: QWidget, window: QWidget) -> QRect:
    seen = each.visibleRegion().boundingRect()
    return QRect(each.mapTo(window, seen.topLeft()), seen.size())


def _layer(each: QWidget) -> QWidget | None:
    """What is meant to cover something, and holds `each`."""
    holder: QWidget | None = each
    while holder is not None and holder.objectName() not in COVERS:
        holder = holder.parentWidget()
    return holder


def _heard(widget: QWidget, painted: list[Painted] | None) -> list[Painted]:
    return painted_in(widget) if painted is None else painted


def _widgets_of(layout: QLayout | None) -> Iterator[QWidget]:
    for number in range(layout.count() if layout else 0):
        item = layout.itemAt(number) if layout else None
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets_of(inner)
