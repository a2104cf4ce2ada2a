"""How much memory a model really takes in the chat child, beside what was reckoned."""

from dataclasses import dataclass
from pathlib import Path

import psutil

from desktop_rag.domain.chat import ChatMessage, Role
from desktop_rag.domain.fit import MemoryNeed, memory_need
from desktop_rag.domain.language_model import CompletionRequest, ModelChoice
from desktop_rag.generation.gguf_header import read_header
from desktop_rag.generation.model_facts import model_facts
from desktop_rag.workers.chat_client import ChatClient, chat_spec
from desktop_rag.workers.system import resident_bytes

ALLOWED_ERROR = 0.15
MEBI = 1024**2


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    need: MemoryNeed
    context_tokens: int
    resident_bytes: int

    @property
    def error(self) -> float:
        """Above 0 if too much was reckoned."""
        return self.need.total_bytes / self.resident_bytes - 1

    def __str__(self) -> str:
        need = self.need
        parts = (need.weights_bytes, need.kv_bytes, need.overhead_bytes, need.total_bytes)
        sizes = " ".join(f"{size / MEBI:7.0f}" for size in (*parts, self.resident_bytes))
        return f"{self.name:44} {self.context_tokens:6} {sizes} {self.error:+7.1%}"


HEADING = f"\n{'MiB':44} {'tokens':>6} weights    keys  others     all    real   error"


def measured(
    name: str, path: Path, context_tokens: int | None = None, text: str = "ab cd. " * 20
) -> Measured:
    """Loads the model in the program's own chat child and has it read `text` and write a little."""
    facts = model_facts(read_header(path), path)
    client = ChatClient(chat_spec())
    try:
        choice = ModelChoice(path, context_tokens)
        client.choose(choice)
        loaded = client.prepare()
        request = CompletionRequest((ChatMessage(Role.USER, text),), max_tokens=4)
        client.complete(request, lambda _text: None)
        assert client.child.pid is not None
        resident = resident_bytes(psutil.Process(client.child.pid))
    finally:
        client.close()
    return Measured(name, memory_need(facts, loaded.context_tokens), loaded.context_tokens, resident)
