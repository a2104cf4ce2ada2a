"""The commands that ask and look. Each prints its result and returns the exit code. Main thread."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.values import AnswerPlan, SearchResult
from desktop_rag.cli import shapes
from desktop_rag.cli.terminal import AnswerPrinter, say, say_json
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Citation, Hit, Support
from desktop_rag.domain.chat import AnswerMode, Sampling
from desktop_rag.domain.documents import PagePicture
from desktop_rag.domain.errors import InputError, PathMissing, PathUnreadable
from desktop_rag.domain.formats import DRAWN
from desktop_rag.domain.language_model import ModelChoice
from desktop_rag.domain.places import place_words
from desktop_rag.domain.settings import Settings

QUOTE_CHARS = 300


def search(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    scope = tuple(chosen.scope)
    if chosen.batch:
        for question_id, question in _batch(chosen.batch):
            say_json(shapes.search(context.retrieve.search(question, chosen.k, scope), question_id))
        return 0
    result = context.retrieve.search(chosen.question, chosen.k, scope)
    if chosen.json:
        say_json(shapes.search(result))
    else:
        _say_hits(result)
    return 0


def ask(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    printer = AnswerPrinter(job.report)
    shown = job if chosen.json else JobContext(job.cancel, printer.show)
    plan = _plan(chosen, context.settings.load())
    given = context.answer.ask(chosen.question, shown, tuple(chosen.scope), plan)
    if chosen.json:
        say_json(shapes.answer(given))
    else:
        say_answer(given, printer.printed)
    return 0


def _plan(chosen: argparse.Namespace, settings: Settings) -> AnswerPlan:
    """What is not said is as it was chosen before, by `models use` or in the window."""
    mode = AnswerMode.HYBRID if chosen.adapter else AnswerMode.RAG if chosen.model else settings.mode
    mode = AnswerMode(chosen.mode) if chosen.mode else mode
    adapters = tuple(chosen.adapter) or settings.adapters
    if mode.uses_adapters and not adapters:
        raise InputError(f"The mode “{mode}” needs an adapter.", hint="Give one with --adapter F.gguf.")
    model = ModelChoice(chosen.model, chosen.context) if chosen.model else settings.model
    if model and chosen.context:
        model = replace(model, context_tokens=chosen.context)
    return AnswerPlan(
        mode=mode,
        model=None if mode is AnswerMode.EXTRACT else model,
        adapters=adapters if mode.uses_adapters else (),
        sampling=Sampling(temperature=chosen.temperature, seed=chosen.seed),
        max_tokens=chosen.max_tokens or settings.answer_tokens,
        style=settings.answer_style,
    )


def render(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    if (chosen.start is None) != (chosen.end is None):
        raise InputError("--start and --end belong together.", hint="Give both, or neither.")
    spans = [] if chosen.start is None else [(chosen.start, chosen.end)]
    view = context.source.view(chosen.path, chosen.page, spans, chosen.width)
    if view.format not in DRAWN:
        hint = "Read its text with “search --json”."
        raise InputError("Only pages of PDF files and pictures can be drawn.", hint=hint)
    if view.picture is None:
        raise InputError(view.note, hint="Choose another page or document.")
    _save_png(view.picture, chosen.out)
    if chosen.json:
        say_json(shapes.render(view))
    else:
        say(f"{chosen.out}: {view.picture.width} × {view.picture.height}. {view.note}".strip())
    return 0


def doctor(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    checks = []
    for check in context.doctor.check():
        checks.append(check)
        if not chosen.json:
            say(f"{'ok    ' if check.ok else 'FAILED'}  {check.name}: {check.detail}")
    healthy = all(check.ok for check in checks)
    if chosen.json:
        say_json({"ok": healthy, "checks": [shapes.check(check) for check in checks]})
    return 0 if healthy else 1


def say_answer(given: Answer, printed: str = "") -> None:
    """An answer with its sources, for a person at a terminal; `printed` of it stands there already."""
    if printed:
        say()
    if given.state is AnswerState.NOT_FOUND:
        say("Not in your documents.")
        if given.hits:
            say("\nThe closest passage, which is not an answer:")
            _say_hit(given.hits[0])
        return
    if not printed:
        say("".join(_with_citations(sentence) for sentence in given.sentences).strip())
    for remark in _remarks(given):
        say(f"\n{remark}")
    say()
    for citation in given.citations:
        say(f"[{citation.n}] {_place(citation)}")


def _remarks(given: Answer) -> Iterator[str]:
    """What the reader should know of a written answer."""
    if not given.mode.reads_passages:
        yield "From the model's own knowledge; no source."
    for sentence in given.sentences:
        if sentence.support is Support.UNSUPPORTED:
            yield f"Not in its source: “{sentence.text}” {sentence.doubt}"
        elif sentence.support is Support.UNCITED and given.mode.reads_passages:
            yield f"No source given: “{sentence.text}”"
    if given.unknown_citations:
        yield f"Citations of passages that do not exist, left out: {given.unknown_citations}."
    if given.note:
        yield given.note


def _with_citations(sentence: AnswerSentence) -> str:
    return sentence.lead + sentence.text + "".join(f" [{n}]" for n in sentence.citations)


def _batch(path: Path) -> Iterator[tuple[object, str]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _batch_line(line, number)
    except FileNotFoundError as error:
        raise PathMissing(f"There is no file “{path}”.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PathUnreadable(f"“{path}” cannot be read as UTF-8 text.") from error


def _batch_line(line: str, number: int) -> tuple[object, str]:
    try:
        entry = json.loads(line)
        question_id, question = entry["id"], entry["question"]
        if isinstance(question, str):
            return question_id, question
        raise TypeError("the question is no text")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        hint = 'Write one object a line: {"id": 1, "question": "…"}.'
        raise InputError(f"Line {number} has no id and question.", hint=hint) from error


def _say_hits(result: SearchResult) -> None:
    if not result.answerable:
        say("Probably not in your documents. The closest passages:\n")
    for hit in result.hits:
        _say_hit(hit)


def _say_hit(hit: Hit) -> None:
    text = " ".join(hit.text.split())
    say(f"{hit.rank}. {_place(hit)}")
    say(f"   {text[:QUOTE_CHARS]}{'…' if len(text) > QUOTE_CHARS else ''}\n")


def _place(found: Hit | Citation) -> str:
    return f"{found.path} · {place_words(found.format, found.page, found.label, found.heading)}"


def _save_png(picture: PagePicture, out: Path) -> None:
    try:
        Image.frombytes("RGB", (picture.width, picture.height), picture.rgb).save(out, "PNG")
    except OSError as error:
        hint = "Choose a folder that exists and may be written to."
        raise PathUnreadable(f"“{out}” cannot be written.", hint=hint) from error
