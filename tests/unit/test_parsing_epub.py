"""Books are read in their order, each chapter under its titles; others are refused in words."""

import io
import resource
import time
import zipfile
from pathlib import Path

import pytest

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import (
    DocumentDamaged,
    DocumentHasNoText,
    DocumentProtected,
    DocumentTooLarge,
)
from desktop_rag.domain.places import place_words
from desktop_rag.parsing.blocks import PAGE_LIMIT
from desktop_rag.parsing.registry import open_document
from tests.reading import damaged, outcome

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
XHTML = "application/xhtml+xml"
Parts = dict[str, "str | bytes"]


def chapter(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>in no window</title></head><body>{body}</body></html>"
    )


def package(manifest: dict[str, str], spine: list[str], more: str = "", toc: str = "") -> str:
    items = "".join(
        f'<item id="{name}" href="{href}" media-type="{XHTML}"/>' for name, href in manifest.items()
    )
    refs = "".join(f'<itemref idref="{name}"/>' if "<" not in name else name for name in spine)
    return f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"
xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Whale</dc:title>
<dc:creator>Herman Melville</dc:creator></metadata><manifest>{items}{more}</manifest>
<spine {toc}>{refs}</spine></package>"""


def nav(entries: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
        f'<nav epub:type="landmarks"><ol><li><a href="one.xhtml">Cover</a></li></ol></nav>'
        f'<nav epub:type="toc"><h1>Contents</h1><ol>{entries}</ol></nav></body></html>'
    )


NAV_ITEM = f'<item id="nav" href="nav.xhtml" properties="nav" media-type="{XHTML}"/>'


def write(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, part in {"META-INF/container.xml": CONTAINER, **parts}.items():
            archive.writestr(name, part)
    return path


def book(tmp_path: Path, chapters: dict[str, str], entries: str = "", **more: "str | bytes") -> Path:
    """A book of EPUB 3 whose chapters are `chapters`, by file name, in order."""
    manifest = {f"c{number}": name for number, name in enumerate(chapters)}
    parts: Parts = {
        "OPS/book.opf": package(manifest, list(manifest), NAV_ITEM),
        "OPS/nav.xhtml": nav(entries),
    }
    parts |= {f"OPS/{name}": chapter(body) for name, body in chapters.items()}
    return write(tmp_path / "book.epub", {**parts, **more})


def pages_of(path: Path) -> list[Page]:
    document = open_document(path)
    assert document.format is DocumentFormat.EPUB
    return list(document.pages)


def seen(page: Page) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, page.text[b.start : b.end]) for b in page.blocks]


def test_chapters_come_in_the_order_of_the_book_and_never_share_a_page(tmp_path: Path) -> None:
    chapters = {"z.xhtml": "<h1>Loomings</h1><p>Call me Ishmael.</p>", "a.xhtml": "<p>I stuffed a shirt.</p>"}
    document = open_document(book(tmp_path, chapters, '<li><a href="a.xhtml">The Carpet-Bag</a></li>'))
    assert document.title == "The Whale – Herman Melville"
    pages = list(document.pages)
    assert [(page.number, page.text, page.heading) for page in pages] == [
        (1, "Loomings\n\nCall me Ishmael.", ""),
        (2, "I stuffed a shirt.", "The Carpet-Bag"),
    ]
    assert place_words(DocumentFormat.EPUB, 2, pages[1].label, pages[1].heading) == "The Carpet-Bag"


def test_a_chapter_stands_under_the_parts_that_the_contents_name(tmp_path: Path) -> None:
    entries = (
        '<li><span>Part One</span><ol><li><a href="one.xhtml">1. Loomings</a></li>'
        '<li><a href="two.xhtml">2. The Bag</a></li></ol></li>'
    )
    chapters = {
        "one.xhtml": "<h2>Loomings</h2><p>Call me.</p><h3>The Battery</h3><p>Look.</p>",
        "two.xhtml": "<p>I stuffed.</p>",
        "three.xhtml": "<p>It goes on.</p>",
    }
    first, second, third = pages_of(book(tmp_path, chapters, entries))
    assert first.heading == "Part One"
    assert [(level, text) for kind, level, text in seen(first) if kind == "heading"] == [
        (3, "Loomings"),
        (4, "The Battery"),
    ]
    assert second.heading == third.heading == "Part One › 2. The Bag"


def test_headings_that_a_book_marks_as_paragraphs_are_told_by_its_contents(tmp_path: Path) -> None:
    entries = (
        '<li><a href="one.xhtml#a">CHAPTER I. Loomings</a></li>'
        '<li><a href="one.xhtml#b">CHAPTER II. The Bag</a></li>'
    )
    body = (
        '<p id="a" class="x">Chapter I <br/>Loomings</p><p>Call me.</p>'
        '<p id="b">Chapter II — The Bag</p><p>Stuffed.</p>'
    )
    (page,) = pages_of(book(tmp_path, {"one.xhtml": body}, entries))
    assert seen(page) == [
        ("heading", 1, "Chapter I Loomings"),
        ("paragraph", 0, "Call me."),
        ("heading", 1, "Chapter II — The Bag"),
        ("paragraph", 0, "Stuffed."),
    ]


def test_the_contents_of_an_older_book_are_read_too(tmp_path: Path) -> None:
    ncx = """<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN"
"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd"><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>Part One</text></navLabel><content src="one.xhtml"/>
<navPoint><navLabel><text>The Bag</text></navLabel><content src="../OPS/two%20b.xhtml#top"/></navPoint>
</navPoint>
</navMap></ncx>"""
    more = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    parts: Parts = {
        "OPS/book.opf": package({"a": "one.xhtml", "b": "two%20b.xhtml"}, ["a", "b"], more, 'toc="n"'),
        "OPS/toc.ncx": ncx,
        "OPS/one.xhtml": chapter("<p>First.</p>"),
        "OPS/two b.xhtml": chapter("<p>Second.</p>"),
    }
    pages = pages_of(write(tmp_path / "a.epub", parts))
    assert [(page.heading, page.text) for page in pages] == [
        ("Part One", "First."),
        ("Part One › The Bag", "Second."),
    ]


def test_a_long_chapter_takes_several_pages_under_its_title(tmp_path: Path) -> None:
    long = "<h1>Cetology</h1>" + "<p>Already we are boldly launched upon the deep.</p>" * 1000
    pages = pages_of(book(tmp_path, {"one.xhtml": long, "two.xhtml": "<p>End.</p>"}))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert len(pages) == 4
    assert all(len(page.text) <= PAGE_LIMIT for page in pages)
    assert [page.heading for page in pages] == ["", "Cetology", "Cetology", ""]


def test_what_stands_beside_the_order_of_reading_follows_it_and_what_is_missing_is_left_out(
    tmp_path: Path,
) -> None:
    spine = ['<itemref idref="notes" linear="no"/>', "gone", "one", "picture", "one", "unknown"]
    manifest = {"notes": "notes.xhtml", "gone": "gone.xhtml", "one": "one.xhtml", "picture": "picture.xhtml"}
    parts: Parts = {
        "OPS/book.opf": package(manifest, spine),
        "OPS/notes.xhtml": chapter("<p>Note.</p>"),
        "OPS/one.xhtml": chapter("<p>Text.</p>"),
        "OPS/picture.xhtml": chapter('<img src="a.png"/>'),
    }
    assert [page.text for page in pages_of(write(tmp_path / "a.epub", parts))] == ["Text.", "Note."]


def test_a_substitute_is_read_for_what_cannot_be(tmp_path: Path) -> None:
    more = (
        '<item id="odd" href="a.bin" media-type="application/x-odd" fallback="svg"/>'
        '<item id="svg" href="page.svg" media-type="image/svg+xml"/>'
        '<item id="loop" href="b.bin" media-type="application/x-odd" fallback="loop"/>'
    )
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg"><title>no</title><text>Drawn</text><text>words</text></svg>'
    )
    parts: Parts = {
        "OPS/book.opf": package({}, ["odd", "loop"], more),
        "OPS/a.bin": "x",
        "OPS/page.svg": drawing,
    }
    assert [page.text for page in pages_of(write(tmp_path / "a.epub", parts))] == ["Drawn\n\nwords"]


@pytest.mark.parametrize("codec", ["utf-16", "iso-8859-1", "windows-1251"])
def test_chapters_are_read_in_the_encoding_they_declare(tmp_path: Path, codec: str) -> None:
    word = "Привет" if codec == "windows-1251" else "déjà vu"
    text = f'<?xml version="1.0" encoding="{codec}"?><html><body><p>{word}</p></body></html>'
    path = book(tmp_path, {}, **{"OPS/one.xhtml": text.encode(codec)})
    parts: Parts = {"OPS/book.opf": package({"a": "one.xhtml"}, ["a"]), "OPS/one.xhtml": text.encode(codec)}
    assert [page.text for page in pages_of(write(path, parts))] == [word]


def test_elements_that_xml_closes_at_once_do_not_swallow_the_rest(tmp_path: Path) -> None:
    body = '<a id="x"/><script src="a.js"/><p>One</p><iframe src="b.html"/><p>Two</p><div/><p>Three</p>'
    assert pages_of(book(tmp_path, {"one.xhtml": body}))[0].text == "One\n\nTwo\n\nThree"


def encryption(algorithm: str, name: str) -> str:
    return f"""<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="{algorithm}"/>
<enc:CipherData><enc:CipherReference URI="{name}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def test_a_book_that_was_packed_by_hand_without_its_type_is_a_book(tmp_path: Path) -> None:
    whole = book(tmp_path, {"one.xhtml": "<p>Text.</p>"})
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "b.zip", "w") as other:
        for name in archive.namelist():
            if name != "mimetype":
                other.writestr(name, archive.read(name))
    assert pages_of(tmp_path / "b.zip")[0].text == "Text."


def test_a_copy_protected_book_says_so(tmp_path: Path) -> None:
    hidden = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/one.xhtml")
    path = book(tmp_path, {"one.xhtml": "x"}, **{"META-INF/encryption.xml": hidden})
    with pytest.raises(DocumentProtected, match="copy-protected"):
        open_document(path)


@pytest.mark.parametrize(
    ("algorithm", "name"),
    [
        ("http://www.idpf.org/2008/embedding", "OPS/font.otf"),
        ("http://ns.adobe.com/pdf/enc#RC", "OPS/font.otf"),
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/film.mp4"),
    ],
)
def test_a_book_whose_fonts_or_films_are_protected_is_read(tmp_path: Path, algorithm: str, name: str) -> None:
    more: Parts = {"META-INF/encryption.xml": encryption(algorithm, name), name: b"x"}
    assert pages_of(book(tmp_path, {"one.xhtml": "<p>Text.</p>"}, **more))[0].text == "Text."


def test_a_book_of_pictures_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentHasNoText, match="pictures only"):
        open_document(book(tmp_path, {"one.xhtml": '<img src="a.png"/>'}))


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"OPS/book.opf": "<package/>"},
        {"OPS/book.opf": "not xml at all"},
        {"OPS/book.opf": package({"a": "../../../etc/passwd", "b": "file:///etc/passwd"}, ["a", "b"])},
    ],
)
def test_a_book_without_chapters_is_damaged(tmp_path: Path, parts: Parts) -> None:
    with pytest.raises(DocumentDamaged, match="damaged"):
        open_document(write(tmp_path / "a.epub", parts))


def test_nothing_outside_the_book_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_text(chapter("<p>secret</p>"))
    outside = (tmp_path / "secret.xhtml").as_uri()
    opf = package({"a": "../../secret.xhtml", "b": outside, "c": "one.xhtml"}, ["a", "b", "c"])
    body = f'<object data="{outside}"/><p>Text.</p>'
    path = write(tmp_path / "a.epub", {"OPS/book.opf": opf, "OPS/one.xhtml": chapter(body)})
    assert [page.text for page in pages_of(path)] == ["Text."]


def test_entities_that_multiply_are_refused_before_they_do(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE package [<!ENTITY e0 "boom">{entities}]>'
    opf = bomb + package({"a": "one.xhtml"}, ["a"]).replace("The Whale", "&e9;").split("?>", 1)[1]
    path = write(tmp_path / "a.epub", {"OPS/book.opf": opf, "OPS/one.xhtml": chapter("<p>x</p>")})
    with pytest.raises(DocumentDamaged, match="declarations"):
        open_document(path)


def test_a_book_that_expands_without_measure_is_refused_in_flat_memory(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.epub", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", package({"a": "one.xhtml"}, ["a"]))
        with archive.open("OPS/one.xhtml", "w", force_zip64=True) as file:
            for _ in range(100):
                file.write(b" " * (1 << 20))
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(DocumentTooLarge, match="times its size"):
        list(open_document(tmp_path / "bomb.epub").pages)
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_a_table_of_contents_without_end_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, {"one.xhtml": "<p>x</p>"}, '<li><a href="one.xhtml">x</a></li>' * 130_000)
    with pytest.raises(DocumentTooLarge, match="table of contents"):
        open_document(path)


def test_contents_nested_a_thousand_deep_are_read(tmp_path: Path) -> None:
    deep = '<li><a href="one.xhtml">x</a><ol>' * 1000 + "</ol></li>" * 1000
    pages = pages_of(book(tmp_path, {"one.xhtml": "<p>Text.</p>"}, deep))
    assert pages[0].text == "Text."


def test_a_member_with_a_password_says_so(tmp_path: Path) -> None:
    data = bytearray(book(tmp_path, {"one.xhtml": "<p>x</p>"}).read_bytes())
    place = data.rindex(b"OPS/one.xhtml") - 46 + 8
    data[place] |= 1
    (tmp_path / "locked.epub").write_bytes(data)
    with pytest.raises(DocumentProtected):
        open_document(tmp_path / "locked.epub")


def test_damaged_books_are_refused_in_words_or_give_text(tmp_path: Path) -> None:
    entries = '<li><a href="one.xhtml">One</a></li>'
    whole = book(tmp_path, {"one.xhtml": "<p>Call me Ishmael.</p>" * 50}, entries).read_bytes()
    path = tmp_path / "broken.epub"
    for data in damaged(whole, 200, 7, cut_every=4, cut_from=60, hits=(1, 3, 30), hit_from=4):
        path.write_bytes(data)
        outcome(path).encode()


def test_the_file_is_let_go_when_its_pages_are_read_or_it_is_refused(tmp_path: Path) -> None:
    """An open file would warn when it is collected, and warnings are errors here."""
    pages_of(book(tmp_path, {"one.xhtml": "<p>x</p>"}))
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    (tmp_path / "b.epub").write_bytes(broken.getvalue())
    with pytest.raises(DocumentDamaged):
        open_document(tmp_path / "b.epub")


@pytest.mark.data
def test_the_books_of_the_standards_own_collection_are_read(data_dir: Path) -> None:
    books = sorted((data_dir / "epub").glob("*.epub"))
    assert len(books) == 16
    for path in books:
        document = open_document(path)
        pages = list(document.pages)
        assert document.title, path.name
        assert pages, path.name
        assert all(page.text.strip() for page in pages), path.name


@pytest.mark.data
def test_a_real_book_is_read_chapter_by_chapter(data_dir: Path) -> None:
    pages = pages_of(data_dir / "epub" / "scr-support_scrolled-continuous.epub")
    assert pages[1].text.startswith("Chapter 1. Loomings.\n\n")
    assert pages[2].text.startswith("Chapter 2. The Carpet-Bag.\n\n")
    assert pages[4].heading == "Chapter 3. The Spouter-Inn."
    order = [page.text for page in pages_of(data_dir / "epub" / "pkg-spine-order.epub")]
    assert [
        f"must appear {word}." in text
        for word, text in zip(("first", "second", "third", "last"), order, strict=True)
    ] == [True] * 4


def test_tags_without_end_and_without_a_word_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_rag.parsing.books.archive.MAX_SILENT_BYTES", 1 << 20)
    wordy = book(tmp_path, {"one": chapter("<p>The whale was white.</p>" * 45_000)})
    assert len(list(open_document(wordy).pages)) > 20
    silent = book(tmp_path, {"one": chapter("<p/>" * 300_000)})
    with pytest.raises(DocumentTooLarge, match="without a word"):
        list(open_document(silent).pages)
