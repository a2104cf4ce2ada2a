"""A thousand damaged files, each read by the real shelf child: it answers every one, soon, and stays small.

Damage is done where it hurts: to the counts, lengths and types of a header, which say what is read next and
how much of it. Files are also lengthened without taking room on the disk, so that a lie about a length is not
found out by the file's end.
"""

import random
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from desktop_rag.domain.errors import ModelError
from desktop_rag.workers.shelf_client import ShelfClient, shelf_spec
from tests.ggufs import (
    Shape,
    bare_header,
    write_adapter,
    write_model,
    write_split_model,
    write_tensors,
    write_vocabulary_only,
)

FILES = 1000
LIMIT_S = 2.0
LIMIT_BYTES = 200 * 10**6
SPARSE_BYTES = 3 * 10**8
SMALL = Shape(layers=1, width=32, hidden=32, heads=2)
ODD_NUMBERS = (
    0,
    1,
    2,
    255,
    65_535,
    1 << 20,
    4 << 20,
    1 << 31,
    (1 << 32) - 1,
    1 << 40,
    1 << 63,
    (1 << 64) - 1,
)
STRING, ARRAY = 8, 9
SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


@dataclass(frozen=True, slots=True)
class Whole:
    """A sound file's bytes, and where its numbers of each meaning stand."""

    content: bytes
    counts: tuple[int, ...]
    """Of eight bytes: lengths of texts and lists, numbers of keys and tensors, sizes and offsets."""
    types: tuple[int, ...]
    """Of four bytes: types of values and items, numbers of dimensions, types of tensors."""
    header_bytes: int


class _Walk:
    """Reads a sound header and notes where its numbers stand."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 8
        self._counts: list[int] = []
        self._types: list[int] = []

    def whole(self) -> Whole:
        tensors, keys = self._count(), self._count()
        for _ in range(keys):
            self._text()
            self._value(self._type())
        for _ in range(tensors):
            self._text()
            for _ in range(self._type()):
                self._count()
            self._type()
            self._count()
        return Whole(self._content, tuple(self._counts), tuple(self._types), self._at)

    def _value(self, kind: int) -> None:
        if kind == STRING:
            self._text()
        elif kind == ARRAY:
            item, length = self._type(), self._count()
            if item == STRING:
                for _ in range(length):
                    self._text(noted=False)
            else:
                self._at += SIZES[item] * length
        else:
            self._at += SIZES[kind]

    def _text(self, noted: bool = True) -> None:
        length = self._count(noted)
        self._at += length

    def _count(self, noted: bool = True) -> int:
        if noted:
            self._counts.append(self._at)
        number: int = struct.unpack_from("<Q", self._content, self._at)[0]
        self._at += 8
        return number

    def _type(self) -> int:
        self._types.append(self._at)
        number: int = struct.unpack_from("<I", self._content, self._at)[0]
        self._at += 4
        return number


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Whole, ...]:
    """Files of each kind that is looked at, written as converters write them."""
    folder = tmp_path_factory.mktemp("whole")
    layers = {"llama.attention.head_count_kv": [2], "llama.attention.key_length": 16}
    said = {"general.license": "apache-2.0", "bert.context_length": 128, "bert.embedding_length": 8}
    embedder = {
        **said,
        "bert.pooling_type": 2,
        "tokenizer.ggml.tokens": list(range(40)),
        "general.name": "Tiny",
    }
    tensors = {"token_embd.weight": (8, 40), "position_embd.weight": (8, 128), "blk.0.attn_q.weight": (8, 8)}
    paths = [
        write_model(folder / "gpt2.gguf", shape=SMALL, metadata=layers),
        write_model(folder / "llama.gguf", shape=SMALL, tokenizer="llama"),
        write_adapter(folder / "adapter.gguf", shape=SMALL),
        write_vocabulary_only(folder / "words.gguf"),
        write_tensors(folder / "embedder.gguf", "bert", tensors, embedder),
        write_split_model(folder / "split")[0],
        write_split_model(folder / "split")[1],
    ]
    return tuple(_Walk(path.read_bytes()).whole() for path in paths)


def _flip(content: bytearray, whole: Whole, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(whole.header_bytes)] = chance.randrange(256)


def _cut(content: bytearray, whole: Whole, chance: random.Random) -> None:
    last = whole.header_bytes if chance.random() < 0.7 else len(content)
    del content[chance.randrange(last) :]


def _inflate(content: bytearray, whole: Whole, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 2)):
        at = chance.choice(whole.counts)
        number: int = struct.unpack_from("<Q", content, at)[0]
        grown = chance.choice((*ODD_NUMBERS, number + 1, number * 2, number * 1000))
        struct.pack_into("<Q", content, at, grown & (1 << 64) - 1)


def _retype(content: bytearray, whole: Whole, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        kind = chance.randrange(16) if chance.random() < 0.8 else chance.choice((99, 1 << 16, (1 << 32) - 1))
        struct.pack_into("<I", content, chance.choice(whole.types), kind)


def _nest(content: bytearray, whole: Whole, chance: random.Random) -> None:
    """A key more, with lists in lists; or one that says that this is a part of many."""
    keys: int = struct.unpack_from("<Q", content, 16)[0]
    struct.pack_into("<Q", content, 16, keys + 1)
    depth, length = chance.randint(1, 200), chance.choice((1, 2, 1 << 20))
    lists = _key("x.nested", ARRAY, struct.pack("<IQ", ARRAY, length) * depth + struct.pack("<IQ", 4, 0))
    parts = _key("split.count", 2, struct.pack("<H", chance.choice((0, 2, 3, 999, 65_535))))
    content[24:24] = chance.choice((lists, parts))


def _fill(content: bytearray, whole: Whole, chance: random.Random) -> None:
    """Noise from some place in the header on."""
    begin = chance.randrange(24, whole.header_bytes)
    content[begin : whole.header_bytes] = chance.randbytes(whole.header_bytes - begin)


DAMAGES: tuple[Callable[[bytearray, Whole, random.Random], None], ...] = (
    _flip,
    _cut,
    _inflate,
    _inflate,
    _retype,
    _nest,
    _fill,
)


def _damaged(wholes: tuple[Whole, ...], folder: Path) -> Iterator[Path]:
    """The same files in each run. They keep few names, as a person's folder does."""
    chance = random.Random(5)
    for number in range(FILES):
        whole = wholes[number % len(wholes)]
        content = bytearray(whole.content)
        for damage in chance.sample(DAMAGES, chance.choice((1, 1, 2))):
            if len(content) >= whole.header_bytes:
                damage(content, whole, chance)
        path = (
            folder / f"big-{chance.randint(1, 3):05}-of-00003.gguf" if number % 3 == 0 else folder / "m.gguf"
        )
        path.write_bytes(content)
        if number % 4 == 0:
            with path.open("r+b") as file:
                file.truncate(SPARSE_BYTES)
        yield path


@pytest.fixture
def client() -> Iterator[ShelfClient]:
    client = ShelfClient(shelf_spec())
    client.child.start()
    yield client
    client.close()


def _outcome(client: ShelfClient, path: Path) -> str:
    """The kind of facts, or of refusal, in time."""
    began = time.monotonic()
    refusal: ModelError | None = None
    try:
        outcome = type(client.inspect(path)).__name__
    except ModelError as error:
        refusal, outcome = error, type(error).__name__
    assert time.monotonic() - began < LIMIT_S, path
    assert refusal is None or (refusal.message and refusal.hint)
    return outcome


@pytest.mark.alone
def test_a_thousand_damaged_files_are_all_answered_soon_and_within_little_memory(
    client: ShelfClient, wholes: tuple[Whole, ...], tmp_path: Path
) -> None:
    pid = client.child.pid
    outcomes = Counter(_outcome(client, path) for path in _damaged(wholes, tmp_path))
    assert client.child.pid == pid
    assert outcomes.total() == FILES
    assert outcomes["ModelDamaged"] > FILES // 2
    assert len(outcomes) >= 5  # what is left whole enough is still told apart
    assert _peak_bytes(pid) < LIMIT_BYTES


def test_no_header_can_be_made_that_takes_much_memory(client: ShelfClient, tmp_path: Path) -> None:
    """Files that are sound, and hold as much as is kept of each thing."""
    wide = "\U0001f600" * (1 << 17)  # half a megabyte, four bytes a character in memory
    texts = [_key(f"t{n}", STRING, _text(wide)) for n in range(31)]
    lists = [_list_of_texts(n) for n in range(1 << 16)]
    numbers = b"".join(
        _key(f"n{n}", ARRAY, struct.pack("<IQ", 10, 1024) + b"\xff" * 8192) for n in range(4000)
    )
    tensors = b"".join(_tensor(f"{n:0100}") for n in range(1 << 17))
    empty = _key("e", ARRAY, struct.pack("<IQ", STRING, 4 << 20)) + bytes(32 << 20)
    hungry = {
        "texts": bare_header(keys=31) + b"".join(texts),
        "lists": bare_header(keys=1 << 16) + b"".join(lists),
        "numbers": bare_header(keys=4000) + numbers,
        "tensors": bare_header(tensors=1 << 17) + tensors + bytes(64),
        "all": bare_header(keys=20_024, tensors=1 << 17)
        + b"".join([*texts[:24], *lists[:20_000]])
        + b"".join(_tensor(f"{n:06}") for n in range(1 << 17))
        + bytes(64),
        "empty": bare_header(keys=1) + empty,
    }
    pid = client.child.pid
    for name, content in hungry.items():
        path = tmp_path / f"{name}.gguf"
        path.write_bytes(content)
        with pytest.raises(ModelError, match="does not say what kind"):  # it was read to its end
            client.inspect(path)
    assert client.child.pid == pid
    assert _peak_bytes(pid) < LIMIT_BYTES


def _peak_bytes(pid: int | None) -> int:
    """The most that the child ever had in memory; what it has now, where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return int(psutil.Process(pid).memory_info().rss)
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _key(name: str, kind: int, value: bytes) -> bytes:
    return _text(name) + struct.pack("<I", kind) + value


def _list_of_texts(number: int) -> bytes:
    items = b"".join(struct.pack("<Q", 2) + struct.pack("<H", item) for item in range(60))
    return _key(f"l{number}", ARRAY, struct.pack("<IQ", STRING, 60) + items)


def _tensor(name: str) -> bytes:
    return _text(name) + struct.pack("<IQIQ", 1, 8, 0, 0)
