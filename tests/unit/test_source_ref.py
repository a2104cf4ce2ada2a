"""Citations of one page are told apart, in the order of their numbers."""

from pathlib import Path

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.gui.page.source_ref import HUE_COUNT, Neighbour, SourceEntry, SourceRef, among

LEASE, NOTES = Path("/papers/lease.pdf"), Path("/papers/notes.md")


def entry(number: int, path: Path = LEASE, page: int = 1, *, cited: bool = True) -> SourceEntry:
    ref = SourceRef(path, page, ((10 * number, 10 * number + 5),))
    return SourceEntry(ref, number, "", DocumentFormat.PDF, "", "", "words", cited)


def test_only_what_is_cited_on_the_same_page_stands_beside() -> None:
    cited = [entry(1), entry(2, NOTES), entry(3), entry(4, page=2)]
    opened = among(cited[2], cited)
    assert (opened.number, opened.hue, opened.spans) == (3, 1, ((30, 35),))
    assert opened.beside == (Neighbour(1, (10, 15), 0),)
    alone = among(cited[1], cited)
    assert (alone.number, alone.hue, alone.beside) == (2, 0, ())


def test_each_keeps_its_colour_whichever_is_opened() -> None:
    cited = [entry(number) for number in range(1, 7)]
    hues = set()
    for each in cited:
        ref = among(each, cited)
        known = {ref.number: ref.hue, **{other.number: other.hue for other in ref.beside}}
        hues.add(tuple(sorted(known.items())))
    assert hues == {tuple((number, (number - 1) % HUE_COUNT) for number in range(1, 7))}


def test_a_passage_that_nothing_cites_is_shown_alone() -> None:
    passage = entry(9, cited=False)
    assert among(passage, [entry(1), entry(2)]) == passage.ref
