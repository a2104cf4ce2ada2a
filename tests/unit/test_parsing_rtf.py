"""Rich text is read with its headings, lists, tables and notes, in any encoding; hostile files do no harm."""

import io
import resource
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentDamaged, DocumentHasNoText
from desktop_rag.domain.places import place_words
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document
from desktop_rag.parsing.rich_text.reader import DEEPEST_GROUP, RtfReader
from tests.reading import damaged, outcome

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset128 MS Mincho;}"
    r"{\f2\fswiss\fcharset204 Arial Cyr;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 heading 2;}}"
    r"{\info{\title The lease}{\author Ann}}"
)
# As a word processor on Windows writes them: WordPad's and Word's own habits, shortened.
TABLE = (
    r"\trowd\trhdr\cellx2000\cellx4000\pard\intbl\b Plan\b0\cell Deductible\cell\row"
    r"\trowd\cellx2000\cellx4000\pard\intbl Plus\cell {$500\par per year}\cell\row"
    r"\trowd\cellx2000\cellx4000\pard\intbl Basic\cell $900\cell\row\pard "
)


def opened(tmp_path: Path, body: str | bytes) -> OpenedDocument:
    data = body if isinstance(body, bytes) else (HEAD + body + "}").encode("latin-1")
    (tmp_path / "a.rtf").write_bytes(data)
    document = open_document(tmp_path / "a.rtf")
    assert document.format is DocumentFormat.RTF
    return document


def seen(document: OpenedDocument) -> list[tuple[str, int, str]]:
    return [
        (b.kind.value, b.level, page.text[b.start : b.end]) for page in document.pages for b in page.blocks
    ]


def text(body: str | bytes) -> str:
    data = body if isinstance(body, bytes) else (HEAD + body + "}").encode("latin-1")
    return "\n".join(block.text for block in RtfReader().read(io.BytesIO(data)))


def test_headings_paragraphs_and_breaks(tmp_path: Path) -> None:
    document = opened(
        tmp_path,
        r"\pard\s1 Rent\par\pard The {\i rent} is\line 940.\par\par\pard\outlinelevel1 When{} it is due\par"
        r"\pard On the first.\page On the second.",
    )
    assert document.title == "The lease"
    assert seen(document) == [
        ("heading", 1, "Rent"),
        ("paragraph", 0, "The rent is\n940."),
        ("heading", 2, "When it is due"),
        ("paragraph", 0, "On the first."),
        ("paragraph", 0, "On the second."),
    ]
    assert place_words(DocumentFormat.RTF, 1, "", "Rent › When it is due") == "Rent › When it is due"


def test_rows_of_a_table_name_their_columns(tmp_path: Path) -> None:
    assert seen(opened(tmp_path, r"Before\par" + TABLE + r"After\par")) == [
        ("paragraph", 0, "Before"),
        ("table_row", 0, "Plan | Deductible"),
        ("table_row", 0, "Plan: Plus | Deductible: $500 per year"),
        ("table_row", 0, "Plan: Basic | Deductible: $900"),
        ("paragraph", 0, "After"),
    ]


def test_items_of_a_list_keep_their_marks_and_depth(tmp_path: Path) -> None:
    body = (
        r"\pard{\listtext\'b7\tab}\ls1\ilvl0 one\par{\listtext\tab 3.\tab}\ilvl1 three\par"
        r"{\pntext\f3\'B7\tab}four\par\pard{\listtext a)\tab}\ls2 first\par"
    )
    assert seen(opened(tmp_path, body)) == [
        ("list_item", 1, "• one"),
        ("list_item", 2, "3. three"),
        ("list_item", 2, "• four"),
        ("paragraph", 0, "a) first"),
    ]


def test_notes_follow_the_paragraph_they_belong_to(tmp_path: Path) -> None:
    body = r"Rent{\super\chftn{\footnote\pard\plain\chftn Without heating.\par}} is 940.\par Next.\par"
    assert [found for _, _, found in seen(opened(tmp_path, body))] == [
        "Rent is 940.",
        "Without heating.",
        "Next.",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"Caf\'e9 \'80", "Café €"),
        (r"\u8364? \u8364\'80 \uc2\u26085\'93\'fa.", "€ € 日."),
        (r"{\uc0\u8364}x \u8364?x", "€x €x"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"{\f1\'93\'fa\'96\'7b\'83A\'83\'5c}", "日本アソ"),
        (r"{\f1 \'83\\}", "ソ"),
        (r"{\f2\'cf\'f0\'e8\'e2\'e5\'f2}\'e9", "Приветé"),
        (r"a\~b\_c\-d \ldblquote x\rdblquote\emdash", "a\u00a0b‑cd “x”—"),
        (r"\{braces\} and \\", "{braces} and \\"),
        ("one\r\n two\\\nthree", "one two\nthree"),
        (r"a\unknownword42 b\'zz", "abzz"),
        (r"\u55357?alone", "\ufffdalone"),
    ],
)
def test_characters(written: str, shown: str) -> None:
    assert text(written) == shown


def test_the_code_page_of_the_document_counts() -> None:
    assert text(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}") == "При"
    assert text(rb"{\rtf1\mac \'8e}") == "é"
    assert text(rb"{\rtf1\ansi\ansicpg99999 \'e9}") == "é"


def test_what_is_not_the_documents_text_is_passed_over() -> None:
    body = (
        r"{\header Confidential}{\footer Page 1}{\pict\pngblip 89504e47}{\*\generator Word;}{\v hidden}"
        r"{\object\objemb{\*\objdata 01050000}{\result{\pict 00}shown}}{\*\newthing zap}{\deleted gone}"
        r"{\field{\*\fldinst HYPERLINK http://example.org}{\fldrslt the link}}{\*\bkmkstart b}{\xe index}"
    )
    assert text(body + r" and text\par") == "shownthe link and text"


def test_text_boxes_are_read() -> None:
    body = (
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn pib}{\sv 1}}{\shptxt\pard In a box.\par}}{\shprslt In a box.}}"
        r"Around.\par"
    )
    assert text(body) == "Around.\nIn a box."


def test_binary_pictures_are_stepped_over_whatever_they_hold() -> None:
    picture = b"{\\pict\\bin600000 " + b"}{\\par x" * 75_000 + b"}"
    assert text(b"{\\rtf1 before " + picture + b" after}") == "before  after".replace("  ", " ")
    assert text(b"{\\rtf1 before {\\pict\\bin9999999999 x}}") == "before"


def test_what_follows_the_document_is_not_read() -> None:
    assert text(b"{\\rtf1 text}\0\0 rubbish {\\rtf1 more}") == "text"


def test_plain_paragraphs_read_as_another_program_reads_them() -> None:
    body = HEAD + r"\pard The {\b rent} is 940\'80.\par\pard\fs24 It\rquote s due {\i on} the first.\par}"
    assert text(body.encode()).split("\n") == [line for line in rtf_to_text(body).split("\n") if line]


def test_a_document_of_pictures_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentHasNoText):
        opened(tmp_path, r"{\pict 89504e47}\par\par")


def test_deep_nesting_is_read_and_bottomless_refused(tmp_path: Path) -> None:
    deep = DEEPEST_GROUP - 10
    assert text("{" * deep + "bottom" + "}" * deep) == "bottom"
    with pytest.raises(DocumentDamaged, match="nested"):
        opened(tmp_path, b"{\\rtf1 " + b"{" * 5_000_000)


@pytest.mark.parametrize(
    "repeated",
    [
        rb"\cell",
        rb"a\cell b\row ",
        rb"\u1234?",
        rb"\'e9",
        rb"{\footnote n}",
        rb"\par",
        b"}",
        rb"\trowd\intbl x",
        b"a",
    ],
)
def test_no_repetition_takes_memory_or_much_time(repeated: bytes) -> None:
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in RtfReader().read(io.BytesIO(b"{\\rtf1 " + repeated * (300_000 // len(repeated)))):
        pass
    assert time.process_time() - began < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


def test_cut_or_damaged_files_give_text_or_a_reason(tmp_path: Path) -> None:
    whole = (HEAD + r"Caf\'e9 \u8364?\par" + TABLE + r"{\f1\'93\'fa} end\par}").encode()
    for data in damaged(whole, 300, 5, cut_every=3, cut_from=20, hits=(1, 5, 40), hit_from=6):
        (tmp_path / "a.rtf").write_bytes(data)
        outcome(tmp_path / "a.rtf").encode()


WORDS = (
    r"\par \cell \row \trowd \intbl \b \v0 \f1 \uc9 \u-5? \'e9 \* { } {\footnote {\listtext {\info\title"
    r" \bin3 x"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_order_of_control_words_gives_text(words: list[str]) -> None:
    text(HEAD + "".join(words)).encode()
