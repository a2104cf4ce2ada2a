"""Both themes can be read by everyone."""

import pytest
from PySide6.QtGui import QColor

from desktop_rag.gui.icons import Icons
from desktop_rag.gui.stylesheet import style_sheet
from desktop_rag.gui.theme import DARK, LIGHT, TEXT_PAIRS, Palette, Theme

AA_TEXT, AA_GRAPHIC = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = QColor(colour).getRgbF()[:3]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


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


def test_icons_take_the_themes_colour(icons: Icons) -> None:
    image = icons.pixmap("folder", "danger", 16, 2).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() > 250
    }
    assert colours == {LIGHT.danger if not icons.theme.dark else DARK.danger}
