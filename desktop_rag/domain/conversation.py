"""Conversations as they are kept; pure, immutable values, handed freely between threads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_rag.domain.answers import Answer
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.scopes import Scope

TITLE_LETTERS = 60
LONGEST_NAME = 120


class TurnState(StrEnum):
    WRITING = "writing"
    """Being answered at this moment, here or in another process."""
    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The program ended in the middle; what was written so far is kept."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it.

    `text` is what was written so far, or the answer's text; of a turn that was cut off it is all there is
    (`answer` None), and then citation marks stand in it as the model wrote them. `reason` and `hint` say in
    plain words why it failed.
    """

    id: int
    conversation_id: int
    question: str
    scope: Scope
    mode: AnswerMode
    model: str
    adapters: tuple[Adapter, ...]
    state: TurnState
    asked_at: datetime
    text: str = ""
    thought: str = ""
    answer: Answer | None = None
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    title: str
    created: datetime
    updated: datetime
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A line of the list. `snippet` is the latest answer's beginning, or the words that a search found."""

    id: int
    title: str
    updated: datetime
    turns: int
    snippet: str
    pinned: bool = False


def title_for(question: str) -> str:
    """The question on one line, shortened between two words to at most `TITLE_LETTERS` characters."""
    line = " ".join(question.split())
    if len(line) <= TITLE_LETTERS:
        return line or "New conversation"
    head, space, _rest = line[:TITLE_LETTERS].rpartition(" ")
    words = head if space else line[: TITLE_LETTERS - 1]
    return words.rstrip(" ,;:–—-") + "…"
