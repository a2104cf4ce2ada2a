"""`export`, `import` and `relocate`. Each prints its result and returns the exit code. Main thread."""

import argparse

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.moving import LibraryFile, place
from desktop_rag.cli.shapes import Json
from desktop_rag.cli.terminal import say, say_json
from desktop_rag.domain.moved_paths import Relocated
from desktop_rag.domain.sizes import size_text


def export(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    written = context.moving.export_to(chosen.file, job)
    if chosen.json:
        say_json(_library_file(written))
    else:
        say(f"{written.file}: {_contents(written)}, {size_text(written.size_bytes)}.")
        say("Models and adapters are not in it, nor are the documents' own files.")
    return 0


def import_(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    taken = context.moving.import_from(chosen.file, job, chosen.replace)
    if chosen.json:
        say_json(_library_file(taken))
    else:
        say(f"{_contents(taken)}, exported on {taken.made_at:%Y-%m-%d}.")
        say("“sync” looks for the files; “relocate OLD NEW” says where they are on this computer.")
    return 0


def relocate(context: AppContext, chosen: argparse.Namespace, job: JobContext) -> int:
    done = context.moving.relocate(place(chosen.old), chosen.new, job)
    if chosen.json:
        say_json(_relocated(done))
        return 0
    say(f"{done.moved} documents are now known at “{chosen.new}”.")
    if done.merged:
        say(f"{done.merged} were known there already, and are kept once.")
    if done.missing:
        say(f"{done.missing} files are not there; “sync” forgets them.")
    return 0


def _contents(library: LibraryFile) -> str:
    return (
        f"{library.documents} documents, {library.passages} passages, {library.conversations} conversations"
    )


def _library_file(library: LibraryFile) -> Json:
    return {
        "file": str(library.file),
        "bytes": library.size_bytes,
        "documents": library.documents,
        "passages": library.passages,
        "conversations": library.conversations,
        "made_at": library.made_at.isoformat(),
        "version": library.version,
    }


def _relocated(done: Relocated) -> Json:
    return {
        "moved": done.moved,
        "merged": done.merged,
        "missing": done.missing,
        "roots": done.roots,
        "answers": done.answers,
    }
