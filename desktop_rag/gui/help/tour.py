"""The tour of the first run: three notes beside real controls, that doing the step answers. GUI thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_rag.gui.help.tour_callout import TourCallout, TourRing, at_foot_of, beside
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.theme import Space, Theme
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

_MOVES = frozenset(
    {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
)


class TourStep(IntEnum):
    """In order; each is counted from 1."""

    ADD = 1
    ASK = 2
    READ = 3


# True also of what is not there yet: Next shows each on the first run, before there is a document.
WORDS = {
    TourStep.ADD: (
        QT_TRANSLATE_NOOP("Help", "Add a folder"),
        QT_TRANSLATE_NOOP(
            "Help", "Choose a folder with documents, or drop it on the window. It is read, never changed."
        ),
    ),
    TourStep.ASK: (
        QT_TRANSLATE_NOOP("Help", "Ask"),
        QT_TRANSLATE_NOOP(
            "Help",
            "Once there are documents, a box for your question is down here. Ask in your own words and press "
            "Enter, even while other files are still being read.",
        ),
    ),
    TourStep.READ: (
        QT_TRANSLATE_NOOP("Help", "Read it on the page"),
        QT_TRANSLATE_NOOP(
            "Help",
            "The page that an answer comes from opens with it, the words marked. The number behind a "
            "sentence leads to its page.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """The control with the ring, and what the note stands beside so as not to cover it, or `within` at its
    foot."""

    control: QWidget
    beside: QWidget
    within: bool = False


@dataclass(frozen=True, slots=True)
class TourPlaces:
    """Where a step stops, the first of them that is in view, and what stands in for them.

    `take_focus` puts the keyboard where the next step is.
    """

    stops: Mapping[TourStep, Sequence[Stop]]
    instead: QWidget
    take_focus: Callable[[], None]


class Tour(QObject):
    """`ended` once it was seen to its end or skipped.

    A step is over by Next, or by doing what it says. After Next the note of the following step is shown even
    if its control is not there yet; after a deed it waits for it, so as not to run ahead of the person.
    """

    ended = Signal()

    def __init__(self, window: QWidget, places: TourPlaces, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._places = places
        self._theme = theme
        self._step: TourStep | None = None
        self._waits = False
        self._watched: list[QWidget] = []
        self._callout: TourCallout | None = None
        self._ring: TourRing | None = None
        self._said: TourStep | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._place)
        theme.changed.connect(self._place_soon)

    @property
    def step(self) -> TourStep | None:
        """The one at which the tour is, whether or not its note is in view; None before and after."""
        return self._step

    @property
    def showing(self) -> bool:
        return self._callout is not None and self._callout.isVisible()

    @property
    def was_shown(self) -> bool:
        """Whether the note of this step is or was in view."""
        return self._step is not None and self._said is self._step

    @property
    def has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return self._callout is not None and focus is not None and self._callout.isAncestorOf(focus)

    def begin(self, step: TourStep = TourStep.ADD) -> None:
        if self._callout is None:
            self._callout, self._ring = TourCallout(self._window), TourRing(self._window, self._theme)
            self._callout.next_requested.connect(self._on_next)
            self._callout.skip_requested.connect(self.skip)
        self._said = None
        self._go(step, waits=False)

    def note_done(self, step: TourStep) -> None:
        """The person did what a step says: it need not be explained any more, nor those before it."""
        if self._step is not None and step >= self._step:
            self._go_on_from(step, waits=True)

    def skip(self) -> None:
        self._end()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in _MOVES:
            self._place_soon()
        return False

    def _on_next(self) -> None:
        if self._step is not None:
            self._go_on_from(self._step, waits=False)

    def _go_on_from(self, step: TourStep, *, waits: bool) -> None:
        if step is TourStep.READ:
            self._end()
        else:
            self._go(TourStep(step + 1), waits=waits)

    def _go(self, step: TourStep, *, waits: bool) -> None:
        self._step, self._waits = step, waits
        if self._callout is not None:
            title, text = WORDS[step]
            total = len(TourStep)
            self._callout.show_step(translate("Help", title), translate("Help", text), step, total)
        self._watch()
        self._place()

    def _end(self) -> None:
        if self._step is None:
            return
        had_keyboard = self.has_keyboard
        self._step = None
        self._watch()
        for part in (self._callout, self._ring):
            if part is not None:
                part.hide()
                part.deleteLater()
        self._callout = self._ring = None
        if had_keyboard:
            self._places.take_focus()
        self.ended.emit()

    def _place_soon(self) -> None:
        if self._step is not None:
            self._soon.start(0)

    def _place(self) -> None:
        """Beside the control that is in view now, or out of sight until there is one."""
        callout, ring, step = self._callout, self._ring, self._step
        if callout is None or ring is None or step is None:
            return
        stop = next((each for each in self._places.stops[step] if each.control.isVisible()), None)
        instead = self._places.instead
        shown = stop is not None or (instead.isVisible() and not self._waits)
        callout.setVisible(shown)
        ring.setVisible(stop is not None)
        if stop is not None:
            ring.put_around(self._area(stop.control))
            ring.raise_()
        if shown:
            self._lay(callout, stop or Stop(instead, instead, within=True))
            self._tell(callout, step)

    def _lay(self, callout: TourCallout, stop: Stop) -> None:
        room = self._window.rect().adjusted(Space.S, Space.S, -Space.S, -Space.S)
        area, size = self._area(stop.beside), callout.wanted_size(self._theme)
        beside_it = beside(area, size, room, self._area(stop.control))
        callout.setGeometry(at_foot_of(area, size, room) if stop.within else beside_it)
        callout.raise_()

    def _area(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._window, QPoint()), widget.size())

    def _tell(self, callout: TourCallout, step: TourStep) -> None:
        if step is not self._said:
            self._said = step
            announce(callout, callout.accessibleName())

    def _watch(self) -> None:
        """Follows whatever can move or hide what the note stands beside."""
        for each in self._watched:
            each.removeEventFilter(self)
        self._watched = []
        if self._step is None:
            return
        stops = self._places.stops[self._step]
        ends = (widget for stop in stops for widget in (stop.control, stop.beside))
        for end in (*ends, self._places.instead):
            above: QWidget | None = end
            while above is not None and above not in self._watched:
                self._watched.append(above)
                above.installEventFilter(self)
                above = above.parentWidget()
