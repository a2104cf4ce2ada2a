import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@given(st.text(alphabet='aB1 .!?…\n•-"”)e.g。」Dr,', max_size=120))
def test_spans_are_in_order_trimmed_and_lose_only_white_space(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_only_the_part_asked_for_is_looked_at(before: str, part: str, after: str) -> None:
    start, end = len(before), len(before) + len(part)
    for begin, stop in sentence_spans(before + part + after, start, end):
        assert start <= begin < stop <= end


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It rained. We left.", 2),
        ("Dr. Smith met Mr. Jones.", 1),
        ("See Fig. 3 and p. 12 for more.", 1),
        ("J. R. R. Tolkien wrote it.", 1),
        ("It costs 3.50 euros. Pay now.", 2),
        ("Really?! Yes… No.", 3),
        ("He said “stop.” Then he left.", 2),
        ("One line\nof the same sentence.", 1),
        ("First part\n\nSecond part", 2),
        ("To do:\n• one\n• two", 3),
        ("Steps:\n1. Open.\n2. Close.", 3),
        ("これは文です。次の文。", 2),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count
