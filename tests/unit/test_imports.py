"""What a process loads, seen from a fresh interpreter."""

import subprocess
import sys

import pytest

CHILD_ONLY = {
    "pypdfium2",
    "pypdf",
    "lxml",
    "mammoth",
    "markdown_it",
    "chardet",
    "onnxruntime",
    "tokenizers",
    "llama_cpp",
    "jinja2",
    "torch",
    "sentence_transformers",
    "gguf",
    "safetensors",
    "urllib3",
    "truststore",
}
LATE = {"py3langid", "numpy", "hnswlib", "pathspec", "watchdog"}
"""Loaded on a lane's thread when it is needed."""


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint('\\n'.join({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["desktop_rag.app.context", "desktop_rag.cli.main"])
def test_the_core_loads_neither_qt_nor_what_belongs_to_the_children(module: str) -> None:
    assert loaded_by(f"import {module}") & (CHILD_ONLY | LATE | {"PySide6"}) == set()


def test_the_window_loads_nothing_that_belongs_to_the_children() -> None:
    loaded = loaded_by("import desktop_rag.gui.application")
    assert "PySide6" in loaded
    assert loaded & (CHILD_ONLY | LATE) == set()


def test_choosing_what_to_run_loads_nothing_heavy() -> None:
    assert loaded_by("import desktop_rag.__main__") & (CHILD_ONLY | {"PySide6", "numpy", "sqlite3"}) == set()


def test_the_parser_child_loads_no_model_and_no_window() -> None:
    loaded = loaded_by("import desktop_rag.workers.parser_worker")
    assert loaded & {"onnxruntime", "tokenizers", "PySide6", "sqlite3", "hnswlib"} == set()


def test_the_chat_child_loads_llama_cpp_only_with_a_model() -> None:
    loaded = loaded_by("import desktop_rag.workers.chat_worker")
    assert loaded & {*CHILD_ONLY, "PySide6", "sqlite3", "hnswlib", "numpy"} == set()


def test_the_embed_child_loads_what_runs_an_embedder_only_with_one_of_its_kind() -> None:
    loaded = loaded_by("import desktop_rag.workers.embed_worker")
    assert loaded & {*CHILD_ONLY, "transformers", "safetensors", "PySide6", "sqlite3", "hnswlib"} == set()


@pytest.mark.parametrize("child", ["shelf_worker", "converter_worker", "download_worker", "embed_worker"])
def test_a_child_loads_what_it_works_with_only_when_it_is_asked(child: str) -> None:
    loaded = loaded_by(f"import desktop_rag.workers.{child}")
    assert loaded & {*CHILD_ONLY, "PySide6", "sqlite3", "hnswlib"} == set()
