"""A language for tests: every text marked and 40 % longer, so that what is not translated, or has no room,
shows. Any thread."""

import re
from itertools import cycle

from PySide6.QtCore import QTranslator

PSEUDO = "x-pseudo"
OPENED, CLOSED = "⟦", "⟧"
LONGER = 0.4

_FIELDS = re.compile(r"(\{[^}]*\}|%L?n|<[^>]*>|&\w+;)")
_ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
_FILL = ("ünd", "so", "weiter", "dazu", "immer")
_FORMATS = re.compile(r"[dMyhmsap .:/,-]+")
"""A date in Qt's letters, or what stands between the items of a list: changed, it would mean nothing."""


def pseudo(text: str) -> str:
    """ "⟦Ópén só⟧": fields and markup stay as they are."""
    if _FORMATS.fullmatch(text):
        return text
    parts = _FIELDS.split(text)
    said = "".join(part if _FIELDS.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    more, words = "", cycle(_FILL)
    while len(more) + 2 < LONGER * len(text):
        more += f" {next(words)}"
    return f"{OPENED}{said}{more}{CLOSED}"


class PseudoTranslator(QTranslator):
    """Answers for every context of ours; Qt's own all begin with Q."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(
        self, context: str, text: str, /, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:
        return None if context.startswith("Q") or not text else pseudo(text)
