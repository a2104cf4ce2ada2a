"""What the settings page says of numbers, places and processes; pure text. Any thread."""

from collections.abc import Sequence

from desktop_rag.app.privacy import Connection, Part, ProcessRow, open_connections
from desktop_rag.domain.sizes import LibrarySizes
from desktop_rag.gui.asking.model_words import size_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

PARTS: dict[Part, str] = {
    Part.PROGRAM: QT_TRANSLATE_NOOP("Settings", "Desktop RAG itself, with this window"),
    Part.READER: QT_TRANSLATE_NOOP("Settings", "Reads documents and draws pages"),
    Part.SEARCH: QT_TRANSLATE_NOOP("Settings", "Search model"),
    Part.MODEL: QT_TRANSLATE_NOOP("Settings", "Model that writes answers"),
    Part.SHELF: QT_TRANSLATE_NOOP("Settings", "Looks into model files"),
    Part.CONVERTER: QT_TRANSLATE_NOOP("Settings", "Converts adapters"),
    Part.DOWNLOAD: QT_TRANSLATE_NOOP("Settings", "Downloads a model"),
    Part.OTHER: QT_TRANSLATE_NOOP("Settings", "Started by Desktop RAG"),
}
NEVER: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Settings", "There is no account and no sign-in."),
    QT_TRANSLATE_NOOP("Settings", "Nothing about you is collected or sent: no telemetry, no crash reports."),
    QT_TRANSLATE_NOOP("Settings", "Nothing looks for updates."),
    QT_TRANSLATE_NOOP(
        "Settings", "The network is used for one thing only: a model that you download with a click."
    ),
    QT_TRANSLATE_NOOP("Settings", "Your documents are never changed, moved or copied."),
    QT_TRANSLATE_NOOP(
        "Settings",
        "Passwords of documents are never stored: they stay in memory until you close the program.",
    ),
)
"""What never happens; the page shows beside it what can be seen of that."""


def never_words() -> tuple[str, ...]:
    return tuple(translate("Settings", each) for each in NEVER)


def connections_words(rows: Sequence[ProcessRow]) -> str:
    """The answer to the one question that the page is opened for."""
    found = open_connections(rows)
    if any(row.connections is None for row in rows):
        return translate("Settings", "The system does not tell everything about these processes.")
    if not found:
        return translate("Settings", "No connections.")
    return translate("Settings", "%Ln network connection(s).", None, found)


def process_words(row: ProcessRow) -> tuple[str, str]:
    """ "Search model" · "92 MB · no connections"."""
    name = translate("Settings", PARTS[row.part])
    memory = size_words(row.memory_bytes)
    if row.connections is None:
        told = translate("Settings", "{memory} · connections are not told")
    elif row.connections:
        told = translate("Settings", "{memory} · {connections}")
    else:
        told = translate("Settings", "{memory} · no connections")
    said = ", ".join(_connection_words(each) for each in row.connections or ())
    return name, told.format(memory=memory, connections=said)


def _connection_words(connection: Connection) -> str:
    if not connection.remote:
        return translate("Settings", "waits at {place}").format(place=connection.local)
    return translate("Settings", "connected to {place}").format(place=connection.remote)


def size_facts(sizes: LibrarySizes) -> list[tuple[str, str]]:
    """What the library's room is taken by, part by part, and the whole."""
    parts = (
        (translate("Settings", "Text of your documents, and the index of its words"), sizes.text_bytes),
        (translate("Settings", "What finds passages by their meaning (vectors)"), sizes.vector_bytes),
        (translate("Settings", "Conversations"), sizes.conversation_bytes),
        (translate("Settings", "Models and adapters"), sizes.model_bytes),
        (translate("Settings", "Everything else"), sizes.other_bytes),
        (translate("Settings", "Together"), sizes.total_bytes),
    )
    return [(name, size_words(size)) for name, size in parts]


def again_words(passages: int, seconds: float | None) -> str:
    """What a change of the search model would cost; the other model is measured before it is decided."""
    if not passages:
        return translate(
            "Settings",
            "Changing it prepares every passage of the library again. There are none yet, so it costs "
            "nothing.",
        )
    again = translate("Settings", "Changing it prepares all %Ln passage(s) again.", None, passages)
    if seconds is None:
        return again
    if seconds < 60:
        lasts = translate("Settings", "With this one that takes less than a minute on this computer.")
    else:
        minutes = round(seconds / 60)
        lasts = translate("Settings", "With this one that takes about %Ln minute(s) here.", None, minutes)
    before = translate("Settings", "Another one is measured first, and you are asked.")
    return f"{again} {lasts} {before}"


def scans_ask_words(pages: int) -> tuple[str, str]:
    """What switching text recognition on sets going."""
    return (
        translate("Settings", "%Ln page(s) are waiting to have their words read.", None, pages),
        translate(
            "Settings",
            "That takes a few seconds each, after everything else is read. You can go on working meanwhile.",
        ),
    )
