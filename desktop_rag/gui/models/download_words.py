"""What the models page says about a download: before, while and after it. Any thread."""

from desktop_rag.app.shelf_values import DownloadPlan, PlanSource
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress
from desktop_rag.gui.asking.model_words import size_words
from desktop_rag.gui.models.words import joined
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import translate
from desktop_rag.gui.wording.words import time_left


def plan_words(plan: DownloadPlan) -> str:
    """A file found behind a link, in one line."""
    size = size_words(plan.size_bytes) if plan.size_bytes else translate("Models", "size not told")
    return joined((size, plan.licence))


def source_words(plan: DownloadPlan) -> str:
    match plan.source:
        case PlanSource.CATALOGUE:
            return translate(
                "Models", "Its checksum comes with this program, and the file is checked against it."
            )
        case PlanSource.HUB:
            return translate("Models", "The file is checked against the checksum that the server publishes.")
        case PlanSource.LINK:
            return translate("Models", "No checksum is published: only size and structure can be checked.")


def question_words(plan: DownloadPlan) -> tuple[str, ...]:
    """What is to be known before a download, one sentence or two an entry."""
    if plan.size_bytes:
        what = translate(
            "Models",
            "Connects to {host} and downloads {size} to {folder}. "
            "Nothing about you or your documents is sent.",
        )
    else:
        what = translate(
            "Models",
            "Connects to {host} and downloads a file to {folder}. "
            "Nothing about you or your documents is sent.",
        )
    size = size_words(max(0, plan.size_bytes - plan.done_bytes))
    said = what.format(host=plan.host, size=size, folder=plan.target.parent)
    room = translate("Models", "{size} are free there. {check}").format(
        size=size_words(plan.free_bytes), check=source_words(plan)
    )
    return tuple(each for each in (said, in_words(plan.terms), room) if each)


def download_words(name: str, progress: DownloadProgress | None) -> str:
    """ "412 MB of 1.9 GB · 8.2 MB a second · about 3 minutes left"."""
    if progress is None or progress.phase is DownloadPhase.CONNECTING:
        return translate("Models", "Connecting, to get “{name}”…").format(name=name)
    if progress.phase is DownloadPhase.WAITING:
        said = translate("Models", "Connection lost; trying again… {amount} are there.")
        return said.format(amount=amount_words(progress))
    if progress.phase is DownloadPhase.CHECKING:
        return translate("Models", "Checking the file…")
    rate, left = "", ""
    if progress.rate_bytes_per_s:
        size = size_words(round(progress.rate_bytes_per_s))
        rate = translate("Models", "{size} a second").format(size=size)
    if progress.remaining_s is not None:
        left = time_left(progress.remaining_s)
    return joined((amount_words(progress), rate, left))


def amount_words(progress: DownloadProgress) -> str:
    """ "412 MB of 1.9 GB"."""
    done = size_words(progress.done_bytes)
    if not progress.total_bytes:
        return done
    return translate("Models", "{done} of {total}").format(done=done, total=size_words(progress.total_bytes))


def paused_words(done_bytes: int, size_bytes: int) -> str:
    """ "Paused: 412 MB of 1.9 GB are here."."""
    if not done_bytes:
        return translate("Models", "Paused.")
    done, total = size_words(done_bytes), size_words(size_bytes)
    if not size_bytes:
        return translate("Models", "Paused: {done} are here.").format(done=done)
    return translate("Models", "Paused: {done} of {total} are here.").format(done=done, total=total)


def doubt_words(done_bytes: int) -> tuple[str, str]:
    """Before much is thrown away: "Throw away the 1.9 GB that came so far?"."""
    asked = translate("Models", "Throw away the {size} that came so far?")
    return (
        asked.format(size=size_words(done_bytes)),
        translate("Models", "They would have to be downloaded again."),
    )
