"""What a folder written by sentence-transformers says of the embedder in it. Shelf child, main thread.

The folder comes from strangers: its JSON files are small and bounded, no path in them leads outside, and a
folder that wants code of its own to be run, or whose weights are a pickle (which is code), is refused. Layout
of the files: sentence_transformers/base/model.py and its modules (versions 2 to 6).
"""

import re
from pathlib import Path

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import EmbedderUnusable, ModelDamaged, ModelError, ModelMissing
from desktop_rag.generation.embedder_families import family_of
from desktop_rag.generation.licence_names import licence_words
from desktop_rag.generation.model_facts import shown
from desktop_rag.generation.safetensors_header import Weights, folder_weights
from desktop_rag.generation.untrusted_json import number_of, read_bounded, read_json, read_object, text_of

MODULES_NAME = "modules.json"
MAX_MODULES = 20
MAX_DIMENSION = 1 << 16
MAX_TOKENS = 1 << 20
MAX_PREFIX_CHARS = 500
USUAL_TOKENS = 512
"""For a folder that does not say how much text it reads."""
CARD_BYTES = 1 << 18
_KNOWN = frozenset(["Transformer", "Pooling", "Normalize", "Dense", "LayerNorm", "Dropout"])
_CODE = (
    "This model brings program code of its own, which is never run here.",
    "Look for the same model as a GGUF file, or choose another one.",
)
_LENGTH_FILES = (
    "sentence_bert_config.json",
    "sentence_roberta_config.json",
    "sentence_distilbert_config.json",
    "sentence_camembert_config.json",
    "sentence_albert_config.json",
    "sentence_xlm-roberta_config.json",
    "sentence_xlnet_config.json",
)
_QUESTION_PROMPTS = ("query", "search_query", "question", "retrieval-query", "web_search_query")
_PASSAGE_PROMPTS = ("document", "passage", "search_document", "corpus", "retrieval-document")
_POOLINGS = {"mean": Pooling.MEAN, "cls": Pooling.CLS, "lasttoken": Pooling.LAST}
_OLD_POOLINGS = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_lasttoken": "lasttoken",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
}
_LICENCE = re.compile(rb"^license:[ \t]*([^\r\n]+)", re.MULTILINE)
_HUB_FOLDER = re.compile(r"models--(?:.+--)?(?P<name>.+)")

Config = dict[str, object]


def sentence_folder_facts(folder: Path) -> EmbedderFacts:
    """Raises `EmbedderUnusable`, `ModelDamaged` or `ModelMissing`, each with its reason and what to do."""
    try:
        return _Folder(folder).facts()
    except ValueError as error:
        raise ModelDamaged(
            "This folder is damaged: its files make no sense.",
            hint="Download or copy the whole folder again.",
            detail=f"{folder}: {error}",
        ) from error
    except OSError as error:
        raise _missing(folder, error) from error


class _Folder:
    """One reading of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._modules = _modules(folder)
        self._transformer = self._path_of("Transformer")
        self._config = read_object(self._transformer / "config.json")
        self._settings = _optional(folder / "config_sentence_transformers.json")

    def facts(self) -> EmbedderFacts:
        self._check()
        weights = self._weights()
        name = self._name()
        question, passage = self._prefixes(name)
        return EmbedderFacts(
            kind=EmbedderKind.SENTENCE_TRANSFORMERS,
            path=self._folder,
            name=name,
            architecture=shown(text_of(self._config, "model_type")),
            parameters=weights.parameters,
            quantisation=weights.kind,
            size_bytes=weights.size_bytes,
            dimension=self._dimension(),
            max_tokens=self._max_tokens(),
            pooling=_POOLINGS.get(self._pooling_modes()[0]),
            question_prefix=question,
            passage_prefix=passage,
            licence=_licence(self._folder / "README.md"),
        )

    def _check(self) -> None:
        tokenizer = _optional(self._transformer / "tokenizer_config.json")
        if "auto_map" in self._config or "auto_map" in tokenizer:
            raise EmbedderUnusable(_CODE[0], hint=_CODE[1], detail="auto_map")
        kind = text_of(self._settings, "model_type") or "SentenceTransformer"
        if kind != "SentenceTransformer":
            raise EmbedderUnusable(
                "This model ranks or matches texts in a way that is not used here.",
                hint="Choose another search model, or a GGUF file of this one.",
                detail=shown(kind),
            )
        if not self._dimension():
            raise EmbedderUnusable("This folder does not say how large the model is that it holds.")

    def _weights(self) -> Weights:
        """Of the transformer and of the dense layers behind it."""
        weights = folder_weights(self._transformer)
        dense = [folder_weights(path) for kind, path in self._modules if kind == "Dense"]
        if weights is None or None in dense:
            raise self._without_weights()
        return sum((extra for extra in dense if extra is not None), start=weights)

    def _without_weights(self) -> ModelError:
        if any(self._transformer.glob("pytorch_model*.bin")):
            return EmbedderUnusable(
                "This model's weights are in a format that can hold program code (pytorch_model.bin).",
                hint="Look for a version of it with model.safetensors, or for a GGUF file.",
            )
        return ModelMissing(
            "This folder holds no weights (model.safetensors).",
            hint="Download or copy the whole folder again.",
        )

    def _dimension(self) -> int:
        for kind, path in reversed(self._modules):
            if kind == "Dense":
                config = read_object(path / "config.json")
                _check_activation(config)
                return number_of(config, "out_features", MAX_DIMENSION)
        pooling = self._pooling()
        width = number_of(pooling, "word_embedding_dimension", MAX_DIMENSION)
        width = width or number_of(pooling, "embedding_dimension", MAX_DIMENSION)
        width = width or number_of(self._config, "hidden_size", MAX_DIMENSION)
        return min(width * len(self._pooling_modes()), MAX_DIMENSION)

    def _pooling(self) -> Config:
        paths = [path for kind, path in self._modules if kind == "Pooling"]
        return _optional(paths[0] / "config.json") if paths else {}

    def _pooling_modes(self) -> list[str]:
        """One or several, whose vectors are put one behind the other; the mean if none is told."""
        pooling = self._pooling()
        said = pooling.get("pooling_mode")
        modes = said if isinstance(said, list) else [said]
        told = [mode for mode in modes[:8] if isinstance(mode, str)]
        told = told or [mode for key, mode in _OLD_POOLINGS.items() if pooling.get(key) is True]
        return told or ["mean"]

    def _max_tokens(self) -> int:
        lengths = (
            number_of(_optional(self._transformer / name), "max_seq_length", MAX_TOKENS)
            for name in _LENGTH_FILES
        )
        tokenizer = _optional(self._transformer / "tokenizer_config.json")
        stated = next((length for length in lengths if length), 0)
        stated = stated or number_of(tokenizer, "model_max_length", MAX_TOKENS)
        positions = number_of(self._config, "max_position_embeddings", MAX_TOKENS)
        if "roberta" in text_of(self._config, "model_type") and positions > 2:
            positions -= 2  # the first two places of the table are not used
        return min(filter(None, (stated, positions)), default=USUAL_TOKENS)

    def _prefixes(self, name: str) -> tuple[str, str]:
        """As the folder says; for one that says nothing, as the family wants that its name belongs to."""
        stated = self._settings.get("prompts")
        prompts = {key.lower(): text for key, text in stated.items()} if isinstance(stated, dict) else {}
        usual = prompts.get(text_of(self._settings, "default_prompt_name").lower())
        question = next((prompts[key] for key in _QUESTION_PROMPTS if prompts.get(key)), usual)
        passage = next((prompts[key] for key in _PASSAGE_PROMPTS if prompts.get(key)), usual)
        if not question and not passage:
            family = family_of([name, text_of(self._config, "_name_or_path")])
            return (family.question_prefix, family.passage_prefix) if family else ("", "")
        return _prefix(question), _prefix(passage)

    def _path_of(self, wanted: str) -> Path:
        for kind, path in self._modules:
            if kind == wanted:
                return path
        raise EmbedderUnusable("This model is of a kind that is not supported here.", detail=f"no {wanted}")

    def _name(self) -> str:
        """The hub's name for a folder in its cache, which itself is called by a checksum."""
        for part in reversed(self._folder.parts):
            if hub := _HUB_FOLDER.fullmatch(part):
                return shown(hub["name"])
        return shown(self._folder.name)


def _modules(folder: Path) -> list[tuple[str, Path]]:
    """Kind and folder of each; raises for those that are not the library's own."""
    listed = read_json(folder / MODULES_NAME)
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_MODULES:
        raise ValueError("modules.json")
    return [_module(folder, entry) for entry in listed]


def _module(folder: Path, entry: object) -> tuple[str, Path]:
    if not isinstance(entry, dict):
        raise ValueError("modules.json")
    package, _, kind = text_of(entry, "type").rpartition(".")
    if package.split(".")[0] != "sentence_transformers":
        raise EmbedderUnusable(_CODE[0], hint=_CODE[1], detail=shown(text_of(entry, "type")))
    if kind not in _KNOWN:
        raise EmbedderUnusable(
            "This model is of a kind that is not supported here.",
            hint="Choose another search model, or a GGUF file of this one.",
            detail=shown(kind),
        )
    path = folder / text_of(entry, "path")
    if ".." in path.parts or not path.is_relative_to(folder):
        raise ValueError("a module outside of the folder")
    return kind, path


def _check_activation(dense: Config) -> None:
    """The library imports what stands here."""
    activation = text_of(dense, "activation_function")
    if activation and not activation.startswith("torch.nn.modules."):
        raise EmbedderUnusable(_CODE[0], hint=_CODE[1], detail=shown(activation))


def _optional(path: Path) -> Config:
    return read_object(path) if path.is_file() else {}


def _prefix(text: object) -> str:
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > MAX_PREFIX_CHARS or "\x00" in text:
        raise ValueError("a prompt that makes no sense")
    text.encode()  # a lone surrogate is a ValueError too
    return text


def _licence(card: Path) -> str:
    """From the front matter of the model's card."""
    try:
        head = read_bounded(card, CARD_BYTES)
    except (OSError, ValueError):
        return ""
    front = head.split(b"\n---", 1)[0] if head.startswith(b"---") else b""
    stated = _LICENCE.search(front)
    return licence_words(stated[1].decode("utf-8", "replace").strip(" \"'")) if stated else ""


def _missing(folder: Path, error: OSError) -> ModelMissing:
    name = Path(error.filename).name if isinstance(error.filename, str) else "A file"
    return ModelMissing(
        f"{shown(name)} is missing in this folder or cannot be read.",
        hint="Download or copy the whole folder again.",
        detail=f"{folder}: {error}",
    )
