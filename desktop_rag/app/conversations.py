"""Conversations for the window and the command line. Any thread but the window's, since it reads the disk."""

import contextlib
from pathlib import Path

from desktop_rag.app.export import Render, export_to
from desktop_rag.domain.conversation import LONGEST_NAME, Conversation, ConversationSummary
from desktop_rag.domain.errors import InputError, LibraryError
from desktop_rag.store.conversations import Conversations


class ConversationService:
    """Every method raises `LibraryError` when the library cannot be read or written."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._deleted: set[int] = set()

    def list(self) -> tuple[ConversationSummary, ...]:
        """First those that are pinned, the latest first in each part."""
        return self._conversations.summaries()

    def search(self, text: str) -> tuple[ConversationSummary, ...]:
        """The best match first, found by the beginnings of words; all of them for a text without words."""
        return self._conversations.search(text) if text.strip() else self.list()

    def open(self, conversation_id: int) -> Conversation:
        """Raises `InputError` when it is not there any more."""
        found = self._conversations.conversation(conversation_id)
        if found is None:
            raise InputError("This conversation is not there any more.", hint="Choose another one.")
        return found

    def rename(self, conversation_id: int, title: str) -> str:
        """The title as it is kept: one line of at most `LONGEST_NAME`. Raises `InputError` when empty."""
        line = " ".join(title.split())[:LONGEST_NAME].rstrip()
        if not line:
            raise InputError("A conversation needs a name.", hint="Type at least one letter.")
        self._conversations.rename(conversation_id, line)
        return line

    def pin(self, conversation_id: int, pinned: bool) -> None:
        self._conversations.pin(conversation_id, pinned)

    def delete(self, conversation_id: int) -> None:
        """Out of sight at once; `restore` undoes it until `erase` or `close` makes it final.

        Where neither comes, since the program was killed, it is erased with a later conversation.
        """
        self._conversations.delete(conversation_id)
        self._deleted.add(conversation_id)

    def restore(self, *conversation_ids: int) -> None:
        """All of them or, where one is erased already, none: raises `InputError`."""
        self._conversations.restore(*conversation_ids)
        self._deleted.difference_update(conversation_ids)

    def erase(self, *conversation_ids: int) -> None:
        """Removes deleted conversations for good; one that was brought back meanwhile stays."""
        self._conversations.erase(*conversation_ids)
        self._deleted.difference_update(conversation_ids)

    def close(self) -> None:
        """Erases what was deleted here and not brought back: nobody can any more. No job may run by now."""
        deleted, self._deleted = tuple(self._deleted), set()
        if deleted:
            with contextlib.suppress(LibraryError):  # as after a kill: erased with a later conversation
                self._conversations.erase(*deleted)

    def export(self, conversation_id: int, path: Path, render: Render) -> None:
        """Raises as `open` and `export_to` do."""
        export_to(path, self.open(conversation_id), render)
