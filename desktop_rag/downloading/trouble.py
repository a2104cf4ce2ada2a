"""What goes wrong between here and a server, in this program's words. Download child, main thread.

The one seam for urllib3's exceptions and for the numbers that servers answer with.
"""

import datetime as dt
import email.utils
import ssl
from collections.abc import Mapping

import urllib3.exceptions

from desktop_rag.domain.errors import (
    BadLink,
    ConnectionLost,
    ConnectionUntrusted,
    DownloadError,
    HostUnreachable,
    LoginNeeded,
    NotThere,
    ServerTrouble,
    TooManyRequests,
)

_NO_CONNECTION = (
    urllib3.exceptions.ProxyError,
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.SSLError,
)
_HUB_ERRORS: dict[str, type[DownloadError]] = {
    "GatedRepo": LoginNeeded,
    "RepoNotFound": NotThere,
    "EntryNotFound": NotThere,
    "RevisionNotFound": NotThere,
}
"""What `X-Error-Code` says; the hub answers 401 for a repository that does not exist.
Source: huggingface_hub `utils/_http.py`."""


class Interrupted(Exception):
    """What may be over in a moment. `error` is what to say when it is not; `wait_s` is the pause that the
    server asks for."""

    def __init__(self, error: DownloadError, wait_s: float = 0.0) -> None:
        super().__init__(error)
        self.error = error
        self.wait_s = wait_s


def of_connection(error: urllib3.exceptions.HTTPError, host: str) -> DownloadError | Interrupted:
    detail = type(error).__name__  # its words may hold the whole link
    if isinstance(error, urllib3.exceptions.LocationValueError):
        return BadLink(detail=detail)
    if _is_untrusted(error):
        return ConnectionUntrusted(f"{host} could not prove that it is the server it says it is.")
    if isinstance(error, urllib3.exceptions.ProxyError) and "407" in str(error):
        return HostUnreachable("The proxy of this network asks for a login.", hint="Log in there first.")
    if isinstance(error, urllib3.exceptions.ProxyError):
        return Interrupted(HostUnreachable(f"{host} cannot be reached through the proxy.", detail=detail))
    if isinstance(error, _NO_CONNECTION):
        return Interrupted(HostUnreachable(f"{host} cannot be reached.", detail=detail))
    return Interrupted(ConnectionLost(detail=detail))


def check_status(status: int, headers: Mapping[str, str], host: str, longest_wait_s: float) -> None:
    """Raises what a status other than success means: `Interrupted` if another try may help."""
    if 200 <= status < 300:
        return
    named = _HUB_ERRORS.get(headers.get("X-Error-Code", ""))
    if named:
        raise named
    if status in (401, 403, 407):
        raise LoginNeeded(detail=f"{host} answered {status}")
    if status in (404, 410, 451):
        raise NotThere(detail=f"{host} answered {status}")
    if status == 429:
        raise _busy(TooManyRequests(detail=f"{host} answered 429"), headers, longest_wait_s)
    if status >= 500 or status in (408, 425):
        trouble = ServerTrouble(f"{host} has a problem of its own (it answered {status}).")
        raise _busy(trouble, headers, longest_wait_s)
    raise DownloadError(f"{host} refused to give the file (it answered {status}).")


def retry_after_s(value: str) -> float:
    """Seconds of a `Retry-After` header, which is a number or a date (RFC 9110, 10.2.3); 0 for nonsense."""
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def _busy(
    error: DownloadError, headers: Mapping[str, str], longest_wait_s: float
) -> DownloadError | Interrupted:
    wait_s = retry_after_s(headers.get("Retry-After", ""))
    if wait_s <= longest_wait_s:
        return Interrupted(error, wait_s)
    error.hint = f"Try again in {wait_s / 60:.0f} minutes."
    return error


def _is_untrusted(error: BaseException) -> bool:
    """Whether a certificate was refused, however deep the reason is wrapped."""
    reason: object = error
    for _depth in range(5):
        if isinstance(reason, ssl.SSLCertVerificationError):
            return True
        if not isinstance(reason, BaseException):
            return False
        original = getattr(reason, "original_error", None)
        reason = original or reason.__cause__ or reason.__context__ or (reason.args or (None,))[0]
    return False
