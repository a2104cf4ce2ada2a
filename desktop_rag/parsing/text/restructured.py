"""Reads reStructuredText. Parser child, main thread.

docutils parses it with everything switched off that reaches beyond the text: files, raw content, settings
files. Its transforms are not run, for they can multiply text. The tree is then walked as the HTML it stands
for; see `rst_tree`. Parsing has a time and a size, beyond which a file is read as plain text.
"""

import time
from collections.abc import Callable
from pathlib import Path

from docutils import frontend, nodes, utils
from docutils.parsers import rst
from docutils.parsers.rst import states

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.parsing.assembly import assemble
from desktop_rag.parsing.characters import clean
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.encodings import TextEncoding, open_text
from desktop_rag.parsing.markup import MarkupWalker
from desktop_rag.parsing.text.plain import open_plain_text
from desktop_rag.parsing.text.rst_tree import TreeWalk

_MOST_BYTES = 1 << 20
_LONGEST_LINE = 10_000
_LONGEST_S = 15.0
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": utils.Reporter.SEVERE_LEVEL + 1,
    "halt_level": utils.Reporter.SEVERE_LEVEL + 1,
    "warning_stream": False,
    "syntax_highlight": "none",
    "smart_quotes": False,
    "line_length_limit": _LONGEST_LINE,
}
# What docutils lets through when it meets text its authors did not think of; seen with text made at random.
_OWN_FAULTS = (RecursionError, AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class _TooSlow(Exception):
    """The time for parsing is over."""


def open_rst(path: Path, encoding: TextEncoding) -> OpenedDocument:
    """The title is that of a title directive, or the first heading. Raises `DocumentError`."""
    if path.stat().st_size > _MOST_BYTES:
        return open_plain_text(path, encoding)
    with open_text(path, encoding) as file:
        source = clean(file.read())
    if max(map(len, source.split("\n"))) > _LONGEST_LINE:
        return open_plain_text(path, encoding)
    parser = _TimedParser(_LONGEST_S)
    walker = MarkupWalker()
    try:
        tree = parser.tree(source)
        TreeWalk(walker, parser.tree).walk(tree)
    except (_TooSlow, *_OWN_FAULTS):
        return open_plain_text(path, encoding)
    walker.close()
    return assemble(DocumentFormat.RST, walker.take(), lambda: str(tree.get("title", "")), heading_as_title=1)


class _TimedParser:
    """Parses text and parts of it, all within `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._settings = frontend.get_default_settings(rst.Parser)
        for name, value in _SETTINGS.items():
            setattr(self._settings, name, value)

    def tree(self, source: str) -> nodes.document:
        """Raises `_TooSlow`, or what docutils does when it is at its wits' end."""
        document = utils.new_document("text", self._settings)
        note = document.note_source

        def note_in_time(source: str | None, offset: int | None) -> None:
            """docutils tells of every line it comes to."""
            if time.monotonic() > self._end:
                raise _TooSlow
            note(source, offset)

        document.note_source = note_in_time
        rst.Parser(inliner=_timed_inliner(self._end)).parse(source, document)
        return document


def _timed_inliner(end: float) -> states.Inliner:
    """Looks at the clock before each piece of markup: thousands in one paragraph take minutes."""

    def in_time(method: Callable[..., object]) -> Callable[..., object]:
        def checked(*arguments: object) -> object:
            if time.monotonic() > end:
                raise _TooSlow
            return method(*arguments)

        return checked

    # WORKAROUND(docutils 0.23): no subclass, for it looks for its patterns in its own class only.
    inliner = states.Inliner()
    inliner.dispatch = {mark: in_time(method) for mark, method in inliner.dispatch.items()}
    return inliner
