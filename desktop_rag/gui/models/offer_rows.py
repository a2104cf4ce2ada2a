"""What can be fetched, from the catalogue or from a link, each with its download. GUI thread."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop_rag.app.shelf_values import DownloadPlan, OfferRow, Permission
from desktop_rag.domain.fit import Verdict
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.models.download_body import DownloadBody
from desktop_rag.gui.models.download_state import Download
from desktop_rag.gui.models.download_words import plan_words, source_words
from desktop_rag.gui.models.rows import ModelRow, RowList, set_line
from desktop_rag.gui.models.words import offer_words
from desktop_rag.gui.widgets.basics import TextButton, set_property
from desktop_rag.gui.widgets.flowing import Flowing
from desktop_rag.gui.widgets.icons import Icons
from desktop_rag.gui.widgets.theme import Space
from desktop_rag.gui.wording.core_words import in_words
from desktop_rag.gui.wording.language import QT_TRANSLATE_NOOP, translate

SHOWN_AT_ONCE = 4
Downloads = Mapping[str, Download]
WHY = {
    ShelfKind.MODEL: QT_TRANSLATE_NOOP(
        "Models", "Recommended for this computer: it fits the memory, and answers in good time"
    ),
    ShelfKind.ADAPTER: QT_TRANSLATE_NOOP("Models", "Recommended"),
    ShelfKind.EMBEDDER: QT_TRANSLATE_NOOP("Models", "Recommended for this computer"),
}


class FetchRow(ModelRow):
    """A row with a Get button and what comes of pressing it. `get_requested`; `chosen(DownloadWish)`."""

    get_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, translate("Models", "Get"))
        self.button.clicked.connect(self.get_requested)
        self._download = DownloadBody(icons, self.body)

    def show_download(self, download: Download | None, permission: Permission) -> None:
        """While there is a download its own buttons take the place of Get."""
        why_not = "" if permission.allowed else in_words(permission.reason)
        self.show_action(shown=download is None, why_not=why_not)
        self._download.show_download(download)


class OfferRowView(FetchRow):
    """One entry of the catalogue."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons)
        self.summary = self.add_line("")
        self.facts = self.add_line()
        self.base = self.add_line()
        self.add_fit()

    def show_offer(self, row: OfferRow, base: Offer | None, *, first: bool) -> None:
        """`base` is the model that an adapter was made for; with `first` a recommended one stands out."""
        offer, quiet = row.offer, row.fit.verdict is Verdict.NO
        self.badge.show_words(translate("Models", WHY[offer.kind]) if row.recommended else "")
        lifted = row.recommended and first
        self.show_recommended(lifted)
        self.name.setText(f"{offer.name} · {offer.publisher}")
        set_property(self.name, "role", "secondary" if quiet else "strong")
        set_line(self.summary, in_words(offer.summary))
        set_property(self.summary, "role", "secondary" if quiet else "")
        set_line(self.facts, offer_words(offer))
        set_line(self.base, translate("Models", "Made for {name}").format(name=base.name) if base else "")
        self.fit.show_fit(row.fit if offer.kind is not ShelfKind.ADAPTER else None)
        self.button.setAccessibleName(translate("Models", "Get {name}").format(name=offer.name))
        set_property(self.button, "role", "primary" if lifted else "")


class PlanRowView(FetchRow):
    """A file behind a link that was pasted, or one that an earlier session did not finish."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons)
        self.facts = self.add_line()
        self.source = self.add_line()

    def show_plan(self, plan: DownloadPlan) -> None:
        self.name.setText(plan.name)
        self.facts.setText(plan_words(plan))
        set_line(self.facts, plan_words(plan))
        set_line(self.source, source_words(plan))
        self.button.setAccessibleName(translate("Models", "Get {name}").format(name=plan.name))


class OfferList(Flowing):
    """The recommended entry, some more, and the rest when asked for.

    `get_requested(Offer)`, `wished(str, DownloadWish)` with the download's key.
    """

    get_requested = Signal(object)
    wished = Signal(str, object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._all = self._first = False
        self._offers: tuple[OfferRow, ...] = ()
        self._bases: dict[str, Offer] = {}
        self._downloads: Downloads = {}
        self._permission = Permission(True)
        self.list = RowList[str, OfferRow, OfferRowView](self._make, self._show)
        self.fold = TextButton("", "inline", icons, "chevron-down")
        self.fold.clicked.connect(self._on_fold)
        self.fold.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.list)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def keys(self) -> set[str]:
        """The downloads that are shown here."""
        return {row.offer.url for row in self._offers}

    def show_offers(
        self, offers: Sequence[OfferRow], bases: Mapping[str, Offer], permission: Permission, *, first: bool
    ) -> None:
        """`bases` are the models that adapters were made for, by their ids. With `first` the recommended
        entry is the one big thing."""
        self._first = first
        self._offers, self._bases, self._permission = tuple(offers), dict(bases), permission
        self._refresh()

    def show_downloads(self, downloads: Downloads) -> None:
        """Only what has changed is drawn again: this comes several times a second."""
        before, self._downloads = self._downloads, dict(downloads)
        if before.keys() != downloads.keys():
            self._refresh()
            return
        for row in self._offers:
            view, now = self.list.rows.get(row.offer.id), downloads.get(row.offer.url)
            if view is not None and now is not before.get(row.offer.url):
                view.show_download(now, self._permission)

    def row(self, offer_id: str) -> OfferRowView | None:
        """The row of an entry, brought out of the fold if it is there."""
        if offer_id not in self.list.rows and any(each.offer.id == offer_id for each in self._offers):
            self._on_fold()
        return self.list.rows.get(offer_id)

    def _refresh(self) -> None:
        ordered = sorted(self._offers, key=_order)
        shown = [row for n, row in enumerate(ordered) if self._all or self._belongs(n, row)]
        self.list.show_values({row.offer.id: row for row in shown})
        hidden = len(ordered) - len(shown)
        self.fold.setText(translate("Models", "Show %Ln more", None, hidden))
        self.fold.setVisible(hidden > 0)

    def _belongs(self, number: int, row: OfferRow) -> bool:
        busy = row.offer.url in self._downloads
        return busy or (number < SHOWN_AT_ONCE and row.fit.verdict is not Verdict.NO) or number == 0

    def _make(self, offer_id: str) -> OfferRowView:
        row = OfferRowView(self._icons)
        row.get_requested.connect(lambda: self.get_requested.emit(self._offer(offer_id)))
        row.chosen.connect(lambda wish: self.wished.emit(self._offer(offer_id).url, wish))
        return row

    def _show(self, view: OfferRowView, row: OfferRow) -> None:
        view.show_offer(row, self._bases.get(row.offer.base), first=self._first)
        view.show_download(self._downloads.get(row.offer.url), self._permission)

    def _offer(self, offer_id: str) -> Offer:
        return next(row.offer for row in self._offers if row.offer.id == offer_id)

    def _on_fold(self) -> None:
        held = self.fold.hasFocus()
        before = set(self.list.rows)
        self._all = True
        self._refresh()
        new = next((row for key, row in self.list.rows.items() if key not in before), None)
        if held and new is not None:
            new.take_focus()


class PlanList(Flowing):
    """Files behind a link, or left over from an earlier session.

    `get_requested(DownloadPlan)`, `wished(str, DownloadWish)` with the download's key.
    """

    get_requested = Signal(object)
    wished = Signal(str, object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._plans: dict[str, DownloadPlan] = {}
        self._downloads: Downloads = {}
        self._permission = Permission(True)
        self.list = RowList[str, DownloadPlan, PlanRowView](self._make, self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.hide()

    def show_plans(self, plans: Sequence[DownloadPlan], downloads: Downloads, permission: Permission) -> None:
        self._plans = {plan.url: plan for plan in plans}
        self._downloads, self._permission = downloads, permission
        self.list.show_values(self._plans)
        self.setVisible(bool(plans))

    def _make(self, key: str) -> PlanRowView:
        row = PlanRowView(self._icons)
        row.get_requested.connect(lambda: self.get_requested.emit(self._plans[key]))
        row.chosen.connect(lambda wish: self.wished.emit(key, wish))
        return row

    def _show(self, view: PlanRowView, plan: DownloadPlan) -> None:
        view.show_plan(plan)
        view.show_download(self._downloads.get(plan.url), self._permission)


def _order(row: OfferRow) -> tuple[bool, bool]:
    """The recommended one first, what will not fit last; otherwise as the catalogue sorts them."""
    return not row.recommended, row.fit.verdict is Verdict.NO
