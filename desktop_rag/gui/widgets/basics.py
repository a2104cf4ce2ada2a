"""Small shared widgets. Every text is plain: nothing from a document or a name is markup. GUI thread."""

import html

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QToolButton,
    QWidget,
)

from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate


def label(text: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label in one of the style sheet's roles."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    result.setProperty("role", role)
    if selectable:
        flags = Qt.TextInteractionFlag
        result.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    return result


def paragraph(text: str, role: str = "reading") -> QLabel:
    """Running text with air between its lines. Rich text to Qt, so `text` is escaped here."""
    result = label("", role, wrap=True)
    result.setTextFormat(Qt.TextFormat.RichText)
    set_paragraph(result, text)
    return result


def set_paragraph(target: QLabel, text: str) -> None:
    """Gives a `paragraph` other text, shown letter for letter."""
    target.setText(f'<p style="line-height: 125%; margin: 0">{html.escape(text)}</p>')


def plain_tooltip(text: str) -> str:
    """`text` as a tooltip that is never taken for markup, and wraps."""
    return f"<p>{html.escape(text)}</p>" if text else ""


def offer_clearing(field: QLineEdit) -> None:
    """A button at the end of `field` that empties it, with a name to be spoken, which Qt does not give it."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(translate("Common", "Clear the field"))


_KEY_NAMES = (
    QT_TRANSLATE_NOOP("QShortcut", "Enter"),
    QT_TRANSLATE_NOOP("QShortcut", "Return"),
    QT_TRANSLATE_NOOP("QShortcut", "PgUp"),
    QT_TRANSLATE_NOOP("QShortcut", "PgDown"),
    QT_TRANSLATE_NOOP("QShortcut", "Up"),
    QT_TRANSLATE_NOOP("QShortcut", "Down"),
    QT_TRANSLATE_NOOP("QShortcut", "Left"),
    QT_TRANSLATE_NOOP("QShortcut", "Right"),
)
"""Qt looks these up itself; what stands on the keys is not always what its own translations say."""


def native_keys(keys: str) -> str:
    """ "Ctrl+F" as the system and the language write it: "Strg+F", "⌘F"."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def hairline() -> QFrame:
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Sets a property that the style sheet looks at, and has the widget styled again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_up_rows(view: QListView) -> None:
    """Has a list look and scroll like every other in the window."""
    view.setObjectName("rows")
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)


def index_at(view: QListView, position: QPoint) -> QModelIndex:
    """The row under the pointer; for the keyboard's menu key, which points nowhere, the current one."""
    index = view.indexAt(position)
    return index if index.isValid() else view.currentIndex()


def press_on_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Has Enter press `button` as the space bar does, which Qt does on some systems only; whether it did."""
    wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
    if wanted:
        button.click()
    return wanted


class ElidedLabel(QWidget):
    """One line of plain text, elided in its middle, or `at_end`, when short of room.

    With `yields` it gives up its line while it is empty.
    """

    def __init__(self, text: str = "", role: str = "", *, yields: bool = False, at_end: bool = False) -> None:
        super().__init__()
        self._mode = Qt.TextElideMode.ElideRight if at_end else Qt.TextElideMode.ElideMiddle
        self._yields = yields
        self._text = text
        self._inner = label("", role)
        self._inner.setParent(self)
        self._inner.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        if yields and not text:
            self.hide()

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setVisible(bool(text) or not self._yields)
            self.setAccessibleName(text)
            self.setToolTip(plain_tooltip(text))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        self._inner.ensurePolished()
        return QSize(120, self._inner.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self._inner.ensurePolished()
        painter = QPainter(self)
        painter.setFont(self._inner.font())
        painter.setPen(self._inner.palette().color(self._inner.foregroundRole()))
        metrics = painter.fontMetrics()
        leading = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeading)
        flags = Qt.AlignmentFlag.AlignVCenter | leading | Qt.TextFlag.TextSingleLine
        painter.drawText(self.rect(), int(flags), self.cut(metrics, self.width()))
        painter.end()

    def cut(self, metrics: QFontMetrics, width: int) -> str:
        """What of the text is shown in so many pixels."""
        return metrics.elidedText(self._text, self._mode, width)


class IconLabel(QLabel):
    """A 16-pixel icon beside a word, redrawn when the theme changes."""

    def __init__(self, icons: Icons, name: str, colour: str = "secondary", size: int = 16) -> None:
        super().__init__()
        self._icons = icons
        self._size = size
        self._name, self._colour = name, colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedSize(size, size)
        icons.theme.changed.connect(self._refresh)
        self._refresh()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._refresh()
        return super().event(event)

    def set_icon(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self._refresh()

    def _refresh(self) -> None:
        self.setPixmap(self._icons.pixmap(self._name, self._colour, self._size, self.devicePixelRatioF()))


class IconButton(QToolButton):
    """A button that shows only an icon; its name is spoken and shown as a tooltip with its shortcut."""

    def __init__(self, icons: Icons, name: str, text: str, shortcut: str = "") -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self.setIconSize(QSize(20, 20))
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({native_keys(shortcut)})" if shortcut else text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.theme.changed.connect(self._refresh)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not press_on_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, name: str) -> None:
        self._name = name
        self._refresh()

    def _refresh(self) -> None:
        self.setIcon(self._icons.icon(self._name))


class TextButton(QPushButton):
    """A worded button, with an icon in front when one is named."""

    def __init__(self, text: str, role: str = "", icons: Icons | None = None, icon: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self._icons = icons
        self._name = icon
        if icons and icon:
            self.setIconSize(QSize(16, 16))
            icons.theme.changed.connect(self._refresh)
            self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not press_on_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, name: str) -> None:
        self._name = name
        self._refresh()

    def _refresh(self) -> None:
        if self._icons:
            tone = {"primary": "on_accent", "link": "accent", "inline": "accent", "chip": "accent"}.get(
                str(self.property("role")), "secondary"
            )
            self.setIcon(self._icons.icon(self._name, tone))


class SegmentButton(TextButton):
    """One of several beside each other. It has room for its words in bold, as the chosen one has them."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "segment")
        self.setCheckable(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        plain, wide = (
            each.horizontalAdvance(self.text()) for each in (self.fontMetrics(), QFontMetrics(bold))
        )
        return super().sizeHint() + QSize(max(0, wide - plain), 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()


class ElidedButton(TextButton):
    """A worded button that gives way: its words are elided at their end when short of room."""

    def __init__(self, role: str, icons: Icons, icon: str) -> None:
        super().__init__("", role, icons, icon)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """The words, elided or not."""
        return self._whole

    def set_words(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setToolTip(plain_tooltip(text))
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        self.ensurePolished()
        return QSize(
            self.fontMetrics().horizontalAdvance(self._whole) + self._frame() + Space.XS,
            super().sizeHint().height(),
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(min(120, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        room = self.width() - self._frame()
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(elided.replace("&", "&&"))

    def _frame(self) -> int:
        """What icon and padding take."""
        return self.iconSize().width() + 2 * Space.S + Space.XS
