"""A licence is told as people write it, from whichever key of a header names it."""

import pytest

from desktop_rag.domain.licences import licence_of
from desktop_rag.generation.gguf_header import Header, Value
from desktop_rag.generation.licence_names import MAX_LICENCE_CHARS, licence, licence_words


def told(metadata: dict[str, Value]) -> str:
    return licence(Header("A", 3, metadata, (), 0, 0))


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("llama3.2", "Llama 3.2 Community"),
        ("gemma", "Gemma Terms"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
        ("My own\nlicence\x1b", "My own licence"),
        ("", ""),
    ],
)
def test_identifiers_get_the_spelling_that_people_know(stated: str, words: str) -> None:
    assert licence_words(stated) == words


def test_a_name_and_a_link_stand_in_for_a_licence_that_is_called_other() -> None:
    name: dict[str, Value] = {"general.license": "other", "general.license.name": "qwen-research"}
    link: dict[str, Value] = {"general.license": "other", "general.license.link": "https://example.org/L"}
    assert told(name) == "Qwen Research"
    assert told(link) == "https://example.org/L"
    assert told({}) == ""
    assert told({"general.license": 7}) == ""


def test_a_licence_of_any_length_is_cut_to_one_short_line() -> None:
    assert len(told({"general.license": "word " * 5000})) <= MAX_LICENCE_CHARS


def test_what_is_told_is_understood_by_what_explains_licences() -> None:
    for stated in ("apache-2.0", "mit", "bsd-3-clause"):
        assert not licence_of(licence_words(stated)).terms
    for stated in ("llama3.1", "llama3.2", "gemma"):
        assert licence_of(licence_words(stated)).terms
