"""Tells what a model thought aloud from what it answers, while the reply streams; pure.

The marks are those of the model families that are passed around as GGUF files: DeepSeek and Qwen (`<think>`),
Magistral (`[THINK]`), Seed, Kimi, OpenThinker, Command, gpt-oss (channels). They count at the beginning of
the reply only: a document about such models may well be quoted later.
"""

import re
from collections.abc import Iterable

LONE_CLOSING_WITHIN = 4_000
"""Characters from the start in which a closing mark without an opening one makes a thought of what is
before."""

_PAIRS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
)
_OPENINGS = tuple(opening for opening, _closing in _PAIRS)
_CLOSINGS = tuple(closing for _opening, closing in _PAIRS)
_ANSWER_MARKS = (
    ("<|begin_of_solution|>", "<|end_of_solution|>"),
    ("<|START_RESPONSE|>", "<|END_RESPONSE|>"),
)
_CHANNEL_STARTS = ("<|channel|>", "<|start|>")
_CHANNEL = re.compile(
    r"<\|channel\|>\s*(?P<name>\w+)[^<]*<\|message\|>"
    r"(?P<said>.*?)(?=<\|(?:end|return|start|channel|call)\|>|\Z)",
    re.DOTALL,
)
_HALF_CONTROL_MARK = re.compile(r"<(?:\|\w*\|?)?\Z")


def opened_thought(prompt: str) -> str:
    """The opening mark that a rendered prompt ends with, or nothing: some templates write it themselves."""
    end = prompt.rstrip()
    return next((opening for opening in _OPENINGS if end.endswith(opening)), "")


class ThoughtSplitter:
    """Takes a reply in pieces of any size and keeps `thought` and `answer`.

    Both depend on the reply so far alone, not on its pieces. The answer grows, but is taken back when an
    early closing mark shows that it was a thought. `inside` says that the prompt already opened the
    thought.
    """

    def __init__(self, *, inside: bool = False) -> None:
        self.thought = ""
        self.answer = ""
        self._inside = inside
        self._reply = ""

    def feed(self, piece: str) -> None:
        self._reply += piece
        self.thought, self.answer = _split(self._reply, self._inside, finished=False)

    def finish(self) -> None:
        """The reply is whole; an unclosed thought stays one."""
        self.thought, self.answer = _split(self._reply, self._inside, finished=True)


def _split(reply: str, inside: bool, *, finished: bool) -> tuple[str, str]:
    body = reply.lstrip()
    if body.startswith(_CHANNEL_STARTS):
        return _split_channels(body, finished=finished)
    if not finished and body and _begins_one_of(body, (*_OPENINGS, *_CHANNEL_STARTS)):
        return "", ""
    thoughts, rest, is_open = _leading_thoughts(body, finished=finished)
    if not thoughts and not is_open:
        thoughts, rest, is_open = _without_opening(body, inside)
    if is_open:
        thoughts, rest = [*thoughts, _settled(rest, _CLOSINGS, finished)], ""
    thought = "\n\n".join(part for part in map(str.strip, thoughts) if part)
    return thought, _answer(rest, after_thought=bool(thoughts), finished=finished)


def _leading_thoughts(body: str, *, finished: bool) -> tuple[list[str], str, bool]:
    """Thoughts that stand one after the other at the start, the rest, and whether that is one still open."""
    thoughts: list[str] = []
    while True:
        closing = next((closing for opening, closing in _PAIRS if body.startswith(opening)), None)
        if closing is None:
            waits = bool(thoughts) and not finished and _begins_one_of(body, _OPENINGS)
            return thoughts, "" if waits else body, False
        inner = body[len(_OPENINGS[_CLOSINGS.index(closing)]) :]
        thought, found, rest = inner.partition(closing)
        if not found:
            return thoughts, inner, True
        thoughts.append(thought)
        body = rest.lstrip()


def _without_opening(body: str, inside: bool) -> tuple[list[str], str, bool]:
    """The same for a reply whose thought was opened by the prompt, as is known or shows by the closing
    mark."""
    end = len(body) if inside else LONE_CLOSING_WITHIN
    places = [(at, mark) for mark in _CLOSINGS if (at := body.find(mark, 0, end)) >= 0]
    places = [(at, mark) for at, mark in places if inside or body[at - 1 : at] != "`"]
    if not places:
        return [], body, inside
    at, mark = min(places)
    return [body[:at]], body[at + len(mark) :], False


def _answer(rest: str, *, after_thought: bool, finished: bool) -> str:
    answer = rest.lstrip()
    if not after_thought:
        return _settled(answer, _CLOSINGS, finished)
    for opening, closing in _ANSWER_MARKS:
        if answer.startswith(opening):
            answer = answer.removeprefix(opening).partition(closing)[0].lstrip()
            return _settled(answer, [closing], finished)
    waits = not finished and _begins_one_of(answer, [opening for opening, _closing in _ANSWER_MARKS])
    return "" if waits else answer


def _split_channels(body: str, *, finished: bool) -> tuple[str, str]:
    """What gpt-oss says on its channels: `final` is the answer, all others are thought."""
    said: dict[bool, list[str]] = {True: [], False: []}
    for found in _CHANNEL.finditer(body):
        text = found["said"]
        if found.end() == len(body) and not (finished and found["name"] == "final"):
            text = _HALF_CONTROL_MARK.sub("", text)
        said[found["name"] == "final"].append(text.strip() if found.end() < len(body) else text.lstrip())
    return "\n\n".join(said[False]).strip(), "\n\n".join(said[True])


def _begins_one_of(text: str, marks: Iterable[str]) -> bool:
    """Whether the text, all of it, may yet become one of the marks."""
    return bool(text) and any(mark.startswith(text) for mark in marks)


def _settled(text: str, marks: Iterable[str], finished: bool) -> str:
    """The text without an end that may yet become one of the marks."""
    if finished:
        return text
    lengths = [n for mark in marks for n in range(1, len(mark)) if text.endswith(mark[:n])]
    return text[: len(text) - max(lengths, default=0)]
