"""Conversations for the window and the command line. Any thread but the window's, since it reads the disk."""

from pathlib import Path

from desktop_rag.app.export import ExportFormat, export_to
from desktop_rag.domain.conversation import LONGEST_NAME, Conversation, ConversationSummary
from desktop_rag.domain.errors import InputError
from desktop_rag.store.conversations import Conversations


class ConversationService:
    """Every method raises `LibraryError` when the library cannot be read or written."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def list(self) -> tuple[ConversationSummary, ...]:
        """The latest first."""
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

    def delete(self, conversation_id: int) -> None:
        """Out of sight at once, and gone for good after 30 days; until then `restore` undoes it."""
        self._conversations.delete(conversation_id)

    def restore(self, conversation_id: int) -> None:
        self._conversations.restore(conversation_id)

    def export(self, conversation_id: int, path: Path, kind: ExportFormat) -> None:
        """Raises as `open` and `export_to` do."""
        export_to(path, self.open(conversation_id), kind)
