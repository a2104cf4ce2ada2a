"""Keeps conversations. Reads on the calling thread, writes on the writer thread; times are seconds UTC."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from desktop_rag.domain.answers import Answer
from desktop_rag.domain.chat import Adapter, AnswerMode
from desktop_rag.domain.conversation import Conversation, ConversationSummary, Turn, TurnState, title_for
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.keywords import words
from desktop_rag.domain.scopes import Scope
from desktop_rag.store.codec import Undecodable, decoded, from_json, storable, to_json
from desktop_rag.store.database import Database
from desktop_rag.store.paths import scope_from_blob, scope_to_blob
from desktop_rag.store.writer_id import may_still_write, new_writer

KEPT_DELETED_S = 3600.0
"""Far longer than anybody is offered to undo a deletion; what is left is from a program that was killed."""
SNIPPET_WORDS = 16
SNIPPET_LETTERS = 160
MOST_WORDS = 16
UNREADABLE = "The sources of this answer could not be read any more. Its text is kept."

_COUNT = "(SELECT count(*) FROM turns WHERE conversation_id = conversations.id) AS turn_count"
_LATEST = (
    f"(SELECT substr(iif(text = '', question, text), 1, {SNIPPET_LETTERS}) FROM turns"
    " WHERE conversation_id = conversations.id ORDER BY position DESC LIMIT 1) AS snippet"
)
_OWNER = "coalesce(turns.conversation_id, -conversations_fts.rowid)"
_FOUND = "FROM conversations_fts LEFT JOIN turns ON turns.id = conversations_fts.rowid"


class Conversations:
    """The tables behind their meaning. `clock` gives seconds UTC.

    A turn that is being written belongs to this object; once its process is gone, or this object is made
    anew in the same process, the turn shows as interrupted.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._writer = new_writer()

    # Conversations

    def create(self, title: str) -> int:
        return self._database.write(lambda connection: _insert(connection, title, self._clock()))

    def summaries(self) -> tuple[ConversationSummary, ...]:
        """All that are not deleted: first those that are pinned, the latest first in each part."""
        sql = (
            f"SELECT *, {_COUNT}, {_LATEST} FROM conversations WHERE deleted_at IS NULL"
            " ORDER BY pinned <> 0 DESC, updated_at DESC, id DESC"
        )
        with self._database.read() as connection:
            return tuple(_summary(row, row["snippet"] or "") for row in connection.execute(sql))

    def conversation(self, conversation_id: int) -> Conversation | None:
        """None when there is none with this id, or it is deleted."""
        sql = "SELECT * FROM conversations WHERE id = ? AND deleted_at IS NULL"
        with self._database.read() as connection:
            row = connection.execute(sql, (conversation_id,)).fetchone()
            if row is None:
                return None
            created, updated = _moment(row["created_at"]), _moment(row["updated_at"])
            return Conversation(row["id"], row["title"], created, updated, self.turns(conversation_id))

    def rename(self, conversation_id: int, title: str) -> None:
        self._change("UPDATE conversations SET title = ? WHERE id = ?", storable(title), conversation_id)

    def pin(self, conversation_id: int, pinned: bool) -> None:
        """Keeps it at the top of the list, or no longer."""
        self._change("UPDATE conversations SET pinned = ? WHERE id = ?", int(pinned), conversation_id)

    def delete(self, conversation_id: int) -> None:
        """Hides it; `restore` brings it back until `erase` or `purge` has removed it."""
        sql = "UPDATE conversations SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL"
        self._change(sql, self._clock(), conversation_id)

    def restore(self, *conversation_ids: int) -> None:
        """Brings all of them back, or raises `InputError` when one is gone for good."""
        sql = "UPDATE conversations SET deleted_at = NULL WHERE id = ?"

        def change(connection: sqlite3.Connection) -> None:
            for conversation_id in conversation_ids:
                if connection.execute(sql, (conversation_id,)).rowcount == 0:
                    raise _gone()

        self._database.write(change)

    def erase(self, *conversation_ids: int) -> None:
        """Removes for good those among them that are deleted; what was brought back stays."""
        sql = "DELETE FROM conversations WHERE id = ? AND deleted_at IS NOT NULL"
        ids = [(each,) for each in conversation_ids]
        self._database.write(lambda connection: connection.executemany(sql, ids))

    def purge(self, kept_s: float = KEPT_DELETED_S) -> None:
        """Removes for good what was deleted longer ago than `kept_s`."""
        self._change("DELETE FROM conversations WHERE deleted_at < ?", self._clock() - kept_s)

    def search(self, text: str, limit: int = 50) -> tuple[ConversationSummary, ...]:
        """Conversations with words that begin with each of the words of `text`, the best match first.

        The words may stand in different turns or in the title; an empty text finds nothing.
        """
        terms = [f'"{word}"*' for word in words(storable(text)) if any(map(str.isalnum, word))][:MOST_WORDS]
        if not terms:
            return ()
        with self._database.read() as connection:
            found = _best_rows(connection, terms, limit)
            return tuple(_found_summary(connection, id_, said) for id_, said in found)

    # Turns

    def begin_turn(
        self,
        conversation_id: int | None,
        question: str,
        scope: Scope,
        mode: AnswerMode,
        model: str,
        adapters: tuple[Adapter, ...],
    ) -> Turn:
        """Stores the question before it is answered; None begins a new conversation, named by the question.

        Asking in a deleted conversation brings it back. Raises `InputError` when it was removed for good.
        """
        now = self._clock()

        def change(connection: sqlite3.Connection) -> int:
            owner = conversation_id or _insert(connection, title_for(question), now)
            _touch(connection, owner, now)
            cursor = connection.execute(
                "INSERT INTO turns (conversation_id, position, question, scope, mode, model, adapters,"
                " state, writer, created_at) VALUES (?,"
                " (SELECT coalesce(max(position), 0) + 1 FROM turns WHERE conversation_id = ?),"
                " ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    owner,
                    owner,
                    storable(question),
                    scope_to_blob(scope),
                    mode,
                    storable(model),
                    to_json(adapters),
                    TurnState.WRITING,
                    self._writer,
                    now,
                ),
            )
            return int(cursor.lastrowid or 0)

        return self._turn(self._database.write(change))

    def save_partial(self, turn_id: int, text: str, thought: str = "") -> None:
        """Keeps what was written so far; of a turn that is finished already, nothing changes."""
        self._change(
            "UPDATE turns SET text = ?, thought = ? WHERE id = ? AND state = ?",
            storable(text),
            storable(thought),
            turn_id,
            TurnState.WRITING,
        )

    def finish_turn(self, turn_id: int, answer: Answer) -> Turn:
        return self._end(turn_id, TurnState(answer.state), answer)

    def fail_turn(self, turn_id: int, reason: str, hint: str, partial: Answer | None = None) -> Turn:
        """The turn keeps why it failed, and the partial answer or else what `save_partial` kept."""
        return self._end(turn_id, TurnState.FAILED, partial, reason, hint)

    def stop_turn(self, turn_id: int) -> Turn:
        """The person stopped it before there was an answer; what `save_partial` kept stays."""
        return self._end(turn_id, TurnState.STOPPED, None)

    def turns(self, conversation_id: int) -> tuple[Turn, ...]:
        sql = "SELECT * FROM turns WHERE conversation_id = ? ORDER BY position"
        with self._database.read() as connection:
            return tuple(_turn(row, self._writer) for row in connection.execute(sql, (conversation_id,)))

    def _end(
        self, turn_id: int, state: TurnState, answer: Answer | None, reason: str = "", hint: str = ""
    ) -> Turn:
        now = self._clock()
        said = (storable(answer.text), storable(answer.thought), to_json(answer)) if answer else (None,) * 3

        def change(connection: sqlite3.Connection) -> None:
            row = connection.execute(
                "UPDATE turns SET state = ?, text = coalesce(?, text), thought = coalesce(?, thought),"
                " answer = coalesce(?, answer), reason = ?, hint = ? WHERE id = ? RETURNING conversation_id",
                (state, *said, storable(reason), storable(hint), turn_id),
            ).fetchone()
            if row is None:
                raise _gone()
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (now, row[0]))

        self._database.write(change)
        return self._turn(turn_id)

    def _turn(self, turn_id: int) -> Turn:
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM turns WHERE id = ?", (turn_id,)).fetchone()
        if row is None:
            raise _gone()
        return _turn(row, self._writer)

    def _change(self, sql: str, *values: object) -> None:
        self._database.write(lambda connection: connection.execute(sql, values))


def _insert(connection: sqlite3.Connection, title: str, now: float) -> int:
    cursor = connection.execute(
        "INSERT INTO conversations (title, created_at, updated_at) VALUES (?, ?, ?)",
        (storable(title), now, now),
    )
    return int(cursor.lastrowid or 0)


def _touch(connection: sqlite3.Connection, conversation_id: int, now: float) -> None:
    sql = "UPDATE conversations SET updated_at = ?, deleted_at = NULL WHERE id = ?"
    if connection.execute(sql, (now, conversation_id)).rowcount == 0:
        raise _gone()


def _gone() -> InputError:
    return InputError("This conversation is not there any more.", hint="Begin a new one.")


def _best_rows(connection: sqlite3.Connection, terms: list[str], limit: int) -> list[tuple[int, str]]:
    """The ids of conversations that hold all terms, each with its best matching words, unless it is the title
    that matches best.

    First the ids, then the rows by rank: the snippets are made one by one until there are enough.
    """
    each = f"SELECT {_OWNER} {_FOUND} WHERE conversations_fts MATCH ?"
    shown = "SELECT id FROM conversations WHERE deleted_at IS NULL"
    sql = " INTERSECT ".join([each] * len(terms) + [shown])
    wanted = {row[0] for row in connection.execute(sql, terms)}
    found: dict[int, str] = {}
    for row in _ranked(connection, terms):
        if row["owner"] in wanted and row["owner"] not in found:
            found[row["owner"]] = row["snippet"]
            if len(found) == min(limit, len(wanted)):
                break
    return list(found.items())[:limit]


def _ranked(connection: sqlite3.Connection, terms: list[str]) -> Iterator[sqlite3.Row]:
    said = f"snippet(conversations_fts, -1, '', '', '…', {SNIPPET_WORDS})"
    snippet = f"iif(conversations_fts.rowid < 0, '', {said}) AS snippet"
    sql = f"SELECT {_OWNER} AS owner, {snippet} {_FOUND} WHERE conversations_fts MATCH ? ORDER BY rank"
    return connection.execute(sql, (" OR ".join(terms),))


def _found_summary(connection: sqlite3.Connection, conversation_id: int, said: str) -> ConversationSummary:
    sql = f"SELECT *, {_COUNT}, {_LATEST} FROM conversations WHERE id = ?"
    row = connection.execute(sql, (conversation_id,)).fetchone()
    return _summary(row, said or row["snippet"] or "")


def _summary(row: sqlite3.Row, snippet: str) -> ConversationSummary:
    said = " ".join(snippet.split())
    return ConversationSummary(
        id=row["id"],
        title=row["title"],
        updated=_moment(row["updated_at"]),
        turns=row["turn_count"],
        snippet=said,
        pinned=bool(row["pinned"]),
    )


def _turn(row: sqlite3.Row, own_writer: str) -> Turn:
    state = TurnState(row["state"])
    if state is TurnState.WRITING and not may_still_write(row["writer"], own_writer):
        state = TurnState.INTERRUPTED
    answer, reason = None, row["reason"]
    try:
        answer = from_json(Answer, row["answer"]) if row["answer"] else None
    except Undecodable:
        state, reason = TurnState.FAILED, UNREADABLE
    return Turn(
        id=row["id"],
        conversation_id=row["conversation_id"],
        question=row["question"],
        scope=scope_from_blob(row["scope"]),
        mode=AnswerMode(row["mode"]),
        model=row["model"],
        adapters=_adapters(row["adapters"]),
        state=state,
        asked_at=_moment(row["created_at"]),
        text=row["text"],
        thought=row["thought"],
        answer=answer,
        reason=reason,
        hint=row["hint"],
    )


def _adapters(text: str) -> tuple[Adapter, ...]:
    try:
        value = decoded(tuple[Adapter, ...], text)
    except Undecodable:
        return ()
    return tuple(item for item in value if isinstance(item, Adapter)) if isinstance(value, tuple) else ()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
