"""Answers as the program gives them, for tests that keep or show them."""

from dataclasses import replace
from pathlib import Path

from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Citation, Hit, Support
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.documents import DocumentFormat

LEASE = Path("/home/ada/lease.pdf")
RENT = "The monthly rent is 940 euros."
NOTICE = "The notice period is three months."


def citation(n: int, quote: str = RENT, title: str = "Lease", path: Path = LEASE) -> Citation:
    return Citation(n, path, title, DocumentFormat.PDF, 4, "iv", "Money", 10, 10 + len(quote), quote)


def hit(rank: int, text: str = RENT, title: str = "Lease", path: Path = LEASE) -> Hit:
    return Hit(rank, 0.5, rank, path, title, DocumentFormat.PDF, 4, "iv", "Money", 10, 10 + len(text), text)


def sentence(
    text: str, *citations: int, lead: str = " ", support: Support | None = None, doubt: str = ""
) -> AnswerSentence:
    usual = Support.SUPPORTED if citations else Support.UNCITED
    return AnswerSentence(text, support or usual, citations, lead, doubt)


def answer(*sentences: AnswerSentence, question: str = "What is the rent?") -> Answer:
    """An answer of a model that read two passages; the rent's by default."""
    said = sentences or (sentence(RENT, 1),)
    numbers = sorted({n for one in said for n in one.citations})
    return Answer(
        question=question,
        mode=AnswerMode.RAG,
        state=AnswerState.ANSWERED,
        confidence=0.75,
        sentences=said,
        citations=tuple(citation(n) for n in numbers),
        hits=(hit(1), hit(2, NOTICE)),
        timings={"total_s": 1.5},
        tokens={"prompt": 412, "answer": 9},
        model="Tiny 3B",
    )


def not_found(question: str = "Who is the landlord?") -> Answer:
    return replace(answer(question=question), state=AnswerState.NOT_FOUND, sentences=(), citations=())
