"""An answer to paste elsewhere, as plain text and as text with its looks; pure text. GUI thread."""

import html
from collections.abc import Iterator

from desktop_rag.domain.answer_layout import Block, Line, Run, blocks_of
from desktop_rag.domain.answers import Answer, AnswerSentence, Support
from desktop_rag.domain.display import display_name, display_text
from desktop_rag.gui.answers.lines import UNCITED_MARK, UNSUPPORTED_MARK, is_uncited, marks_uncited
from desktop_rag.gui.answers.turn_words import OWN_KNOWLEDGE
from desktop_rag.gui.page.source_ref import SourceEntry, entries_of
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.places import place_words


def answer_as_text(answer: Answer) -> str:
    """Question, answer with numbers, lists and marks in words, and the sources."""
    marked = marks_uncited(answer)
    blocks = ("\n".join(_line(line, marked) for line in block) for block in blocks_of(answer.sentences))
    lines = [answer.question, "", "\n\n".join(blocks)]
    cited, _others = entries_of(answer)
    if cited:
        lines += ["", translate("Asking", "Sources"), *(_source(entry) for entry in cited)]
    elif not answer.mode.reads_passages:
        lines += ["", f"{translate('Asking', OWN_KNOWLEDGE)}."]
    return "\n".join(lines)


def answer_as_html(answer: Answer) -> str:
    """The same for a program that pastes text with its looks; what was written is shown letter for letter."""
    marked = marks_uncited(answer)
    parts = [f"<p><b>{_escaped(answer.question)}</b></p>"]
    parts += [_html_block(block, marked) for block in blocks_of(answer.sentences)]
    cited, _others = entries_of(answer)
    if cited:
        parts.append(f"<p><b>{_escaped(translate('Asking', 'Sources'))}</b></p>")
        parts += [_html_source(entry) for entry in cited]
    elif not answer.mode.reads_passages:
        parts.append(f"<p>{_escaped(translate('Asking', OWN_KNOWLEDGE))}.</p>")
    return "\n".join(parts)


def _line(line: Line, marked: bool) -> str:
    words = "".join(_run(run, marked) for run in line.runs).strip()
    if not line.is_item:
        return words
    return f"{'   ' * line.level}{'-' if line.number is None else f'{line.number}.'} {words}"


def _run(run: Run, marked: bool) -> str:
    if not run.closes:
        return run.text
    numbers = "".join(f" [{number}]" for number in run.closes.citations)
    mark = _mark(run.closes, marked)
    return run.text + numbers + (f" ({mark})" if mark else "")


def _mark(sentence: AnswerSentence, marked: bool) -> str:
    """What a reader elsewhere must know of a sentence, or nothing."""
    if sentence.support is Support.UNSUPPORTED:
        mark, doubt = translate("Asking", UNSUPPORTED_MARK), in_words(sentence.doubt).rstrip(".")
        return f"{mark}: {doubt}" if doubt else mark
    return translate("Asking", UNCITED_MARK) if marked and is_uncited(sentence) else ""


def _source(entry: SourceEntry) -> str:
    return f"[{entry.number}] {_where(entry)}\n    “{entry.quote}”\n    {entry.ref.path}"


def _where(entry: SourceEntry) -> str:
    place = place_words(entry.format, entry.ref.page, entry.label, entry.ref.heading)
    return f"{entry.title or display_name(entry.ref.path)}, {place}"


def _html_block(block: Block, marked: bool) -> str:
    if not block[0].is_item:
        return f"<p>{'<br>'.join(_html_line(line, marked) for line in block)}</p>"
    return "\n".join(_html_items(block, marked))


def _html_items(block: Block, marked: bool) -> Iterator[str]:
    """Each run of items with bullets, or with numbers, as a list; deeper ones are set in."""
    tag = ""
    for line in block:
        wanted = "ul" if line.number is None else "ol"
        if wanted != tag:
            yield f"</{tag}><{wanted}>" if tag else f"<{wanted}>"
            tag = wanted
        number = "" if line.number is None else f' value="{line.number}"'
        deep = f' style="margin-left: {24 * line.level}px"' if line.level else ""
        yield f"<li{number}{deep}>{_html_line(line, marked)}</li>"
    yield f"</{tag}>"


def _html_line(line: Line, marked: bool) -> str:
    return "".join(_html_run(run, marked) for run in line.runs).strip()


def _html_run(run: Run, marked: bool) -> str:
    if not run.closes:
        return _escaped(run.text)
    numbers = "".join(f" <sup>[{number}]</sup>" for number in run.closes.citations)
    mark = _mark(run.closes, marked)
    return _escaped(run.text) + numbers + (f" <i>({_escaped(mark)})</i>" if mark else "")


def _html_source(entry: SourceEntry) -> str:
    quote, path = _escaped(f"“{entry.quote}”"), _escaped(str(entry.ref.path))
    return f"<p>[{entry.number}] {_escaped(_where(entry))}<br><i>{quote}</i><br><small>{path}</small></p>"


def _escaped(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    return "<br>".join(html.escape(display_text(line)) for line in lines)
