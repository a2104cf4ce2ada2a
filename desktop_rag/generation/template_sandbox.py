"""Runs a chat template that a model file brought along. Chat child, main thread.

A template is a small program by a stranger. It runs in Jinja's immutable sandbox, as transformers runs it,
with its loops counted and its texts bounded, so that one that never ends becomes an error. What still could
be made to eat memory (string methods) is left to the limits of the process.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_TEMPLATE_CHARS = 1 << 18
MAX_RENDERED_CHARS = 1 << 20
MAX_STEPS = 20_000
"""Turns of loops and calls of macros in one rendering; real templates take a few dozen."""

Clock = Callable[[], datetime]


class TemplateRefused(Exception):
    """The template cannot be used for these messages; always caught in this package."""


class TemplateEndless(TemplateRefused):
    """The template takes too long or writes too much; another form of the messages would not help."""


class Sandbox:
    """One compiled template. Raises TemplateRefused if it is none."""

    def __init__(self, source: str, clock: Clock) -> None:
        self._environment = _Environment(clock)
        if len(source) > MAX_TEMPLATE_CHARS:
            raise TemplateRefused(f"a template of {len(source)} characters")
        try:
            tree = self._environment.parse(source)
            _count_steps(tree)
            self._template = self._environment.from_string(tree)
        except Exception as error:
            raise TemplateRefused(repr(error)) from error  # a stranger's program breaks on anything

    def render(self, variables: dict[str, object]) -> str:
        """Raises TemplateRefused or TemplateEndless, whatever goes wrong inside."""
        self._environment.steps = 0
        pieces: list[str] = []
        room = MAX_RENDERED_CHARS
        try:
            for piece in self._template.generate(variables):
                room -= len(piece)
                if room < 0:
                    raise TemplateEndless("a text without end")
                pieces.append(piece)
        except TemplateRefused:
            raise
        except Exception as error:
            raise TemplateRefused(repr(error)) from error
        return "".join(pieces)


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(("*", "**", "+"))

    def __init__(self, clock: Clock) -> None:
        extensions: list[str | type[Extension]] = [loopcontrols, _GenerationBlock]
        super().__init__(trim_blocks=True, lstrip_blocks=True, extensions=extensions)
        self.steps = 0
        self.filters["tojson"] = _tojson
        self.globals["raise_exception"] = _raise_exception
        self.globals["strftime_now"] = lambda form: clock().strftime(form)

    def step(self) -> str:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TemplateEndless("a loop without end")
        return ""

    def call_binop(
        self, context: object, operator: str, left: Any, right: Any
    ) -> Any:  # Jinja's own signature
        sizes = [len(side) if hasattr(side, "__len__") else abs(side) for side in (left, right)]
        if operator == "**" and max(sizes) > MAX_STEPS:
            raise TemplateEndless("a number without end")
        if operator == "*" and sizes[0] * sizes[1] > MAX_RENDERED_CHARS:
            raise TemplateEndless("a text without end")
        result = self.binop_table[operator](left, right)
        if hasattr(result, "__len__") and len(result) > MAX_RENDERED_CHARS:
            raise TemplateEndless("a text without end")
        return result


class _GenerationBlock(Extension):
    """`{% generation %}` marks what the assistant says, for training; here it is as if it were not there."""

    tags = {"generation"}  # noqa: RUF012 - read by Jinja as a class attribute, never changed

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _count_steps(tree: nodes.Template) -> None:
    """Has each turn of a loop and each call of a macro begin with a call of `_Environment.step`."""
    bodies = [node.body for node in tree.find_all(nodes.For)]
    bodies += [node.body for node in tree.find_all(nodes.Macro)]
    for body in bodies:
        step = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None)
        body.insert(0, nodes.ExprStmt(step).set_lineno(1))


def _tojson(
    value: object,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    """As transformers' filter of this name: Jinja's own escapes HTML."""
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def _raise_exception(message: object) -> None:
    raise jinja2.TemplateError(str(message))
