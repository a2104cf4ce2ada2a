"""What embedders know, how shares are reckoned, and when a better embedder is named."""

import subprocess
import sys
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from desktop_rag.app.languages import language_advice
from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.languages import (
    NO_LANGUAGE,
    LanguageShare,
    common_code,
    embedder_languages,
    knows,
    language_name,
    main_languages,
    named_languages,
    shares_of,
)
from desktop_rag.domain.offers import Offer, read_catalogue
from desktop_rag.domain.shelf import Origin, ShelfItem, ShelfKind
from desktop_rag.runtime import assets_dir
from desktop_rag.store.samples import _spread

OFFERS = {
    offer.id: offer
    for offer in read_catalogue((assets_dir() / "models" / "catalogue.json").read_text("utf-8"))
}
EMBEDDERS = [offer for offer in OFFERS.values() if offer.kind is ShelfKind.EMBEDDER]


def facts(
    name: str = "", file: str = "/shelf/model.gguf", kind: EmbedderKind = EmbedderKind.GGUF
) -> EmbedderFacts:
    return EmbedderFacts(kind, Path(file), name, "bert", 0, "", 1, 384, 512, Pooling.MEAN, "", "")


BUNDLED = facts("all-MiniLM-L6-v2", kind=EmbedderKind.BUNDLED)


def item(number: int, name: str) -> ShelfItem:
    return ShelfItem(
        number,
        ShelfKind.EMBEDDER,
        Path(f"/shelf/{number}.gguf"),
        facts(name),
        Origin.ADDED,
        size_bytes=1,
        mtime_ns=1,
        added_at=0.0,
    )


def shares(**parts: float) -> tuple[LanguageShare, ...]:
    return tuple(LanguageShare(code, share) for code, share in parts.items())


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("all-MiniLM-L6-v2", ("en",)),
        ("All MiniLM L6 v2 Embedding", ("en",)),
        ("all-mpnet-base-v2", ("en",)),
        ("nomic-embed-text-v1.5", ("en",)),
        ("nomic-embed-text-v2-moe", ("*",)),
        ("bge-small-en-v1.5", ("en",)),
        ("bge-large-zh-v1.5", ("zh",)),
        ("Bge M3", ("*",)),
        ("multilingual-e5-small", ("*",)),
        ("intfloat/multilingual-e5-large-instruct", ("*",)),
        ("e5-small-v2", ("en",)),
        ("paraphrase-multilingual-MiniLM-L12-v2", ("*",)),
        ("distiluse-base-multilingual-cased-v1", ("*",)),
        ("Qwen3 Embedding 0.6B", ("*",)),
        ("Qwen3-Embedding-8B", ("*",)),
        ("embeddinggemma-300m", ("*",)),
        ("Embedding Gemma 300M", ("*",)),
        ("granite-embedding-30m-english", ("en",)),
        ("granite-embedding-107m-multilingual", ("*",)),
        ("snowflake-arctic-embed-l-v2.0", ("*",)),
        ("snowflake-arctic-embed-s", ("en",)),
        ("mxbai-embed-large-v1", ("en",)),
        ("our-own-model", ()),
        ("bge-large", ()),
        ("", ()),
    ],
)
def test_an_embedders_name_tells_what_it_knows(name: str, languages: tuple[str, ...]) -> None:
    assert embedder_languages(facts(name)) == languages


def test_the_files_name_tells_where_the_model_itself_has_none() -> None:
    assert embedder_languages(facts("", "/shelf/multilingual-e5-small-q8_0.gguf")) == ("*",)
    assert embedder_languages(facts("model", "/shelf/bge-base-en-v1.5-f16.gguf")) == ("en",)


@pytest.mark.parametrize("offer", EMBEDDERS, ids=lambda offer: offer.id)
def test_what_is_offered_is_recognised_on_the_shelf(offer: Offer) -> None:
    assert embedder_languages(facts(offer.name)) == offer.languages
    assert embedder_languages(facts("", f"/shelf/{offer.file_name}")) == offer.languages


def test_a_hundred_languages_are_known_by_a_star() -> None:
    assert knows(("*",), "ja")
    assert knows(("de", "no"), "nn")
    assert not knows(("de",), "ja")
    assert not knows((), "en")


def test_every_language_that_is_told_apart_has_an_english_name() -> None:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    short = {label for label in identifier.labels if len(label) == 2}
    assert {code for code in short if common_code(code) not in named_languages()} == set()
    assert NO_LANGUAGE in identifier.labels
    assert language_name("ja") == "Japanese"
    assert language_name("gd") == "Scottish Gaelic"
    assert language_name("nn") == "Norwegian"


def test_shares_add_up_with_the_largest_first() -> None:
    found = shares_of(["de", "nn", "no", "nb", "de", "fr", "no", "no"])
    assert found == (LanguageShare("no", 0.625), LanguageShare("de", 0.25), LanguageShare("fr", 0.125))


def test_a_model_need_not_know_a_language_that_hardly_occurs() -> None:
    assert main_languages(shares(en=0.5, de=0.3, fr=0.2)) == ("en", "de", "fr")
    assert main_languages(shares(en=0.9, de=0.1)) == ("en",)
    assert main_languages(shares(**dict.fromkeys("en de fr es it pt ru ja zh ko".split(), 0.1))) == ("en",)
    assert main_languages(()) == ()


def test_english_documents_need_no_advice() -> None:
    assert language_advice(shares(en=0.9, de=0.1), BUNDLED, EMBEDDERS, []) is None
    assert language_advice((), BUNDLED, EMBEDDERS, []) is None


def test_half_of_the_text_is_not_most_of_it() -> None:
    assert language_advice(shares(en=0.5, de=0.5), BUNDLED, EMBEDDERS, []) is None
    assert language_advice(shares(de=0.51, en=0.49), BUNDLED, EMBEDDERS, []) is not None


def test_the_first_offer_that_knows_the_language_is_named() -> None:
    advice = language_advice(
        shares(de=0.8, en=0.2),
        BUNDLED,
        [OFFERS["nomic-embed-text-v1.5"], OFFERS["bge-m3"], OFFERS["multilingual-e5-small"]],
        [item(1, "bge-small-en-v1.5")],
    )
    assert advice is not None
    assert (advice.language, advice.share) == ("German", 0.8)
    assert advice.better == OFFERS["bge-m3"]
    assert advice.on_shelf is None


def test_what_is_on_the_shelf_comes_before_what_is_to_be_fetched() -> None:
    shelf = [item(1, "all-mpnet-base-v2"), item(2, "Bge M3")]
    advice = language_advice(shares(ja=1.0), BUNDLED, EMBEDDERS, shelf)
    assert advice is not None
    assert advice.on_shelf == shelf[1]
    assert advice.better is None


def test_several_strange_languages_count_together_and_the_foremost_is_named() -> None:
    advice = language_advice(shares(en=0.4, fr=0.35, de=0.25), BUNDLED, EMBEDDERS, [])
    assert advice is not None
    assert (advice.language, advice.share) == ("French", 0.35)


@pytest.mark.parametrize("name", ["multilingual-e5-small", "our-own-model"])
def test_an_embedder_that_knows_them_or_of_which_nothing_is_known_is_left_alone(name: str) -> None:
    assert language_advice(shares(de=1.0), facts(name), EMBEDDERS, []) is None


def test_there_is_no_advice_when_nothing_better_can_be_had() -> None:
    offers = [OFFERS["nomic-embed-text-v1.5"]]
    assert language_advice(shares(de=1.0), BUNDLED, offers, [item(1, "bge-small-en-v1.5")]) is None


def in_a_fresh_interpreter(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_identification_is_not_loaded_before_it_is_asked() -> None:
    loaded = in_a_fresh_interpreter("import desktop_rag.app.languages, sys; print(*sys.modules)")
    assert "py3langid" not in loaded.split()


def test_the_identification_opens_no_connection_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code = f"""
import sys, tempfile
tempfile.tempdir = {str(tmp_path)!r}
events = []
sys.addaudithook(lambda event, _arguments: events.append(event) if event.startswith("socket.") else None)
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.languages import _identified
print(_identified(["Die Kündigungsfrist beträgt drei Monate zum Ende des Jahres."], JobContext()), events)
"""
    assert in_a_fresh_interpreter(code).strip() == "['de'] []"
    assert list(tmp_path.iterdir()) == []


def test_pieces_are_spread_evenly_over_all_passages() -> None:
    sizes = [(1, 1), (2, 96), (3, 3)]
    picked = list(_spread(sizes, 10))
    assert [nth for document, nth in picked if document == 2] == [4, 14, 24, 34, 44, 54, 64, 74, 84, 94]
    everything = list(_spread(sizes, 1000))
    assert everything == [(1, 0), *((2, nth) for nth in range(96)), (3, 0), (3, 1), (3, 2)]
    assert list(_spread([], 10)) == []
    many_short = [(number, 1) for number in range(1000)]
    assert [document for document, _nth in _spread(many_short, 4)] == [125, 375, 625, 875]
