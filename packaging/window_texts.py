"""Finds the texts that the window hands to `translate` or marks with `QT_TRANSLATE_NOOP`.

WORKAROUND(Qt 6.11): lupdate reads Python itself, but passes over a call whose number is more than a name, and
does not see that a number decides the form. So the calls are found here, and lupdate is given them as C++,
which it reads well. Only reads the sources.
"""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WINDOW = ROOT / "desktop_rag" / "gui"
_CALLS = ("translate", "QT_TRANSLATE_NOOP")


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """One text for translators. With `counted` a number decides its form; `comment` tells twins apart."""

    context: str
    text: str
    comment: str = ""
    counted: bool = False


def window_texts(folder: Path = WINDOW) -> list[Marked]:
    """Every text once, sorted. Raises `SystemExit` naming a call that nobody could translate."""
    return sorted({each for path in folder.rglob("*.py") for each in marked(path)})


def marked(path: Path) -> Iterator[Marked]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in _CALLS and len(node.args) >= 2:
            if isinstance(node.args[1], ast.JoinedStr | ast.BinOp):
                raise SystemExit(f"{path.name}:{node.lineno}: values are put in after translate, not before")
            if (text := _literal(node.args[1])) and (context := _literal(node.args[0])):
                comment = _literal(node.args[2]) if len(node.args) > 2 else ""
                yield Marked(context, text, comment, len(node.args) > 3)


def as_cpp(texts: Iterable[Marked]) -> str:
    """A source in which lupdate finds all of them."""
    lines = []
    for each in texts:
        comment = _quoted(each.comment) if each.comment else "nullptr"
        counted = ", 1" if each.counted else ""
        words = f"{_quoted(each.context)}, {_quoted(each.text)}, {comment}{counted}"
        lines.append(f"QCoreApplication::translate({words});\n")
    return "".join(lines)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
