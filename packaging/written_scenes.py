"""The states of the window that have to do with models and conversations, for screenshots.py.

Same process and thread as screenshots.py, which has put the project on the path. The model is the practice
model of tests/practice; where that was not made, a tiny one of random weights, which loads and answers as
well but writes no sentences.
"""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from studio import Studio

from desktop_rag.app.values import AnswerPhase, AnswerUpdate
from desktop_rag.domain.answers import Answer, AnswerSentence, AnswerState, Hit, Support, citation
from desktop_rag.domain.chat import AnswerMode
from desktop_rag.domain.conversation import Turn, TurnState
from desktop_rag.gui.frame.side_panel import Tab
from tests.ggufs import truncated, write_adapter, write_model
from tests.practice import world

PRACTICE = Path(__file__).parents[1] / "tests" / "practice"
NOTES_SEED = 2_041
QUESTION = "How do I keep my library private?"
THOUGHT = "The question is about privacy. Passage 1 says where the library is, passage 2 how to protect it."
STREAMED = (
    "Everything that Desktop RAG stores is kept in one folder on your computer [1]. The text in it is not "
    "encrypted, so protect it as you protect the documents themselves [1]. To keep the library in"
)
MARKED = (
    ("Everything that Desktop RAG stores is kept in one folder on your computer.", Support.SUPPORTED, 1),
    ("The text in it is encrypted with a key of 256 bits.", Support.UNSUPPORTED, 2),
    ("Disk encryption is the usual way to protect a folder.", Support.UNCITED, 0),
    ("To forget a file, select it in the list and remove it from the library.", Support.SUPPORTED, 3),
)
DOUBT = "“256” does not occur in the cited passage."


def make_notes(folder: Path) -> Path:
    """The practice model's world: notes about people whom its training left out."""
    folder.mkdir()
    world.write_notes(folder, world.held_out_notes(NOTES_SEED))
    return folder


def make_models(folder: Path) -> tuple[Path, Path]:
    """A model and an adapter for it, copied so that they can be taken away again."""
    folder.mkdir()
    model, adapter = folder / "practice.gguf", folder / "style-and-facts.gguf"
    if (PRACTICE / "model.gguf").exists():
        shutil.copy(PRACTICE / "model.gguf", model)
        shutil.copy(PRACTICE / "style-and-facts.gguf", adapter)
    else:
        write_model(model, name="Practice")
        write_adapter(adapter, name="Style and facts", base_name="Practice")
    return model, adapter


def use_model(studio: Studio, *files: Path) -> None:
    window = studio.window
    for file in files:
        window.add_paths([file])
        studio.wait_until_idle()
    studio.wait(600)


def ask_about_notes(studio: Studio, notes: Path) -> None:
    """One question that the practice model answers from the notes."""
    fact = next(fact for note in world.held_out_notes(NOTES_SEED) for fact in note.facts)
    studio.window.conversation.box.set_scope((notes,))
    studio.ask(world.question(fact))


def take_written(studio: Studio, folder: Path) -> None:
    """`folder` is empty and temporary. Leaves the window without a model."""
    window = studio.window
    model = take_model_and_menu(studio, folder, ("09-written", "10-menu"), ("light", "dark"))
    window.conversation.box.set_scope(())
    take_answers(studio)
    window.side.show_tab(Tab.CONVERSATIONS)
    studio.take("13-conversations")
    window.side.show_tab(Tab.DOCUMENTS)
    take_failures(studio, model)


def take_model_and_menu(
    studio: Studio, folder: Path, names: tuple[str, str], themes: tuple[str, ...]
) -> Path:
    """An answer from the notes, and another one with the adapter, behind the open menu; the model's file.

    A picture with an empty name is not taken.
    """
    window = studio.window
    notes = make_notes(folder / "Notes")
    model, adapter = make_models(folder / "Models")
    window.conversations.begin_new()
    window.add_paths([notes])
    studio.wait_until_idle()
    window.conversation.notices.clear()
    use_model(studio, model)
    ask_about_notes(studio, notes)
    if names[0]:
        studio.take(names[0], themes=themes)
    use_model(studio, adapter)
    ask_about_notes(studio, notes)
    window.model_handling.open_menu()
    studio.take(names[1], themes=themes)
    window.model_handling.menu.close()
    return model


def take_answers(studio: Studio) -> None:
    """An answer under way and one with every mark, in words that no practice model knows.

    The passages are real; the sentences are put into the window's hands as a model's would be.
    """
    window = studio.window
    hits = studio.window._context.retrieve.search(QUESTION, 4).hits  # noqa: SLF001 - no other way to it
    window.conversations.begin_new()
    turn = window.conversation.begin_turn(QUESTION, ())
    update = AnswerUpdate(AnswerPhase.WRITING, hits=hits, asked="How can the library folder be protected?")
    turn.show_update(replace(update, phase=AnswerPhase.READING, share=0.4))
    studio.take("11-reading")
    turn.show_update(replace(update, thought=THOUGHT, text=STREAMED))
    studio.take("11-streaming")
    turn.show_answer(marked_answer(hits))
    turn.thought.button.setChecked(True)
    turn.open_first_source()
    studio.wait(900)
    studio.take("12-marks")
    window.panes.close_source()
    window.conversation.show_conversation([interrupted_turn()])
    studio.take("12-interrupted")


def marked_answer(hits: tuple[Hit, ...]) -> Answer:
    sentences = tuple(
        AnswerSentence(text, support, (n,) if n else (), " ", DOUBT if support is Support.UNSUPPORTED else "")
        for text, support, n in MARKED
    )
    return Answer(
        question=QUESTION,
        mode=AnswerMode.RAG,
        state=AnswerState.ANSWERED,
        confidence=0.9,
        sentences=sentences,
        citations=tuple(citation(n, hit, hit.start, _sentence_end(hit)) for n, hit in enumerate(hits[:3], 1)),
        hits=hits,
        asked="How can the library folder be protected?",
        thought=THOUGHT,
        model="Practice",
        unknown_citations=1,
    )


def _sentence_end(hit: Hit) -> int:
    """Where the first sentence of a passage ends, as an offset into its page."""
    return hit.start + (hit.text.find(". ") + 1 or len(hit.text))


def interrupted_turn() -> Turn:
    return Turn(
        1, 1, QUESTION, None, AnswerMode.RAG, "Practice", (), TurnState.INTERRUPTED, datetime.now(UTC),
        text="Everything that Desktop RAG stores is kept in one folder on your",
    )  # fmt: skip


def take_failures(studio: Studio, model: Path) -> None:
    """A file that cannot be used, and a model that is gone when it is asked."""
    window = studio.window
    broken = truncated(model, model.with_name("half-a-download.gguf"), model.stat().st_size // 2)
    use_model(studio, broken)
    studio.take("14-model-refused")
    window.conversation.notices.clear()
    window.models.unload()
    studio.wait(600)
    model.unlink()
    window.ask(QUESTION)
    studio.wait(2500)
    studio.take("15-model-gone")
    window.models.choose_mode(AnswerMode.EXTRACT)
    studio.wait(300)
