"""The commands that change the library or tell of it. Main thread."""

import argparse
import getpass
import sys
from collections.abc import Iterator

from desktop_rag.app.catalogue import PROBLEMS
from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.settings import SettingsChange
from desktop_rag.app.values import DocumentRow, IngestSummary, LibraryOverview, RootSummary
from desktop_rag.cli import shapes
from desktop_rag.cli.library_arguments import KINDS
from desktop_rag.cli.shapes import Json
from desktop_rag.cli.terminal import complain, say, say_json
from desktop_rag.domain.chat import AnswerStyle
from desktop_rag.domain.errors import InputError, NotInLibrary
from desktop_rag.domain.folder_rules import MEGABYTE, FileKind, FolderRules
from desktop_rag.domain.settings import Settings


def add(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    rules = _rules(chosen, FolderRules()) if _says_rules(chosen) else None
    return _report(context, context.ingest.add(chosen.paths, job, rules), chosen)


def remove(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    return _report(context, context.ingest.remove(chosen.paths, job), chosen)


def sync(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    return _report(context, context.ingest.sync(job), chosen)


def rebuild(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    return _report(context, context.ingest.rebuild(job), chosen)


def retry(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    rows = context.catalogue.overview().documents
    paths = chosen.paths or [row.path for row in rows if row.state in PROBLEMS]
    known = {row.path for row in rows}
    for path in paths:
        if path not in known:
            raise NotInLibrary(f"“{path}” is not a document of the library.")
    return _report(context, context.ingest.retry(paths, job), chosen)


def unlock(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    if chosen.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass.getpass(f"Password of {chosen.path.name}: ")
    summary = context.ingest.unlock(chosen.path, password, job)
    if summary.failed:
        (row,) = (row for row in context.catalogue.overview().documents if row.path == chosen.path)
        raise InputError(row.reason, hint=row.hint)
    return _report(context, summary, chosen)


def watch(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    for summary in context.following.follow_on(job, complain):
        if chosen.json:
            say_json(shapes.ingest(summary))
        else:
            say(_summary_line(summary))
        sys.stdout.flush()
    return 0


def status(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    overview = context.catalogue.overview()
    rows = [row for row in overview.documents if not chosen.problems or row.state in PROBLEMS]
    if chosen.json:
        say_json(shapes.status(overview, rows))
        return 0
    for row in rows:
        say(f"{row.state.value:12} {row.path}  {_about(row)}")
    say(_totals(overview))
    return 0


def folders(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    if chosen.path is None and _says_rules(chosen):
        raise InputError("Rules belong to a folder.", hint="Name the folder: folders PATH --ignore PATTERN.")
    if chosen.path is not None and _says_rules(chosen):
        rules = _rules(chosen, _root(context, chosen).rules)
        return _report(context, context.ingest.set_rules(chosen.path, rules, job), chosen)
    roots = [_root(context, chosen)] if chosen.path else context.catalogue.overview().roots
    if chosen.json:
        say_json({"roots": [shapes.root(root) for root in roots]})
        return 0
    for root in roots:
        for line in _root_lines(root):
            say(line)
    return 0


def settings(context: AppContext, chosen: argparse.Namespace, _job: JobContext) -> int:
    changes: SettingsChange = {}
    if chosen.scans:
        changes["read_scans"] = chosen.scans == "on"
    if chosen.watch:
        changes["watch"] = chosen.watch == "on"
    if chosen.cores is not None:
        changes["cores"] = chosen.cores or None
    if chosen.battery:
        changes["slower_on_battery"] = chosen.battery == "on"
    if chosen.style:
        changes["answer_style"] = AnswerStyle(chosen.style)
    after = context.settings.change(**changes) if changes else context.settings.load()
    if chosen.json:
        say_json(_settings_json(after))
    else:
        say("\n".join(_settings_lines(after)))
    return 0


def _settings_json(chosen: Settings) -> Json:
    return {
        "scans": chosen.read_scans,
        "watch": chosen.watch,
        "battery": chosen.slower_on_battery,
        "cores": chosen.cores,
        "style": str(chosen.answer_style),
    }


def _settings_lines(chosen: Settings) -> Iterator[str]:
    yield f"scans    {'on' if chosen.read_scans else 'off'}"
    yield f"watch    {'on' if chosen.watch else 'off'}"
    yield f"battery  {'on' if chosen.slower_on_battery else 'off'}"
    yield f"cores    {chosen.cores or 'auto'}"
    yield f"style    {chosen.answer_style}"


def _says_rules(chosen: argparse.Namespace) -> bool:
    return any(value is not None for value in (chosen.ignore, chosen.only, chosen.max_size))


def _rules(chosen: argparse.Namespace, before: FolderRules) -> FolderRules:
    """What is not said stays as it was."""
    return FolderRules(
        before.ignore if chosen.ignore is None else tuple(line for line in chosen.ignore if line),
        before.kinds if chosen.only is None else _kinds(chosen.only),
        before.max_bytes if chosen.max_size is None else chosen.max_size * MEGABYTE,
    )


def _kinds(names: list[str]) -> tuple[FileKind, ...] | None:
    if "all" in names:
        return None
    try:
        return tuple(sorted({FileKind(name) for name in names}))
    except ValueError as error:
        raise InputError("There is no such kind of file.", hint=f"Choose among {KINDS}.") from error


def _root(context: AppContext, chosen: argparse.Namespace) -> RootSummary:
    for root in context.catalogue.overview().roots:
        if root.path == chosen.path:
            return root
    raise NotInLibrary(f"“{chosen.path}” was not added to the library by itself.")


def _root_lines(root: RootSummary) -> Iterator[str]:
    yield str(root.path)
    yield f"  {_counts(root)}"
    if root.rules.ignore:
        yield f"  ignores {', '.join(root.rules.ignore)}"
    if root.rules.kinds is not None:
        yield f"  only {', '.join(root.rules.kinds)}"
    if root.rules.max_bytes != FolderRules().max_bytes:
        yield f"  files up to {root.rules.max_bytes // MEGABYTE} MB"


def _counts(root: RootSummary) -> str:
    """Adds up to the files on disk."""
    counts = {
        "ready": root.ready,
        "failed": root.problems,
        "skipped": root.skipped,
        "waiting": root.pending,
        "waiting for text recognition": root.scanned,
        "ignored": root.ignored,
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing in it"


def _about(row: DocumentRow) -> str:
    if row.reason:
        return row.reason
    size = f"{row.pages} pages, {row.passages} passages" if row.passages else ""
    left = f"{row.scans_left} pages waiting for text recognition" if row.scans_left else ""
    return ", ".join(part for part in (size, left) if part)


def _totals(overview: LibraryOverview) -> str:
    documents = f"{len(overview.documents)} documents, {overview.passages} passages"
    ignored = sum(root.ignored for root in overview.roots)
    ignoring = f", {ignored} more files ignored" if ignored else ""
    return f"{documents}, {overview.size_bytes:,} bytes{ignoring}"


def _report(context: AppContext, summary: IngestSummary, chosen: argparse.Namespace) -> int:
    if chosen.json:
        say_json(shapes.ingest(summary))
        return 0
    say(_summary_line(summary))
    for row in context.catalogue.overview().documents if summary.failed else ():
        if row.state in PROBLEMS:
            say(f"  {row.path}: {row.reason} {row.hint}")
    return 0


def _summary_line(summary: IngestSummary) -> str:
    return (
        f"{summary.ready} ready, {summary.failed} failed, {summary.skipped} skipped,"
        f" {summary.unavailable} unavailable; {summary.pages} pages, {summary.passages} passages"
        f" ({summary.embedded} new) in {summary.seconds:.1f} s"
    )
