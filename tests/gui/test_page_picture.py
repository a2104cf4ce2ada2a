"""A page's picture: the mark lies exactly on the words, at every zoom and on every screen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_rag.domain.documents import Box, PagePicture
from desktop_rag.gui.page.marks import PageMark, fill_marks
from desktop_rag.gui.page.picture import MAX_WIDTH_PX, ZOOMS, PagePictureView, page_image
from desktop_rag.gui.widgets.theme import LIGHT, Theme
from tests.gui.samples import white_page

WIDTH, HEIGHT = 60, 40
WHITE = QColor("white").rgb()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> PagePictureView:
    made = PagePictureView(theme)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    return made


def show(view: PagePictureView, *boxes: Box, width: int = 400, height: int = 1600) -> None:
    shares = tuple(Box(b.x0 / width, b.y0 / height, b.x1 / width, b.y1 / height) for b in boxes)
    marks = (PageMark(shares),) if boxes else ()
    view.show_picture(page_image(white_page(width, height)), marks, keep_place=False)


def lit_image(picture: PagePicture) -> QImage:
    """The picture as the page is painted: its boxes marked as one citation's."""
    image = page_image(picture)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    rects = [QRectF(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0) for b in picture.boxes]
    fill_marks(painter, rects, PageMark())
    painter.end()
    return image


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x0, y0 = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    return Box(x0, y0, draw(st.integers(x0 + 1, WIDTH)), draw(st.integers(y0 + 1, HEIGHT)))


def inside(box: Box, x: int, y: int, margin: int) -> bool:
    return box.x0 - margin <= x < box.x1 + margin and box.y0 - margin <= y < box.y1 + margin


@settings(max_examples=40, deadline=None)
@given(st.lists(boxes(), max_size=3))
def test_every_pixel_of_the_words_is_lit_and_no_other(marked: list[Box]) -> None:
    image = lit_image(white_page(WIDTH, HEIGHT, *marked))
    for y in range(0, HEIGHT, 3):
        for x in range(0, WIDTH, 3):
            lit = image.pixel(x, y) != WHITE
            if any(inside(box, x, y, 0) for box in marked):
                assert lit
            elif not any(inside(box, x, y, 1) for box in marked):
                assert not lit


def test_print_under_the_mark_stays_black() -> None:
    black = PagePicture(8, 8, b"\0" * (8 * 8 * 3), (Box(0, 0, 8, 8),), "")
    image = lit_image(black)
    assert {image.pixelColor(x, y).name() for x in range(8) for y in range(8)} == {"#000000"}


def test_the_mark_is_marker_yellow_on_paper() -> None:
    assert lit_image(white_page(8, 8, Box(2, 2, 6, 6))).pixelColor(4, 4).name() == LIGHT.marker


def test_the_picture_owns_its_pixels() -> None:
    image = page_image(PagePicture(4, 4, bytes(bytearray(b"\xff" * 48)), (), ""))
    assert image.pixel(3, 3) == WHITE


@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_mark_is_on_the_words_at_every_zoom(view: PagePictureView, zoom: float) -> None:
    show(view, Box(100, 200, 300, 240))
    view.set_zoom(zoom)
    paper = view.widget().paper
    drawn = view.widget().grab().toImage()
    scale = paper.width() / 400
    middle = QPoint(round(paper.left() + 200 * scale), round(paper.top() + 220 * scale))
    above = QPoint(middle.x(), round(paper.top() + 180 * scale))
    assert drawn.pixelColor(middle).blue() < drawn.pixelColor(above).blue() - 60


def test_zooming_goes_in_steps_and_ends_at_both_limits(view: PagePictureView) -> None:
    show(view)
    seen = []
    for _ in range(12):
        seen.append(view.zoom)
        view.step_zoom(1)
    assert seen == sorted(seen)
    assert view.zoom == max(ZOOMS)
    for _ in range(20):
        view.step_zoom(-1)
    assert view.zoom == min(ZOOMS)


def test_at_the_usual_zoom_the_page_fits_the_width(view: PagePictureView) -> None:
    show(view)
    assert view.horizontalScrollBar().maximum() == 0
    assert view.widget().paper.width() > 400
    view.set_zoom(2.0)
    assert view.horizontalScrollBar().maximum() > 0


class ScreenOf(PagePictureView):
    """A view on a screen of another density."""

    ratio = 1.0

    def devicePixelRatioF(self) -> float:  # noqa: N802 - Qt's name
        return self.ratio


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_the_picture_asked_for_is_sharp_on_the_screen(
    qtbot: QtBot, theme: Theme, ratio: float, zoom: float
) -> None:
    view = ScreenOf(theme)
    qtbot.addWidget(view)
    view.ratio = ratio
    view.resize(500, 400)
    show(view)
    view.set_zoom(zoom)
    assert view.width_wanted_px == pytest.approx(view.widget().paper.width() * ratio, abs=1)


def test_no_picture_is_asked_for_that_would_not_fit_in_memory(qtbot: QtBot, theme: Theme) -> None:
    view = ScreenOf(theme)
    qtbot.addWidget(view)
    view.ratio = 3.0
    view.resize(3000, 400)
    view.set_zoom(3.0)
    assert view.width_wanted_px == MAX_WIDTH_PX


def test_a_sharper_picture_of_the_same_page_moves_nothing(view: PagePictureView) -> None:
    show(view)
    bar = view.verticalScrollBar()
    bar.setValue(600)
    paper = view.widget().paper
    sharper = page_image(white_page(800, 3200))
    view.show_picture(sharper, (), keep_place=True)
    assert bar.value() == pytest.approx(600, abs=2)
    assert view.widget().paper == paper


@given(top=st.integers(0, 1500))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_mark_is_always_in_view(view: PagePictureView, top: int) -> None:
    show(view, Box(10, 1590, 90, 1599), Box(10, top, 90, top + 12))
    y = (
        view.widget().paper.top()
        + top * view.widget().paper.height() / 1600
        - view.verticalScrollBar().value()
    )
    assert 0 <= y <= view.viewport().height()


def test_a_page_without_marks_begins_at_its_top(view: PagePictureView) -> None:
    show(view, Box(10, 1500, 90, 1512))
    show(view)
    assert view.verticalScrollBar().value() == 0


def test_zooming_keeps_the_place(view: PagePictureView) -> None:
    show(view)
    bar = view.verticalScrollBar()
    bar.setValue(800)
    before = bar.value() / view.widget().paper.height()
    view.set_zoom(1.5)
    assert bar.value() / view.widget().paper.height() == pytest.approx(before, abs=0.01)


@pytest.mark.parametrize(("angle", "step"), [(120, 1), (-120, -1)])
def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_scrolls(
    view: PagePictureView, angle: int, step: int
) -> None:
    steps: list[int] = []
    view.zoom_requested.connect(steps.append)
    show(view)
    bar = view.verticalScrollBar()
    bar.setValue(300)
    turn_wheel(view, angle, Qt.KeyboardModifier.ControlModifier)
    assert (steps, bar.value()) == ([step], 300)
    turn_wheel(view, angle, Qt.KeyboardModifier.NoModifier)
    assert steps == [step]
    assert (bar.value() < 300) is (angle > 0)


def turn_wheel(view: PagePictureView, angle: int, keys: Qt.KeyboardModifier) -> None:
    middle, none = QPointF(100, 100), QPoint()
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(middle, middle, none, QPoint(0, angle), buttons, keys, phase, False)
    QApplication.sendEvent(view.viewport(), event)


def test_paper_stays_white_in_light_and_is_dimmed_in_dark(view: PagePictureView, theme: Theme) -> None:
    show(view)
    brightness = {}
    for _ in range(2):
        brightness[theme.dark] = view.widget().grab().toImage().pixelColor(view.widget().paper.center()).red()
        theme.toggle()
    assert brightness[False] == 255
    assert 180 < brightness[True] < 240


def test_an_empty_view_draws_nothing_but_its_backdrop(view: PagePictureView) -> None:
    assert isinstance(view.grab().toImage(), QImage)
    assert view.width_wanted_px >= 64
