import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.answers import Support
from desktop_rag.domain.support import check, missing_fact, overlap_with

POLICY = (
    "Staff handbook, page 12\nThe notice period for Anna Schmidt is three months. She works in room 417 and "
    "earns 1,000 euros. The contract ends on 14 May 2024 at 17:00. Dogs are not allowed in the Berlin office."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The notice period for Anna Schmidt is three months.",
        "Anna Schmidt's notice period is 3 months.",
        "She earns 1000 euros.",
        "She earns 1.000 euros in room 417.",
        "The contract ends on May 14, 2024.",
        "The contract ends on 2024-05-14.",
        "The contract of Anna ends in May 2024.",
        "The contract ends at 5 pm.",
        "Dogs are not allowed in the office in Berlin.",
    ],
)
def test_what_the_passage_says_in_other_words_is_supported(sentence: str) -> None:
    verdict = check(sentence, [POLICY], 0.85)
    assert (verdict.support, verdict.doubt) == (Support.SUPPORTED, "")


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("She works in room 418.", "418"),
        ("The notice period is four months.", "four"),
        ("She earns 10,000 euros.", "10,000"),
        ("The contract ends on 15 May 2024.", "15 May 2024"),
        ("The contract ends on 14 May 2025.", "14 May 2025"),
        ("The contract ends in June 2024.", "June 2024"),
        ("The notice period for Peter Schmidt is three months.", "Peter"),
        ("Peter Schmidt works in room 417.", "Peter"),
        ("Dogs are not allowed in the Hamburg office.", "Hamburg"),
        ("The contract is AB-1234.", "AB-1234"),
    ],
)
def test_the_number_date_or_name_that_is_not_there_is_named(sentence: str, missing: str) -> None:
    verdict = check(sentence, [POLICY], 0.99)
    assert verdict.support is Support.UNSUPPORTED
    assert verdict.doubt == f"“{missing}” does not occur in the cited passage."


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("It costs 5 %.", "The fee is 5 percent."),
        ("It costs 1.5 million euros.", "It costs 1,500,000 euros."),
        ("It costs 2k.", "It costs 2 000 euros."),
        ("It costs 1 000 000 euros.", "It costs 1’000’000 euros."),
        ("It weighs 3,50 kg.", "It weighs 3.5kg."),
        ("Es sind zwölf Tage.", "There are 12 days."),
        ("It is the 3rd floor.", "It is on floor 3, the third."),
        ("In the 1990s.", "Since 1990."),
        ("From 10 to 12.", "From 10–12."),
        ("It is twenty-five.", "They are 20, 5, and 25."),
        ("Room 7.", "Room 007."),
        ("Am 14. Mai 2024.", "On May 14th, 2024."),
        ("El 14 de mayo de 2024.", "14/05/2024"),
        ("On 5 June 2024.", "06/05/2024"),
        ("On 14 May 2024.", "In 2024 it was on 14 May."),
        ("In 2024.", "On 14.05.24."),
        ("At 9:30.", "Um 9.30 Uhr."),
        ("COVID-19 came.", "A case of COVID 19."),
        ("Part XR-2291-B fits.", "Order xr2291b."),
        ("The WHO said so.", "So said the World Health Organization."),
        ("A German firm.", "A firm in Germany."),
        ("The Goeppert-Mayer prize.", "A prize for Goeppert Mayer."),
        ("However, Anna left.", "Anna left."),
        ("One of them left.", "They left."),
    ],
)
def test_facts_agree_however_they_are_written(sentence: str, cited: str) -> None:
    assert missing_fact(sentence, cited) == ""


@pytest.mark.parametrize(
    ("sentence", "cited", "missing"),
    [
        ("Room 143.", "Floor 14 3 rooms.", "143"),
        ("It costs 1.5 million.", "It costs 1.5 euros or 15 million.", "1.5 million"),
        ("It is 9:45.", "It is 9:30, or 45 past.", "9:45"),
        ("Der Antrag von Herr Meier ist nicht mit dem Formular da.", "Der Antrag von Frau Huber.", "Meier"),
        ("We met Johnson there.", "We met Johnston there.", "Johnson"),
        ("Part XR-2291-B fits.", "Part XR-2291-C fits.", "XR-2291-B"),
        ("The EU said so.", "The United Nations said so.", "EU"),
    ],
)
def test_what_only_looks_alike_is_not_the_same_fact(sentence: str, cited: str, missing: str) -> None:
    assert missing_fact(sentence, cited) == missing


def test_german_nouns_are_no_names() -> None:
    cited = "Der Urlaub beträgt 30 Tage und ist bis März zu nehmen."
    assert missing_fact("Die Ferien von 30 Tagen sind bis zum März zu nehmen.", cited) == ""


@pytest.mark.parametrize(
    "sentence",
    ["Dogs are allowed in the Berlin office.", "The notice period for Anna Schmidt is not three months."],
)
def test_a_negation_on_one_side_only_is_doubted(sentence: str) -> None:
    verdict = check(sentence, [POLICY], 0.97)
    assert (verdict.support, verdict.doubt) == (
        Support.UNSUPPORTED,
        "The cited passage may say the opposite.",
    )


def test_a_negation_elsewhere_in_the_passage_is_no_contradiction() -> None:
    cited = "He did not go to Paris, where his old friends lived, but stayed with her in Rome."
    assert check("He stayed with her in Rome.", [cited], 0.8).support is Support.SUPPORTED


def test_a_sentence_about_something_else_is_unsupported() -> None:
    verdict = check("Employees may bring cats on fridays.", [POLICY, POLICY], 0.2)
    assert (verdict.support, verdict.doubt) == (
        Support.UNSUPPORTED,
        "The cited passages speak of something else.",
    )


def test_all_cited_passages_count_together() -> None:
    cited = ["Anna works in room 417.", "Peter earns 900 euros."]
    sentence = "Anna works in room 417 and Peter earns 900 euros."
    assert check(sentence, cited, 0.7).support is Support.SUPPORTED
    assert check(sentence, cited[:1], 0.7).doubt == "“900” does not occur in the cited passage."


def test_a_sentence_without_citation_is_uncited() -> None:
    assert check("Anna works in room 417.", [], 1.0).support is Support.UNCITED


def test_languages_without_spaces_are_compared_by_signs() -> None:
    cited = "会議室は四階にあり、鍵は受付で受け取ります。"
    assert check("会議室は四階にあります。", [cited], 0.8).support is Support.SUPPORTED
    assert check("駐車場は建物の裏側です。", [cited], 0.2).support is Support.UNSUPPORTED


@given(text=st.text(max_size=80))
def test_any_text_holds_its_own_facts_and_words(text: str) -> None:
    assert missing_fact(text, text) == ""
    assert overlap_with(text, text).coverage == 1.0


@given(text=st.text(alphabet="12 05.,:-/'’KkmMay june14th%$\u00a0x²٣", max_size=30))
def test_numbers_and_dates_of_any_form_agree_with_themselves(text: str) -> None:
    assert missing_fact(text, f"Before. {text} After.") == ""
