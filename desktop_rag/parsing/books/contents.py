"""A book's table of contents: which titles stand over which chapter. Parser child, main thread."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from desktop_rag.parsing.books.archive import BookArchive
from desktop_rag.parsing.books.package import Package, local, named, text_of

_MOST_ENTRIES = 20_000
_DEEPEST = 4
_LONGEST_TITLE = 200
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class ChapterTitles:
    """`path` stands over the whole chapter, outermost first; `inside` are its sections with their depth."""

    path: tuple[str, ...]
    inside: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    path: tuple[str, ...]
    href: str


def chapter_titles(archive: BookArchive, package: Package) -> dict[str, ChapterTitles]:
    """By member; a chapter that no entry leads to goes on under the titles before it.

    Raises `DocumentError`.
    """
    by_name: dict[str, list[_Entry]] = {}
    for source, entry in _entries(archive, package):
        name = archive.name_of(entry.href, source)
        if name is not None:
            by_name.setdefault(name, []).append(entry)
    titles: dict[str, ChapterTitles] = {}
    current: tuple[str, ...] = ()
    for name in package.spine:
        entries = by_name.get(name, [])
        current = _over_all(entries, current)
        titles[name] = ChapterTitles(current, {key(e.path[-1]): len(e.path) for e in entries})
    return titles


def key(title: str) -> str:
    """What two writings of one title have in common."""
    return " ".join("".join(c if c.isalnum() else " " for c in title).casefold().split())


def _over_all(entries: list[_Entry], before: tuple[str, ...]) -> tuple[str, ...]:
    """The first entry's titles; only those above it if each entry leads to a place inside the chapter."""
    if not entries:
        return before
    first = entries[0]
    whole = next((entry for entry in entries if "#" not in entry.href), None)
    return whole.path if whole else first.path[:-1] if len(entries) > 1 else first.path


def _entries(archive: BookArchive, package: Package) -> Iterator[tuple[str, _Entry]]:
    """Each entry with the member it is written in: the newer table, or where that has none, the older."""
    for source, reader in ((package.nav, _of_nav), (package.ncx, _of_ncx)):
        root = archive.tree(source) if source else None
        entries = [] if root is None else reader(root)
        if source and entries:
            yield from ((source, entry) for entry in entries)
            return


def _of_nav(root: etree._Element) -> list[_Entry]:
    navs = list(named(root, "nav"))
    toc = next((nav for nav in navs if "toc" in nav.get(_EPUB_TYPE, "").split()), navs[0] if navs else None)
    return [] if toc is None else _nested(toc, "li", _nav_label)


def _of_ncx(root: etree._Element) -> list[_Entry]:
    return _nested(root, "navPoint", _ncx_label)


def _nav_label(item: etree._Element) -> tuple[str, str]:
    for child in item:
        if local(child) in ("a", "span"):
            return text_of(child), child.get("href", "")
    return "", ""


def _ncx_label(point: etree._Element) -> tuple[str, str]:
    title = href = ""
    for child in point:
        if local(child) == "navLabel":
            title = title or text_of(child)
        elif local(child) == "content":
            href = child.get("src", "")
    return title, href


def _nested(
    root: etree._Element, tag: str, label: Callable[[etree._Element], tuple[str, str]]
) -> list[_Entry]:
    """Entries in document order, each with the titles of those it stands in."""
    paths: dict[etree._Element, tuple[str, ...]] = {}
    entries: list[_Entry] = []
    for element in named(root, tag):
        if len(paths) >= _MOST_ENTRIES:
            break
        title, href = label(element)
        above = _above(element, paths)
        path = (*above, title[:_LONGEST_TITLE]) if title and len(above) < _DEEPEST else above
        paths[element] = path
        if href and title and path:
            entries.append(_Entry(path, href))
    return entries


def _above(element: etree._Element, paths: dict[etree._Element, tuple[str, ...]]) -> tuple[str, ...]:
    """An entry stands directly in another, or in a list there."""
    parent = element.getparent()
    for _ in range(3):
        if parent is None:
            return ()
        if parent in paths:
            return paths[parent]
        parent = parent.getparent()
    return ()
