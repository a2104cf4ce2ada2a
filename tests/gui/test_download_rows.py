"""What can be fetched: nothing is fetched before it is told and agreed to, and every state has a way on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from desktop_rag.app.shelf_values import OfferRow, Permission, PlanSource
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress
from desktop_rag.domain.errors import BadLink, ChecksumWrong, ConnectionLost, NotThere
from desktop_rag.domain.fit import Verdict
from desktop_rag.domain.offers import Offer
from desktop_rag.domain.shelf import ShelfKind
from desktop_rag.gui.models.download_state import Download, DownloadWish, Stage
from desktop_rag.gui.models.download_strip import DownloadStrip
from desktop_rag.gui.models.foot import SENTENCE, ModelsFoot
from desktop_rag.gui.models.link_form import LinkForm
from desktop_rag.gui.models.offer_rows import SHOWN_AT_ONCE, OfferList
from desktop_rag.gui.widgets.icons import Icons
from tests.gui.models_samples import fit, offer, offer_row, plan
from tests.gui.screen import button, button_names, settle, text_on
from tests.gui.test_conversation_list import heard

ALLOWED = Permission(True)
FORBIDDEN = Permission(False, True, "Whoever looks after this computer has switched downloads off.")
OFFER = offer()
GOING = DownloadProgress(DownloadPhase.FETCHING, 412_000_000, 1_915_305_312, 8_200_000, 183)
OTHERS = tuple(offer_row(offer(f"Model {number}")) for number in range(1, 8))


@pytest.fixture
def offers(qtbot: QtBot, icons: Icons) -> OfferList:
    made = OfferList(icons)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def show(
    offers: OfferList,
    *rows: OfferRow,
    permission: Permission = ALLOWED,
    first: bool = True,
    bases: dict[str, Offer] | None = None,
) -> str:
    offers.show_offers(rows or (offer_row(OFFER, recommended=True),), bases or {}, permission, first=first)
    return text_on(offers)


def show_stage(offers: OfferList, stage: Stage, **more: object) -> str:
    offers.show_downloads({OFFER.url: Download(plan(OFFER), stage, **more)})  # type: ignore[arg-type]  # told by name
    return text_on(offers)


def test_an_offer_tells_what_it_is_good_for_its_size_languages_licence_and_fit(offers: OfferList) -> None:
    said = show(offers)
    for part in (
        "Recommended for this computer",
        "SmolLM3 3B · Hugging Face",
        OFFER.summary,
        "1.9 GB to download · English, French and 6 more · Free for any use (Apache-2.0)",
        "Fits: needs 2.9 GB of memory, 20.1 GB are free",
    ):
        assert part in said


def test_the_recommended_one_comes_first_and_what_will_not_fit_last(offers: OfferList) -> None:
    large, best = offer("Large"), offer("Best")
    rows = (offer_row(large, fits=fit(30, Verdict.NO)), *OTHERS[:2], offer_row(best, recommended=True))
    show(offers, *rows)
    button(offers, "Show 1 more").click()
    settle()
    order = sorted(offers.list.rows, key=lambda key: offers.list.rows[key].y())
    assert order[0] == "best"
    assert order[-1] == "large"


def test_many_offers_are_folded_and_unfolded_with_the_keyboard_in_them(
    qtbot: QtBot, offers: OfferList
) -> None:
    show(offers, *OTHERS)
    assert len(offers.list.rows) == SHOWN_AT_ONCE
    fold = button(offers, f"Show {len(OTHERS) - SHOWN_AT_ONCE} more")
    fold.setFocus()
    qtbot.keyClick(fold, Qt.Key.Key_Return)
    assert len(offers.list.rows) == len(OTHERS)
    assert QApplication.focusWidget() is offers.list.rows["model-5"].button


def test_what_is_being_fetched_is_never_folded_away(offers: OfferList) -> None:
    show(offers, *OTHERS)
    last = OTHERS[-1].offer
    offers.show_downloads({last.url: Download(plan(last), Stage.RUNNING, GOING)})
    assert "412 MB of 1.9 GB" in text_on(offers)


def test_get_asks_first_and_says_everything(offers: OfferList) -> None:
    wanted, wished = heard(offers.get_requested), heard(offers.wished)
    show(offers)
    button(offers, "Get SmolLM3 3B").click()
    assert wanted == [(OFFER,)]
    said = show_stage(offers, Stage.ASKING)
    assert "Connects to huggingface.co and downloads 1.9 GB to /home/ann/Desktop RAG/models." in said
    assert "Nothing about you or your documents is sent." in said
    assert wished == []
    assert QApplication.focusWidget() is button(offers, "Download")
    assert "Get SmolLM3 3B" not in button_names(offers)
    button(offers, "Download").click()
    button(offers, "Not now").click()
    assert wished == [(OFFER.url, DownloadWish.START), (OFFER.url, DownloadWish.NOT_NOW)]


def test_not_now_leaves_the_keyboard_on_get(offers: OfferList) -> None:
    show(offers)
    show_stage(offers, Stage.ASKING)
    offers.show_downloads({})
    assert QApplication.focusWidget() is offers.list.rows[OFFER.id].button


def test_a_full_disk_is_told_before_anything_is_fetched(offers: OfferList) -> None:
    show(offers)
    full = plan(OFFER, problem="The disk has no room: 1.2 GB are missing.", hint="Free some space.")
    offers.show_downloads({OFFER.url: Download(full, Stage.ASKING)})
    assert "1.2 GB are missing" in text_on(offers)
    assert "Download" not in button_names(offers)
    assert "Not now" in button_names(offers)


@pytest.mark.parametrize(
    ("stage", "said", "ways"),
    [
        (Stage.RUNNING, "412 MB of 1.9 GB · 8.2 MB a second · about 3 minutes left", ("Pause", "Cancel")),
        (Stage.PAUSED, "Paused: 412 MB of 1.9 GB are here.", ("Resume", "Discard")),
        (Stage.QUEUED, "Waiting until the other download is done.", ("Cancel",)),
        (Stage.STOPPING, "Stopping…", ()),
    ],
)
def test_each_stage_has_its_words_and_its_ways_on(
    offers: OfferList, stage: Stage, said: str, ways: tuple[str, ...]
) -> None:
    wished = heard(offers.wished)
    show(offers)
    assert said in show_stage(offers, stage, progress=GOING)
    for way in ways:
        button(offers, way).click()
    assert [wish.name.title() for _key, wish in wished] == list(ways)


def test_much_that_came_is_thrown_away_only_when_asked_once_more(offers: OfferList) -> None:
    wished = heard(offers.wished)
    show(offers)
    said = show_stage(offers, Stage.DOUBTED, progress=GOING)
    assert "Throw away the 412 MB that came so far?" in said
    assert QApplication.focusWidget() is button(offers, "Keep it")
    button(offers, "Throw it away").click()
    button(offers, "Keep it").click()
    assert [wish for _key, wish in wished] == [DownloadWish.DISCARD_NOW, DownloadWish.KEEP]


@pytest.mark.parametrize(
    ("error", "way", "out"),
    [
        (ConnectionLost(), "Resume", "Discard"),
        (ChecksumWrong(), "Try again", "Close"),
        (NotThere(), "Try again", "Close"),
    ],
)
def test_a_failure_says_why_what_to_do_and_how_to_go_on(
    offers: OfferList, error: Exception, way: str, out: str
) -> None:
    wished = heard(offers.wished)
    show(offers)
    said = show_stage(offers, Stage.FAILED, error=error, progress=GOING)
    assert str(error) in said
    assert error.hint in said
    button(offers, way).click()
    button(offers, out).click()
    assert [wish for _key, wish in wished] == [DownloadWish.RESUME, DownloadWish.DISCARD]


def test_a_failure_before_anything_came_has_nothing_to_discard(offers: OfferList) -> None:
    wished = heard(offers.wished)
    show(offers)
    show_stage(offers, Stage.FAILED, error=ConnectionLost())
    assert "Discard" not in button_names(offers)
    show_stage(offers, Stage.FAILED, error=NotThere())
    assert "Discard" not in button_names(offers)
    button(offers, "Copy the link").click()
    button(offers, "Close").click()
    assert [wish for _key, wish in wished] == [DownloadWish.COPY, DownloadWish.DISCARD]


def test_progress_moves_the_bar_and_keeps_the_buttons(offers: OfferList) -> None:
    show(offers)
    show_stage(offers, Stage.RUNNING, progress=GOING)
    pause, bar = button(offers, "Pause"), offers.findChild(QProgressBar)
    pause.setFocus()
    before = bar.value()
    more = DownloadProgress(DownloadPhase.FETCHING, 900_000_000, 1_915_305_312)
    show_stage(offers, Stage.RUNNING, progress=more)
    assert bar.value() > before
    assert button(offers, "Pause") is pause
    assert pause.hasFocus()
    show_stage(offers, Stage.PAUSED, progress=more)
    assert QApplication.focusWidget() is button(offers, "Resume")


def test_with_downloads_off_get_says_why_it_cannot(offers: OfferList) -> None:
    show(offers, permission=FORBIDDEN)
    get = button(offers, "Get SmolLM3 3B")
    assert not get.isEnabled()
    assert FORBIDDEN.reason in get.toolTip()
    assert get.accessibleDescription() == FORBIDDEN.reason


def test_an_adapter_on_offer_names_its_base(offers: OfferList) -> None:
    mine = offer("Answerability", ShelfKind.ADAPTER, base="granite")
    assert "Made for Granite 4.1 3B" in show(
        offers, offer_row(mine), bases={"granite": offer("Granite 4.1 3B")}
    )
    assert "Fits" not in text_on(offers)


# From a link


def host_of(text: str) -> str:
    if "/" not in text:
        raise BadLink
    return "huggingface.co"


@pytest.fixture
def form(qtbot: QtBot, icons: Icons) -> LinkForm:
    made = LinkForm(icons, host_of)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def test_who_would_be_asked_is_said_before_anybody_is(form: LinkForm) -> None:
    asked = heard(form.look_requested)
    form.edit.setText("qwen/qwen3")
    assert "“Look it up” asks huggingface.co what is there." in text_on(form)
    assert asked == []
    button(form, "Look it up").click()
    assert asked == [("qwen/qwen3",)]


def test_what_is_no_link_is_told_in_place_and_nobody_is_asked(qtbot: QtBot, form: LinkForm) -> None:
    asked = heard(form.look_requested)
    form.edit.setText("qwen")
    assert BadLink.default_message not in text_on(form)
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    assert BadLink.default_message in text_on(form)
    assert BadLink.default_hint in text_on(form)
    assert asked == []
    form.edit.setText("qwen/qwen3")
    assert BadLink.default_message not in text_on(form)


def test_looking_can_be_stopped_and_failing_is_told(form: LinkForm) -> None:
    stopped = heard(form.stop_requested)
    form.edit.setText("qwen/qwen3")
    form.show_looking()
    assert "Look it up" not in button_names(form)
    button(form, "Stop").click()
    form.show_failed(None)
    assert len(stopped) == 1
    assert "Look it up" in button_names(form)
    form.show_looking()
    form.show_failed(NotThere())
    assert NotThere.default_message in text_on(form)


def test_files_behind_a_link_say_whether_a_checksum_is_known(form: LinkForm) -> None:
    wanted = heard(form.plans.get_requested)
    checked = plan(offer("Checked"), source=PlanSource.HUB)
    bare = plan(offer("Bare"), source=PlanSource.LINK)
    form.show_looking()
    form.show_found((checked, bare))
    form.show_downloads(form.found, {})
    said = text_on(form)
    assert "2 files found" in said
    assert "the checksum that the server publishes" in said
    assert "No checksum is published: only size and structure can be checked." in said
    button(form, "Get Bare").click()
    assert wanted == [(bare,)]


def test_with_downloads_off_nothing_can_be_looked_up(qtbot: QtBot, form: LinkForm) -> None:
    asked = heard(form.look_requested)
    form.edit.setText("qwen/qwen3")
    form.show_permission(FORBIDDEN)
    assert not button(form, "Look it up").isEnabled()
    assert FORBIDDEN.reason in text_on(form)
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    assert asked == []


# The switch and the strip


def test_the_switch_says_what_downloads_are_and_tells_when_it_is_pressed(qtbot: QtBot, icons: Icons) -> None:
    foot = ModelsFoot(icons)
    qtbot.addWidget(foot)
    foot.show()
    allowed = heard(foot.allowed)
    foot.show_permission(ALLOWED)
    assert SENTENCE in text_on(foot)
    foot.switch.click()
    assert allowed == [(False,)]


def test_an_administrators_word_cannot_be_switched_and_is_said(qtbot: QtBot, icons: Icons) -> None:
    foot = ModelsFoot(icons)
    qtbot.addWidget(foot)
    foot.show()
    foot.show_permission(FORBIDDEN)
    assert not foot.switch.isEnabled()
    assert not foot.switch.isChecked()
    assert FORBIDDEN.reason in text_on(foot)


def test_the_strip_takes_no_room_until_there_is_something_to_say(qtbot: QtBot, icons: Icons) -> None:
    strip = DownloadStrip(icons)
    qtbot.addWidget(strip)
    opened = heard(strip.opened)
    strip.show_work("")
    assert not strip.isVisible()
    strip.show_work("Downloading “X” 25%", 0.25)
    assert strip.isVisible()
    assert strip.bar.value() == 25
    assert "Downloading “X” 25%" in strip.button.accessibleName()
    strip.button.click()
    assert len(opened) == 1
    strip.show_work("")
    assert not strip.isVisible()


def test_the_switch_is_as_wide_as_its_words_and_so_is_the_ring_around_it(qtbot: QtBot, icons: Icons) -> None:
    foot = ModelsFoot(icons)
    qtbot.addWidget(foot)
    foot.resize(800, 80)
    foot.show()
    settle()
    assert foot.switch.width() == foot.switch.sizeHint().width()
