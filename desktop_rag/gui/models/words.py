"""What the models page says about files, memory and changes, in the window's language. Any thread."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.shelf_values import (
    Added,
    LanguageAdvice,
    OtherProgram,
    SwitchCost,
)
from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind
from desktop_rag.domain.fit import Fit, Machine, Verdict
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.languages import EVERY, language_name
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import Facts, ShelfKind, Speed
from desktop_rag.gui.asking.model_words import size_words
from desktop_rag.gui.models.download_state import Download, Stage
from desktop_rag.gui.models.embedder_state import Switch, SwitchStage
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import decimal, listed, number, percent, translate
from desktop_rag.gui.wording.words import time_left, time_taken, when_words

WHOLE_FROM, AT_ONCE_S = 100, 0.05
_MILLION, _BILLION = 1_000_000, 1_000_000_000
_FREE = ("apache", "mit", "bsd", "cc0", "unlicense")
_FIT_ICONS = {
    Verdict.FITS: ("check", "secondary"),
    Verdict.TIGHT: ("warning", "warning"),
    Verdict.NO: ("close", "secondary"),
}


def joined(parts: Sequence[str]) -> str:
    """ "3.1 billion parameters · Q4_K_M · 1.9 GB", of what is known."""
    return " · ".join(part for part in parts if part)


def machine_words(machine: Machine | None, disk_free_bytes: int | None) -> str:
    """ "This computer: 23.5 GB memory, 20.1 GB free · 310 GB free on the disk"."""
    memory, disk = "", ""
    if machine:
        memory = translate("Models", "{total} memory, {free} free").format(
            total=size_words(machine.total_bytes), free=size_words(machine.free_bytes)
        )
    if disk_free_bytes is not None:
        disk = translate("Models", "{free} free on the disk").format(free=size_words(disk_free_bytes))
    said = joined((memory, disk))
    if not said:
        return translate("Models", "This computer")
    return translate("Models", "This computer: {facts}").format(facts=said)


def parameter_words(parameters: int) -> str:
    """ "3.1 billion parameters", or nothing where it is not known."""
    if parameters >= _BILLION:
        billions = decimal(parameters / _BILLION, 1)
        return translate("Models", "{number} billion parameters").format(number=billions)
    if parameters >= _MILLION:
        millions = decimal(parameters / _MILLION, 0)
        return translate("Models", "{number} million parameters").format(number=millions)
    return translate("Models", "%Ln parameter(s)", None, parameters) if parameters else ""


def facts_words(facts: Facts) -> str:
    """What a file's header says, in one line."""
    size = size_words(facts.size_bytes)
    if isinstance(facts, ModelFacts):
        tokens = facts.trained_context_tokens
        context = translate("Models", "context {tokens}").format(tokens=number(tokens)) if tokens else ""
        parts = translate("Models", "%Ln file(s)", None, facts.parts) if facts.parts > 1 else ""
        parameters = parameter_words(facts.parameters)
        return joined((parameters, facts.quantisation, size, parts, context, facts.licence))
    if isinstance(facts, AdapterFacts):
        rank = translate("Models", "rank {rank}").format(rank=number(facts.rank)) if facts.rank else ""
        return joined((size, rank, facts.licence))
    return joined((_embedder_kind(facts), size, facts.licence))


def embedder_detail(facts: EmbedderFacts) -> list[str]:
    """What only someone who compares search models asks for, line by line."""
    path = str(facts.path) if facts.path else translate("Models", "Part of this program")
    numbers = translate("Models", "{numbers} numbers a passage · reads {tokens} tokens at once")
    said = numbers.format(numbers=number(facts.dimension), tokens=number(facts.max_tokens))
    return [part for part in (path, said, parameter_words(facts.parameters)) if part]


def fit_icon(verdict: Verdict) -> tuple[str, str]:
    """The icon's name and the palette colour it is drawn in."""
    return _FIT_ICONS[verdict]


def fit_words(fit: Fit, step: str = "") -> str:
    """ "Fits: needs 2.9 GB of memory, 20.1 GB are free"; what will not fit comes with the next best step:
    `step`, where more is known of the file than its size."""
    need, free = size_words(fit.need.total_bytes), size_words(fit.machine.free_bytes)
    match fit.verdict:
        case Verdict.FITS:
            said = translate("Models", "Fits: needs {need} of memory, {free} are free")
        case Verdict.TIGHT:
            said = translate(
                "Models",
                "Tight: needs {need} of memory, {free} are free. Close other programs before you use it.",
            )
        case Verdict.NO:
            said = translate("Models", "Will not fit: needs {need} of memory, {free} are free. {step}")
    return said.format(need=need, free=free, step=in_words(step) or way_out(fit))


def way_out(fit: Fit) -> str:
    """The next best step for what will not fit."""
    if fit.need.total_bytes < fit.machine.total_bytes:
        return translate("Models", "Close other programs, or choose a smaller model.")
    return translate("Models", "Choose a smaller model.")


def speed_tooltip() -> str:
    return translate(
        "Models", "Models write in tokens. In English a token is about three quarters of a word."
    )


def shorter_tooltip() -> str:
    return translate(
        "Models", "With less text before its eyes at once, this model fits the memory that is free."
    )


def speed_words(speed: Speed | None) -> str:
    """ "Writes 9.3 tokens a second here, first word after 2.1 s"."""
    if speed is None:
        return ""
    rate = decimal(speed.tokens_per_s, 1 if speed.tokens_per_s < WHOLE_FROM else 0)
    if speed.first_token_s < AT_ONCE_S:
        said = translate("Models", "Writes {rate} tokens a second here, first word at once")
        return said.format(rate=rate)
    said = translate("Models", "Writes {rate} tokens a second here, first word after {seconds} s")
    return said.format(rate=rate, seconds=decimal(speed.first_token_s, 1))


def used_words(last_used_at: float | None, now: datetime) -> str:
    """ "Last used: Yesterday"."""
    if last_used_at is None:
        return ""
    when = when_words(datetime.fromtimestamp(last_used_at, UTC), now)
    return translate("Models", "Last used: {when}").format(when=when)


def language_words(languages: Sequence[str]) -> str:
    """ "English", "English, German and 5 more", "About 100 languages"; nothing where it is not known."""
    if EVERY in languages:
        return translate("Models", "About 100 languages")
    names = [in_words(language_name(code)) for code in languages]
    if len(names) <= 3:
        return listed(names)
    said = translate("Models", "{first}, {second} and %Ln more", "Languages", len(names) - 2)
    return said.format(first=names[0], second=names[1])


def licence_words(licence: str, terms: str = "") -> str:
    """ "Free for any use (Apache-2.0)", "Free under conditions (Llama 3.2 Community)"."""
    if not licence:
        return translate("Models", "Licence not known")
    if licence.casefold().startswith(_FREE) and not terms:
        return translate("Models", "Free for any use ({licence})").format(licence=licence)
    return translate("Models", "Free under conditions ({licence})").format(licence=licence)


def offer_words(offer: Offer) -> str:
    """Size, languages and licence of an offer, in one line."""
    size = translate("Models", "{size} to download").format(size=size_words(offer.size_bytes))
    return joined((size, language_words(offer.languages), licence_words(offer.licence, offer.terms)))


def shelf_progress_words(progress: Progress) -> str:
    """What is being done with files that are added or checked."""
    share = percent(progress.done / progress.total) if progress.total else ""
    match progress.phase:
        case Phase.CHECKING:
            said = translate("Models", "Checking every byte of “{name}”").format(name=progress.current)
            return joined((said, share))
        case Phase.CONVERTING:
            said = translate("Models", "Preparing the adapter “{name}”").format(name=progress.current)
            return joined((said, share))
        case _ if not progress.current:
            return translate("Models", "Looking for model files")
        case _ if progress.total > 1:
            said = translate("Models", "Looking at “{name}”, {done} of {total}")
        case _:
            said = translate("Models", "Looking at “{name}”")
    done, total = number(progress.done + 1), number(progress.total)
    return said.format(name=progress.current, done=done, total=total)


def added_words(added: Added) -> str:
    """ "7 answer models and 1 adapter added, 2 could not be used"."""
    here = len(added.items) - added.new
    parts = []
    if added.new:
        parts.append(translate("Models", "{things} added").format(things=_new_words(added)))
    elif not here and added.refused:
        parts.append(translate("Models", "Nothing was added"))
    elif not here:
        parts.append(translate("Models", "Nothing new was found"))
    if here:
        parts.append(translate("Models", "%Ln was/were on the list already", None, here))
    if added.refused:
        parts.append(translate("Models", "%Ln could not be used", None, len(added.refused)))
    return ", ".join(parts)


def _new_words(added: Added) -> str:
    """Which of several kinds are new is not known where some were there before."""
    kinds = Counter(item.kind for item in added.items)
    if len(kinds) > 1 and added.new < len(added.items):
        return translate("Models", "%Ln file(s)", None, added.new)
    each = [(kind, kinds[kind]) for kind in ShelfKind if kinds[kind]]
    if len(each) == 1:
        return _counted_kind(each[0][0], added.new)
    return listed(_counted_kind(kind, several) for kind, several in each)


def _counted_kind(kind: ShelfKind, several: int) -> str:
    match kind:
        case ShelfKind.MODEL:
            return translate("Models", "%Ln answer model(s)", None, several)
        case ShelfKind.ADAPTER:
            return translate("Models", "%Ln adapter(s)", None, several)
        case ShelfKind.EMBEDDER:
            return translate("Models", "%Ln search model(s)", None, several)


def program_words(programs: Sequence[OtherProgram]) -> str:
    """ "LM Studio and Jan", each once."""
    return listed(dict.fromkeys(each.program for each in programs))


def cost_words(cost: SwitchCost) -> str:
    """What a change of the search model takes, and that nothing stands still meanwhile."""
    if not cost.passages:
        return translate("Models", "There are no documents yet, so the change costs nothing.")
    if not cost.left:
        return translate(
            "Models", "Every passage was read with it before, so the change takes a moment only."
        )
    if cost.seconds is None:
        return translate(
            "Models",
            "%Ln passage(s) has/have to be read anew. You can go on searching meanwhile; "
            "the present one stays in use until everything is done.",
            None,
            cost.left,
        )
    said = translate(
        "Models",
        "%Ln passage(s) has/have to be read anew: {time} here. You can go on searching meanwhile; "
        "the present one stays in use until everything is done.",
        None,
        cost.left,
    )
    return said.format(time=time_taken(cost.seconds))


def switch_words(progress: Progress | None) -> str:
    """How far the change of the search model is."""
    if progress is not None and progress.phase is Phase.FINISHING:
        return translate("Models", "Putting the new search model in its place")
    if progress is None or not progress.total:
        return translate("Models", "Getting ready to read the passages anew")
    said = translate("Models", "Read {done} of %Ln passage(s) anew", None, progress.total)
    left = time_left(progress.remaining_s) if progress.remaining_s is not None else ""
    return joined((said.format(done=number(progress.done)), left))


def _embedder_kind(facts: EmbedderFacts) -> str:
    bundled = facts.kind is EmbedderKind.BUNDLED
    return translate("Models", "Comes with the program") if bundled else facts.quantisation


def advice_words(advice: LanguageAdvice) -> str:
    """ "Most of your documents are in German, which …. “multilingual-e5-small” knows it."."""
    language = in_words(advice.language)
    better = advice.better.name if advice.better else advice.on_shelf.name if advice.on_shelf else ""
    if not better:
        return translate(
            "Models",
            "Most of your documents are in {language}, which the present search model does not know.",
        ).format(language=language)
    return translate(
        "Models",
        "Most of your documents are in {language}, which the present search model does not know. "
        "“{better}” knows it.",
    ).format(language=language, better=better)


def strip_words(download: Download | None, switch: Switch | None) -> str:
    """What goes on while the page is closed, in a few words; nothing when nothing does."""
    if download is not None:
        return _download_strip(download)
    if switch is not None and switch.stage is SwitchStage.RUNNING:
        return _switch_strip(switch.progress)
    return ""


def _download_strip(download: Download) -> str:
    name, progress = download.plan.name, download.progress
    if download.stage is Stage.FAILED:
        return translate("Models", "The download of “{name}” has stopped").format(name=name)
    left = time_left(progress.remaining_s) if progress and progress.remaining_s is not None else ""
    if download.share is None:
        return joined((translate("Models", "Downloading “{name}”").format(name=name), left))
    said = translate("Models", "Downloading “{name}” {share}")
    return joined((said.format(name=name, share=percent(download.share)), left))


def _switch_strip(progress: Progress | None) -> str:
    if progress is not None and progress.phase is Phase.FINISHING:
        return translate("Models", "Changing the search model: putting the new search model in its place")
    if progress is None or not progress.total:
        return translate("Models", "Changing the search model: getting ready to read the passages anew")
    said = translate(
        "Models", "Changing the search model: read {done} of %Ln passage(s) anew", None, progress.total
    )
    left = time_left(progress.remaining_s) if progress.remaining_s is not None else ""
    return joined((said.format(done=number(progress.done)), left))
