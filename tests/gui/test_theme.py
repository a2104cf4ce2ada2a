"""Both themes can be read by everyone."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QStyle
from pytestqt.qtbot import QtBot

from desktop_rag.gui.widgets.basics import label
from desktop_rag.gui.widgets.fields import ChoiceField, FactorField, NumberField
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.stylesheet import style_sheet
from desktop_rag.gui.widgets.theme import DARK, LIGHT, TEXT_PAIRS, TEXT_SCALES, Palette, Theme, TypeSize

AA_TEXT, AA_GRAPHIC = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def font_sizes(sheet: str) -> list[int]:
    return [int(size) for size in re.findall(r"font-size: (\d+)px", sheet)]


def test_contrast_is_measured_as_defined() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT_PAIRS)
def test_text_meets_aa(palette: Palette, ink: str, paper: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, paper)) >= AA_TEXT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("paper", ["panel", "surface", "raised"])
def test_borders_and_focus_meet_aa_for_graphics(palette: Palette, paper: str) -> None:
    assert contrast(palette.border, getattr(palette, paper)) >= AA_GRAPHIC
    assert contrast(palette.accent, getattr(palette, paper)) >= AA_GRAPHIC


def test_print_under_the_marker_stays_black_on_yellow() -> None:
    assert contrast("#000000", LIGHT.marker) > 12


def test_toggling_goes_to_the_other_theme_and_back(theme: Theme) -> None:
    before = theme.dark
    heard = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    theme.toggle()
    theme.toggle()
    assert heard == [not before, before]


def test_the_style_sheet_holds_no_unfilled_name() -> None:
    assert "$" not in style_sheet(LIGHT)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "paper", ["panel", "surface", "raised", "backdrop", "hover", "accent_tint", "selected"]
)
def test_the_frame_of_what_has_the_keyboard_stands_out_from_what_is_beside_it(
    palette: Palette, paper: str
) -> None:
    assert contrast(palette.accent, getattr(palette, paper)) >= AA_GRAPHIC


def test_every_rule_for_the_keyboard_draws_two_pixels() -> None:
    rules = re.findall(r"[^{}]+:focus[^{}]*\{([^}]*)\}", style_sheet(LIGHT))
    frames = [rule for rule in rules if re.search(r"border: (?!none)", rule)]
    assert len(frames) > 15
    assert [rule for rule in frames if "border: 2px" not in rule] == []


def test_all_text_is_larger_by_the_same_measure(theme: Theme) -> None:
    before = font_sizes(style_sheet(LIGHT))
    assert set(before) >= set(TypeSize)
    for scale in TEXT_SCALES:
        theme.set_text_scale(scale)
        assert font_sizes(style_sheet(LIGHT, scale)) == [round(scale * size) for size in before]
        for size in TypeSize:
            assert theme.font(size).pixelSize() == theme.px(size) == round(scale * size)
        assert QApplication.font().pixelSize() == round(scale * TypeSize.CONTROL)


def test_a_label_in_view_grows_at_once_and_shrinks_again(qtbot: QtBot, theme: Theme) -> None:
    shown = label("Sources", "title")
    qtbot.addWidget(shown)
    shown.show()
    small = shown.sizeHint().height()
    theme.set_text_scale(1.5)
    assert shown.sizeHint().height() >= 1.4 * small
    theme.set_text_scale(1.0)
    assert shown.sizeHint().height() == small


def test_less_motion_is_the_systems_wish_unless_somebody_says_otherwise(theme: Theme) -> None:
    style = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    assert theme.motion is bool(style)
    theme.set_reduced_motion(True)
    assert not theme.motion
    theme.set_reduced_motion(False)
    assert theme.motion


def test_whatever_is_animated_asks_whether_it_may() -> None:
    package = Path(__file__).parents[2] / "desktop_rag" / "gui"
    sources = {str(path.relative_to(package)): path.read_text("utf-8") for path in package.rglob("*.py")}
    kinds = ("QPropertyAnimation(", "QVariantAnimation(", "QTimeLine(", "QMovie(")
    animated = [name for name, source in sources.items() if any(kind in source for kind in kinds)]
    assert str(Path("frame", "panes.py")) in animated
    assert [name for name in animated if ".motion" not in sources[name]] == []


def test_no_size_of_text_is_written_past_the_scale() -> None:
    """But on paper, where nobody's screen counts."""
    package = Path(__file__).parents[2] / "desktop_rag" / "gui"
    sources = {str(path.relative_to(package)): path.read_text("utf-8") for path in package.rglob("*.py")}
    fixed = re.compile(r"setPointSize|setPixelSize\(\d|font-size: \d")
    assert {name for name, source in sources.items() if fixed.search(source)} == {
        str(Path("widgets", "stylesheet.py")),
        str(Path("conversations", "export_pdf.py")),
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("make", [ChoiceField, NumberField, FactorField])
def test_the_frame_and_the_arrows_of_a_field_are_seen(
    qtbot: QtBot, icons: Icons, make: type[ChoiceField | NumberField | FactorField], dark: bool
) -> None:
    icons.theme.set_scheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    field = make(icons)
    qtbot.addWidget(field)
    field.resize(120, 32)
    field.show()
    image = field.grab().toImage()
    palette, ratio = icons.theme.palette, image.devicePixelRatio()
    middle = round(16 * ratio)
    edge = {image.pixelColor(round(at * ratio), 0).name() for at in range(20, 100)}
    assert edge == {palette.border}
    arrows = [
        image.pixelColor(x, y).name()
        for x in range(round(94 * ratio), round(117 * ratio))
        for y in range(round(4 * ratio), round(28 * ratio))
    ]
    assert max(contrast(colour, palette.raised) for colour in arrows) >= AA_GRAPHIC
    assert image.pixelColor(round(60 * ratio), middle).name() == palette.raised


def test_icons_take_the_themes_colour(icons: Icons) -> None:
    image = icons.pixmap("folder", "danger", 16, 2).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() > 250
    }
    assert colours == {LIGHT.danger if not icons.theme.dark else DARK.danger}


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_an_opened_list_shows_each_of_its_few_choices_whole(qtbot: QtBot, icons: Icons, scale: float) -> None:
    icons.theme.set_text_scale(scale)
    field = ChoiceField(icons)
    qtbot.addWidget(field)
    field.addItems(["100%", "115%", "130%", "150%"])
    field.show()
    field.showPopup()
    view = field.view()
    assert view.viewport().rect().contains(view.visualRect(view.model().index(3, 0)))
    field.hidePopup()
