"""Small decisions of the use cases: what is a problem, what is embedded, how many readers there are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.catalogue import CatalogueService
from desktop_rag.app.context import parsers_for
from desktop_rag.app.keeping import failure_state
from desktop_rag.app.passages import context_of, embedded_text
from desktop_rag.domain.documents import DocumentFormat, DocumentState, Page, ParsedDocument, Passage
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentError,
    DocumentHasNoText,
    DocumentTooLarge,
    DocumentUnsupported,
)
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.records import FileStamp
from desktop_rag.store.roots import RootStore
from desktop_rag.store.vectors import VectorStore

PASSAGE = Passage(1, 0, 5, "Rent › Due")


def titled(title: str) -> ParsedDocument:
    return ParsedDocument(DocumentFormat.TEXT, title, (Page(1, "words"),))


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (DocumentUnsupported(), DocumentState.SKIPPED),
        (DocumentEmpty(), DocumentState.SKIPPED),
        (DocumentEncrypted(), DocumentState.FAILED),
        (DocumentDamaged(), DocumentState.FAILED),
        (DocumentTooLarge(), DocumentState.FAILED),
        (DocumentHasNoText(), DocumentState.FAILED),
    ],
)
def test_a_file_with_nothing_wrong_is_no_problem_to_show(error: DocumentError, state: DocumentState) -> None:
    assert failure_state(error) is state


@pytest.mark.parametrize(
    ("name", "title", "context"),
    [
        ("lease_2024-signed.pdf", "Contract of lease", "lease 2024 signed › Contract of lease › Rent › Due"),
        ("lease_2024.pdf", "Lease 2024", "lease 2024 › Rent › Due"),
        ("日本.txt", "", "日本 › Rent › Due"),
        ("___.txt", "Notes", "Notes › Rent › Due"),
    ],
)
def test_a_passage_is_embedded_with_where_it_stands(name: str, title: str, context: str) -> None:
    assert context_of(Path("/docs") / name, titled(title), PASSAGE) == context


@given(st.binary(min_size=1, max_size=255).filter(lambda name: b"/" not in name and b"\0" not in name))
def test_a_context_is_short_and_can_be_encoded_whatever_the_file_is_called(name: bytes) -> None:
    path = Path(b"/docs/".decode() + name.decode("utf-8", "surrogateescape"))
    context = context_of(path, titled("x" * 1_000), PASSAGE)
    context.encode()
    assert len(context) <= 200


def test_the_words_of_a_passage_are_embedded_without_their_layout() -> None:
    page = Page(1, "before The  rent\n\tis due. after")
    assert embedded_text("Lease", page, Passage(1, 7, 25, "")) == "Lease\nThe rent is due."


@pytest.mark.parametrize(("cores", "parsers"), [(1, 1), (2, 1), (4, 2), (8, 4), (128, 4)])
def test_reading_leaves_cores_for_the_person(cores: int, parsers: int) -> None:
    assert parsers_for(cores) == parsers


class TestCatalogue:
    @pytest.fixture
    def library(self, tmp_path: Path):  # type: ignore[no-untyped-def]  # a generator fixture reads better bare
        database = Database(tmp_path / "library.db")
        yield Library(database)
        database.close()

    def overview(self, library: Library):  # type: ignore[no-untyped-def]  # a `LibraryOverview`
        folder = library._database.path.parent
        roots, vectors = RootStore(library._database), VectorStore(library._database)
        return CatalogueService(roots, library, vectors, folder).overview()

    def test_a_new_library_is_empty_but_has_a_size(self, library: Library) -> None:
        overview = self.overview(library)
        assert (overview.roots, overview.documents, overview.passages, overview.embedder) == ((), (), 0, "")
        assert overview.size_bytes > 0

    def test_each_folder_counts_what_is_below_it_and_a_document_names_the_innermost(
        self, library: Library
    ) -> None:
        RootStore(library._database).add(Path("/docs"), is_folder=True)
        RootStore(library._database).add(Path("/docs/sub"), is_folder=True)
        RootStore(library._database).add(Path("/docs/sub/c.txt"), is_folder=False)
        stamp = FileStamp(1, 1)
        library.note_files((Path(name), stamp) for name in ("/docs/a.txt", "/docs/sub/c.txt", "/docs2/d.txt"))
        overview = self.overview(library)
        counts = {str(root.path): (root.pending, root.total) for root in overview.roots}
        assert counts == {"/docs": (2, 2), "/docs/sub": (1, 1), "/docs/sub/c.txt": (1, 1)}
        folders = {row.path.name: row.folder for row in overview.documents}
        assert folders == {"a.txt": Path("/docs"), "c.txt": Path("/docs/sub"), "d.txt": None}

    def test_problems_and_files_left_out_are_counted_apart(self, library: Library) -> None:
        RootStore(library._database).add(Path("/docs"), is_folder=True)
        stamp = FileStamp(1, 1)
        for state in (DocumentState.FAILED, DocumentState.QUARANTINED, DocumentState.SKIPPED):
            library.note_files([(Path("/docs") / state, stamp)])
            library.fail(Path("/docs") / state, state, "Why.", "What to do.", stamp, None, 1)
        (root,) = self.overview(library).roots
        assert (root.problems, root.skipped, root.ready, root.available) == (2, 1, 0, True)

    def test_a_folder_whose_documents_are_all_away_is_away(self, library: Library) -> None:
        RootStore(library._database).add(Path("/docs"), is_folder=True)
        library.note_files([(Path("/docs/a.txt"), FileStamp(1, 1))])
        library.set_state(Path("/docs/a.txt"), DocumentState.UNAVAILABLE)
        (root,) = self.overview(library).roots
        assert (root.available, root.pending) == (False, 1)
