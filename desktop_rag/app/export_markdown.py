"""A conversation as Markdown, in which nothing that a document says can become markup; pure. Any thread."""

import re
from collections.abc import Callable, Iterator

from desktop_rag.app.export_words import ENGLISH, Source, ToldTurn, Voice, origin, told
from desktop_rag.domain.answer_layout import Block, Line, Run
from desktop_rag.domain.answers import AnswerSentence
from desktop_rag.domain.conversation import Conversation
from desktop_rag.domain.display import display_text

_SPECIAL = re.compile(r"[\\`*_\[\]{}|~#$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_AT_LINE_START = re.compile(r"(\d{0,9})([-+=:.)])")
_HARD_BREAK = "  \n"
_ITEM_INDENT = "   "
_Doubt = Callable[[AnswerSentence], str]


def as_markdown(conversation: Conversation, voice: Voice = ENGLISH) -> str:
    """The whole conversation with sources and pages, in CommonMark."""
    head = [f"# {escaped(conversation.title)}", escaped(origin(conversation, voice))]
    turns = (part for turn in conversation.turns for part in _turn(told(turn, voice)))
    return "\n\n".join([*head, *turns]) + "\n"


def escaped(text: str) -> str:
    """`text` as one line that reads as it stands, wherever in a line it is put.

    Backslashes are for what CommonMark lets them stand before; entities for what must not even look like
    HTML to a converter that knows fewer escapes.
    """
    line = display_text(" ".join(text.split()))
    line = _SPECIAL.sub(r"\\\g<0>", line.replace("&", "&amp;")).replace("<", "&lt;").replace(">", "&gt;")
    return _unstarted(line)


def _unstarted(line: str) -> str:
    """What begins a list, a heading's underline or a rule at the start of a line does so no more."""
    return _AT_LINE_START.sub(r"\1\\\2", line, count=1) if _AT_LINE_START.match(line) else line


def _turn(turn: ToldTurn) -> Iterator[str]:
    yield f"## {escaped(turn.question)}"
    yield _HARD_BREAK.join(f"*{escaped(words)}*" for words in turn.about)
    yield from (_block(block, turn.doubt) for block in turn.blocks)
    yield from (f"**{escaped(note)}**" for note in turn.notes)
    if turn.sources:
        yield f"### {escaped(turn.sources_title)}"
        yield "\n\n".join(_source(source) for source in turn.sources)


def _block(block: Block, doubt: _Doubt) -> str:
    if not block[0].is_item:
        return _HARD_BREAK.join(_unstarted(_runs(line.runs, doubt)) for line in block)
    return "\n".join(_item(line, doubt) for line in block)


def _item(line: Line, doubt: _Doubt) -> str:
    mark = "-" if line.number is None else f"{line.number}."
    return f"{_ITEM_INDENT * line.level}{mark} {_unstarted(_runs(line.runs, doubt))}"


def _runs(runs: tuple[Run, ...], doubt: _Doubt) -> str:
    return "".join(_run(run, doubt) for run in runs).strip()


def _run(run: Run, doubt: _Doubt) -> str:
    """The white space at the ends, which keeps sentences apart, is kept."""
    space = " " if run.text[:1].isspace() else ""
    said = space + escaped(run.text)
    if run.closes is None:
        return said
    numbers = "".join(rf"\[{n}\]" for n in run.closes.citations)
    doubted = doubt(run.closes)
    return " ".join(part for part in (said, numbers, f"*{escaped(doubted)}*" if doubted else "") if part)


def _source(source: Source) -> str:
    number = rf"**\[{source.n}\]** " if source.n is not None else ""
    where = " · ".join(part for part in (source.name, source.place) if part)
    lines = [f"- {number}{escaped(where)}", f"  > {escaped(source.quote)}", f"  {escaped(source.path)}"]
    return "\n\n".join(lines)
