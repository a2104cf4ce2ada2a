"""Among look-alikes the exact code, number or name comes first; a paraphrase is found all the same."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.runtime import RuntimePaths

PARTS = [f"XR-{number}-{letter}" for number in (2290, 2291, 2219, 2921) for letter in "ABCD"]
INVOICES = [f"2024-0{number}" for number in (4711, 4712, 4117, 7411, 4721)]
PEOPLE = [
    f"{first} {last}"
    for first, last in itertools.product(["Anna", "Anne", "Hanna"], ["Kowalski", "Kowalska", "Kovalski"])
]


def part_sheet(part: str, index: int) -> str:
    return (
        f"Data sheet of the pressure valve {part}.\n\n"
        f"The valve {part} is made of brass and opens at {10 + index} bar. It fits all pumps of the second "
        "series. Replace the seal after two years of use.\n"
    )


def invoice(number: str, index: int) -> str:
    return (
        f"Invoice {number}\n\nWe charge you {100 + index} euros for the maintenance of the heating. "
        "Please pay within thirty days by bank transfer.\n"
    )


def letter(person: str, index: int) -> str:
    return (
        f"Dear {person},\n\nthank you for your application. "
        f"Your interview takes place in room {200 + index}. Please bring your certificates with you.\n"
    )


@pytest.fixture(scope="module")
def lookalikes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = tmp_path_factory.mktemp("lookalikes")
    for group, write in ((PARTS, part_sheet), (INVOICES, invoice), (PEOPLE, letter)):
        for index, name in enumerate(group):
            kind = write.__name__
            (folder / f"{kind}{index}.txt").write_text(write(name, index), "utf-8")
    (folder / "holidays.txt").write_text(
        "Employees are entitled to twenty-eight days of paid leave per year.\n"
    )
    context = AppContext.open(RuntimePaths.at(Path(tmp_path_factory.mktemp("library"))))
    context.ingest.add([folder], JobContext())
    yield context
    context.close()


QUESTIONS = [
    *((f"At which pressure does the {part} open?", part) for part in PARTS),
    *((f"{part.lower()} seal", part) for part in PARTS[:3]),
    *((f"How much is invoice {number}?", number) for number in INVOICES),
    *((f"Where is the interview of {person}?", person) for person in PEOPLE),
]


@pytest.mark.parametrize(("question", "exact"), QUESTIONS)
def test_the_exact_term_comes_first(lookalikes: AppContext, question: str, exact: str) -> None:
    found = lookalikes.retrieve.search(question)
    assert exact in found.hits[0].text
    assert found.answerable


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How much vacation do workers get?", "paid leave"),
        ("How long may I wait before settling the bill?", "within thirty days"),
        ("What do I have to bring along to the job talk?", "certificates"),
    ],
)
def test_paraphrase_is_found(lookalikes: AppContext, question: str, said: str) -> None:
    assert said in lookalikes.retrieve.search(question).hits[0].text


@pytest.mark.parametrize(
    "question",
    ["At which pressure does the XR-2299-E open?", "How much is invoice 2023-09999?", "Where is the ZK-40?"],
)
def test_a_code_that_nobody_wrote_is_not_answered_from_a_look_alike(
    lookalikes: AppContext, question: str
) -> None:
    assert not lookalikes.retrieve.search(question).answerable
