"""An answer as plain text to paste elsewhere; pure, no Qt. GUI thread."""

from desktop_rag.domain.answer_layout import Line, Run, blocks_of
from desktop_rag.domain.answers import Answer, Support
from desktop_rag.domain.display import display_name
from desktop_rag.domain.places import place_words
from desktop_rag.gui.answer_lines import UNCITED_MARK, UNSUPPORTED_MARK, is_uncited, marks_uncited
from desktop_rag.gui.source_ref import SourceEntry, entries_of
from desktop_rag.gui.turn_words import OWN_KNOWLEDGE


def answer_as_text(answer: Answer) -> str:
    """Question, answer with numbers, lists and marks in words, and the sources."""
    marked = marks_uncited(answer)
    blocks = ("\n".join(_line(line, marked) for line in block) for block in blocks_of(answer.sentences))
    lines = [answer.question, "", "\n\n".join(blocks)]
    cited, _others = entries_of(answer)
    if cited:
        lines += ["", "Sources", *(_source(entry) for entry in cited)]
    elif not answer.mode.reads_passages:
        lines += ["", f"{OWN_KNOWLEDGE}."]
    return "\n".join(lines)


def _line(line: Line, marked: bool) -> str:
    words = "".join(_run(run, marked) for run in line.runs).strip()
    if not line.is_item:
        return words
    return f"{'   ' * line.level}{'-' if line.number is None else f'{line.number}.'} {words}"


def _run(run: Run, marked: bool) -> str:
    if not run.closes:
        return run.text
    numbers = "".join(f" [{number}]" for number in run.closes.citations)
    mark = ""
    if run.closes.support is Support.UNSUPPORTED:
        doubt = run.closes.doubt.rstrip(".")
        mark = f" ({UNSUPPORTED_MARK}{f': {doubt}' if doubt else ''})"
    elif marked and is_uncited(run.closes):
        mark = f" ({UNCITED_MARK})"
    return run.text + numbers + mark


def _source(entry: SourceEntry) -> str:
    place = place_words(entry.format, entry.ref.page, entry.label, entry.ref.heading)
    name = entry.title or display_name(entry.ref.path)
    return f"[{entry.number}] {name}, {place}\n    “{entry.quote}”\n    {entry.ref.path}"
