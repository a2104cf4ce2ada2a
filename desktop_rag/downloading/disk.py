"""Room and trouble on the disk that a file is downloaded to. Download child, main thread.

The one seam for `OSError` of files here.
"""

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.downloads import MARGIN_BYTES
from desktop_rag.domain.errors import DownloadError, NoRoom
from desktop_rag.domain.sizes import rough_size

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Raises `NoRoom` for a full disk and `DownloadError` for a folder that cannot be written to."""
    try:
        yield
    except OSError as error:
        raise _meaning(error, folder) from error


def check_room(folder: Path, needed_bytes: int) -> None:
    """Raises `NoRoom`, which says how much is missing."""
    with disk_errors(folder):
        free_bytes = shutil.disk_usage(folder).free
    missing_bytes = needed_bytes + MARGIN_BYTES - free_bytes
    if missing_bytes > 0:
        raise NoRoom(f"There is not enough room on the disk: {rough_size(missing_bytes)} more are needed.")


def _meaning(error: OSError, folder: Path) -> DownloadError:
    detail = f"{errno.errorcode.get(error.errno or 0, '?')} in {folder}"
    if error.errno in _FULL:
        return NoRoom(detail=detail)
    if error.errno == errno.EFBIG:
        return NoRoom(
            "The disk cannot hold a file this large.",
            hint="Choose a library on another disk; one formatted as FAT32 holds 4 GB a file at the most.",
            detail=detail,
        )
    return DownloadError(
        f"The folder {folder.name} cannot be written to.",
        hint="Check the permissions of the folder and the disk it is on, then try again.",
        detail=detail,
    )
