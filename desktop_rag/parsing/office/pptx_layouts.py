"""What a PPTX slide's placeholders have from their layout and master. Parser child, main thread.

A slide says little of itself: where its title stands, and that its text is a list, is written in the layout
that it was made from, or in that one's master.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from desktop_rag.parsing.packages import Package, child, local

_MOST_KEPT = 50
_TITLES = frozenset({"title", "ctrTitle"})
_MASTER_TYPES = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
_BULLETS = frozenset({"buNone", "buChar", "buAutoNum", "buBlip"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
_STYLES = {"title": "titleStyle", "body": "bodyStyle"}


@dataclass(frozen=True, slots=True)
class Role:
    """What a shape is on its slide; `inherited` are its likes on the layout and the master, nearest first."""

    type: str = ""
    """That of its placeholder ("title", "body", "obj"), or nothing."""
    inherited: tuple[etree._Element, ...] = ()
    styles: etree._Element | None = None
    """The master's text style for this kind."""

    @property
    def is_title(self) -> bool:
        return self.type in _TITLES

    @property
    def is_furniture(self) -> bool:
        """Date, footer, slide number: the same on slide after slide."""
        return self.type in _FURNITURE

    def bullet(self, shape: etree._Element, paragraph: etree._Element) -> etree._Element | None:
        """What makes `paragraph` an item of a list, or nothing."""
        level = f"lvl{paragraph_level(paragraph)}pPr"
        candidates: list[etree._Element | None] = [child(paragraph, "pPr")]
        candidates += [child(like, "txBody", "lstStyle", level) for like in (shape, *self.inherited)]
        candidates.append(child(self.styles, level))
        for properties in candidates:
            for element in () if properties is None else properties:
                if local(element) in _BULLETS:
                    return None if local(element) == "buNone" else element
        return None


@dataclass(slots=True)
class Layouts:
    """The layouts and masters of one presentation, each read once."""

    package: Package
    _roots: dict[str, etree._Element] = field(default_factory=dict)

    def of_slide(self, part: str) -> "SlideLayout":
        layout = self.package.relation(part, "slideLayout")
        master = self.package.relation(layout, "slideMaster") if layout else ""
        return SlideLayout(self._root(layout), self._root(master))

    def _root(self, part: str) -> etree._Element | None:
        if not part:
            return None
        if part not in self._roots:
            if len(self._roots) >= _MOST_KEPT:
                self._roots.clear()
            self._roots[part] = self.package.tree(part)
        return self._roots[part]


@dataclass(frozen=True, slots=True)
class SlideLayout:
    layout: etree._Element | None
    master: etree._Element | None

    def role(self, shape: etree._Element) -> Role:
        own = _placeholder(shape)
        if own is None:
            return Role(styles=child(self.master, "txStyles", "otherStyle"))
        kind, index = own.get("type", "obj"), own.get("idx", "0")
        on_layout = _matching(self.layout, kind, index)
        if on_layout is not None and "type" not in own.attrib:
            of_layout = _placeholder(on_layout)
            kind = kind if of_layout is None else of_layout.get("type", "obj")
        above = _MASTER_TYPES.get(kind, "body")
        on_master = _matching(self.master, above, "")
        likes = tuple(like for like in (on_layout, on_master) if like is not None)
        return Role(kind, likes, child(self.master, "txStyles", _STYLES.get(above, "otherStyle")))


def shapes_of(tree: etree._Element | None) -> Iterator[etree._Element]:
    """The shapes directly in `tree`; of what is there in two versions, the newer."""
    for element in () if tree is None else tree:
        name = local(element)
        if name == "AlternateContent":
            yield from shapes_of(next((inner for inner in element if local(inner)), None))
        elif name in ("sp", "grpSp", "graphicFrame", "pic", "cxnSp"):
            yield element


def paragraph_level(paragraph: etree._Element) -> int:
    """1–9."""
    properties = child(paragraph, "pPr")
    value = "0" if properties is None else properties.get("lvl", "0")
    return int(value) + 1 if value in set("012345678") else 1


def _matching(root: etree._Element | None, kind: str, index: str) -> etree._Element | None:
    """The placeholder with the same index, or else of the same kind."""
    shapes = [(shape, _placeholder(shape)) for shape in shapes_of(child(root, "cSld", "spTree"))]
    found = [(shape, mark) for shape, mark in shapes if mark is not None]
    if index not in ("", "0"):
        return next((shape for shape, mark in found if mark.get("idx", "0") == index), None)
    wanted = _MASTER_TYPES.get(kind, kind)
    return next(
        (
            shape
            for shape, mark in found
            if _MASTER_TYPES.get(mark.get("type", "obj"), mark.get("type", "obj")) == wanted
        ),
        None,
    )


def _placeholder(shape: etree._Element) -> etree._Element | None:
    """Its mark: the non-visual properties come first in every kind of shape."""
    properties = next((inner for inner in shape if local(inner).startswith("nv")), None)
    return child(properties, "nvPr", "ph")
