"""Values of the domain as JSON text and back, checked against their types. Any thread.

Works for frozen dataclasses of text, numbers, paths, string enums, tuples of one type, and maps from text;
a field that is missing takes its default, so a value may gain fields without a migration (any other change
of what is stored needs one). What is written is ASCII: paths that are not text come back exactly.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Undecodable(ValueError):
    """The text is not what was written for this type."""


def to_json(value: object) -> str:
    return json.dumps(_plain(value), separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """Raises `Undecodable` unless `text` holds a whole value of the dataclass `kind`."""
    value = decoded(kind, text)
    if not isinstance(value, kind):
        raise Undecodable(f"not a {kind.__name__}")
    return value


def decoded(hint: object, text: str) -> object:
    """The value in `text` of any type that can be a field's, such as `tuple[Path, ...]` or `int | None`.

    Raises `Undecodable`.
    """
    try:
        return _typed(hint, json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise Undecodable(str(error)) from error


def storable(text: str) -> str:
    """`text` with lone surrogates, which no database takes, replaced; a model or a terminal may send them."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Path) else value


def _typed(hint: object, plain: object) -> object:
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        return _either(get_args(hint), plain)
    if origin is tuple:
        return tuple(_typed(get_args(hint)[0], item) for item in _a(list, plain))
    if origin is dict:
        return {_a(str, key): _typed(get_args(hint)[1], item) for key, item in _a(dict, plain).items()}
    if isinstance(hint, type):
        return _object(hint, _a(dict, plain)) if is_dataclass(hint) else _simple(hint, plain)
    raise TypeError(f"{hint} has no form as JSON")


def _either(hints: tuple[object, ...], plain: object) -> object:
    if plain is None and type(None) in hints:
        return None
    (hint,) = (hint for hint in hints if hint is not type(None))
    return _typed(hint, plain)


def _simple(kind: type, plain: object) -> object:
    if issubclass(kind, Enum | Path):
        make: Callable[[str], object] = kind
        return make(_a(str, plain))
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool):
        return float(plain)
    return _a(kind, plain)


def _object(kind: type, plain: dict[str, object]) -> object:
    hints = get_type_hints(kind)
    given = {name: _typed(hint, plain[name]) for name, hint in hints.items() if name in plain}
    made: object = kind(**given)  # a field that is missing and has no default is a TypeError
    return made


def _a(kind: type[T], plain: object) -> T:
    """`True` is an int to Python, but no number that was written here."""
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        raise TypeError(f"{type(plain).__name__} instead of {kind.__name__}")
    return plain
