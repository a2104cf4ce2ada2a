"""Finds what must not be wrong in a sentence: numbers, dates and proper names; pure.

The same number or date is written in many ways, and which one is meant is not always clear: `1.000` is a
thousand or one, `05/06/2024` is in May or June. So each has all its readings, and two agree if they share
one.
"""

import re
from dataclasses import dataclass

from desktop_rag.domain.keywords import STOP_WORDS

_MONTH_NAMES = """
january jan januar jänner janvier janv enero ene
february feb februar février févr fév febrero
march mar märz mär mars marzo
april apr avril avr abril abr
may mai mayo
june jun juni juin junio
july jul juli juillet juil julio
august aug août agosto ago
september sep sept septembre septiembre set
october oct oktober okt octobre octubre
november nov novembre noviembre
december dec dezember dez décembre déc diciembre dic
""".strip().splitlines()
_MONTHS = {name: number for number, line in enumerate(_MONTH_NAMES, start=1) for name in line.split()}
_ALSO_WORDS = frozenset("may march mar set ago mai".split())
"""In small letters and without a year: "section 2 may apply"."""
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
"""A month by its name in English, German, French or Spanish; for patterns that ignore case."""

_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_DATE = re.compile(
    r"(?<![\w.,])(?:"
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"
    r"|(\d{1,2})([./-])(\d{1,2})\5(\d{4}|\d{2})(?!\d)"
    rf"|{_DAY}\s+(?:of\s+|de\s+)?({MONTH})(?:,?\s+(?:del?\s+)?(\d{{4}})(?!\d))?"
    rf"|({MONTH})\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,:]\d)(?:,?\s+(\d{{4}})(?!\d))?"
    rf"|({MONTH}),?\s+(?:of\s+|de\s+)?(\d{{4}})(?!\d)"
    r")",
    re.IGNORECASE,
)
_SMALL_NUMBERS = """
zero null nil
one eins un une uno una
two zwei deux dos second zweite zweiten zweiter zweites
three drei trois tres third dritte dritten dritter drittes
four vier quatre cuatro fourth vierte vierten vierter
five fünf cinq cinco fifth fünfte fünften fünfter
six sechs seis sixth sechste sechsten
seven sieben sept siete seventh siebte siebten
eight acht huit ocho eighth achte achten
nine neun neuf nueve ninth neunte neunten
ten zehn dix diez tenth zehnte zehnten
eleven elf onze eleventh elfte elften
twelve zwölf douze doce twelfth zwölfte zwölften
""".strip().splitlines()
_TENS = """
twenty zwanzig vingt veinte
thirty dreißig trente treinta
forty vierzig quarante cuarenta
fifty fünfzig cinquante cincuenta
sixty sechzig soixante sesenta
seventy siebzig
eighty achtzig
ninety neunzig
""".strip().splitlines()
_NUMBER_WORDS = (
    {word: str(number) for number, line in enumerate(_SMALL_NUMBERS) for word in line.split()}
    | {word: str(10 * tens) for tens, line in enumerate(_TENS, start=2) for word in line.split()}
    | {
        "first": "1",
        "erste": "1",
        "ersten": "1",
        "erster": "1",
        "hundred": "100",
        "hundert": "100",
        "dozen": "12",
    }
)
_OFTEN_NO_NUMBER = frozenset(
    "nil null one un une uno una second first erste ersten erster six sept neuf".split()
)
"""Words that mean something else as well, or are said of anything: not asked for, but taken when found."""
_SCALES = {
    "thousand": 3, "tausend": 3, "mille": 3, "mil": 3, "k": 3,
    "million": 6, "millions": 6, "millionen": 6, "mio": 6, "millones": 6,
    "billion": 9, "billions": 9, "milliarde": 9, "milliarden": 9, "mrd": 9, "milliards": 9,
}  # fmt: skip
_TOKEN = re.compile(r"\w+(?:[-–./:,'’_+]\w+)*")
_SPACED_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_MEASURE = re.compile(r"(\d[\d.,'’]*)(?:st|nd|rd|th|[^\W\d_]{1,3})?")
_NEXT_WORD = re.compile(r"[ \u00a0\u202f-]?([^\W\d_]+)")
_MONEY_SCALE = re.compile(r"(\d[\d.,]*)(k|m|bn|mio|mrd)", re.IGNORECASE)

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*(?!\w|[-–]\d)")
_GENITIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)
_BEGINS = re.compile(r"(?:\A|[.!?:;…\n|•–—-]\s|[\"“„«(\[])[\s\"“„«(\[*]*\Z")
_OPENERS = frozenset(
    """according accordingly additionally although and another answer as because besides both but consequently
    currently despite each every finally firstly following for former furthermore generally hence here however
    including initially instead it its later like likewise many meanwhile moreover most nevertheless next no
    note notably one only originally other otherwise overall per secondly several similarly since so some
    specifically still such that the their then therefore these this those though thus today together two
    under unlike unless until various when where whereas whether which while who within without yes yet
    laut gemäß nach bei seit""".split()
)
_GERMAN = frozenset(
    """der die das und ist sind nicht ein eine einen einem einer den dem des mit für auf im am zu zur zum von
    vom wird werden wurde wurden bis bei auch als nach aus oder sich hat haben kann es wir sie""".split()
)
_GERMAN_LETTERS = re.compile(r"[äöüßÄÖÜ]")
_GERMAN_TITLES = frozenset("herr herrn frau dr prof firma".split())
_GERMAN_MEASURES = frozenset(
    """ende anfang mitte uhr prozent euro tag tage tagen woche wochen monat monate monaten jahr jahre jahren
    stunde stunden seite raum zimmer etwa""".split()
)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """0 where it is not said."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DateMention:
    text: str
    readings: frozenset[Date]


@dataclass(frozen=True, slots=True)
class NumberMention:
    """`readings` are written one way: no thousands marks, a decimal point, no zeros at the end; codes in
    small letters without their hyphens. `unscaled` are those of the 2 in "2 million"."""

    text: str
    readings: frozenset[str]
    certain: bool = True
    """False for words that often are no number."""
    unscaled: frozenset[str] = frozenset()


def dates(text: str) -> list[DateMention]:
    """The dates in a text that name a month and a day, a year, or both."""
    found = [DateMention(match[0].strip(" ,"), _date_readings(match)) for match in _DATE.finditer(text)]
    return [mention for mention in found if mention.readings]


def numbers(text: str) -> list[NumberMention]:
    """Numbers, times, ordinals, number words and codes such as `INV-317`, those in dates left out."""
    rest = _without_dates(text)
    found = [_number(match[0], frozenset({re.sub(r"\D", "", match[0])})) for match in _spaced(rest)]
    rest = _SPACED_THOUSANDS.sub(" ; ", rest)
    for match in _TOKEN.finditer(rest):
        found.extend(_numbers_of_token(match[0], rest[match.end() :][:16]))
    return found


def number_readings(text: str) -> frozenset[str]:
    """Every reading of every number in a text, those in its dates too."""
    readings = {reading for number in numbers(text) for reading in number.readings | number.unscaled}
    readings |= {digits.lstrip("0") or "0" for run in _spaced(text) for digits in re.findall(r"\d+", run[0])}
    for mention in dates(text):
        readings |= {str(part) for date in mention.readings for part in (date.year, date.day) if part}
    return frozenset(readings)


def names(text: str) -> list[str]:
    """Words that are names by their capital letter. One that begins a sentence is one only if another
    follows; in German, where all nouns have capitals, only several in a row, those after a title, and
    acronyms."""
    text = _without_dates(text)
    found = list(_WORD.finditer(text))
    german_words = {match[0].lower() for match in found} & _GERMAN
    german = len(german_words) + bool(_GERMAN_LETTERS.search(text)) >= 2
    result: list[str] = []
    for index, match in enumerate(found):
        before = found[index - 1] if index else None
        after = found[index + 1] if index + 1 < len(found) else None
        if _is_name(text, before, match, after, german):
            result.append(_GENITIVE.sub("", match[0]))
    return list(dict.fromkeys(result))


def _without_dates(text: str) -> str:
    return _DATE.sub(lambda match: " ; " if _date_readings(match) else match[0], text)


def _date_readings(match: re.Match[str]) -> frozenset[Date]:
    year, month, day, one, _mark, other, end, d3, m3, y3, m4, d4, y4, m5, y5 = match.groups()
    if year:
        pairs = [(int(month), int(day))]
    elif one:
        year = end if len(end) == 4 else f"20{end}"
        pairs = [(int(other), int(one)), (int(one), int(other))]
    else:
        written = (m3 or m4 or m5).rstrip(".")
        if written in _ALSO_WORDS and not (y3 or y4 or y5):
            return frozenset()
        name = written.lower()
        year, pairs = y3 or y4 or y5, [(_MONTHS[name], int(d3 or d4 or 0))]
    return frozenset(Date(int(year or 0), m, d) for m, d in pairs if 1 <= m <= 12 and 0 <= d <= 31)


def _spaced(text: str) -> list[re.Match[str]]:
    return list(_SPACED_THOUSANDS.finditer(text))


def _number(text: str, readings: frozenset[str], *, certain: bool = True) -> NumberMention:
    return NumberMention(text, readings, certain)


def _numbers_of_token(token: str, after: str) -> list[NumberMention]:
    small = token.lower()
    if small in _NUMBER_WORDS:
        plain = frozenset({_NUMBER_WORDS[small]})
        return [_scaled(token, plain, after, certain=small not in _OFTEN_NO_NUMBER)]
    if not re.search(r"\d", token):
        parts = re.split(r"[-–]", small)
        known = [_NUMBER_WORDS[part] for part in parts if part in _NUMBER_WORDS]
        return [_number(token, frozenset({value}), certain=False) for value in known]
    if (money := _MONEY_SCALE.fullmatch(token)) is not None:
        exponent = {"k": 3, "m": 6, "mio": 6}.get(money[2].lower(), 9)
        return [_number(token, _readings(money[1]) | _times(_readings(money[1]), exponent))]
    if _TIME.fullmatch(token) or _MEASURE.fullmatch(token):
        return [_scaled(token, _plain_readings(token), after)]
    if re.search(r"[^\W\d_]", token) and not re.fullmatch(r"\d[\d.,]*[-–][^\W\d_]+", token):
        return [_number(token, frozenset({squeezed(token)}))]
    parts = [part for part in re.split(r"[-–/+_]", token) if re.search(r"\d", part)]
    return [_number(part, _plain_readings(part)) for part in parts]


def squeezed(token: str) -> str:
    """A code as it is compared: small letters and digits only."""
    return "".join(char for char in token.lower() if char.isalnum())


def _plain_readings(token: str) -> frozenset[str]:
    if (time := _TIME.fullmatch(token)) is not None:
        hours = {int(time[1]), int(time[1]) % 12 or 12}
        whole = {str(hour) for hour in hours} if time[2] == "00" else set()
        return frozenset({f"{hour}:{time[2]}" for hour in hours} | whole)
    measure = _MEASURE.match(token)
    return _readings(measure[1]) if measure else frozenset({squeezed(token)})


def _readings(digits: str) -> frozenset[str]:
    """All that a run of digits with points and commas can mean."""
    plain = re.sub(r"['’]", "", digits).rstrip(".,")
    groups = re.split(r"[.,]", plain)
    whole = [group.lstrip("0") or "0" for group in groups]
    if len(groups) == 1:
        return frozenset(whole)
    marks = re.findall(r"[.,]", plain)
    readings = set[str]()
    if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3:
        readings.add("".join(groups).lstrip("0") or "0")
    if len(groups) == 2 or marks[-1] not in marks[:-1]:
        fraction = groups[-1].rstrip("0")
        integer = "".join(groups[:-1]).lstrip("0") or "0"
        readings.add(f"{integer}.{fraction}" if fraction else integer)
    if len(groups) == 2 and len(groups[0]) <= 2 and len(groups[1]) == 2:
        readings.add(f"{whole[0]}:{groups[1]}")
    return frozenset(readings or {plain})


def _scaled(token: str, readings: frozenset[str], after: str, *, certain: bool = True) -> NumberMention:
    """A number; before "million" it is that many millions."""
    found = _NEXT_WORD.match(after)
    exponent = _SCALES.get(found[1].lower(), 0) if found else 0
    if found is None or not exponent:
        return NumberMention(token, readings, certain)
    return NumberMention(token + found[0], _times(readings, exponent), True, readings)


def _times(readings: frozenset[str], exponent: int) -> frozenset[str]:
    """The numbers times a power of ten, in digits."""
    result = set[str]()
    for reading in readings:
        integer, _, fraction = reading.partition(".")
        if (integer + fraction).isdigit() and len(fraction) <= exponent:
            result.add((integer + fraction.ljust(exponent, "0")).lstrip("0") or "0")
    return frozenset(result)


def _is_name(
    text: str, before: re.Match[str] | None, word: re.Match[str], after: re.Match[str] | None, german: bool
) -> bool:
    own = word[0]
    small = _GENITIVE.sub("", own).lower()
    if not own[0].isupper() or len(own) < 2 or small in STOP_WORDS or small in _NUMBER_WORDS:
        return False
    if own.isupper() and not text.isupper():
        return True
    follows_name = _is_beside(text, before, word)
    leads_name = _is_beside(text, word, after)
    if german:
        if small in _GERMAN_TITLES | _GERMAN_MEASURES | _GERMAN:
            return False
        titled = before is not None and before[0].lower() in _GERMAN_TITLES
        return titled or follows_name or leads_name
    if _BEGINS.search(text, max(0, word.start() - 8), word.start()):
        return leads_name and small not in _OPENERS
    return True


def _is_beside(text: str, one: re.Match[str] | None, other: re.Match[str] | None) -> bool:
    """Whether two words with capitals stand side by side, neither of them a word like "The"."""
    if one is None or other is None or text[one.end() : other.start()] not in (" ", "\u00a0", ". "):
        return False
    no_names = STOP_WORDS | _OPENERS | _GERMAN | _GERMAN_MEASURES | _GERMAN_TITLES
    return all(match[0][0].isupper() and match[0].lower() not in no_names for match in (one, other))
