"""Sizes, memory, languages and progress of models in words that a reader does not stumble over."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.app.jobs import Phase, Progress
from desktop_rag.app.shelf_values import Added, LanguageAdvice, OtherProgram, PlanSource, Refused, SwitchCost
from desktop_rag.domain.downloads import DownloadPhase, DownloadProgress
from desktop_rag.domain.embedder import EmbedderChoice
from desktop_rag.domain.errors import ConnectionLost
from desktop_rag.domain.fit import Machine, Verdict
from desktop_rag.domain.shelf import ShelfKind, Speed
from desktop_rag.gui.asking.model_words import size_words
from desktop_rag.gui.models import download_words as downloads
from desktop_rag.gui.models import words
from desktop_rag.gui.models.download_state import Download, Stage
from desktop_rag.gui.models.embedder_state import Switch, SwitchStage
from tests.gui.models_samples import (
    MACHINE,
    NOW,
    adapter,
    embedder,
    fit,
    item,
    model,
    offer,
    plan,
)

GIGA = 1_000_000_000
REFUSED = Refused(Path("/a/b.gguf"), "This is not a complete GGUF model file.", "Download it again.")


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [
        (0, "0 KB"),
        (300, "1 KB"),
        (18_816, "19 KB"),
        (1_200_000, "1.2 MB"),
        (412_000_000, "412 MB"),
        (1_915_305_312, "1.9 GB"),
        (310 * GIGA, "310 GB"),
    ],
)
def test_sizes_have_no_more_digits_than_one_reads(size_bytes: int, said: str) -> None:
    assert size_words(size_bytes) == said


def test_what_this_computer_has() -> None:
    said = words.machine_words(MACHINE, 310 * GIGA)
    assert said == "This computer: 23.5 GB memory, 20.1 GB free · 310 GB free on the disk"
    assert words.machine_words(None, None) == "This computer"


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (0, ""),
        (1, "1 parameter"),
        (260_032, "260,032 parameters"),
        (361_821_120, "362 million parameters"),
        (3_075_098_624, "3.1 billion parameters"),
    ],
)
def test_parameters(parameters: int, said: str) -> None:
    assert words.parameter_words(parameters) == said


def test_the_facts_of_a_file_leave_out_what_its_header_does_not_tell() -> None:
    whole = "3.1 billion parameters · Q4_K_M · 1.9 GB · context 65,536 · Apache-2.0"
    assert words.facts_words(model()) == whole
    bare = replace(model(), parameters=0, quantisation="", trained_context_tokens=0, licence="")
    assert words.facts_words(bare) == "1.9 GB"
    assert "3 files" in words.facts_words(replace(model(), parts=3))
    assert words.facts_words(adapter()) == "62 MB · rank 32 · Apache-2.0"


def test_the_dimension_of_a_search_model_is_a_detail() -> None:
    assert "384" not in words.facts_words(embedder())
    assert "384 numbers a passage" in " ".join(words.embedder_detail(embedder()))


@pytest.mark.parametrize(
    ("verdict", "begin"),
    [(Verdict.FITS, "Fits: "), (Verdict.TIGHT, "Tight: "), (Verdict.NO, "Will not fit: ")],
)
def test_whether_it_fits_is_said_with_the_numbers(verdict: Verdict, begin: str) -> None:
    said = words.fit_words(fit(2.9, verdict))
    assert said.startswith(begin)
    assert "2.9 GB" in said
    assert "20.1 GB" in said


def test_what_will_not_fit_comes_with_the_next_best_step() -> None:
    small = Machine(8 * GIGA, 5_200_000_000)
    said = words.fit_words(fit(7.1, Verdict.NO, small))
    assert (
        said == "Will not fit: needs 7.1 GB of memory, 5.2 GB are free. "
        "Close other programs, or choose a smaller model."
    )
    assert words.fit_words(fit(9.1, Verdict.NO, small)).endswith("free. Choose a smaller model.")


def test_no_two_verdicts_have_the_same_icon() -> None:
    assert len({words.fit_icon(verdict)[0] for verdict in Verdict}) == len(Verdict)


def test_speed_and_last_use_are_said_only_when_they_are_known() -> None:
    assert words.speed_words(None) == ""
    assert words.speed_words(Speed(9.27, 2.13)) == "Writes 9.3 tokens a second here, first word after 2.1 s"
    assert words.speed_words(Speed(1120.2, 0.01)) == "Writes 1,120 tokens a second here, first word at once"
    assert words.used_words(None, NOW) == ""
    assert words.used_words(NOW.timestamp() - 86_400, NOW) == "Last used: Yesterday"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), ""),
        (("en",), "English"),
        (("en", "de"), "English and German"),
        (("en", "de", "fr"), "English, German and French"),
        (("en", "de", "fr", "it", "pt", "hi", "es"), "English, German and 5 more"),
        (("*",), "About 100 languages"),
    ],
)
def test_languages(codes: tuple[str, ...], said: str) -> None:
    assert words.language_words(codes) == said


@pytest.mark.parametrize(
    ("licence", "terms", "said"),
    [
        ("Apache-2.0", "", "Free for any use (Apache-2.0)"),
        ("MIT", "", "Free for any use (MIT)"),
        ("Llama 3.2 Community", "Built with Llama.", "Free under conditions (Llama 3.2 Community)"),
        ("Apache-2.0", "But not on Sundays.", "Free under conditions (Apache-2.0)"),
        ("", "", "Licence not known"),
    ],
)
def test_licences_in_plain_words(licence: str, terms: str, said: str) -> None:
    assert words.licence_words(licence, terms) == said


def test_before_a_download_everything_is_said() -> None:
    said = " ".join(downloads.question_words(plan(offer(terms="Built with Llama."))))
    for part in (
        "Connects to huggingface.co",
        "downloads 1.9 GB",
        "/home/ann/Desktop RAG/models",
        "Nothing about you or your documents is sent.",
        "Built with Llama.",
        "310 GB are free there",
        "checksum",
    ):
        assert part in said


def test_only_what_is_missing_is_downloaded() -> None:
    assert "downloads 915 MB" in " ".join(downloads.question_words(plan(done_bytes=1_000_000_000)))


def test_a_link_without_a_checksum_says_so() -> None:
    said = downloads.source_words(plan(source=PlanSource.LINK))
    assert said == "No checksum is published: only size and structure can be checked."
    unknown = replace(plan(source=PlanSource.LINK), size_bytes=0)
    assert "size not told" in downloads.plan_words(unknown)


def test_how_far_a_download_is() -> None:
    going = DownloadProgress(DownloadPhase.FETCHING, 412_000_000, 1_915_000_000, 8_200_000, 183)
    assert downloads.download_words("X", going) == "412 MB of 1.9 GB · 8.2 MB a second · about 3 minutes left"
    assert downloads.download_words("X", DownloadProgress(DownloadPhase.FETCHING, 412_000_000)) == "412 MB"
    assert downloads.download_words("X", None) == "Connecting, to get “X”…"
    waiting = downloads.download_words("X", replace(going, phase=DownloadPhase.WAITING))
    assert waiting.startswith("Connection lost; trying again…")
    assert downloads.download_words("X", replace(going, phase=DownloadPhase.CHECKING)) == "Checking the file…"


@given(
    st.sampled_from(list(DownloadPhase)),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.none() | st.floats(0, 10**9),
    st.none() | st.floats(0, 10**7),
)
def test_progress_never_speaks_of_none(
    phase: DownloadPhase, done: int, total: int, rate: float | None, left: float | None
) -> None:
    said = downloads.download_words("X", DownloadProgress(phase, done, total, rate, left))
    assert said
    assert "None" not in said
    assert "  " not in said


def test_what_came_of_adding_files() -> None:
    seven = tuple(item(number, model()) for number in range(7))
    said = words.added_words(Added(seven, (REFUSED, REFUSED), 7))
    assert said == "7 answer models added, 2 could not be used"
    assert words.added_words(Added(seven, (), 0)) == "7 were on the list already"
    assert words.added_words(Added((), (), 0)) == "Nothing new was found"
    mixed = (item(1, model()), item(2, adapter()))
    assert words.added_words(Added(mixed, (), 1)) == "1 file added, 1 was on the list already"
    assert words.added_words(Added(mixed, (), 2)) == "1 answer model and 1 adapter added"
    assert words.added_words(Added((), (REFUSED,), 0)) == "Nothing was added, 1 could not be used"


def test_a_program_with_two_folders_is_named_once() -> None:
    programs = [OtherProgram(name, Path(f"/{n}")) for n, name in enumerate(("LM Studio", "LM Studio", "Jan"))]
    assert words.program_words(programs) == "LM Studio and Jan"


def test_what_a_change_of_the_search_model_costs() -> None:
    said = words.cost_words(SwitchCost(4212, 4212, 181, 1))
    assert said.startswith("4,212 passages have to be read anew: about 3 minutes here.")
    assert "You can go on searching meanwhile" in said
    assert words.cost_words(SwitchCost(4212, 1, 2, 1)).startswith("1 passage has to be read anew")
    assert "takes a moment only" in words.cost_words(SwitchCost(4212, 0, 0, 1))
    assert "costs nothing" in words.cost_words(SwitchCost(0, 0, None, 0))


def test_advice_names_the_language_and_a_better_model() -> None:
    better = offer("multilingual-e5-small", ShelfKind.EMBEDDER)
    assert words.advice_words(LanguageAdvice("German", 0.8, better, None)) == (
        "Most of your documents are in German, which the present search model does not know. "
        "“multilingual-e5-small” knows it."
    )
    mine = item(1, embedder("bge-m3"))
    assert "“bge-m3” knows it." in words.advice_words(LanguageAdvice("German", 0.8, None, mine))


def test_the_strip_says_what_goes_on_and_nothing_when_nothing_does() -> None:
    assert words.strip_words(None, None) == ""
    going = DownloadProgress(DownloadPhase.FETCHING, 1_000, 4_000, 10, 300)
    running = Download(plan(), Stage.RUNNING, going)
    assert words.strip_words(running, None) == "Downloading “SmolLM3 3B” 25% · about 5 minutes left"
    failed = Download(plan(), Stage.FAILED, going, ConnectionLost())
    assert words.strip_words(failed, None) == "The download of “SmolLM3 3B” has stopped"
    asking = Switch(EmbedderChoice(), SwitchStage.ASKING)
    assert words.strip_words(None, asking) == ""
    moving = Switch(EmbedderChoice(), SwitchStage.RUNNING, progress=Progress(Phase.EMBEDDING, 32, 4212))
    assert words.strip_words(None, moving) == "Changing the search model: read 32 of 4,212 passages anew"
    assert moving.share == pytest.approx(32 / 4212)
    assert asking.share is None
    ending = replace(moving, progress=Progress(Phase.FINISHING))
    assert "putting the new search model in its place" in words.strip_words(None, ending)


@pytest.mark.parametrize("phase", [Phase.LOOKING, Phase.CHECKING, Phase.CONVERTING])
def test_what_is_done_with_a_file_is_said_with_its_name(phase: Phase) -> None:
    said = words.shelf_progress_words(Progress(phase, 3, 9, "tiny.gguf"))
    assert "tiny.gguf" in said
    assert re.search(r"\d", said)
