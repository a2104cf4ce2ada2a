"""Tests every part of the installation and the library for real. Command line or a lane's thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_rag.app.embedding import Embedding
from desktop_rag.app.jobs import JobContext
from desktop_rag.app.model import ModelService
from desktop_rag.app.settings import SettingsService
from desktop_rag.domain.embedder import EmbedderKind
from desktop_rag.domain.errors import DesktopRagError, EmbedderUnusable, InstallationError, LibraryDamaged
from desktop_rag.runtime import RuntimePaths, assets_dir
from desktop_rag.store.library import Library
from desktop_rag.store.words import WordIndex
from desktop_rag.workers.parser_client import ParserClient


@dataclass(frozen=True, slots=True)
class Check:
    """`detail` says what was seen, or what went wrong and what to do."""

    name: str
    ok: bool
    detail: str


class DoctorService:
    def __init__(
        self,
        paths: RuntimePaths,
        library: Library,
        words: WordIndex,
        embedding: Embedding,
        parser: ParserClient,
        model: ModelService,
        settings: SettingsService,
    ) -> None:
        self._paths = paths
        self._library = library
        self._words = words
        self._embedding = embedding
        self._parser = parser
        self._model = model
        self._settings = settings

    def check(self) -> Iterator[Check]:
        """One check after another; a failed one does not stop the next."""
        parts: list[tuple[str, Callable[[], str]]] = [
            ("Parts of the program", self._assets),
            ("Reading documents", self._reading),
            ("Drawing pages", self._drawing),
            ("Understanding text", self._embedding_works),
            ("Writing answers", self._writing),
            ("Library on disk", self._library_opens),
            ("Keyword index", self._keyword_index),
            ("Search index", self._vector_index),
        ]
        for name, part in parts:
            try:
                yield Check(name, True, part())
            except DesktopRagError as error:
                yield Check(name, False, f"{error.message} {error.hint} {error.detail}".strip())

    def _assets(self) -> str:
        missing = [name for name in ("embedder", "guide", "icons") if not (assets_dir() / name).is_dir()]
        if missing:
            raise InstallationError(detail=f"missing: {', '.join(missing)}")
        return "all there"

    def _reading(self) -> str:
        document = self._parser.parse(_guide("*.md"))
        return f"read {len(document.pages)} page(s) of the guide"

    def _drawing(self) -> str:
        picture = self._parser.render(_guide("*.pdf"), 1, 200, (), ())
        return f"drew a page of {picture.width} × {picture.height} pixels"

    def _embedding_works(self) -> str:
        with self._embedding.use() as embedder:
            near, far = embedder.client.encode_sentences(
                ["The meeting is on Tuesday.", "Boil the rice for ten minutes."]
            )
            (question,) = embedder.client.encode_question(["When do we meet?"])
            is_ours = embedder.choice.kind is EmbedderKind.BUNDLED
            if is_ours and not near @ question > far @ question:
                raise InstallationError(detail="the model ranks an unrelated sentence first")
            if not embedder.calibration.tells_apart:
                raise EmbedderUnusable(
                    f"The search model “{embedder.name}” hardly tells related texts from others.",
                    hint="Choose another search model.",
                )
            return embedder.name

    def _writing(self) -> str:
        engine = self._model.start()
        choice = self._settings.load().model
        if choice is None:
            return f"{engine}; no model is chosen"
        return f"{engine}; {self._model.inspect(choice.path, JobContext()).name}"

    def _library_opens(self) -> str:
        return f"{len(self._library.documents())} documents in {self._paths.library}"

    def _keyword_index(self) -> str:
        if not self._words.check():
            raise LibraryDamaged("The keyword index does not fit the documents.", hint=_REBUILD)
        return f"{self._library.count_passages()} passages"

    def _vector_index(self) -> str:
        embedder = self._embedding.in_use()
        lacking, _texts = self._embedding.vectors.count_lacking(embedder.id)
        if lacking:
            raise LibraryDamaged(f"{lacking} passages can be found only by their words.", hint=_SYNC)
        if not embedder.index.consistent(self._library.generation()):
            raise LibraryDamaged("The search index does not fit the documents.", hint=_REBUILD)
        return "agrees with the library"


_REBUILD = "Run “desktop-rag rebuild”."
_SYNC = "Run “desktop-rag sync”."


def _guide(pattern: str) -> Path:
    found = sorted((assets_dir() / "guide").glob(pattern))
    if not found:
        raise InstallationError(detail=f"no {pattern} in the guide")
    return found[0]
