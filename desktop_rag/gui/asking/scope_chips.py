"""Where the next question is asked, as chips that one press or key takes away. GUI thread."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal

from desktop_rag.domain.display import display_name
from desktop_rag.domain.scopes import EVERYWHERE, Scope
from desktop_rag.gui.widgets.basics import TextButton, plain_tooltip
from desktop_rag.gui.widgets.flow_row import FlowRow
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.places import listed, scope_words
from desktop_rag.gui.wording.words import middle_elided

CHIPS = 4
"""So many places have a chip each; more of them share one."""
LETTERS, LETTERS_OF_SEVERAL = 48, 28
PLACES_LISTED = 20
PLACES_SPOKEN = 5


class ScopeChips(FlowRow):
    """Hidden while everything is asked. `scope_left(Scope)` when some of it was taken away."""

    scope_left = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__(spacing=Space.XS)
        self._icons = icons
        self._scope: Scope = EVERYWHERE
        self.chips: list[TextButton] = []
        self.hide()

    def show_scope(self, scope: Scope) -> None:
        if scope == self._scope:
            return
        self._scope = scope
        self.clear()
        self.chips.clear()
        several = 1 < len(scope) <= CHIPS
        if len(scope) > CHIPS:
            self._add_all(scope)
        for place in scope if len(scope) <= CHIPS else ():
            self._add(place, LETTERS_OF_SEVERAL if several else LETTERS)
        self.setVisible(bool(scope))
        self.updateGeometry()

    def take_last(self) -> None:
        """Takes the last chip away, if there is one."""
        if self.chips:
            self.chips[-1].click()

    def _add(self, place: Path, letters: int) -> None:
        name = display_name(place)
        text = translate("Asking", "in: {name}").format(name=middle_elided(name, letters))
        left = tuple(each for each in self._scope if each != place)
        spoken = translate("Asking", "Asking only in “{name}”. Press to ask in the whole library again.")
        if left:
            spoken = translate("Asking", "Asking in “{name}” too. Press to leave it out.")
        chip = self._chip(text, spoken.format(name=name), left)
        chip.setToolTip(plain_tooltip(str(place)) + plain_tooltip(_press(bool(left))))

    def _add_all(self, scope: Scope) -> None:
        text = translate("Asking", "in: %Ln places", None, len(scope))
        where = scope_words(scope, PLACES_SPOKEN)
        spoken = translate("Asking", "Asking only in {places}. Press to ask in the whole library again.")
        chip = self._chip(text, spoken.format(places=where), EVERYWHERE)
        lines = [*listed(scope, PLACES_LISTED), _press(False)]
        chip.setToolTip("".join(plain_tooltip(line) for line in lines))

    def _chip(self, text: str, spoken: str, left: Scope) -> TextButton:
        chip = TextButton(text.replace("&", "&&"), "chip", self._icons, "close")
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sides = Qt.LayoutDirection
        chip.setLayoutDirection(sides.LeftToRight if mirrored else sides.RightToLeft)
        chip.setAccessibleName(spoken)
        chip.clicked.connect(lambda: self.scope_left.emit(left))
        self.add(chip)
        self.chips.append(chip)
        return chip


def _press(several: bool) -> str:
    if several:
        return translate("Asking", "Press to leave it out.")
    return translate("Asking", "Press to ask in the whole library again.")
