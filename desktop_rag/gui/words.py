"""The sentences the window says about counts, time and states; pure text, no Qt. Any thread."""

import re
from datetime import datetime
from pathlib import Path

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.values import DocumentRow, IngestSummary, RootSummary
from desktop_rag.domain.display import display_name
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.moved_paths import Relocated

PROBLEM_STATES = frozenset({DocumentState.FAILED, DocumentState.QUARANTINED, DocumentState.UNAVAILABLE})

_STATES = {
    DocumentState.PENDING: "Waiting to be read",
    DocumentState.READY: "Ready",
    DocumentState.FAILED: "Could not be read",
    DocumentState.QUARANTINED: "Set aside",
    DocumentState.SKIPPED: "Skipped",
    DocumentState.UNAVAILABLE: "Not there now",
    DocumentState.SCANNED: "Waiting for text recognition",
}

UNRECOGNISED = "Pictures only; text recognition is off"

_STATE_ICONS = {
    DocumentState.PENDING: ("page", "secondary"),
    DocumentState.READY: ("check", "secondary"),
    DocumentState.FAILED: ("error", "danger"),
    DocumentState.QUARANTINED: ("error", "danger"),
    DocumentState.SKIPPED: ("info", "secondary"),
    DocumentState.UNAVAILABLE: ("warning", "warning"),
    DocumentState.SCANNED: ("page", "secondary"),
}

_PLAIN = {Phase.REMOVING: "Removing from the library", Phase.FINISHING: "Finishing"}
_SHARED = {
    Phase.CHECKING: "Checking the file",
    Phase.CONVERTING: "Converting the file",
    Phase.EXPORTING: "Exporting the library",
    Phase.IMPORTING: "Importing the library",
    Phase.RELOCATING: "Looking for the files",
}
"""Where a share is done, rather than so many of so many."""

TITLE_LETTERS = 32
FILE_NAME_LETTERS = 80

# Not from the system's locale, which would mix two languages in one list.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def count(number: int, one: str, many: str = "") -> str:
    """ "1 file", "2,300 files"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def state_words(row: DocumentRow, *, reads_scans: bool = True) -> str:
    if row.state is DocumentState.SCANNED and not reads_scans:
        return UNRECOGNISED
    if row.state is DocumentState.READY and row.format is DocumentFormat.PDF:
        return f"Ready · {count(row.pages, 'page')}"
    return _STATES[row.state]


def counted_state(number: int, state: DocumentState) -> str:
    """ "2 ready", "3 could not be read"."""
    return f"{number:,} {_STATES[state].lower()}"


def state_icon(state: DocumentState) -> tuple[str, str]:
    """The icon's name and the palette colour it is drawn in."""
    return _STATE_ICONS[state]


def root_words(root: RootSummary, *, reads_scans: bool = True) -> str:
    """The counts of a root, short, so that its name keeps its room: "132", "12 of 40"."""
    if not root.available:
        return "not there now"
    wanted = root.total - root.skipped - (0 if reads_scans else root.scanned)
    return f"{root.ready:,} of {wanted:,}" if root.ready < wanted else f"{root.ready:,}"


def root_state_words(root: RootSummary) -> str:
    """Every file of a root that is on the disk: "178 ready · 12 waiting · 3 problems · 14 ignored"."""
    if not root.available:
        return "Not there now. What was read of it can still be asked."
    counts = (
        (root.pending, "waiting", "waiting"),
        (root.scanned, "waiting for text recognition", "waiting for text recognition"),
        (root.problems, "problem", "problems"),
        (root.skipped, "skipped", "skipped"),
        (root.ignored, "ignored", "ignored"),
    )
    parts = [count(number, one, many) for number, one, many in counts if number]
    return " · ".join([f"{root.ready:,} ready", *parts])


def progress_words(progress: Progress) -> str:
    """ "Reading 132 of 460 files, about 3 minutes left"."""
    match progress.phase:
        case Phase.SCANNING:
            found = f" · {count(progress.done, 'file')} so far" if progress.done else ""
            return f"Looking for documents{found}"
        case Phase.REMOVING | Phase.FINISHING:
            return _PLAIN[progress.phase]
        case Phase.REBUILDING:
            return f"Putting the search index in order{_of(progress)}"
        case Phase.EMBEDDING:
            return _with_time(
                f"Reading {progress.done:,} of {count(progress.total, 'passage')} anew", progress
            )
        case Phase.LOOKING:
            return f"Looking for models{_of(progress)}"
        case Phase.CHECKING | Phase.CONVERTING | Phase.EXPORTING | Phase.IMPORTING | Phase.RELOCATING:
            share = f" · {progress.done / progress.total:.0%}" if progress.total else ""
            return f"{_SHARED[progress.phase]}{share}"
        case Phase.RECOGNISING | Phase.READING:
            return _with_time(_reading(progress), progress)


def _reading(progress: Progress) -> str:
    if progress.phase is Phase.RECOGNISING:
        so_far = f": {progress.done:,} of {progress.total:,}" if progress.total else ""
        return f"Reading scanned pages{so_far}"
    if not progress.total:
        return f"Reading {count(progress.done, 'file')}"
    return f"Reading {progress.done:,} of {count(progress.total, 'file')}"


def _with_time(words: str, progress: Progress) -> str:
    return words if progress.remaining_s is None else f"{words}, {time_left(progress.remaining_s)}"


def scans_left_words(row: DocumentRow) -> str:
    """What of a document that is ready is not read yet."""
    if not row.scans_left or row.state is not DocumentState.READY:
        return ""
    which = "page is a picture" if row.scans_left == 1 else "pages are pictures"
    return f"{row.scans_left:,} {which} whose words are not read yet."


def scans_words(pages: int) -> str:
    """What is left unread while text recognition is off."""
    are = "is" if pages == 1 else "are"
    return f"{count(pages, 'page')} {are} waiting for text recognition, which is off."


def taken_in_words(files: int) -> str:
    return f"{count(files, 'file')} {'was' if files == 1 else 'were'} taken in."


def relocated_words(done: Relocated) -> str:
    found = done.moved - done.missing
    said = f"{count(found, 'document')} {'was' if found == 1 else 'were'} found in the new place."
    return (
        f"{said} {done.missing:,} {'is' if done.missing == 1 else 'are'} not there." if done.missing else said
    )


def paused_words(pending: int) -> str:
    """ "Paused. 86 files are not read yet."."""
    if not pending:
        return "Paused before everything was read."
    return f"Paused. {count(pending, 'file')} {'is' if pending == 1 else 'are'} not read yet."


def removed_words(paths: list[Path]) -> str:
    """What a removal came to."""
    what = f"“{display_name(paths[0])}”" if len(paths) == 1 else count(len(paths), "item")
    return f"Removed {what} from the library. The files were not touched."


def _of(progress: Progress) -> str:
    return f", {progress.done:,} of {progress.total:,}" if progress.total else ""


def time_left(seconds: float) -> str:
    """ "about 3 minutes left"; coarse on purpose, so that it does not flicker."""
    if seconds < 8:
        return "a few seconds left"
    if seconds < 52:
        return f"about {max(10, round(seconds / 10) * 10)} seconds left"
    if seconds < 55 * 60:
        return f"about {count(max(1, round(seconds / 60)), 'minute')} left"
    return f"about {count(max(1, round(seconds / 3600)), 'hour')} left"


def summary_words(summary: IngestSummary) -> str:
    """What an ingest run came to, in one line."""
    if summary.unavailable and not summary.ready:
        gone = f"{count(summary.unavailable, 'document')} cannot be reached now."
        return f"{gone} What was read of {'it' if summary.unavailable == 1 else 'them'} can still be asked."
    parts = [f"{count(summary.ready, 'document')} ready"]
    if summary.failed:
        parts.append(f"{summary.failed:,} could not be read")
    if summary.skipped:
        parts.append(f"{summary.skipped:,} skipped")
    if summary.unavailable:
        parts.append(f"{summary.unavailable:,} not there now")
    return " · ".join(parts)


def when_words(moment: datetime, now: datetime) -> str:
    """ "14:05" today, then "Yesterday", "Tuesday", "3 May", "3 May 2025", in the time zone of `now`."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days <= 0:
        return f"{local:%H:%M}"
    if days == 1:
        return "Yesterday"
    if days < 7:
        return _DAYS[local.weekday()]
    return day_words(local).removesuffix(f" {now.year}")


def day_words(day: datetime) -> str:
    """ "3 May 2025"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def file_name_for(title: str) -> str:
    """A title as a file name that every system takes, without an ending."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title).rstrip("…. ")
    return " ".join(plain.split())[:FILE_NAME_LETTERS].rstrip(". ") or "Conversation"


def middle_elided(text: str, letters: int) -> str:
    """`text` in at most `letters` characters, both ends kept."""
    half = (letters - 1) // 2
    return text if len(text) <= letters else f"{text[:half]}…{text[-half:]}"


def source_title(title: str, place: str) -> str:
    """ "Benefits_Det…tails.pdf · p. 12 · Dental": however long the name, the page is seen first."""
    return " · ".join(part for part in (middle_elided(title, TITLE_LETTERS), place) if part)
