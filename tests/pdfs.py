"""Small real PDF files for tests, written here byte by byte: nothing but the standard fonts that every
reader carries, so they look and read the same on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pypdf import PdfReader, PdfWriter

LETTER = (612, 792)
SPELLED = {"a": "Привет", "b": "漢字", "c": "😀", "d": "ffi", "f": "\ue123", "g": "\ud83d"}
"""What the letters of font F3 stand for: it is drawn as Helvetica, but its text says something else."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """`content` is a content stream; `extra` goes into the page's dictionary."""

    content: bytes
    extra: str = ""
    size: tuple[float, float] = LETTER


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An outline entry; `level` from 0, `page` from 0, `top` in points, None for the whole page."""

    level: int
    title: str
    page: int
    top: float | None = None


def lines(
    *texts: str, x: float = 72, y: float = 720, size: float = 11, leading: float = 0, font: str = "F1"
) -> bytes:
    """Content that sets lines below each other. F1 is Helvetica, F2 bold, F3 spells `SPELLED`."""
    shown = " ".join(f"({_escaped(text)}) Tj T*" for text in texts)
    return f"BT /{font} {size} Tf {leading or 1.35 * size} TL {x} {y} Td {shown} ET\n".encode("cp1252")


def at(x: float, y: float, text: str, size: float = 11, font: str = "F1") -> bytes:
    """Content that sets one line."""
    return lines(text, x=x, y=y, size=size, font=font)


def row_by_row(*columns: Sequence[str], left: Sequence[float], top: float = 700) -> bytes:
    """Content that sets columns as some converters do: the first line of each, the second line of each."""
    rows = zip_longest(*columns, fillvalue="")
    return b"".join(
        at(x, top - 14 * number, text)
        for number, row in enumerate(rows)
        for x, text in zip(left, row, strict=True)
        if text
    )


def picture(x: float, y: float, width: float, height: float) -> bytes:
    """Content that draws a picture of one grey pixel, as large as it is told to."""
    image = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI"
    return b"q %f 0 0 %f %f %f cm %b Q\n" % (width, height, x, y, image)


def write_pdf(
    path: Path,
    pages: Sequence[PdfPage | bytes],
    *,
    title: str = "",
    catalog: str = "",
    outline: Sequence[Bookmark] = (),
) -> Path:
    """A whole PDF file. `catalog` goes into its catalogue, for page labels and the like."""
    file = PdfObjects()
    tree = file.reserve()
    resources = file.add(
        f"<< /Font << /F1 {_font(file, '')} /F2 {_font(file, '-Bold')} /F3 {_spelling(file)} "
        f"/F4 {_untold(file)} >> >>"
    )
    kids = [_page(file, tree, resources, page) for page in pages]
    file.set(tree, f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>")
    entries = _outline(file, kids, outline) if outline else ""
    root = file.add(f"<< /Type /Catalog /Pages {tree} {entries} {catalog} >>")
    info = file.add(f"<< /Title {_text_string(title)} >>")
    path.write_bytes(file.whole(root, info))
    return path


def encrypt_pdf(path: Path, *, user: str, owner: str = "owner") -> Path:
    """The same file with passwords; an empty `user` one leaves it open to read."""
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt(user, owner, algorithm="RC4-128")
    writer.write(path)
    return path


class PdfObjects:
    """The numbered objects of a file, referred to as "7 0 R"."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> str:
        return self.add("null")

    def add(self, body: str | bytes) -> str:
        self._bodies.append(body if isinstance(body, bytes) else body.encode("latin-1"))
        return f"{len(self._bodies)} 0 R"

    def stream(self, data: bytes) -> str:
        return self.add(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data))

    def set(self, reference: str, body: str) -> None:
        self._bodies[int(reference.split(maxsplit=1)[0]) - 1] = body.encode("latin-1")

    def whole(self, root: str, info: str) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        table = [b"0000000000 65535 f \n"]
        for number, body in enumerate(self._bodies, 1):
            table.append(b"%010d 00000 n \n" % len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        trailer = (
            f"trailer << /Size {len(table)} /Root {root} /Info {info} >>\nstartxref\n{len(out)}\n%%EOF\n"
        )
        return bytes(out) + b"xref\n0 %d\n" % len(table) + b"".join(table) + trailer.encode()


def _page(file: PdfObjects, tree: str, resources: str, page: PdfPage | bytes) -> str:
    page = page if isinstance(page, PdfPage) else PdfPage(page)
    content = file.stream(page.content)
    box = f"[0 0 {page.size[0]} {page.size[1]}]"
    return file.add(
        f"<< /Type /Page /Parent {tree} /Resources {resources} /MediaBox {box} "
        f"/Contents {content} {page.extra} >>"
    )


def _font(file: PdfObjects, style: str, extra: str = "") -> str:
    return file.add(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{style} /Encoding /WinAnsiEncoding {extra} >>"
    )


def _spelling(file: PdfObjects) -> str:
    """Helvetica with a table that says which text each letter stands for."""
    codes = "\n".join(
        f"<{ord(letter):02x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>"
        for letter, text in SPELLED.items()
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(SPELLED)} beginbfchar\n{codes}\nendbfchar\nendcmap end end"
    )
    return _font(file, "", f"/ToUnicode {file.stream(table.encode())}")


def _untold(file: PdfObjects) -> str:
    """A font whose codes are numbers of glyphs, without a table of what they stand for."""
    system = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    about = file.add(
        "<< /Type /FontDescriptor /FontName /ABCDEF+Own /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    inner = file.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Own /CIDSystemInfo {system} "
        f"/FontDescriptor {about} /DW 600 >>"
    )
    return file.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Own /Encoding /Identity-H "
        f"/DescendantFonts [{inner}] >>"
    )


def _outline(file: PdfObjects, kids: Sequence[str], outline: Sequence[Bookmark]) -> str:
    root = file.reserve()
    references = [file.reserve() for _ in outline]
    parents = [_parent(outline, number) for number in range(len(outline))]
    for number, entry in enumerate(outline):
        view = "/Fit" if entry.top is None else f"/XYZ 0 {entry.top} 0"
        siblings = [i for i, parent in enumerate(parents) if parent == parents[number]]
        later = [f"/Next {references[i]}" for i in siblings if i > number][:1]
        parent = root if parents[number] is None else references[parents[number] or 0]
        file.set(
            references[number],
            f"<< /Title {_text_string(entry.title)} /Parent {parent} {''.join(later)} "
            f"{_children(references, parents, number)} /Dest [{kids[entry.page]} {view}] >>",
        )
    file.set(root, f"<< /Type /Outlines {_children(references, parents, None)} >>")
    return f"/Outlines {root}"


def _parent(outline: Sequence[Bookmark], number: int) -> int | None:
    above = [i for i in range(number) if outline[i].level == outline[number].level - 1]
    return above[-1] if above else None


def _children(references: Sequence[str], parents: Sequence[int | None], number: int | None) -> str:
    mine = [references[i] for i, parent in enumerate(parents) if parent == number]
    return f"/First {mine[0]} /Last {mine[-1]}" if mine else ""


def _text_string(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
