from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.citations import (
    LONGEST_MARK,
    LONGEST_TARGET,
    CitationReader,
    CitedSentence,
    cited_sentences,
)

PARTS = [*"[]1290 -^【】()\n`.#é", ", ", "†source", "https://a.b", "```", "Passage ", "page 3", "room"]
PARTS += ["[1]", "[2]", "[[", "]]", " [7]", "sic", "- "]
ANSWERS = st.lists(st.sampled_from(PARTS), max_size=25).map("".join)


def read(text: str, known: int = 3) -> CitationReader:
    reader = CitationReader(known)
    reader.feed(text)
    reader.finish()
    return reader


def shown(text: str, known: int = 3) -> str:
    return read(text, known).text


@given(text=ANSWERS, cuts=st.lists(st.integers(0, 80)), known=st.integers(0, 5))
def test_the_pieces_make_no_difference_and_what_was_shown_stays(
    text: str, cuts: list[int], known: int
) -> None:
    whole, reader = read(text, known), CitationReader(known)
    places = [0, *sorted(cut for cut in cuts if cut <= len(text)), len(text)]
    before = ""
    for start, end in pairwise(places):
        reader.feed(text[start:end])
        assert reader.text.startswith(before)
        before = reader.text
    reader.finish()
    assert reader.text.startswith(before)
    assert (reader.text, reader.unknown) == (whole.text, whole.unknown)


@given(text=ANSWERS, known=st.integers(0, 5))
def test_only_known_passages_are_ever_cited(text: str, known: int) -> None:
    cited = {number for sentence in cited_sentences(shown(text, known)) for number in sentence.citations}
    assert all(1 <= number <= known for number in cited)


@given(text=ANSWERS)
def test_no_more_is_held_back_than_a_mark_and_its_link(text: str) -> None:
    reader = CitationReader(3)
    reader.feed(text + "[" + "x" * (LONGEST_TARGET + LONGEST_MARK))
    assert reader.text.endswith("x")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("It is room 417 [1].", "It is room 417 [1]."),
        ("So [1, 2].", "So [1][2]."),
        ("So [1][2].", "So [1][2]."),
        ("So [1] [2].", "So [1] [2]."),
        ("So [1-3].", "So [1][2][3]."),
        ("So [1 – 2; 3].", "So [1][2][3]."),
        ("So [3-1].", "So [3][1]."),
        ("So [1 and 2].", "So [1][2]."),
        ("So [^1].", "So [1]."),
        ("So 【1】.", "So [1]."),
        ("So【1†source】.", "So[1]."),
        ("So 【2:0†handbook.pdf】.", "So [2]."),
        ("So [Passage 2].", "So [2]."),
        ("So [passages 1 and 3].", "So [1][3]."),
        ("So [Passage 1, Passage 2].", "So [1][2]."),
        ("So [Source: 2].", "So [2]."),
        ("So [Nr. 2].", "So [2]."),
        ("So [#2].", "So [2]."),
        ("So [Quelle 2, S. 14].", "So [2]."),
        ("So [1, page 3].", "So [1]."),
        ("So [2, Staff handbook, page 12].", "So [2]."),
        ("So [1 p. 3-4].", "So [1]."),
        ("So [[1]].", "So [1]."),
        ("So [01].", "So [1]."),
        ("So [1](https://example.org/a).", "So [1]."),
        ("So [1](see below).", "So [1](see below)."),
        ("So [1][1].", "So [1]."),
        ("So [1] [1] [2].", "So [1] [2]."),
        ("So [2, 2].", "So [2]."),
        ("So [1]. And [1].", "So [1]. And [1]."),
        ("  \n So [1]. \n", "So [1]."),
    ],
)
def test_every_way_of_citing_is_shown_as_ours(written: str, expected: str) -> None:
    reader = read(written)
    assert (reader.text, reader.unknown) == (expected, 0)


@pytest.mark.parametrize(
    ("written", "expected", "unknown"),
    [
        ("It is [9].", "It is.", 1),
        ("It is [9] so.", "It is so.", 1),
        ("It is [1, 9].", "It is [1].", 1),
        ("It is [2-9].", "It is [2][3].", 1),
        ("In [2019] it was.", "In it was.", 1),
        ("It is [8][9].", "It is.", 2),
        ("[9] It is.", "It is.", 1),
        ("One. [9]\n\nTwo.", "One.\n\nTwo.", 1),
        ("One.\n[9] Two.", "One.\nTwo.", 1),
        ("It is [9](https://made.up/address).", "It is.", 1),
        ("It is [2[9]].", "It is [2.", 1),
    ],
)
def test_numbers_of_no_passage_are_left_out_and_counted(written: str, expected: str, unknown: int) -> None:
    reader = read(written)
    assert (reader.text, reader.unknown) == (expected, unknown)


@pytest.mark.parametrize(
    "text",
    [
        "He wrote “teh” [sic] there.",
        "See [the guide](https://example.org).",
        "Values in [0, 1] only.",
        "Take items[0] first.",
        "Call `rows[1]` twice.",
        "```\nx = [1, 2]\n```",
        "The [1.5] mark and [12 apples].",
        "A [[link]] and a [^note].",
        "An [unfinished bracket that goes on for longer than any mark of ours would [and another",
        "- [ ] to do\n- [x] done",
        "Open [\n1] is none.",
    ],
)
def test_other_brackets_stay_as_they_are(text: str) -> None:
    reader = read(text)
    assert (reader.text, reader.unknown) == (text, 0)


def test_an_unfinished_mark_is_held_back_and_half_of_one_never_shown() -> None:
    reader = CitationReader(3)
    reader.feed("Room 417 [1")
    assert reader.text == "Room 417"
    reader.finish()
    assert reader.text == "Room 417"


def test_an_unfinished_bracket_of_text_is_shown_at_the_end() -> None:
    assert shown("Room 417 [as it was") == "Room 417 [as it was"


def sentences(text: str) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(sentence.lead, sentence.text, sentence.citations) for sentence in cited_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Room 417 [2]. Next [1].",
        "Room 417. [2] Next. [1]",
        "Room 417.[2] Next.[1]",
        "Room 417[2]. Next[1].",
        "Room [2] 417. Next. [1]",
    ],
)
def test_a_citation_belongs_to_its_sentence_before_or_after_the_full_stop(text: str) -> None:
    assert sentences(text) == [("", "Room 417.", (2,)), (" ", "Next.", (1,))]


def test_a_citation_that_begins_a_line_belongs_to_what_follows() -> None:
    assert sentences("One.\n[2] Two.\n- [3] Three.") == [
        ("", "One.", ()),
        ("\n", "Two.", (2,)),
        ("\n- ", "Three.", (3,)),
    ]


def test_a_citation_alone_on_the_last_line_belongs_to_what_is_before() -> None:
    assert sentences("One.\n[2]") == [("", "One.", (2,))]


def test_lists_and_paragraphs_stand_in_the_lead() -> None:
    text = "Two rooms:\n\n1. Room A [1]\n2. Room B [2]\n\nThat is all.\n* So [1]\n• it is"
    assert sentences(text) == [
        ("", "Two rooms:", ()),
        ("\n\n1. ", "Room A", (1,)),
        ("\n2. ", "Room B", (2,)),
        ("\n\n", "That is all.", ()),
        ("\n* ", "So", (1,)),
        ("\n• ", "it is", ()),
    ]


def test_a_date_that_begins_a_line_is_no_list_number() -> None:
    assert sentences("Beginn:\n1. Mai 2024 [1]")[1] == ("\n", "1. Mai 2024", (1,))


def test_emphasis_and_heading_marks_are_stripped() -> None:
    text = "## Rooms\n**Room 417** is __Anna's__ [1]. ***Really***"
    assert [text for _lead, text, _cited in sentences(text)] == ["Rooms", "Room 417 is Anna's.", "Really"]


def test_signs_within_words_and_code_are_no_emphasis() -> None:
    assert cited_sentences("Use 2**3 and snake__case, `a **b** [1]`.")[0] == CitedSentence(
        "", "Use 2**3 and snake__case, `a **b** [1]`.", ()
    )


def test_languages_without_spaces_are_split_too() -> None:
    assert sentences("会議室は四階です[1]。鍵は受付にあります。[2]") == [
        ("", "会議室は四階です。", (1,)),
        ("", "鍵は受付にあります。", (2,)),
    ]


def test_several_citations_keep_their_order_and_stand_once() -> None:
    assert sentences("A [3] and B [1][3] [2].") == [("", "A and B.", (3, 1, 2))]


@pytest.mark.parametrize("text", ["", " \n", "[1]", "...", "- "])
def test_nothing_said_is_no_sentence(text: str) -> None:
    assert cited_sentences(text) == ()


@given(text=ANSWERS)
def test_leads_and_texts_joined_read_as_the_answer(text: str) -> None:
    answer = shown(text)
    rest = "".join(sentence.lead + sentence.text for sentence in cited_sentences(answer))
    letters = [char for char in answer if char.isalpha()]
    assert [char for char in rest if char.isalpha()] == letters
