"""Wires the parts together; the only place that does. Built on the main thread, used from any lane."""

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path

from desktop_rag.app.answer import AnswerService, AnswerServices
from desktop_rag.app.asking import AskingService
from desktop_rag.app.catalogue import CatalogueService
from desktop_rag.app.conversations import ConversationService
from desktop_rag.app.doctor import DoctorService
from desktop_rag.app.embedding import Embedding
from desktop_rag.app.extract import ExtractService
from desktop_rag.app.follow_ups import FollowUps
from desktop_rag.app.grounding import GroundingService
from desktop_rag.app.ingest import IngestService
from desktop_rag.app.jobs import JobRunner
from desktop_rag.app.model import ModelService
from desktop_rag.app.retrieve import RetrieveService
from desktop_rag.app.settings import SettingsService
from desktop_rag.app.source import SourceService
from desktop_rag.app.whole_document import WholeDocumentService
from desktop_rag.app.write import WriteService
from desktop_rag.runtime import RuntimePaths, assets_dir
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.settings import SettingsStore
from desktop_rag.store.vectors import VectorStore
from desktop_rag.store.words import WordIndex
from desktop_rag.workers.chat_client import chat_spec
from desktop_rag.workers.embed_client import EmbedClient, embedder_spec
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from desktop_rag.workers.process import ChildSpec

DRAWING_STALL_S = 30.0


@dataclass(frozen=True, slots=True)
class Children:
    """How the children are started; tests put limits or doubles of their own here."""

    parser: ChildSpec
    embedder: ChildSpec
    parsers: int
    chat: ChildSpec = field(default_factory=chat_spec)

    @classmethod
    def default(cls) -> "Children":
        return cls(parser_spec(), embedder_spec(), parsers_for(os.cpu_count() or 1))


def parsers_for(cores: int) -> int:
    """Parsing is far faster than embedding, so a few parsers keep the embedder busy on any machine."""
    return max(1, min(4, cores // 2))


@dataclass(frozen=True, slots=True)
class AppContext:
    """Everything the window and the command line use. Children start at their first use."""

    paths: RuntimePaths
    jobs: JobRunner
    ingest: IngestService
    catalogue: CatalogueService
    retrieve: RetrieveService
    model: ModelService
    answer: AnswerService
    asking: AskingService
    conversations: ConversationService
    settings: SettingsService
    source: SourceService
    doctor: DoctorService
    sample_folder: Path
    _database: Database
    _embedder: EmbedClient
    _parsers: tuple[ParserClient, ...]

    @classmethod
    def open(cls, paths: RuntimePaths, children: Children | None = None) -> "AppContext":
        """Opens or creates the library. Raises `LibraryError`."""
        children = children or Children.default()
        database = Database(paths.library / "library.db")
        library, words, vectors = Library(database), WordIndex(database), VectorStore(database)
        embedder = EmbedClient(children.embedder)
        embedding = Embedding(embedder, vectors, paths.library / "index")
        parsers = tuple(ParserClient(children.parser) for _ in range(children.parsers))
        painter = ParserClient(dataclasses.replace(children.parser, stall_s=DRAWING_STALL_S))
        retrieve = RetrieveService(library, words, embedding)
        model = ModelService(children.chat)
        answer = AnswerService(_ways_to_answer(library, retrieve, embedding, model))
        conversations, settings = Conversations(database), SettingsService(SettingsStore(database))
        return cls(
            paths=paths,
            jobs=JobRunner(),
            ingest=IngestService(library, words, embedding, parsers, paths.library),
            catalogue=CatalogueService(library, vectors, paths.library),
            retrieve=retrieve,
            model=model,
            answer=answer,
            asking=AskingService(answer, conversations, settings),
            conversations=ConversationService(conversations),
            settings=settings,
            source=SourceService(library, painter),
            doctor=DoctorService(paths, library, words, embedding, parsers[0], model, settings),
            sample_folder=assets_dir() / "guide",
            _database=database,
            _embedder=embedder,
            _parsers=(*parsers, painter),
        )

    def close(self) -> None:
        """Stops all work, ends the children and closes the database. Finished work is on disk already.

        The children go first, since a job may be waiting for one that hangs, and once more at the end, since
        a job may have started one meanwhile.
        """
        self.jobs.stop()
        self._close_children()
        self.jobs.close()
        self._close_children()
        self._database.close()

    def _close_children(self) -> None:
        for parser in self._parsers:
            parser.close()
        self._embedder.close()
        self.model.close()


def _ways_to_answer(
    library: Library, retrieve: RetrieveService, embedding: Embedding, model: ModelService
) -> AnswerServices:
    grounding = GroundingService(library, embedding)
    write = WriteService(model, grounding)
    return AnswerServices(
        retrieve=retrieve,
        extract=ExtractService(library, retrieve, embedding),
        write=write,
        whole=WholeDocumentService(library, model, write, grounding),
        follow_ups=FollowUps(model),
        model=model,
    )
