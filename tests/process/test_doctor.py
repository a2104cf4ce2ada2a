"""The doctor finds each broken part, says what to do, and goes on with the next."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop_rag
from desktop_rag.app.context import AppContext
from desktop_rag.app.doctor import Check
from desktop_rag.app.jobs import JobContext
from desktop_rag.runtime import RuntimePaths, assets_dir

PACKAGE = Path(desktop_rag.__file__).parent
SECRET = "zeppelin"
needs_links = pytest.mark.skipif(os.name == "nt", reason="links want a privilege there")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[AppContext]:
    """A library of two documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(f"The {SECRET} leaves at noon.")
    (folder / "b.txt").write_text("The rent is due on Monday.")
    opened = AppContext.open(RuntimePaths.at(tmp_path / "library"))
    opened.ingest.add([folder], JobContext())
    yield opened
    opened.close()


def failed(context: AppContext) -> list[Check]:
    checks = list(context.doctor.check())
    assert len({check.name for check in checks}) == len(checks) == 8
    return [check for check in checks if not check.ok]


def change(context: AppContext, sql: str) -> None:
    with sqlite3.connect(context.paths.library / "library.db") as connection:
        connection.execute(sql)
    connection.close()


def test_a_sound_library_is_sound_and_says_what_was_seen(context: AppContext) -> None:
    details = {check.name: check.detail for check in context.doctor.check() if check.ok}
    assert details["Library on disk"] == f"2 documents in {context.paths.library}"
    assert details["Keyword index"] == "2 passages"


def test_a_keyword_index_that_lost_a_passage_is_found_and_mended(context: AppContext) -> None:
    change(
        context,
        "INSERT INTO passages_fts (passages_fts, rowid, context, body)"
        " SELECT 'delete', id, context, body FROM passage_texts LIMIT 1",
    )
    (check,) = failed(context)
    assert (check.name, check.detail) == (
        "Keyword index",
        "The keyword index does not fit the documents. Run “desktop-rag rebuild”.",
    )
    context.ingest.rebuild(JobContext())
    assert failed(context) == []


def test_a_keyword_index_that_holds_what_is_gone_is_found_and_mended(context: AppContext) -> None:
    change(context, "INSERT INTO passages_fts (rowid, context, body) VALUES (999, 'ghost', 'ghost words')")
    assert [check.name for check in failed(context)] == ["Keyword index"]
    context.ingest.rebuild(JobContext())
    assert failed(context) == []


def test_a_search_index_that_lost_a_passage_is_found_and_mended(context: AppContext) -> None:
    assert failed(context) == []
    change(context, "DELETE FROM vectors WHERE passage_id = (SELECT max(passage_id) FROM vectors)")
    assert [check.name for check in failed(context)] == ["Search index"]
    context.ingest.sync(JobContext())
    assert failed(context) == [], "a document without its vectors is read again"


def test_looking_changes_nothing(context: AppContext) -> None:
    before = context.catalogue.overview().documents
    assert failed(context) == []
    assert context.catalogue.overview().documents == before


class Installation:
    """A copy of the program whose assets can be spoiled: the code is linked, `assets` is its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "desktop_rag").symlink_to(PACKAGE)
        for part in ("embedder", "guide", "icons"):
            (folder / "assets" / part).mkdir(parents=True)
            for file in (assets_dir() / part).iterdir():
                (folder / "assets" / part / file.name).symlink_to(file)

    def replace(self, asset: str, content: bytes | None) -> None:
        path = self.folder / "assets" / asset
        path.unlink()
        if content is not None:
            path.write_bytes(content)

    def run(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [
            sys.executable,
            "-P",
            "-m",
            "desktop_rag",
            "--library",
            self.folder / "library",
            *arguments,
        ]
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=90,
        )

    def doctor(self) -> dict[str, str]:
        """The details of the checks that failed, by name."""
        done = self.run("doctor", "--json")
        report = json.loads(done.stdout)
        assert len(report["checks"]) == 8
        assert done.returncode == (0 if report["ok"] else 1)
        return {check["name"]: check["detail"] for check in report["checks"] if not check["ok"]}


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@needs_links
def test_a_missing_model_is_told_and_the_rest_is_still_checked(installation: Installation) -> None:
    installation.replace("embedder/model.onnx", None)
    found = installation.doctor()
    assert found.keys() == {"Understanding text", "Search index"}
    assert "missing or may not be read" in found["Understanding text"]
    assert "Install Desktop RAG again." in found["Understanding text"]


@needs_links
def test_a_damaged_model_is_never_used(installation: Installation, tmp_path: Path) -> None:
    model = bytearray((assets_dir() / "embedder" / "model.onnx").read_bytes())
    model[len(model) // 2] ^= 1
    installation.replace("embedder/model.onnx", bytes(model))
    (tmp_path / "note.txt").write_text("The rent is due on Monday.")
    done = installation.run("add", tmp_path / "note.txt")
    assert (done.returncode, done.stdout) == (6, "")
    assert "The search model that comes with Desktop RAG is damaged." in done.stderr
    assert "Traceback" not in done.stderr


@needs_links
def test_a_half_copied_installation_names_what_is_missing(installation: Installation) -> None:
    installation.replace("guide/Desktop RAG guide.pdf", b"%PDF-1.4 cut off")
    for icon in (installation.folder / "assets" / "icons").iterdir():
        icon.unlink()
    (installation.folder / "assets" / "icons").rmdir()
    found = installation.doctor()
    assert found.keys() == {"Parts of the program", "Drawing pages"}
    assert found["Parts of the program"].endswith("missing: icons")


@needs_links
def test_the_log_holds_neither_questions_nor_documents(installation: Installation, tmp_path: Path) -> None:
    """Not even where things go wrong: a damaged file, a question without an answer, a failed command."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(f"The {SECRET} leaves at noon.")
    (folder / "b.pdf").write_bytes(f"%PDF-1.4 {SECRET}".encode())
    assert installation.run("add", folder).returncode == 0
    assert installation.run("ask", f"When does the {SECRET} leave?").returncode == 0
    assert installation.run("search", f"{SECRET}?", "--scope", "/nowhere").returncode == 2
    logs = installation.folder / "library" / "logs"
    text = "".join(path.read_text("utf-8") for path in logs.iterdir())
    assert SECRET not in text
