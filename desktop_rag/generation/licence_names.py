"""The licence that a model's file states, as a person would write it. Shelf and chat child; pure."""

import re

from desktop_rag.generation.gguf_header import Header

MAX_LICENCE_CHARS = 100
# Identifiers as model hubs and SPDX use them; what is not here is shown as the file has it.
_NAMES = {
    "apache-2.0": "Apache-2.0",
    "mit": "MIT",
    "unlicense": "Unlicense",
    "isc": "ISC",
    "bsd": "BSD",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "gpl-3.0": "GPL-3.0",
    "agpl-3.0": "AGPL-3.0",
    "lgpl-3.0": "LGPL-3.0",
    "mpl-2.0": "MPL-2.0",
    "openrail": "OpenRAIL",
    "bigscience-openrail-m": "BigScience OpenRAIL-M",
    "bigscience-bloom-rail-1.0": "BigScience BLOOM RAIL 1.0",
    "creativeml-openrail-m": "CreativeML OpenRAIL-M",
    "bigcode-openrail-m": "BigCode OpenRAIL-M",
    "gemma": "Gemma Terms",
    "llama2": "Llama 2 Community",
    "llama3": "Llama 3 Community",
    "llama3.1": "Llama 3.1 Community",
    "llama3.2": "Llama 3.2 Community",
    "llama3.3": "Llama 3.3 Community",
    "llama4": "Llama 4 Community",
    "qwen": "Qwen",
    "qwen-research": "Qwen Research",
    "health-ai-developer-foundations": "Health AI Developer Foundations",
}
_SAYS_NOTHING = frozenset(["", "other", "unknown", "unlicensed", "none"])
_CREATIVE_COMMONS = re.compile(r"cc0?-[a-z0-9.-]+|cc", re.IGNORECASE)


def licence(header: Header) -> str:
    """From general.license and the keys beside it; empty if they say nothing."""
    keys = [_line(header.text(key)) for key in ("general.license", "general.license.name")]
    for stated in keys:
        if stated.lower() not in _SAYS_NOTHING:
            return licence_words(stated)
    return _line(header.text("general.license.link"))[:MAX_LICENCE_CHARS]


def licence_words(stated: str) -> str:
    """A licence's identifier or name, in the spelling that people know."""
    stated = _line(stated)
    known = _NAMES.get(stated.lower())
    if known is None and _CREATIVE_COMMONS.fullmatch(stated):
        known = stated.upper()
    return (known or stated)[:MAX_LICENCE_CHARS]


def _line(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text[: 2 * MAX_LICENCE_CHARS])
    return " ".join(printable.split())
