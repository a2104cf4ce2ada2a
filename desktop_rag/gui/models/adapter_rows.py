"""The adapters that were added: on or off, how strongly, gone. GUI thread."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_rag.gui.asking.answer_setup import KnownAdapter
from desktop_rag.gui.widgets.basics import IconButton, TextButton, label, plain_tooltip
from desktop_rag.gui.widgets.choices import CheckChoice
from desktop_rag.gui.widgets.fields import FactorField
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate
from desktop_rag.gui.wording.words import middle_elided

MOST = 2.0
STEP = 0.1
NAME_LETTERS = 30
NONE_YET = QT_TRANSLATE_NOOP(
    "Models", "An adapter gives a model a style or knowledge of its own (LoRA, in the GGUF format)."
)


class AdapterRow(QWidget):
    """One adapter. `switched(bool)`, `scaled(float)`, `removed`."""

    switched = Signal(bool)
    scaled = Signal(float)
    removed = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.switch = CheckChoice(icons)
        self.scale = FactorField(icons)
        self.scale.setRange(0.0, MOST)
        self.scale.setSingleStep(STEP)
        self.scale.setDecimals(1)
        self.scale.setKeyboardTracking(False)
        self.scale.setToolTip(translate("Models", "How strongly it is applied; 1.0 is as it was trained"))
        self._remove = IconButton(icons, "remove", translate("Models", "Remove this adapter from the list"))
        self.switch.clicked.connect(self.switched)
        self.scale.valueChanged.connect(self.scaled)
        self._remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.switch, 1)
        row.addWidget(self.scale)
        row.addWidget(self._remove)

    def show_adapter(self, adapter: KnownAdapter) -> None:
        self.switch.setText(middle_elided(adapter.name, NAME_LETTERS).replace("&", "&&"))
        self.switch.setToolTip(plain_tooltip(str(adapter.path)))
        self.switch.setChecked(adapter.on)
        self.scale.setEnabled(adapter.on)
        for each in (self.scale, self.scale.lineEdit()):
            each.setAccessibleName(translate("Models", "Strength of {name}").format(name=adapter.name))
        self._remove.setAccessibleName(
            translate("Models", "Remove {name} from the list").format(name=adapter.name)
        )
        with QSignalBlocker(self.scale):
            self.scale.setValue(adapter.adapter.scale)


class AdapterRows(QWidget):
    """Signals carry the adapter's path first."""

    add_requested = Signal()
    switched = Signal(object, bool)
    scaled = Signal(object, float)
    removed = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.rows: dict[Path, AdapterRow] = {}
        self._none_yet = label(translate("Models", NONE_YET), "caption", wrap=True)
        self.add = TextButton(translate("Models", "Add an adapter…"), "", icons, "add")
        self.add.clicked.connect(self.add_requested)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(translate("Models", "Adapters"), "section"))
        column.addWidget(self._none_yet)
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_adapters(self, adapters: tuple[KnownAdapter, ...]) -> None:
        """Rows that stay keep their place and the keyboard."""
        wanted = {adapter.path for adapter in adapters}
        for path in [each for each in self.rows if each not in wanted]:
            row = self.rows.pop(path)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for adapter in adapters:
            row = self.rows.get(adapter.path) or self._add_row(adapter.path)
            row.show_adapter(adapter)
        self._none_yet.setVisible(not adapters)

    def _add_row(self, path: Path) -> AdapterRow:
        row = self.rows[path] = AdapterRow(self._icons)
        row.switched.connect(lambda on: self.switched.emit(path, on))
        row.scaled.connect(lambda scale: self.scaled.emit(path, scale))
        row.removed.connect(lambda: self.removed.emit(path))
        self._list.addWidget(row)
        return row
