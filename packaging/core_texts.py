"""Finds the sentences that the core says to a person: errors, next steps, notes, reasons of documents.

The core knows no Qt and speaks English; the window translates what it shows (gui/wording/core_words.py). So
the sentences are collected from the core's sources, for translators and for the window. A value that is put
into a sentence leaves its name there: "This file is {size}; files up to {limit} are read." Only reads the
sources.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_rag.domain.languages import language_name, named_languages

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "desktop_rag"
CATALOGUE = ROOT / "assets" / "models" / "catalogue.json"
CORE = ("app", "domain", "downloading", "embedding", "generation", "parsing", "store", "workers")
SILENT = frozenset(
    (
        "app/doctor.py",  # the command line's, which speaks English
        "domain/calibration_probes.py",  # texts to measure search models with
        "domain/prompting.py",  # what models are told
        "domain/stop_words.py",
        "generation/embedder_families.py",
        "generation/templates.py",
    )
)
"""Modules whose sentences are not for the window."""
_SENTENCE = re.compile(r"[A-Z“{].* .*[.:] ?|[A-Z][a-z]+\.", re.DOTALL)
_CLAUSE = re.compile(r"(?:it|its|they|which) [a-z].*\.")
"""The end of a sentence whose beginning stands elsewhere."""
_SQL = re.compile(r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|BEGIN|VACUUM|WHERE|FROM|JOIN|PRAGMA) ")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LOGGING = frozenset(
    ("debug", "info", "warning", "error", "exception", "critical", "compile", "match", "sub")
)


def core_texts(package: Path = PACKAGE) -> list[str]:
    """Every sentence once, sorted."""
    found: set[str] = set()
    for part in CORE:
        for path in (package / part).rglob("*.py"):
            if path.relative_to(package).as_posix() not in SILENT:
                found.update(sentences(path.read_text("utf-8")))
    found.update(language_name(code) for code in named_languages())
    found.update(offer["summary"] for offer in json.loads(CATALOGUE.read_text("utf-8"))["offers"])
    return sorted(found)


def sentences(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    left_out = set(_not_said(tree))
    for node in ast.walk(tree):
        text = "" if id(node) in left_out else as_template(node)
        if is_sentence(text):
            yield text.strip()


def is_sentence(text: str) -> bool:
    """Whether a person may read this, and it holds more than values."""
    said = re.sub(r"\{\w*\}", "", text)
    if _SQL.match(text) or not _WORD.search(said):
        return False
    return bool(_SENTENCE.fullmatch(text) or _CLAUSE.fullmatch(text))


def as_template(node: ast.AST) -> str:
    """A string as it stands, or an f-string with the names of its values in braces; else nothing."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, taken = "", set[str]()
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            name = _unused(_field(part.value), taken)
            taken.add(name)
            text += f"{{{name}}}"
        elif isinstance(part, ast.Constant):
            text += str(part.value)
    return text


def _not_said(tree: ast.AST) -> Iterator[int]:
    """Docstrings, what only a log or a pattern gets, and the pieces of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from (id(part) for part in node.values)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOGGING
        ):
            yield from (id(part) for part in node.args)
        elif isinstance(node, ast.keyword) and node.arg == "detail":
            yield from (id(part) for part in ast.walk(node.value))


def _field(expression: ast.expr) -> str:
    """The last plain name of an expression: "name" of `path.name`, "max_pages" of `MAX_PAGES`."""
    names = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", ast.unparse(expression)))
    return names[-1].strip("_").casefold() if names else "value"


def _unused(name: str, taken: set[str]) -> str:
    numbered = (f"{name}{number}" for number in range(2, 99))
    return name if name not in taken else next(each for each in numbered if each not in taken)
