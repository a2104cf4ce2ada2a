"""What the control words of rich text mean to a reader of its text. Parser child, main thread. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from desktop_rag.parsing.charsets import text_codec
from desktop_rag.parsing.rich_text.flow import BODY_TEXT

_DEFAULT_CODEC = "cp1252"
_MOST_FONTS = 10_000
CHARACTERS: Mapping[str, str] = MappingProxyType(
    {
        "line": "\n",
        "softline": "\n",
        "tab": "\t",
        "emdash": "—",
        "endash": "–",
        "emspace": " ",
        "enspace": " ",
        "qmspace": " ",
        "bullet": "•",
        "lquote": "‘",
        "rquote": "’",
        "ldblquote": "“",
        "rdblquote": "”",
        "nestcell": " | ",
        "nestrow": "\n",
    }
)
SYMBOLS: Mapping[bytes, str] = MappingProxyType({b"~": "\u00a0", b"_": "\u2011", b"\t": "\t"})
_CHARSETS: Mapping[int, str] = MappingProxyType(
    {
        0: "cp1252",
        2: "cp1252",
        77: "mac_roman",
        128: "cp932",
        129: "cp949",
        130: "johab",
        134: "gb18030",
        136: "big5hkscs",
        161: "cp1253",
        162: "cp1254",
        163: "cp1258",
        177: "cp1255",
        178: "cp1256",
        186: "cp1257",
        204: "cp1251",
        222: "cp874",
        238: "cp1250",
        254: "cp437",
        255: "cp850",
    }
)
_CODE_PAGES = MappingProxyType({"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"})
# Groups without text of the document, and those whose text stands elsewhere once more.
UNREAD = frozenset(
    "colortbl listtable listoverridetable revtbl rsidtbl pict objdata nonshppict shprslt fldinst header"
    " headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep aftnsepc annotation atnid"
    " atnauthor bkmkstart bkmkend xe tc upr filetbl nonesttables sp pntxta pntxtb themedata"
    " colorschememapping datastore"
    " latentstyles pgptbl xmlnstbl generator userprops private objclass objname".split()
)
READ_THOUGH_OPTIONAL = frozenset("shpinst shptxt listtext pntext nesttableprops footnote fldrslt".split())


class Target(Enum):
    """Where a group's text goes."""

    BODY = auto()
    NOTE = auto()
    TITLE = auto()
    MARKER = auto()
    FONTS = auto()
    STYLES = auto()
    NOWHERE = auto()


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "footnote": Target.NOTE,
        "shptxt": Target.NOTE,
        "listtext": Target.MARKER,
        "pntext": Target.MARKER,
        "fonttbl": Target.FONTS,
        "stylesheet": Target.STYLES,
        "info": Target.NOWHERE,
    }
)


@dataclass(slots=True)
class State:
    """What a group inherits from the one around it."""

    target: Target = Target.BODY
    is_unread: bool = False
    is_optional: bool = False
    codec: str = ""
    fallback_length: int = 1
    is_bold: bool = False
    is_hidden: bool = False
    in_info: bool = False
    in_table: bool = False
    outline: int = BODY_TEXT
    style: int = 0
    list_level: int = 0
    font: int = 0


class Charsets:
    """Which codec bytes are in: that of their font, else the document's."""

    def __init__(self) -> None:
        self._codec = _DEFAULT_CODEC
        self._fonts: dict[int, str] = {}

    def of_font(self, font: int) -> str:
        """Empty if the document's own is to be used."""
        return self._fonts.get(font, "")

    def decode(self, data: bytes, codec: str) -> str:
        return data.decode(codec or self._codec, "replace")

    def declare(self, word: str, value: int, state: State) -> None:
        if word in _CODE_PAGES:
            self._codec = _CODE_PAGES[word]
        elif word == "ansicpg":
            self._codec = text_codec(f"cp{value}") or _DEFAULT_CODEC
        elif state.target is Target.FONTS and len(self._fonts) < _MOST_FONTS:
            codec = text_codec(f"cp{value}") if word == "cpg" else _CHARSETS.get(value)
            if codec:
                self._fonts[state.font] = codec
