from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.whole_document import asks_for_whole, longest_name, portions


@pytest.mark.parametrize(
    "question",
    [
        "Summarise this document",
        "Summarize the report in three sentences.",
        "Please summarise.",
        "Can you summarize the handbook for me?",
        "Could you please give me a short summary of the contract?",
        "I'd like a brief overview of this file.",
        "Give me an overview",
        "Summary",
        "tl;dr",
        "Sum up the paper.",
        "What are the main points of the report?",
        "What are the key takeaways?",
        "Key points",
        "List all deadlines.",
        "List every person mentioned in the minutes.",
        "Give me a complete list of the invoices",
        "Find all phone numbers",
        "What are all the deadlines?",
        "Who are all the people in the minutes?",
        "What is this document about?",
        "What is the report about?",
        "Write an executive summary.",
        "Tell me about the merger in three bullet points",
        "Fasse das Dokument zusammen.",
        "Fass bitte den Bericht kurz zusammen",
        "Kannst du mir den Vertrag zusammenfassen?",
        "Gib mir eine kurze Zusammenfassung",
        "Was sind die wichtigsten Punkte?",
        "Nenne alle Fristen.",
        "Liste alle Personen auf",
        "Worum geht es in diesem Dokument?",
        "Résume ce document.",
        "Peux-tu résumer le rapport ?",
        "Donne-moi un résumé",
        "Quels sont les points clés ?",
        "Liste toutes les dates.",
        "De quoi parle ce document ?",
        "Resume este documento",
        "Hazme un resumen del informe",
        "¿Cuáles son los puntos principales?",
        "Enumera todos los plazos",
        "¿De qué trata este documento?",
    ],
)
def test_requests_for_everything_are_recognised(question: str) -> None:
    assert asks_for_whole(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "How do I summarise a report in Word?",
        "Who wrote the summary?",
        "When is the summary due?",
        "What is a summary plan description?",
        "What is the summary plan description?",
        "Where is the list of holidays?",
        "List of holidays?",
        "What holidays are on the list?",
        "What is the notice period?",
        "What are the requirements for parental leave?",
        "Are all employees insured?",
        "Does every employee get a badge?",
        "Which benefits apply to all employees?",
        "What is the overview page called?",
        "Is there an overview of costs?",
        "Summarise section 4",
        "What is the key to room 417?",
        "What are the opening hours?",
        "Who has all the keys?",
        "What does the report say about costs?",
        "What is the contract number?",
        "Tell me every day what to do?",
        "Resume work after how many days?",
        "Wie fasse ich einen Bericht in Word zusammen?",
        "Wer hat die Zusammenfassung geschrieben?",
        "Gilt das für alle Mitarbeiter?",
        "Wie hoch ist die Miete?",
        "Qui a écrit le résumé ?",
        "¿Quién escribió el resumen?",
        "¿Cuál es el plazo?",
    ],
)
def test_ordinary_questions_are_not(question: str) -> None:
    assert not asks_for_whole(question)


SIZES = st.lists(st.integers(1, 40), max_size=25)


@given(sizes=SIZES, budget=st.integers(1, 80))
def test_portions_are_consecutive_and_leave_nothing_out(sizes: list[int], budget: int) -> None:
    found = portions(sizes, budget)
    assert [index for portion in found for index in portion] == list(range(len(sizes)))
    assert all(len(portion) for portion in found)


@given(sizes=SIZES, budget=st.integers(1, 80))
def test_portions_fit_unless_a_single_passage_does_not(sizes: list[int], budget: int) -> None:
    for portion in portions(sizes, budget):
        assert sum(sizes[index] for index in portion) <= budget or len(portion) == 1


@given(sizes=SIZES, budget=st.integers(40, 80))
def test_no_smaller_number_of_portions_would_do(sizes: list[int], budget: int) -> None:
    """Filling each to the brim is the best there is."""
    count, room = 0, 0
    for size in sizes:
        if size > room:
            count, room = count + 1, budget
        room -= size
    assert len(portions(sizes, budget)) == count


def test_portions_are_filled_evenly() -> None:
    """Filled to the brim they would be 9, 9 and 2."""
    assert [len(portion) for portion in portions([1] * 20, 9)] == [7, 7, 6]


def test_a_passage_too_large_stands_alone_and_the_rest_is_even() -> None:
    assert portions([2, 2, 50, 2], 10) == [range(2), range(2, 3), range(3, 4)]


def test_no_passages_are_no_portions() -> None:
    assert portions([], 10) == []
    assert all(one.stop == other.start for one, other in pairwise(portions([3] * 9, 10)))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Summarise report.pdf", "report.pdf"),
        ("Summarise annual-report.pdf", "annual-report.pdf"),
        ("Summarise “Annual Report.PDF”, please", "annual report.pdf"),
        ("Summarise data.md.", ""),
        ("Summarise the report", ""),
    ],
)
def test_the_file_that_is_meant_is_named_as_a_whole(question: str, meant: str) -> None:
    names = {"report.pdf", "annual-report.pdf", "Annual report.pdf", "a.md"}
    assert longest_name(question, names) == meant
