"""What a row shows of its download: the question before it, how far it is, why it stopped. GUI thread."""

from desktop_rag.domain.downloads import DownloadPhase
from desktop_rag.domain.errors import DownloadError
from desktop_rag.gui.models.download_state import Download, DownloadWish, Stage
from desktop_rag.gui.models.download_words import doubt_words, download_words, paused_words, question_words
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.row_parts import RowBody, RowPart, RowProblem, RowProgress, RowQuestion, Way
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

_DOWNLOAD = Way(QT_TRANSLATE_NOOP("Models", "Download"), DownloadWish.START, "primary", "download")
_NOT_NOW = Way(QT_TRANSLATE_NOOP("Models", "Not now"), DownloadWish.NOT_NOW)
_PAUSE = Way(QT_TRANSLATE_NOOP("Models", "Pause"), DownloadWish.PAUSE, "", "pause")
_CANCEL = Way(QT_TRANSLATE_NOOP("Models", "Cancel"), DownloadWish.CANCEL, "inline")
_RESUME = Way(QT_TRANSLATE_NOOP("Models", "Resume"), DownloadWish.RESUME, "", "play")
_AGAIN = Way(QT_TRANSLATE_NOOP("Models", "Try again"), DownloadWish.RESUME, "", "retry")
_COPY = Way(QT_TRANSLATE_NOOP("Models", "Copy the link"), DownloadWish.COPY, "inline", "copy")
_DISCARD = Way(QT_TRANSLATE_NOOP("Models", "Discard"), DownloadWish.DISCARD, "inline")
_DISCARD_NOW = Way(QT_TRANSLATE_NOOP("Models", "Throw it away"), DownloadWish.DISCARD_NOW, "danger", "remove")
_KEEP = Way(QT_TRANSLATE_NOOP("Models", "Keep it"), DownloadWish.KEEP, gentle=True)
_CLOSE = Way(QT_TRANSLATE_NOOP("Models", "Close"), DownloadWish.DISCARD, "inline")
"""Nothing is kept, so that there is nothing to lose."""
_RUNNING = (Stage.RUNNING, Stage.QUEUED, Stage.STOPPING)


class DownloadBody:
    """Keeps the `body` of one row in step with a download. Its buttons emit a `DownloadWish`."""

    def __init__(self, icons: Icons, body: RowBody) -> None:
        self._icons = icons
        self._body = body
        self._shown: object = None
        """What the part was made for; the same again only has its words brought up to date."""

    def show_download(self, download: Download | None) -> None:
        kind = _kind(download)
        if kind != self._shown:
            asked = download is not None and (
                download.stage is Stage.DOUBTED or (self._shown is None and download.stage is Stage.ASKING)
            )
            self._shown = kind
            part = self._make(download) if download else None
            self._body.put(part, take_focus=asked)
            _tell(part, download)
        part = self._body.part
        if download is not None and isinstance(part, RowProgress):
            _bring_up_to_date(part, download)

    def _make(self, download: Download) -> RowPart:
        plan = download.plan
        match download.stage:
            case Stage.ASKING if plan.problem:
                return RowProblem(
                    self._icons, in_words(plan.problem), in_words(plan.hint), (_NOT_NOW,), warning=True
                )
            case Stage.ASKING:
                return RowQuestion(self._icons, question_words(plan), (_DOWNLOAD, _NOT_NOW))
            case Stage.DOUBTED:
                said = doubt_words(download.done_bytes)
                return RowQuestion(self._icons, said, (_DISCARD_NOW, _KEEP), warning=True)
            case Stage.FAILED:
                error = download.error or DownloadError()
                reason, hint = error_words(error)
                return RowProblem(self._icons, reason, hint, _ways_on(download), error=error)
            case Stage.PAUSED:
                ways: tuple[Way, ...] = (_RESUME, _DISCARD)
            case Stage.QUEUED:
                ways = (_CANCEL,)
            case _:
                ways = (_PAUSE, _CANCEL)
        return RowProgress(
            self._icons, translate("Models", "Download of {name}").format(name=plan.name), ways
        )


def _kind(download: Download | None) -> object:
    """Downloads of one kind are shown by one part."""
    if download is None:
        return None
    stage = Stage.RUNNING if download.stage is Stage.STOPPING else download.stage
    return download.key, stage, download.plan.problem, id(download.error)


def _ways_on(download: Download) -> tuple[Way, ...]:
    """Where there is nothing to go on with, the link can be looked at in a browser."""
    if isinstance(download.error, DownloadError) and download.error.resumable:
        return _RESUME, _DISCARD if download.done_bytes else _CLOSE
    return _AGAIN, _COPY, _CLOSE


def _bring_up_to_date(part: RowProgress, download: Download) -> None:
    plan, progress = download.plan, download.progress
    total = (progress.total_bytes if progress else 0) or plan.size_bytes
    match download.stage:
        case Stage.PAUSED:
            part.show_rest(paused_words(download.done_bytes, total), download.done_bytes, total)
        case Stage.QUEUED:
            part.show_rest(
                translate("Models", "Waiting until the other download is done."), download.done_bytes, total
            )
        case Stage.STOPPING:
            part.show_rest(translate("Models", "Stopping…"), download.done_bytes, total)
        case _:
            moving = progress is not None and progress.phase is not DownloadPhase.CONNECTING
            done = progress.done_bytes if progress else 0
            part.show_progress(download_words(plan.name, progress), done, total if moving else 0)


def _tell(part: RowPart | None, download: Download | None) -> None:
    """Says to a screen reader what the row has become."""
    if part is None or download is None:
        return
    if isinstance(part, RowProgress):
        match download.stage:
            case Stage.PAUSED:
                said = translate("Models", "Paused: {name}")
            case Stage.QUEUED:
                said = translate("Models", "Waiting: {name}")
            case _:
                said = translate("Models", "Download begun: {name}")
        announce(part, said.format(name=download.plan.name))
    else:
        announce(part, part.accessibleName())
