"""What is chosen in the library and what can be done with all of it, in words. GUI thread."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.values import RootSummary
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.scopes import EVERYWHERE, Scope, is_within, normalised
from desktop_rag.gui.library.items import FileItem, RootItem
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import translate

_READY = DocumentState.READY
RETRYABLE = words.PROBLEM_STATES | {DocumentState.SKIPPED}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Files or folders; an action that none of them allows has no paths.

    `name` and `state` say what they are together; `ask`, `ask_too`, `retry` and `open` what the actions are
    called.
    `shown` is whether it is one file that this window can show, `locked` one that a password opens. `root` is
    the one folder or file that was added, `trouble` why its changes are not noticed at once.
    """

    paths: tuple[Path, ...]
    name: str
    state: str
    askable: Scope = EVERYWHERE
    ask: str = ""
    ask_too: str = ""
    retryable: tuple[Path, ...] = ()
    retry: str = ""
    open: str = ""
    shown: bool = False
    locked: bool = False
    root: RootSummary | None = None
    folder: Path | None = None
    """Of one file with which something is wrong: there it can be seen to."""
    trouble: str = ""

    def adds_to(self, scope: Scope) -> bool:
        """Whether a question that is asked only in `scope` can be asked here too."""
        places = set(scope)
        return bool(scope) and any(not is_within(path, places) for path in self.askable)


def chosen_files(items: Sequence[FileItem]) -> Chosen:
    rows = [item.row for item in items]
    one = len(items) == 1
    paths = tuple(row.path for row in rows)
    ready = tuple(row.path for row in rows if row.state is _READY)
    again = tuple(row.path for row in rows if row.state in RETRYABLE)
    return Chosen(
        paths=paths,
        name=items[0].name if one else translate("Library", "%Ln file(s)", None, len(items)),
        state=items[0].words if one else _states_in_words(items),
        askable=ready,
        ask=_ask(len(ready), len(paths)),
        ask_too=_ask_too(len(ready), len(paths)),
        retryable=again,
        retry=_retry(len(again), len(paths)),
        open=translate("Library", "Open in its own program"),
        shown=one and bool(ready),
        locked=one and items[0].locked,
        folder=paths[0].parent if one and rows[0].reason else None,
    )


def chosen_roots(items: Sequence[RootItem]) -> Chosen | None:
    """None for "All documents", with or without others: together they are everything."""
    paths = tuple(item.path for item in items if item.path is not None)
    if not paths or len(paths) < len(items):
        return None
    one = items[0] if len(items) == 1 else None
    return Chosen(
        paths,
        one.name if one else translate("Library", "%Ln place(s)", None, len(items)),
        one.state if one else ", ".join(item.name for item in items),
        normalised(paths),
        _ask(len(paths), len(paths)),
        _ask_too(len(paths), len(paths)),
        open=translate("Library", "Open"),
        root=one.summary if one else None,
        trouble=one.trouble if one else "",
    )


def _ask(askable: int, chosen: int) -> str:
    if chosen == 1:
        return translate("Library", "Ask only here")
    if askable == chosen:
        return translate("Library", "Ask only these %Ln", None, chosen)
    if askable == 1:
        return translate("Library", "Ask only the one that is ready")
    return translate("Library", "Ask only the %Ln that are ready", None, askable)


def _ask_too(askable: int, chosen: int) -> str:
    if chosen == 1:
        return translate("Library", "Ask here too")
    if askable == chosen:
        return translate("Library", "Ask these %Ln too", None, chosen)
    if askable == 1:
        return translate("Library", "Ask the one that is ready too")
    return translate("Library", "Ask the %Ln that are ready too", None, askable)


def _retry(several: int, chosen: int) -> str:
    if several == chosen:
        return translate("Library", "Retry")
    return translate("Library", "Retry %Ln of them", None, several)


def _states_in_words(items: Sequence[FileItem]) -> str:
    """ "178 ready · 3 could not be read"."""
    states = Counter(item.row.state for item in items)
    present = sorted((each for each in DocumentState if states[each]), key=lambda each: each is not _READY)
    return " · ".join(words.counted_state(states[each], each) for each in present)
