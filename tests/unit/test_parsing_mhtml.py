"""Web pages saved whole by a browser are read like the page itself; nothing they point to is fetched."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat
from desktop_rag.domain.errors import DocumentDamaged, DocumentHasNoText
from desktop_rag.domain.places import place_words
from desktop_rag.parsing.document import OpenedDocument
from desktop_rag.parsing.registry import open_document
from tests.reading import damaged, outcome

PAGE = """<html><head><title>Rents of 2024</title></head><body><h1>Rents</h1><p>The rent is 940 €.</p>
<table><tr><th>Year<th>Rent<tr><td>2024<td>940</table><img src="cid:logo"><script>fetch("http://example.org")</script>
<h2>Elm Street</h2><p>Number four.</p></body></html>"""


def archive(page: str = PAGE, charset: str = "utf-8", encoding: str = "quoted-printable") -> EmailMessage:
    """As Chrome writes them."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/rents"
    message["Subject"] = "Rents of 2024"
    message.set_content(page, subtype="html", charset=charset, cte=encoding)
    message.make_related()
    message.add_related(b"\x89PNG" * 2000, "image", "png", cid="<logo>")
    message.add_related("body { color: red }", subtype="css", cid="<css>")
    return message


def opened(tmp_path: Path, message: EmailMessage, name: str = "page.mhtml") -> OpenedDocument:
    (tmp_path / name).write_bytes(message.as_bytes())
    document = open_document(tmp_path / name)
    assert document.format is DocumentFormat.MHTML
    return document


def seen(document: OpenedDocument) -> list[tuple[str, int, str]]:
    return [
        (b.kind.value, b.level, page.text[b.start : b.end]) for page in document.pages for b in page.blocks
    ]


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_the_page_is_read_with_its_headings_and_tables(tmp_path: Path, name: str, encoding: str) -> None:
    document = opened(tmp_path, archive(encoding=encoding), name)
    assert document.title == "Rents of 2024"
    assert seen(document) == [
        ("heading", 1, "Rents"),
        ("paragraph", 0, "The rent is 940 €."),
        ("table_row", 0, "Year | Rent"),
        ("table_row", 0, "Year: 2024 | Rent: 940"),
        ("heading", 2, "Elm Street"),
        ("paragraph", 0, "Number four."),
    ]
    assert place_words(DocumentFormat.MHTML, 1, "", "Rents › Elm Street") == "Rents › Elm Street"


@pytest.mark.parametrize("charset", ["iso-8859-15", "cp1252", "utf-16"])
def test_the_page_is_read_in_its_own_encoding(tmp_path: Path, charset: str) -> None:
    document = opened(tmp_path, archive(charset=charset, encoding="base64"))
    assert "The rent is 940 €." in next(document.pages).text


def test_the_page_that_the_archive_begins_with_is_read_not_its_frames(tmp_path: Path) -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("<p>advertisement</p>", subtype="html")
    message["Content-ID"] = "<frame>"
    message.make_related()
    message.add_related("<p>the page</p>", subtype="html", cid="<main>")
    message.set_param("start", "<main>")
    assert [text for _, _, text in seen(opened(tmp_path, message))] == ["the page"]


def test_a_page_that_is_nothing_but_frames_is_read_from_them(tmp_path: Path) -> None:
    message = archive('<frameset><frame src="cid:a"></frameset>')
    message.add_related("<p>inside</p>", subtype="html", cid="<a>")
    assert [text for _, _, text in seen(opened(tmp_path, message))] == ["inside"]


def test_nothing_on_the_machine_is_read_for_it(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<p>secret</p>")
    link = (tmp_path / "secret.html").as_uri()
    page = f'<p>seen</p><iframe src="{link}"></iframe><object data="{link}"></object><embed src="{link}">'
    assert [text for _, _, text in seen(opened(tmp_path, archive(page)))] == ["seen"]


def test_an_archive_without_a_page_is_damaged(tmp_path: Path) -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("words")
    message.make_related()
    message.add_related(b"x", "image", "png")
    with pytest.raises(DocumentDamaged, match="saved web page"):
        opened(tmp_path, message)


def test_a_page_that_only_a_script_would_fill_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentHasNoText):
        opened(tmp_path, archive("<div id=app></div><script>start()</script>"))


def test_cut_or_damaged_archives_give_text_or_a_reason(tmp_path: Path) -> None:
    whole = archive().as_bytes()
    for data in damaged(whole, 100, 3, cut_every=3, cut_from=100, hits=(1, 5, 50)):
        (tmp_path / "a.mhtml").write_bytes(data)
        outcome(tmp_path / "a.mhtml").encode()
