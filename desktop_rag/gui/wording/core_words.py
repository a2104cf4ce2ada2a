"""What the core says, in the window's language. Any thread.

The core knows no Qt: its errors, next steps, notes and the reasons kept with documents are English sentences.
packaging/build_translations.py collects them into the "Core" part of the translations, and those with values
in them also into core_texts.json, by which a sentence is recognised here. What is not known, such as a text
from an older version of the program, is shown as it is.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desktop_rag.gui.wording.language import (
    ENGLISH,
    QT_TRANSLATE_NOOP,
    decimal,
    language_in_force,
    number,
    translate,
    translations_dir,
)

TEMPLATES_FILE = "core_texts.json"
_FIELD = re.compile(r"\{(\w*)\}")
_SENTENCE_END = re.compile(r"(?<=[.:!?]) ")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
_SIZE = re.compile(r"(\d{1,6}\.\d) ([KMGT]B)")
_SHORTEST_LITERAL = 8
_PIECES = (
    QT_TRANSLATE_NOOP("Core", "New conversation"),
    # In an exported conversation.
    QT_TRANSLATE_NOOP("Core", "Sources"),
    QT_TRANSLATE_NOOP("Core", "Closest passages, which do not answer the question"),
    QT_TRANSLATE_NOOP("Core", "not supported by its source"),
    QT_TRANSLATE_NOOP("Core", "not checked against its source"),
    QT_TRANSLATE_NOOP("Core", "no source"),
    QT_TRANSLATE_NOOP("Core", "the model"),
    QT_TRANSLATE_NOOP("Core", "A file"),
    # What a file is called in “This spreadsheet is damaged …”.
    QT_TRANSLATE_NOOP("Core", "Word file"),
    QT_TRANSLATE_NOOP("Core", "spreadsheet"),
    QT_TRANSLATE_NOOP("Core", "presentation"),
    QT_TRANSLATE_NOOP("Core", "document"),
    QT_TRANSLATE_NOOP("Core", "book"),
    QT_TRANSLATE_NOOP("Core", "message"),
    # … and in “This is a drawing (Visio), which cannot be read.”
    QT_TRANSLATE_NOOP("Core", "a drawing (Visio)"),
    QT_TRANSLATE_NOOP("Core", "an Apple Pages, Numbers or Keynote document"),
    QT_TRANSLATE_NOOP("Core", "a Java program"),
    QT_TRANSLATE_NOOP("Core", "a Word file of the old kind (.doc)"),
    QT_TRANSLATE_NOOP("Core", "a presentation of the old kind (.ppt)"),
    QT_TRANSLATE_NOOP("Core", "a Publisher document"),
    QT_TRANSLATE_NOOP("Core", "a document of Microsoft Works"),
    QT_TRANSLATE_NOOP("Core", ".docx or PDF"),
    QT_TRANSLATE_NOOP("Core", ".pptx or PDF"),
    QT_TRANSLATE_NOOP("Core", "This is a picture ({name})."),
    QT_TRANSLATE_NOOP("Core", "This is a sound recording ({name})."),
    QT_TRANSLATE_NOOP("Core", "This is a video ({name})."),
    QT_TRANSLATE_NOOP("Core", "This is an archive ({name})."),
    QT_TRANSLATE_NOOP("Core", "This is a program ({name})."),
    # What a file did that is left alone.
    QT_TRANSLATE_NOOP("Core", "stopped the reader twice"),
    QT_TRANSLATE_NOOP("Core", "kept the reader busy without end, twice"),
    QT_TRANSLATE_NOOP("Core", "needed more memory than a document may, twice"),
    QT_TRANSLATE_NOOP("Core", "a folder"),
    QT_TRANSLATE_NOOP("Core", "a single file"),
    # Why a sentence of an answer is not supported.
    QT_TRANSLATE_NOOP("Core", "“{missing}” does not occur in the cited passage."),
    QT_TRANSLATE_NOOP("Core", "“{missing}” does not occur in the cited passages."),
    QT_TRANSLATE_NOOP("Core", "The cited passage may say the opposite."),
    QT_TRANSLATE_NOOP("Core", "The cited passages may say the opposite."),
    QT_TRANSLATE_NOOP("Core", "The cited passage speaks of something else."),
    QT_TRANSLATE_NOOP("Core", "The cited passages speak of something else."),
    QT_TRANSLATE_NOOP("Core", "The model cannot read much at once: one passage did not fit."),
    QT_TRANSLATE_NOOP("Core", "The model cannot read much at once: {passages} passages did not fit."),
    QT_TRANSLATE_NOOP("Core", "Try again in 1 minute."),
    # Models and adapters.
    QT_TRANSLATE_NOOP("Core", "an unnamed model"),
    QT_TRANSLATE_NOOP("Core", "another model"),
    QT_TRANSLATE_NOOP("Core", "another one"),
    QT_TRANSLATE_NOOP("Core", "it changes a part that this model does not have"),
    QT_TRANSLATE_NOOP("Core", "the sizes differ"),
    QT_TRANSLATE_NOOP("Core", "it ends inside its header"),
    QT_TRANSLATE_NOOP("Core", "it was cut while being read"),
    QT_TRANSLATE_NOOP("Core", "its last {bytes} bytes are missing"),
    QT_TRANSLATE_NOOP("Core", "{there} of {whole} are there"),
    QT_TRANSLATE_NOOP("Core", "it is for models of the kind “{ours}”, this one is of the kind “{theirs}”"),
    QT_TRANSLATE_NOOP("Core", "The search model “{name}” is not there."),
    QT_TRANSLATE_NOOP("Core", "The search model is not there."),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{path}” and {others} more is in the library already,"
        " with other content than the file at the old place.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{path}” is in the library already, with other content than the file at the old place."
    ),
)
"""Sentences and parts of sentences that the core puts together in ways that its sources do not show whole."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with named values, and the pattern that recognises it and finds them."""

    text: str
    pattern: re.Pattern[str]

    @property
    def literal(self) -> int:
        """How many characters are fixed: the more, the surer."""
        return len(_FIELD.sub("", self.text))


def in_words(text: str) -> str:
    """`text`, a sentence of the core or several, in the window's language; itself where it is not known."""
    if not text or language_in_force() == ENGLISH:
        return text
    return _as_one(text) or _by_sentences(text) or text


def make_templates(texts: Sequence[str]) -> tuple[Template, ...]:
    """Those that can be told from other texts, the surest first."""
    made = [Template(text, _pattern(text)) for text in texts if _FIELD.search(text)]
    told = [each for each in made if each.literal >= _SHORTEST_LITERAL]
    return tuple(sorted(told, key=lambda each: -each.literal))


def _pattern(text: str) -> re.Pattern[str]:
    parts = _FIELD.split(text)
    said = "".join(re.escape(part) if i % 2 == 0 else "(.+?)" for i, part in enumerate(parts))
    return re.compile(said, re.DOTALL)


@cache
def _templates(file: Path) -> tuple[Template, ...]:
    texts = json.loads(file.read_text("utf-8")) if file.is_file() else []
    return make_templates((*texts, *_PIECES))


def _as_one(text: str) -> str:
    """The whole of it as one known sentence, or nothing."""
    said = translate("Core", text)
    if said != text:
        return said
    for template in _templates(translations_dir() / TEMPLATES_FILE):
        if found := template.pattern.fullmatch(text):
            return _filled(template, found.groups())
    return ""


def _filled(template: Template, values: Sequence[str]) -> str:
    """The sentence in the window's language with its values, which may be known words themselves."""
    names = _FIELD.findall(template.text)
    said = {name: _value(value) for name, value in zip(names, values, strict=True)}
    return _FIELD.sub(lambda field: said.get(field[1], field[0]), translate("Core", template.text))


def _value(value: str) -> str:
    if _NUMBER.fullmatch(value):
        return number(int(value.replace(",", "")))
    if size := _SIZE.fullmatch(value):
        return f"{decimal(float(size[1]), 1)} {size[2]}"
    return in_words(value)


def _by_sentences(text: str) -> str:
    """Several sentences, the longest known beginning first; nothing where one of them is not known."""
    ends = [found.start() for found in _SENTENCE_END.finditer(text)]
    for end in reversed(ends):
        begin, rest = _as_one(text[:end]), text[end + 1 :]
        if begin and (following := _as_one(rest) or _by_sentences(rest)):
            return f"{begin} {following}"
    return ""
