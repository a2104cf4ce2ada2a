"""What a folder written by PEFT says of the adapter in it, and whether that can be carried over to GGUF.
Shelf child and converter child, main thread; imports nothing heavy.

The folder comes from strangers: of adapter_config.json a bounded part is read, no path in it is followed,
and whatever does not fit becomes an `AdapterUnusable` with its reason. The settings are those of PEFT's
LoraConfig (tuners/lora/config.py, 0.21). GGUF carries two matrices for each matrix of the model and one
strength for all of them, so that every setting that changes more than that is refused.
"""

import json
import math
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.domain.errors import AdapterUnusable, ModelMissing
from desktop_rag.domain.shelf import PeftFacts

CONFIG_NAME, WEIGHTS_NAME, PICKLE_NAME = (
    "adapter_config.json",
    "adapter_model.safetensors",
    "adapter_model.bin",
)
MAX_CONFIG_BYTES = 1 << 20
MAX_RANK = 1 << 14
MAX_ALPHA, MIN_ALPHA = 1e6, 1e-6
MAX_MODULES = 200
MAX_PATTERNS = 4096
MAX_NAME_CHARS = 120

MERGE_HINT = (
    "Merge it into its model with PEFT (merge_and_unload) and convert the whole model to GGUF, or train it "
    "again as a plain LoRA."
)
_UNTIE_HINT = (
    "Save it again in PEFT as a plain LoRA (save_pretrained with path_initial_model_for_weight_conversion)."
)
MORE_THAN_LORA = "This adapter does more than LoRA alone, which a GGUF adapter cannot carry: "
# (setting, why an adapter that has it on is refused)
_REFUSED: tuple[tuple[str, str], ...] = (
    ("use_dora", MORE_THAN_LORA + "it is a DoRA adapter."),
    ("use_qalora", MORE_THAN_LORA + "it is a QALoRA adapter."),
    ("use_bdlora", MORE_THAN_LORA + "it is a block-diagonal LoRA adapter."),
    ("kasa_config", MORE_THAN_LORA + "it is a KaSA adapter."),
    ("monteclora_config", MORE_THAN_LORA + "it draws by chance (MonteCLoRA)."),
    ("arrow_config", MORE_THAN_LORA + "it chooses between several adapters (Arrow)."),
    (
        "alora_invocation_tokens",
        "This adapter only acts after certain words (activated LoRA), which is not supported.",
    ),
    (
        "invocation_string",
        "This adapter only acts after certain words (activated LoRA), which is not supported.",
    ),
    ("trainable_token_indices", MORE_THAN_LORA + "it brings words trained anew (trainable tokens)."),
    ("lora_bias", MORE_THAN_LORA + "it also changes biases."),
    ("layer_replication", MORE_THAN_LORA + "it makes the model larger by repeating layers."),
    ("target_parameters", MORE_THAN_LORA + "it changes the experts of a mixture-of-experts model."),
    ("fan_in_fan_out", "This adapter is for a model that stores its matrices crosswise, as GPT-2 does."),
)
_HARMLESS = frozenset(
    "use_rslora eva_config corda_config loftq_config lora_ga_config velora_config runtime_config "
    "megatron_config inference_config".split()
)
"""Settings that say how an adapter was begun or trained, and change nothing in how it is used."""
_PLAIN_BEGINNINGS = (None, True, False, "gaussian", "eva", "orthogonal")
"""The others (PiSSA, OLoRA, CorDA, LoftQ, LoRA-GA) also take something away from the model itself."""
_PLAIN_PATTERN = re.compile(r"\^?(?:[\w.\-]|\\\.){1,500}")
"""Names, with dots that stand for any character: no pattern of a stranger's takes long to match."""


@dataclass(frozen=True, slots=True)
class PeftConfig:
    """How strong an adapter is, and of what rank. `base` is the name of its model as it was given in
    training.

    The patterns, in their order, say otherwise for the modules whose names end so.
    """

    base: str
    rank: int
    alpha: float
    rank_stabilised: bool
    rank_patterns: tuple[tuple[re.Pattern[str], float], ...]
    alpha_patterns: tuple[tuple[re.Pattern[str], float], ...]
    modules: tuple[str, ...]

    def rank_of(self, module: str) -> int:
        return int(_matching(self.rank_patterns, module, self.rank))

    def scale_of(self, module: str) -> float:
        """What the product of a module's two matrices is multiplied with (LoraLayer.update_layer)."""
        alpha, rank = _matching(self.alpha_patterns, module, self.alpha), self.rank_of(module)
        return alpha / (math.sqrt(rank) if self.rank_stabilised else rank)

    @property
    def gguf_alpha(self) -> float:
        """The strength for the whole file. llama.cpp divides it by each pair's own rank."""
        return self.alpha * (math.sqrt(self.rank) if self.rank_stabilised else 1)


def peft_facts(folder: Path) -> PeftFacts:
    """Raises `AdapterUnusable` with the reason, and `ModelMissing` for a folder that cannot be read."""
    config = read_config(folder)
    size_bytes = weights_size(folder)
    return PeftFacts(
        path=folder,
        name=adapter_name(folder),
        base_name=base_name(config.base),
        rank=config.rank,
        alpha=config.alpha,
        modules=config.modules,
        size_bytes=size_bytes,
    )


def adapter_name(folder: Path) -> str:
    """The folder's name; a checkpoint's says nothing without that of the training it belongs to."""
    name = folder.name
    if re.fullmatch(r"checkpoint-\d+|adapter|final|lora", name, re.IGNORECASE) and folder.parent.name:
        name = f"{folder.parent.name} {name}"
    return _one_line(name) or "Adapter"


def base_name(base: str) -> str:
    """The last part of a hub's name or of a folder on the computer that it was trained on. That training held
    the model in fewer bits is left out: the adapter is for the model all the same."""
    last = re.split(r"[/\\]", base.rstrip("/\\"))[-1]
    return re.sub(r"(-unsloth)?-bnb-[48]bit$", "", _one_line(last)).lstrip(".")


def weights_size(folder: Path) -> int:
    """Bytes of the weights. Raises `AdapterUnusable` where there are none that can be read without running
    code from the file, as the older format needs it."""
    size = _size(folder / WEIGHTS_NAME)
    if size is not None:
        return size
    if _size(folder / PICKLE_NAME) is not None:
        raise AdapterUnusable(
            "This adapter is saved in an older format that can hide programs, and is not opened.",
            hint="Load it in PEFT and save it again as safetensors (save_pretrained does so by itself).",
        )
    if _size(folder / f"{WEIGHTS_NAME}.index.json") is not None:
        raise AdapterUnusable(
            "This adapter is split into several files, which is not supported.",
            hint="Load it in PEFT and save it again as one file.",
        )
    raise AdapterUnusable(
        f"The weights of this adapter are missing: there is no {WEIGHTS_NAME}.",
        hint="Copy the whole folder that the training wrote.",
    )


def read_config(folder: Path) -> PeftConfig:
    """Raises `AdapterUnusable` for settings that cannot be carried over, or make no sense."""
    settings = _settings(folder)
    _check_kind(settings)
    config = PeftConfig(
        base=_text(settings, "base_model_name_or_path"),
        rank=_rank(settings.get("r")),
        alpha=_alpha(settings.get("lora_alpha")),
        rank_stabilised=settings.get("use_rslora") is True,
        rank_patterns=tuple((key, _rank(value)) for key, value in _patterns(settings, "rank_pattern")),
        alpha_patterns=tuple((key, _alpha(value)) for key, value in _patterns(settings, "alpha_pattern")),
        modules=_modules(settings.get("target_modules")),
    )
    if abs(config.alpha) < MIN_ALPHA:
        raise AdapterUnusable(
            "The strength of this adapter is zero: it changes nothing.",
            hint="Train it again with another lora_alpha.",
        )
    return config


def _settings(folder: Path) -> Mapping[str, object]:
    untrusted = _read(folder / CONFIG_NAME)
    try:
        settings = json.loads(untrusted)
    except (ValueError, RecursionError) as error:
        raise _damaged(f"{CONFIG_NAME} is no JSON: {type(error).__name__}") from error
    if not isinstance(settings, dict):
        raise _damaged(f"{CONFIG_NAME} holds no settings")
    return settings


def _read(path: Path) -> bytes:
    if _size(path) is None:
        raise AdapterUnusable(
            f"This folder holds no adapter: there is no {CONFIG_NAME}.",
            hint=f"Choose the folder that holds {CONFIG_NAME} and {WEIGHTS_NAME}.",
        )
    try:
        with path.open("rb") as file:
            content = file.read(MAX_CONFIG_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(content) > MAX_CONFIG_BYTES:
        raise _damaged(f"{CONFIG_NAME} has more than {MAX_CONFIG_BYTES} bytes")
    return content


def _size(path: Path) -> int | None:
    """None where there is no such file; a pipe or a folder is none."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a zero byte in the path
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _check_kind(settings: Mapping[str, object]) -> None:
    kind = settings.get("peft_type")
    if not isinstance(kind, str):
        raise AdapterUnusable(
            "This folder was not written by PEFT.",
            hint=f"Choose a folder with an {CONFIG_NAME} that PEFT wrote, or an adapter in the GGUF format.",
        )
    if kind.upper() != "LORA":
        raise AdapterUnusable(
            f"This adapter is of the kind “{_one_line(kind)[:40]}”; only LoRA adapters are supported.",
            hint=MERGE_HINT,
        )
    for setting, why in _REFUSED:
        if settings.get(setting):
            raise AdapterUnusable(why, hint=MERGE_HINT, detail=setting)
    _check_other_weights(settings)
    _check_unknown(settings)


def _check_other_weights(settings: Mapping[str, object]) -> None:
    if settings.get("modules_to_save"):
        raise AdapterUnusable(
            MORE_THAN_LORA + "it brings whole parts of the model trained anew (modules_to_save).",
            hint=MERGE_HINT,
        )
    if settings.get("bias") not in (None, "", "none"):
        raise AdapterUnusable(MORE_THAN_LORA + "it also changes biases.", hint=MERGE_HINT)
    beginning = settings.get("init_lora_weights")
    if not any(beginning is plain or beginning == plain for plain in _PLAIN_BEGINNINGS):
        name = _one_line(str(beginning))[:40]
        raise AdapterUnusable(
            f"This adapter belongs to a model that was itself changed at the beginning of training ({name}).",
            hint=_UNTIE_HINT,
        )


def _check_unknown(settings: Mapping[str, object]) -> None:
    """What a newer PEFT may do to the sum is told by how it names its settings."""
    for name, value in settings.items():
        if not value or name in _HARMLESS:
            continue
        if name.startswith("use_") or name.endswith("_config"):
            raise AdapterUnusable(
                f"This adapter uses a setting that is not known here ({_one_line(name)[:40]}).",
                hint="Update Desktop RAG. " + MERGE_HINT,
            )


def _patterns(settings: Mapping[str, object], name: str) -> list[tuple[re.Pattern[str], object]]:
    """As PEFT's get_pattern_key reads them: a pattern for the end of a module's name, the first one
    counts."""
    patterns = settings.get(name) or {}
    if not isinstance(patterns, dict) or len(patterns) > MAX_PATTERNS:
        raise _damaged(name)
    if not all(_PLAIN_PATTERN.fullmatch(key) for key in patterns):
        raise AdapterUnusable(
            "The parts of this adapter differ in strength in a way that is not supported.",
            hint=MERGE_HINT,
            detail=name,
        )
    return [(re.compile(rf"(?:.*\.)?(?:{key})$"), value) for key, value in patterns.items()]


def _matching(patterns: tuple[tuple[re.Pattern[str], float], ...], module: str, otherwise: float) -> float:
    return next((value for pattern, value in patterns if pattern.match(module)), otherwise)


def _rank(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_RANK:
        raise _damaged("a rank that is none")
    return value


def _alpha(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= MAX_ALPHA:
        raise _damaged("a strength that is none")
    return float(value)


def _modules(value: object) -> tuple[str, ...]:
    """The kinds of modules that were chosen for training, each once; a pattern stands as it is."""
    if isinstance(value, str):
        return (_one_line(value),)
    names = value if isinstance(value, list) else []
    kinds = {_one_line(name.rpartition(".")[2]) for name in names if isinstance(name, str)}
    return tuple(sorted(kinds)[:MAX_MODULES])


def _text(settings: Mapping[str, object], name: str) -> str:
    value = settings.get(name)
    return value if isinstance(value, str) else ""


def _one_line(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:MAX_NAME_CHARS].encode("utf-8", "replace").decode("utf-8")


def _damaged(detail: str) -> AdapterUnusable:
    return AdapterUnusable(
        "This adapter is damaged: its settings make no sense.",
        hint="Copy the whole folder again from where it was trained.",
        detail=detail,
    )


def _unreadable(path: Path, error: OSError) -> ModelMissing:
    return ModelMissing(
        f"{path.name} may not be read.",
        hint="Give yourself permission to read it, or reconnect the drive it is on, then try again.",
        detail=f"{path}: {error}",
    )
