"""What there is of this program at a moment: threads, children, timers, widgets, objects, memory. GUI thread.

Two censuses with the same work in between show what that work left behind. What Python still holds in cycles,
and what Qt was told to delete later, is let go of first.
"""

import gc
import threading
from collections import Counter
from dataclasses import dataclass, fields

import psutil
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

MEBI = 1024**2


@dataclass(frozen=True, slots=True)
class Census:
    """How many there are of each name. `objects` are those that Qt's tree of windows and of the application
    holds, and whatever else of Qt's Python knows of."""

    threads: Counter[str]
    children: Counter[str]
    timers: Counter[str]
    windows: Counter[str]
    objects: Counter[str]
    resident_bytes: int

    @classmethod
    def now(cls) -> "Census":
        let_go()
        process = psutil.Process()
        known = _objects()
        return cls(
            threads=_threads(),
            children=Counter(child.name() for child in process.children(recursive=True)),
            timers=Counter(_owner(each) for each in known if isinstance(each, QTimer) and each.isActive()),
            windows=Counter(_name(each) for each in QApplication.topLevelWidgets()),
            objects=Counter(_name(each) for each in known),
            resident_bytes=process.memory_info().rss,
        )

    def left_since(self, before: "Census") -> dict[str, dict[str, int]]:
        """What there is more of than there was, memory left out."""
        grown = {}
        for field in fields(self):
            if field.name != "resident_bytes":
                more = getattr(self, field.name) - getattr(before, field.name)
                grown[field.name] = dict(sorted(more.items()))
        return {name: more for name, more in grown.items() if more}


def let_go() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()


def _threads() -> Counter[str]:
    """A lane keeps its one thread, once it has worked, to the end: only more than that count."""
    names = Counter(thread.name.rstrip("0123456789-_") for thread in threading.enumerate())
    lanes = Counter(name for name in names if name.startswith("lane-"))
    return names - lanes


def _objects() -> list[QObject]:
    roots: list[QObject] = [*QApplication.topLevelWidgets()]
    app = QApplication.instance()
    if app is not None:
        roots.append(app)
    found = {shiboken6.getCppPointer(each)[0]: each for root in roots for each in (root, *_below(root))}
    # Not of gc.get_objects(): a tuple that another thread is just making must not be held by anybody else.
    for each in shiboken6.getAllValidWrappers():
        if isinstance(each, QObject) and shiboken6.isValid(each):
            found.setdefault(shiboken6.getCppPointer(each)[0], each)
    return list(found.values())


def _below(root: QObject) -> list[QObject]:
    return root.findChildren(QObject)


def _name(each: QObject) -> str:
    """The class as Python knows it, and Qt's own name of it for what Python did not make."""
    kind = type(each)
    return kind.__name__ if kind.__module__.startswith("desktop_rag") else each.metaObject().className()


def _owner(each: QObject) -> str:
    parent = each.parent()
    return f"{_name(each)} of {_name(parent)}" if parent is not None else _name(each)
