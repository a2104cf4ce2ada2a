"""How well the memory of models of real sizes is estimated, and of the models beside the checkout."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.resident import ALLOWED_ERROR, HEADING, measured
from tests.zero_models import Type, ZeroModel, write_zero_model

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a mapped page counts only once it was read"
)

# Shapes as these models' headers give them.
LARGER = {
    "SmolLM2 360M, Q8_0": (ZeroModel(32, 960, 2560, 15, 5, 49152, Type.Q8_0), 8192),
    "Qwen2.5 0.5B, Q4_0, own table": (
        ZeroModel(24, 896, 4864, 14, 2, 151936, Type.Q4_0, Type.Q8_0, tied=False),
        32768,
    ),
    "Qwen3 0.6B, Q8_0": (
        ZeroModel(28, 1024, 3072, 16, 8, 151936, Type.Q8_0, head=128, architecture="qwen3"),
        8192,
    ),
    "Llama 3.2 1B, Q4_K and Q6_K": (
        ZeroModel(16, 2048, 8192, 32, 8, 128256, Type.Q4_K, Type.Q6_K, merges=2.2),
        8192,
    ),
    "SmolLM2 1.7B, Q4_K and Q6_K": (ZeroModel(24, 2048, 8192, 32, 32, 49152, Type.Q4_K, Type.Q6_K), 2048),
    "Qwen3 0.6B, F16": (
        ZeroModel(28, 1024, 3072, 16, 8, 151936, head=128, architecture="qwen3"),
        2048,
    ),
}
SPARED_BYTES = 2 * 1024**3


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Files of more than a gigabyte are not left lying."""
    path = tmp_path / "model.gguf"
    yield path
    path.unlink(missing_ok=True)


@pytest.mark.parametrize("name", LARGER)
def test_the_estimate_for_a_model_of_real_size_is_within_15_percent(name: str, path: Path) -> None:
    if psutil.virtual_memory().available < 2 * SPARED_BYTES:
        pytest.skip("there is not enough memory free for this")
    model, context_tokens = LARGER[name]
    result = measured(name, write_zero_model(path, model), context_tokens)
    print(HEADING, result, sep="\n")
    assert abs(result.error) <= ALLOWED_ERROR


@pytest.mark.data
def test_the_estimate_for_every_model_beside_the_checkout_is_within_15_percent(data_dir: Path) -> None:
    paths = sorted((data_dir / "models").glob("*.gguf"))
    results = [measured(path.name, path, text="the sea " * 12) for path in paths]
    print(HEADING, *results, sep="\n")
    assert results
    assert all(abs(result.error) <= ALLOWED_ERROR for result in results), results
