"""Tells follow-up questions from those that stand alone, and makes them stand alone; pure.

Rules for English, German, French and Spanish, made to miss rather than to meddle: a question that says what
it is about is looked up as the person wrote it.
"""

import re
from collections.abc import Sequence

from desktop_rag.domain import facts
from desktop_rag.domain.keywords import STOP_WORDS
from desktop_rag.domain.prompting import Exchange, says_not_found

LONGEST_REWRITE = 300
"""Characters; a longer one is an answer, not a question."""
LONGEST_JOINED = 400
"""Characters of what was asked before: with each follow-up more of it would drown the new question."""

_OPENING = re.compile(
    r"(?:and|but|or|so|also|then|what about|how about|und|aber|oder|auch|wie sieht es (?:mit|bei)|"
    r"was ist mit|"
    r"et|mais|ou|alors|qu'en est-il|y|e|pero|o|entonces|también)\b(?!\s*/)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:"
    r"they|them|theirs?|he|him|his|she|hers?|its|the same(?! time| day)|th(?:at|is|ese|ose) (?:ones?|"
    r"case|too|as well)|"
    r"(?:of|about|for|with|from|to|under|by|in|on) (?:it|this|that|these|those)(?=\s*(?:[?.!,]|$|too|and|"
    r"then))|"
    r"(?:does|do|is|was|are|were|did|can|could|will|would|has|have|should|must|why|when|where|how)"
    r" (?:it|that|this|these|those)(?= (?!time|day|week|month|year|policy|document|contract|file|page)\w|"
    r"\s*[?.!]|\s*$)|"
    r"(?:the )?(?:former|latter|other one|second one|first one|last one|previous one)(?=\s*(?:[?.!,]|\Z))|"
    r"(?:it|that|this|these|those|them)(?=\s*[?.!]*\Z)|"
    r"ihm|ihnen|ihre[mnrs]?|dessen|deren|damit|dafür|davon|daran|darin|darüber|dazu|dagegen|"
    r"derselbe|dieselben?|dasselbe|diese[rs]?(?=\s*[?.!]|\s*$)|letztere[rs]?|"
    r"celui-(?:ci|là)|celle-(?:ci|là)|ceux-(?:ci|là)|celles-(?:ci|là)|cela|ça|-t-(?:il|elle|ils|elles|on)|"
    r"ést[aeo]s?|ése|ésa|esos?(?=\s*[?.!]|\s*$)|ell[ao]s?|él"
    r")\b",
    re.IGNORECASE,
)
_GERMAN_IT = re.compile(
    r"\b(?:ist|sind|war|waren|hat|haben|gilt|gelten|kostet|kosten|kann|muss|wird|werden|darf|steht|"
    r"läuft|endet|beginnt|dauert|liegt) (?:(?-i:er|es|sie)\b|das(?=\s*[?.!]*\Z))",
    re.IGNORECASE,
)
_DUMMY_IT = re.compile(
    r"\b(?:is|was|does|will|would|can|could) it (?:possible|necessary|true|allowed|legal|ok(?:ay)?|"
    r"required|safe|"
    r"take|mean|cost to|rain|matter|make sense|better|normal|worth|important|common|likely|mandatory)\b"
    r"|\b(?:ist|war) es (?:möglich|nötig|erlaubt|wahr|notwendig|üblich|sinnvoll|verboten)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:(?:and |but |und |et |y )?(?:why|why not|how so|how come|since when|until when|how much|"
    r"how many|how long|"
    r"when|where|who|which ones?|really|are you sure|what else|anything else|more|go on|continue|"
    r"tell me more|"
    r"more details?|details?|for example|such as|explain|warum|wieso|weshalb|warum nicht|seit wann|"
    r"bis wann|wann|"
    r"wo|wer|wie viele?|wie lange|welche|wirklich|was noch|mehr|weiter|zum beispiel|genauer|"
    r"pourquoi|quand|où|qui|combien|comment|vraiment|et alors|plus de détails|"
    r"por qué|cuándo|dónde|quién|cuánto|cómo|de verdad|más detalles)(?: (?:exactly|please|genau|bitte|"
    r"then|denn))?)",
    re.IGNORECASE,
)
_DEFINES_ITSELF = re.compile(r"\b(?:that|which|who|die|der|das|que|qui)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w'’-]+")
_MOST_WORDS_AFTER_OPENING = 9

_PREFIX = re.compile(
    r"\A(?:(?:here is |the )?(?:stand-?alone|new|last|rewritten|rephrased|complete|self-contained)?\s*"
    r"(?:question|frage|pregunta)\s*(?:is)?|rewritten|rewrite)\s*[:：]\s*",
    re.IGNORECASE,
)
_QUOTES = "\"'“”„‚‘’«»`*_ \t"


def depends_on_conversation(question: str) -> bool:
    """Whether a question can be understood only with what was said before it."""
    asked = " ".join(question.split()).strip("¿¡ ")
    if not asked:
        return False
    if _ALONE.fullmatch(asked.rstrip("?.! ")):
        return True
    opening = _OPENING.match(asked)
    if opening and len(_WORD.findall(asked[opening.end() :])) <= _MOST_WORDS_AFTER_OPENING:
        return True
    return _points_back(_DUMMY_IT.sub(" ", asked))


def accepted_rewrite(question: str, rewritten: str, exchanges: Sequence[Exchange]) -> str | None:
    """A model's stand-alone form of a question, or None where it is no such thing.

    It must be one line and must not bring in a number or a name that nobody mentioned.
    """
    lines = [line for line in map(str.strip, rewritten.strip().splitlines()) if line]
    if len(lines) != 1:
        return None
    asked = _PREFIX.sub("", lines[0].strip(_QUOTES)).strip(_QUOTES)
    if not any(char.isalnum() for char in asked) or len(asked) > LONGEST_REWRITE or says_not_found(asked):
        return None
    said = "\n".join([question, *(f"{item.question}\n{item.answer}" for item in exchanges)])
    return asked if _says_nothing_new(asked, said) else None


def joined(question: str, exchanges: Sequence[Exchange]) -> str:
    """A question behind the last one that stood alone: all there is to look up, if not good to read.

    That one may be joined itself, so that its end is what counts.
    """
    alone = (item.question for item in reversed(exchanges) if not depends_on_conversation(item.question))
    earlier = next(alone, exchanges[0].question if exchanges else "")[-LONGEST_JOINED:]
    return " ".join(f"{earlier} {question}".split())


def _points_back(asked: str) -> bool:
    """A pronoun whose noun is not in the question before it: "What is Anna's room and who uses it?" has
    one."""
    found = _POINTS_BACK.search(asked) or _GERMAN_IT.search(asked)
    if found is None:
        return False
    before = _WORD.findall(asked[: found.start()])
    # The word beside the pronoun is a verb, unless it is a name: "Who wrote it?".
    nouns = before if before and before[-1][0].isupper() else before[:-1]
    return not any(_is_noun_like(word) for word in nouns)


def _is_noun_like(word: str) -> bool:
    small = word.lower().replace("’", "'")
    return len(small) > 2 and small.partition("'")[0] not in STOP_WORDS | _WEAK_WORDS


_WEAK_WORDS = frozenset(
    """much long many old big often far soon know true okay sure cost costs happen happens happened else
    exactly viel viele lange gilt hoch teuer oft kostet ist hat steht comment quand pourquoi combien quel
    quelle est sont cuándo dónde cuánto cómo qué por quién está son fue was did say said says work works
    mean means come comes apply applies start starts end ends paid right now really please list show give
    find""".split()
)


def _says_nothing_new(asked: str, said: str) -> bool:
    numbers, words = facts.number_readings(said), {word.lower() for word in re.findall(r"\w+", said)}
    if any(number.certain and not number.readings & numbers for number in facts.numbers(asked)):
        return False
    if any(not mention.readings & _all_dates(said) for mention in facts.dates(asked)):
        return False
    parts = [part for name in facts.names(asked) for part in re.findall(r"\w+", name.lower())]
    return all(part in words or part.removesuffix("s") in words for part in parts)


def _all_dates(said: str) -> frozenset[facts.Date]:
    return frozenset(reading for mention in facts.dates(said) for reading in mention.readings)
