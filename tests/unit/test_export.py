"""A conversation that is passed on says where every sentence comes from, and carries nobody's markup."""

import base64
import errno
import hashlib
import html.parser
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop_rag.app.export import Render, as_html, as_markdown, export_to
from desktop_rag.domain.answer_layout import blocks_of, blocks_of_text
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Support
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.conversation import Conversation, Turn, TurnState
from desktop_rag.domain.errors import DesktopRagError, DiskFull, InputError, PathMissing, PathUnreadable
from tests.unit.answer_samples import NOTICE, RENT, answer, citation, hit, not_found, sentence

BEGAN = datetime(2026, 11, 21, 11, 6, tzinfo=UTC)
ENDED = BEGAN + timedelta(minutes=12)
HOSTILE = (
    "<script>alert(1)</script><img src=https://evil.example/x> ![x](https://evil.example) [a](javascript:b)"
    " <https://evil.example> [ref]: https://evil.example &lt;b&gt; `code` **bold** | a | \u202egpj.exe\x1b[1m"
    ' https://evil.example www.evil.example " onload="x\' '
)
LINE_STARTS = (
    "# Title",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "===",
    "---",
    "~~~",
    "```",
    "    code",
)


def turn(said: Answer | None, state: TurnState | None = None, **more: object) -> Turn:
    usual = TurnState(said.state.value) if said else TurnState.INTERRUPTED
    question = said.question if said else "What is the rent?"
    mode, model = (said.mode, said.model) if said else (AnswerMode.RAG, "Tiny 3B")
    made = Turn(7, 1, question, (), mode, model, (), state or usual, BEGAN, answer=said)
    return replace(made, **more)  # type: ignore[arg-type]  # any fields of a turn


def conversation(*turns: Turn, title: str = "The flat") -> Conversation:
    return Conversation(1, title, BEGAN, ENDED, turns or (turn(answer()),))


def tokens(markdown: str) -> list[Token]:
    """What the strictest reading of CommonMark, with raw HTML and tables allowed, makes of it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [inner for token in parser.parse(markdown) for inner in (token, *(token.children or ()))]


def read(markdown: str) -> str:
    """The words that a reader of the rendered Markdown sees."""
    breaks = {"softbreak": "\n", "hardbreak": "\n", "inline": "\n"}
    return "".join(
        breaks.get(token.type, token.content if token.type == "text" else "") for token in tokens(markdown)
    )


class Page(html.parser.HTMLParser):
    """Every tag with its attributes, and the words between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def both(*turns: Turn, title: str = "The flat") -> list[str]:
    """What is read in the Markdown and in the HTML, line by line."""
    whole = conversation(*turns, title=title)
    return [read(as_markdown(whole)), Page(as_html(whole)).words]


# What is told


def test_an_answer_is_told_with_its_question_its_date_and_its_sources() -> None:
    for words in both():
        for said in (
            "The flat",
            "2026-11-21 11:06 UTC – 2026-11-21 11:18 UTC",
            "What is the rent?",
            "Asked of Tiny 3B, which read the passages that were found.",
            f"{RENT} [1]",
            "Sources",
            "Lease · p. iv · Money",
            "/home/ada/lease.pdf",
        ):
            assert said in words


def test_the_question_as_it_was_looked_up_is_told_when_it_differs() -> None:
    rewritten = replace(answer(question="And theirs?"), asked="What is the neighbours' rent?")
    same = replace(answer(), asked="What is the rent?")
    for words in both(turn(rewritten)):
        assert "Looked up as: “What is the neighbours' rent?”" in words
    for words in both(turn(same)):
        assert "Looked up as" not in words


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (AnswerMode.EXTRACT, "Looked up in the documents, word for word."),
        (AnswerMode.BASE, "Asked of Tiny 3B alone, without the documents."),
        (
            AnswerMode.LORA,
            "Asked of Tiny 3B with LoRA adapters, without the documents. LoRA adapters: legal.gguf × 0.5.",
        ),
        (
            AnswerMode.HYBRID,
            "Asked of Tiny 3B with LoRA adapters, which read the passages that were found."
            " LoRA adapters: legal.gguf × 0.5.",
        ),
    ],
)
def test_how_it_was_asked_is_told_in_plain_words(mode: AnswerMode, said: str) -> None:
    adapters = (Adapter(Path("/models/legal.gguf"), 0.5),)
    for words in both(turn(replace(answer(), mode=mode), adapters=adapters)):
        assert said in " ".join(words.split())


def test_several_adapters_are_all_named() -> None:
    adapters = (Adapter(Path("/models/legal.gguf")), Adapter(Path("/models/brief.gguf"), 1.25))
    for words in both(turn(replace(answer(), mode=AnswerMode.LORA), adapters=adapters)):
        assert "LoRA adapters: legal.gguf, brief.gguf × 1.25." in words


def test_what_it_was_asked_of_is_told() -> None:
    for words in both(turn(answer(), scope=(Path("/home/ada/contracts"),))):
        assert "Asked only in “contracts”." in words


def test_several_places_are_all_named_up_to_a_point() -> None:
    places = tuple(Path(f"/home/ada/{number}.pdf") for number in range(12))
    for words in both(turn(answer(), scope=places[:3])):
        assert "Asked only in “0.pdf”, “1.pdf” and “2.pdf”." in words
    for words in both(turn(answer(), scope=places)):
        assert "“9.pdf” and 2 more." in words


def test_a_sentence_that_its_source_does_not_carry_is_told_from_one_that_is() -> None:
    said = answer(
        sentence(RENT, 1),
        sentence("It is cheap.", 1, support=Support.UNSUPPORTED),
        sentence("It is 950.", 2, support=Support.UNSUPPORTED, doubt="950 is not in it."),
        sentence("So much for that."),
    )
    for words in both(turn(said)):
        line = (
            f"{RENT} [1] It is cheap. [1] (not supported by its source) It is 950. [2]"
            " (not supported by its source: 950 is not in it) So much for that. (no source)"
        )
        assert line in words


def test_a_model_that_read_nothing_is_not_blamed_for_naming_no_source() -> None:
    for words in both(turn(replace(answer(sentence("Paris.")), mode=AnswerMode.BASE))):
        assert "no source" not in words
        assert "Sources" not in words


def test_what_is_not_in_the_documents_is_told_with_what_comes_closest() -> None:
    for words in both(turn(not_found())):
        assert "Not in your documents." in words
        assert "Closest passages, which do not answer the question" in words
        assert NOTICE in words
        assert "[1]" not in words


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (TurnState.STOPPED, "Stopped before the end."),
        (TurnState.FAILED, "The model stopped."),
        (TurnState.FAILED, "Ask again."),
        (TurnState.INTERRUPTED, "Interrupted: the program ended before this was finished."),
        (TurnState.WRITING, "Not finished yet when this was exported."),
    ],
)
def test_an_answer_without_an_end_says_so_and_keeps_what_there_is(state: TurnState, said: str) -> None:
    why = {"reason": "The model stopped.", "hint": "Ask again."} if state is TurnState.FAILED else {}
    for words in both(turn(None, state, text="The monthly\n\n- rent [1]", **why)):
        assert said in words
        assert "The monthly" in words
        assert "rent [1]" in words


def test_what_the_reader_should_know_is_told() -> None:
    said = replace(answer(), note="The answer was cut short.", unknown_citations=2)
    for words in both(turn(said)):
        assert "The answer was cut short." in words
        assert "2 source numbers that the model made up were left out." in words


def test_every_turn_is_told_in_order_and_what_the_model_thought_is_not() -> None:
    turns = [turn(replace(answer(question=f"Question {n}?"), thought="Secret.")) for n in range(3)]
    for words in both(*turns):
        assert re.findall(r"Question \d", words) == ["Question 0", "Question 1", "Question 2"]
        assert "Secret" not in words


def test_an_empty_conversation_can_be_exported() -> None:
    empty = replace(conversation(), turns=())
    assert "The flat" in as_markdown(empty)
    assert "The flat" in as_html(empty)


# The form of an answer

LISTED = answer(
    sentence("You need:", lead=""),
    sentence("a form,", 1, lead="\n\n- "),
    sentence("signed.", lead=" "),
    sentence("a stamp.", 2, lead="\n  * "),
    sentence("Then go:", lead="\n\n"),
    sentence("to the desk.", 1, lead="\n3. "),
    sentence("home.", lead="\n4) "),
    sentence("That is all.", lead="\n\n"),
    sentence("Good luck.", lead="\n"),
)


def test_lists_and_paragraphs_stay_lists_and_paragraphs_in_markdown() -> None:
    body = as_markdown(conversation(turn(LISTED))).partition("found.*\n\n")[2].partition("\n\n###")[0]
    assert body.split("\n") == [
        "You need: *(no source)*",
        "",
        r"- a form, \[1\] signed. *(no source)*",
        r"   - a stamp. \[2\]",
        "",
        "Then go: *(no source)*",
        "",
        r"3. to the desk. \[1\]",
        "4. home. *(no source)*",
        "",
        "That is all. *(no source)*  ",
        "Good luck. *(no source)*",
    ]


def test_lists_and_paragraphs_stay_lists_and_paragraphs_in_html() -> None:
    page = Page(as_html(conversation(turn(LISTED))))
    items = [item for item in page.named("li") if "id" not in item]
    assert [(item.get("class"), item.get("value")) for item in items] == [
        (None, None),
        ("deep-1", None),
        (None, "3"),
        (None, "4"),
    ]
    assert len(page.named("ol")) == 1
    assert len(page.named("br")) == 1


@given(st.lists(st.builds(AnswerSentence, text=st.text("ab 1.-*\n\r\t"), lead=st.text(" \n-1.")), max_size=6))
def test_laying_out_loses_no_letter(sentences: list[AnswerSentence]) -> None:
    laid = "".join(run.text for block in blocks_of(sentences) for line in block for run in line.runs)
    said = "".join(one.lead + one.text for one in sentences)
    assert re.sub("[^ab]", "", laid) == re.sub("[^ab]", "", said)
    closed = [
        run.closes for block in blocks_of(sentences) for line in block for run in line.runs if run.closes
    ]
    assert closed == sentences


def test_an_item_is_at_most_one_level_deeper_than_the_one_before() -> None:
    ((first, second, third),) = blocks_of_text("- a\n            - b\n - c")
    assert (first.level, second.level, third.level) == (0, 1, 0)


# Nothing of a stranger's is markup


def hostile(text: str) -> Conversation:
    """A conversation where everything that comes from outside is `text`."""
    path = Path("/docs") / text.replace("\0", "")
    cited = replace(citation(1, text, text, path), label=text, heading=text)
    said = replace(
        answer(
            sentence(text, 1, support=Support.UNSUPPORTED, doubt=text),
            sentence(text, lead="\n"),
            question=text,
        ),
        citations=(cited,),
        asked=text + "?",
        model=text,
        note=text,
    )
    lost = replace(not_found(text), hits=(replace(hit(1, text, text, path), label=text, heading=text),))
    adapters = (Adapter(path),)
    return conversation(
        turn(
            replace(said, mode=AnswerMode.HYBRID),
            adapters=adapters,
            scope=(path, path / text.replace("\0", "")),
        ),
        turn(lost),
        turn(None, TurnState.FAILED, question=text, text=text, reason=text, hint=text, model=text),
        title=text,
    )


OUR_MARKDOWN = {
    "heading",
    "paragraph",
    "bullet_list",
    "list_item",
    "blockquote",
    "strong",
    "em",
    "text",
    "hardbreak",
    "inline",
}


def kinds(markdown: str) -> set[str]:
    return {re.sub("_(open|close)$", "", token.type) for token in tokens(markdown)}


@pytest.mark.parametrize(
    "text", [HOSTILE, *LINE_STARTS, "a\n===", "a\n---\n", "\n\n# b", "- x\n\n      code"]
)
def test_no_text_becomes_markdown(text: str) -> None:
    markdown = as_markdown(hostile(text))
    assert kinds(markdown) - {"ordered_list"} <= OUR_MARKDOWN
    assert read(markdown).count("evil.example") == markdown.count("evil")


@given(
    st.text(
        st.one_of(st.sampled_from("\\`*_{}[]()<>#+-.!|~&:;=\"'$@/^ \n\r\t1a"), st.characters()), max_size=60
    )
)
def test_nothing_anybody_writes_becomes_a_link_a_picture_code_or_html(text: str) -> None:
    assert kinds(as_markdown(hostile(text))) - {"ordered_list"} <= OUR_MARKDOWN


def test_markdown_holds_no_angle_bracket_that_a_simpler_converter_would_take_for_html() -> None:
    assert "<" not in as_markdown(hostile(HOSTILE))


def test_an_address_is_shown_and_not_made_a_link_by_readers_that_look_for_them() -> None:
    markdown = as_markdown(hostile(HOSTILE))
    assert re.search(r"(?<!\\)://", markdown) is None
    assert "www." not in markdown
    assert "https://evil.example" in read(markdown)


@given(st.text(st.sampled_from("ab*_[]()<>&`1.-+= "), min_size=1, max_size=30))
def test_a_question_is_read_as_it_was_asked(question: str) -> None:
    every = tokens(as_markdown(conversation(turn(answer(question=question)))))
    begins = next(
        place for place, token in enumerate(every) if (token.type, token.tag) == ("heading_open", "h2")
    )
    heading = every[begins + 1]
    shown = "".join(child.content for child in heading.children or ())
    assert shown == " ".join(question.split())


def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(sorted(attributes))) for tag, attributes in Page(as_html(hostile(text))).tags]


@given(
    st.text(st.one_of(st.sampled_from("<>&\"'/=! -"), st.characters(exclude_characters="\n\r")), max_size=40)
)
def test_the_tags_of_a_page_are_the_same_whatever_it_tells(text: str) -> None:
    assert skeleton(f"x{text}") == skeleton("x")


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    page = Page(as_html(hostile(HOSTILE)))
    assert {tag for tag, _attributes in page.tags} & {
        "script",
        "img",
        "link",
        "iframe",
        "object",
        "form",
    } == set()
    attributes = [(name, value or "") for _tag, found in page.tags for name, value in found.items()]
    assert [name for name, _value in attributes if name.startswith("on") or name in ("src", "style")] == []
    assert [value for name, value in attributes if name == "href" and not value.startswith("#")] == []


def test_the_policy_of_a_page_allows_its_own_style_and_nothing_else() -> None:
    text = as_html(conversation())
    metas = Page(text).named("meta")
    policy = (
        next(meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy") or ""
    )
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "unsafe" not in policy
    assert "url(" not in style
    assert metas[0] == {"charset": "utf-8"}


def test_a_number_leads_to_the_source_of_its_own_answer() -> None:
    page = Page(as_html(conversation(turn(answer()), turn(answer(sentence(NOTICE, 1), sentence(RENT, 9))))))
    anchors = [item["id"] for item in page.named("li")]
    assert [f"#{anchor}" for anchor in anchors] == [link["href"] for link in page.named("a")]
    assert len(set(anchors)) == 3


def test_an_answer_that_was_cut_off_leads_to_the_passages_it_was_given() -> None:
    unchecked = sentence(NOTICE, 2, support=Support.UNCITED)
    said = replace(answer(unchecked), citations=(), state=AnswerState.STOPPED)
    for words in both(turn(said)):
        assert f"{NOTICE} [2] (not checked against its source)" in words
        assert words.count(NOTICE) == 2
        assert "Lease · p. iv · Money" in words


def test_a_number_without_a_source_leads_nowhere() -> None:
    said = replace(answer(sentence(RENT, 1, 5)), citations=(citation(1),))
    page = Page(as_html(conversation(turn(said))))
    assert len(page.named("a")) == 1
    assert "[1][5]" in page.words


@pytest.mark.parametrize("mark", ["\u202e", "\x1b", "\x00", "\udce9"])
def test_characters_that_cannot_be_seen_are_spelled_out(mark: str) -> None:
    for text in (as_markdown(hostile(f"a{mark}b")), as_html(hostile(f"a{mark}b"))):
        assert mark not in text
        assert text.encode("utf-8")


# The file


@pytest.mark.parametrize("render", [as_markdown, as_html])
def test_a_file_holds_the_whole_conversation_and_nothing_else_is_left(render: Render, tmp_path: Path) -> None:
    path = tmp_path / "caf\u00e9"
    path.write_text("old")
    export_to(path, conversation(), render)
    assert path.read_text("utf-8") == render(conversation())
    assert os.listdir(tmp_path) == [path.name]


def test_what_is_no_text_is_written_as_it_is(tmp_path: Path) -> None:
    export_to(tmp_path / "a.pdf", conversation(), lambda _conversation: b"%PDF\xff\r\n")
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF\xff\r\n"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match="nowhere"):
        export_to(tmp_path / "nowhere" / "a.md", conversation(), as_markdown)


def test_a_file_where_a_folder_should_be_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PathMissing):
        export_to(tmp_path / "file" / "a.md", conversation(), as_markdown)


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        export_to(tmp_path, conversation(), as_html)


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written") as caught:
        export_to(tmp_path / ("x" * 300), conversation(), as_html)
    assert "ENAMETOOLONG" in caught.value.detail or "too long" in caught.value.detail
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    real = Path.open

    def onto_a_full_disk(self: Path, *args: str) -> object:
        real(self, *args).close()
        return real(Path("/dev/full"), "wb")

    monkeypatch.setattr(Path, "open", onto_a_full_disk)
    with pytest.raises(DiskFull):
        export_to(path, conversation(), as_markdown)
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.md"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.EACCES, PathUnreadable),
        (errno.EROFS, PathUnreadable),
        (errno.EDQUOT, DiskFull),
        (errno.EIO, InputError),
    ],
)
def test_what_the_system_refuses_has_its_class_and_keeps_the_old_file(
    code: int, kind: type[DesktopRagError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, who runs the tests in some places, is refused nothing; so the system's answer is put in."""

    def refuse(*_paths: object) -> None:
        raise OSError(code, os.strerror(code))

    path = tmp_path / "a.md"
    path.write_text("old")
    monkeypatch.setattr("desktop_rag.app.export.os.replace", refuse)
    with pytest.raises(kind) as caught:
        export_to(path, conversation(), as_markdown)
    monkeypatch.undo()
    assert type(caught.value) is kind
    assert os.listdir(tmp_path) == ["a.md"]
    assert path.read_text() == "old"


def test_a_stopped_answer_keeps_its_sources() -> None:
    said = replace(answer(), state=AnswerState.STOPPED)
    for words in both(turn(said)):
        assert "Stopped before the end." in words
        assert "Lease · p. iv · Money" in words
