"""What of a folder is read: what is left out, which kinds of files, how large. GUI thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from desktop_rag.app.scan import check_rules
from desktop_rag.app.values import RootSummary
from desktop_rag.domain.display import display_name
from desktop_rag.domain.errors import InputError
from desktop_rag.domain.folder_rules import DEFAULT_MAX_BYTES, MEGABYTE, FileKind, FolderRules
from desktop_rag.gui.library.rules_words import kind_words
from desktop_rag.gui.widgets.basics import label
from desktop_rag.gui.widgets.choices import CheckChoice
from desktop_rag.gui.widgets.fields import NumberField
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.sheet import Sheet
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

ABOUT = QT_TRANSLATE_NOOP(
    "Library", "Hidden files, caches and unfinished downloads are left out in any case."
)
LEFT_OUT = QT_TRANSLATE_NOOP("Library", "Leave out")
EXAMPLES = QT_TRANSLATE_NOOP(
    "Library",
    "One pattern a line, as in .gitignore: “drafts/” is a folder, “*.bak” all files that end so.",
)
_COLUMNS = 2
_LARGEST_MB = DEFAULT_MAX_BYTES // MEGABYTE


class RulesDialog(Sheet):
    """`chosen(FolderRules)` when they are sound and the person saves them."""

    chosen = Signal(object)

    def __init__(self, icons: Icons, root: RootSummary, parent: QWidget) -> None:
        title = translate("Library", "What is read in “{name}”").format(name=display_name(root.path))
        super().__init__(icons, title, translate("Library", ABOUT), parent)
        self._before = root.rules
        self.patterns = QPlainTextEdit("\n".join(root.rules.ignore))
        self.patterns.setAcceptDrops(False)  # a path is no pattern
        self.kinds = {kind: _kind_box(icons, kind, root.rules) for kind in FileKind}
        self.largest = NumberField(icons)
        self._set_up_fields()
        self._add_patterns()
        self._add_kinds()
        self._add_size()
        self._add_buttons()

    def _set_up_fields(self) -> None:
        self.patterns.setAccessibleName(translate("Library", "Patterns of what is left out, one a line"))
        self.patterns.setAccessibleDescription(translate("Library", EXAMPLES))
        self.patterns.setPlaceholderText("drafts/\n*.bak")
        self.patterns.setObjectName("patterns")
        self.patterns.setTabChangesFocus(True)
        self.patterns.setFixedHeight(88)
        self.largest.setRange(1, _LARGEST_MB)
        self.largest.setSuffix(translate("Library", " MB"))
        for field in (self.largest, self.largest.lineEdit()):
            field.setAccessibleName(translate("Library", "The largest file that is read, in megabytes"))
        self.largest.setValue(_megabytes(self._before.max_bytes))
        self.largest.setMinimumWidth(112)

    def _add_patterns(self) -> None:
        self.column.addWidget(label(translate("Library", LEFT_OUT), "strong"))
        self.column.addWidget(self.patterns)
        self.column.addWidget(label(translate("Library", EXAMPLES), "caption", wrap=True))
        self.column.addSpacing(Space.S)

    def _add_kinds(self) -> None:
        self.column.addWidget(label(translate("Library", "Kinds of files"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        rows = -(-len(self.kinds) // _COLUMNS)
        for number, box in enumerate(self.kinds.values()):
            grid.addWidget(box, number % rows, number // rows)
        self.column.addLayout(grid)
        self.column.addSpacing(Space.S)

    def _add_size(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(label(translate("Library", "Files up to"), "strong"))
        row.addWidget(self.largest)
        row.addStretch(1)
        self.column.addLayout(row)

    def _add_buttons(self) -> None:
        cancel = self.add_button(translate("Library", "Cancel"))
        save = self.add_button(translate("Library", "Save"), "primary")
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self._on_save)
        save.setDefault(True)
        self.patterns.setFocus(Qt.FocusReason.OtherFocusReason)

    def rules(self) -> FolderRules:
        """As the fields stand now, sound or not."""
        lines = (line.rstrip() for line in self.patterns.toPlainText().splitlines())
        kinds = tuple(kind for kind, box in self.kinds.items() if box.isChecked())
        same_size = self.largest.value() == _megabytes(self._before.max_bytes)
        return FolderRules(
            ignore=tuple(line for line in lines if line),
            kinds=None if len(kinds) == len(self.kinds) else kinds,
            max_bytes=self._before.max_bytes if same_size else self.largest.value() * MEGABYTE,
        )

    def _on_save(self) -> None:
        rules = self.rules()
        try:
            check_rules(rules)
        except InputError as error:
            self.show_problem(error)
            return
        if rules != self._before:
            self.chosen.emit(rules)
        self.accept()


def _kind_box(icons: Icons, kind: FileKind, rules: FolderRules) -> CheckChoice:
    name, examples = kind_words(kind)
    box = CheckChoice(icons)
    box.setText(name[:1].upper() + name[1:])
    box.setToolTip(examples)
    box.setAccessibleDescription(examples)
    box.setChecked(rules.kinds is None or kind in rules.kinds)
    return box


def _megabytes(size_bytes: int) -> int:
    return max(1, min(_LARGEST_MB, -(-size_bytes // MEGABYTE)))
