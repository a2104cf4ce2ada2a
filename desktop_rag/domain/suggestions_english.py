"""Turns an English sentence round into the question that it answers; pure.

Each way takes sentences of one plain build, named by its first words: "The deadline for … is 30 June", "To
…, click …", "If you …, you must …". The first way that fits is taken.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_rag.domain.suggestions_words import HEADING_WEIGHT, Spelling, Wording, in_running_text

_SUBJECT = r"(?P<subject>[“\"]?[A-Z][^\s,;:()?!]*(?: [^\s,;:()?!]+){0,5}?)"
_NUMBER = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
_ABOUT = r"(?:(?:up to|at least|at most|about|approximately|only|exactly|more than|less than|between) )?"
_TIME = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = (
    rf"(?:(?:early |late |mid-)?(?:1[0-9]|20)\d\d\b|(?:the )?\d{{1,2}}(?:st|"
    rf"nd|rd|th)? (?:{_MONTHS})|(?:{_MONTHS})\b)"
)
_VALUE = rf"(?:[$€£]\s?\d|{_NUMBER}(?:[ -]|\s?%|\b)|{_DATE})"
_PARTICIPLE = r"(?:\w{3,}ed|built|written|won|led|made|sent|paid|given|taken|kept|done|held|born|sold|begun)"
_DOERS = {"written": "wrote", "begun": "began", "given": "gave", "taken": "took"}
_PEOPLE = re.compile(
    r"\b(?:singer|actor|actress|politician|king|queen|emperor|empress|general|philosopher|writer|author|poet"
    r"|composer|painter|scientist|physicist|chemist|mathematician|engineer|inventor|president|minister|bishop"
    r"|pope|saint|prophet|leader|officer|player|footballer|lawyer|journalist|businessman|economist|historian"
    r"|songwriter|rapper|director|musician|explorer|soldier|statesman|ruler|person|woman|man)\b"
)

# What makes a run of words no subject that stands by itself.
_NO_SUBJECT = re.compile(
    r"\b(?:there|here|this|that|these|those|it|its|they|them|their|he|she|his|her|we|our|you|your|i|my|one"
    r"|ones|another|other|others|both|all|most|some|many|few|several|each|every|any|none|much|such|same"
    r"|latter|former|following|above|below|next|last|first|second|third|who|what|which|where|when|why|how"
    r"|if|as|but|and|or|nor|so|because|although|while|since|after|before|during|however|therefore|thus|also"
    r"|only|not|no|then|than|say|says|said|show|shows|showed|suggests?|means?|argues?|thinks?|believes?"
    r"|finds?|found|made|makes|has|have|had|does|did|do|can|could|may|might|must|shall|should|will|would"
    r"|is|are|was|were|be|been|being|example|reason|result|results|purpose|figure|table|section|chapter"
    r"|sometimes|often|usually|generally|typically|perhaps|maybe|once|again|page|appendix|part|number|fact|problem|issue|question|answer|today|see|note|please|like"
    r"|now|still|already|further|alone)\b",
    re.IGNORECASE,
)
_LOOSE_ARTICLE = re.compile(
    r"(?<!\bof)(?<!\bfor)(?<!\bin)(?<!\bto)(?<!\bon)(?<!\bwith)(?<!\bat) (?:a|an|the) "
)
_OPENERS = frozenset(
    "in on at by for from with under over to of during upon within without among through".split()
)
_DETERMINERS = frozenset({"the", "a", "an"})
_SMALL = frozenset("the a an of for in on to and with at by from".split())
_LEADING_TO = (
    r"(?:you |your |please |simply |just |click|press|choose|select|"
    r"use |open|type|drag|hold|go to|call|contact|add |write|put|submit|"
    r"ask|send|complete|fill|visit|rest|look)"
)
_WISH = r"(?:want|wish|would like|need) to"
_EMPTY_PRAISE = re.compile(
    r"(?:an? |one of the |the )(?:most )?(?:very )?(?:important|essential|great|good|major|common|key|vital"
    r"|crucial|valuable|simple|same|only|best|aid|result|parent|way|reason|case|matter|part|lot|number)\b"
)
_VAGUE = re.compile(
    r"\b(?:questions?|concerns?|want|wish|would like|applicable|necessary|possible|needed|required"
    r"|so|unsure|any doubt|interested)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|did|became|came|went|began|took|\w{3,}ed)\b")
_STARTS_CLAUSE = re.compile(r"(?:you|your|a|an|the|someone|somebody|employees?|members?|[A-Z]\w+|\w+s)\b")


def english_question(sentence: str, spelling: Spelling) -> Wording | None:
    """None for a sentence of any other build."""
    for way in _WAYS:
        if found := way.pattern.match(sentence):
            question = way.make(found, spelling)
            if question:
                return Wording(question, way.kind, way.weight)
    return None


Make = Callable[[re.Match[str], Spelling], str]


@dataclass(frozen=True, slots=True)
class _Way:
    kind: str
    weight: float
    pattern: re.Pattern[str]
    make: Make


def _about(form: str, *, shortest: int = 1) -> Make:
    """Fills the `form` with the subject in small letters, and with the match's other groups."""

    def make(found: re.Match[str], spelling: Spelling) -> str:
        subject = _subject(found["subject"], spelling, shortest)
        others = {name: value or "" for name, value in found.groupdict().items() if name != "subject"}
        return form.format(subject=subject, **others) if subject else ""

    return make


def _subject(text: str, spelling: Spelling, shortest: int = 1) -> str:
    """The subject as it stands within a sentence; empty if it is none that can be asked about."""
    words = text.split()
    first, content = words[0], [word for word in words if word.lower() not in _SMALL]
    definite = first.lower() == "the" and len(content) == 1 and not _is_name(content[0], spelling)
    if first.lower() in _OPENERS or words[-1].lower() in _SMALL or definite or len(content) < shortest:
        return ""
    if _NO_SUBJECT.search(text) or _LOOSE_ARTICLE.search(text) or first.endswith(("ing", "ly")):
        return ""
    if words[-1].endswith("ly") or re.fullmatch(_NUMBER, first.lower()):
        return ""
    if first.lower() in _DETERMINERS:
        return " ".join([first.lower(), *words[1:]])
    # A sentence's first word has its capital from the sentence, unless it is a name's.
    if first.lower() in spelling.small:
        return " ".join(in_running_text(words, spelling))
    titled = len(content) > 1 and all(word[:1].isupper() for word in content)
    alone = re.sub(r"['’]s?$", "", first)
    shows_name = titled or not alone[1:].islower() or alone.lower() in spelling.names
    return " ".join(words) if shows_name else ""


def _is_name(word: str, spelling: Spelling) -> bool:
    return word[:1].isupper() and word.lower() not in spelling.small


def _meaning(found: re.Match[str], _spelling: Spelling) -> str:
    subject = found["subject"].strip('“”"')
    quoted = Spelling(names=frozenset(subject.lower().split()))  # it keeps its capital
    plain = not re.search(r"[“”\"]", subject) and _subject(subject, quoted)
    return f"What does “{subject}” mean?" if plain else ""


def _define(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    names = [word for word in found["subject"].split() if word[:1].isupper()]
    person = _PEOPLE.search(found["rest"].split(",")[0]) and len(names) >= 1 and not subject.startswith("a")
    past = found["verb"] in ("was", "were")
    if not subject or _EMPTY_PRAISE.match(found["rest"]) or (past and subject.startswith(("a ", "an "))):
        return ""
    if found["verb"] == "are" and not subject.split()[-1].endswith(("s", "en", "ople", "ia", "ae")):
        return ""
    looks_like_person = len(names) == len(found["subject"].split()) in (2, 3)
    if past and looks_like_person and not person:
        return ""
    asked = "Who" if person and subject[:1].isupper() else "What"
    return f"{asked} {found['verb']} {subject}?"


def _amount(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling, 1 if found["subject"].startswith("The ") else 2)
    if not subject:
        return ""
    timed = re.match(rf"{_ABOUT}{_NUMBER}[ -](?:\w+ )?{_TIME}\b", found["rest"])
    as_such = re.search(r"\b(?:age|limit|deadline|date|rate|interval|frequency)\b", subject)
    asked = "How long" if timed and not as_such else "What"
    return f"{asked} {found['verb']} {subject}?"


def _cost(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    return f"How much {'does' if found['s'] else 'do'} {subject} cost?" if subject else ""


def _when(found: re.Match[str], spelling: Spelling) -> str:
    """Of a single word only for a name: "When was approval given?" may ask for a hundred approvals."""
    subject = _subject(found["subject"], spelling)
    if not subject or (" " not in subject and subject.islower()):
        return ""
    return f"When {found['verb']} {subject} {found['done']}?"


def _doer(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    verb = _DOERS.get(found["done"], found["done"])
    return f"Who {verb} {subject}?" if subject else ""


def _active(found: re.Match[str], spelling: Spelling) -> str:
    subject = _subject(found["subject"], spelling)
    verb, many = found["verb"], found["s"] == ""
    if (
        not subject
        or (many and not subject.split()[-1].endswith("s"))
        or (verb == "consist") != bool(found["of"])
    ):
        return ""
    rest = " of" if found["of"] else ""
    return f"What {'do' if many else 'does'} {subject} {verb}{rest}?"


def _how(found: re.Match[str], _spelling: Spelling) -> str:
    doing = found["doing"]
    if re.match(r"(?:be|date|ensure|help|avoid|support|make sure|learn|know|find out|say|that)\b", doing):
        return ""
    mine = _mine(doing)
    return f"How do I {mine}?" if mine else ""


def _if(found: re.Match[str], _spelling: Spelling) -> str:
    clause, word = found["clause"], found["word"].lower()
    if _VAGUE.search(clause) or _PAST.search(clause) or not _STARTS_CLAUSE.match(clause):
        return ""
    if len(clause.split()) < 3 or re.search(r"\bI\b", clause):
        return ""
    mine = _mine(clause)
    if not mine:
        return ""
    told = re.match(r"(?:you (?:must|should|need|have to)|please)\b", found["rest"])
    mine_too = told and clause.startswith("you")
    return f"What should I do {word} {mine}?" if mine_too else f"What happens {word} {mine}?"


_ROLE = re.compile(
    r"(?:\w+ )*(?:manager|director|officer|coordinator|assistant|analyst|engineer|specialist|president"
    r"|representative|developer|designer|technician|supervisor|accountant|administrator)(?: of (?:\w+ ?)+)?",
    re.IGNORECASE,
)
_NO_TOPIC = re.compile(
    r"^(?:how|what|when|where|why|who|which|if|once|while|other|more|about|some|with|without|from|your|my|our"
    r"|this|nothing)\b|\b(?:is|are|was|were|be|do|does|did|not|can|cannot|will|may|must|has|have|had|means"
    r"|you|i|one|decides?|happens?|leaves?|takes?|answers badly|works?|stops?|fails?|changes|appears?"
    r"|goes|comes|gets)\b",
    re.IGNORECASE,
)
_GERUND = re.compile(
    r"^\w+ing (?:the|a|an|your|my|all|several|one|text|files?|folders?|models?|questions?)\b", re.IGNORECASE
)


def english_heading(words: Sequence[str], spelling: Spelling) -> Wording | None:
    """What is asked of what stands under a heading; None for one that is no topic, but half a sentence."""
    heading = " ".join(words)
    if found := re.match(r"how to (\w+ .*)", heading, re.IGNORECASE):
        doing = _mine(found[1].lower() if found[1].lower() in spelling.small else found[1])
        return Wording(f"How do I {doing}?", "how", HEADING_WEIGHT) if doing else None
    if _NO_TOPIC.search(heading):
        return None
    if _ROLE.fullmatch(heading):
        return Wording(f"What does the {heading} do?", "duty", HEADING_WEIGHT)
    spoken = _mine(" ".join(in_running_text(words, spelling)))
    if _GERUND.match(heading):
        return Wording(f"How does {spoken} work?", "how", HEADING_WEIGHT) if spoken else None
    return Wording(f"What should I know about {spoken}?", "heading", HEADING_WEIGHT) if spoken else None


def _mine(words: str) -> str:
    """What is said to "you" as one says it of oneself; empty where that cannot be told."""
    said = re.sub(r"^you are\b", "I am", words)
    said = re.sub(r"^you\b", "I", said)
    said = re.sub(r"\byour\b", "my", re.sub(r"\byourself\b", "myself", said))
    return "" if re.search(r"\byou\b|\bI['’]", said) else said


def _way(kind: str, weight: float, pattern: str, make: Make) -> _Way:
    return _Way(kind, weight, re.compile(pattern), make)


_WAYS = (
    _way("how", 0.9, rf"If you {_WISH} (?P<doing>[a-z]+ [^,;:]{{4,55}}), ", _how),
    _way("how", 0.9, rf"To (?P<doing>[a-z]+ [^,;:]{{4,55}}), {_LEADING_TO}", _how),
    _way("how", 0.9, r"You can (?P<doing>[a-z]+ [^,;:]{4,50}?) by \w+ing\b", _how),
    _way("if", 0.9, r"(?P<word>If|When) (?P<clause>[^,;:]{8,55}), (?P<rest>.+)", _if),
    _way("means", 0.9, rf"{_SUBJECT} means (?:that |the |a |an )", _meaning),
    _way("cost", 0.9, rf"{_SUBJECT} cost(?P<s>s?) {_ABOUT}(?:[$€£]|\d)", _cost),
    _way(
        "long",
        0.9,
        rf"{_SUBJECT} (?P<verb>take|last)s {_ABOUT}{_NUMBER} {_TIME}",
        _about("How long does {subject} {verb}?"),
    ),
    _way(
        "due",
        0.9,
        rf"{_SUBJECT} must be (?P<done>{_PARTICIPLE}) (?:\w+ ){{0,4}}?(?:within "
        rf"|before |no later than |by (?:the end|\d))",
        _about("When must {subject} be {done}?"),
    ),
    _way(
        "when",
        0.9,
        rf"{_SUBJECT} (?P<verb>was|were) (?P<done>{_PARTICIPLE}) (?:[^,;]{{0,30}} "
        rf")?(?:in|on) {_DATE}",
        _when,
    ),
    _way(
        "who",
        0.9,
        rf"{_SUBJECT} (?:was|were) (?P<done>founded|built|written|invented|"
        rf"designed|discovered|created|established|composed|developed|painted|"
        rf"directed|won|published|introduced|signed) by ",
        _doer,
    ),
    _way("amount", 0.85, rf"{_SUBJECT} (?P<verb>is|are) (?P<rest>{_ABOUT}{_VALUE}.*)", _amount),
    _way(
        "duty",
        0.85,
        rf"{_SUBJECT} (?P<verb>is|are) responsible for ",
        _about("What {verb} {subject} responsible for?"),
    ),
    _way(
        "known",
        0.8,
        rf"{_SUBJECT} (?P<verb>is|are) (?:\w+ )?known for ",
        _about("What {verb} {subject} known for?"),
    ),
    _way(
        "where",
        0.85,
        rf"{_SUBJECT} (?P<verb>is|are) (?P<done>located|situated|based|"
        rf"kept|stored) (?:in|on|at|near) ",
        _about("Where {verb} {subject} {done}?"),
    ),
    _way(
        "entitled",
        0.8,
        rf"{_SUBJECT} (?P<verb>is|are) entitled to ",
        _about("What {verb} {subject} entitled to?"),
    ),
    _way(
        "many",
        0.8,
        rf"{_SUBJECT} has {_ABOUT}{_NUMBER} (?:(?:hundred|thousand|million|billion) )?"
        rf"(?P<things>(?:[a-z]+ )?[a-z]+s)\b",
        _about("How many {things} does {subject} have?"),
    ),
    _way(
        "covers",
        0.75,
        rf"{_SUBJECT} (?P<verb>include|cover|provide|offer|consist|contain|"
        rf"require)(?P<s>s?)(?P<of> of)? \w",
        _active,
    ),
    _way(
        "define",
        0.7,
        rf"{_SUBJECT} (?P<verb>is|are|was|were) (?P<rest>(?:an?|the|one "
        rf"of|any) .{{12,}})",
        _define,
    ),
)
"""The surest first."""
