"""The sentences the window says about counts, time and states, in its language. Any thread."""

import re
from datetime import datetime
from pathlib import Path

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.values import DocumentRow, IngestSummary, RootSummary
from desktop_rag.domain.display import display_name
from desktop_rag.domain.documents import DocumentFormat, DocumentState
from desktop_rag.domain.errors import DocumentEncrypted, DocumentProtected
from desktop_rag.domain.moved_paths import Relocated
from desktop_rag.gui.wording.language import (
    QT_TRANSLATE_NOOP,
    date,
    number,
    percent,
    time_of_day,
    translate,
    weekday,
)

PROBLEM_STATES = frozenset({DocumentState.FAILED, DocumentState.QUARANTINED, DocumentState.UNAVAILABLE})

_STATES = {
    DocumentState.PENDING: QT_TRANSLATE_NOOP("Library", "Waiting to be read"),
    DocumentState.READY: QT_TRANSLATE_NOOP("Library", "Ready"),
    DocumentState.FAILED: QT_TRANSLATE_NOOP("Library", "Could not be read"),
    DocumentState.QUARANTINED: QT_TRANSLATE_NOOP("Library", "Set aside"),
    DocumentState.SKIPPED: QT_TRANSLATE_NOOP("Library", "Skipped"),
    DocumentState.UNAVAILABLE: QT_TRANSLATE_NOOP("Library", "Not there now"),
    DocumentState.SCANNED: QT_TRANSLATE_NOOP("Library", "Waiting for text recognition"),
}

_LOCKED = frozenset({DocumentEncrypted.kind, DocumentProtected.kind})

_STATE_ICONS = {
    DocumentState.PENDING: ("page", "secondary"),
    DocumentState.READY: ("check", "secondary"),
    DocumentState.FAILED: ("error", "danger"),
    DocumentState.QUARANTINED: ("error", "danger"),
    DocumentState.SKIPPED: ("info", "secondary"),
    DocumentState.UNAVAILABLE: ("warning", "warning"),
    DocumentState.SCANNED: ("page", "secondary"),
}

_PHASES = {
    Phase.SCANNING: QT_TRANSLATE_NOOP("Work", "Looking for documents"),
    Phase.LOOKING: QT_TRANSLATE_NOOP("Work", "Looking for models"),
    Phase.REMOVING: QT_TRANSLATE_NOOP("Work", "Removing from the library"),
    Phase.FINISHING: QT_TRANSLATE_NOOP("Work", "Finishing"),
    Phase.REBUILDING: QT_TRANSLATE_NOOP("Work", "Putting the search index in order"),
    Phase.RECOGNISING: QT_TRANSLATE_NOOP("Work", "Reading scanned pages"),
    Phase.CHECKING: QT_TRANSLATE_NOOP("Work", "Checking the file"),
    Phase.CONVERTING: QT_TRANSLATE_NOOP("Work", "Converting the file"),
    Phase.EXPORTING: QT_TRANSLATE_NOOP("Work", "Exporting the library"),
    Phase.IMPORTING: QT_TRANSLATE_NOOP("Work", "Importing the library"),
    Phase.RELOCATING: QT_TRANSLATE_NOOP("Work", "Looking for the files"),
}

FILE_NAME_LETTERS = 80


def state_words(row: DocumentRow, *, reads_scans: bool = True) -> str:
    if row.state is DocumentState.SCANNED and not reads_scans:
        return translate("Library", "Pictures only; text recognition is off")
    if row.state is DocumentState.READY and row.format is DocumentFormat.PDF:
        return translate("Library", "Ready · %Ln page(s)", None, row.pages)
    if row.state is DocumentState.FAILED and row.kind in _LOCKED:
        return translate("Library", "Needs a password")
    return translate("Library", _STATES[row.state])


def counted_state(several: int, state: DocumentState) -> str:
    """ "2 ready", "3 could not be read"."""
    match state:
        case DocumentState.PENDING:
            return translate("Library", "%Ln waiting to be read", None, several)
        case DocumentState.READY:
            return translate("Library", "%Ln ready", None, several)
        case DocumentState.FAILED:
            return translate("Library", "%Ln could not be read", None, several)
        case DocumentState.QUARANTINED:
            return translate("Library", "%Ln set aside", None, several)
        case DocumentState.SKIPPED:
            return translate("Library", "%Ln skipped", None, several)
        case DocumentState.UNAVAILABLE:
            return translate("Library", "%Ln not there now", None, several)
        case DocumentState.SCANNED:
            return translate("Library", "%Ln waiting for text recognition", None, several)


def state_icon(state: DocumentState) -> tuple[str, str]:
    """The icon's name and the palette colour it is drawn in."""
    return _STATE_ICONS[state]


def root_words(root: RootSummary, *, reads_scans: bool = True) -> str:
    """The counts of a root, short, so that its name keeps its room: "132", "12 of 40"."""
    if not root.available:
        return translate("Library", "not there now")
    wanted = root.total - root.skipped - (0 if reads_scans else root.scanned)
    if root.ready >= wanted:
        return number(root.ready)
    return translate("Library", "{done} of {total}").format(done=number(root.ready), total=number(wanted))


def root_state_words(root: RootSummary) -> str:
    """Every file of a root that is on the disk: "178 ready · 12 waiting · 3 problems · 14 ignored"."""
    if not root.available:
        return translate("Library", "Not there now. What was read of it can still be asked.")
    parts = [translate("Library", "%Ln ready", None, root.ready)]
    if root.pending:
        parts.append(translate("Library", "%Ln waiting", None, root.pending))
    if root.scanned:
        parts.append(translate("Library", "%Ln waiting for text recognition", None, root.scanned))
    if root.problems:
        parts.append(translate("Library", "%Ln problem(s)", None, root.problems))
    if root.skipped:
        parts.append(translate("Library", "%Ln skipped", None, root.skipped))
    if root.ignored:
        parts.append(translate("Library", "%Ln ignored", None, root.ignored))
    return " · ".join(parts)


def progress_words(progress: Progress) -> str:
    """ "Reading 132 of 460 files, about 3 minutes left"."""
    match progress.phase:
        case Phase.SCANNING if progress.done:
            return translate("Work", "Looking for documents · %Ln file(s) so far", None, progress.done)
        case Phase.CHECKING | Phase.CONVERTING | Phase.EXPORTING | Phase.IMPORTING | Phase.RELOCATING:
            said = translate("Work", _PHASES[progress.phase])
            return f"{said} · {percent(progress.done / progress.total)}" if progress.total else said
        case Phase.REBUILDING | Phase.LOOKING if progress.total:
            return translate("Work", "{what}, {done} of {total}").format(
                what=translate("Work", _PHASES[progress.phase]), **_of(progress)
            )
        case Phase.EMBEDDING:
            said = translate("Work", "Reading {done} of %Ln passage(s) anew", None, progress.total)
            return _with_time(said.format(done=number(progress.done)), progress)
        case Phase.RECOGNISING if progress.total:
            said = translate("Work", "Reading scanned pages: {done} of {total}").format(**_of(progress))
            return _with_time(said, progress)
        case Phase.READING:
            return _with_time(_reading(progress), progress)
        case Phase.RECOGNISING:
            return _with_time(translate("Work", _PHASES[progress.phase]), progress)
        case _:
            return translate("Work", _PHASES[progress.phase])


def _reading(progress: Progress) -> str:
    if not progress.total:
        return translate("Work", "Reading %Ln file(s)", None, progress.done)
    said = translate("Work", "Reading {done} of %Ln file(s)", None, progress.total)
    return said.format(done=number(progress.done))


def _of(progress: Progress) -> dict[str, str]:
    return {"done": number(progress.done), "total": number(progress.total)}


def _with_time(words: str, progress: Progress) -> str:
    if progress.remaining_s is None:
        return words
    both = translate("Work", "{what}, {time_left}", "What goes on, and the time it still takes")
    return both.format(what=words, time_left=time_left(progress.remaining_s))


def scans_left_words(row: DocumentRow) -> str:
    """What of a document that is ready is not read yet."""
    if not row.scans_left or row.state is not DocumentState.READY:
        return ""
    return translate(
        "Library", "%Ln page(s) is/are picture(s) whose words are not read yet.", None, row.scans_left
    )


def scans_words(pages: int) -> str:
    """What is left unread while text recognition is off."""
    return translate("Work", "%Ln page(s) is/are waiting for text recognition, which is off.", None, pages)


def taken_in_words(files: int) -> str:
    return translate("Work", "%Ln file(s) was/were taken in.", None, files)


def relocated_words(done: Relocated) -> str:
    found = done.moved - done.missing
    said = translate("Work", "%Ln document(s) was/were found in the new place.", None, found)
    if not done.missing:
        return said
    return f"{said} {translate('Work', '%Ln is/are not there.', None, done.missing)}"


def paused_words(pending: int) -> str:
    """ "Paused. 86 files are not read yet."."""
    if not pending:
        return translate("Work", "Paused before everything was read.")
    return translate("Work", "Paused. %Ln file(s) is/are not read yet.", None, pending)


def removed_words(paths: list[Path]) -> str:
    """What a removal came to."""
    if len(paths) == 1:
        said = translate("Library", "Removed “{name}” from the library. The files were not touched.")
        return said.format(name=display_name(paths[0]))
    return translate(
        "Library", "Removed %Ln item(s) from the library. The files were not touched.", None, len(paths)
    )


def time_left(seconds: float) -> str:
    """ "about 3 minutes left"; coarse on purpose, so that it does not flicker."""
    if seconds < 8:
        return translate("Work", "a few seconds left")
    if seconds < 52:
        return translate("Work", "about %Ln second(s) left", None, max(10, round(seconds / 10) * 10))
    if seconds < 55 * 60:
        return translate("Work", "about %Ln minute(s) left", None, max(1, round(seconds / 60)))
    return translate("Work", "about %Ln hour(s) left", None, max(1, round(seconds / 3600)))


def time_taken(seconds: float) -> str:
    """ "about 3 minutes", of something that has not begun."""
    if seconds < 8:
        return translate("Work", "a few seconds")
    if seconds < 52:
        return translate("Work", "about %Ln second(s)", None, max(10, round(seconds / 10) * 10))
    if seconds < 55 * 60:
        return translate("Work", "about %Ln minute(s)", None, max(1, round(seconds / 60)))
    return translate("Work", "about %Ln hour(s)", None, max(1, round(seconds / 3600)))


def summary_words(summary: IngestSummary) -> str:
    """What an ingest run came to, in one line."""
    if summary.unavailable and not summary.ready:
        return translate(
            "Work",
            "%Ln document(s) cannot be reached now. What was read of it/them can still be asked.",
            None,
            summary.unavailable,
        )
    parts = [translate("Work", "%Ln document(s) ready", None, summary.ready)]
    if summary.failed:
        parts.append(counted_state(summary.failed, DocumentState.FAILED))
    if summary.skipped:
        parts.append(counted_state(summary.skipped, DocumentState.SKIPPED))
    if summary.unavailable:
        parts.append(counted_state(summary.unavailable, DocumentState.UNAVAILABLE))
    return " · ".join(parts)


def when_words(moment: datetime, now: datetime) -> str:
    """ "14:05" today, before that "Yesterday", "Tuesday", "3 May", "3 May 2025", in the time zone of `now`.
    What is yet to come, as files may claim to be, has its date."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return time_of_day(local)
    if days == 1:
        return translate("Common", "Yesterday")
    if 1 < days < 7:
        return weekday(local)
    return date(local, with_year=local.year != now.year)


def day_words(day: datetime) -> str:
    """ "3 May 2025"."""
    return date(day)


def file_name_for(title: str) -> str:
    """A title as a file name that every system takes, without an ending."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title).rstrip("…. ")
    named = " ".join(plain.split())[:FILE_NAME_LETTERS].rstrip(". ")
    return named or translate("Conversations", "Conversation")


def middle_elided(text: str, letters: int) -> str:
    """`text` in at most `letters` characters, both ends kept."""
    half = (letters - 1) // 2
    return text if len(text) <= letters else f"{text[:half]}…{text[-half:]}"
