"""Lists, opens and changes the conversations that are kept. GUI thread; the view lane does the work."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_rag.app.context import AppContext
from desktop_rag.app.export import Render, as_markdown
from desktop_rag.app.jobs import JobContext, Lane
from desktop_rag.gui.bridge import Channel
from desktop_rag.gui.conversations.export_voice import window_voice


class ConversationController(QObject):
    """`listed(tuple[ConversationSummary])`, `opened(Conversation)`, `failed(Exception)`, `copied(str)` with
    a conversation as Markdown. What a change is given as `then` is called when it is done; the list is made
    anew in any case."""

    listed = Signal(object)
    opened = Signal(object)
    copied = Signal(str)
    failed = Signal(object)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._conversations = context.conversations
        self._text = ""
        self._then: dict[int, Callable[[], None]] = {}
        self._list = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._open = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._change = Channel(context.jobs, Lane.VIEW, latest_only=False, parent=self)
        self._list.succeeded.connect(lambda _id, found: self.listed.emit(found))
        self._open.succeeded.connect(lambda _id, conversation: self.opened.emit(conversation))
        self._copy = Channel(context.jobs, Lane.VIEW, latest_only=True, parent=self)
        self._copy.succeeded.connect(lambda _id, text: self.copied.emit(text))
        self._change.succeeded.connect(self._on_changed)
        self._change.failed.connect(self._on_change_failed)
        for channel in (self._list, self._open, self._copy):
            channel.failed.connect(lambda _id, error: self.failed.emit(error))

    def refresh(self) -> None:
        """Has the list made anew, with what is searched for."""
        conversations, text = self._conversations, self._text
        self._list.start(lambda _job: conversations.search(text) if text else conversations.list())

    def search(self, text: str) -> None:
        """Lists only what holds `text`; everything when it is empty."""
        self._text = text.strip()
        self.refresh()

    def open(self, conversation_id: int) -> None:
        self._open.start(lambda _job: self._conversations.open(conversation_id))

    def forget_opening(self) -> None:
        """What is still being fetched is not wanted any more."""
        self._open.cancel()

    def rename(self, conversation_id: int, title: str) -> None:
        self._do(lambda _job: self._conversations.rename(conversation_id, title))

    def pin(self, conversation_id: int, pinned: bool) -> None:
        self._do(lambda _job: self._conversations.pin(conversation_id, pinned))

    def delete(self, conversation_id: int, then: Callable[[], None]) -> None:
        self._do(lambda _job: self._conversations.delete(conversation_id), then)

    def restore(self, conversation_ids: Sequence[int], then: Callable[[], None]) -> None:
        self._do(lambda _job: self._conversations.restore(*conversation_ids), then)

    def erase(self, conversation_ids: Sequence[int]) -> None:
        """What was deleted is gone for good."""
        self._do(lambda _job: self._conversations.erase(*conversation_ids))

    def copy(self, conversation_id: int) -> None:
        self._copy.start(lambda _job: as_markdown(self._conversations.open(conversation_id), window_voice()))

    def export(self, conversation_id: int, path: Path, render: Render, then: Callable[[], None]) -> None:
        """`render` runs on the lane's thread."""
        self._do(lambda _job: self._conversations.export(conversation_id, path, render), then)

    def _do(self, work: Callable[[JobContext], object], then: Callable[[], None] = lambda: None) -> None:
        self._then[self._change.start(work)] = then

    def _on_changed(self, request_id: int, _result: object) -> None:
        self.refresh()
        self._then.pop(request_id)()

    def _on_change_failed(self, request_id: int, error: Exception) -> None:
        del self._then[request_id]
        self.refresh()
        self.failed.emit(error)
