"""Answers put together from the documents, without a model, for screenshots.py: its GUI thread."""

from pathlib import Path

from studio import Studio

QUESTION = "Does Desktop RAG send my documents over the internet?"
UNKNOWN = "Which moons of Jupiter were discovered by Galileo?"


def take_answers_found(studio: Studio, samples: Path) -> None:
    """Beside a page of a PDF, beside a text, not found, and in a narrow window."""
    window = studio.window
    wide = window.size(), window.panes.splitter.sizes()
    window.conversation.box.set_scope((samples / "Desktop RAG guide.pdf",))
    studio.ask(QUESTION)
    studio.take("04-answer-pdf")
    window.conversation.box.set_scope((samples / "08-privacy.md",))
    studio.ask(QUESTION)
    studio.take("05-answer-text")
    window.conversation.box.set_scope(())
    window.panes.close_source()
    studio.ask(UNKNOWN)
    studio.take("06-not-found")
    window.resize(min(900, window.width()), min(800, window.height()))
    window.conversation.turns[0].open_first_source()
    studio.wait(900)
    studio.take("08-narrow")
    window.resize(wide[0])
    window.panes.splitter.setSizes(wide[1])
    window.panes.close_source()
