"""A conversation as one self-contained HTML page that loads and runs nothing; pure. Any thread."""

import base64
import hashlib
import html
from collections.abc import Callable, Iterator
from itertools import groupby

from desktop_rag.app.export_words import ENGLISH, Source, ToldTurn, Voice, origin, told
from desktop_rag.domain.answer_layout import Block, Line, Run
from desktop_rag.domain.answers import AnswerSentence
from desktop_rag.domain.conversation import Conversation
from desktop_rag.domain.display import display_text

_STYLE = """
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --line: #d8dee4; --accent: #0b57d0;
  --doubt: #8a4b00; --page: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --quiet: #a3abb5; --line: #3a4048;
  --accent: #8ab4f8; --doubt: #f0b35e; --page: #1b1d20; } }
body { max-width: 720px; margin: 32px auto; padding: 0 16px; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 24px; line-height: 1.25; } h2 { font-size: 18px; margin: 0 0 8px; white-space: pre-line; }
h3 { font-size: 13px; margin: 24px 0 8px; color: var(--quiet); }
section { border-top: 1px solid var(--line); margin-top: 32px; padding-top: 24px; }
.quiet { color: var(--quiet); font-size: 13px; margin: 0; } .note { font-weight: 600; }
.doubt { color: var(--doubt); } a { color: var(--accent); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
.deep-1 { margin-left: 24px; } .deep-2 { margin-left: 48px; } .deep-3 { margin-left: 72px; }
.sources { list-style: none; padding: 0; } .sources li { margin-bottom: 16px; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 3px solid var(--line); font-family: serif; }
"""


def as_html(conversation: Conversation, voice: Voice = ENGLISH) -> str:
    """The whole conversation with sources and pages; numbers lead to the sources below their answer."""
    parts = "\n".join(html_parts(conversation, voice, links=True))
    return (
        f'<!doctype html>\n<html lang="{_text(voice.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(conversation.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{parts}\n</body>\n</html>\n"
    )


def html_parts(conversation: Conversation, voice: Voice, *, links: bool) -> Iterator[str]:
    """What stands in the body: the head, then each turn. Without `links` for what is printed."""
    yield (
        f'<h1 dir="auto">{_text(conversation.title)}</h1>\n'
        f'<p class="quiet">{_text(origin(conversation, voice))}</p>'
    )
    for number, turn in enumerate(conversation.turns, start=1):
        yield "\n".join(_turn(number, told(turn, voice), links=links))


def _policy() -> str:
    """Nothing is loaded and no style but ours applies, whatever should slip through."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _text(text: str) -> str:
    """`text` as it stands; of its control characters only line ends are not spelled out."""
    lines = text.replace("\t", " ").replace("\r\n", "\n").split("\n")
    return "\n".join(html.escape(display_text(line)) for line in lines)


def _turn(number: int, turn: ToldTurn, *, links: bool) -> Iterator[str]:
    yield f'<section>\n<h2 dir="auto">{_text(turn.question)}</h2>'
    yield from (f'<p class="quiet" dir="auto">{_text(words)}</p>' for words in turn.about)
    linked = {source.n for source in turn.sources if source.n is not None and links}
    layout = _Layout(number, linked, turn.doubt)
    yield from (layout.block(block) for block in turn.blocks)
    yield from (f'<p class="note" dir="auto">{_text(note)}</p>' for note in turn.notes)
    if turn.sources:
        yield f'<h3>{_text(turn.sources_title)}</h3>\n<ul class="sources">'
        yield from (_source(number, source) for source in turn.sources)
        yield "</ul>"
    yield "</section>"


class _Layout:
    """Lays out the answer of one turn; only the sources in `linked` can be led to."""

    def __init__(self, turn: int, linked: set[int], doubt: Callable[[AnswerSentence], str]) -> None:
        self._turn = turn
        self._linked = linked
        self._doubt = doubt

    def block(self, block: Block) -> str:
        if not block[0].is_item:
            return f'<p dir="auto">{"<br>".join(self._runs(line) for line in block)}</p>'
        lists = groupby(block, key=lambda line: line.number is not None)
        return "\n".join(self._list(tuple(lines), is_numbered) for is_numbered, lines in lists)

    def _list(self, lines: Block, is_numbered: bool) -> str:
        tag = "ol" if is_numbered else "ul"
        start = f' start="{lines[0].number}"' if is_numbered else ""
        return f"<{tag}{start}>{''.join(self._item(line) for line in lines)}</{tag}>"

    def _item(self, line: Line) -> str:
        number = "" if line.number is None else f' value="{line.number}"'
        deep = f' class="deep-{line.level}"' if line.level else ""
        return f'<li{number}{deep} dir="auto">{self._runs(line)}</li>'

    def _runs(self, line: Line) -> str:
        return "".join(self._run(run) for run in line.runs).strip()

    def _run(self, run: Run) -> str:
        said = _text(run.text)
        if run.closes is None:
            return said
        numbers = "".join(self._number(n) for n in run.closes.citations)
        doubt = self._doubt(run.closes)
        marked = f'<em class="doubt">{_text(doubt)}</em>' if doubt else ""
        return " ".join(part for part in (said, numbers, marked) if part)

    def _number(self, n: int) -> str:
        return f'<a href="#source-{self._turn}-{n}">[{n}]</a>' if n in self._linked else f"[{n}]"


def _source(turn: int, source: Source) -> str:
    anchor, number = "", ""
    if source.n is not None:
        anchor, number = f' id="source-{turn}-{source.n}"', f"<b>[{source.n}]</b> "
    where = " · ".join(part for part in (source.name, source.place) if part)
    return (
        f'<li{anchor}><div dir="auto">{number}{_text(where)}</div>'
        f'<blockquote dir="auto">{_text(source.quote)}</blockquote>'
        f'<div class="quiet">{_text(source.path)}</div></li>'
    )
