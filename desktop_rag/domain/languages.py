"""Languages by their codes, what embedders know of them, and shares of a library; pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind

EVERY = "*"
"""Stands for about a hundred languages, as makers of models say it."""

NO_LANGUAGE = "zxx"
"""What the identification calls a text without any: numbers, part lists, program code."""

MAIN_SHARE = 0.2

_VARIANTS = {"nn": "no", "nb": "no"}
"""Told apart by the identification, but not by what models say of themselves."""

_NAMES = {
    code: name.replace("_", " ")
    for code, name in (
        pair.split(":")
        for pair in (
            "af:Afrikaans am:Amharic an:Aragonese ar:Arabic as:Assamese az:Azerbaijani ba:Bashkir"
            " be:Belarusian bg:Bulgarian bn:Bengali br:Breton bs:Bosnian ca:Catalan cs:Czech cy:Welsh"
            " da:Danish de:German dz:Dzongkha el:Greek en:English eo:Esperanto es:Spanish et:Estonian"
            " eu:Basque fa:Persian fi:Finnish fo:Faroese fr:French fy:West_Frisian ga:Irish"
            " gd:Scottish_Gaelic gl:Galician gu:Gujarati ha:Hausa he:Hebrew hi:Hindi hr:Croatian"
            " ht:Haitian_Creole hu:Hungarian hy:Armenian id:Indonesian ig:Igbo is:Icelandic it:Italian"
            " ja:Japanese jv:Javanese ka:Georgian kk:Kazakh km:Khmer kn:Kannada ko:Korean ku:Kurdish"
            " ky:Kyrgyz la:Latin lb:Luxembourgish lg:Ganda ln:Lingala lo:Lao lt:Lithuanian lv:Latvian"
            " mg:Malagasy mk:Macedonian ml:Malayalam mn:Mongolian mr:Marathi ms:Malay mt:Maltese my:Burmese"
            " ne:Nepali nl:Dutch no:Norwegian oc:Occitan om:Oromo or:Odia pa:Punjabi pl:Polish ps:Pashto"
            " pt:Portuguese qu:Quechua ro:Romanian ru:Russian rw:Kinyarwanda sa:Sanskrit se:Northern_Sami"
            " si:Sinhala sk:Slovak sl:Slovenian sn:Shona so:Somali sq:Albanian sr:Serbian st:Southern_Sotho"
            " sv:Swedish sw:Swahili ta:Tamil te:Telugu tg:Tajik th:Thai tk:Turkmen tl:Tagalog tr:Turkish"
            " tt:Tatar ug:Uyghur uk:Ukrainian ur:Urdu uz:Uzbek vi:Vietnamese vo:Volapük wa:Walloon"
            " xh:Xhosa yo:Yoruba zh:Chinese zu:Zulu"
        ).split()
    )
}

_EMBEDDERS = tuple(
    (re.compile(pattern), tuple(languages.split()))
    for pattern, languages in (
        (r"multilingual|\bbge-m3\b|qwen3-embed|embedding-?gemma|labse|nomic-embed-text-v2", EVERY),
        (r"arctic-embed-(?:l|m)-v2|jina-embeddings-v[34]|gte-qwen2|\be5-mistral", EVERY),
        (r"(?:-|\b)(?:en|english)(?:-|$)", "en"),
        (r"\ball-(?:minilm|mpnet|distilroberta|roberta)|nomic-embed-text-v1|\bmulti-qa-|msmarco", "en"),
        (r"\b(?:gtr-t5|sentence-t5|e5-(?:small|base|large)(?:-v2)?$|mxbai-embed-large|arctic-embed)", "en"),
        (r"\bbge-[a-z]+-zh", "zh"),
    )
)
"""By name, the first that matches counts: what the authors of these models say of them."""


@dataclass(frozen=True, slots=True)
class LanguageShare:
    """How much of a library's text, 0 to 1, is in a language (ISO 639-1)."""

    code: str
    share: float


def language_name(code: str) -> str:
    """In English; a code without a known name is its own name."""
    return _NAMES.get(common_code(code), code)


def common_code(code: str) -> str:
    """One code for a language that has several."""
    return _VARIANTS.get(code, code)


def named_languages() -> frozenset[str]:
    return frozenset(_NAMES)


def shares_of(codes: Iterable[str]) -> tuple[LanguageShare, ...]:
    """The parts of equally long texts in these languages, the largest first; they add up to 1."""
    counts = Counter(common_code(code) for code in codes)
    total = counts.total()
    return tuple(LanguageShare(code, count / total) for code, count in counts.most_common())


def main_languages(shares: Iterable[LanguageShare]) -> tuple[str, ...]:
    """Those that a model for these documents should know: the foremost, and all with a fifth of the text."""
    return tuple(share.code for place, share in enumerate(shares) if place == 0 or share.share >= MAIN_SHARE)


def knows(languages: Collection[str], code: str) -> bool:
    """Whether a model that names these languages as its own knows this one."""
    return EVERY in languages or common_code(code) in languages


def embedder_languages(facts: EmbedderFacts) -> tuple[str, ...]:
    """What an embedder knows, by its name or that of its file; empty is not known."""
    if facts.kind is EmbedderKind.BUNDLED:
        return ("en",)
    names = (facts.name, facts.path.stem if facts.path else "")
    return next((found for found in map(_languages_by_name, names) if found), ())


def _languages_by_name(name: str) -> tuple[str, ...]:
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return next((languages for pattern, languages in _EMBEDDERS if pattern.search(plain)), ())
