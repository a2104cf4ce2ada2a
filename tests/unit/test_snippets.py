"""The part of a passage that is shown holds the found words, on one line."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.snippets import LETTERS, snippet

BODY = (
    "Parental leave is granted to every employee.\n\n\tThe leave may be taken in parts, " + "filler " * 40
) + "and at the very end there is leave again."


def spans_of(body: str, word: str) -> list[tuple[int, int]]:
    starts = [at for at in range(len(body)) if body.startswith(word, at)]
    return [(at, at + len(word)) for at in starts]


def test_bold_words_are_the_found_ones() -> None:
    shown = snippet(BODY, spans_of(BODY, "leave"))
    assert [shown.text[start:end] for start, end in shown.bold] == ["leave", "leave"]
    assert shown.text.startswith("Parental leave is granted")
    assert "\n" not in shown.text
    assert "  " not in shown.text


def test_what_stands_far_down_is_brought_into_view() -> None:
    shown = snippet(BODY, spans_of(BODY, "again"))
    assert shown.text.startswith("…")
    assert [shown.text[start:end] for start, end in shown.bold] == ["again"]
    assert shown.text.endswith("again.")


def test_the_place_with_most_found_words_is_chosen() -> None:
    body = "tax " + "x " * 200 + "tax law and tax office and tax year " + "y " * 100
    shown = snippet(body, spans_of(body, "tax"))
    assert len(shown.bold) == 3


def test_without_found_words_the_beginning_is_shown() -> None:
    shown = snippet(BODY, [])
    assert BODY.startswith(shown.text[:20])
    assert shown.bold == ()
    assert shown.text.endswith("…")


def test_what_cannot_be_seen_is_spelled_out() -> None:
    shown = snippet("safe\u202etxt.exe here", [(13, 17)])
    assert "[U+202E]" in shown.text
    assert shown.text[shown.bold[0][0] : shown.bold[0][1]] == "here"


@given(body=st.text(max_size=600), data=st.data())
def test_bold_lies_within_the_text_for_any_passage(body: str, data: st.DataObject) -> None:
    places = st.lists(st.integers(0, len(body)), min_size=2, max_size=20, unique=True)
    edges = sorted(data.draw(places)) if len(body) > 20 else []
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    shown = snippet(body, spans)
    assert len(shown.text) <= 9 * (LETTERS + 2)
    assert all(0 <= start <= end <= len(shown.text) for start, end in shown.bold)
