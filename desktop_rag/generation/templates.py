"""Writes messages the way a model was trained to read them, with the template its file brings along.
Chat child, main thread.

The template never sees the messages. It is rendered once for each sequence of roles with placeholders in
their stead, and the texts are put in afterwards: no text can make a template do something else, a template
that loses or doubles a text is found out, and rendering costs nothing from the second question on. What
would read as a control token in a text is broken up first.

Templates differ in what they take: some refuse or drop a system message, some insist on alternating roles,
some want a text as a list of parts, some do not know that there may be no tools. The first form that brings
every text exactly once and in order is used. If none does, or there is no template, the messages are written
as plain paragraphs that end in "Answer:", which models without a template continue best.
"""

import contextlib
import itertools
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from desktop_rag.domain.chat import ChatMessage, Role
from desktop_rag.domain.thinking import opened_thought
from desktop_rag.generation.template_sandbox import Clock, Sandbox, TemplateEndless, TemplateRefused

PLAIN_STOPS = ("\nQuestion:", "\nAnswer:")
"""A model without a template goes on with a question of its own."""

_PLACEHOLDER = re.compile('\ue000"(\\d+)"\ue001')
_MARKER = re.compile(
    r"<\|[^|<>\s]{1,40}\|>|<｜[^｜<>\s]{1,60}｜>|</?[a-z]+(?:_[a-z]+)+>|\[/?[A-Z_]{3,30}\]|<</?SYS>>|</?s>"
)
_ORDINARY = re.compile(r"[\w\s]+|\[\d+\]")
"""`[n]` in a message is always one of ours: domain.prompting rounds the brackets of the documents."""
_MAX_PASSES = 8

Roles = tuple[Role, ...]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """`has_bos`: the text begins with the model's first token already. `stops` are texts after which the
    answer is over, beside the tokens that the model ends with; `opened_thought` is the mark of the thought
    that the answer begins inside, or empty."""

    text: str
    opened_thought: str
    stops: tuple[str, ...]
    has_bos: bool

    @property
    def starts_in_thought(self) -> bool:
        return bool(self.opened_thought)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A rendering with placeholders for the texts; `plain` was made without the template."""

    text: str
    plain: bool


class ChatTemplate:
    """A model's template. `source` None is a model without one; `special_tokens` are the spellings of its
    control tokens. `enable_thinking` is passed on if it is not None: some templates then leave thoughts out.
    """

    def __init__(
        self,
        source: str | None,
        bos: str,
        eos: str,
        special_tokens: Iterable[str],
        *,
        enable_thinking: bool | None = None,
        clock: Clock = lambda: datetime.now().astimezone(),
    ) -> None:
        self._bos, self._eos, self._clock = bos, eos, clock
        self._thinking = {} if enable_thinking is None else {"enable_thinking": enable_thinking}
        self._control = _any_of([bos, eos, *special_tokens, *_MARKER.findall(source or "")])
        self._sandbox = _compiled(source, clock)
        self._layouts: dict[tuple[Roles, str], _Layout] = {}

    def render(self, messages: Sequence[ChatMessage]) -> RenderedPrompt:
        """Never fails. The texts are stripped of outer white space."""
        texts = [self._harmless(message.content.strip()) for message in messages]
        roles = tuple(message.role for message in messages)
        layout = self._layout(roles)
        return RenderedPrompt(
            text=_PLACEHOLDER.sub(lambda match: texts[int(match[1])], layout.text),
            opened_thought=opened_thought(layout.text),
            stops=PLAIN_STOPS if layout.plain else self._stops,
            has_bos=bool(self._bos) and layout.text.startswith(self._bos),
        )

    def _harmless(self, text: str) -> str:
        """Puts a space into whatever reads as a control token, until nothing does."""
        if self._control is None:
            return text
        for _ in range(_MAX_PASSES):
            text, found = self._control.subn(lambda match: f"{match[0][0]} {match[0][1:]}", text)
            if not found:
                break
        return text

    def _layout(self, roles: Roles) -> _Layout:
        """Kept for a day: some templates tell the model the date."""
        key = (roles, self._today())
        if key not in self._layouts:
            self._layouts[key] = self._new_layout(roles)
        return self._layouts[key]

    def _new_layout(self, roles: Roles) -> _Layout:
        if self._sandbox is None:
            return _plain_layout(roles)
        try:
            return _Layout(self._from_template(self._sandbox, roles), plain=False)
        except TemplateRefused as error:
            logger.warning("The model's chat template cannot be used; plain paragraphs instead: %s", error)
            return _plain_layout(roles)

    def _from_template(self, sandbox: Sandbox, roles: Roles) -> str:
        """Raises TemplateRefused if there is no form in which it writes each text once and in order."""
        wanted = list(range(len(roles)))
        refusal = TemplateRefused("texts lost, doubled or out of order")
        for messages, variables in itertools.product(_forms(roles), self._variables()):
            try:
                text = sandbox.render({**variables, "messages": messages})
            except TemplateEndless:
                raise
            except TemplateRefused as error:
                refusal = error
                continue
            if [int(number) for number in _PLACEHOLDER.findall(text)] == wanted:
                return text
        raise refusal

    def _variables(self) -> Iterator[dict[str, object]]:
        """What transformers and llama.cpp pass. `functions` and `datetime` are firefunction's; Cohere's
        templates go through `tools` without asking whether there are any, so the last try has none."""
        always: dict[str, object] = {
            "bos_token": self._bos,
            "eos_token": self._eos,
            "add_generation_prompt": True,
            "functions": "",
            "datetime": self._today(),
            **self._thinking,
        }
        yield {**always, "tools": None}
        yield always

    def _today(self) -> str:
        return self._clock().strftime("%d %B %Y")

    @cached_property
    def _stops(self) -> tuple[str, ...]:
        """What the template writes after an answer: some files name another token as the last one."""
        after = ""
        if self._sandbox is not None:
            with contextlib.suppress(TemplateRefused):  # some take no answer as the last message
                after = self._from_template(self._sandbox, (Role.USER, Role.ASSISTANT))
        found = _MARKER.match(_PLACEHOLDER.split(after)[-1].lstrip())
        stops = dict.fromkeys([found[0] if found else "", self._eos])
        return tuple(stop for stop in stops if stop)


def _compiled(source: str | None, clock: Clock) -> Sandbox | None:
    if source is None or not source.strip():
        return None
    try:
        return Sandbox(source, clock)
    except TemplateRefused as error:
        logger.warning("The model's chat template cannot be read; plain paragraphs instead: %s", error)
        return None


def _forms(roles: Roles) -> Iterator[list[dict[str, object]]]:
    """The messages as a template may want them, the usual form first."""
    said = [(role, _placeholder(number)) for number, role in enumerate(roles)]
    for messages in (said, _merged(said), _merged(_without_system(said))):
        yield [{"role": role.value, "content": text} for role, text in messages]
        yield [{"role": role.value, "content": [{"type": "text", "text": text}]} for role, text in messages]


def _without_system(said: list[tuple[Role, str]]) -> list[tuple[Role, str]]:
    return [(Role.USER if role is Role.SYSTEM else role, text) for role, text in said]


def _merged(said: list[tuple[Role, str]]) -> list[tuple[Role, str]]:
    """Neighbours of the same role become one message."""
    groups = itertools.groupby(said, key=lambda message: message[0])
    return [(role, "\n\n".join(text for _role, text in group)) for role, group in groups]


def _plain_layout(roles: Roles) -> _Layout:
    heads = {Role.ASSISTANT: "Answer: "}
    paragraphs = [heads.get(role, "") + _placeholder(number) for number, role in enumerate(roles)]
    return _Layout("\n\n".join([*paragraphs, "Answer:"]), plain=True)


def _placeholder(number: int) -> str:
    """Private characters that no template holds, and quotes: written as JSON it would not be found again."""
    return f'\ue000"{number}"\ue001'


def _any_of(tokens: Iterable[str]) -> re.Pattern[str] | None:
    """Matches each token, the longest first, but for those that are ordinary text: files also list words,
    runs of spaces and numbers in brackets as tokens of their own. One character cannot be broken up."""
    spelled = {token.strip() for token in tokens}
    steering = [token for token in spelled if len(token) > 1 and not _ORDINARY.fullmatch(token)]
    longest_first = sorted(steering, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
