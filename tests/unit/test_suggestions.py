"""Questions made from sentences and headings can be asked as they stand, and what is doubtful makes none."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_rag.domain.documents import Block, BlockKind, Page
from desktop_rag.domain.suggestions import (
    LONGEST_QUESTION,
    Language,
    heading_question,
    is_fit,
    language_of,
    suggestions_of,
)
from desktop_rag.domain.suggestions_english import english_question
from desktop_rag.domain.suggestions_german import german_question
from desktop_rag.domain.suggestions_words import BOILERPLATE, Spelling

SPELLING = Spelling(
    small=frozenset("leave annual hospice care dental workplace period waiting clinical claims".split()),
    names=frozenset({"estonia"}),
)
WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüßABCDEFÄÖ .,;:()“”\"'’0123456789%€-\n", max_size=200)


def asked(sentence: str) -> str:
    made = english_question(sentence, SPELLING)
    return made.question if made else ""


def gefragt(sentence: str) -> str:
    made = german_question(sentence, Spelling())
    return made.question if made else ""


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Hospice care is a form of care for the last months of life.", "What is hospice care?"),
        ("The waiting period is 30 days.", "How long is the waiting period?"),
        ("The age limit is 30 years.", "What is the age limit?"),
        ("The deadline for claims is 30 June.", "What is the deadline for claims?"),
        ("To add a folder, drag it onto the window.", "How do I add a folder?"),
        ("To rename your library, press F2.", "How do I rename my library?"),
        ("You can end a subscription by writing to us.", "How do I end a subscription?"),
        ("If you want to ask two things, ask two questions.", "How do I ask two things?"),
        ("If you leave the company, you must return the keys.", "What should I do if I leave the company?"),
        ("When the disk is full, reading stops.", "What happens when the disk is full?"),
        ("The CFO is responsible for the budget.", "What is the CFO responsible for?"),
        ("The Vinaya Pitaka contains rules for monks.", "What does the Vinaya Pitaka contain?"),
        ("The review board consists of five people.", "What does the review board consist of?"),
        ("The Eiffel Tower was built in 1889.", "When was the Eiffel Tower built?"),
        ("The novel Emma was written by Jane Austen.", "Who wrote the novel Emma?"),
        ("Claims for travel must be submitted within ten days.", "When must claims for travel be submitted?"),
        ("Estonia's museums cost 5 euros.", "How much do Estonia's museums cost?"),
        ("GPS trackers cost 5 euros.", "How much do GPS trackers cost?"),
        ("Estonia has 2 million museums for all.", "How many museums does Estonia have?"),
        ("Estonia has 45 municipalities.", "How many municipalities does Estonia have?"),
        ("Oskar Luts was the most prominent prose writer of his time.", "Who was Oskar Luts?"),
        ("“Tight” means that it fits barely.", "What does “Tight” mean?"),
        ("A day ticket costs €7.50.", "How much does a day ticket cost?"),
    ],
)
def test_an_english_sentence_is_turned_into_the_question_it_answers(sentence: str, question: str) -> None:
    assert asked(sentence) == question


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Die Kündigungsfrist beträgt drei Monate.", "Wie lang ist die Kündigungsfrist?"),
        ("Der maximale Betriebsdruck beträgt 3 bar.", "Wie hoch ist der maximale Betriebsdruck?"),
        ("Die Probezeit dauert sechs Monate.", "Wie lange dauert die Probezeit?"),
        ("Ein Kurantrag kostet 25 Euro.", "Was kostet ein Kurantrag?"),
        ("Wenn die rote Lampe blinkt, fehlt Wasser.", "Was passiert, wenn die rote Lampe blinkt?"),
        ("Um den Kessel zu entlüften, drehen Sie die Schraube.", "Wie kann man den Kessel entlüften?"),
        ("Das Fahrtenbuch ist ein Nachweis über alle Fahrten.", "Was ist das Fahrtenbuch?"),
        ("Der Betriebsrat ist für die Beschäftigten zuständig.", "Wofür ist der Betriebsrat zuständig?"),
        ("Die Schlüssel befinden sich im Schrank.", "Wo befinden sich die Schlüssel?"),
        ("Die Arbeitsordnung wurde im Jahr 2019 beschlossen.", "Wann wurde die Arbeitsordnung beschlossen?"),
        ("Kleine Anfragen kosten 5 Euro.", ""),
        ("Geliehene Werkzeuge sind ein Eigentum der Stadt.", ""),
        ("Wenn Sie krank werden, rufen Sie an.", ""),
        ("Dies ist ein Nachweis über alle Fahrten.", ""),
    ],
)
def test_a_german_sentence_is_turned_into_the_question_it_answers(sentence: str, question: str) -> None:
    assert gefragt(sentence) == question


@pytest.mark.parametrize(
    "sentence",
    [
        "This is a form of care for the last months of life.",
        "It was built in 1889.",
        "The company is a member of the association.",
        "There is a form of care for everyone in need.",
        "The report says the plan is a success for everybody.",
        "Figure 3 is a drawing of the whole machine.",
        "If you have any questions, please ask.",
        "If you’re ill, you must call us in the morning.",
        "If we decide otherwise, you must pay at once.",
        "Sometimes directions must be inferred within days.",
        "Delta crops consist mainly of potatoes, carrots and lettuce.",
        "Abominable are the tumblers into which he pours.",
        "Weight management is an important part of health.",
        "For example, a model is a file that you choose.",
        "However, the waiting period is 30 days.",
        "Borrowed tools must be returned within three days.",
        "Approval was given in 2020.",
        "Estonia now offers a card for everybody.",
        "Nine of the teams are based in Tartu.",
    ],
)
def test_what_cannot_be_understood_by_itself_makes_no_question(sentence: str) -> None:
    assert asked(sentence) == ""


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Dental Care", "What should I know about dental care?"),
        ("Keyboard shortcuts", "What should I know about keyboard shortcuts?"),
        ("Treaty of Maastricht", "What should I know about Treaty of Maastricht?"),
        ("Director of Human Resources", "What does the Director of Human Resources do?"),
        ("Estonia and its counties", "What should I know about Estonia and its counties?"),
        ("Adding your first folder", "How does adding my first folder work?"),
        ("How to ask a colleague", "How do I ask a colleague?"),
        ("How do I remove a folder", "How do I remove a folder?"),
        ("When can a claim be refused?", "When can a claim be refused?"),
    ],
)
def test_a_heading_is_asked_about(heading: str, question: str) -> None:
    made = heading_question(heading, Language.ENGLISH, SPELLING)
    assert made is not None
    assert made.question == question


@pytest.mark.parametrize(
    "heading",
    [
        *("Contents", "Table of Contents", "Introduction", "References", "See also", "Chapter 3", "1.2.3"),
        *("Appendix A", "What is Not Covered?", "Notes", "ALL RIGHTS RESERVED", "When a model fails", "2024"),
        *("The disk is full", "Benefits Overview"),
    ],
)
def test_what_stands_over_any_text_is_not_asked_about(heading: str) -> None:
    assert heading_question(heading, Language.ENGLISH, SPELLING) is None


@pytest.mark.parametrize("heading", ["Inhaltsverzeichnis", "Anhang A", "Einleitung", "Kapitel 3", "Seite"])
def test_german_boilerplate_is_not_asked_about_either(heading: str) -> None:
    assert heading_question(heading, Language.GERMAN, Spelling()) is None


def test_in_another_language_a_heading_stands_as_it_is_in_quotation_marks() -> None:
    text = "Derecho de familia\n\nLa ley protege a los hijos y a sus padres en todos los casos."
    page = Page(
        1, text, blocks=(Block(BlockKind.HEADING, 0, 18, 1), Block(BlockKind.PARAGRAPH, 20, len(text)))
    )
    assert [made.question for made in suggestions_of(page)] == ["“Derecho de familia”"]


def test_the_language_of_a_text_is_told_by_its_small_words() -> None:
    assert language_of("The end of the year is the time for it.") is Language.ENGLISH
    assert language_of("Das Ende des Jahres ist die Zeit für ein Fest.") is Language.GERMAN
    assert language_of("La fin du jour, c'est un autre monde.") is Language.OTHER
    assert language_of("") is Language.OTHER


def test_a_question_tells_where_the_words_are_that_answer_it() -> None:
    text = "Leave\n\nThe waiting period is 30 days. It is long. To ask for leave, write to the office."
    page = Page(4, text, blocks=(Block(BlockKind.HEADING, 0, 5, 1), Block(BlockKind.PARAGRAPH, 7, len(text))))
    made = suggestions_of(page)
    assert [(each.page, text[each.start : each.end]) for each in made] == [
        (4, "The waiting period is 30 days."),
        (4, "To ask for leave, write to the office."),
    ]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Of the borrowed tools there is a list.", "When must borrowed tools be returned?"),
        ("This is for all. Borrowed tools are dear.", ""),
        ("The shop of Borrowed is in the north.", "When must Borrowed tools be returned?"),
    ],
)
def test_the_page_tells_whether_a_first_word_has_its_capital_from_the_sentence(
    text: str, question: str
) -> None:
    page = Page(1, f"{text} Borrowed tools must be returned within three days.")
    assert [made.question for made in suggestions_of(page)] == ([question] if question else [])


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Das ist für die geliehene Säge.", "Was sind geliehene Werkzeuge?"),
        ("Das ist für die Stadt.", ""),
        ("Das ist die Firma der Geliehene und Sohn.", "Was sind Geliehene Werkzeuge?"),
    ],
)
def test_the_page_tells_whether_a_german_word_describes_or_names(text: str, question: str) -> None:
    page = Page(1, f"{text} Geliehene Werkzeuge sind ein Eigentum der Stadt.")
    assert [made.question for made in suggestions_of(page)] == ([question] if question else [])


def test_signs_that_stand_loose_make_no_question() -> None:
    assert not is_fit("What happens when Simba returns to Pride Rock ?")
    assert not is_fit("What are workers ' remittances?")


def test_rows_of_tables_and_code_make_no_questions() -> None:
    text = "The waiting period is 30 days. Of the many that there are."
    for kind in (BlockKind.TABLE_ROW, BlockKind.CODE, BlockKind.FURNITURE):
        assert suggestions_of(Page(1, text, blocks=(Block(kind, 0, len(text)),))) == []


@given(WORDS)
def test_whatever_a_page_holds_its_questions_are_short_whole_and_about_it(text: str) -> None:
    for made in suggestions_of(Page(1, text)):
        assert is_fit(made.question)
        assert len(made.question) <= LONGEST_QUESTION
        assert 0 <= made.start < made.end <= len(text)
        assert "\n" not in made.question


@given(st.lists(st.sampled_from(sorted(each for each in BOILERPLATE if " " not in each)), min_size=1))
def test_no_mix_of_boilerplate_words_is_asked_about(words: list[str]) -> None:
    for language in Language:
        assert heading_question(" ".join(words).title(), language, Spelling()) is None


@settings(deadline=100)
@given(WORDS)
def test_no_sentence_takes_long_to_read(text: str) -> None:
    """The patterns must not go back and forth over it, which may take seconds: 100 ms are the limit."""
    sentence = "The " + re.sub(r"[.!?\n]", " ", text) * 3
    english_question(sentence[:320], SPELLING)
    german_question(sentence[:320], Spelling())
