"""What the models page says about files, memory, downloads and changes; pure text, no Qt. Any thread."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.shelf_values import (
    Added,
    DownloadPlan,
    LanguageAdvice,
    OtherProgram,
    PlanSource,
    SwitchCost,
)
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress
from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind
from desktop_rag.domain.fit import Fit, Machine, Verdict
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.languages import EVERY, language_name
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import Facts, ShelfKind, Speed
from desktop_rag.gui.download_state import Download, Stage
from desktop_rag.gui.embedder_state import Switch, SwitchStage
from desktop_rag.gui.model_words import size_words
from desktop_rag.gui.words import count, time_left, when_words

KIND_WORDS = {
    ShelfKind.MODEL: "answer model",
    ShelfKind.ADAPTER: "adapter",
    ShelfKind.EMBEDDER: "search model",
}
SPEED_TOOLTIP = "Models write in tokens. In English a token is about three quarters of a word."
SHORTER_TOOLTIP = "With less text before its eyes at once, this model fits the memory that is free."
WHOLE_FROM, AT_ONCE_S = 100, 0.05
_MILLION, _BILLION = 1_000_000, 1_000_000_000
_FREE = ("apache", "mit", "bsd", "cc0", "unlicense")
_FIT_ICONS = {
    Verdict.FITS: ("check", "secondary"),
    Verdict.TIGHT: ("warning", "warning"),
    Verdict.NO: ("close", "secondary"),
}
_SOURCES = {
    PlanSource.CATALOGUE: "Its checksum comes with this program, and the file is checked against it.",
    PlanSource.HUB: "The file is checked against the checksum that the server publishes.",
    PlanSource.LINK: "No checksum is published: only size and structure can be checked.",
}


def joined(parts: Sequence[str]) -> str:
    """ "3.1 billion parameters · Q4_K_M · 1.9 GB", of what is known."""
    return " · ".join(part for part in parts if part)


def listed(names: Sequence[str]) -> str:
    """ "English, French and German"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def machine_words(machine: Machine | None, disk_free_bytes: int | None) -> str:
    """ "This computer: 23.5 GB memory, 20.1 GB free · 310 GB free on the disk"."""
    memory, disk = "", ""
    if machine:
        memory = f"{size_words(machine.total_bytes)} memory, {size_words(machine.free_bytes)} free"
    if disk_free_bytes is not None:
        disk = f"{size_words(disk_free_bytes)} free on the disk"
    said = joined((memory, disk))
    return f"This computer: {said}" if said else "This computer"


def parameter_words(parameters: int) -> str:
    """ "3.1 billion parameters", or nothing where it is not known."""
    if parameters >= _BILLION:
        return f"{parameters / _BILLION:.1f} billion parameters"
    if parameters >= _MILLION:
        return f"{parameters / _MILLION:.0f} million parameters"
    return count(parameters, "parameter") if parameters else ""


def facts_words(facts: Facts) -> str:
    """What a file's header says, in one line."""
    if isinstance(facts, ModelFacts):
        context = f"context {facts.trained_context_tokens:,}" if facts.trained_context_tokens else ""
        parts = f"{facts.parts} files" if facts.parts > 1 else ""
        size = (size_words(facts.size_bytes), parts)
        return joined((parameter_words(facts.parameters), facts.quantisation, *size, context, facts.licence))
    if isinstance(facts, AdapterFacts):
        rank = f"rank {facts.rank}" if facts.rank else ""
        return joined((size_words(facts.size_bytes), rank, facts.licence))
    return joined((_embedder_kind(facts), size_words(facts.size_bytes), facts.licence))


def embedder_detail(facts: EmbedderFacts) -> list[str]:
    """What only someone who compares search models asks for, line by line."""
    path = str(facts.path) if facts.path else "Part of this program"
    numbers = f"{facts.dimension} numbers a passage · reads {facts.max_tokens:,} tokens at once"
    return [part for part in (path, numbers, parameter_words(facts.parameters)) if part]


def fit_icon(verdict: Verdict) -> tuple[str, str]:
    """The icon's name and the palette colour it is drawn in."""
    return _FIT_ICONS[verdict]


def fit_words(fit: Fit, step: str = "") -> str:
    """ "Fits: needs 2.9 GB of memory, 20.1 GB are free"; what will not fit comes with the next best step:
    `step`, where more is known of the file than its size."""
    need, free = size_words(fit.need.total_bytes), size_words(fit.machine.free_bytes)
    match fit.verdict:
        case Verdict.FITS:
            return f"Fits: needs {need} of memory, {free} are free"
        case Verdict.TIGHT:
            return f"Tight: needs {need} of memory, {free} are free. Close other programs before you use it."
        case Verdict.NO:
            return f"Will not fit: needs {need} of memory, {free} are free. {step or way_out(fit)}"


def way_out(fit: Fit) -> str:
    """The next best step for what will not fit."""
    if fit.need.total_bytes < fit.machine.total_bytes:
        return "Close other programs, or choose a smaller model."
    return "Choose a smaller model."


def speed_words(speed: Speed | None) -> str:
    """ "Writes 9.3 tokens a second here, first word after 2.1 s"."""
    if speed is None:
        return ""
    digits = 1 if speed.tokens_per_s < WHOLE_FROM else 0
    first = f"after {speed.first_token_s:.1f} s" if speed.first_token_s >= AT_ONCE_S else "at once"
    return f"Writes {speed.tokens_per_s:,.{digits}f} tokens a second here, first word {first}"


def used_words(last_used_at: float | None, now: datetime) -> str:
    """ "Last used: Yesterday"."""
    if last_used_at is None:
        return ""
    return f"Last used: {when_words(datetime.fromtimestamp(last_used_at, UTC), now)}"


def language_words(languages: Sequence[str]) -> str:
    """ "English", "English, German and 5 more", "About 100 languages"; nothing where it is not known."""
    if EVERY in languages:
        return "About 100 languages"
    names = [language_name(code) for code in languages]
    if len(names) <= 3:
        return listed(names)
    return f"{', '.join(names[:2])} and {len(names) - 2} more"


def licence_words(licence: str, terms: str = "") -> str:
    """ "Free for any use (Apache-2.0)", "Free under conditions (Llama 3.2 Community)"."""
    if not licence:
        return "Licence not known"
    free = licence.casefold().startswith(_FREE) and not terms
    return f"Free for any use ({licence})" if free else f"Free under conditions ({licence})"


def offer_words(offer: Offer) -> str:
    """Size, languages and licence of an offer, in one line."""
    size, languages = f"{size_words(offer.size_bytes)} to download", language_words(offer.languages)
    return joined((size, languages, licence_words(offer.licence, offer.terms)))


def plan_words(plan: DownloadPlan) -> str:
    """A file found behind a link, in one line."""
    size = size_words(plan.size_bytes) if plan.size_bytes else "size not told"
    return joined((size, plan.licence))


def source_words(plan: DownloadPlan) -> str:
    return _SOURCES[plan.source]


def question_words(plan: DownloadPlan) -> tuple[str, ...]:
    """What is to be known before a download, one sentence or two an entry."""
    size = size_words(max(0, plan.size_bytes - plan.done_bytes)) if plan.size_bytes else "a file"
    what = f"Connects to {plan.host} and downloads {size} to {plan.target.parent}."
    private = "Nothing about you or your documents is sent."
    room = f"{size_words(plan.free_bytes)} are free there. {source_words(plan)}"
    return tuple(each for each in (f"{what} {private}", plan.terms, room) if each)


def download_words(name: str, progress: DownloadProgress | None) -> str:
    """ "412 MB of 1.9 GB · 8.2 MB a second · about 3 minutes left"."""
    if progress is None or progress.phase is DownloadPhase.CONNECTING:
        return f"Connecting, to get “{name}”…"
    if progress.phase is DownloadPhase.WAITING:
        return f"Connection lost; trying again… {amount_words(progress)} are there."
    if progress.phase is DownloadPhase.CHECKING:
        return "Checking the file…"
    rate = f"{size_words(round(progress.rate_bytes_per_s))} a second" if progress.rate_bytes_per_s else ""
    left = time_left(progress.remaining_s) if progress.remaining_s is not None else ""
    return joined((amount_words(progress), rate, left))


def amount_words(progress: DownloadProgress) -> str:
    """ "412 MB of 1.9 GB"."""
    whole = f" of {size_words(progress.total_bytes)}" if progress.total_bytes else ""
    return f"{size_words(progress.done_bytes)}{whole}"


def paused_words(done_bytes: int, size_bytes: int) -> str:
    """ "Paused: 412 MB of 1.9 GB are here."."""
    whole = f" of {size_words(size_bytes)}" if size_bytes else ""
    return f"Paused: {size_words(done_bytes)}{whole} are here." if done_bytes else "Paused."


def doubt_words(done_bytes: int) -> tuple[str, str]:
    """Before much is thrown away: "Throw away the 1.9 GB that came so far?"."""
    return (
        f"Throw away the {size_words(done_bytes)} that came so far?",
        "They would have to be downloaded again.",
    )


def shelf_progress_words(progress: Progress) -> str:
    """What is being done with files that are added or checked."""
    match progress.phase:
        case Phase.CHECKING:
            share = f"{progress.done / progress.total:.0%}" if progress.total else ""
            return joined((f"Checking every byte of “{progress.current}”", share))
        case Phase.CONVERTING:
            share = f"{progress.done / progress.total:.0%}" if progress.total else ""
            return joined((f"Preparing the adapter “{progress.current}”", share))
        case _:
            which = f", {progress.done + 1:,} of {progress.total:,}" if progress.total > 1 else ""
            return (
                f"Looking at “{progress.current}”{which}" if progress.current else "Looking for model files"
            )


def added_words(added: Added) -> str:
    """ "7 answer models and 1 adapter added, 2 could not be used"."""
    here = len(added.items) - added.new
    parts = []
    if added.new:
        parts.append(f"{_new_words(added)} added")
    elif not here:
        parts.append("Nothing was added" if added.refused else "Nothing new was found")
    if here:
        parts.append(f"{here:,} {'was' if here == 1 else 'were'} on the list already")
    if added.refused:
        parts.append(f"{len(added.refused):,} could not be used")
    return ", ".join(parts)


def _new_words(added: Added) -> str:
    """Which of several kinds are new is not known where some were there before."""
    kinds = Counter(item.kind for item in added.items)
    if len(kinds) > 1 and added.new < len(added.items):
        return count(added.new, "file")
    each = [(KIND_WORDS[kind], kinds[kind]) for kind in ShelfKind if kinds[kind]]
    if len(each) == 1:
        return count(added.new, each[0][0])
    return listed([count(number, thing) for thing, number in each])


def program_words(programs: Sequence[OtherProgram]) -> str:
    """ "LM Studio and Jan", each once."""
    return listed(list(dict.fromkeys(each.program for each in programs)))


def cost_words(cost: SwitchCost) -> str:
    """What a change of the search model takes, and that nothing stands still meanwhile."""
    if not cost.passages:
        return "There are no documents yet, so the change costs nothing."
    if not cost.left:
        return "Every passage was read with it before, so the change takes a moment only."
    whole = "has" if cost.left == 1 else "have"
    time = f": {time_left(cost.seconds).removesuffix(' left')} here" if cost.seconds is not None else ""
    meanwhile = "You can go on searching meanwhile; the present one stays in use until everything is done."
    return f"{count(cost.left, 'passage')} {whole} to be read anew{time}. {meanwhile}"


def switch_words(progress: Progress | None) -> str:
    """How far the change of the search model is."""
    if progress is not None and progress.phase is Phase.FINISHING:
        return "Putting the new search model in its place"
    if progress is None or not progress.total:
        return "Getting ready to read the passages anew"
    left = time_left(progress.remaining_s) if progress.remaining_s is not None else ""
    return joined((f"Read {progress.done:,} of {count(progress.total, 'passage')} anew", left))


def _embedder_kind(facts: EmbedderFacts) -> str:
    return "Comes with the program" if facts.kind is EmbedderKind.BUNDLED else facts.quantisation


def advice_words(advice: LanguageAdvice) -> str:
    """ "Most of your documents are in German, which …. “multilingual-e5-small” knows it."."""
    said = f"Most of your documents are in {advice.language}, which the present search model does not know."
    better = advice.better.name if advice.better else advice.on_shelf.name if advice.on_shelf else ""
    return f"{said} “{better}” knows it." if better else said


def strip_words(download: Download | None, switch: Switch | None) -> str:
    """What goes on while the page is closed, in a few words; nothing when nothing does."""
    if download is not None and download.stage is Stage.FAILED:
        return f"The download of “{download.plan.name}” has stopped"
    if download is not None:
        share = f" {download.share:.0%}" if download.share is not None else ""
        progress = download.progress
        left = time_left(progress.remaining_s) if progress and progress.remaining_s is not None else ""
        return joined((f"Downloading “{download.plan.name}”{share}", left))
    if switch is not None and switch.stage is SwitchStage.RUNNING:
        words = switch_words(switch.progress)
        return f"Changing the search model: {words[0].lower()}{words[1:]}"
    return ""
