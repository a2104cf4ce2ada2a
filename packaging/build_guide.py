"""Makes the PDF edition of the user guide from its Markdown chapters.

    python packaging/build_guide.py            writes assets/guide/Desktop RAG guide.pdf
    python packaging/build_guide.py --check    exit 1 if the PDF was made from other chapters

`assets/guide/index.md` gives the order of the chapters. With the same fonts and library versions the file
comes out the same, byte for byte. Run by hand after a change of the guide; its own process, main thread,
no display needed. Only building needs Qt; the digest and the check do not.
"""

import hashlib
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, ByteStringObject, Fit, NameObject, TextStringObject

if TYPE_CHECKING:
    from guide_pages import Mark, Placed, TocLine

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "assets" / "guide"
PDF = GUIDE / "Desktop RAG guide.pdf"
ICON = ROOT / "assets" / "icons" / "app.svg"
SOURCES_KEY = "/SourcesSHA256"
FIXED_DATE = "D:20250101000000Z"
"""The date of the build would make every build differ; the version on the title page dates the guide."""
FRONT_PAGES = 2
PAGE_HEIGHT_PT = 841.9
PT_PER_PX = 72 / 96


def chapter_paths(guide: Path = GUIDE) -> list[Path]:
    """The chapters in the order in which index.md links them."""
    index = (guide / "index.md").read_text("utf-8")
    return [guide / link for link in re.findall(r"^\d+\. \[[^\]]+\]\(([^)]+)\)$", index, re.MULTILINE)]


def sources_sha256(guide: Path = GUIDE) -> str:
    """One digest over index.md and every chapter in reading order, whatever their line ends, and pictures."""
    digest = hashlib.sha256()
    for path in [guide / "index.md", *chapter_paths(guide)]:
        text = path.read_text("utf-8")
        digest.update(text.encode())
        for picture in re.findall(r"^!\[[^\]]+\]\(([^)]+)\)$", text, re.MULTILINE):
            digest.update((guide / picture).read_bytes())
    return digest.hexdigest()


def recorded_sha256(pdf: Path = PDF) -> str:
    """The digest of the chapters that the PDF was made from, or an empty string."""
    about = PdfReader(pdf).metadata
    return "" if about is None else str(about.get(SOURCES_KEY, ""))


def add_outline(writer: PdfWriter, found: "list[Mark]") -> None:
    parent = None
    for mark in found:
        fit = Fit.xyz(left=0, top=PAGE_HEIGHT_PT - (mark.y - 12) * PT_PER_PX)
        over = None if mark.level == 1 else parent
        item = writer.add_outline_item(
            title=mark.text, page_number=mark.page, parent=over, fit=fit, is_open=False
        )
        parent = item if mark.level == 1 else parent


def add_link(writer: PdfWriter, line: "TocLine") -> None:
    edges_px = (line.left, line.bottom, line.right, line.top)
    left, bottom, right, top = (edge * PT_PER_PX for edge in edges_px)
    area = (left, PAGE_HEIGHT_PT - bottom, right, PAGE_HEIGHT_PT - top)
    link = Link(rect=area, target_page_index=line.target, border=[0, 0, 0])
    writer.add_annotation(page_number=FRONT_PAGES - 1, annotation=link)


def finish(raw: bytes, lines: "list[TocLine]", found: "list[Mark]", pictures: "list[Placed]") -> bytes:
    """Adds outline, links, pictures and metadata, and takes out what differs from build to build."""
    from guide_pictures import add_picture  # its folder is on the path of a build, not of a check

    same_names = re.sub(rb"/Q[A-Z]{5}\+", b"/QGUIDE+", raw)  # Qt draws the tags of embedded fonts by lot
    writer = PdfWriter(clone_from=PdfReader(BytesIO(same_names)))
    add_outline(writer, found)
    for line in lines:
        add_link(writer, line)
    for picture in pictures:
        add_picture(writer, GUIDE, picture, PAGE_HEIGHT_PT, PT_PER_PX)
    digest = sources_sha256()
    writer.metadata = None
    about = {"/Title": "Desktop RAG guide", "/Author": "The Desktop RAG authors", "/CreationDate": FIXED_DATE}
    writer.add_metadata({**about, SOURCES_KEY: digest})
    catalogue = writer.root_object
    catalogue.pop(NameObject("/Metadata"), None)
    catalogue[NameObject("/Lang")] = TextStringObject("en-GB")
    catalogue[NameObject("/PageMode")] = NameObject("/UseOutlines")
    fixed = ByteStringObject(bytes.fromhex(digest[:32]))
    writer._ID = ArrayObject([fixed, fixed])  # noqa: SLF001 - pypdf has no public way to set a fixed one
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def read_version() -> str:
    source = (ROOT / "desktop_rag" / "__init__.py").read_text("utf-8")
    match = re.search(r'__version__ = "([^"]+)"', source)
    if match is None:
        raise SystemExit("desktop_rag/__init__.py names no version")
    return match.group(1)


def build() -> bytes:
    import guide_pages
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(sys.argv[:1])
    guide_pages.require_fonts()
    chapters: list[guide_pages.Chapter] = []
    page = FRONT_PAGES
    for path in chapter_paths():
        chapters.append(guide_pages.lay_out(path.read_text("utf-8"), page, GUIDE))
        page += len(chapters[-1].pages)
    raw, lines = guide_pages.paint(chapters, ICON, read_version())
    found = [mark for chapter in chapters for mark in guide_pages.marks(chapter)]
    pictures = [picture for chapter in chapters for picture in guide_pages.placed(chapter, GUIDE)]
    application.quit()
    return finish(raw, lines, found, pictures)


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        current = recorded_sha256() == sources_sha256()
        print("The PDF edition is up to date." if current else "Run packaging/build_guide.py again.")
        return 0 if current else 1
    data = build()
    PDF.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    print(f"{PDF.name}: {len(PdfReader(PDF).pages)} pages, {len(data):,} bytes, sha256 {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
