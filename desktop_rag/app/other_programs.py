"""Where other programs of the person's keep their models. Any lane's thread.

The folders are those that the programs' own documentation names, as of 2026.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_rag.app.shelf_values import OtherProgram


def other_programs(home: Path, environment: Mapping[str, str]) -> tuple[OtherProgram, ...]:
    """Those whose folder exists; a folder that two of them share is named once."""
    seen: set[Path] = set()
    found: list[OtherProgram] = []
    for program, folder in _places(home, environment):
        if folder not in seen and os.access(folder, os.R_OK | os.X_OK) and folder.is_dir():
            seen.add(folder)
            found.append(OtherProgram(program, folder))
    return tuple(found)


def _places(home: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    data, cache = _data_folder(home, environment), _cache_folder(home, environment)
    yield "LM Studio", home / ".lmstudio" / "models"
    yield "LM Studio", home / ".cache" / "lm-studio" / "models"
    yield "GPT4All", (data / "nomic.ai" / "GPT4All")
    yield "Jan", data / "Jan" / "data" / "llamacpp" / "models"
    yield "Jan", home / "jan" / "models"
    yield "Ollama", _folder(environment, "OLLAMA_MODELS") or home / ".ollama" / "models"
    yield "Ollama", Path("/usr/share/ollama/.ollama/models")
    yield "llama.cpp", _folder(environment, "LLAMA_CACHE") or cache / "llama.cpp"
    hub = _folder(environment, "HF_HUB_CACHE")
    hub_home = _folder(environment, "HF_HOME") or home / ".cache" / "huggingface"
    yield "Hugging Face", hub or hub_home / "hub"
    yield "KoboldCpp", home / "koboldcpp" / "models"
    yield "text-generation-webui", home / "text-generation-webui" / "user_data" / "models"


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    return Path(value) if value else None


def _data_folder(home: Path, environment: Mapping[str, str]) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    if sys.platform == "win32":
        return _folder(environment, "LOCALAPPDATA") or home / "AppData" / "Local"
    return _folder(environment, "XDG_DATA_HOME") or home / ".local" / "share"


def _cache_folder(home: Path, environment: Mapping[str, str]) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    if sys.platform == "win32":
        return _folder(environment, "LOCALAPPDATA") or home / "AppData" / "Local"
    return _folder(environment, "XDG_CACHE_HOME") or home / ".cache"
