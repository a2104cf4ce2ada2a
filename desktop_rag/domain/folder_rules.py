"""What of a folder is read; pure, immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType

MEGABYTE = 1024**2
DEFAULT_MAX_BYTES = 512 * MEGABYTE
"""The largest file that is read at all, whatever the rules."""


class FileKind(StrEnum):
    """Kinds of files a person tells apart. What a file is shows in its content; its kind is by its name."""

    DOCUMENTS = "documents"
    PRESENTATIONS = "presentations"
    SPREADSHEETS = "spreadsheets"
    BOOKS = "books"
    MAIL = "mail"
    WEB = "web"
    NOTES = "notes"
    DATA = "data"
    CODE = "code"
    PICTURES = "pictures"
    OTHERS = "others"


_SUFFIXES: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.DOCUMENTS: "pdf doc docx docm dot dotx odt ott rtf pages wpd",
        FileKind.PRESENTATIONS: "ppt pptx pptm pps ppsx odp otp key",
        FileKind.SPREADSHEETS: "xls xlsx xlsm xlsb xlt xltx ods ots numbers",
        FileKind.BOOKS: "epub mobi azw azw3 fb2 djvu",
        FileKind.MAIL: "eml msg mbox mbx",
        FileKind.WEB: "html htm xhtml xht shtml mht mhtml",
        FileKind.NOTES: "txt text md markdown mdown mkd mkdn rst rest log tex org asc adoc",
        FileKind.DATA: "csv tsv tab json jsonl ndjson xml yaml yml toml ini ics vcf",
        FileKind.CODE: (
            "py ipynb js mjs ts tsx jsx java kt c h cc cpp cxx hpp cs go rs rb php pl pm r m swift scala sh"
            " bash zsh ps1 bat sql lua jl hs clj ex erl dart vb f90 asm css scss less vue gradle cmake proto"
        ),
        FileKind.PICTURES: "png jpg jpeg jpe tif tiff bmp gif webp heic heif avif svg psd",
    }
)
_KINDS: Mapping[str, FileKind] = MappingProxyType(
    {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
)


@dataclass(frozen=True, slots=True)
class FolderRules:
    """Patterns are those of `.gitignore`, matched against paths below the folder; None takes every kind."""

    ignore: tuple[str, ...] = ()
    kinds: tuple[FileKind, ...] | None = None
    max_bytes: int = DEFAULT_MAX_BYTES


def kind_of(path: PurePath) -> FileKind:
    return _KINDS.get(path.suffix.lower().removeprefix("."), FileKind.OTHERS)
