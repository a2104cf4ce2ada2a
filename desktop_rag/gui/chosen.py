"""What is chosen in the library and what can be done with all of it, in words. GUI thread."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.values import RootSummary
from desktop_rag.domain.documents import DocumentState
from desktop_rag.domain.scopes import EVERYWHERE, Scope, is_within, normalised
from desktop_rag.gui import words
from desktop_rag.gui.library_model import FileItem, RootItem

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
    ask: str = "Ask only here"
    ask_too: str = "Ask here too"
    retryable: tuple[Path, ...] = ()
    retry: str = "Retry"
    open: str = "Open"
    shown: bool = False
    locked: bool = False
    root: RootSummary | None = None
    trouble: str = ""

    def adds_to(self, scope: Scope) -> bool:
        """Whether a question that is asked only in `scope` can be asked here too."""
        places = set(scope)
        return bool(scope) and any(not is_within(path, places) for path in self.askable)


def chosen_files(items: Sequence[FileItem]) -> Chosen:
    rows = [item.row for item in items]
    paths = tuple(row.path for row in rows)
    ready = tuple(row.path for row in rows if row.state is _READY)
    again = tuple(row.path for row in rows if row.state in RETRYABLE)
    name = items[0].name if len(items) == 1 else words.count(len(items), "file")
    state = items[0].words if len(items) == 1 else _states_in_words(items)
    retry = "Retry" if len(again) == len(paths) else f"Retry {len(again):,} of them"
    return Chosen(
        paths=paths,
        name=name,
        state=state,
        askable=ready,
        ask=f"Ask only {_these(len(ready), len(paths))}",
        ask_too=f"Ask {_these(len(ready), len(paths))} too",
        retryable=again,
        retry=retry,
        open="Open in its own program",
        shown=len(items) == 1 and bool(ready),
        locked=len(items) == 1 and items[0].locked,
    )


def chosen_roots(items: Sequence[RootItem]) -> Chosen | None:
    """None for "All documents", with or without others: together they are everything."""
    paths = tuple(item.path for item in items if item.path is not None)
    if not paths or len(paths) < len(items):
        return None
    name = items[0].name if len(items) == 1 else f"{len(items):,} places"
    state = items[0].state if len(items) == 1 else ", ".join(item.name for item in items)
    these = _these(len(paths), len(paths))
    one = items[0] if len(items) == 1 else None
    return Chosen(
        paths,
        name,
        state,
        normalised(paths),
        f"Ask only {these}",
        f"Ask {these} too",
        root=one.summary if one else None,
        trouble=one.trouble if one else "",
    )


def _these(askable: int, chosen: int) -> str:
    if chosen == 1:
        return "here"
    if askable == chosen:
        return f"these {chosen:,}"
    return "the one that is ready" if askable == 1 else f"the {askable:,} that are ready"


def _states_in_words(items: Sequence[FileItem]) -> str:
    """ "178 ready · 3 could not be read"."""
    states = Counter(item.row.state for item in items)
    present = sorted((each for each in DocumentState if states[each]), key=lambda each: each is not _READY)
    return " · ".join(words.counted_state(states[each], each) for each in present)
