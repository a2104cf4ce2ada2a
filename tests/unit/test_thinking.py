from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.thinking import LONE_CLOSING_WITHIN, ThoughtSplitter, opened_thought

PARTS = ["<think>", "</think>", "<thinking>", "</thinking>", "[THINK]", "[/THINK]", "<seed:think>"]
PARTS += ["<|channel|>", "analysis", "final", "<|message|>", "<|end|>", "<|start|>assistant", *"<| \n`", "so"]
PARTS += [f"<|{mark}_of_{part}|>" for mark in ("begin", "end") for part in ("thought", "solution")]
REPLIES = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


def split(reply: str, *, inside: bool = False) -> tuple[str, str]:
    splitter = ThoughtSplitter(inside=inside)
    splitter.feed(reply)
    splitter.finish()
    return splitter.thought, splitter.answer


@given(reply=REPLIES, cuts=st.lists(st.integers(0, 80)), inside=st.booleans())
def test_the_pieces_make_no_difference(reply: str, cuts: list[int], inside: bool) -> None:
    splitter = ThoughtSplitter(inside=inside)
    places = [0, *sorted(cut for cut in cuts if cut <= len(reply)), len(reply)]
    for start, end in pairwise(places):
        splitter.feed(reply[start:end])
    splitter.finish()
    assert (splitter.thought, splitter.answer) == split(reply, inside=inside)


@pytest.mark.parametrize(
    "reply",
    [
        "<think>Room 4?</think>It is 4.",
        "\n <think>\nRoom 4?\n</think>\n\nIt is 4.",
        "<thinking>Room 4?</thinking> It is 4.",
        "<reasoning>Room 4?</reasoning>It is 4.",
        "<|begin_of_thought|>Room 4?<|end_of_thought|>\n<|begin_of_solution|>It is 4.<|end_of_solution|>",
        "[THINK]Room 4?[/THINK]It is 4.",
        "<seed:think>Room 4?</seed:think>It is 4.",
        "◁think▷Room 4?◁/think▷It is 4.",
        "<|START_THINKING|>Room 4?<|END_THINKING|><|START_RESPONSE|>It is 4.<|END_RESPONSE|>",
        "<|channel|>analysis<|message|>Room 4?<|end|><|start|>assistant<|channel|>final<|message|>It is 4.",
        "<|start|>assistant<|channel|>analysis<|message|>Room 4?<|end|>"
        "<|start|>assistant<|channel|>final<|message|>It is 4.<|return|>",
        "<think></think><think>Room 4?</think>It is 4.",
        "Room 4?</think>It is 4.",
    ],
)
def test_thoughts_of_every_family_are_told_from_the_answer(reply: str) -> None:
    assert split(reply) == ("Room 4?", "It is 4.")


@pytest.mark.parametrize(
    "reply",
    ["It is 4.", "It is 4 <b>.", "Qwen writes `</think>` at the end.", "First <think>hm</thin", "a < b"],
)
def test_a_reply_without_a_leading_thought_is_all_answer(reply: str) -> None:
    assert split(reply) == ("", reply)


def test_marks_in_the_middle_of_an_answer_are_text() -> None:
    assert split("<think>x</think>Use <think> and </think>.") == ("x", "Use <think> and </think>.")


def test_a_lone_closing_mark_counts_only_early() -> None:
    late = "word " * LONE_CLOSING_WITHIN + "</think> rest"
    assert split(late) == ("", late)


@pytest.mark.parametrize("reply", ["<think>Room 4? Or", "<|channel|>analysis<|message|>Room 4? Or"])
def test_an_unclosed_thought_stays_one(reply: str) -> None:
    assert split(reply) == ("Room 4? Or", "")


def test_a_thought_that_the_prompt_opened_is_known_from_the_start() -> None:
    splitter = ThoughtSplitter(inside=True)
    splitter.feed("Room 4? </thi")
    assert (splitter.thought, splitter.answer) == ("Room 4?", "")
    splitter.feed("nk>\nIt is 4.")
    assert (splitter.thought, splitter.answer) == ("Room 4?", "It is 4.")
    assert split("<think>Room 4?</think>It is 4.", inside=True) == ("Room 4?", "It is 4.")


def test_no_piece_of_a_mark_is_shown_while_it_streams() -> None:
    reply = "<think>Room 4?</think>It is 4."
    splitter = ThoughtSplitter()
    for char in reply:
        splitter.feed(char)
        assert "Room 4?".startswith(splitter.thought)
        assert "It is 4.".startswith(splitter.answer)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("<|im_start|>assistant\n<think>\n", True),
        ("<|im_start|>assistant\n", False),
        ("<think></think>\n", False),
    ],
)
def test_a_template_that_opens_the_thought_is_recognised(prompt: str, expected: bool) -> None:
    assert bool(opened_thought(prompt)) is expected


@pytest.mark.parametrize("tag", ["think", "thinking", "reasoning"])
def test_a_thought_that_the_template_opened_ends_with_the_mark_of_its_kind(tag: str) -> None:
    opening = opened_thought(f"<|im_start|>assistant\n<{tag}>\n")
    assert split(f"{opening}\nRoom 4?</{tag}>It is 4.") == ("Room 4?", "It is 4.")
