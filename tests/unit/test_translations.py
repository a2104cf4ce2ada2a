"""Every text of the window has its place in the translations, and every translation keeps what it must."""

import ast
import importlib.util
import re
import shutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from desktop_rag.domain import errors
from desktop_rag.domain.errors import DesktopRagError

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = sorted(path.stem.removeprefix("desktop_rag_") for path in FOLDER.glob("desktop_rag_*.ts"))
FIELDS = re.compile(r"\{\w*\}|%L?n")


@dataclass(frozen=True, slots=True)
class Message:
    context: str
    source: str
    forms: tuple[str, ...]
    counted: bool


def messages(language: str) -> Iterator[Message]:
    for context in ET.parse(FOLDER / f"desktop_rag_{language}.ts").iterfind("context"):
        for message in context.iterfind("message"):
            translation = message.find("translation")
            assert translation is not None
            counted = message.get("numerus") == "yes"
            said = [each.text or "" for each in translation.iterfind("numerusform")]
            forms = tuple(said) if counted else (translation.text or "",)
            yield Message(context.findtext("name", ""), message.findtext("source", ""), forms, counted)


@pytest.fixture(scope="module")
def packaging() -> Iterator[None]:
    """The scripts there import each other by name."""
    sys.path.insert(0, str(PACKAGING))
    yield
    sys.path.remove(str(PACKAGING))


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def builder(packaging: None) -> ModuleType:
    return load("build_translations")


@pytest.fixture(scope="module")
def core(packaging: None) -> ModuleType:
    return load("core_texts")


@pytest.fixture(scope="module")
def window(packaging: None) -> ModuleType:
    return load("window_texts")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "translations")


def test_english_and_german_are_there_complete_and_up_to_date(builder: ModuleType) -> None:
    assert {"en", "de"} <= set(LANGUAGES)
    assert builder.complaints() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_values_that_the_text_has(language: str) -> None:
    def fields(text: str) -> set[str]:
        return set(FIELDS.findall(text))

    wrong = []
    for each in messages(language):
        if each.context == "Core":
            wrong += [each.source for said in each.forms if not fields(said) <= fields(each.source)]
        elif each.counted:
            # The form for one may say it in words: "Eine Datei".
            wrong += [each.source for said in each.forms if fields(each.source) - fields(said) - {"%Ln"}]
            wrong += [each.source for said in each.forms[1:] if fields(said) != fields(each.source)]
        elif fields(each.forms[0]) != fields(each.source):
            wrong.append(each.source)
    assert wrong == []


def test_every_form_of_german_is_filled_and_no_english_is_left_in_it() -> None:
    said = [(each.source, form) for each in messages("de") for form in each.forms]
    assert [source for source, form in said if not form.strip()] == []
    left = re.compile(r"\b(?:Ctrl|Shift|the|and|your|is|are|not|with|files?|documents?)\b(?!\.)")
    quoted = re.compile(r"“[^„“]*”")
    assert [form for _source, form in said if left.search(FIELDS.sub("", form)) or quoted.search(form)] == []


def test_german_keeps_the_points_at_the_ends_and_the_dots_of_what_opens_something() -> None:
    ends = (".", "…", "?", ":")
    differ = [
        each.source
        for each in messages("de")
        for form in each.forms
        if each.source.endswith(ends) and each.source[-1] != form[-1]
    ]
    assert differ == []


def test_every_sentence_of_the_error_tree_is_translated() -> None:
    def below(kind: type[DesktopRagError]) -> Iterator[type[DesktopRagError]]:
        yield kind
        for each in kind.__subclasses__():
            yield from below(each)

    known = {each.source for each in messages("de") if each.context == "Core"}
    ours = [kind for kind in below(DesktopRagError) if kind.__module__ == errors.__name__]
    assert len(ours) > 50
    assert {kind.default_message for kind in ours} | {kind.default_hint for kind in ours} <= known


def test_sentences_of_the_core_are_found_with_the_names_of_their_values(core: ModuleType) -> None:
    source = '''
def read(path, size):
    """This sentence is for those who read the source."""
    logger.warning("This one is for the log. %s", path)
    if size > LIMIT:
        raise TooLarge(
            f"“{path.name}” is {words(size)} large; files up to {LIMIT} are read.",
            hint="Split it into "
            "smaller ones.",
            detail=f"There are {size} bytes in it.",
        )
    db.execute("SELECT * FROM documents WHERE path = ?. ")
'''
    assert sorted(core.sentences(source)) == [
        "Split it into smaller ones.",
        "“{name}” is {size} large; files up to {limit} are read.",
    ]


def test_all_of_the_core_is_looked_through(core: ModuleType) -> None:
    found = core.core_texts()
    for known in (
        "This file is {size}; files up to {limit} are read.",  # app
        "The disk is full. What was finished so far is kept.",  # domain
        "{host} cannot be reached.",  # downloading
        "This is not a GGUF file.",  # embedding
        "The adapter {name} could not be loaded.",  # generation
        "This book is damaged and cannot be opened.",  # parsing
        "“{file}” cannot be written.",  # store
        "This document has more than {max_pages} pages.",  # workers
    ):
        assert known in found
    assert [text for text in found if "SELECT" in text or "PRAGMA" in text] == []


def test_texts_of_the_window_are_found_whatever_their_number_is(window: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "panel.py"
    source.write_text(
        'READY = QT_TRANSLATE_NOOP("Library", "Ready")\n'
        'a = translate("Library", "%Ln file(s)", None, len(rows) + self.count)\n'
        'b = translate("Common", "Open", "a file")\n'
        'c = translate("Library", READY)\n'
        'd = QCoreApplication.translate("Help", "One"\n " text")\n',
        "utf-8",
    )
    marked = window.Marked
    assert window.window_texts(tmp_path) == [
        marked("Common", "Open", "a file"),
        marked("Help", "One text"),
        marked("Library", "%Ln file(s)", "", counted=True),
        marked("Library", "Ready"),
    ]


def test_a_text_that_nobody_could_translate_is_refused(window: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "panel.py").write_text('label(translate("Library", f"{name} is ready"))\n', "utf-8")
    with pytest.raises(SystemExit, match=r"panel\.py:1"):
        window.window_texts(tmp_path)


_SHOWING = {
    **dict.fromkeys(
        ("label", "paragraph", "TextButton", "ElidedLabel", "Way", "Note", "say", "addAction"), 0
    ),
    **dict.fromkeys(("setText", "set_text", "set_words", "setTitle", "setWindowTitle", "setToolTip"), 0),
    **dict.fromkeys(("setAccessibleName", "setAccessibleDescription", "setPlaceholderText"), 0),
    **dict.fromkeys(("set_paragraph", "announce", "RowProgress", "set_line", "addItem"), 1),
    "IconButton": 2,
}
"""Which argument of a call is shown to the person."""
_NAMES = {"Desktop RAG", "drafts/\n*.bak"}


def literals(node: ast.expr) -> Iterator[str]:
    """What an expression shows of its own: not what it calls for."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*literals(body), *literals(orelse))
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from literals(part)
        case ast.BinOp(left=left, right=right):
            yield from (*literals(left), *literals(right))


def shown_untranslated(path: Path) -> Iterator[str]:
    """Words that are given to a widget as they stand in the source."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        at = _SHOWING.get(name, len(node.args))
        for words in literals(node.args[at]) if at < len(node.args) else ():
            if re.search(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>?", "", words)) and words not in _NAMES:
                yield f"{path.name}:{node.lineno}: {words}"


def test_no_words_are_given_to_a_widget_past_translate() -> None:
    window = ROOT / "desktop_rag" / "gui"
    assert [each for path in sorted(window.rglob("*.py")) for each in shown_untranslated(path)] == []


def test_words_that_go_past_translate_are_noticed(tmp_path: Path) -> None:
    source = tmp_path / "panel.py"
    source.write_text(
        'a.setText("Not there")\n'
        'IconButton(icons, "close", f"Close {name}")\n'
        'a.setText(translate("Common", "Open"))\n'
        'label(f"<p>{escaped}</p>", "caption")\n',
        "utf-8",
    )
    assert list(shown_untranslated(source)) == ["panel.py:1: Not there", "panel.py:2: Close "]


def test_a_text_that_is_not_translated_yet_is_complained_of(builder: ModuleType, copied: Path) -> None:
    german = copied / "desktop_rag_de.ts"
    tree = ET.parse(german)
    message = tree.find("context/message")
    assert message is not None
    source, translation = message.findtext("source", ""), message.find("translation")
    assert translation is not None
    translation.set("type", "unfinished")
    tree.write(german, "utf-8", xml_declaration=True)
    said = builder.complaints(copied)
    assert f"desktop_rag_de.ts has no translation of: {source}" in said
    assert "desktop_rag_de.qm is not up to date." in said


def test_a_text_that_is_gone_from_the_program_is_complained_of(builder: ModuleType, copied: Path) -> None:
    german = copied / "desktop_rag_de.ts"
    gone = "<source>No such text any more</source><translation>Nicht mehr da</translation>"
    said = german.read_text("utf-8")
    first = said.index("    <message")
    german.write_text(f"{said[:first]}    <message>{gone}</message>\n{said[first:]}", "utf-8")
    assert "desktop_rag_de.ts is not up to date." in builder.complaints(copied)


@pytest.mark.parametrize(
    ("text", "one", "many"),
    [
        ("%Ln file(s)", "%Ln file", "%Ln files"),
        ("%Ln page(s) is/are read.", "%Ln page is read.", "%Ln pages are read."),
        ("%Ln document(s) has/have it", "%Ln document has it", "%Ln documents have it"),
    ],
)
def test_english_forms_come_from_how_the_text_is_written(
    builder: ModuleType, text: str, one: str, many: str
) -> None:
    assert builder.english_forms(text) == (one, many)


def test_another_language_begins_with_one_command_and_lacks_nothing(
    builder: ModuleType, copied: Path
) -> None:
    builder.begin(copied, "fr")
    builder.collect(copied)
    french, german = copied / "desktop_rag_fr.ts", copied / "desktop_rag_de.ts"
    sources = [
        {message.findtext("source") for message in ET.parse(file).iterfind("context/message")}
        for file in (french, german)
    ]
    assert sources[0] == sources[1]
    assert len(builder.unfinished(french)) == len(list(messages("de")))


def test_the_package_takes_the_translations_along() -> None:
    spec = (PACKAGING / "desktop_rag.spec").read_text("utf-8")
    assert '"translations"' in spec
    assert "qtbase_*.qm" in spec
