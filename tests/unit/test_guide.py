"""The guide is complete, says what the program says, and its PDF edition is not behind its chapters."""

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from desktop_rag import __version__
from desktop_rag.app.values import IngestSummary, LibraryOverview, RootSummary
from desktop_rag.cli import arguments, shapes
from desktop_rag.cli.shapes import answer as answer_in_json
from desktop_rag.cli.shelf_arguments import ABOUT, NONE
from desktop_rag.cli.shelf_commands import ACTIONS
from desktop_rag.domain import errors
from desktop_rag.domain.answers import Answer, AnswerState, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.folder_rules import FileKind
from desktop_rag.domain.formats import Unit, unit_of
from desktop_rag.domain.links import HUB_HOSTS
from desktop_rag.generation.peft_names import SUPPORTED
from desktop_rag.gui.answers.lines import UNCITED_MARK, UNSUPPORTED_MARK
from desktop_rag.gui.answers.turn_words import OWN_KNOWLEDGE
from desktop_rag.gui.asking.model_words import MODES
from desktop_rag.runtime import APP_NAME, FORBIDDING_FILE

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "assets" / "guide"
PDF = GUIDE / "Desktop RAG guide.pdf"
ICONS = ROOT / "assets" / "icons"
WRITTEN = "03-answers-written-by-a-model.md"
MODELS = "04-models.md"
READ = "06-what-can-be-read.md"
COMMAND_LINE = "10-command-line.md"
TROUBLE = "13-when-something-goes-wrong.md"
PICTURE = re.compile(r"^!\[([^\]]*)\]\(([^)]*)\)$", re.MULTILINE)
WIDEST_CODE = 72
"""Characters of a line of code that a page of the PDF is wide."""
BUTTONS = (
    "Add folder…",
    "Add files…",
    "Check for changes",
    "Try the sample library",
    "Ask",
    "Stop",
    "Go on",
    "Ask only here",
    "Ask here too",
    "Retry",
    "Retry all",
    "Remove from library",
    "Show only problems",
    "Choose a model file…",
    "Unload",
    "Add an adapter…",
    "Use this model",
    "Add as an adapter",
    "Try again",
    "Answer word for word",
    "Ask again",
    "Documents",
    "Conversations",
    "New conversation",
    "Search in conversations",
    "Rename",
    "Delete",
    "Undo",
    "Export as Markdown…",
    "Export as HTML…",
    "Get a model",
    "Models…",
    "Get",
    "Download",
    "Not now",
    "Pause",
    "Resume",
    "Cancel",
    "Discard",
    "Use it now",
    "Look it up",
    "Allow downloads",
    "Add a folder…",
    "Look in other programs",
    "Show why",
    "Use",
    "Show in its folder",
    "Check the file",
    "Copy the checksum",
    "Remove from the list",
    "Delete the file…",
    "Change",
    "Show it",
    "Open Models",
    "Enter password…",
    "What is read…",
    "Its files are now elsewhere…",
    "Choose folder…",
    "Switch on",
    "Read the words on scans and pictures",
    "Take in changes as they happen",
    "Processor cores for reading",
    "Export library…",
    "Settings",
    "Choose a search model…",
    "Read more slowly on battery",
    "Show in folder",
    "Move library…",
    "Delete the old copy…",
    "Restart now",
    "Show the licences",
    "Copy details for a report",
    "Import library…",
    "Help",
    "Next",
    "Skip the tour",
    "Show the tour again",
    "Search the guide",
    "Copy details",
    "Copy details for a report",
    "Show the folder",
)
SHORTCUTS = set(
    "Ctrl+E Ctrl+R Ctrl+Shift+C Backspace "
    "Ctrl+L Ctrl+N Ctrl+M Ctrl+Shift+M Ctrl+, Enter Shift+Enter Up Delete F2 Ctrl+D Ctrl+Z "
    "Shift+F10 F8 Esc Ctrl+O Ctrl+Shift+O F5 "
    "Ctrl+F Right Left Ctrl+PgUp Ctrl+PgDn Ctrl+Plus Ctrl+Minus Ctrl+0 Ctrl+Shift+D F1 Shift+F1 Ctrl+Q "
    "Alt+Up Alt+Down Ctrl+Shift+F F3 Shift+F3 Ctrl+9 Ctrl+Home Ctrl+End Shift+Right Ctrl+C".split()
)
SHELF_COMMANDS = ("models", "adapters", "embedders")
COMMANDS = (
    "add",
    "remove",
    "sync",
    "watch",
    "status",
    "retry",
    "unlock",
    "folders",
    "settings",
    "export",
    "import",
    "relocate",
    "search",
    "ask",
    *SHELF_COMMANDS,
    "render",
    "rebuild",
    "doctor",
)
CONVERTED = {
    "llama": "Llama and Mistral",
    "mistral3": "Llama and Mistral",
    "smollm3": "SmolLM3",
    "granite": "Granite",
    "arcee": "Arcee",
    "qwen2": "Qwen 2 and 3",
    "qwen3": "Qwen 2 and 3",
    "gemma": "Gemma 1 to 3",
    "gemma2": "Gemma 1 to 3",
    "gemma3": "Gemma 1 to 3",
    "phi3": "Phi-3",
    "olmo2": "OLMo 2",
}
"""What llama.cpp calls the kinds of models, and what people do."""
FILES = {
    DocumentFormat.PDF: "PDF",
    DocumentFormat.IMAGE: "PNG, JPEG, TIFF",
    DocumentFormat.DOCX: ".docx",
    DocumentFormat.ODT: ".odt",
    DocumentFormat.RTF: ".rtf",
    DocumentFormat.PPTX: ".pptx",
    DocumentFormat.ODP: ".odp",
    DocumentFormat.XLSX: ".xlsx",
    DocumentFormat.XLS: ".xls)",
    DocumentFormat.ODS: ".ods",
    DocumentFormat.EPUB: ".epub",
    DocumentFormat.HTML: ".html",
    DocumentFormat.MHTML: ".mht, .mhtml",
    DocumentFormat.MARKDOWN: ".md",
    DocumentFormat.RST: ".rst",
    DocumentFormat.TEXT: "Plain text",
    DocumentFormat.CSV: ".csv, .tsv",
    DocumentFormat.JSON: "JSON",
    DocumentFormat.XML: "XML",
    DocumentFormat.CODE: "Source code",
    DocumentFormat.NOTEBOOK: ".ipynb",
    DocumentFormat.EML: ".eml",
    DocumentFormat.MBOX: ".mbox",
    DocumentFormat.MSG: ".msg",
}
"""How the table of kinds of files names the formats."""
PLACES = {
    Unit.PAGE: "Page",
    Unit.SLIDE: "Slide",
    Unit.CELLS: "Sheet and cells",
    Unit.LINES: "lines",
    Unit.MESSAGE: "Subject",
}
INTERFACE_ICONS = (
    "add folder file search ask stop retry remove warning error check info close settings sun moon zoom-in "
    "zoom-out chevron-left chevron-right chevron-down fit-width external library copy edit pause play "
    "lock page download more eye eye-off chevron-up fit-page sort filter"
).split()


def load_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_guide", ROOT / "packaging" / "build_guide.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    return load_builder()


@pytest.fixture(scope="module")
def chapters(builder: ModuleType) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in builder.chapter_paths()}


@pytest.fixture(scope="module")
def guide(chapters: dict[str, str]) -> str:
    return "\n".join(chapters.values())


@pytest.fixture(scope="module")
def pdf_text() -> str:
    with pypdfium2.PdfDocument(PDF) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return flat(" ".join(pages))


def flat(text: str) -> str:
    return " ".join(text.split())


def plain(markdown: str) -> list[str]:
    """The prose of a chapter by line, without Markdown's marks; tables and code are left out.

    Of a picture its words stand there.
    """
    lines = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL).splitlines()
    prose = [line for line in lines if line.strip() and not line.startswith("|")]
    said = [PICTURE.sub(r"\1", line) for line in prose]
    return [re.sub(r"^(#+|-|\d+\.) ", "", line).replace("**", "").replace("`", "") for line in said]


def program_text(part: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in (ROOT / "desktop_rag" / part).rglob("*.py"))


def subclasses(error: type[errors.DesktopRagError]) -> list[type[errors.DesktopRagError]]:
    return [error, *(below for child in error.__subclasses__() for below in subclasses(child))]


def test_index_lists_every_chapter_once_and_in_order(chapters: dict[str, str]) -> None:
    on_disk = sorted(path.name for path in GUIDE.glob("*.md") if path.name != "index.md")
    assert list(chapters) == on_disk


def test_index_names_chapters_by_their_titles(chapters: dict[str, str]) -> None:
    linked = re.findall(r"^\d+\. \[([^\]]+)\]", (GUIDE / "index.md").read_text("utf-8"), re.MULTILINE)
    assert linked == [text.splitlines()[0].removeprefix("# ") for text in chapters.values()]


def test_guide_describes_this_version() -> None:
    assert f"version {__version__}" in (GUIDE / "index.md").read_text("utf-8")


def test_guide_explains_every_exit_code(guide: str) -> None:
    explained = {int(code) for code in re.findall(r"\*\*Exit code (\d+)\*\* means", guide)}
    assert explained == {0} | {error.exit_code for error in subclasses(errors.DesktopRagError)}


@pytest.mark.parametrize("error", subclasses(errors.DocumentError), ids=lambda error: error.__name__)
def test_guide_quotes_every_reason_a_document_fails(guide: str, error: type[errors.DocumentError]) -> None:
    assert f"**“{error.default_message.rstrip('.')}”**" in guide


@pytest.mark.parametrize("error", subclasses(errors.ModelError), ids=lambda error: error.__name__)
def test_guide_quotes_every_reason_a_model_fails(
    chapters: dict[str, str], error: type[errors.ModelError]
) -> None:
    assert f"**“{error.default_message.rstrip('.')}”**" in chapters[WRITTEN]


@pytest.mark.parametrize("error", subclasses(errors.DownloadError), ids=lambda error: error.__name__)
def test_guide_helps_with_every_reason_a_download_fails(
    chapters: dict[str, str], error: type[errors.DownloadError]
) -> None:
    (said,) = re.findall(
        rf"^- \*\*“{re.escape(error.default_message.rstrip('.'))}”\*\*: (.+)$",
        chapters[TROUBLE],
        re.MULTILINE,
    )
    assert ("**Resume**" in said) <= error.resumable


@pytest.mark.parametrize(
    ("chapter", "section", "tree"),
    [
        (WRITTEN, "## When a model cannot be used", errors.ModelError),
        (TROUBLE, "## A download does not work", errors.DownloadError),
    ],
    ids=["models", "downloads"],
)
def test_guide_quotes_no_reason_that_the_program_does_not_give(
    chapters: dict[str, str], chapter: str, section: str, tree: type[errors.DesktopRagError]
) -> None:
    reasons = re.split(r"^## ", chapters[chapter].partition(section)[2], flags=re.MULTILINE)[0]
    quoted = re.findall(r"\*\*“([^”]+)”\*\*", reasons)
    assert len(quoted) >= len(subclasses(tree))
    sources = program_text("")
    assert [reason for reason in quoted if f'"{reason.rstrip(".")}.' not in sources] == []


@pytest.mark.parametrize("error", errors.LibraryError.__subclasses__(), ids=lambda error: error.__name__)
def test_guide_helps_with_every_trouble_of_the_library(
    chapters: dict[str, str], error: type[errors.LibraryError]
) -> None:
    opening = re.split(r"[.,]", error.default_message)[0].casefold()
    assert opening in chapters[TROUBLE].casefold()


def test_guide_names_every_state_of_a_document_as_json_does(chapters: dict[str, str]) -> None:
    assert [s for s in DocumentState if f"`{s.value}`" not in chapters[COMMAND_LINE]] == []


@pytest.mark.parametrize("button", BUTTONS)
def test_guide_names_every_button(guide: str, button: str) -> None:
    assert f"**{button}**" in guide


def test_guide_names_nothing_on_the_models_page_that_is_not_there(chapters: dict[str, str]) -> None:
    named = set(re.findall(r"\*\*([^*]+)\*\*", chapters[MODELS]))
    assert len(named) > 25
    window = program_text("gui")
    assert sorted(name for name in named if f'"{name}' not in window) == []


def test_guide_explains_how_to_keep_downloads_off_for_good(chapters: dict[str, str]) -> None:
    assert [name for name in (MODELS, "08-privacy.md") if f"`{FORBIDDING_FILE}`" not in chapters[name]] == []


def test_guide_names_every_kind_of_model_that_training_folders_are_converted_for(
    chapters: dict[str, str],
) -> None:
    (said,) = re.findall(r"^Plain LoRA adapters can be converted for .+$", chapters[MODELS], re.MULTILINE)
    assert {kind for kind, name in CONVERTED.items() if name not in said} == set()
    assert set(CONVERTED) == SUPPORTED


def test_guide_names_the_host_and_every_program_whose_folders_are_looked_in(chapters: dict[str, str]) -> None:
    source = (ROOT / "desktop_rag" / "app" / "other_programs.py").read_text("utf-8")
    programs = set(re.findall(r'yield "([^"]+)"', source))
    assert len(programs) > 4
    assert [name for name in (*sorted(programs), HUB_HOSTS[0]) if name not in chapters[MODELS]] == []


def test_guide_lists_every_shortcut(chapters: dict[str, str]) -> None:
    listed = re.findall(r"^\| (\S+) \|", chapters["09-keyboard-and-accessibility.md"], re.MULTILINE)
    assert set(listed) - {"Keys"} == SHORTCUTS


def test_guide_lists_every_command(chapters: dict[str, str]) -> None:
    starting = chapters[COMMAND_LINE].partition("## Options")[0]
    assert tuple(re.findall(r"^\| `(\w+)", starting, re.MULTILINE)) == COMMANDS


def test_guide_names_every_way_to_answer_as_the_window_and_the_command_do(chapters: dict[str, str]) -> None:
    assert [words.mode for words in MODES if f"- **{words.name}** " not in chapters[WRITTEN]] == []
    assert [mode for mode in AnswerMode if f"`{mode.value}` (" not in chapters[COMMAND_LINE]] == []


def test_guide_explains_the_marks_in_the_words_of_the_window(chapters: dict[str, str]) -> None:
    for words in (f"**“{UNSUPPORTED_MARK}”**", f"**“{UNCITED_MARK}”**", f"“{OWN_KNOWLEDGE}”"):
        assert words in chapters[WRITTEN]


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in SHELF_COMMANDS])
def test_guide_names_every_option_of_a_command(
    chapters: dict[str, str], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit):
        arguments.parse([command, "--help"])
    options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert "--json" in options
    named = re.findall(r"`[^`\n]+`", chapters[COMMAND_LINE])
    assert [option for option in sorted(options) if not any(option in name for name in named)] == []


def test_guide_names_every_kind_of_file_that_rules_tell_apart(chapters: dict[str, str]) -> None:
    assert [kind for kind in FileKind if f"`{kind.value}`" not in chapters[COMMAND_LINE]] == []


def test_guide_names_every_field_of_the_library_in_json(chapters: dict[str, str]) -> None:
    summary = IngestSummary(0, 0, 0, 0, 0, 0, 0, 0.0)
    overview = LibraryOverview((), (), 0, 0, "")
    root = RootSummary(Path(), True, True, 0, 0, 0, 0)
    fields = {*shapes.ingest(summary), *shapes.status(overview, ()), *shapes.root(root)}
    assert [name for name in sorted(fields) if f"`{name}`" not in chapters[COMMAND_LINE]] == []


@pytest.mark.parametrize("format_", DocumentFormat)
def test_guide_says_what_a_place_is_in_every_format(
    chapters: dict[str, str], format_: DocumentFormat
) -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \|$", chapters[READ], re.MULTILINE)
    (place,) = [place for files, place in rows if FILES[format_] in files]
    assert PLACES.get(unit_of(format_), "").casefold() in place.casefold()


@pytest.mark.parametrize("command", SHELF_COMMANDS)
def test_guide_lists_every_action_and_option_of_the_shelf(
    chapters: dict[str, str], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for action in ACTIONS:
        with pytest.raises(SystemExit):
            arguments.parse([command, action, "--help"])
        options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help", "--json"}
        assert re.search(rf"^\| `{action}\b", chapters[COMMAND_LINE], re.MULTILINE)
        assert [name for name in sorted(options) if name not in chapters[COMMAND_LINE]] == []
    back = {kind: name for kind, (name, _about) in ABOUT.items()}
    assert [kind for kind in back if f"`{back[kind]} use {NONE[kind]}`" not in chapters[COMMAND_LINE]] == []


def test_guide_lists_every_field_of_an_answer_in_json(chapters: dict[str, str]) -> None:
    answer = Answer("", AnswerMode.RAG, AnswerState.ANSWERED, 1.0, (), (), ())
    rows = re.findall(r"^\| (`[a-z_`, ]+) \|", chapters[COMMAND_LINE], re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert [name for name in listed if name in answer_in_json(answer)] == list(answer_in_json(answer))
    assert [support for support in Support if f"`{support.value}`" not in chapters[COMMAND_LINE]] == []


def test_guide_says_where_the_library_is(chapters: dict[str, str]) -> None:
    assert len(re.findall(rf"stored in `[^`]+[/\\]{APP_NAME}`", chapters["08-privacy.md"])) == 3


def test_guide_asks_no_questions_that_an_answer_could_quote(guide: str) -> None:
    asked = [line for line in plain(guide) if re.search(r"\?(\s|$)", line)]
    assert asked == []


def test_pdf_was_made_from_these_chapters(builder: ModuleType) -> None:
    assert builder.recorded_sha256() == builder.sources_sha256(), "run packaging/build_guide.py"


def test_pdf_holds_every_sentence_readable(chapters: dict[str, str], pdf_text: str) -> None:
    lost = [line for text in chapters.values() for line in plain(text) if flat(line) not in pdf_text]
    assert lost == []


def test_no_line_of_code_runs_off_the_page(guide: str) -> None:
    code = "\n".join(re.findall(r"^```\n(.*?)^```", guide, re.MULTILINE | re.DOTALL))
    assert code
    assert [line for line in code.splitlines() if len(line) > WIDEST_CODE] == []


def test_pdf_outline_holds_every_heading(chapters: dict[str, str]) -> None:
    headings = [
        line.lstrip("# ") for t in chapters.values() for line in t.splitlines() if re.match("##? ", line)
    ]
    with pypdfium2.PdfDocument(PDF) as document:
        assert [item.get_title() for item in document.get_toc()] == headings


def test_pdf_stays_small() -> None:
    assert PDF.stat().st_size < 1_000_000


def test_guide_names_every_picture_there_is_and_no_other(guide: str) -> None:
    named = [file for _words, file in PICTURE.findall(guide)]
    assert len(named) >= 4
    assert sorted(named) == sorted(f"pictures/{path.name}" for path in (GUIDE / "pictures").iterdir())
    assert guide.count("![") == len(named), "a picture stands in a line of its own"


def test_every_picture_says_in_a_sentence_what_is_seen(guide: str) -> None:
    said = [words for words, _file in PICTURE.findall(guide)]
    assert [words for words in said if len(words.split()) < 5 or not words.endswith(".")] == []
    assert len(set(said)) == len(said)


def test_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in (GUIDE / "pictures").iterdir()) < 600_000


def test_pdf_shows_every_picture_within_its_page(guide: str) -> None:
    with pypdfium2.PdfDocument(PDF) as document:
        shown = [
            (page, each) for page in document for each in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]
        sides = [(each.get_bounds(), page.get_size()) for page, each in shown]
    assert len(sides) == len(PICTURE.findall(guide))
    outside = [side for side, (w, h) in sides if side[0] < 0 or side[1] < 0 or side[2] > w or side[3] > h]
    assert outside == []


@pytest.mark.parametrize("name", INTERFACE_ICONS)
def test_interface_icon_is_drawn_in_one_replaceable_colour(name: str) -> None:
    source = (ICONS / f"{name}.svg").read_text("utf-8")
    root = ET.fromstring(source)
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke-width") == "1.5"
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}", source)) == {"#000000"}


def test_no_icon_is_left_over() -> None:
    assert {path.stem for path in ICONS.glob("*.svg")} == {*INTERFACE_ICONS, "app", "app-small"}
