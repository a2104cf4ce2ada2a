"""Looks at a file or folder and says what it is: answer model, adapter or embedder. Shelf child, main thread.

Nothing is loaded: headers and small JSON files are read, within limits.
"""

from pathlib import Path

from desktop_rag.domain.embedder import EmbedderFacts
from desktop_rag.domain.errors import ModelUnsupported
from desktop_rag.domain.language_model import AdapterFacts, ModelFacts
from desktop_rag.domain.shelf import PeftFacts
from desktop_rag.generation.embedder_facts import check_embedder, embedder_facts, is_embedder
from desktop_rag.generation.gguf_header import read_header
from desktop_rag.generation.model_facts import adapter_facts, check_lora, check_model, is_adapter, model_facts
from desktop_rag.generation.sentence_folder_facts import MODULES_NAME, sentence_folder_facts

ADAPTER_CONFIG_NAME = "adapter_config.json"


def inspect(path: Path) -> ModelFacts | AdapterFacts | EmbedderFacts | PeftFacts:
    """Raises `ModelError` with the reason for what cannot be used."""
    if _is_folder(path):
        return _folder_facts(path)
    header = read_header(path)
    if is_adapter(header):
        check_lora(header)
        return adapter_facts(header, path)
    if is_embedder(header):
        check_embedder(header)
        return embedder_facts(header, path)
    check_model(header)
    return model_facts(header, path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # what is wrong with it is told where it is read
        return False


def _folder_facts(folder: Path) -> EmbedderFacts | PeftFacts:
    if (folder / ADAPTER_CONFIG_NAME).is_file():
        from desktop_rag.generation.peft import peft_facts

        return peft_facts(folder)
    if (folder / MODULES_NAME).is_file():
        return sentence_folder_facts(folder)
    if (folder / "config.json").is_file():
        raise ModelUnsupported(
            "This folder holds a model in a format that is not used here.",
            hint="Look for the same model in the GGUF format, and choose that file.",
        )
    raise ModelUnsupported("This is a folder, not a model file.", hint="Choose the .gguf file inside it.")
