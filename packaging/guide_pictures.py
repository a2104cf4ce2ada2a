"""Puts the pictures of the guide on its PDF pages, as they are in their files; a part of build_guide.py.

Qt would write each as a photograph or as three bytes a pixel. The rows of a PNG are packed as a PDF packs
them (ISO 32000-1, 7.4.4.4: predictor 15), so its data and its palette are taken over.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from guide_pages import Placed

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_WITH_PALETTE = 3
_PIXELS = 2
"""Of a picture's file, to a CSS pixel."""
_FRAME = "0.863 0.851 0.824 RG 0.75 w"
"""The hairlines of the pages."""


@dataclass(frozen=True, slots=True)
class Png:
    """Rows of palette entries, `depth` bits each, packed as in the file."""

    width: int
    height: int
    depth: int
    palette: bytes
    rows: bytes


def read_png(data: bytes) -> Png:
    """Raises SystemExit for one that small_pictures.py did not write."""
    chunks = list(_chunks(data))
    width, height, depth, colours, _packing, _filter, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if colours != _WITH_PALETTE or interlaced:
        raise SystemExit("A picture of the guide has no palette: make it with packaging/screenshots.py")
    palette = b"".join(body for kind, body in chunks if kind == b"PLTE")
    return Png(width, height, depth, palette, b"".join(body for kind, body in chunks if kind == b"IDAT"))


def picture_size(file: Path, widest: float) -> tuple[float, float]:
    """Width and height in CSS pixels."""
    png = read_png(file.read_bytes())
    width = min(png.width / _PIXELS, widest)
    return width, width * png.height / png.width


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        raise SystemExit("A picture of the guide is no PNG.")
    place = len(_SIGNATURE)
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += length + 12


def add_picture(
    writer: PdfWriter, folder: Path, placed: "Placed", page_height_pt: float, scale: float
) -> None:
    """`scale` is points to a pixel of `placed`. Its words are spoken by readers that read what is tagged."""
    page = writer.pages[placed.page]
    picture = writer._add_object(_image(read_png((folder / placed.name).read_bytes())))  # noqa: SLF001 - the only way to add a stream
    name = "/" + Path(placed.name).stem
    resources = page[NameObject("/Resources")].get_object()
    pictures = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    pictures[NameObject(name)] = picture
    properties = resources.setdefault(NameObject("/Properties"), DictionaryObject()).get_object()
    properties[NameObject(name)] = DictionaryObject({NameObject("/Alt"): TextStringObject(placed.words)})
    area = placed.area
    width, height = area.width() * scale, area.height() * scale
    left, bottom = area.left() * scale, page_height_pt - area.bottom() * scale
    put = f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm {name} Do Q"
    frame = f"q {_FRAME} {left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re S Q"
    tagged = f"Q /Figure {name} BDC {put} {frame} EMC"
    old = page.raw_get(NameObject("/Contents"))
    parts = list(old.get_object()) if isinstance(old.get_object(), ArrayObject) else [old]
    around = [writer._add_object(_stream(each)) for each in (b"q", tagged.encode())]  # noqa: SLF001 - see above
    page[NameObject("/Contents")] = ArrayObject([around[0], *parts, around[1]])


def _stream(data: bytes) -> StreamObject:
    stream = StreamObject()
    stream.set_data(data)
    return stream


def _image(png: Png) -> StreamObject:
    stream = _stream(png.rows)
    entries = len(png.palette) // 3 - 1
    palette = ByteStringObject(png.palette)
    indexed = [NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(entries), palette]
    unpacking = {"/Predictor": 15, "/Colors": 1, "/BitsPerComponent": png.depth, "/Columns": png.width}
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(png.width),
            NameObject("/Height"): NumberObject(png.height),
            NameObject("/BitsPerComponent"): NumberObject(png.depth),
            NameObject("/ColorSpace"): ArrayObject(indexed),
            NameObject("/Filter"): NameObject("/FlateDecode"),
            NameObject("/DecodeParms"): DictionaryObject(
                {NameObject(key): NumberObject(value) for key, value in unpacking.items()}
            ),
        }
    )
    return stream
