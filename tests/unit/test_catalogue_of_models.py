"""The catalogue that the program comes with: every entry can be trusted, understood and checked."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_rag.domain.languages import EVERY, language_name, named_languages
from desktop_rag.domain.offers import Offer, read_catalogue
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.runtime import assets_dir

CATALOGUE = (assets_dir() / "models" / "catalogue.json").read_text("utf-8")
OFFERS = read_catalogue(CATALOGUE)
MODELS = [offer for offer in OFFERS if offer.kind is ShelfKind.MODEL]
EMBEDDERS = [offer for offer in OFFERS if offer.kind is ShelfKind.EMBEDDER]

KEY_VALUE_SHAPES = {
    # layers, key-value heads, numbers a head: from the published configurations of the models; of Granite,
    # from the table in its announcement (40 layers, embedding 2560, 40 heads, 8 key-value heads of 64).
    "smollm2-360m": (32, 5, 64),
    "qwen2.5-0.5b": (24, 2, 64),
    "qwen3-0.6b": (28, 8, 128),
    "llama-3.2-1b": (16, 8, 64),
    "smollm2-1.7b": (24, 32, 64),
    "qwen2.5-1.5b": (28, 2, 128),
    "qwen3-1.7b": (28, 8, 128),
    "smollm3-3b": (36, 4, 128),
    "llama-3.2-3b": (28, 8, 128),
    "granite-4.1-3b": (40, 8, 64),
    "gemma-3-4b": (34, 4, 256),
    "phi-4-mini": (32, 8, 128),
    "qwen3-4b": (36, 8, 128),
    "llama-3.1-8b": (32, 8, 128),
    "qwen3-8b": (36, 8, 128),
    "qwen3-embedding-0.6b": (28, 8, 128),
}
BYTES_A_WEIGHT = {"Q4_K_M": (0.55, 0.80), "Q8_0": (1.05, 1.20)}
"""Bytes of the file for each parameter: 4.8 or 8.5 bits, with some tensors kept finer and the vocabulary."""


def by_id(offers: tuple[Offer, ...] | list[Offer]) -> dict[str, Offer]:
    return {offer.id: offer for offer in offers}


def names(offer: Offer) -> str:
    return offer.id


@pytest.mark.parametrize("offer", OFFERS, ids=names)
def test_every_offer_has_a_checksum_and_a_link_that_cannot_move(offer: Offer) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", offer.sha256)
    assert urlsplit(offer.url).scheme == "https"
    assert re.search(r"/resolve/[0-9a-f]{40}/", offer.url)
    assert offer.size_bytes > 10_000_000


@pytest.mark.parametrize("offer", OFFERS, ids=names)
def test_every_offer_says_in_one_plain_sentence_what_it_is_for(offer: Offer) -> None:
    assert offer.summary[0].isupper()
    assert offer.summary.endswith(".")
    assert 30 < len(offer.summary) < 130
    assert ". " not in offer.summary
    for jargon in ("RAG", "LLM", "embedding", "token", "inference", "GGUF", "LoRA"):
        assert jargon.casefold() not in offer.summary.casefold()


@pytest.mark.parametrize("offer", OFFERS, ids=names)
def test_file_names_tell_what_is_in_them(offer: Offer) -> None:
    family = offer.id.split("-")[0]
    assert family in offer.file_name.casefold()
    assert offer.quantisation.casefold() in offer.file_name.casefold()


@pytest.mark.parametrize("offer", OFFERS, ids=names)
def test_languages_are_codes_that_have_a_name(offer: Offer) -> None:
    assert offer.languages
    assert set(offer.languages) <= named_languages() | {EVERY}
    assert len(set(offer.languages)) == len(offer.languages)


def test_models_of_every_size_are_there() -> None:
    sizes = sorted(offer.parameters / 1e9 for offer in MODELS)
    assert sizes[0] < 0.5
    assert sum(1 <= size < 2.5 for size in sizes) >= 3
    assert sum(2.5 <= size < 5 for size in sizes) >= 4
    assert 7 < sizes[-1] < 9


def test_embedders_for_many_languages_and_for_english_are_there() -> None:
    assert sum(EVERY in offer.languages for offer in EMBEDDERS) >= 3
    assert any(offer.languages == ("en",) for offer in EMBEDDERS)


@pytest.mark.parametrize("offer", OFFERS, ids=names)
def test_conditions_are_told_before_the_download_and_where_to_read_them(offer: Offer) -> None:
    conditions = offer.licence not in ("Apache-2.0", "MIT")
    assert bool(offer.terms) is conditions
    if offer.licence.startswith("Llama"):
        assert "Built with Llama" in offer.terms
        version = offer.licence.split()[1].replace(".", "_")
        assert f"https://www.llama.com/llama{version}/use-policy/" in offer.terms
    if offer.licence.startswith("Gemma"):
        assert "https://ai.google.dev/gemma/prohibited_use_policy" in offer.terms


def test_whatever_says_llama_or_gemma_carries_its_publishers_conditions() -> None:
    for offer in OFFERS:
        if re.search("llama|gemma", offer.name.casefold()):
            assert offer.terms, offer.id


@pytest.mark.parametrize("offer_id", KEY_VALUE_SHAPES)
def test_memory_for_the_context_follows_from_the_models_shape(offer_id: str) -> None:
    layers, heads, width = KEY_VALUE_SHAPES[offer_id]
    assert by_id(OFFERS)[offer_id].kv_bytes_per_token == layers * heads * width * 2 * 2


def test_no_model_is_without_a_known_shape() -> None:
    assert {offer.id for offer in OFFERS if offer.kv_bytes_per_token} == set(KEY_VALUE_SHAPES)


@pytest.mark.parametrize("offer", [*MODELS, *EMBEDDERS], ids=names)
def test_size_parameters_and_quantisation_agree(offer: Offer) -> None:
    least, most = BYTES_A_WEIGHT[offer.quantisation]
    assert least < offer.size_bytes / offer.parameters < most


def test_every_number_that_was_looked_up_says_where() -> None:
    for entry in json.loads(CATALOGUE)["offers"]:
        assert len(entry["note"]) > 20


@pytest.mark.data
def test_links_sizes_and_checksums_are_those_that_were_collected(data_dir: Path) -> None:
    collected = json.loads((data_dir / "models" / "catalogue.json").read_text("utf-8"))
    by_url = {entry["url"]: entry for entry in collected}
    for offer in OFFERS:
        entry = by_url[offer.url]
        assert (offer.size_bytes, offer.sha256) == (entry["bytes"], entry["sha256"])
        assert offer.quantisation.casefold() == entry["quantisation"].casefold()
        assert entry["independent_sources"] >= 2


@pytest.mark.data
def test_parameters_languages_and_contexts_are_those_that_were_collected(data_dir: Path) -> None:
    collected = json.loads((data_dir / "models" / "catalogue.json").read_text("utf-8"))
    by_url = {entry["url"]: entry for entry in collected}
    for offer in [*MODELS, *EMBEDDERS]:
        entry = by_url[offer.url]
        exact = re.match(r"[\d,]{9,}", entry["parameters"])
        if exact:
            assert offer.parameters == int(exact[0].replace(",", ""))
        said = re.match(r"\d+", entry["context"])
        assert said is not None
        assert offer.context_tokens == int(said[0])
        if re.fullmatch(r"[a-z ]+", entry["languages"]) and entry["languages"] != "multilingual":
            assert list(offer.languages) == entry["languages"].split()
        dimension = re.search(r"dim (\d+)", entry["context"])
        assert offer.dimension == (int(dimension[1]) if dimension else 0)


def test_every_language_has_a_name_of_its_own() -> None:
    named = [language_name(code) for code in named_languages()]
    assert len(set(named)) == len(named)
