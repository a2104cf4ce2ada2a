"""The seam to Qt's translations: every word that the window says goes through `translate`. Any thread.

`translate("Library", "No file matches.")` for a text; `translate("Library", "%Ln file(s)", None, number)`
where a number decides the form (English has its forms in a file too); values are put in afterwards, by name:
`translate("Library", "in: {name}").format(name=name)`. A text of a table made when its module loads is
marked there with `QT_TRANSLATE_NOOP("Library", "Ready")` (this module's, which has a type) and translated
where it is shown. The first argument names the part of the window; Qt's own tool, lupdate, collects these
calls, so both must be literals.

A language is a file: assets/translations/desktop_rag_<language>.qm, which packaging/build_translations.py
makes from the .ts of the same name. `install_language` belongs to the GUI thread, before any widget is made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLibraryInfo, QLocale, QTime, QTranslator
from PySide6.QtGui import QGuiApplication

from desktop_rag.gui.wording.pseudo_language import PSEUDO, PseudoTranslator
from desktop_rag.runtime import assets_dir

ENGLISH = "en"
_STEM = "desktop_rag_"
_OURS = "desktop-rag-translator"
_IN_FORCE = "desktopRagLanguage"

translate = QCoreApplication.translate


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name that lupdate looks for
    """Marks `text` for translators and leaves it as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """One that the window can speak: "de", "Deutsch"."""

    code: str
    name: str


def translations_dir() -> Path:
    return assets_dir() / "translations"


def available_languages(folder: Path | None = None) -> tuple[Language, ...]:
    """Those with a file, each by its own name, English first."""
    found = sorted(path.stem.removeprefix(_STEM) for path in _files(folder or translations_dir()))
    codes = [ENGLISH, *(code for code in found if code != ENGLISH)]
    return tuple(Language(code, _own_name(code)) for code in codes)


def install_language(app: QCoreApplication, language: str, folder: Path | None = None) -> str:
    """Has the window speak `language` ("de", "de-AT"); the system's where it is empty, English where nobody
    knows it or its file is broken. Numbers and dates follow, and the direction of every layout. Returns the
    language in force.
    """
    folder = folder or translations_dir()
    wanted = [language] if language else QLocale.system().uiLanguages()
    code = PSEUDO if language == PSEUDO else _best(wanted, folder)
    for old in app.findChildren(QTranslator, _OURS):
        app.removeTranslator(old)
        old.deleteLater()
    translators = list(_translators(code, folder, app))
    if not translators and code != ENGLISH:
        code = ENGLISH
        translators = list(_translators(code, folder, app))
    for translator in translators:
        translator.setObjectName(_OURS)
        app.installTranslator(translator)
    app.setProperty(_IN_FORCE, code)
    locale = _locale(code, wanted)
    QLocale.setDefault(locale)
    QGuiApplication.setLayoutDirection(locale.textDirection())
    return code


def language_in_force() -> str:
    """What `install_language` returned last; English where nothing is installed."""
    app = QCoreApplication.instance()
    said = app.property(_IN_FORCE) if app is not None else None
    return str(said) if said else ENGLISH


def number(value: int) -> str:
    """ "2,300" in English, "2.300" in German."""
    return QLocale().toString(value)


def decimal(value: float, digits: int) -> str:
    """ "9.3" in English, "9,3" in German."""
    return QLocale().toString(value, "f", digits)


def percent(share: float) -> str:
    """A share from 0 to 1 in whole hundredths: "40%"."""
    return translate("Common", "{number}%").format(number=number(round(100 * share)))


def time_of_day(moment: datetime) -> str:
    """ "14:05", or as the language's country writes it."""
    return QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def weekday(moment: datetime) -> str:
    """ "Tuesday"."""
    return QLocale().standaloneDayName(moment.isoweekday(), QLocale.FormatType.LongFormat)


def date(moment: datetime, *, with_year: bool = True) -> str:
    """ "3 May 2025", or "3 May"."""
    whole = translate("Common", "d MMMM yyyy", "A date as Qt's letters: 3 May 2025")
    short = translate("Common", "d MMMM", "A date as Qt's letters: 3 May")
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), whole if with_year else short)


def listed(names: Iterable[str]) -> str:
    """ "English, French and German"."""
    *before, last = list(names) or [""]
    if not before:
        return last
    others = translate("Common", ", ", "Between the items of a list").join(before)
    return translate("Common", "{others} and {last}", "The end of a list").format(others=others, last=last)


def _files(folder: Path) -> Iterable[Path]:
    return folder.glob(f"{_STEM}*.qm")


def _own_name(code: str) -> str:
    # Qt's own name of plain English is that of its largest country's.
    name = "English" if code == ENGLISH else QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:]


def _best(wanted: Iterable[str], folder: Path) -> str:
    """The first of the `wanted` that has a file, with its country or without; English where none has."""
    there = {
        path.stem.removeprefix(_STEM).casefold(): path.stem.removeprefix(_STEM) for path in _files(folder)
    }
    for name in wanted:
        parts = name.replace("-", "_").casefold().split("_")
        for length in range(len(parts), 0, -1):
            if found := there.get("_".join(parts[:length])):
                return found
    return ENGLISH


def _translators(code: str, folder: Path, app: QCoreApplication) -> Iterator[QTranslator]:
    """Qt's own words first, since the one installed last is asked first; none where ours cannot be had."""
    if code == PSEUDO:
        yield PseudoTranslator(app)
        return
    ours = _loaded(f"{_STEM}{code}", str(folder), app)
    qts = _loaded(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), app)
    if ours is not None:
        yield from (each for each in (qts, ours) if each is not None)


def _loaded(name: str, place: str, app: QCoreApplication) -> QTranslator | None:
    translator = QTranslator(app)
    if translator.load(name, place):
        return translator
    translator.deleteLater()
    return None


def _locale(code: str, wanted: Iterable[str]) -> QLocale:
    """The language as a country writes it: the one asked for, else the system's where it speaks it.

    Never the system's own mixture, which may have the months of another language.
    """
    spoken = QLocale("en_GB" if code in (ENGLISH, PSEUDO) else code)
    named = [QLocale(name.replace("-", "_")) for name in wanted if len(name) > len(code)]
    for each in (*named, QLocale(QLocale.system().language(), QLocale.system().territory())):
        if each.language() == spoken.language():
            return each
    return spoken
