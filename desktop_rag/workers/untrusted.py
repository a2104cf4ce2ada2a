"""Takes fields out of a message that a child sent, checking type, size and range. Window process, any thread.

Every function raises `WorkerProtocolError` for what does not fit, so that callers handle checked values only.
"""

from desktop_rag.domain.errors import WorkerProtocolError
from desktop_rag.workers.protocol import JsonObject, JsonValue


def integer(body: JsonObject, key: str, low: int, high: int) -> int:
    value = body.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise WorkerProtocolError(detail=f"{key}: expected an integer in {low}..{high}")
    return value


def number(value: JsonValue, low: float, high: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise WorkerProtocolError(detail=f"expected a number in {low}..{high}")
    return float(value)


def text(body: JsonObject, key: str, max_chars: int) -> str:
    """A string that SQLite and UTF-8 can hold: no lone surrogate, no NUL."""
    value = body.get(key)
    if not isinstance(value, str) or len(value) > max_chars:
        raise WorkerProtocolError(detail=f"{key}: expected at most {max_chars} characters")
    if "\x00" in value:
        raise WorkerProtocolError(detail=f"{key}: holds a NUL character")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WorkerProtocolError(detail=f"{key}: holds a lone surrogate") from error
    return value


def items(body: JsonObject, key: str, max_items: int) -> list[JsonValue]:
    value = body.get(key)
    if not isinstance(value, list) or len(value) > max_items:
        raise WorkerProtocolError(detail=f"{key}: expected a list of at most {max_items} items")
    return value
