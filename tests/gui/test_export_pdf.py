"""A conversation on paper: what was asked, answered and quoted, as text that can be read and copied."""

import io
import time
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QPageSize
from pytestqt.qtbot import QtBot

from desktop_rag.app.jobs import JobRunner, Lane
from desktop_rag.domain.conversation import Conversation, TurnState
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.conversations.export_pdf import Print, as_pdf, paper_of
from desktop_rag.gui.widgets.theme import Theme
from tests.unit.answer_samples import NOTICE, RENT, answer, citation, not_found, sentence
from tests.unit.test_export import HOSTILE, conversation, turn

POINTS_PER_MM = 72 / 25.4


@pytest.fixture
def look(theme: Theme) -> Print:
    return Print(theme.sans, theme.serif)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its lines joined, as another program selects it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def long_conversation(turns: int) -> Conversation:
    said = answer(*(sentence(f"Finding {n} of many is told at some length here.", 1) for n in range(40)))
    return conversation(*(turn(replace(said, question=f"What of house {n}?")) for n in range(turns)))


def test_it_holds_the_question_the_answer_and_the_source_with_its_words(look: Print) -> None:
    (words,) = pages(as_pdf(conversation(), look))
    for said in (
        "The flat",
        "2026-11-21 11:06 UTC – 2026-11-21 11:18 UTC",
        "What is the rent?",
        "Asked of Tiny 3B, which read the passages that were found.",
        f"{RENT} [1]",
        "Sources",
        "[1] Lease · p. iv · Money",
        "/home/ada/lease.pdf",
        "Page 1 of 1",
    ):
        assert said in words
    assert words.count(RENT) == 2  # said, and quoted


def test_doubts_and_outcomes_are_told_as_in_the_other_exports(look: Print) -> None:
    doubted = answer(sentence(RENT, 1), sentence("The rent is low."))
    stopped = turn(replace(answer(), question="And then?"), TurnState.STOPPED)
    (words,) = pages(as_pdf(conversation(turn(doubted), turn(not_found()), stopped), look))
    for said in ("The rent is low. (no source)", "Not in your documents.", NOTICE, "Stopped before the end."):
        assert said in words


def test_lists_and_lines_of_a_question_stay_apart(look: Print) -> None:
    said = answer(
        sentence("It takes:", 1), sentence("- a form", 1, lead="\n"), sentence("2. a stamp", 1, lead="\n"),
        question="What does it take?\nAnd when?",
    )  # fmt: skip
    (words,) = pages(as_pdf(conversation(turn(said)), look))
    assert "What does it take? And when? Asked" in words
    assert "It takes: [1] • a form [1] 2. a stamp [1] Sources" in words


def test_every_page_has_its_number_and_nothing_is_lost_between_two(look: Print) -> None:
    found = pages(as_pdf(long_conversation(6), look))
    assert len(found) > 3
    for number, words in enumerate(found, start=1):
        assert words.endswith(f"Page {number} of {len(found)}")
    whole = " ".join(words.rpartition(" Page ")[0] for words in found)
    for house in range(6):
        assert f"What of house {house}?" in whole
    assert [whole.count(f"Finding {n} of many is told at some length here. [1]") for n in range(40)] == [
        6
    ] * 40


@pytest.mark.parametrize("sentences", range(30, 46))
def test_no_heading_stands_alone_at_the_foot_of_a_page(look: Print, sentences: int) -> None:
    said = answer(*(sentence(f"{n} is told.", 1, lead="\n\n") for n in range(sentences)))
    for words in pages(as_pdf(conversation(turn(said), turn(not_found())), look)):
        body = words.rpartition(" Page ")[0]
        assert not body.endswith(("Sources", "Who is the landlord?", "answer the question"))


@pytest.mark.parametrize("dark", [Qt.ColorScheme.Dark, Qt.ColorScheme.Light])
def test_on_paper_it_is_dark_on_white_whatever_the_window_is(
    theme: Theme, look: Print, dark: Qt.ColorScheme
) -> None:
    theme.set_scheme(dark)
    document = pypdfium2.PdfDocument(as_pdf(conversation(), look))
    grey = document[0].render(scale=2).to_pil().convert("L")
    document.close()
    histogram = grey.histogram()
    assert sum(histogram[250:]) > 0.9 * sum(histogram)
    assert sum(histogram[:60]) > 500


def test_all_fonts_are_in_the_file(look: Print) -> None:
    fonts = [
        font.get_object()
        for page in PdfReader(io.BytesIO(as_pdf(conversation(title="Übersicht"), look))).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert len(fonts) > 1
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"])
        assert "/ToUnicode" in font


def test_nothing_anybody_writes_becomes_a_link_or_an_action(look: Print) -> None:
    hostile = turn(
        replace(answer(sentence(HOSTILE, 1)), question=HOSTILE, citations=(citation(1, HOSTILE, HOSTILE),))
    )
    pdf = as_pdf(conversation(hostile, title=HOSTILE), look)
    reader = PdfReader(io.BytesIO(pdf))
    assert [list(page.get("/Annots", ())) for page in reader.pages] == [[]] * len(reader.pages)
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"])
    for mark in (b"/JavaScript", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert mark not in pdf
    assert "<script>alert(1)</script>" in " ".join(pages(pdf))


@pytest.mark.parametrize("title", ["Große Übersicht", "Vertrag № 7 – „neu“", "Договор аренды"])
def test_letters_of_other_languages_can_be_copied(look: Print, title: str) -> None:
    assert title in pages(as_pdf(conversation(title=title), look))[0]


def test_a_writing_from_right_to_left_begins_at_the_right(look: Print) -> None:
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Arabic):
        pytest.skip("no font with Arabic letters is installed")
    document = pypdfium2.PdfDocument(as_pdf(conversation(title="مرحبا بالعالم"), look))
    page = document[0]
    box = page.get_textpage().get_charbox(0)
    width = page.get_width()
    document.close()
    assert box[2] > width / 2


@pytest.mark.parametrize(
    ("locale", "paper", "width_mm"),
    [
        ("de_DE", QPageSize.PageSizeId.A4, 210.0),
        ("en_GB", QPageSize.PageSizeId.A4, 210.0),
        ("en_US", QPageSize.PageSizeId.Letter, 215.9),
        ("fr_CA", QPageSize.PageSizeId.Letter, 215.9),
        ("es_MX", QPageSize.PageSizeId.Letter, 215.9),
    ],
)
def test_the_paper_is_that_of_the_country(
    look: Print, locale: str, paper: QPageSize.PageSizeId, width_mm: float
) -> None:
    assert paper_of(QLocale(locale)) is paper
    document = pypdfium2.PdfDocument(as_pdf(conversation(), replace(look, paper=paper)))
    assert document[0].get_width() == pytest.approx(width_mm * POINTS_PER_MM, abs=1)
    document.close()


def test_the_file_says_what_it_is(look: Print) -> None:
    about = PdfReader(io.BytesIO(as_pdf(conversation(title="The flat"), look))).metadata
    assert (about.title, about.creator) == ("The flat", "Desktop RAG")


@pytest.mark.alone
@pytest.mark.flaky(reruns=2)  # a shared machine may pause for that long by itself
def test_the_window_goes_on_while_a_long_conversation_is_written(qtbot: QtBot, look: Print) -> None:
    """On a lane's thread, as in the program, and on none of Qt's complaints about threads."""
    jobs = JobRunner()
    channel = Channel(jobs, Lane.VIEW, latest_only=False)
    whole = long_conversation(60)
    ticks = [time.monotonic()]
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(5)
    with qtbot.waitSignal(channel.succeeded, timeout=60_000) as done:
        channel.start(lambda _job: as_pdf(whole, look))
    timer.stop()
    jobs.close()
    pauses = sorted(after - before for before, after in pairwise(ticks))
    assert len(pages(done.args[1])) > 20
    assert pauses[-1] < 0.25, pauses[-5:]
