"""The words in a PPTX slide's charts and diagrams. Parser child, main thread.

A chart keeps the values it was drawn from, so that it reads as the table it shows.
"""

from itertools import islice

from lxml import etree

from desktop_rag.parsing.markup import MarkupWalker
from desktop_rag.parsing.office.sheet_numbers import plain
from desktop_rag.parsing.packages import child, local

_MOST_POINTS = 1_000
_MOST_SERIES = 50
_CONNECTIONS = frozenset({"pres", "parTrans", "sibTrans"})


def write_chart(chart: etree._Element, walker: MarkupWalker) -> None:
    """Its title, and a row for each category with what each series has there."""
    title = child(chart, "chart", "title")
    if title is not None:
        _element(walker, "p", _text(title))
    found = (element for element in chart.iter() if local(element) == "ser")
    series = [_Series(element) for element in islice(found, _MOST_SERIES)]
    if not series:
        return
    walker.start("table", {})
    _row(walker, "th", ["Category", *(one.name or f"Series {n}" for n, one in enumerate(series, start=1))])
    labels = next((one.labels for one in series if one.labels), {})
    for index in sorted(labels.keys() | {index for one in series for index in one.values}):
        values = [one.values.get(index, "") for one in series]
        _row(walker, "td", [labels.get(index, str(index + 1)), *values])
    walker.end("table")


def write_diagram(data: etree._Element, walker: MarkupWalker) -> None:
    """Each of its texts as an item."""
    walker.start("ul", {})
    for point in data.iter():
        if local(point) == "pt" and point.get("type") not in _CONNECTIONS:
            text = child(point, "t")
            for paragraph in () if text is None else text:
                if local(paragraph) == "p":
                    _element(walker, "li", _text(paragraph))
    walker.end("ul")


class _Series:
    def __init__(self, element: etree._Element) -> None:
        self.name = " ".join(_points(child(element, "tx")).values())
        self.labels = _points(_first(element, "cat", "xVal"))
        values = _points(_first(element, "val", "yVal"))
        self.values = {index: _figure(value) for index, value in values.items()}


def _first(element: etree._Element, *names: str) -> etree._Element | None:
    return next((inner for inner in element if local(inner) in names), None)


def _points(holder: etree._Element | None) -> dict[int, str]:
    """The values below `holder` by their place, from 0."""
    found: dict[int, str] = {}
    for point in () if holder is None else holder.iter():
        index = point.get("idx", "") if local(point) == "pt" else ""
        if index.isascii() and index.isdigit() and len(index) < 9 and len(found) < _MOST_POINTS:
            # Labels on several levels have the same index; the innermost comes first.
            found.setdefault(int(index), _value(point))
    return found


def _value(point: etree._Element) -> str:
    value = child(point, "v")
    return "" if value is None else (value.text or "")


def _figure(text: str) -> str:
    try:
        return plain(float(text))
    except (ValueError, OverflowError):  # no number, or none that can be written
        return text


def _text(element: etree._Element) -> str:
    return "".join(inner.text or "" for inner in element.iter() if local(inner) == "t")


def _row(walker: MarkupWalker, tag: str, texts: list[str]) -> None:
    walker.start("tr", {})
    for text in texts:
        _element(walker, tag, text)
    walker.end("tr")


def _element(walker: MarkupWalker, tag: str, text: str) -> None:
    walker.start(tag, {})
    walker.data(text)
    walker.end(tag)
