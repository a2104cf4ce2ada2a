"""The Qt style sheet, with the palette's colours filled in. GUI thread."""

import re
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_rag.gui.widgets.theme import Palette

_FONT_SIZE = re.compile(r"font-size: (\d+)px")

_TEMPLATE = Template("""
QWidget { color: $text; }
QPushButton, QToolButton, QRadioButton, QCheckBox { outline: none; }
QMainWindow, QDialog, #side, #library, #conversations { background: $panel; }
#conversation, #welcome, #turns, #turnsViewport, #questionArea { background: $surface; }
#source, #pictureView, #pictureCanvas { background: $backdrop; }
#sourceHeader { background: $panel; border-bottom: 1px solid $hairline; }
#source[overlay="true"] { border-left: 1px solid $border; }
QLabel { background: transparent; }
QLabel[role="caption"] { font-size: 12px; color: $secondary; }
QLabel[role="section"] { font-size: 12px; font-weight: 600; color: $secondary; }
QLabel[role="strong"] { font-size: 13px; font-weight: 600; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="reading"] { font-size: 15px; }
QLabel[role="reading-secondary"] { font-size: 15px; color: $secondary; }
QLabel[role="title"] { font-size: 18px; font-weight: 600; }
QLabel[role="welcome"] { font-size: 24px; font-weight: 600; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="danger"] { color: $danger; }
QFrame[role="hairline"] { background: $hairline; border: none; }

QPushButton { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 5px 12px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $border; border-color: $hairline; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $on_accent; }
QPushButton[role="primary"]:disabled { background: $hover; color: $border; border-color: $hairline; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 3px 6px; }
QPushButton[role="link"]:hover { background: $accent_tint; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 2px 5px; }
QPushButton[role="inline"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 3px 0; }
QPushButton[role="inline"]:hover { text-decoration: underline; }
QPushButton[role="inline"]:focus { border: 2px solid $accent; padding: 2px 0; }
QPushButton[role="fold"] { background: transparent; border: 1px solid transparent; color: $secondary;
  padding: 3px 8px 3px 3px; font-size: 12px; }
QPushButton[role="fold"]:hover { background: $hover; }
QPushButton[role="fold"]:focus { border: 2px solid $accent; padding: 2px 7px 2px 2px; }
QPushButton[role="toggle"] { background: transparent; border: 1px solid transparent; color: $secondary;
  padding: 3px 8px; font-size: 12px; }
QPushButton[role="toggle"]:hover { background: $hover; }
QPushButton[role="toggle"]:checked { background: $selected; color: $text; }
QPushButton[role="toggle"]:focus { border: 2px solid $accent; padding: 2px 7px; }
QPushButton[role="chip"] { background: $accent_tint; color: $accent; border: 1px solid transparent;
  border-radius: 11px; padding: 2px 10px; font-size: 12px; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 1px 9px; }
QPushButton[role="segment"] { background: transparent; border: 1px solid transparent; border-radius: 5px;
  color: $secondary; padding: 3px 8px; }
QPushButton[role="segment"]:hover { color: $text; }
QPushButton[role="segment"]:checked { background: $raised; color: $text; border-color: $hairline;
  font-weight: 600; }
QPushButton[role="segment"]:focus { border: 2px solid $accent; padding: 2px 7px; }
#segments { background: $backdrop; border-radius: 6px; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; color: $secondary;
  padding: 3px 8px; }
QPushButton[role="quiet"]:hover { background: $hover; color: $text; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; padding: 2px 7px; color: $text; }
QPushButton[role="bar"] { background: transparent; border: 1px solid transparent; color: $secondary;
  padding: 3px 6px; font-size: 12px; text-align: left; }
QPushButton[role="bar"]:disabled { padding: 3px 6px 3px 0; color: $secondary; }
QPushButton[role="bar"]:hover { background: $hover; color: $text; }
QPushButton[role="bar"]:focus { border: 2px solid $accent; padding: 2px 5px; color: $text; }
#modelMenu { background: $raised; border: 1px solid $border; }
#modelMenuInner { background: $raised; }
#modelFailure { background: $danger_tint; border: none; border-radius: 6px; }
#overPage, #overContent { background: $surface; }
#modelRow[recommended="true"] { background: $accent_tint; border: none; border-radius: 6px; }
#rowQuestion { background: $panel; border: 1px solid $hairline; border-radius: 6px; }
#rowQuestion[tone="warning"], #rowProblem[tone="warning"], #adviceBanner { background: $warning_tint;
  border: none; border-radius: 6px; }
#rowProblem { background: $danger_tint; border: none; border-radius: 6px; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="badge"] { font-size: 12px; font-weight: 600; color: $accent; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="danger"]:hover { background: $danger_tint; }
QPushButton[role="danger"]:focus { border: 2px solid $danger; }
QToolButton::menu-indicator { image: none; width: 0; }
QCheckBox::indicator:disabled { border-color: $hairline; background: $hover; }
QRadioButton, QCheckBox { spacing: 8px; border: 2px solid transparent; border-radius: 4px; padding: 1px; }
QRadioButton:focus, QCheckBox:focus { border: 2px solid $accent; }
QRadioButton:disabled, QCheckBox:disabled { color: $secondary; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $border; border-radius: 8px;
  background: $raised; }
QRadioButton::indicator:disabled { border-color: $hairline; background: $hover; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $border; border-radius: 4px;
  background: $raised; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }

QLineEdit, QPlainTextEdit { placeholder-text-color: $secondary; }
QLineEdit { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 5px 8px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus { border: 2px solid $accent; padding: 4px 7px; }
QPlainTextEdit, #patterns { background: $raised; border: 1px solid $border; border-radius: 6px;
  padding: 3px 6px; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit:focus, #patterns:focus { border: 2px solid $accent; padding: 2px 5px; }
QComboBox, QAbstractSpinBox { background: $raised; border: 1px solid $border; border-radius: 6px;
  padding: 4px 4px 4px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QComboBox { combobox-popup: 0; }
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 2px solid $accent; padding: 3px 3px 3px 7px; }
QAbstractSpinBox { padding: 4px 1px; }
QAbstractSpinBox:focus { border: 2px solid $accent; padding: 3px 0; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: $secondary; border-color: $hairline; }
QComboBox::drop-down { width: 20px; border: none; }
QComboBox QAbstractItemView { border: 1px solid $border; padding: 4px; }
QComboBox QAbstractItemView::item { padding: 4px 8px; min-height: 20px; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 22px; border: none;
  background: transparent; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { background: transparent; border: none;
  padding: 0; }
QSlider { border: 2px solid transparent; border-radius: 6px; }
QSlider:focus { border: 2px solid $accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 14px; margin: -5px 0; border-radius: 7px; background: $accent; }
#questionFrame { background: $raised; border: 1px solid $border; border-radius: 6px; }
#questionFrame[active="true"] { border: 2px solid $accent; }
#questionEdit, #questionEdit:focus { background: transparent; border: none; padding: 0;
  font-size: 15px; }
QTextBrowser { background: transparent; border: none; }
#textPage { background: $surface; }

#rows { background: transparent; border: none; outline: none; }
QAbstractItemView { background: $raised; border: 1px solid $hairline; outline: none;
  selection-background-color: $selected; selection-color: $text; }
QScrollArea { background: transparent; border: none; }
QScrollArea#pictureView:focus, #textPage:focus { border: 2px solid $accent; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:hover { background: $accent; }
#detail, #notice, #inlineError { border-radius: 6px; background: $raised; border: 1px solid $hairline; }
#notice[tone="danger"], #inlineError { background: $danger_tint; border-color: $danger_tint; }
#notice[tone="warning"] { background: $warning_tint; border-color: $warning_tint; }
#findBar { background: $panel; border-bottom: 1px solid $hairline; }
#note { background: $warning_tint; border-bottom: 1px solid $hairline; }
#progress { border-top: 1px solid $hairline; background: $panel; }
#tourCallout { background: $raised; border: 1px solid $accent; border-radius: 6px; }
#guideChapters { background: transparent; border: none; outline: none; }
#guideChapters::item { padding: 2px 8px; border-radius: 6px; border: 2px solid transparent; }
#guideChapters::item:hover { background: $hover; }
#guideChapters::item:selected { background: $selected; color: $text; }
#guideChapters::item:focus { border-color: $accent; }
#guideText { border: 2px solid transparent; }
#guideText:focus { border: 2px solid $accent; }
#dropTarget { border: 1px dashed $border; border-radius: 6px; background: $panel; }

QProgressBar { background: $hairline; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 3px;
  min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $raised; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $border; background: transparent; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
""")


def style_sheet(palette: "Palette", text_scale: float = 1.0) -> str:
    """The whole style sheet in `palette`'s colours, its text so much larger than the type scale."""
    sheet = _TEMPLATE.substitute({name: str(value) for name, value in asdict(palette).items()})
    return _FONT_SIZE.sub(lambda size: f"font-size: {round(int(size[1]) * text_scale)}px", sheet)
