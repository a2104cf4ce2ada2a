"""Wires the parts together; the only place that does. Built on the main thread, used from any lane."""

import dataclasses
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from desktop_rag.app.adapter_import import AdapterImport
from desktop_rag.app.answer import AnswerService, AnswerServices
from desktop_rag.app.asking import AskingService
from desktop_rag.app.catalogue import CatalogueService
from desktop_rag.app.conversations import ConversationService
from desktop_rag.app.doctor import DoctorService
from desktop_rag.app.downloads import DownloadService
from desktop_rag.app.embedders import BUNDLED, EmbedderService
from desktop_rag.app.embedding import Embedding, size_bytes_of
from desktop_rag.app.extract import ExtractService
from desktop_rag.app.follow_ups import FollowUps
from desktop_rag.app.following import FollowService
from desktop_rag.app.grounding import GroundingService
from desktop_rag.app.guide import GuideService
from desktop_rag.app.ingest import IngestService
from desktop_rag.app.instant_search import InstantSearch
from desktop_rag.app.intake import Intake, Readers, Shelves
from desktop_rag.app.jobs import JobContext, JobRunner
from desktop_rag.app.languages import LanguageService, language_advice
from desktop_rag.app.machine import machine
from desktop_rag.app.model import ModelService
from desktop_rag.app.moving import MovingService
from desktop_rag.app.offers import OfferService
from desktop_rag.app.passwords import Passwords
from desktop_rag.app.place import PlaceService
from desktop_rag.app.retrieve import RetrieveService
from desktop_rag.app.settings import SettingsService
from desktop_rag.app.shelf import ShelfService
from desktop_rag.app.shelf_values import LanguageAdvice
from desktop_rag.app.source import SourceService
from desktop_rag.app.storage import StorageService
from desktop_rag.app.suggestions import SuggestionService
from desktop_rag.app.throttle import Throttle
from desktop_rag.app.whole_document import WholeDocumentService
from desktop_rag.app.write import WriteService
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.domain.errors import LibraryError
from desktop_rag.domain.fit import Machine, Verdict
from desktop_rag.domain.languages import main_languages
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.runtime import RuntimePaths, assets_dir
from desktop_rag.store.adoption import adopt
from desktop_rag.store.conversations import Conversations
from desktop_rag.store.database import Database
from desktop_rag.store.library import Library
from desktop_rag.store.page_texts import PageTexts
from desktop_rag.store.roots import RootStore
from desktop_rag.store.samples import SampleReader
from desktop_rag.store.scans import ScanStore
from desktop_rag.store.settings import SettingsStore
from desktop_rag.store.shelf import Shelf
from desktop_rag.store.vectors import VectorStore
from desktop_rag.store.words import WordIndex
from desktop_rag.store.workplace import forget_leftovers
from desktop_rag.workers.chat_client import chat_spec
from desktop_rag.workers.converter_client import ConverterClient, converter_spec
from desktop_rag.workers.download_client import DownloadClient, download_spec
from desktop_rag.workers.embed_client import EmbedClient, embedder_spec, spec_for
from desktop_rag.workers.embed_requests import EMBED_THREADS
from desktop_rag.workers.parser_client import ParserClient, parser_spec
from desktop_rag.workers.process import ChildSpec
from desktop_rag.workers.shelf_client import ShelfClient, shelf_spec

DRAWING_STALL_S = 30.0


@dataclass(frozen=True, slots=True)
class Children:
    """How the children are started; tests put limits or doubles of their own here."""

    parser: ChildSpec
    embedder: ChildSpec
    parsers: int
    chat: ChildSpec = field(default_factory=chat_spec)
    shelf: ChildSpec = field(default_factory=shelf_spec)
    converter: ChildSpec = field(default_factory=converter_spec)
    download: ChildSpec = field(default_factory=download_spec)

    @classmethod
    def default(cls, cores: int | None = None) -> "Children":
        """For so many processor cores to read with; None for all but those that the person needs."""
        threads = () if cores is None else ((EMBED_THREADS, str(cores)),)
        embedder = dataclasses.replace(embedder_spec(), environment=threads)
        return cls(parser_spec(), embedder, parsers_for(2 * cores if cores else os.cpu_count() or 1))


def parsers_for(cores: int) -> int:
    """Parsing is far faster than embedding, so a few parsers keep the embedder busy on any machine."""
    return max(1, min(4, cores // 2))


@dataclass(frozen=True, slots=True)
class AppContext:
    """Everything the window and the command line use. Children start at their first use."""

    paths: RuntimePaths
    jobs: JobRunner
    ingest: IngestService
    following: FollowService
    moving: MovingService
    catalogue: CatalogueService
    retrieve: RetrieveService
    instant: InstantSearch
    model: ModelService
    answer: AnswerService
    asking: AskingService
    conversations: ConversationService
    settings: SettingsService
    storage: StorageService
    place: PlaceService
    shelf: ShelfService
    offers: OfferService
    downloads: DownloadService
    embedders: EmbedderService
    source: SourceService
    suggestions: SuggestionService
    doctor: DoctorService
    guide: GuideService
    sample_folder: Path
    _database: Database
    _embedding: Embedding
    _parsers: tuple[ParserClient, ...]
    _files: "_FileClients"

    @classmethod
    def open(
        cls, paths: RuntimePaths, children: Children | None = None, catalogue: Path | None = None
    ) -> "AppContext":
        """Opens or creates the library; `catalogue` lists the files that can be had, ours if None.

        Raises `LibraryError`.
        """
        database = _opened(paths.library)
        library, words, vectors = Library(database), WordIndex(database), VectorStore(database)
        settings = SettingsService(SettingsStore(database))
        children = children or Children.default(settings.load().cores)
        embedding = _embedding(children, settings, vectors, paths)
        roots = RootStore(database)
        shelves = Shelves(roots, library, words, ScanStore(database), embedding, paths.library)
        readers = _readers(children, settings)
        painter = ParserClient(dataclasses.replace(children.parser, stall_s=DRAWING_STALL_S))
        ingest = IngestService(shelves, Intake(shelves, readers, lambda: settings.load().read_scans))
        retrieve = RetrieveService(library, words, embedding)
        files = _FileClients.of(children)

        def room(kind: ShelfKind) -> Machine:
            """For a model, what the loaded one holds counts too: it goes before another one comes."""
            return machine(model.occupied_bytes if kind is ShelfKind.MODEL else 0)

        shelf = _shelf(files, database, settings, paths, room)
        languages = LanguageService(library, SampleReader(database))
        offers = _offers(catalogue, shelf, room, languages)
        model = ModelService(children.chat, files.shelf, machine, shelf.note_use)
        answer = AnswerService(_ways_to_answer(library, retrieve, embedding, model))
        conversations = Conversations(database)
        return cls(
            paths=paths,
            jobs=JobRunner(),
            ingest=ingest,
            following=FollowService(roots, ingest, paths.library),
            moving=MovingService(database, embedding, paths.library),
            catalogue=CatalogueService(roots, library, vectors, paths.library),
            retrieve=retrieve,
            instant=InstantSearch(library, words, embedding),
            model=model,
            answer=answer,
            asking=AskingService(answer, conversations, settings),
            conversations=ConversationService(conversations),
            settings=settings,
            storage=StorageService(database, paths),
            place=PlaceService(paths),
            shelf=shelf,
            offers=offers,
            downloads=DownloadService(files.download, shelf, settings, paths.models, offers.terms),
            embedders=_embedders(embedding, library, settings, shelf, offers, languages, paths),
            source=SourceService(library, PageTexts(database), painter, readers.passwords),
            suggestions=SuggestionService(library, retrieve),
            doctor=DoctorService(paths, library, words, embedding, painter, model, settings),
            guide=GuideService(assets_dir() / "guide", embedding),
            sample_folder=assets_dir() / "guide",
            _database=database,
            _embedding=embedding,
            _parsers=(*readers.parsers, readers.recogniser, painter),
            _files=files,
        )

    def close(self) -> None:
        """Stops all work, ends the children and closes the database. Finished work is on disk already.

        The children go first, since a job may be waiting for one that hangs, and once more at the end, since
        a job may have started one meanwhile.
        """
        self.jobs.stop()
        self.following.stop()
        self._close_children()
        self.jobs.close()
        self._close_children()
        self.conversations.close()
        self._database.close()

    def _close_children(self) -> None:
        for parser in self._parsers:
            parser.close()
        self._embedding.close()
        self.model.close()
        self._files.close()


def _embedding(
    children: Children, settings: SettingsService, vectors: VectorStore, paths: RuntimePaths
) -> Embedding:
    def client(choice: EmbedderChoice) -> EmbedClient:
        return EmbedClient(spec_for(children.embedder, choice, size_bytes_of(choice)), choice)

    return Embedding(lambda: settings.load().embedder, client, vectors, paths.library / "index")


def _readers(children: Children, settings: SettingsService) -> Readers:
    parsers = tuple(ParserClient(children.parser) for _ in range(children.parsers))
    throttle = Throttle(wanted=lambda: settings.load().slower_on_battery)
    return Readers(parsers, ParserClient(children.parser), Passwords(), throttle)


def _opened(folder: Path) -> Database:
    """The library in `folder` made one of this place, without what a killed program left of its work."""
    database = Database(folder / "library.db")
    try:
        adopt(database, folder)
        forget_leftovers(folder)
    except LibraryError:
        database.close()
        raise
    return database


@dataclass(frozen=True, slots=True)
class _FileClients:
    """Those who look at model files, convert them and fetch them."""

    shelf: ShelfClient
    converter: ConverterClient
    download: DownloadClient

    @classmethod
    def of(cls, children: Children) -> "_FileClients":
        return cls(
            ShelfClient(children.shelf),
            ConverterClient(children.converter),
            DownloadClient(children.download),
        )

    def close(self) -> None:
        self.shelf.close()
        self.converter.close()
        self.download.close()


Room = Callable[[ShelfKind], Machine]


def _shelf(
    files: _FileClients, database: Database, settings: SettingsService, paths: RuntimePaths, room: Room
) -> ShelfService:
    adapters = AdapterImport(files.converter, settings, paths.adapters)
    return ShelfService(Shelf(database), files.shelf, adapters, settings, room)


def _offers(
    catalogue: Path | None, shelf: ShelfService, room: Room, languages: LanguageService
) -> OfferService:
    file = catalogue or assets_dir() / "models" / "catalogue.json"
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    return OfferService(file, shelf.items, room, cores, languages.known)


def _embedders(
    embedding: Embedding,
    library: Library,
    settings: SettingsService,
    shelf: ShelfService,
    offers: OfferService,
    languages: LanguageService,
    paths: RuntimePaths,
) -> EmbedderService:
    def advice(job: JobContext) -> LanguageAdvice | None:
        shares = languages.shares(job)
        rows = offers.rows(ShelfKind.EMBEDDER, main_languages(shares))
        fitting = (row.offer for row in rows if row.fit.verdict is not Verdict.NO)
        in_use = next((row.facts for row in embedders.rows() if row.in_use), BUNDLED)
        return language_advice(shares, in_use, fitting, shelf.items(ShelfKind.EMBEDDER))

    embedders = EmbedderService(
        embedding, library, settings, lambda: shelf.rows(ShelfKind.EMBEDDER), advice, paths.library
    )
    return embedders


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
