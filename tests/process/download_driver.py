"""A program that downloads one file, to be killed: `download_driver.py URL TARGET SIZE SHA256`."""

import sys
from pathlib import Path

from desktop_rag.domain.downloads import DownloadProgress, DownloadRequest
from desktop_rag.workers.download_client import DownloadClient, download_spec


def say(progress: DownloadProgress) -> None:
    print(progress.phase.value, progress.done_bytes, flush=True)


if __name__ == "__main__":
    url, target, size_bytes, sha256 = sys.argv[1:]
    request = DownloadRequest(url, Path(target), int(size_bytes), sha256)
    print("done", DownloadClient(download_spec()).fetch(request, say), flush=True)
