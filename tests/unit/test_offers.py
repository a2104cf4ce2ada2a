"""The catalogue is read strictly, and its offers are put in the order that suits a machine and a person."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.offers import OfferService
from desktop_rag.domain.errors import InstallationError
from desktop_rag.domain.fit import Machine, Verdict
from desktop_rag.domain.language_model import ModelFacts
from desktop_rag.domain.licences import licence_of
from desktop_rag.domain.offer_order import RankedOffer, bearable, ranked, waiting_s
from desktop_rag.domain.offers import Offer, read_catalogue
from desktop_rag.domain.shelf import Origin, ShelfItem, ShelfKind
from desktop_rag.runtime import assets_dir

CATALOGUE_FILE = assets_dir() / "models" / "catalogue.json"
OFFERS = {offer.id: offer for offer in read_catalogue(CATALOGUE_FILE.read_text("utf-8"))}
GB = 2**30
FREE_GB = {4: 2.0, 8: 4.5, 16: 10.5, 32: 25.0, 64: 56.0}
"""What is left on a machine of that size beside the system, a browser and an office program."""

ENTRY: dict[str, object] = {
    "id": "small",
    "kind": "model",
    "name": "Small",
    "publisher": "Somebody",
    "summary": "For tests.",
    "quantisation": "Q4_K_M",
    "size_bytes": 1000,
    "sha256": "a" * 64,
    "url": "https://example.org/small.gguf",
    "file_name": "small.gguf",
    "licence": "MIT",
    "languages": ["en"],
    "parameters": 1000,
    "context_tokens": 512,
    "kv_bytes_per_token": 64,
}
ADAPTER: dict[str, object] = {
    **ENTRY,
    "id": "add-on",
    "kind": "adapter",
    "sha256": "b" * 64,
    "file_name": "add-on.gguf",
    "parameters": 0,
    "context_tokens": 0,
    "kv_bytes_per_token": 0,
    "base": "small",
}


def catalogue(*entries: dict[str, object], version: int = 1) -> str:
    return json.dumps({"version": version, "offers": entries})


def machine(total_gb: float, free_gb: float | None = None) -> Machine:
    free = FREE_GB[int(total_gb)] if free_gb is None else free_gb
    return Machine(int(total_gb * GB), int(free * GB))


def service(total_gb: int, cores: int, items: tuple[ShelfItem, ...] = ()) -> OfferService:
    return OfferService(CATALOGUE_FILE, lambda: items, lambda _kind: machine(total_gb), cores)


def recommended(
    total_gb: int, cores: int, kind: ShelfKind = ShelfKind.MODEL, languages: Sequence[str] = ()
) -> str:
    rows = service(total_gb, cores).rows(kind, languages)
    (offer_id,) = [row.offer.id for row in rows if row.recommended]
    assert rows[0].offer.id == offer_id
    return offer_id


def order(
    *offers: Offer, cores: int = 8, verdicts: dict[str, Verdict] | None = None, languages: Sequence[str] = ()
) -> tuple[RankedOffer, ...]:
    judged = {offer.id: Verdict.FITS for offer in offers} | (verdicts or {})
    return ranked(offers, judged, machine(32), cores, languages)


def ids(entries: Sequence[RankedOffer]) -> list[str]:
    return [entry.offer.id for entry in entries]


# Reading


def test_an_entry_becomes_an_offer() -> None:
    (offer,) = read_catalogue(catalogue(ENTRY))
    assert offer.kind is ShelfKind.MODEL
    assert offer.languages == ("en",)
    assert (offer.terms, offer.base, offer.dimension) == ("", "", 0)
    assert offer.free_of_terms


def test_terms_are_those_of_the_licence_unless_the_entry_says_otherwise() -> None:
    (llama,) = read_catalogue(catalogue({**ENTRY, "licence": "Llama 3.2 Community"}))
    assert "Built with Llama" in llama.terms
    (own,) = read_catalogue(catalogue({**ENTRY, "terms": "Ask first."}))
    assert own.terms == "Ask first."
    assert not own.free_of_terms


@pytest.mark.parametrize("field", sorted(ENTRY))
def test_nothing_may_be_missing(field: str) -> None:
    with pytest.raises(ValueError, match=field if field != "id" else "missing: id"):
        read_catalogue(catalogue({name: value for name, value in ENTRY.items() if name != field}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", ""),
        ("sha256", "A" * 64),
        ("sha256", "a" * 63),
        ("sha256", "at download"),
        ("url", "http://example.org/small.gguf"),
        ("url", "ftp://example.org/small.gguf"),
        ("url", "https:///small.gguf"),
        ("url", "file:///etc/passwd"),
        ("url", "http://127.0.0.1.example.org/small.gguf"),
        ("file_name", "../small.gguf"),
        ("file_name", "a/b.gguf"),
        ("file_name", "a\\b.gguf"),
        ("file_name", "small.exe"),
        ("file_name", ".gguf"),
        ("file_name", "small.gguf\n"),
        ("id", "Small Model"),
        ("size_bytes", 0),
        ("size_bytes", -1),
        ("size_bytes", "1000"),
        ("size_bytes", True),
        ("size_bytes", 1000.5),
        ("parameters", 0),
        ("context_tokens", 0),
        ("kv_bytes_per_token", 0),
        ("kv_bytes_per_token", None),
        ("kind", "reranker"),
        ("languages", "en"),
        ("languages", ["English"]),
        ("languages", [1]),
        ("summary", ""),
        ("summary", "no full stop"),
        ("publisher", " "),
        ("base", "other"),
        ("dimension", 384),
        ("thinks", 1),
        ("checksum", "at download"),
    ],
)
def test_an_entry_with_something_wrong_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"(?i): .*{field}"):
        read_catalogue(catalogue({**ENTRY, field: value}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"version": 1}',
        '{"version": 1, "offers": {}}',
        '{"version": 1, "offers": [3]}',
        catalogue(ENTRY, version=2),
        "[" * 100_000,
    ],
)
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_catalogue(text)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_files_of_this_machine_may_be_served_without_encryption(host: str) -> None:
    (offer,) = read_catalogue(catalogue({**ENTRY, "url": f"http://{host}/small.gguf"}))
    assert offer.url.startswith("http://")


def test_no_two_offers_share_an_id_a_file_or_a_checksum() -> None:
    other = {**ENTRY, "id": "other", "file_name": "other.gguf", "sha256": "c" * 64}
    assert len(read_catalogue(catalogue(ENTRY, other))) == 2
    for field in ("id", "sha256"):
        with pytest.raises(ValueError, match=field):
            read_catalogue(catalogue(ENTRY, {**other, field: ENTRY[field]}))
    with pytest.raises(ValueError, match="file_name"):
        read_catalogue(catalogue(ENTRY, {**other, "file_name": "SMALL.gguf"}))


def test_an_adapter_belongs_to_a_model_of_the_catalogue() -> None:
    assert read_catalogue(catalogue(ENTRY, ADAPTER))[1].base == "small"
    with pytest.raises(ValueError, match="add-on"):
        read_catalogue(catalogue(ADAPTER))
    with pytest.raises(ValueError, match="base"):
        read_catalogue(catalogue(ENTRY, {**ADAPTER, "base": ""}))


# Licences


@pytest.mark.parametrize("name", ["Apache-2.0", "apache-2.0", "Apache License 2.0", "MIT", "BSD-3-Clause"])
def test_free_licences_have_no_terms(name: str) -> None:
    assert licence_of(name).terms == ""
    assert licence_of(name).at_work is True


@pytest.mark.parametrize(
    ("name", "version"),
    [("Llama 3.2 Community", "3_2"), ("llama3.1", "3_1"), ("llama3", "3"), ("Meta-Llama-3.3", "3_3")],
)
def test_a_llama_licence_leads_to_its_own_policy(name: str, version: str) -> None:
    terms = licence_of(name).terms
    assert "Built with Llama" in terms
    assert f"https://www.llama.com/llama{version}/use-policy/" in terms


@pytest.mark.parametrize("name", ["cc-by-nc-4.0", "CC BY-NC-SA 4.0", "qwen-research", "Non-Commercial"])
def test_licences_that_forbid_work_say_so(name: str) -> None:
    licence = licence_of(name)
    assert licence.at_work is False
    assert "commercial" in licence.terms


@pytest.mark.parametrize("name", ["", "unknown", "other", "openrail", "deepseek", "llama-something"])
def test_what_a_licence_allows_is_not_guessed(name: str) -> None:
    assert licence_of(name).at_work is None
    assert licence_of(name).words


@given(st.text())
def test_any_name_of_a_licence_gets_an_answer(name: str) -> None:
    assert licence_of(name).words


# Order

MACHINES = {
    # gigabytes and cores: with English documents or not told; German; Russian
    (4, 2): ("qwen2.5-1.5b", "qwen3-0.6b", "qwen3-0.6b"),
    (4, 4): ("qwen2.5-1.5b", "qwen3-0.6b", "qwen3-0.6b"),
    (8, 2): ("qwen2.5-1.5b", "qwen3-1.7b", "qwen3-1.7b"),
    (8, 4): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (8, 8): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (16, 2): ("qwen2.5-1.5b", "qwen3-1.7b", "qwen3-1.7b"),
    (16, 4): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (16, 16): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (32, 4): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (32, 8): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (32, 12): ("qwen3-8b", "qwen3-8b", "qwen3-8b"),
    (64, 4): ("granite-4.1-3b", "granite-4.1-3b", "phi-4-mini"),
    (64, 16): ("qwen3-8b", "qwen3-8b", "qwen3-8b"),
}


@pytest.mark.parametrize("size", MACHINES, ids=lambda size: f"{size[0]} GB, {size[1]} cores")
def test_the_model_that_is_recommended_suits_machine_and_documents(size: tuple[int, int]) -> None:
    total_gb, cores = size
    english, german, russian = MACHINES[size]
    assert recommended(total_gb, cores) == english
    assert recommended(total_gb, cores, languages=["en"]) == english
    assert recommended(total_gb, cores, languages=["de", "en"]) == german
    assert recommended(total_gb, cores, languages=["ru"]) == russian


EMBEDDERS = {
    (4, 2): ("multilingual-e5-small", "multilingual-e5-small"),  # all are slow here: the smallest
    (8, 4): ("nomic-embed-text-v1.5", "multilingual-e5-small"),
    (16, 8): ("nomic-embed-text-v1.5", "multilingual-e5-small"),
    (32, 16): ("bge-m3", "bge-m3"),
}


@pytest.mark.parametrize("size", EMBEDDERS, ids=lambda size: f"{size[0]} GB, {size[1]} cores")
def test_the_embedder_that_is_recommended_knows_the_documents_languages(size: tuple[int, int]) -> None:
    total_gb, cores = size
    english, others = EMBEDDERS[size]
    assert recommended(total_gb, cores, ShelfKind.EMBEDDER, ["en"]) == english
    assert recommended(total_gb, cores, ShelfKind.EMBEDDER, ["de"]) == others
    assert recommended(total_gb, cores, ShelfKind.EMBEDDER, ["ja", "en"]) == others


def test_embedders_that_know_the_documents_languages_come_before_those_that_do_not() -> None:
    rows = service(16, 8).rows(ShelfKind.EMBEDDER, ["fr"])
    assert rows[-1].offer.id == "nomic-embed-text-v1.5"


def test_what_fits_comes_before_what_is_tight_and_what_does_not_fit_comes_last() -> None:
    small, middle, large = OFFERS["qwen2.5-0.5b"], OFFERS["granite-4.1-3b"], OFFERS["qwen3-8b"]
    entries = order(large, middle, small, verdicts={"granite-4.1-3b": Verdict.TIGHT, "qwen3-8b": Verdict.NO})
    assert ids(entries) == ["qwen2.5-0.5b", "granite-4.1-3b", "qwen3-8b"]


def test_of_tight_ones_the_smallest_is_recommended() -> None:
    offers = [OFFERS["qwen3-8b"], OFFERS["granite-4.1-3b"], OFFERS["qwen2.5-0.5b"]]
    verdicts = {"qwen3-8b": Verdict.NO, "granite-4.1-3b": Verdict.TIGHT, "qwen2.5-0.5b": Verdict.TIGHT}
    entries = order(*offers, verdicts=verdicts)
    assert ids(entries) == ["qwen2.5-0.5b", "granite-4.1-3b", "qwen3-8b"]
    assert [entry.recommended for entry in entries] == [True, False, False]


def test_nothing_is_recommended_where_nothing_fits() -> None:
    offers = [offer for offer in OFFERS.values() if offer.kind is ShelfKind.MODEL]
    entries = order(*offers, verdicts={offer.id: Verdict.NO for offer in offers})
    assert not any(entry.recommended for entry in entries)


def test_one_without_conditions_is_recommended_before_a_better_one_with_them() -> None:
    llama, phi = OFFERS["llama-3.1-8b"], OFFERS["phi-4-mini"]
    entries = order(llama, phi)
    assert ids(entries) == ["phi-4-mini", "llama-3.1-8b"]
    assert ids(order(llama, replace(phi, terms="Ask first."))) == ["llama-3.1-8b", "phi-4-mini"]


def test_of_like_size_one_made_for_documents_comes_first_and_one_that_thinks_last() -> None:
    entries = order(OFFERS["qwen3-4b"], OFFERS["phi-4-mini"], OFFERS["granite-4.1-3b"])
    assert ids(entries) == ["granite-4.1-3b", "phi-4-mini", "qwen3-4b"]


def test_a_model_that_would_keep_one_waiting_comes_after_a_smaller_one() -> None:
    assert ids(order(OFFERS["granite-4.1-3b"], OFFERS["qwen2.5-1.5b"], cores=2))[0] == "qwen2.5-1.5b"
    assert ids(order(OFFERS["granite-4.1-3b"], OFFERS["qwen2.5-1.5b"], cores=4))[0] == "granite-4.1-3b"


def test_the_wait_grows_with_the_model_and_shrinks_with_cores() -> None:
    small, large, thinking = OFFERS["qwen2.5-0.5b"], OFFERS["phi-4-mini"], OFFERS["qwen3-4b"]
    assert waiting_s(small, 4) < waiting_s(large, 4) < waiting_s(thinking, 4)
    assert waiting_s(large, 8) == pytest.approx(waiting_s(large, 4) / 2)
    assert waiting_s(thinking, 4) - waiting_s(replace(thinking, thinks=False), 4) == pytest.approx(25, abs=1)


def test_a_large_model_wants_many_cores_and_much_memory() -> None:
    large = OFFERS["llama-3.1-8b"]
    assert bearable(large, machine(32), cores=8)
    assert not bearable(large, machine(32), cores=6)
    assert not bearable(large, machine(16), cores=8)


@given(
    st.integers(1, 64),
    st.sampled_from([4, 8, 16, 32, 64]),
    st.lists(st.sampled_from(["en", "de", "ru", "ja", "xh"]), unique=True),
    st.sampled_from([ShelfKind.MODEL, ShelfKind.EMBEDDER]),
    st.data(),
)
def test_exactly_one_is_recommended_if_anything_fits_and_it_comes_first(
    cores: int, total_gb: int, languages: list[str], kind: ShelfKind, data: st.DataObject
) -> None:
    offers = [offer for offer in OFFERS.values() if offer.kind is kind]
    verdicts = {offer.id: data.draw(st.sampled_from(Verdict)) for offer in offers}
    entries = ranked(offers, verdicts, machine(total_gb), cores, languages)
    assert sorted(ids(entries)) == sorted(offer.id for offer in offers)
    possible = [offer for offer in offers if verdicts[offer.id] is not Verdict.NO]
    assert [entry.recommended for entry in entries] == [
        bool(possible) and place == 0 for place in range(len(entries))
    ]
    levels = [list(Verdict).index(verdicts[offer_id]) for offer_id in ids(entries)]
    assert levels == sorted(levels)


# The service


def item(number: int, path: str, size_bytes: int, sha256: str = "") -> ShelfItem:
    facts = ModelFacts(Path(path), "", "llama", 0, "", size_bytes, 0, has_template=True)
    return ShelfItem(
        number, ShelfKind.MODEL, Path(path), facts, Origin.ADDED, size_bytes, 1, added_at=0.0, sha256=sha256
    )


def on_shelf(*items: ShelfItem) -> ShelfItem | None:
    rows = service(16, 8, items).rows(ShelfKind.MODEL)
    return next(row.on_shelf for row in rows if row.offer.id == "granite-4.1-3b")


def test_the_same_file_on_the_shelf_is_known_by_its_checksum_under_any_name() -> None:
    granite = OFFERS["granite-4.1-3b"]
    same = item(2, "/models/renamed.gguf", granite.size_bytes, granite.sha256)
    assert on_shelf(item(1, "/models/other.gguf", 5), same) == same


def test_without_a_checksum_name_and_size_tell_it() -> None:
    granite = OFFERS["granite-4.1-3b"]
    same = item(1, f"/models/{granite.file_name.upper()}", granite.size_bytes)
    assert on_shelf(same) == same
    assert on_shelf(item(1, f"/models/{granite.file_name}", granite.size_bytes - 1)) is None
    assert on_shelf(item(1, "/models/granite.gguf", granite.size_bytes)) is None


def test_a_file_of_that_name_and_size_with_another_checksum_is_another_file() -> None:
    granite = OFFERS["granite-4.1-3b"]
    assert on_shelf(item(1, f"/models/{granite.file_name}", granite.size_bytes, "0" * 64)) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("granite-4.1-3b", "granite-4.1-3b"),
        ("Granite 4.1 3B", "granite-4.1-3b"),
        ("  granite ", "granite-4.1-3b"),
        ("granite-4.1-3b-Q4_K_M.gguf", "granite-4.1-3b"),
        ("qwen3-0.6b", "qwen3-0.6b"),
        ("Qwen3", None),
        ("support check", None),
        ("", None),
        ("   ", None),
        ("no such model", None),
    ],
)
def test_an_offer_is_found_by_its_name_or_a_part_of_it_that_is_clear(text: str, found: str | None) -> None:
    offer = service(16, 8).named(text, ShelfKind.MODEL)
    assert (offer.id if offer else None) == found


def test_each_row_says_whether_it_fits_here_and_with_which_context() -> None:
    rows = {row.offer.id: row for row in service(8, 4).rows(ShelfKind.MODEL)}
    assert len(rows) == sum(offer.kind is ShelfKind.MODEL for offer in OFFERS.values())
    assert rows["qwen3-8b"].fit.verdict is not Verdict.FITS
    assert rows["qwen2.5-0.5b"].fit.verdict is Verdict.FITS
    granite = rows["granite-4.1-3b"].fit
    assert granite.machine == machine(8)
    assert granite.need.kv_bytes == granite.context_tokens * OFFERS["granite-4.1-3b"].kv_bytes_per_token
    assert granite.need.total_bytes > OFFERS["granite-4.1-3b"].size_bytes


@pytest.mark.parametrize("text", [None, "", "{}", catalogue({**ENTRY, "sha256": ""})])
def test_a_broken_catalogue_is_a_broken_installation(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "catalogue.json"
    if text is not None:
        path.write_text(text, "utf-8")
    offers = OfferService(path, lambda: (), lambda _kind: machine(16), 4)
    with pytest.raises(InstallationError) as caught:
        offers.rows(ShelfKind.MODEL)
    assert str(path) in caught.value.detail


def test_a_catalogue_of_ones_own_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(catalogue({**ENTRY, "url": "http://127.0.0.1:9/small.gguf"}), "utf-8")
    offers = OfferService(path, lambda: (), lambda _kind: machine(16), 4)
    (row,) = offers.rows(ShelfKind.MODEL)
    assert row.recommended
    assert offers.named("small", ShelfKind.MODEL) == row.offer
    assert offers.rows(ShelfKind.EMBEDDER) == ()
