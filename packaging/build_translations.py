"""Collects the window's texts for translators and makes the files that the window reads.

    python packaging/build_translations.py            updates assets/translations/*.ts, makes the *.qm
    python packaging/build_translations.py --check    exit 1 if one is not up to date, or not all translated
    python packaging/build_translations.py fr         the same, and begins desktop_rag_fr.ts

A .ts is opened with Qt Linguist, or any editor. English holds the forms for one and many only, and is filled
where a text says "file(s)". No line numbers are kept, so that a .ts changes only when a text does. By hand
after a change of a text; Qt's lupdate and lrelease do the work, no display needed.
"""

import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from shutil import copy

from core_texts import core_texts
from window_texts import Marked, as_cpp, window_texts

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "assets" / "translations"
STEM = "desktop_rag_"
ENGLISH = f"{STEM}en.ts"
TEMPLATES = "core_texts.json"
_ENGLISH_FORMS = ((r"\(s\)", "", "s"), *((rf"\b{one}/{many}\b", one, many) for one, many in (
    ("is", "are"), ("was", "were"), ("has", "have"), ("it", "them"), ("its", "their"),
    ("does", "do"), ("a picture", "pictures"),
)))  # fmt: skip
"""What a source text writes for both forms, and the two."""


def run_tool(name: str, *arguments: str | Path) -> None:
    """Qt's tool as PySide6 ships it: beside the Python that runs this."""
    tool = Path(sys.executable).parent / f"pyside6-{name}"
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    if done.returncode or "error" in done.stderr.casefold():
        raise SystemExit(f"{name} failed:\n{done.stdout}{done.stderr}")


def collect(folder: Path) -> None:
    """Brings every .ts of `folder` up to date with the sources; what is no longer said leaves it."""
    core = core_texts()
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "texts.cpp")
        source.write_text(as_cpp([*window_texts(), *(Marked("Core", text) for text in core)]), "utf-8")
        _update(folder, source)
    templates = [text for text in core if re.search(r"\{\w*\}", text)]
    said = json.dumps(templates, ensure_ascii=False, indent=0)
    (folder / TEMPLATES).write_text(f"{said}\n", "utf-8")


def _update(folder: Path, source: Path) -> None:
    for ts in sorted(folder.glob(f"{STEM}*.ts")):
        language = ts.stem.removeprefix(STEM)
        only = ["-pluralonly"] if ts.name == ENGLISH else []
        run_tool(
            "lupdate", *only, "-silent", "-no-obsolete", "-locations", "none", "-sort-messages",
            "-source-language", "en", "-target-language", language, source, "-ts", ts,
        )  # fmt: skip


def english_forms(text: str) -> tuple[str, str]:
    """ "%Ln file(s)" as "%Ln file" and "%Ln files"."""
    one = many = text
    for written, single, several in _ENGLISH_FORMS:
        one, many = re.sub(written, single, one), re.sub(written, several, many)
    return one, many


def fill_english(ts: Path) -> None:
    """Gives texts that write both forms at once, "file(s)" and "is/are", their two forms."""
    tree = ET.parse(ts)
    for message in tree.iterfind("context/message"):
        translation, source = message.find("translation"), message.findtext("source", "")
        if translation is None or translation.get("type") != "unfinished":
            continue
        forms = english_forms(source)
        if forms[0] != forms[1]:
            for form, words in zip(translation.iterfind("numerusform"), forms, strict=True):
                form.text = words
            del translation.attrib["type"]
    tree.write(ts, "utf-8", xml_declaration=True)


def release(folder: Path) -> None:
    """Each file is put in place whole: a window that is open has the old one mapped into its memory."""
    for ts in sorted(folder.glob(f"{STEM}*.ts")):
        made = ts.with_suffix(".qm.new")
        run_tool("lrelease", "-silent", "-nounfinished", ts, "-qm", made)
        made.replace(ts.with_suffix(".qm"))


def unfinished(ts: Path) -> list[str]:
    """The texts that have no translation yet."""
    messages = ET.parse(ts).iterfind("context/message")
    return [
        message.findtext("source", "")
        for message in messages
        if (translation := message.find("translation")) is None or translation.get("type")
    ]


def build(folder: Path = FOLDER) -> None:
    collect(folder)
    fill_english(folder / ENGLISH)
    collect(folder)
    release(folder)


def complaints(folder: Path = FOLDER) -> list[str]:
    """What keeps the files of `folder` from being up to date and complete; nothing of it is changed."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        for ts in folder.glob(f"{STEM}*.ts"):
            copy(ts, place)
        collect(Path(place))
        release(Path(place))
        for made in sorted(Path(place).iterdir()):
            kept = folder / made.name
            if not kept.is_file() or kept.read_bytes() != made.read_bytes():
                found.append(f"{made.name} is not up to date.")
            if made.suffix == ".ts":
                found += [f"{made.name} has no translation of: {text}" for text in unfinished(made)]
    return found


def begin(folder: Path, language: str) -> None:
    """An empty file for another language; lupdate fills it."""
    ts = folder / f"{STEM}{language}.ts"
    if not ts.exists():
        ts.write_text(
            f'<?xml version="1.0" encoding="utf-8"?>\n<TS version="2.1" language="{language}"/>\n', "utf-8"
        )


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        found = complaints()
        print("\n".join([*found, "Run packaging/build_translations.py."]) if found else "All is translated.")
        return 1 if found else 0
    for language in ("en", "de", *arguments):
        begin(FOLDER, language)
    build()
    for ts in sorted(FOLDER.glob(f"{STEM}*.ts")):
        print(f"{ts.name}: {len(unfinished(ts))} texts are not translated yet")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
