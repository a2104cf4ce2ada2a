"""Numbers in cells, written as the sheet shows them. Parser child, main thread. Pure.

A cell holds 0.125, and its format "0.0%" makes that 12.5%. What people do with formats is covered: decimals,
thousands, per cent, units and currencies, dates and times. Anything else is written plainly.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys((37, 38), "#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00"),
    46: "[h]:mm:ss",
}
"""Formats that files name by number alone; those of currencies depend on the machine: they are left out."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_FEBRUARY_29 = 60
"""Sheets take 1900 for a leap year: the days before are one off."""

_LAST_DAY = 2_958_465
_MOST_EXACT = 1e15
_MOST_DECIMALS = 12
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_INVISIBLE = re.compile(r"_.|\*.")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?(%?)")
_NOT_SO_PLAIN = re.compile("[Ee/@#0?]")
_HALF_DAY = re.compile("AM/PM|A/P", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a format code asks for; `decimals` is None where the number is written plainly."""

    has_date: bool = False
    has_time: bool = False
    is_elapsed: bool = False
    before: str = ""
    after: str = ""
    decimals: int | None = None
    fixed_decimals: int = 0
    whole_digits: int = 0
    thousands: str = ""
    is_percent: bool = False


def shown(value: float, code: str, *, epoch_1904: bool = False) -> str:
    """`value` as a cell with the format `code` shows it; dates as 2024-03-31."""
    shape = _shape(code[:255])
    if shape.has_date or shape.has_time:
        return _moment(value, shape, _EPOCH_1904 if epoch_1904 else _EPOCH) or plain(value)
    if shape.decimals is None:
        return f"{shape.before}{plain(value)}{shape.after}"
    scaled = value * 100 if shape.is_percent else value
    if not abs(scaled) < _MOST_EXACT:
        return plain(value)
    text = f"{abs(scaled):{shape.thousands}.{shape.decimals}f}"
    text = _without_zeros(text, shape.decimals - shape.fixed_decimals)
    text = "0" * (shape.whole_digits - len(text.split(".")[0])) + text
    sign = "-" if value < 0 and re.search("[1-9]", text) else ""
    return f"{sign}{shape.before}{text}{'%' if shape.is_percent else ''}{shape.after}"


def plain(value: float) -> str:
    """1250.0 as 1250, 0.1 + 0.2 as 0.3: fifteen digits, as sheets count."""
    if abs(value) < _MOST_EXACT and value == int(value):
        return str(int(value))
    return format(value, ".15g")


def moment_text(value: date | time | timedelta) -> str:
    """ISO 8601, without a time of day that is midnight or parts of seconds."""
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()))
    if isinstance(value, datetime):
        value = value.replace(microsecond=0)
        return value.isoformat(" ").removesuffix(" 00:00:00").removesuffix(":00")
    if isinstance(value, time):
        return value.replace(microsecond=0).isoformat().removesuffix(":00")
    return value.isoformat()


@lru_cache(maxsize=1_000)
def _shape(code: str) -> _Shape:
    section = code.split(";", 1)[0]
    bare = _BRACKETS.sub("", _ELAPSED.sub("h", _QUOTED.sub("", section)))
    bare = _INVISIBLE.sub("", _HALF_DAY.sub("", bare))
    if _DATE_LETTERS.search(bare) and not re.search("general|[#0?]{2}", bare, re.IGNORECASE):
        has_date = bool(re.search(r"[dy]|(?<![hs:])m(?![ms:]|\s*$)|mmm", bare, re.IGNORECASE))
        has_time = bool(re.search("[hs]", bare, re.IGNORECASE))
        elapsed = bool(_ELAPSED.search(section))
        return _Shape(has_date=has_date or not has_time, has_time=has_time, is_elapsed=elapsed)
    text = _BRACKETS.sub("", _CURRENCY.sub(lambda found: f'"{found[1]}"', section))
    return _number_shape(_INVISIBLE.sub("", text))


def _number_shape(text: str) -> _Shape:
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or "")
        return chr(0xE000 + len(literals) - 1)

    marked = _QUOTED.sub(keep, text)

    def whole(part: str) -> str:
        places = ((character, ord(character) - 0xE000) for character in part)
        return " ".join("".join(literals[n] if 0 <= n < len(literals) else c for c, n in places).split())

    digits = _DIGITS.search(marked)
    if digits is None or _NOT_SO_PLAIN.search(marked, digits.end()) or digits[0].rstrip(".%").endswith(","):
        return _Shape()
    before, after = marked[: digits.start()], marked[digits.end() :]
    is_percent = bool(digits[2]) or after.lstrip().startswith("%")
    decimals = digits[1] or ""
    unit = whole(after.lstrip("% ").strip("()"))
    return _Shape(
        before=whole(before.strip("()+-")) + (" " if before.endswith(" ") and before.strip() else ""),
        after=f" {unit}" if unit else "",
        decimals=min(_MOST_DECIMALS, len(decimals)),
        fixed_decimals=min(_MOST_DECIMALS, decimals.count("0")),
        whole_digits=0 if "," in digits[0] else digits[0].split(".")[0].count("0"),
        thousands="," if "," in digits[0] else "",
        is_percent=is_percent,
    )


def _without_zeros(text: str, most: int) -> str:
    """Without up to `most` zeros at the end that the format shows only when they count."""
    for _ in range(most):
        if not text.endswith("0"):
            break
        text = text[:-1]
    return text.rstrip(".") if "." in text else text


def _moment(value: float, shape: _Shape, epoch: datetime) -> str:
    if not 0 <= value <= _LAST_DAY:
        return ""
    seconds = round(value * 86_400)
    if shape.is_elapsed or (shape.has_time and not shape.has_date):
        return _clock(seconds if shape.is_elapsed else seconds % 86_400)
    if epoch is _EPOCH and value < _FEBRUARY_29:
        seconds += 86_400
    moment = epoch + timedelta(seconds=seconds)
    return moment_text(moment if shape.has_time else moment.date())


def _clock(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
    return f"-{text}" if seconds < 0 else text
