"""The file list stays quick and keeps its place in large libraries."""

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_rag.app.values import DocumentRow, LibraryOverview, RootSummary
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.gui.library.model import FileListModel, make_listing

ROOT = Path("/papers")


def row(number: int, state: DocumentState = DocumentState.READY) -> DocumentRow:
    path = ROOT / f"report {number:05}.pdf"
    return DocumentRow(path, ROOT, DocumentFormat.PDF, state, "", "", "", 3, 9, 1000)


def overview(count: int, failed: int = 0) -> LibraryOverview:
    rows = [row(n, DocumentState.FAILED if n < failed else DocumentState.READY) for n in range(count)]
    root = RootSummary(ROOT, True, True, count - failed, failed, 0, 0)
    return LibraryOverview((root,), tuple(reversed(rows)), 1, 1, "MiniLM")


def test_files_are_sorted_by_name_and_problems_counted(qapp: QApplication) -> None:
    listing = make_listing(overview(5, failed=2))
    assert [item.path.stem[-1] for item in listing.files] == ["0", "1", "2", "3", "4"]
    assert listing.problems == 2
    assert listing.roots[1].words == "3 of 5"


def test_only_problems_and_name_filters_work_together(qapp: QApplication) -> None:
    model = FileListModel()
    model.set_files(make_listing(overview(30, failed=12)).files)
    model.set_only_problems(True)
    assert model.rowCount() == 12
    model.set_filter("REPORT 00011")
    assert model.rowCount() == 1


def test_changed_rows_are_updated_in_place(qapp: QApplication) -> None:
    model, resets = FileListModel(), []
    model.set_files(make_listing(overview(50, failed=50)).files)
    model.modelReset.connect(lambda: resets.append(1))
    model.set_files(make_listing(overview(50)).files)
    assert resets == []
    assert model.item(model.index(0)).row.state is DocumentState.READY


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_twenty_thousand_files_do_not_hold_up_the_window(qapp: QApplication) -> None:
    files, model = make_listing(overview(20_000)).files, FileListModel()
    took = []
    for act in (lambda: model.set_files(files), lambda: model.set_filter("19"), lambda: model.set_filter("")):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    assert max(took) < 0.1
