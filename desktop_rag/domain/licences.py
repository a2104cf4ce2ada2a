"""What a model's licence allows, in plain words; pure.

A summary for the person who is about to download, not legal advice: the words name where to read the whole.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """`terms` are conditions that a person should have read before the download; empty if there are none
    beyond keeping the notice. `at_work` None is not known."""

    name: str
    words: str
    terms: str = ""
    at_work: bool | None = True


_FREE = "Free to use, also at work, to change and to pass on with its notice."
_LLAMA = (
    "Built with Llama. Llama {0} is licensed under the Llama {0} Community License, Copyright © Meta"
    " Platforms, Inc. All Rights Reserved. Free to use, also at work, except for companies with more than 700"
    " million users a month. Meta’s acceptable use policy forbids some uses. Who passes the model on, or"
    " something made with it, includes the licence and shows “Built with Llama”. Read it at"
    " https://www.llama.com/llama{1}/license/ and https://www.llama.com/llama{1}/use-policy/"
)
_GEMMA = (
    "Gemma is provided under and subject to the Gemma Terms of Use. Free to use, also at work. Google’s"
    " policy forbids some uses, and Google may end the permission if it is not kept. Who passes the model on,"
    " or something made from it, passes these terms on. Read them at https://ai.google.dev/gemma/terms"
    " and https://ai.google.dev/gemma/prohibited_use_policy"
)
_CONDITIONS = "Free to use, also at work, under conditions of its publisher."
_NOT_AT_WORK = (
    "This licence does not allow commercial use. Read it at the publisher’s page before you use it at work."
)
_ASK = "The publisher sets terms of its own. Read them at its page before you use the model."
_UNKNOWN = "The licence is not known. Look at the publisher’s page before you use it at work."


def licence_of(name: str) -> Licence:
    """What is known of a licence by the name a catalogue, a GGUF header or a hub gives it ("apache-2.0",
    "Llama 3.2 Community", "cc-by-nc-4.0"); never raises."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not plain or plain in ("unknown", "none"):
        return Licence(name, _UNKNOWN, at_work=None)
    llama = re.match(r"(?:meta-)?llama-?(\d)(?:-(\d))?(?!\d)", plain)
    if llama:
        return _llama(name, llama[1], llama[2])
    if plain.startswith("gemma") and "4" not in plain:  # Gemma 4 came under Apache-2.0
        return Licence(name, _CONDITIONS, _GEMMA)
    if re.search(r"(^|-)(nc|non-commercial|noncommercial|research)(-|$)", plain):
        return Licence(name, "Free for private use, not at work.", _NOT_AT_WORK, at_work=False)
    if re.match(r"(apache|mit$|mit-|bsd|isc$|cc0|cc-by-\d|cc-by$|unlicense|zlib|bsl-1|wtfpl)", plain):
        return Licence(name, _FREE)
    return Licence(name, "Terms of its publisher’s own.", _ASK, at_work=None)


def _llama(name: str, major: str, minor: str | None) -> Licence:
    version = f"{major}.{minor}" if minor else major
    return Licence(name, _CONDITIONS, _LLAMA.format(version, version.replace(".", "_")))
