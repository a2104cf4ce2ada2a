"""Walks what docutils made of reStructuredText as the HTML it stands for. Parser child, main thread.

docutils does not know the directives and roles of Sphinx, in which most such files are written. It hands
them back as errors; their words are taken from there.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping

from docutils import nodes

from desktop_rag.parsing.markup import MarkupWalker

_TAGS: Mapping[type[nodes.Node], str] = {
    nodes.paragraph: "p",
    nodes.bullet_list: "ul",
    nodes.enumerated_list: "ol",
    nodes.list_item: "li",
    nodes.term: "dt",
    nodes.definition: "dd",
    nodes.field: "p",
    nodes.footnote: "p",
    nodes.citation: "p",
    nodes.option_group: "p",
    nodes.caption: "p",
    nodes.attribution: "p",
    nodes.rubric: "p",
    nodes.math_block: "p",
    nodes.line_block: "p",
    nodes.line: "br",
    nodes.literal_block: "pre",
    nodes.doctest_block: "pre",
    nodes.block_quote: "blockquote",
    nodes.table: "table",
    nodes.thead: "thead",
    nodes.tbody: "tbody",
    nodes.row: "tr",
    nodes.entry: "td",
    nodes.strong: "b",
    nodes.transition: "hr",
}
_UNSEEN = (
    nodes.comment,
    nodes.raw,
    nodes.pending,
    nodes.target,
    nodes.substitution_definition,
    nodes.colspec,
    nodes.decoration,
    nodes.meta,
)
_RUNS_ON = (nodes.field_body, nodes.footnote, nodes.citation)
"""Their first paragraph goes on in the line that is begun: "name: value", "[1] note"."""
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?P<name>[\w:.+-]+)::[ \t]*(?P<argument>.*)\n?(?P<body>(?s:.*))")
_OPTION = re.compile(r":[\w-]+:.*\n?")
_SILENT = frozenset("toctree index literalinclude highlight currentmodule include tabularcolumns raw".split())
_CODE = frozenset("code code-block sourcecode".split())
"""Known, but with options that are not."""
_ROLE = re.compile(r":[\w:.+-]+:`([^`]+)`|`([^`]+)`:[\w:.+-]+:", re.DOTALL)
_TARGET = re.compile(r"\s*<[^<>]*>\Z")
_DEEPEST_DIRECTIVE = 8


class TreeWalk:
    """Feeds `walker` with a tree; `parse` makes trees of what unknown directives hold."""

    def __init__(self, walker: MarkupWalker, parse: Callable[[str], nodes.document]) -> None:
        self._walker = walker
        self._parse = parse
        self._sections = 0
        self._directives = 0
        self._substitutions: Mapping[str, str] = {}

    def walk(self, tree: nodes.document) -> None:
        if tree.substitution_defs:
            self._substitutions = {
                name.lower(): definition.astext() for name, definition in tree.substitution_defs.items()
            }
        for node, is_start in _steps(tree):
            if is_start:
                self._enter(node)
            else:
                self._leave(node)

    def _enter(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            self._walker.data(_shown(node))
        elif isinstance(node, nodes.system_message):
            self._unknown(node)
        elif isinstance(node, nodes.section):
            self._sections += 1
        elif isinstance(node, nodes.image):
            self._walker.data(str(node.get("alt", "")))
        elif isinstance(node, nodes.label):
            self._walker.data("[")
        elif isinstance(node, nodes.substitution_reference):
            self._walker.data(self._substitutions.get(node.astext().lower(), node.astext()))
        elif tag := self._tag(node):
            self._walker.start(tag, _attributes(node))

    def _leave(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.section):
            self._sections -= 1
        elif isinstance(node, nodes.label):
            self._walker.data("] ")
        elif isinstance(node, nodes.field_name):
            self._walker.data(": ")
        elif isinstance(node, (nodes.option, nodes.classifier)):
            self._walker.data(" ")
        elif (tag := self._tag(node)) and tag != "br":
            self._walker.end(tag)

    def _tag(self, node: nodes.Node) -> str:
        parent = node.parent
        if isinstance(node, nodes.paragraph) and isinstance(parent, _RUNS_ON):
            first = next((child for child in parent.children if isinstance(child, nodes.paragraph)), None)
            return "" if first is node else "p"
        if isinstance(node, nodes.title):
            is_heading = isinstance(parent, nodes.section)
            return f"h{min(6, max(1, self._sections))}" if is_heading else "p"
        if isinstance(node, nodes.Admonition):
            return "div"
        return _TAGS.get(type(node), "")

    def _unknown(self, message: nodes.system_message) -> None:
        """A directive that docutils does not know: its argument, and its content as if it stood there."""
        block = next((child for child in message.children if isinstance(child, nodes.literal_block)), None)
        if block is None:
            return
        match = _DIRECTIVE.match(block.astext())
        if match is None:  # a table that is not drawn right, and the like
            self._walker.start("pre", {})
            self._walker.data(block.astext())
            self._walker.end("pre")
            return
        if match["name"].rpartition(":")[2] in _SILENT:
            return
        body = textwrap.dedent(match["body"]).lstrip("\n")
        while option := _OPTION.match(body):
            body = body[option.end() :]
        tag = "pre" if match["name"] in _CODE else "p"
        self._walker.start(tag, {})
        self._walker.data(body if tag == "pre" else match["argument"])
        self._walker.end(tag)
        if tag == "p" and self._directives < _DEEPEST_DIRECTIVE and body.strip():
            self._directives += 1
            self.walk(self._parse(body))
            self._directives -= 1


def _steps(root: nodes.Node) -> Iterator[tuple[nodes.Node, bool]]:
    """Each node when it begins and when it ends, in reading order, without recursion."""
    waiting: list[tuple[nodes.Node, bool]] = [(child, True) for child in reversed(root.children)]
    while waiting:
        node, is_start = waiting.pop()
        if isinstance(node, _UNSEEN):
            continue
        yield node, is_start
        if not is_start or isinstance(node, nodes.Text):
            continue
        waiting.append((node, False))
        if not isinstance(node, (nodes.system_message, nodes.substitution_reference)):
            waiting += ((child, True) for child in reversed(node.children))


def _attributes(node: nodes.Node) -> dict[str, str]:
    if isinstance(node, nodes.entry):
        spans = {"colspan": node.get("morecols", 0), "rowspan": node.get("morerows", 0)}
        return {name: str(int(more) + 1) for name, more in spans.items()}
    if isinstance(node, nodes.enumerated_list):
        return {"start": str(node.get("start", 1))}
    return {}


def _shown(text: nodes.Text) -> str:
    """Without the marks of a role that docutils does not know: ":func:`open`"."""
    if isinstance(text.parent, nodes.problematic):
        return _ROLE.sub(lambda match: _TARGET.sub("", match[1] or match[2]).lstrip("~!"), str(text))
    return str(text)
