import pytest

from desktop_rag.domain.follow_up import LONGEST_REWRITE, accepted_rewrite, depends_on_conversation, joined
from desktop_rag.domain.prompting import NOT_FOUND_REPLY, Exchange

ANNA = Exchange("In which room does Anna work?", "Anna works in room 417 since 14 May 2024 [1].")


@pytest.mark.parametrize(
    "question",
    [
        "And Peter?",
        "and in Berlin?",
        "What about part-time staff?",
        "How about dogs?",
        "How long is it?",
        "Why?",
        "Since when?",
        "How many?",
        "Tell me more.",
        "Does it apply to contractors?",
        "When does that start?",
        "Is that true?",
        "Where do they live?",
        "What is her badge colour?",
        "Who wrote it?",
        "Which of these?",
        "And the second one?",
        "Is this allowed?",
        "How much does it cost?",
        "Can you explain that?",
        "What else does he do?",
        "Und Peter?",
        "Wie lange gilt sie?",
        "Was kostet das?",
        "Warum?",
        "Wer ist dafür zuständig?",
        "Und wie ist es bei Teilzeit?",
        "Wann endet er?",
        "Et Paul ?",
        "Pourquoi ?",
        "Qu'en est-il de Paul ?",
        "Quand commence-t-il ?",
        "¿Y Pedro?",
        "¿Por qué?",
        "¿Cuánto cuesta eso?",
    ],
)
def test_questions_that_hang_on_what_was_said(question: str) -> None:
    assert depends_on_conversation(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "In which room does Anna work?",
        "What is the notice period?",
        "Notice period",
        "Is it possible to work from home?",
        "Is it allowed to bring dogs?",
        "How long does it take to get a refund?",
        "What are the rules for those who work at night?",
        "What is the policy that applies to contractors?",
        "Does the company pay for its own events?",
        "Why do employees leave when they are sick?",
        "Did Anna bring her dog?",
        "When was the contract signed and who signed it?",
        "What does this document say about holidays?",
        "What happens if an employee loses their badge?",
        "Who is responsible for IT security?",
        "What is the IT budget?",
        "So how many days of leave does a part-time employee in the Berlin office get each year?",
        "And finally, how does the insurance company decide which claims of its customers are paid first?",
        "Who was the first one to walk on the moon?",
        "Wie lange ist die Kündigungsfrist?",
        "Ist es erlaubt, Hunde mitzubringen?",
        "Wie hoch ist das Budget?",
        "Wann ist das Büro geöffnet?",
        "Gibt es eine Kantine?",
        "Was ist die Frist für die Abgabe, und wer bestimmt sie?",
        "Quelle est la durée du préavis ?",
        "Où est-il possible de garer sa voiture ?",
        "¿Cuál es el plazo de preaviso?",
        "¿Quién es el director de la empresa?",
        "Wo liegt das Archiv?",
        "Wer hat das Büro 417?",
    ],
)
def test_questions_that_stand_alone_are_left_alone(question: str) -> None:
    assert not depends_on_conversation(question)


@pytest.mark.parametrize(
    ("rewritten", "expected"),
    [
        ("Since when does Anna work in room 417?", "Since when does Anna work in room 417?"),
        (" \n“Since when does Anna work there?”\n", "Since when does Anna work there?"),
        ("Standalone question: Since when does Anna work?", "Since when does Anna work?"),
        ("**Question:** Since when does Anna work?", "Since when does Anna work?"),
        ("New question: What happened on May 14, 2024?", "What happened on May 14, 2024?"),
        ("Is Anna's room used by Peter?", "Is Anna's room used by Peter?"),
    ],
)
def test_a_rewrite_that_stays_with_the_conversation_is_taken(rewritten: str, expected: str) -> None:
    assert accepted_rewrite("And since when, Peter?", rewritten, [ANNA]) == expected


@pytest.mark.parametrize(
    "rewritten",
    [
        "",
        "  ",
        "?",
        NOT_FOUND_REPLY,
        "Here it is.\nSince when does Anna work?",
        "Since when does Anna work in room 418?",
        "Since when does Maria work in room 417?",
        "Since when does Anna Meier work in room 417?",
        "What happened on 15 May 2024?",
        "Since when " + "does Anna work " * (LONGEST_REWRITE // 10),
    ],
)
def test_a_rewrite_that_is_none_or_brings_in_something_new_is_refused(rewritten: str) -> None:
    assert accepted_rewrite("And since when?", rewritten, [ANNA]) is None


def test_without_a_model_the_last_question_that_stood_alone_is_put_before() -> None:
    exchanges = [Exchange("Who is Peter?", "A cook."), ANNA, Exchange("And since when?", "Since May.")]
    assert joined("Why?", exchanges) == "In which room does Anna work? Why?"


def test_without_one_that_stood_alone_the_first_is_taken() -> None:
    assert joined("Why?", [Exchange("And Peter?", "Yes."), Exchange("When?", "Now.")]) == "And Peter? Why?"
    assert joined("Why?", []) == "Why?"


def test_one_follow_up_after_another_does_not_drown_the_newest() -> None:
    asked = "When does the train to Oslo leave on the first Monday of the month?"
    for number in range(100):
        question = f"And from which platform does it leave on day {number}?"
        asked = joined(question, [Exchange(asked, "At 7:15.")])
        assert asked.endswith(question)
    assert len(asked) < 500
