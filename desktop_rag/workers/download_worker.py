"""The download child: the only process of the program that opens a connection. Main thread of the child.

It is started for one look or one file, asked for by a person, and is gone when that is done.
"""

import logging
from collections.abc import Iterator

from desktop_rag.domain.errors import DownloadsOff, InputError
from desktop_rag.runtime import downloads_forbidden
from desktop_rag.workers import download_requests
from desktop_rag.workers.child import StopFlag, lower_priority, serve
from desktop_rag.workers.protocol import JsonObject, Message


def main() -> int:
    logging.disable()  # urllib3 would name whole links, whose query may be a key
    lower_priority()
    stop = StopFlag()
    service = _DownloadService(stop)
    return serve({"look": service.look, "fetch": service.fetch}, stop)


class _DownloadService:
    """The libraries that can open a connection are imported when they are needed, and allowed."""

    def __init__(self, stop: StopFlag) -> None:
        self._stop = stop

    def look(self, parameters: JsonObject) -> Iterator[Message]:
        _check_allowed()
        from desktop_rag.downloading.look import Look

        link = parameters.get("link")
        if not isinstance(link, str):
            raise InputError
        files = Look(download_requests.read_patience(parameters)).at(link)
        yield Message({"event": "result", **download_requests.files_body(files)})

    def fetch(self, parameters: JsonObject) -> Iterator[Message]:
        _check_allowed()
        from desktop_rag.downloading.fetch import Fetch

        request = download_requests.read_request(parameters)
        fetch = Fetch(request, download_requests.read_patience(parameters), self._stop)
        for progress in fetch.run():
            yield Message({"event": "progress", **download_requests.progress_body(progress)})
        yield Message({"event": "result", "sha256": fetch.sha256})


def _check_allowed() -> None:
    """The administrator's word, also against a parent that forgot to ask. Raises `DownloadsOff`."""
    if downloads_forbidden():
        raise DownloadsOff(hint="An administrator decided so. Copy the model file to this computer yourself.")
