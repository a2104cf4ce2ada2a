"""What is to be known of a folder of the library, and what only folders allow. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_rag.app.values import RootSummary
from desktop_rag.gui.library.rules_words import rules_words
from desktop_rag.gui.widgets.basics import TextButton, label, plain_tooltip
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

EVERY_MINUTE = QT_TRANSLATE_NOOP("Library", "Changes here are noticed every minute")
WHAT_IS_READ = QT_TRANSLATE_NOOP("Library", "What is read…")
ELSEWHERE = QT_TRANSLATE_NOOP("Library", "Its files are now elsewhere…")


class RootNotes(QWidget):
    """The facts; `links` stands apart, with what can be done.

    `rules_requested(RootSummary)`, `where_requested(RootSummary)`.
    """

    rules_requested = Signal(object)
    where_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._root: RootSummary | None = None
        self._rules = label("", "caption", wrap=True)
        self._trouble = label(translate("Library", EVERY_MINUTE), "caption", wrap=True)
        self._edit = TextButton(translate("Library", WHAT_IS_READ), "inline")
        self._edit.setToolTip(translate("Library", "Leave files out, by name, kind or size"))
        self._where = TextButton(translate("Library", ELSEWHERE), "inline")
        self._where.setToolTip(translate("Library", "Say where they are; nothing is read again"))
        self._edit.clicked.connect(lambda: self.rules_requested.emit(self._root))
        self._where.clicked.connect(lambda: self.where_requested.emit(self._root))
        self.links = QWidget()
        self._arrange()
        self.show_root(None)

    def show_root(self, root: RootSummary | None, trouble: str = "") -> None:
        """None where it is not about one folder; `trouble` is why changes are not noticed at once."""
        self._root = root
        self.links.setVisible(root is not None)
        rules = rules_words(root.rules) if root else ""
        self.setVisible(bool(rules or trouble))
        if root is None:
            return
        self._rules.setText(rules)
        self._rules.setVisible(bool(rules))
        self._trouble.setToolTip(plain_tooltip(in_words(trouble)))
        self._trouble.setAccessibleDescription(in_words(trouble))
        self._trouble.setVisible(bool(trouble) and root.available)
        self._edit.setVisible(root.is_folder)
        self._where.setVisible(not root.available)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._rules)
        column.addWidget(self._trouble)
        links = QVBoxLayout(self.links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(Space.XS)
        for link in (self._where, self._edit):
            links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
