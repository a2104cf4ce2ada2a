"""`models`, `adapters` and `embedders`: what they print for a person and for a script."""

import json
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.cli.arguments import parse
from desktop_rag.cli.main import COMMANDS
from desktop_rag.domain.errors import BadLink, DesktopRagError, DownloadsOff, InputError, NotOnShelf
from tests.embedder_files import write_embedder
from tests.ggufs import write_adapter, write_model
from tests.hostile_server import honest, hostile_server


class Line:
    """Runs a command line in one library."""

    def __init__(self, context: AppContext, capsys: pytest.CaptureFixture[str]) -> None:
        self._context = context
        self._capsys = capsys
        self.code = 0
        self.asides = ""

    def __call__(self, *words: str | Path) -> str:
        chosen = parse([str(word) for word in words])
        self.code = COMMANDS[chosen.command](self._context, chosen, JobContext())
        said = self._capsys.readouterr()
        self.asides = said.err
        return said.out

    def json(self, *words: str | Path) -> dict[str, object]:
        found = json.loads(self(*words, "--json"))
        assert isinstance(found, dict)
        return found


@pytest.fixture
def line(context: AppContext, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(context, capsys)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    write_model(folder / "tiny.gguf", name="Tiny One")
    write_adapter(folder / "style.gguf")
    (folder / "broken.gguf").write_bytes(b"GGUF")
    return folder


def test_adding_lists_what_was_taken_and_what_was_not(line: Line, models: Path) -> None:
    said = line("models", "add", models)
    assert "Tiny One" in said
    assert "broken.gguf" in said
    assert "2 on the shelf, 2 of them new; 1 not taken" in said
    assert line.code == 0


def test_only_bad_files_is_a_failure(line: Line, models: Path) -> None:
    line("models", "add", models / "broken.gguf")
    assert line.code == 1


def test_a_list_tells_facts_and_fit_for_scripts(line: Line, models: Path) -> None:
    line("models", "add", models)
    (model,) = line.json("models", "list")["models"]  # type: ignore[misc] # JSON
    assert model["name"] == "Tiny One"
    assert model["path"] == str(models / "tiny.gguf")
    assert model["fit"]["verdict"] == "fits"
    assert model["fit"]["needs_bytes"] > model["bytes"]
    assert (model["architecture"], model["chat_template"], model["in_use"]) == ("llama", True, False)
    (adapter,) = line.json("adapters", "list")["adapters"]  # type: ignore[misc] # JSON
    assert adapter["rank"] > 0
    assert adapter["fit"] is None


def test_a_list_for_a_person_marks_what_is_in_use(line: Line, models: Path) -> None:
    line("models", "add", models)
    assert "In use" in line("models", "use", "tiny")
    said = line("models", "list")
    assert said.startswith("*")
    assert "fits: needs" in said


def test_an_empty_shelf_says_how_to_go_on(line: Line) -> None:
    assert "list --available" in line("models", "list")


def test_show_and_check_give_the_checksum(line: Line, models: Path) -> None:
    line("models", "add", models)
    assert "not computed yet" in line("models", "show", "tiny")
    checked = line.json("models", "check", "tiny")
    assert len(str(checked["sha256"])) == 64
    assert str(checked["sha256"]) in line("models", "show", "tiny")


def test_what_was_chosen_is_what_ask_uses(line: Line, models: Path, folder: Path) -> None:
    line("add", folder)
    line("models", "add", models)
    line("models", "use", "tiny")
    written = line.json("ask", "When does the train to Oslo leave?", "--max-tokens", "8")
    assert (written["mode"], written["model"]) == ("rag", "Tiny One")
    line("adapters", "use", "style:0.5")
    both = line.json("ask", "When does the train to Oslo leave?", "--max-tokens", "8")
    assert both["mode"] == "hybrid"
    line("adapters", "use", "none")
    line("models", "use", "none")
    quoted = line.json("ask", "When does the train to Oslo leave?")
    assert (quoted["mode"], quoted["model"]) == ("extract", "")


def test_removing_leaves_the_file_unless_told(line: Line, models: Path) -> None:
    line("models", "add", models)
    line("models", "remove", "tiny")
    assert (models / "tiny.gguf").exists()
    line("adapters", "remove", "style", "--delete-file")
    assert not (models / "style.gguf").exists()
    assert line.json("models", "list") == {"models": []}


def test_what_can_be_had_is_listed_with_one_recommended(line: Line) -> None:
    offers = line.json("models", "list", "--available")["available"]
    assert isinstance(offers, list)
    assert len([offer for offer in offers if offer["recommended"]]) == 1
    assert all(len(offer["sha256"]) == 64 and offer["url"].startswith("https://") for offer in offers)
    assert "recommended for this computer" in line("models", "list", "--available")


def test_the_bundled_embedder_is_listed_and_in_use(line: Line) -> None:
    (bundled,) = line.json("embedders", "list")["embedders"]  # type: ignore[misc] # JSON
    assert bundled["name"] == "all-MiniLM-L6-v2"
    assert (bundled["in_use"], bundled["dimension"]) == (True, 384)


def test_an_embedder_that_tells_nothing_apart_is_warned_of(
    line: Line, models: Path, folder: Path, tmp_path: Path
) -> None:
    line("add", folder)
    line("embedders", "add", write_embedder(tmp_path / "random.gguf", name="Random"))
    assert not line.json("embedders", "use", "Random")["tells_apart"]
    assert "hardly tells related texts from others" in line.asides
    line("embedders", "use", "bundled")
    assert "hardly tells" not in line.asides


def test_the_list_names_an_embedder_for_documents_in_another_language(line: Line, tmp_path: Path) -> None:
    assert line.json("embedders", "list")["advice"] is None
    german = tmp_path / "bericht.txt"
    german.write_text(
        "Die Heizung im Keller wurde im Herbst gewartet. Der Techniker hat zwei Ventile ersetzt und"
        " empfiehlt, im nächsten Jahr die Pumpe zu prüfen. Die Kündigungsfrist beträgt drei Monate.",
        "utf-8",
    )
    line("add", german)
    advice = line.json("embedders", "list")["advice"]
    assert isinstance(advice, dict)
    assert (advice["language"], advice["share"], advice["use"]) == ("German", 1.0, None)
    assert f"embedders get {advice['get']}" in line("embedders", "list")
    multilingual = write_embedder(tmp_path / "other.gguf", name="Small-multilingual")
    line("embedders", "add", multilingual)
    assert "embedders use 1" in line("embedders", "list")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("models", "add"), InputError),
        (("models", "show", "nothing"), NotOnShelf),
        (("models", "get", "not a link"), BadLink),
        (("models", "get", ""), BadLink),
        (("models", "get", "qwen"), InputError),
        (("models", "get", "http://example.org/x.gguf"), BadLink),
        (("adapters", "use", "nothing:0.5"), NotOnShelf),
    ],
)
def test_what_cannot_be_done_is_refused_in_plain_words(
    line: Line, words: tuple[str, ...], error: type[DesktopRagError]
) -> None:
    with pytest.raises(error) as caught:
        line(*words)
    assert caught.value.message
    assert caught.value.hint


def test_no_download_starts_when_downloads_are_off(line: Line, context: AppContext) -> None:
    context.downloads.allow(False)
    with pytest.raises(DownloadsOff):
        line("models", "get", "https://127.0.0.1:1/model.gguf")


def test_a_file_of_a_repository_goes_by_its_name_there(
    line: Line, tmp_path: Path, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = write_model(tmp_path / "published.gguf").read_bytes()
    context.paths.models.mkdir()
    (context.paths.models / "b.gguf").write_bytes(b"another file of this name")
    with hostile_server() as server:
        monkeypatch.setenv("DESKTOP_RAG_HUB", server.base)
        files = [{"rfilename": name, "size": len(body)} for name in ("a.gguf", "b.gguf")]
        listing = json.dumps({"sha": "0" * 40, "siblings": files}).encode()
        server.page("/api/models/owner/name/revision/main", honest(listing))
        server.page(f"/owner/name/resolve/{'0' * 40}/b.gguf", honest(body))
        with pytest.raises(InputError, match=r"several files: a\.gguf"):
            line("models", "get", "owner/name")
        with pytest.raises(InputError, match=r"no file “c\.gguf”"):
            line("models", "get", "owner/name", "--file", "c.gguf")
        got = line.json("models", "get", "owner/name", "--file", "b.gguf")
    assert got["path"] == str(context.paths.models / "b-2.gguf")


def test_an_adapter_that_is_named_twice_is_applied_once(
    line: Line, models: Path, context: AppContext
) -> None:
    line("adapters", "add", models)
    line("adapters", "use", "style", "style:0.5")
    assert [adapter.scale for adapter in context.settings.load().adapters] == [0.5]


def test_a_model_can_be_chosen_with_a_shorter_context(line: Line, models: Path, context: AppContext) -> None:
    line("models", "add", models)
    line("models", "use", "tiny", "--context", "512")
    chosen = context.settings.load().model
    assert chosen is not None
    assert chosen.context_tokens == 512
    (model,) = line.json("models", "list")["models"]  # type: ignore[misc] # JSON
    assert model["fit"]["context_tokens"] == 512
