"""Where something stands, and where is asked, in the window's language. Any thread.

As domain/places and domain/scopes say it in English to models, exports and the command line.
"""

import re

from desktop_rag.domain.display import display_name, display_path
from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.formats import Unit, unit_of
from desktop_rag.domain.scopes import Scope
from desktop_rag.gui.wording.language import listed as joined
from desktop_rag.gui.wording.language import translate

_LINES = re.compile(r"lines? (\d+)(?:–(\d+))?")


def place_words(format: DocumentFormat, page: int, label: str, heading: str) -> str:  # noqa: A002 - as in the domain
    """ "p. 12 · Benefits › Dental", "slide 3", "Budget · B4:F9", "lines 12–19"; never empty."""
    label = _label(label)
    match unit_of(format):
        case Unit.PAGE:
            said = translate("Common", "p. {page}", "A page, short").format(page=label or page)
            places = (said, heading)
        case Unit.SLIDE:
            places = (translate("Common", "slide {number}").format(number=page), heading)
        case Unit.CELLS | Unit.LINES:
            places = (heading, label) if heading or label else (_part(page), "")
        case Unit.MESSAGE:
            message = translate("Common", "message {number}").format(number=page)
            places = (heading, label) if heading or label else (message, "")
        case _:
            places = ("" if heading else label or _part(page), heading)
    return " · ".join(part for part in places if part)


def scope_words(scope: Scope, most: int = 1) -> str:
    """ "“Benefits”", or "“Benefits” and 2 more", with at most so many names: to stand within a sentence."""
    if not scope:
        return translate("Common", "everything")
    names = [translate("Common", "“{name}”").format(name=display_name(path)) for path in scope[:most]]
    if left := max(0, len(scope) - most):
        names.append(translate("Common", "%Ln more", "The end of a list of places", left))
    return joined(names)


def short_words(scope: Scope) -> str:
    """ "Benefits", or "3 places": to stand for a scope where there is little room."""
    if len(scope) > 1:
        return translate("Common", "%Ln place(s)", None, len(scope))
    return display_name(scope[0]) if scope else translate("Common", "everything")


def listed(scope: Scope, most: int) -> list[str]:
    """The whole paths, a line each, at most so many of them and then how many more there are."""
    paths = [display_path(path) for path in scope[:most]]
    if len(scope) > most:
        paths.append(translate("Common", "and %Ln more", "The end of a list of paths", len(scope) - most))
    return paths


def _part(number: int) -> str:
    return translate("Common", "part {number}").format(number=number)


def _label(label: str) -> str:
    """Lines are stored in English words, since exports and models read them too."""
    lines = _LINES.fullmatch(label)
    if lines is None:
        return label
    if lines[2] is None:
        return translate("Common", "line {number}").format(number=lines[1])
    return translate("Common", "lines {first}–{last}").format(first=lines[1], last=lines[2])
