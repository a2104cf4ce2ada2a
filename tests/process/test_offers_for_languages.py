"""The languages of real libraries, and the advice that follows, with real children."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import CancelToken, JobContext
from desktop_rag.app.languages import LanguageService, language_advice
from desktop_rag.app.offers import OfferService
from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import Cancelled
from desktop_rag.domain.fit import Machine
from desktop_rag.domain.languages import LanguageShare, main_languages
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.runtime import RuntimePaths, assets_dir
from desktop_rag.store.library import Library
from desktop_rag.store.samples import SampleReader

TEXTS = {
    "de": [
        "Der Mietvertrag beginnt am ersten April und läuft auf unbestimmte Zeit. Die Kündigungsfrist "
        "beträgt drei Monate zum Ende eines Monats.",
        "Die Heizung im Keller wurde im Herbst gewartet. Der Techniker hat zwei Ventile ersetzt und "
        "empfiehlt, im nächsten Jahr die Pumpe zu prüfen.",
        "Für den Apfelkuchen werden die Äpfel geschält und in dünne Scheiben geschnitten. Danach ruht "
        "der Teig eine Stunde im Kühlschrank.",
    ],
    "fr": [
        "Le contrat d'assurance prend effet le premier janvier. Toute demande de remboursement doit "
        "parvenir à notre service dans les trente jours.",
        "La réunion du conseil aura lieu jeudi dans la grande salle. Les membres absents peuvent "
        "donner leur pouvoir à une autre personne.",
        "Notre grand-mère préparait la soupe avec des poireaux du jardin, quelques pommes de terre et "
        "beaucoup de patience.",
    ],
    "es": [
        "El seguro de la casa cubre los daños causados por el agua, pero no los que provoca una "
        "inundación. La prima se paga cada trimestre.",
        "Los alumnos deben entregar el trabajo antes del viernes. Quien no pueda hacerlo tiene que "
        "avisar a su profesora con tiempo.",
        "El tren de la mañana sale a las siete y llega a la costa antes del mediodía, salvo los domingos.",
    ],
    "ja": [
        "この契約は四月一日から始まり、期間の定めはありません。解約するときは三か月前までに書面で知らせてください。",
        "会議は木曜日の午後二時から大きな部屋で行います。出席できない人は前の日までに連絡してください。",
        "駅から図書館までは歩いて十分です。橋を渡って、二つ目の角を左に曲がると、白い建物が見えます。",
    ],
    "ru": [
        "Договор аренды вступает в силу первого апреля и заключён на неопределённый срок. О "
        "расторжении нужно сообщить за три месяца.",
        "Собрание жильцов пройдёт в четверг вечером в большом зале. Кто не сможет прийти, может "
        "передать свой голос соседу.",
        "Осенью мы собираем грибы в лесу за деревней, а зимой бабушка варит из них густой суп.",
    ],
    "en": [
        "The insurance begins on the first of January. Claims have to reach our office within thirty "
        "days of the damage.",
        "The morning train leaves at seven and reaches the coast before noon, except on Sundays and "
        "holidays.",
        "Our neighbours keep bees behind the old barn and sell the honey at the market every second "
        "Saturday.",
    ],
}
BUNDLED = EmbedderFacts(
    EmbedderKind.BUNDLED, None, "all-MiniLM-L6-v2", "bert", 0, "", 1, 384, 256, Pooling.MEAN, "", ""
)


def language_service(context: AppContext) -> LanguageService:
    return LanguageService(Library(context._database), SampleReader(context._database))


def write(folder: Path, *codes: str) -> None:
    """Every text of these languages as a document of its own."""
    folder.mkdir(exist_ok=True)
    for code in codes:
        for number, text in enumerate(TEXTS[code]):
            (folder / f"{code}-{number}.txt").write_text(text, "utf-8")


def add(context: AppContext, folder: Path) -> None:
    assert context.ingest.add([folder], JobContext()).ready


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    folder = Path(tmp_path_factory.mktemp("mixed"))
    write(folder / "documents", *TEXTS)
    context = AppContext.open(RuntimePaths.at(folder / "library"))
    add(context, folder / "documents")
    yield context
    context.close()


def test_each_language_of_a_mixed_library_is_found(mixed: AppContext) -> None:
    shares = language_service(mixed).shares(JobContext())
    assert {share.code: share.share for share in shares} == pytest.approx(dict.fromkeys(TEXTS, 1 / 6))


def test_documents_in_other_languages_lead_to_an_embedder_that_knows_them(
    context: AppContext, tmp_path: Path
) -> None:
    write(tmp_path / "documents", "de", "en")
    (tmp_path / "documents" / "extra.txt").write_text(
        "Im Frühling blühen die Kirschbäume an der Straße, und die Bienen summen den ganzen Tag.", "utf-8"
    )
    add(context, tmp_path / "documents")
    shares = language_service(context).shares(JobContext())
    assert shares[0] == LanguageShare("de", pytest.approx(4 / 7))
    catalogue = assets_dir() / "models" / "catalogue.json"
    offers = OfferService(catalogue, lambda: (), lambda _kind: Machine(16 * 2**30, 11 * 2**30), 4)
    rows = offers.rows(ShelfKind.EMBEDDER, main_languages(shares))
    advice = language_advice(shares, BUNDLED, [row.offer for row in rows], [])
    assert advice is not None
    assert advice.language == "German"
    assert advice.share == pytest.approx(4 / 7)
    assert advice.better == next(row.offer for row in rows if row.recommended)


def test_the_answer_follows_the_library(context: AppContext, tmp_path: Path) -> None:
    languages = language_service(context)
    assert languages.shares(JobContext()) == ()
    write(tmp_path / "documents", "ru")
    add(context, tmp_path / "documents")
    first = languages.shares(JobContext())
    assert first == (LanguageShare("ru", 1.0),)
    assert languages.shares(JobContext()) is first
    shutil.rmtree(tmp_path / "documents")
    write(tmp_path / "documents", "ja")
    context.ingest.sync(JobContext())
    assert languages.shares(JobContext()) == (LanguageShare("ja", 1.0),)


def test_texts_without_words_or_too_short_to_tell_are_left_out(context: AppContext, tmp_path: Path) -> None:
    write(tmp_path / "documents", "fr")
    documents = tmp_path / "documents"
    documents.joinpath("short.txt").write_text("Guten Tag, Herr Maier.", "utf-8")
    documents.joinpath("numbers.txt").write_text("\n".join(f"{n * 7919:09d} {n / 7:.4f}" for n in range(90)))
    add(context, documents)
    assert language_service(context).shares(JobContext()) == (LanguageShare("fr", 1.0),)


def test_a_long_document_counts_for_more_than_a_short_one(context: AppContext, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    paragraph = " ".join(TEXTS["es"])
    documents.joinpath("long.txt").write_text("\n\n".join([paragraph] * 60), "utf-8")
    documents.joinpath("short.txt").write_text(TEXTS["en"][0], "utf-8")
    add(context, documents)
    shares = language_service(context).shares(JobContext())
    assert shares[0].code == "es"
    assert shares[0].share > 0.9


def test_it_can_be_stopped(mixed: AppContext) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        language_service(mixed).shares(JobContext(cancel))


@pytest.mark.data
def test_encyclopedia_articles_are_english(context: AppContext, data_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for article in sorted((data_dir / "squad" / "articles").glob("*.txt"))[:12]:
        folder.joinpath(article.name).write_text(article.read_text("utf-8")[:6000], "utf-8")
    add(context, folder)
    shares = language_service(context).shares(JobContext())
    assert shares == (LanguageShare("en", 1.0),)
    assert language_advice(shares, BUNDLED, [], []) is None


def test_what_is_recommended_follows_the_documents_once_their_languages_are_known(
    context: AppContext, tmp_path: Path
) -> None:
    write(tmp_path / "documents", "ru")
    add(context, tmp_path / "documents")
    told = [row.offer.id for row in context.offers.rows(ShelfKind.EMBEDDER, ("ru",))]
    assert context.embedders.advice(JobContext()) is not None
    assert [row.offer.id for row in context.offers.rows(ShelfKind.EMBEDDER)] == told
