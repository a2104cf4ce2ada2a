"""The catalogue of model files that can be downloaded; pure. `assets/models/catalogue.json` holds it.

Read strictly: a file that came with this program and is wrong is a fault of the program, and an entry without
a checksum must never reach a download.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import TypeVar
from urllib.parse import urlsplit

from desktop_rag.domain.checksums import is_sha256
from desktop_rag.domain.licences import licence_of
from desktop_rag.domain.shelf import ShelfKind

T = TypeVar("T")

CATALOGUE_VERSION = 1
ABOUT_A_HUNDRED = ("*",)
"""`Offer.languages` of a model that knows about a hundred."""

_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.gguf")
_LANGUAGE = re.compile(r"[a-z]{2,3}|\*")
_FLAGS: Mapping[str, object] = {"from_documents": False, "thinks": False}
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is known to work, with where it comes from and what it needs.

    `languages` are ISO 639-1 codes; empty is not known, `("*",)` about a hundred. `terms` are conditions,
    shown before the download; empty for licences without any. `kv_bytes_per_token` as in `ModelShape`.
    For an adapter, `parameters` and `context_tokens` are 0: its base decides.
    """

    id: str
    kind: ShelfKind
    name: str
    publisher: str
    summary: str
    """What it is good for, in plain words, one sentence."""
    quantisation: str
    size_bytes: int
    sha256: str
    url: str
    file_name: str
    licence: str
    terms: str
    languages: tuple[str, ...]
    parameters: int
    context_tokens: int
    kv_bytes_per_token: int
    base: str = ""
    """For an adapter: the id of the offer it was made for."""
    dimension: int = 0
    """For an embedder."""
    from_documents: bool = False
    """Trained to answer from documents that are handed to it."""
    thinks: bool = False
    """Writes a long thought before each answer, as it is used here."""

    @property
    def free_of_terms(self) -> bool:
        return not self.terms


def read_catalogue(text: str) -> tuple[Offer, ...]:
    """The offers of a catalogue file, in its order.

    An entry has the fields of `Offer` under their names; `terms` may be left to the licence's own, and `note`
    (where a number is from) is for those who keep the file. Raises `ValueError` that names the entry.
    """
    whole = _mapping(_parsed(text))
    if whole.get("version") != CATALOGUE_VERSION:
        raise ValueError(f"a catalogue of version {whole.get('version')!r}")
    entries = whole.get("offers")
    if not isinstance(entries, list):
        raise ValueError("a catalogue without a list of offers")
    offers = tuple(_offer(_mapping(entry)) for entry in entries)
    _check_together(offers)
    return offers


def _parsed(text: str) -> object:
    try:
        parsed: object = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return parsed


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__} instead of an object")
    return value


def _offer(entry: Mapping[str, object]) -> Offer:
    name = entry.get("id")
    unknown = entry.keys() - {field.name for field in fields(Offer)} - {"note"}
    if unknown:
        raise ValueError(f"{name}: unknown: {', '.join(sorted(unknown))}")
    try:
        offer = _read(entry)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from error
    wrong = _wrong(offer)
    if wrong:
        raise ValueError(f"{name}: wrong: {', '.join(wrong)}")
    return offer


def _read(entry: Mapping[str, object]) -> Offer:
    """Raises `ValueError` for what is missing, `TypeError` for what is of another kind."""
    required = [field.name for field in fields(Offer) if field.default is MISSING and field.name != "terms"]
    missing = [name for name in required if name not in entry]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    licence = _a(str, entry, "licence")
    optional = {"terms": licence_of(licence).terms, "base": "", "dimension": 0, **_FLAGS, **entry}
    return Offer(
        id=_a(str, entry, "id"),
        kind=ShelfKind(_a(str, entry, "kind")),
        name=_a(str, entry, "name"),
        publisher=_a(str, entry, "publisher"),
        summary=_a(str, entry, "summary"),
        quantisation=_a(str, entry, "quantisation"),
        size_bytes=_a(int, entry, "size_bytes"),
        sha256=_a(str, entry, "sha256"),
        url=_a(str, entry, "url"),
        file_name=_a(str, entry, "file_name"),
        licence=licence,
        terms=_a(str, optional, "terms"),
        languages=_codes(entry),
        parameters=_a(int, entry, "parameters"),
        context_tokens=_a(int, entry, "context_tokens"),
        kv_bytes_per_token=_a(int, entry, "kv_bytes_per_token"),
        base=_a(str, optional, "base"),
        dimension=_a(int, optional, "dimension"),
        from_documents=_a(bool, optional, "from_documents"),
        thinks=_a(bool, optional, "thinks"),
    )


def _a(kind: type[T], entry: Mapping[str, object], name: str) -> T:
    """`True` is an int to Python, but no number of a catalogue."""
    value = entry[name]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{name}: {type(value).__name__} instead of {kind.__name__}")
    return value


def _codes(entry: Mapping[str, object]) -> tuple[str, ...]:
    codes = _a(list, entry, "languages")
    if not all(isinstance(code, str) and _LANGUAGE.fullmatch(code) for code in codes):
        raise ValueError("languages: not all of them are codes")
    return tuple(codes)


def _wrong(offer: Offer) -> list[str]:
    """Names of the fields that make no sense, each by itself."""
    model, adapter = offer.kind is ShelfKind.MODEL, offer.kind is ShelfKind.ADAPTER
    sound = {
        "id": _ID.fullmatch(offer.id),
        "name": offer.name.strip(),
        "publisher": offer.publisher.strip(),
        "summary": offer.summary.strip().endswith("."),
        "size_bytes": offer.size_bytes > 0,
        "sha256": is_sha256(offer.sha256),
        "url": _may_be_fetched(offer.url),
        "file_name": _FILE_NAME.fullmatch(offer.file_name),
        "licence": offer.licence.strip(),
        "parameters": offer.parameters > 0 or (adapter and offer.parameters == 0),
        "context_tokens": offer.context_tokens > 0 or (adapter and offer.context_tokens == 0),
        "kv_bytes_per_token": offer.kv_bytes_per_token > 0 or (not model and offer.kv_bytes_per_token == 0),
        "base": bool(offer.base) is adapter,
        "dimension": offer.dimension > 0 if offer.kind is ShelfKind.EMBEDDER else offer.dimension == 0,
    }
    return [name for name, is_sound in sound.items() if not is_sound]


def _may_be_fetched(url: str) -> bool:
    """Over https; without it from this machine alone, which is how the tests serve files."""
    parts = urlsplit(url)
    near = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    return bool(parts.hostname) and (parts.scheme == "https" or near)


def _check_together(offers: Iterable[Offer]) -> None:
    known = list(offers)
    for what in ("id", "file_name", "sha256"):  # one folder holds the files, on systems that ignore case too
        counts = Counter(str(getattr(offer, what)).casefold() for offer in known)
        twice = sorted(value for value, count in counts.items() if count > 1)
        if twice:
            raise ValueError(f"{what} is there twice: {', '.join(twice)}")
    models = {offer.id for offer in known if offer.kind is ShelfKind.MODEL}
    lost = sorted(offer.id for offer in known if offer.base and offer.base not in models)
    if lost:
        raise ValueError(f"made for a model that is not there: {', '.join(lost)}")
