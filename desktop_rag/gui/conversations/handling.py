"""Joins the list of conversations to the one on screen: go on in one, begin a new one, pin, delete, export.

GUI thread.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_rag.app.context import AppContext
from desktop_rag.app.export import ExportFormat, Render, as_html, as_markdown
from desktop_rag.domain.conversation import Conversation, ConversationSummary
from desktop_rag.domain.display import display_name, display_text
from desktop_rag.domain.scopes import EVERYWHERE
from desktop_rag.gui.asking.ask_controller import AskController
from desktop_rag.gui.asking.conversation_panel import ConversationPanel
from desktop_rag.gui.conversations.controller import ConversationController
from desktop_rag.gui.conversations.deletion import ConversationDeletion
from desktop_rag.gui.conversations.export_pdf import Print, as_pdf, paper_of
from desktop_rag.gui.conversations.export_voice import window_voice
from desktop_rag.gui.conversations.panel import ConversationList
from desktop_rag.gui.library.handling import LibraryHandling, open_outside
from desktop_rag.gui.page.source_handling import SourceHandling
from desktop_rag.gui.widgets.dialogs import choose_export
from desktop_rag.gui.wording import words
from desktop_rag.gui.wording.language import translate


class ConversationHandling(QObject):
    """Serves one conversation list and the conversation beside it."""

    def __init__(
        self,
        context: AppContext,
        listed: ConversationList,
        panel: ConversationPanel,
        asking: AskController,
        sources: SourceHandling,
        library: LibraryHandling,
    ) -> None:
        super().__init__(asking)
        self._list = listed
        self._panel = panel
        self._asking = asking
        self._sources = sources
        self._library = library
        self._summaries: tuple[ConversationSummary, ...] = ()
        self._place = Path.home()
        self.controller = ConversationController(context, self)
        self.deletion = ConversationDeletion(self.controller, panel.notices, self)
        self._join()
        self.controller.refresh()

    def begin_new(self) -> None:
        """An empty page that asks everywhere; what was on screen is kept in the list."""
        self._clear()
        self._panel.box.set_scope(EVERYWHERE)

    def open(self, conversation_id: int) -> None:
        """Shows a conversation; the next question goes on in it."""
        if conversation_id == self._asking.conversation_id:
            self._panel.box.take_focus()
        else:
            self._asking.stop()
            self.controller.open(conversation_id)

    def _join(self) -> None:
        listed, controller = self._list, self.controller
        listed.new_requested.connect(self.begin_new)
        listed.search_changed.connect(controller.search)
        listed.open_requested.connect(self.open)
        listed.rename_requested.connect(controller.rename)
        listed.pin_requested.connect(controller.pin)
        listed.delete_requested.connect(self._on_delete)
        listed.undo_requested.connect(self.deletion.undo)
        listed.copy_requested.connect(controller.copy)
        listed.export_requested.connect(self._on_export)
        controller.copied.connect(self._on_copied)
        controller.listed.connect(self._on_listed)
        controller.opened.connect(self._on_opened)
        controller.failed.connect(self._panel.notices.say_error)
        self._asking.stored.connect(self._on_stored)
        self._asking.busy_changed.connect(self._on_asking)

    def _on_asking(self, asking: bool) -> None:
        if asking:
            self.controller.forget_opening()

    def _on_stored(self) -> None:
        self._list.set_current(self._asking.conversation_id)
        self.controller.refresh()

    def _on_listed(self, summaries: tuple[ConversationSummary, ...]) -> None:
        self._summaries = summaries
        self._list.show_summaries(summaries)

    def _on_opened(self, conversation: Conversation) -> None:
        self._sources.close()
        self._asking.begin(conversation.id)
        self._panel.show_conversation(conversation.turns)
        self._library.show_state()
        self._list.set_current(conversation.id)
        self._panel.box.take_focus()

    def _clear(self) -> None:
        self.controller.forget_opening()
        self._sources.close()
        self._asking.begin(None)
        self._panel.clear()
        self._library.show_state()
        self._list.set_current(None)

    def _on_delete(self, conversation_id: int) -> None:
        title, was_open = self._title(conversation_id), conversation_id == self._asking.conversation_id
        if was_open:
            self._clear()

        def restored() -> None:
            if was_open and not self._panel.turns:
                self.open(conversation_id)

        self.deletion.delete(conversation_id, title, restored)

    def _on_copied(self, markdown: str) -> None:
        QGuiApplication.clipboard().setText(markdown)
        self._panel.notices.say(translate("Conversations", "Copied as Markdown."))

    def _on_export(self, conversation_id: int, kind: ExportFormat) -> None:
        name = words.file_name_for(self._title(conversation_id))
        choose_export(
            self._window(), self._place / name, kind, lambda path: self.export(conversation_id, path, kind)
        )

    def export(self, conversation_id: int, path: Path, kind: ExportFormat) -> None:
        """Writes a conversation to a file, and offers to show where it is."""
        self._place = path.parent
        show = (translate("Conversations", "Show in folder"), lambda: open_outside(path.parent))
        said = translate("Conversations", "Saved as “{name}”.").format(name=display_name(path))
        self.controller.export(
            conversation_id, path, self._render(kind), lambda: self._panel.notices.say(said, action=show)
        )

    def _render(self, kind: ExportFormat) -> Render:
        match kind:
            case ExportFormat.MARKDOWN:
                return partial(as_markdown, voice=window_voice())
            case ExportFormat.HTML:
                return partial(as_html, voice=window_voice())
            case ExportFormat.PDF:
                theme = self._list.theme
                look = Print(theme.sans, theme.serif, paper_of(QLocale.system()), window_voice())
                return partial(as_pdf, look=look)

    def _title(self, conversation_id: int) -> str:
        titles = (each.title for each in self._summaries if each.id == conversation_id)
        return display_text(next(titles, translate("Conversations", "Conversation")))

    def _window(self) -> QWidget:
        return self._panel.window()
