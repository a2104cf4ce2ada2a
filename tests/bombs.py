"""Files that unfold, nest, claim or go on without end, each small for what it would become.

Every maker takes the path to write to. What carries them are real documents of other programs' libraries.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pptx
from odf import text as odf_text
from odf.opendocument import OpenDocumentText

from tests.office_files import parts_of
from tests.pdfs import lines, write_pdf

MEBI = 1024**2
Maker = Callable[[Path], object]
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "pptx": "ppt/slides/slide1.xml",
    "odt": "content.xml",
    "epub": "OEBPS/one.xhtml",
}
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
    '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="one"/></spine></package>'
)


def document(kind: str) -> dict[str, bytes]:
    """The parts of an ordinary document."""
    file = io.BytesIO()
    if kind == "docx":
        word = docx.Document()
        word.add_paragraph("An ordinary paragraph.")
        word.save(file)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["Name", "Rent"])
        book.active.append(["Ordinary", 940])
        book.save(file)
    elif kind == "pptx":
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "An ordinary slide"
        slides.save(file)
    elif kind == "odt":
        letter = OpenDocumentText()
        letter.text.addElement(odf_text.P(text="An ordinary paragraph."))
        letter.save(file)
    else:
        return _book()
    return parts_of(file)  # type: ignore[arg-type]  # a file in memory is as good as a path


def _book() -> dict[str, bytes]:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>An ordinary page.</p></body></html>'
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        "OEBPS/book.opf": BOOK.encode(),
        "OEBPS/one.xhtml": page.encode(),
    }


def _into(part: bytes, inside: bytes) -> bytes:
    """Puts bytes before the last closing tag."""
    head, _, tail = part.rpartition(b"</")
    return head + inside + b"</" + tail


def _zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def ratio(kind: str, unit: bytes = b" ", size_bytes: int = 96 * MEBI) -> Maker:
    """The main part is as large as it says."""

    def make(path: Path) -> object:
        parts = document(kind)
        name = MAIN_PARTS[kind]
        return _zip(path, {**parts, name: _into(parts[name], unit * (size_bytes // len(unit)))})

    return make


def lying(kind: str) -> Maker:
    """The main part unfolds to 96 MB and says 200 bytes."""

    def make(path: Path) -> object:
        ratio(kind)(path)
        content = bytearray(path.read_bytes())
        name = MAIN_PARTS[kind].encode()
        for mark, name_at, size_at in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
            place = content.find(mark)
            while place >= 0:
                if content[place + name_at :].startswith(name):
                    content[place + size_at : place + size_at + 4] = struct.pack("<I", 200)
                place = content.find(mark, place + 4)
        return path.write_bytes(content)

    return make


def many_entries(kind: str, count: int = 120_000) -> Maker:
    def make(path: Path) -> object:
        return _zip(path, {**document(kind), **{f"customXml/{number}": b"" for number in range(count)}})

    return make


def nested(kind: str, levels: int = 6) -> Maker:
    """A ZIP of ten ZIPs of ten ZIPs and so on, as an enclosed file."""

    def make(path: Path) -> object:
        inner = bytes(MEBI)
        for _ in range(levels):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for number in range(10):
                    archive.writestr(f"{number}.zip", inner)
            inner = file.getvalue()
        return _zip(path, {**document(kind), "enclosed/all.zip": inner})

    return make


def laughs(root: str = "a") -> bytes:
    """A thousand million "ha": entities of ten entities of ten entities."""
    entities = '<!ENTITY e0 "ha">' + "".join(
        f'<!ENTITY e{level} "{10 * f"&e{level - 1};"}">' for level in range(1, 10)
    )
    return f"<!DOCTYPE {root} [{entities}]><{root}>&e9;</{root}>".encode()


def quadratic() -> bytes:
    """One long entity, used often."""
    return b'<!DOCTYPE a [<!ENTITY e "' + b"ha" * 50_000 + b'">]><a>' + b"&e;" * 50_000 + b"</a>"


def laughing(kind: str) -> Maker:
    def make(path: Path) -> object:
        parts = document(kind)
        name = MAIN_PARTS[kind]
        declared = laughs().split(b"]>")[0].replace(b"DOCTYPE a", b"DOCTYPE x") + b"]>"
        body = parts[name].partition(b"?>")[2] or parts[name]
        return _zip(path, {**parts, name: declared + _into(body, b"&e9;")})

    return make


def shared_string(path: Path, cells: int = 200_000) -> object:
    """One long text, shown in very many cells: gigabytes."""
    book = openpyxl.Workbook()
    book.active.append(["x" * 32_000])
    book.save(path)
    parts = parts_of(path)
    name = MAIN_PARTS["xlsx"]
    rows = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(cells))
    head, _, tail = parts[name].partition(b"</sheetData>")
    return _zip(path, {**parts, name: head + rows + b"</sheetData>" + tail})


def png(path: Path, side: int = 100_000) -> object:
    """A picture of so many points a side, all white and one bit each."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff" * (side // 8)
    data = b"".join(packer.compress(row) for _ in range(1_000)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return path.write_bytes(content)


def tiff(path: Path, side: int = 100_000) -> object:
    """Claims so many points a side and holds a few; and a chain of pictures that leads back to the first."""
    tags = [(256, side), (257, side), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, side), (279, 8)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return path.write_bytes(
        b"II*\0" + struct.pack("<I", 16) + bytes(8) + struct.pack("<H", len(tags)) + entries
        + struct.pack("<I", 16)
    )  # fmt: skip  # one file, from its first byte to its last


def pdf_of_a_huge_page(path: Path) -> object:
    write_pdf(path, [lines("A page as large as a country.")])
    content = path.read_bytes().replace(b"0 0 612 792", b"0 0 9e9 9e9")
    return path.write_bytes(content.replace(b"/Type /Page /", b"/UserUnit 75000 /Type /Page /"))


def repeated(unit: bytes, size_bytes: int, before: bytes = b"", after: bytes = b"") -> Maker:
    def make(path: Path) -> object:
        with path.open("wb") as file:
            file.write(before)
            for _ in range(size_bytes // MEBI):
                file.write(unit * (MEBI // len(unit)))
            file.write(after)
        return path

    return make


def written(content: bytes) -> Maker:
    return lambda path: path.write_bytes(content)


def mime_in_mime(path: Path, depth: int = 3_000) -> object:
    parts = [
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
        for level in range(depth)
    ]
    return path.write_bytes(b"From: a@example.org\r\nSubject: Deep\r\n" + b"".join(parts) + b"\r\nThe end.")


def mime_parts(path: Path, count: int = 100_000) -> object:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nOne more.\r\n"
    head = b'From: a@example.org\r\nSubject: Wide\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return path.write_bytes(head + part * count + b"--b--\r\n")


def substitutions(path: Path) -> object:
    """reStructuredText has entities too: each of these stands for ten of the one before."""
    levels = [f".. |s{level}| replace:: {' '.join([f'|s{level - 1}|'] * 10)}\n" for level in range(1, 10)]
    return path.write_text("Title\n=====\n\n|s9|\n\n.. |s0| replace:: ha\n" + "".join(levels))


def mailbox(path: Path, count: int = 1_000_000) -> object:
    line = b"From someone@example.org Thu Jan  1 00:00:00 2026\n\n"
    return repeated(line, count * len(line))(path)


def wide_table(path: Path, columns: int = 15_000, rows: int = 100) -> object:
    """Names of columns are repeated with every value."""
    header = ",".join(f"{number:05}{'n' * 75}" for number in range(columns))
    return path.write_text("\n".join([header, *[",".join("1" * columns)] * rows]))


def all_small() -> Iterator[tuple[str, Maker]]:
    """Those that take a moment to make and little to read: one of each idea."""
    for kind in MAIN_PARTS:
        yield f"ratio.{kind}", ratio(kind)
        yield f"lying.{kind}", lying(kind)
        yield f"laughing.{kind}", laughing(kind)
        yield f"nested.{kind}", nested(kind, 3)
    yield "laughs.xml", written(laughs())
    yield "quadratic.xml", written(quadratic())
    yield "laughs.svg", written(laughs("svg"))
    yield "laughs.html", written(laughs("html"))
    yield "deep.xml", repeated(b"<a>", 4 * MEBI)
    yield "deep.html", repeated(b"<div>", 4 * MEBI)
    yield "deep.json", repeated(b"[", 8 * MEBI)
    yield "deep.rtf", repeated(b"{", 8 * MEBI, b"{\\rtf1 ")
    yield "deep.md", repeated(b"> ", 1 * MEBI)
    yield "deep.eml", mime_in_mime
    yield "wide.eml", mime_parts
    yield "substitutions.rst", substitutions
    yield "bomb.png", png
    yield "bomb.tiff", tiff
    yield "huge.pdf", pdf_of_a_huge_page


def all_large() -> Iterator[tuple[str, Maker]]:
    """Those that are large themselves, or take long to make."""
    yield "line.txt", repeated(b"x", 100 * MEBI)
    yield "words.txt", repeated(b"words and ", 100 * MEBI)
    yield "cell.csv", repeated(b"y", 50 * MEBI, b"name,text\n1,", b"\n2,end\n")
    yield "quoted.csv", repeated(b'""\n', 50 * MEBI, b'name,text\n1,"', b'"\n2,end\n')
    yield "wide.csv", wide_table
    yield "text.json", repeated(b"z", 100 * MEBI, b'{"text": "', b'"}')
    yield "from.mbox", mailbox
    yield "shared.xlsx", shared_string
    for kind, tag in (("docx", b"<w:p/>"), ("odt", b"<text:p/>"), ("epub", b"<p/>")):
        yield f"tags.{kind}", ratio(kind, tag, 600 * MEBI)
    for kind in MAIN_PARTS:
        yield f"many.{kind}", many_entries(kind)
    for kind in MAIN_PARTS:
        yield f"nested.{kind}", nested(kind)
