"""Deleting conversations: out of sight at once, undone while a notice offers it, then final. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop_rag.gui.conversations.controller import ConversationController
from desktop_rag.gui.widgets.notice import NoticeArea
from desktop_rag.gui.wording.language import translate

PLACE = "deleted"


@dataclass(frozen=True, slots=True)
class _Deleted:
    id: int
    title: str
    then: Callable[[], None]
    """What to do when it was brought back."""


class ConversationDeletion(QObject):
    """Several deleted in a row are told, and brought back, together."""

    def __init__(self, controller: ConversationController, notices: NoticeArea, parent: QObject) -> None:
        super().__init__(parent)
        self._controller = controller
        self._notices = notices
        self._deleted: list[_Deleted] = []

    def delete(self, conversation_id: int, title: str, then: Callable[[], None]) -> None:
        """`then` is called when it was brought back."""
        deleted = _Deleted(conversation_id, title, then)
        self._controller.delete(conversation_id, lambda: self._on_deleted(deleted))

    def undo(self) -> None:
        """Brings all back that can still be."""
        deleted, self._deleted = self._deleted, []
        if deleted:
            self._notices.clear(PLACE)
            self._controller.restore([each.id for each in deleted], lambda: self._on_restored(deleted))

    def forget(self) -> None:
        """It is another library now: what was deleted is not in it."""
        self._deleted.clear()
        self._notices.clear(PLACE)

    def _on_deleted(self, deleted: _Deleted) -> None:
        self._deleted.append(deleted)
        undo = (translate("Conversations", "Undo"), self.undo)
        self._notices.say(self._words(), action=undo, place=PLACE, on_gone=self._on_gone)

    def _on_restored(self, deleted: list[_Deleted]) -> None:
        for each in deleted:
            each.then()

    def _words(self) -> str:
        if len(self._deleted) == 1:
            return translate("Conversations", "Deleted “{title}”.").format(title=self._deleted[0].title)
        return translate("Conversations", "Deleted %Ln conversation(s).", None, len(self._deleted))

    def _on_gone(self) -> None:
        deleted, self._deleted = self._deleted, []
        self._controller.erase([each.id for each in deleted])
