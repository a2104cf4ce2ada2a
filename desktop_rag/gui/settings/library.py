"""The section of the settings page about the library: where it is, how large it is. GUI thread."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Signal

from desktop_rag.app.place import OldPlace
from desktop_rag.domain.display import display_text
from desktop_rag.domain.sizes import LibrarySizes
from desktop_rag.gui.asking.model_words import size_words
from desktop_rag.gui.settings.parts import Facts, Section, Setting, SettingsWish
from desktop_rag.gui.settings.words import size_facts
from desktop_rag.gui.widgets.basics import TextButton
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.row_parts import RowProgress, RowQuestion, Way
from desktop_rag.gui.wording.language import percent, translate


class _Step(Enum):
    CANCEL = auto()
    RESTART = auto()


class LibrarySection(Section):
    """Everything here is done by others, in sight of the window: the page only asks for it."""

    def __init__(self, icons: Icons, folder: Path) -> None:
        super().__init__(icons, translate("Settings", "Library"))
        self.place = Setting(translate("Settings", "Where it lives"), display_text(str(folder)))
        self.place.add_buttons(
            self._button(translate("Settings", "Show in folder"), SettingsWish.SHOW_LIBRARY)
        )
        self.moving = _Moving(icons)
        self.old = _Old(icons)
        self.how_large = Setting(translate("Settings", "How large it is"))
        self.sizes = Facts()
        self.how_large.below.addWidget(self.sizes)
        self.taking = Setting(
            translate("Settings", "The whole library as one file"),
            translate(
                "Settings",
                "To keep it, or to take it to another computer. Models and the documents themselves are not "
                "in it. Importing takes the place of this library, which is asked first.",
            ),
        )
        self.taking.add_buttons(
            self._button(translate("Settings", "Export library…"), SettingsWish.EXPORT),
            self._button(translate("Settings", "Import library…"), SettingsWish.IMPORT),
        )
        self.checking = Setting(
            translate("Settings", "Changes in your folders"),
            translate("Settings", "Looks at every file, and reads only what is new or changed."),
        )
        self.checking.add_buttons(
            self._button(translate("Settings", "Check for changes"), SettingsWish.CHECK)
        )
        for each in (self.place, self.moving, self.how_large, self.taking, self.checking):
            self.add(each)
        self.place.below.addWidget(self.old)
        self.moving.restart_wanted.connect(lambda: self.wished.emit(SettingsWish.RESTART))

    def show_sizes(self, sizes: LibrarySizes) -> None:
        self.sizes.show_facts(size_facts(sizes))

    def _button(self, text: str, wish: SettingsWish) -> TextButton:
        button = TextButton(text)
        button.clicked.connect(lambda: self.wished.emit(wish))
        return button


class _Moving(Setting):
    """`move_requested` to choose a place, `confirmed(Path)`, `cancel_requested`, `restart_wanted`."""

    move_requested = Signal()
    confirmed = Signal(object)
    cancel_requested = Signal()
    restart_wanted = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__(translate("Settings", "Move it to another place"), _move_line(can_move=True))
        self._icons = icons
        self.button = TextButton(translate("Settings", "Move library…"))
        self.button.clicked.connect(self.move_requested)
        self.add_buttons(self.button)
        self.body.chosen.connect(self._on_chosen)
        self.body.left.connect(self.button.setFocus)

    def show_possible(self, can_move: bool) -> None:
        self.say(_move_line(can_move=can_move))
        self.button.setVisible(can_move)

    def ask(self, target: Path, size_bytes: int) -> None:
        """Before anything is copied."""
        said = translate("Settings", "{size} are copied to {place} and checked.").format(
            size=size_words(size_bytes), place=display_text(str(target))
        )
        more = translate(
            "Settings",
            "The library is used there from the next start on. The old folder stays until you have it "
            "deleted.",
        )
        ways = (
            Way(translate("Settings", "Copy it there"), target, "primary"),
            Way(translate("Common", "Not now"), None, gentle=True),
        )
        self.body.put(RowQuestion(self._icons, [said, more], ways), take_focus=True)

    def show_progress(self, share: float | None) -> None:
        """None while it waits for the reading to pause."""
        if not isinstance(self.body.part, RowProgress):
            name = translate("Settings", "Copying the library")
            ways = [Way(translate("Common", "Cancel"), _Step.CANCEL)]
            self.body.put(RowProgress(self._icons, name, ways), take_focus=True)
        if isinstance(self.body.part, RowProgress):
            said = (
                translate("Settings", "Waiting until reading pauses…")
                if share is None
                else translate("Settings", "Copying the library, {share}").format(share=percent(share))
            )
            self.body.part.show_progress(said, round(1000 * (share or 0)), 1000 if share else 0)

    def show_prepared(self, *, prepared: bool) -> None:
        """Whether a copy waits for the next start, also one that was put off before."""
        if prepared and self.body.part is None:
            self.show_copied(take_focus=False)

    def show_copied(self, *, take_focus: bool = True) -> None:
        said = translate(
            "Settings", "The copy is complete and was checked. It is used from the next start on."
        )
        ways = (
            Way(translate("Settings", "Restart now"), _Step.RESTART, "primary"),
            Way(translate("Settings", "Later"), None, gentle=True),
        )
        self.body.put(RowQuestion(self._icons, [said], ways), take_focus=take_focus)

    def show_stopped(self) -> None:
        self.body.put(None)

    def _on_chosen(self, wish: object) -> None:
        match wish:
            case Path():
                self.confirmed.emit(wish)
            case _Step.CANCEL:
                self.cancel_requested.emit()
            case _Step.RESTART:
                self.body.put(None)
                self.restart_wanted.emit()
            case _:
                self.body.put(None)


class _Old(Setting):
    """What a move has left behind. `delete_requested` when the person is sure."""

    delete_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__(translate("Settings", "The old place"))
        self._icons = icons
        self.button = TextButton(translate("Settings", "Delete the old copy…"))
        self.button.clicked.connect(self._on_delete)
        self.add_buttons(self.button)
        self.body.chosen.connect(self._on_chosen)
        self.body.left.connect(self.button.setFocus)
        self.hide()

    def show_old(self, old: OldPlace | None) -> None:
        self.setVisible(old is not None)
        if old is not None:
            self.say(
                translate(
                    "Settings", "{place} still holds a copy of the library from before it was moved, {size}."
                ).format(place=display_text(str(old.folder)), size=size_words(old.size_bytes))
            )

    def _on_delete(self) -> None:
        said = translate(
            "Settings", "Only what Desktop RAG wrote there is deleted. The library in its new place stays."
        )
        ways = (
            Way(translate("Settings", "Delete the copy"), True, "danger"),
            Way(translate("Common", "Not now"), False, gentle=True),
        )
        self.body.put(RowQuestion(self._icons, [said], ways, warning=True), take_focus=True)

    def _on_chosen(self, go: object) -> None:
        self.body.put(None)
        if go:
            self.delete_requested.emit()


def _move_line(*, can_move: bool) -> str:
    if can_move:
        return translate(
            "Settings", "To another drive, for example. It is copied first, and used from the next start."
        )
    return translate(
        "Settings",
        "This library was named when Desktop RAG was started, so it stays where it is. Close the program to "
        "move its folder by hand.",
    )
