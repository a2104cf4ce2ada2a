"""Getting a file that is not in the catalogue: a link or a repository's name, asked for first. GUI thread."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop_rag.app.shelf_values import DownloadPlan, Permission
from desktop_rag.domain.errors import BadLink
from desktop_rag.gui.models.offer_rows import Downloads, PlanList
from desktop_rag.gui.widgets.announcing import announce
from desktop_rag.gui.widgets.basics import TextButton, label, plain_tooltip
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.inline_error import error_words
from desktop_rag.gui.widgets.row_parts import RowBody, RowProblem
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

PLACEHOLDER = QT_TRANSLATE_NOOP("Models", "https://… .gguf or owner/name")
BEFORE = QT_TRANSLATE_NOOP("Models", "A link to a .gguf file, or a repository's name such as owner/name.")


class LinkForm(QWidget):
    """`look_requested(str)` when a host is to be asked, `stop_requested` to wait no longer for it.

    `host_of` says who would be asked, without asking; it raises `BadLink`.
    """

    look_requested = Signal(str)
    stop_requested = Signal()

    def __init__(self, icons: Icons, host_of: Callable[[str], str]) -> None:
        super().__init__()
        self._icons = icons
        self._host_of = host_of
        self._permission = Permission(True)
        self._plans: tuple[DownloadPlan, ...] = ()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(translate("Models", PLACEHOLDER))
        self.edit.setAccessibleName(translate("Models", "Link to a model file, or a repository's name"))
        self.edit.setAcceptDrops(False)  # files are for the window around it
        self.edit.textChanged.connect(self._refresh)
        self.edit.returnPressed.connect(self._on_look)
        self.look = TextButton(translate("Models", "Look it up"), "", icons, "search")
        self.look.clicked.connect(self._on_look)
        self.says = label(translate("Models", BEFORE), "caption", wrap=True)
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.wait.setAccessibleName(translate("Models", "Looking it up"))
        self.wait.hide()
        self.stop = TextButton(translate("Models", "Stop"), "link")
        self.stop.clicked.connect(self.stop_requested)
        self.stop.hide()
        self.body = RowBody()
        self.plans = PlanList(icons)
        self._arrange()
        self._refresh()

    @property
    def found(self) -> tuple[DownloadPlan, ...]:
        return self._plans

    def show_permission(self, permission: Permission) -> None:
        self._permission = permission
        self._refresh()

    def show_looking(self) -> None:
        self._show_waiting(True)
        self.body.put(None)
        self._plans = ()

    def show_found(self, plans: Sequence[DownloadPlan]) -> None:
        self._show_waiting(False)
        self._plans = tuple(plans)
        said = translate("Models", "Nothing in it can be used here.")
        if plans:
            said = translate("Models", "%Ln file(s) found", None, len(plans))
        self.says.setText(said)
        announce(self.edit, said)

    def show_failed(self, error: Exception | None) -> None:
        """None when the person stopped it."""
        self._show_waiting(False)
        self._refresh()
        if error is not None:
            reason, hint = error_words(error)
            self.body.put(RowProblem(self._icons, reason, hint, ()))
            announce(self.edit, f"{reason} {hint}")

    def show_downloads(self, plans: Sequence[DownloadPlan], downloads: Downloads) -> None:
        """Files that were found, and downloads that stand nowhere else."""
        self.plans.show_plans(plans, downloads, self._permission)

    def _on_look(self) -> None:
        text = self.edit.text().strip()
        if not text or not self.look.isEnabled():
            return
        try:
            self._host_of(text)
        except BadLink as error:
            self.show_failed(error)
            return
        self.look_requested.emit(text)

    def _refresh(self) -> None:
        """Says who would be asked as soon as that can be told."""
        text, permission = self.edit.text().strip(), self._permission
        self.look.setEnabled(bool(text) and permission.allowed and not self.wait.isVisibleTo(self))
        self.look.setToolTip(plain_tooltip("" if permission.allowed else in_words(permission.reason)))
        self.body.put(None)
        host = self._host(text)
        asks = translate("Models", "“Look it up” asks {host} what is there.").format(host=host)
        self.says.setText(asks if host else translate("Models", BEFORE))
        if not permission.allowed:
            self.says.setText(in_words(permission.reason))

    def _host(self, text: str) -> str:
        try:
            return self._host_of(text) if text else ""
        except BadLink:
            return ""

    def _show_waiting(self, waiting: bool) -> None:
        self.wait.setVisible(waiting)
        self.stop.setVisible(waiting)
        self.look.setVisible(not waiting)
        self.look.setEnabled(not waiting and bool(self.edit.text().strip()) and self._permission.allowed)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.edit, 1)
        row.addWidget(self.look)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.wait)
        column.addWidget(self.says)
        column.addWidget(self.body)
        column.addWidget(self.plans, 0, Qt.AlignmentFlag.AlignTop)
