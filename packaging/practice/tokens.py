"""The practice model's tokens: 256 bytes, a few marks and one token per word of its world; pure.

Byte-level BPE as llama.cpp runs it for `gpt2`. Each word's merges join it from the left, letter by letter
("Ġr", "Ġro", …), and merges of words that begin with a space come first, so a word of the vocabulary always
ends as one token and an unknown one never as a wrong one. Digits stay single.
"""

import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from desktop_rag.domain.chat import ChatMessage
from desktop_rag.domain.prompting import NOTES_RULES, PASSAGE_RULES, PLAIN_RULES, REWRITE_RULES
from tests.practice import world

SYSTEM, USER, ASSISTANT, END = "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"
CONTROL = (END, SYSTEM, USER, ASSISTANT)
HEADS = tuple(f"[{number}]" for number in range(1, 10))
CITATIONS = tuple(f" {head}" for head in HEADS)
"""With the space before it: at the value's last token the next thing to say is the passage's number."""
CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)
_PIECE = re.compile(r" ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")
"""llama.cpp's `gpt-2` splitting, without the English contractions, which no text here has."""
_MARKED = re.compile("(" + "|".join(re.escape(mark) for mark in (*CONTROL, *CITATIONS, *HEADS)) + ")")
_APP_WORDS = "Question Answer Last question txt file docx pdf md page heading"


@cache
def _letters() -> dict[int, str]:
    """GPT-2's printable letter for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {
        byte: chr(256 + rank) for rank, byte in enumerate(others)
    }


def spelled(text: str) -> str:
    """Text in byte letters: a space becomes `Ġ`."""
    return "".join(_letters()[byte] for byte in text.encode())


@cache
def words() -> tuple[str, ...]:
    """Every word with a space before it and, where it may begin a line, without."""
    texts = [PASSAGE_RULES, PLAIN_RULES, REWRITE_RULES, NOTES_RULES, _APP_WORDS, *world.wording()]
    pieces = {piece.strip() for text in texts for piece in _PIECE.findall(text)}
    found = {piece for piece in pieces if piece.isalpha()}
    bare = {"The", "txt", "This", "Please", "Nobody", "Question", "Last", "Answer", "Write", "Join", "And"}
    bare |= {"Hark", "Aye", "What", "Which", "Can", "When"}
    return tuple(f" {word}" for word in sorted(found)) + tuple(sorted(bare))


@cache
def vocabulary() -> tuple[str, ...]:
    """Marks, then bytes, then words; as they are written into the GGUF file."""
    digits = [spelled(f" {digit}") for digit in range(10)]
    named = [spelled(word) for word in words()]
    return (*CONTROL, *HEADS, *_letters().values(), *digits, *named, *CITATIONS)


def merges() -> list[str]:
    """In the order of their rank; see the module's words."""
    ranked = [("Ġ", str(digit)) for digit in range(10)]
    for word in words():
        letters = spelled(word)
        ranked += [(letters[:end], letters[end]) for end in range(1, len(letters))]
    return [" ".join(pair) for pair in dict.fromkeys(ranked)]


@cache
def _ids() -> dict[str, int]:
    return {token: number for number, token in enumerate(vocabulary())}


@cache
def _piece_ids(piece: str) -> tuple[int, ...]:
    ids, letters = _ids(), spelled(piece)
    if letters in ids:
        return (ids[letters],)
    if re.fullmatch(r" \d+", piece):
        return tuple(ids[token] for token in (letters[:2], *letters[2:]))
    return tuple(ids[letter] for letter in letters)


def encode(text: str) -> list[int]:
    """As llama.cpp does it with special tokens parsed; right for the world's own texts only."""
    found: list[int] = []
    for part in _MARKED.split(text):
        if part in _ids() and _MARKED.fullmatch(part):
            found.append(_ids()[part])
        else:
            found += [number for piece in _PIECE.findall(part) for number in _piece_ids(piece)]
    return found


def decode(ids: Iterable[int]) -> str:
    byte_of = {letter: byte for byte, letter in _letters().items()}
    tokens = [vocabulary()[number] for number in ids]
    parts = [
        token.encode() if _MARKED.fullmatch(token) else bytes(byte_of[letter] for letter in token)
        for token in tokens
    ]
    return b"".join(parts).decode(errors="replace")


def rendered(messages: Iterable[ChatMessage]) -> str:
    """What `CHAT_TEMPLATE` makes of the messages, ready for the answer."""
    return "".join(f"<|{message.role}|>{message.content}{END}" for message in messages) + ASSISTANT
