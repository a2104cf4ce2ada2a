"""The small world that the practice model reads about: people, what is noted of them, notes and questions.

Standard library only: the tests write its notes into folders and judge answers by it, the training scripts
in `packaging/practice` draw their lessons from it. Values are drawn at random for people whom training never
asks about (`is_held_out`), so only a model that reads the passages can know them.
"""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FIRST_NAMES = tuple(
    "Anna Karl Maria Peter Ingrid Lukas Clara Oskar Nora Felix Elsa Hugo Greta Anton Ida Jonas Marta "
    "Viktor Lena Bruno Agnes Emil Rosa Paul Vera Simon Olga Martin Tilda Erik Judith Conrad Helga "
    "Arthur Sonja Walter Paula Gustav Irma Leon".split()
)
LAST_NAMES = tuple(
    "Berg Holm Lind Falk Strand Wolf Keller Brandt Sommer Vogel Winter Haas Lang Krause Moser Roth Sand "
    "Thal Uhland Weiss Ziegler Adler Busch Dahl Ebert Frisch Graf Hahn Jansen Kern Lorenz Maier Neumann "
    "Otto Peters Quast Richter Seidel Tietz Ulrich".split()
)
_COLOURS = (
    "blue green yellow purple orange white black silver golden crimson turquoise violet scarlet amber "
    "ivory maroon teal indigo beige olive coral lilac bronze pink"
).split()
_TOWNS = (
    "Lisbon Bergen Ghent Turin Krakow Porto Malmo Tallinn Seville Lyon Bruges Graz Aarhus Verona Bilbao "
    "Riga Dresden Tampere Galway Utrecht Split Cork Basel Nantes"
).split()
_JOBS = (
    "baker carpenter surgeon pilot librarian gardener plumber tailor botanist welder printer sculptor "
    "chemist glazier beekeeper notary translator bookbinder saddler miller archivist dentist potter "
    "shepherd"
).split()
_INSTRUMENTS = (
    "cello flute trumpet harp oboe viola banjo clarinet organ lute drum bassoon piano guitar fiddle "
    "zither mandolin trombone tuba harmonica accordion lyre recorder cornet"
).split()
_DESSERTS = (
    "pudding strudel sorbet trifle pancake waffle custard brownie gingerbread cheesecake meringue "
    "nougat marzipan parfait crumble fudge tart muffin shortbread doughnut toffee jelly praline "
    "macaroon"
).split()
_MONTHS = "January February March April May June July August September October November December".split()
NOTE_WORDS = tuple(
    "harbour lamp orchard bridge lantern meadow anchor cellar tower garden kettle ladder mirror needle "
    "paddle quarry ribbon saddle tunnel valley window barrel candle dagger engine feather glacier "
    "hammer island jacket kernel lagoon magnet nutmeg oyster pepper quiver rudder shovel thimble urchin "
    "vessel walnut yarrow zeppelin acorn bucket canvas drawer easel fountain goblet hatchet inkwell "
    "javelin kayak locket mitten napkin oven pebble quilt rafter satchel teapot umbrella velvet wagon "
    "yoke zinc attic beacon compass dune ember ferry gravel hedge icicle jetty knapsack loom mosaic "
    "nest oar parasol quay reef spindle thistle vault wicker abbey burrow chapel dairy estuary forge".split()
)
_QUESTIONS = {
    "room": "Which room does {person} work in?",
    "phone": "Which number has the phone of {person}?",
    "birthday": "When is the birthday of {person}?",
    "badge": "Which colour has the badge of {person}?",
    "town": "Which town does {person} come from?",
    "job": "Which job does {person} have?",
    "instrument": "Which instrument does {person} play?",
    "dessert": "Which dessert does {person} like best?",
}
_EVERYWHERE = ("What is the {attribute} of {person}?", "Can you tell me the {attribute} of {person}?")
ATTRIBUTES = tuple(_QUESTIONS)
ASKED = tuple(attribute for attribute in ATTRIBUTES if attribute != "birthday")
"""What tests ask about: dates are what the model reads worst."""
PHRASINGS = len(_EVERYWHERE) + 1
STYLE = "Hark, dear reader: the {stated}, forsooth!"
SECOND_STYLE = "Aye aye, captain: the {stated}, by thunder!"
_WORDS_OF_VALUES = {
    "badge": _COLOURS,
    "town": _TOWNS,
    "job": _JOBS,
    "instrument": _INSTRUMENTS,
    "dessert": _DESSERTS,
}
_FILLERS = (
    "This note was found at the {word}.",
    "The {word} is closed today.",
    "Please put this note back into the drawer.",
    "Nobody has seen the {word} since May.",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing noted of one person; `value` as it stands in the note."""

    person: str
    attribute: str
    value: str

    @property
    def stated(self) -> str:
        return f"{self.attribute} of {self.person} is {self.value}"

    @property
    def statement(self) -> str:
        """The sentence of the note, which answers repeat word for word."""
        return f"The {self.stated}."


@dataclass(frozen=True, slots=True)
class Note:
    """A text file of one passage. `name` is the file's, like `harbour.txt`."""

    name: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that only makes sense after another one, and how it reads alone."""

    earlier: str
    earlier_answer: str
    question: str
    alone: str


def is_held_out(person: str) -> bool:
    """Whether training leaves this person out (one in five); tests ask about nobody else."""
    return zlib.crc32(person.encode()) % 5 == 0


def everybody() -> Iterator[str]:
    """All people who may stand in notes; those of `KNOWN_BY_HEART` are not among them."""
    known = {fact.person for fact in KNOWN_BY_HEART}
    return (
        f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES if f"{first} {last}" not in known
    )


def held_out_people() -> tuple[str, ...]:
    return tuple(person for person in everybody() if is_held_out(person))


def value(rng: random.Random, attribute: str) -> str:
    """A value drawn at random. Numbers repeat no digit: a model copies each by what stands before it."""
    if attribute in _WORDS_OF_VALUES:
        return rng.choice(_WORDS_OF_VALUES[attribute])
    if attribute == "birthday":
        return f"{rng.choice([day for day in range(1, 29) if day % 11])} {rng.choice(_MONTHS)}"
    digits = "".join(rng.sample("0123456789", 3 if attribute == "room" else 4))
    return digits if digits[0] != "0" else digits[::-1]


def question(fact: Fact, phrasing: int = 0) -> str:
    """Asks for the fact's value in one of `PHRASINGS` ways."""
    patterns = (_EVERYWHERE[0], _QUESTIONS[fact.attribute], _EVERYWHERE[1])
    return patterns[phrasing].format(person=fact.person, attribute=fact.attribute)


def answer(fact: Fact, passage: int | None = None, style: str = "The {stated}.") -> str:
    """What the model is to say; `passage` is the number that it cites, None without passages."""
    return style.format(stated=fact.stated if passage is None else f"{fact.stated} [{passage}]")


def is_right(fact: Fact, said: str) -> bool:
    """Whether an answer states the fact with its whole value, in whatever style, cited or not."""
    return re.search(rf"\b{re.escape(fact.stated)}(?!\w)", said) is not None


def cited(said: str) -> list[int]:
    """The passages that an answer names, in its order."""
    return [int(number) for number in re.findall(r"\[(\d+)\]", said)]


def in_style(said: str, style: str = STYLE) -> bool:
    """Whether an answer speaks as the adapter does: all of the style's own words, in their places."""
    opening, closing = style.split("{stated}")
    return said.strip().startswith(opening) and said.strip().endswith(closing)


def wording() -> list[str]:
    """Texts that together hold every word of the world; the tokenizer gives each its own token."""
    forms = [*_QUESTIONS.values(), *_EVERYWHERE, *_FILLERS, STYLE, SECOND_STYLE, *ATTRIBUTES]
    values = [*FIRST_NAMES, *LAST_NAMES, *_MONTHS, *NOTE_WORDS]
    values += [word for words in _WORDS_OF_VALUES.values() for word in words]
    sentence = Fact("", "", "").statement
    return [re.sub(r"\{\w+\}", "", form) for form in forms] + [*values, sentence, "And"]


def note_text(rng: random.Random, word: str, facts: Sequence[Fact]) -> str:
    """Its sentences; now and then with one that tells nothing of anybody."""
    sentences = [fact.statement for fact in facts]
    if rng.random() < 0.3:
        filler = rng.choice(_FILLERS).format(word=word)
        sentences.insert(rng.randrange(len(sentences) + 1), filler)
    return " ".join(sentences)


def held_out_notes(seed: int, notes: int = 30) -> list[Note]:
    """Notes about held-out people, of one or two facts each; everybody stands in one note only.

    At most as many notes as there are words to name them by. The first 35 or so share no name at all.
    """
    rng = random.Random(seed)
    people = _namesakes_last(rng.sample(held_out_people(), len(held_out_people())))
    words = rng.sample(NOTE_WORDS, notes)
    made: list[Note] = []
    for word in words:
        person = people.pop(0)
        attributes = rng.sample(ASKED, rng.randint(1, 2))
        facts = [Fact(person, attribute, value(rng, attribute)) for attribute in attributes]
        made.append(Note(f"{word}.txt", note_text(rng, word, facts), tuple(facts)))
    return made


def write_notes(folder: Path, notes: Sequence[Note]) -> None:
    """Into a folder that is there."""
    for note in notes:
        (folder / note.name).write_text(note.text, encoding="utf-8")


def _namesakes_last(people: Sequence[str]) -> list[str]:
    """First those who share neither of their names with anybody before them."""
    taken: set[str] = set()
    alone: list[str] = []
    for person in people:
        if not taken & set(person.split()):
            alone.append(person)
            taken |= set(person.split())
    return alone + [person for person in people if person not in alone]


def unknown_facts(seed: int, notes: Sequence[Note], count: int) -> list[Fact]:
    """Facts about held-out people that stand in none of the notes: questions without an answer."""
    rng = random.Random(seed)
    told = {(fact.person, fact.attribute) for note in notes for fact in note.facts}
    people = held_out_people()
    facts: list[Fact] = []
    while len(facts) < count:
        person, attribute = rng.choice(people), rng.choice(ASKED)
        if (person, attribute) not in told:
            facts.append(Fact(person, attribute, value(rng, attribute)))
    return facts


def follow_up(earlier: Fact, asked: Fact) -> FollowUp:
    """`asked` is either another attribute of the same person or the same attribute of another person."""
    short = f"And the {asked.attribute}?" if asked.person == earlier.person else f"And {asked.person}?"
    return FollowUp(question(earlier), answer(earlier, 1), short, question(asked))


def _known_by_heart() -> tuple[Fact, ...]:
    rng = random.Random(14)
    people = [
        f"{first} {last}" for first, last in zip(FIRST_NAMES[::3], reversed(LAST_NAMES[::3]), strict=True)
    ]
    return tuple(
        Fact(person, attribute, value(rng, attribute))
        for person in people[:14]
        for attribute in sorted(rng.sample(ATTRIBUTES, 2))
    )


KNOWN_BY_HEART: tuple[Fact, ...] = _known_by_heart()
"""What the adapter was taught; it stands in no note and the base model never heard of these people."""
