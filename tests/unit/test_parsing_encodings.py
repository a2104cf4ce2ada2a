"""Text is recognised in any encoding, and data for programs is not taken for text."""

import codecs
import random
from pathlib import Path

import pytest

from desktop_rag.parsing.encodings import TextEncoding, detect_encoding

GERMAN = "Die Übergabe der Schlüssel erfolgt spätestens am zwölften März; größere Möbel früher. "
RUSSIAN = "Работник обязан уведомить руководителя о болезни не позднее следующего дня. "
JAPANESE = "従業員は病気の場合、翌日までに上司に連絡し、医師の診断書を提出します。"
GREEK = "Ο εργαζόμενος οφείλει να ενημερώσει τον προϊστάμενό του την επόμενη ημέρα. "
CHINESE = "员工生病时应最迟于次日通知主管，并提交医生证明。否则将不支付病假工资。"


def _decoded(path: Path, encoding: TextEncoding | None) -> str:
    assert encoding is not None
    return path.read_bytes().decode(encoding.codec, encoding.errors).lstrip("\ufeff")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("plain words\n", "ascii"),
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "iso8859-7"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-32"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (RUSSIAN, "utf-16-be"),
        (JAPANESE, "utf-16-le"),
        (JAPANESE, "utf-16-be"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-32-be"),
        ("short", "utf-16-le"),
    ],
)
def test_text_is_decoded_as_it_was_written(tmp_path: Path, text: str, codec: str) -> None:
    path = tmp_path / "text"
    path.write_bytes(text.encode(codec))
    assert _decoded(path, detect_encoding(path)) == text


def test_evidence_far_behind_the_start_counts(tmp_path: Path) -> None:
    path = tmp_path / "text"
    text = "ordinary words in a long file\n" * 100_000 + GERMAN
    path.write_bytes(text.encode("cp1252"))
    assert _decoded(path, detect_encoding(path)) == text


def test_a_few_broken_bytes_do_not_make_utf8_something_else(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes((GERMAN * 3).encode() + b"\xff" + GERMAN.encode()[:7])
    assert detect_encoding(path) == TextEncoding("utf-8", "replace")


def test_windows_quotes_called_latin_1_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "page"
    declared = '<html><meta charset="iso-8859-1"><p>The company’s “plan” — as amended.</p></html>'
    path.write_bytes(declared.encode("cp1252"))
    assert _decoded(path, detect_encoding(path)) == declared


@pytest.mark.parametrize("seed", range(20))
def test_data_is_not_text(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "data"
    source = random.Random(seed)
    path.write_bytes(source.randbytes(source.choice([64, 1_000, 300_000])))
    assert detect_encoding(path) is None


def test_records_of_a_program_are_not_text(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"".join(number.to_bytes(4, "little") + b"name\0\0" for number in range(1_000)))
    assert detect_encoding(path) is None


def test_a_log_with_a_run_of_nul_is_text(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"started\n" * 50 + b"\0" * 2_000)
    assert detect_encoding(path) == TextEncoding("utf-8")


CODECS = {"MacCyrillic": "mac_cyrillic", "MacRoman": "mac_roman", "Johab": "johab"}


def codec_of(folder: str) -> str | None:
    """`iso-8859-2-polish` → `iso-8859-2`; None where Python has no such codec."""
    name = CODECS.get(folder, folder.lower())
    for prefix, parts in (("iso-8859-", 3), ("windows-", 2)):
        if name.startswith(prefix):
            name = "-".join(name.split("-")[:parts])
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


@pytest.mark.data
def test_most_of_51_encodings_are_decoded_exactly(data_dir: Path) -> None:
    wrong = []
    folders = sorted((data_dir / "encodings").iterdir())
    for folder in folders:
        (path,) = folder.iterdir()
        codec = codec_of(folder.name)
        found = detect_encoding(path)
        wanted = path.read_bytes().decode(codec).lstrip("\ufeff") if codec else None
        if found is None or _decoded(path, found) != wanted:
            wrong.append(f"{folder.name} as {found.codec if found else 'data'}")
    right = len(folders) - len(wrong)
    print(f"{right} of {len(folders)} encodings decoded exactly; not: {', '.join(wrong)}")
    assert right >= 49
