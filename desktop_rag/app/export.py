"""A conversation as a file to keep or to pass on. Any thread but the window's, since it writes."""

import contextlib
import errno
import os
import uuid
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from desktop_rag.app.export_html import as_html
from desktop_rag.app.export_markdown import as_markdown
from desktop_rag.domain.conversation import Conversation
from desktop_rag.domain.display import display_path
from desktop_rag.domain.errors import DesktopRagError, DiskFull, InputError, PathMissing, PathUnreadable

__all__ = ["ExportFormat", "Render", "as_html", "as_markdown", "export_to"]

Render = Callable[[Conversation], str | bytes]
"""Lays a conversation out; a text is written as UTF-8."""


class ExportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    """Drawn by the window, since it takes Qt."""


def export_to(path: Path, conversation: Conversation, render: Render) -> None:
    """Writes the file as a whole or not at all; what was there before is replaced at the end.

    Raises `PathMissing`, `PathUnreadable`, `DiskFull`, or `InputError` for any other trouble with the place.
    """
    made = render(conversation)
    with _path_errors(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _write_swapped(path, made.encode("utf-8") if isinstance(made, str) else made)


def _write_swapped(path: Path, content: bytes) -> None:
    """A name of its own for the draft: two exports to one place do not mix."""
    draft = path.with_name(f".desktop-rag-{uuid.uuid4().hex}.draft")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


@contextlib.contextmanager
def _path_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _mapped(path, error) from error


def _mapped(path: Path, error: OSError) -> DesktopRagError:
    name, detail = display_path(path), f"{type(error).__name__}: {error}"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return DiskFull("The disk is full. The conversation was not exported.", detail=detail)
        case errno.ENOENT | errno.ENOTDIR:
            return PathMissing(f"There is no folder for “{name}”.", detail=detail)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            hint = "Choose another folder, or give yourself permission to write there."
            return PathUnreadable(f"“{name}” may not be written.", hint=hint, detail=detail)
        case errno.EISDIR:
            return InputError(f"“{name}” is a folder.", hint="Choose a file name.", detail=detail)
        case _:
            hint = "Choose another place or another file name."
            return InputError(f"“{name}” cannot be written.", hint=hint, detail=detail)
