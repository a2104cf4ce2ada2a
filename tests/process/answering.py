"""Run as a program: keeps an answer as it is written, once with each word, until it is killed.

`python answering.py LIBRARY.db NUMBER` begins a turn, says so on stdout, and goes on writing; before each
piece is saved its length is printed, so that whoever kills this knows how far it may have come.
"""

import sys
from pathlib import Path

from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database


def question(number: int) -> str:
    return f"What is told of house number{number}?"


def story(number: int, words: int) -> str:
    """The answer after so many words."""
    return " ".join(f"house{number} room{word}" for word in range(words))


def main(path: Path, number: int) -> None:
    conversations = Conversations(Database(path))
    adapters = (Adapter(Path("/adapters/style.gguf"), 0.5),)
    turn = conversations.begin_turn(None, question(number), (), AnswerMode.HYBRID, "Tiny", adapters)
    print("begun", flush=True)
    for words in range(1, 1_000_000):
        print(words, flush=True)
        conversations.save_partial(turn.id, story(number, words), story(number, words // 2))
        print(-words, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
