"""What the first bytes of a file that is no text say it is. Parser child, main thread. Pure."""

import re

from desktop_rag.domain.errors import DocumentUnsupported

_PICTURE_HINT = "If it shows writing, save it as PNG or JPEG and add that."
_ARCHIVE_HINT = "Unpack it and add the documents inside."
_EXPORT_HINT = "Open it in its own program, save it as PDF, Word or plain text, and add that."
_NOTHING_HINT = "Nothing to do: it holds no document."

_PICTURE, _SOUND, _VIDEO, _ARCHIVE, _PROGRAM = "picture", "sound recording", "video", "archive", "program"
_HINTS = {
    _PICTURE: _PICTURE_HINT,
    _ARCHIVE: _ARCHIVE_HINT,
    _SOUND: _NOTHING_HINT,
    _VIDEO: _NOTHING_HINT,
    _PROGRAM: _NOTHING_HINT,
}
# (pattern at the file's start, kind, name); from the formats' own specifications.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (rb"\x89PNG\r\n", _PICTURE, "PNG"),
    (rb"\xff\xd8\xff", _PICTURE, "JPEG"),
    (rb"GIF8[79]a", _PICTURE, "GIF"),
    (rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+", _PICTURE, "TIFF"),
    (rb"BM.{4}\x00{4}", _PICTURE, "BMP"),
    (rb"RIFF.{4}WEBP", _PICTURE, "WebP"),
    (rb"\x00.{3}ftyp(hei[cfmsx]|mif1|msf1)", _PICTURE, "HEIC"),
    (rb"\x00.{3}ftypavif", _PICTURE, "AVIF"),
    (rb"8BPS\x00", _PICTURE, "Photoshop"),
    (rb"\x00\x00[\x01\x02]\x00[^\x00]\x00", _PICTURE, "icon"),
    (rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51", _PICTURE, "JPEG 2000"),
    (rb"RIFF.{4}WAVE", _SOUND, "WAV"),
    (rb"ID3[\x02-\x04]\x00", _SOUND, "MP3"),
    (rb"fLaC\x00", _SOUND, "FLAC"),
    (rb"OggS\x00", _SOUND, "Ogg"),
    (rb"\x00.{3}ftypM4[AB]", _SOUND, "M4A"),
    (rb"\x00.{3}ftyp", _VIDEO, "MP4"),
    (rb"\x1aE\xdf\xa3", _VIDEO, "Matroska"),
    (rb"RIFF.{4}AVI ", _VIDEO, "AVI"),
    (rb"\x1f\x8b", _ARCHIVE, "gzip"),
    (rb"BZh[1-9]1AY&SY", _ARCHIVE, "bzip2"),
    (rb"\xfd7zXZ\x00", _ARCHIVE, "xz"),
    (rb"\x28\xb5\x2f\xfd", _ARCHIVE, "zstd"),
    (rb"7z\xbc\xaf\x27\x1c", _ARCHIVE, "7z"),
    (rb"Rar!\x1a\x07", _ARCHIVE, "RAR"),
    (rb".{257}ustar[\x00 ]", _ARCHIVE, "tar"),
    (rb"!<arch>\n", _ARCHIVE, "ar"),
    (rb"\x7fELF", _PROGRAM, "Linux"),
    (rb"MZ[^\x00]{0,58}\x00", _PROGRAM, "Windows"),
    (rb"\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe", _PROGRAM, "macOS or Java"),
)
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (rb"%!PS|\xc5\xd0\xd3\xc6", "This is a PostScript file, which cannot be read yet.", _EXPORT_HINT),
    (rb"AT&TFORM", "This is a DjVu document, which cannot be read yet.", _EXPORT_HINT),
    (rb".{60}(BOOKMOBI|TEXtREAd)", "This is a Kindle book, which cannot be read yet.", _EXPORT_HINT),
    (rb"SQLite format 3\x00", "This is a database (SQLite), not a document.", _NOTHING_HINT),
    (rb"GGUF[\x01-\x0f]\x00", "This is a language model (GGUF), not a document.", "Add it under Models."),
    (rb"\x00\x01\x00\x00\x00|OTTO\x00|wOF[F2]", "This is a font, not a document.", _NOTHING_HINT),
)
_READ_PICTURES = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|II\*\x00|MM\x00\*|II\+\x00|MM\x00\+")
_COMPILED = tuple((re.compile(pattern, re.DOTALL), kind, name) for pattern, kind, name in _SIGNATURES)
_COMPILED_OTHERS = tuple((re.compile(pattern, re.DOTALL), text, hint) for pattern, text, hint in _OTHERS)


def picture(head: bytes) -> bool:
    """Whether a file that begins with `head` is a picture that can be drawn and read."""
    return _READ_PICTURES.match(head) is not None


def refusal(head: bytes) -> DocumentUnsupported | None:
    """Why a file that begins with `head` (300 bytes or more) cannot be read, in plain words."""
    for pattern, kind, name in _COMPILED:
        if pattern.match(head):
            return DocumentUnsupported(f"This is {_article(kind)} {kind} ({name}).", hint=_HINTS[kind])
    for pattern, text, hint in _COMPILED_OTHERS:
        if pattern.match(head):
            return DocumentUnsupported(text, hint=hint)
    return None


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
