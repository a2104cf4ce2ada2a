"""`models`, `adapters` and `embedders`. Each prints its result and returns the exit code. Main thread."""

import argparse
import math
import sys
from collections.abc import Callable, Sequence

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.shelf_values import Added, DownloadPlan
from desktop_rag.cli import shelf_shapes, shelf_words
from desktop_rag.cli.shapes import Json
from desktop_rag.cli.shelf_arguments import ABOUT, NONE
from desktop_rag.cli.terminal import say, say_json
from desktop_rag.domain.chat import Adapter
from desktop_rag.domain.display import display_text
from desktop_rag.domain.errors import InputError, NoRoom, NotOnShelf
from desktop_rag.domain.shelf import ShelfItem, ShelfKind
from desktop_rag.domain.sizes import size_text

Action = Callable[[AppContext, argparse.Namespace, JobContext], int]


def shelf(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    """Whichever of the three it is: they differ in `chosen.kind`."""
    return ACTIONS[chosen.action](context, chosen, job)


def _list(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    if chosen.available:
        return _offers(context, chosen)
    if chosen.kind is ShelfKind.EMBEDDER:
        return _embedders(context, chosen, job)
    shown = context.shelf.rows(chosen.kind)
    _say_list(chosen, [shelf_shapes.row(row) for row in shown], map(shelf_words.row_line, shown))
    if not shown and not chosen.json:
        name, _about = ABOUT[chosen.kind]
        say(f"None yet. “{name} add PATH” adds files; “{name} list --available” shows what can be had.")
    return 0


def _embedders(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    rows, advice = context.embedders.rows(), context.embedders.advice(job)
    if chosen.json:
        shapes = [shelf_shapes.embedder_row(row) for row in rows]
        say_json({"embedders": shapes, "advice": advice and shelf_shapes.advice(advice)})
        return 0
    for row in rows:
        say(shelf_words.embedder_line(row))
    if advice is not None:
        say(shelf_words.advice_words(advice))
    return 0


def _offers(context: AppContext, chosen: argparse.Namespace) -> int:
    rows = context.offers.rows(chosen.kind)
    if chosen.json:
        say_json({"available": [shelf_shapes.offer(row) for row in rows]})
        return 0
    for row in rows:
        for line in shelf_words.offer_lines(row):
            say(line)
    if not rows:
        say("None in the catalogue. “get LINK” takes an https link, or owner/name.")
    return 0


def _show(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    row = context.shelf.row(context.shelf.named(chosen.name, chosen.kind).id)
    if chosen.json:
        say_json(shelf_shapes.row(row))
    else:
        for line in shelf_words.detail_lines(row):
            say(line)
    return 0


def _check(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    item = context.shelf.check(context.shelf.named(chosen.name, chosen.kind).id, job)
    _say_item(chosen, item, f"{item.sha256}  {item.path}")
    return 0


def _add(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    if bool(chosen.paths) == chosen.found:
        raise InputError("Nothing to add.", hint="Give files and folders, or --found, not both.")
    named = getattr(chosen, "base", None)
    base = context.shelf.named(named, ShelfKind.MODEL) if named else None
    added = context.shelf.find(job) if chosen.found else context.shelf.add(chosen.paths, job, base=base)
    if chosen.json:
        say_json(shelf_shapes.added(added))
    else:
        _say_added(added)
    return 1 if added.refused and not added.items else 0


def _remove(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    item = context.shelf.named(chosen.name, chosen.kind)
    context.shelf.remove(item.id, chosen.delete_file)
    kept = "deleted" if chosen.delete_file else "its file stays where it is"
    _say_item(chosen, item, f"Removed {item.name}; {kept}.")
    return 0


def _get(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    plan = _plan(context, chosen, job)
    if plan.problem:
        raise NoRoom(plan.problem, hint=plan.hint)
    for line in shelf_words.plan_lines(plan):
        print(display_text(line), file=sys.stderr)
    item = context.downloads.get(plan, job)
    _say_item(chosen, item, f"{item.name} is on the shelf as number {item.id}: {item.path}")
    return 0


def _plan(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> DownloadPlan:
    offer = context.offers.named(chosen.name, chosen.kind)
    if offer is not None:
        return context.downloads.plan(offer)
    _check_clear(context, chosen)
    host = context.downloads.host_of(chosen.name)
    print(f"Asking {display_text(host)} …", file=sys.stderr)
    plans = context.downloads.look(chosen.name, job)
    wanted = [plan for plan in plans if chosen.file in (None, plan.name, plan.target.name)]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(f"{plan.name} ({size_text(plan.size_bytes)})" for plan in plans)
    what = "There are several files" if wanted else f"There is no file “{chosen.file}”, but"
    raise InputError(f"{what}: {names}.", hint="Say which one with --file.")


def _check_clear(context: AppContext, chosen: argparse.Namespace) -> None:
    """Raises `InputError` for a part of several names of the catalogue."""
    ids = [row.offer.id for row in context.offers.rows(chosen.kind)]
    several = [offer_id for offer_id in ids if chosen.name.strip().casefold() in offer_id]
    if chosen.name.strip() and several:
        raise InputError(
            f"“{chosen.name}” could be several: {', '.join(several)}.", hint="Give one of these."
        )


def _use(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    if chosen.kind is ShelfKind.ADAPTER:
        adapters = _adapters(context, chosen.names)
        context.shelf.use_adapters(adapters)
        _say_used(chosen, [str(adapter.path) for adapter in adapters])
    elif chosen.kind is ShelfKind.MODEL:
        item = None if chosen.name == NONE[chosen.kind] else context.shelf.named(chosen.name, chosen.kind)
        context.shelf.use_model(item, chosen.context)
        _say_used(chosen, [str(item.path)] if item else [])
    else:
        _use_embedder(context, chosen, job)
    return 0


def _use_embedder(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> None:
    bundled = chosen.name == NONE[chosen.kind]
    item = None if bundled else context.shelf.named(chosen.name, chosen.kind)
    choice = context.embedders.choice_for(item)
    cost = context.embedders.cost(choice, job)
    if not chosen.json:
        seconds = f", about {cost.seconds:.0f} s" if cost.seconds is not None else ""
        print(f"{cost.left} of {cost.passages} passages to embed{seconds}.", file=sys.stderr)
    if not cost.tells_apart:
        print(shelf_words.WEAK_EMBEDDER, file=sys.stderr)
    context.embedders.switch(choice, job)
    if chosen.json:
        say_json({"used": [str(item.path)] if item else [NONE[chosen.kind]], **shelf_shapes.cost(cost)})
    else:
        say(f"The documents are searched with {item.name if item else 'the bundled model'} now.")


def _adapters(context: AppContext, names: Sequence[str]) -> tuple[Adapter, ...]:
    if list(names) == [NONE[ShelfKind.ADAPTER]]:
        return ()
    chosen = (_adapter(context, name) for name in names)
    return tuple({adapter.path: adapter for adapter in chosen}.values())  # of one named twice, the last


def _adapter(context: AppContext, text: str) -> Adapter:
    """A name, or a name and a scale; a name may hold a colon itself."""
    head, _colon, tail = text.rpartition(":")
    try:
        scale = float(tail)
    except ValueError:
        return Adapter(context.shelf.named(text, ShelfKind.ADAPTER).path)
    if not head or not math.isfinite(scale):
        raise NotOnShelf(f"There is no adapter “{text}” on the shelf.")
    return Adapter(context.shelf.named(head, ShelfKind.ADAPTER).path, scale)


def _say_list(chosen: argparse.Namespace, rows: Sequence[Json], lines: "map[str]") -> None:
    if chosen.json:
        name, _about = ABOUT[chosen.kind]
        say_json({name: list(rows)})
        return
    for line in lines:
        say(line)


def _say_item(chosen: argparse.Namespace, item: ShelfItem, line: str) -> None:
    if chosen.json:
        say_json(shelf_shapes.item(item))
    else:
        say(line)


def _say_added(added: Added) -> None:
    for item in added.items:
        say(f"{item.id:>4}  {item.kind}  {item.name}  ({shelf_words.facts_words(item.facts)})")
    for refused in added.refused:
        say(f"not taken: {refused.path}: {refused.reason} {refused.hint}")
    say(f"{len(added.items)} on the shelf, {added.new} of them new; {len(added.refused)} not taken")


def _say_used(chosen: argparse.Namespace, paths: list[str]) -> None:
    if chosen.json:
        say_json({"used": paths})
    else:
        say(f"In use from now on: {', '.join(paths)}." if paths else "None is in use from now on.")


ACTIONS: dict[str, Action] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "add": _add,
    "remove": _remove,
    "get": _get,
    "use": _use,
}
