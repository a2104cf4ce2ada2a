"""Finding things in the user guide: by words at once, by meaning where vectors are known; its links."""

import time
from pathlib import Path

import pytest

from desktop_rag.app.guide import read_guide
from desktop_rag.domain.documents import BlockKind
from desktop_rag.domain.errors import InstallationError
from desktop_rag.domain.guide import Guide, GuidePlace, anchor_of, subject
from desktop_rag.domain.guide_search import MOST_HITS, PASSAGE_CHARS, GuideIndex, marks_in, wanted_words
from desktop_rag.runtime import assets_dir

GUIDE = assets_dir() / "guide"
CHAPTER = """# Keeping bees

Bees live in hives. The chapter “Making honey” says more.

## Feeding

1. Mix `sugar` and water.
2. Give it in **autumn**.

| When | What |
|---|---|
| Autumn | Syrup |

![A hive with its lid open.](pictures/hive.png)

![A bee that is not there.](pictures/bee.png)

![A picture of elsewhere.](../secret.png)

Both ![a bee](pictures/bee.png) and ![a shop](https://example.org/shop.png).

See [the start](#feeding), [honey](02-honey.md#jars) and [a shop](https://example.org/shop).
"""


@pytest.fixture(scope="module")
def guide() -> Guide:
    return read_guide(GUIDE)


@pytest.fixture(scope="module")
def index(guide: Guide) -> GuideIndex:
    return GuideIndex(guide)


@pytest.fixture
def bees(tmp_path: Path) -> Guide:
    folder = tmp_path / "guide"
    (folder / "pictures").mkdir(parents=True)
    (folder / "index.md").write_text(
        "# Bees\n\n1. [Keeping](01-bees.md)\n2. [Making honey](02-honey.md)\n", "utf-8"
    )
    (folder / "01-bees.md").write_text(CHAPTER, "utf-8")
    (folder / "02-honey.md").write_text("# Making honey\n\n## Jars\n\nFill the jars.\n", "utf-8")
    (folder / "pictures" / "hive.png").write_bytes(b"a hive")
    (tmp_path / "secret.png").write_bytes(b"a secret")
    return read_guide(folder)


def headings(index: GuideIndex, query: str) -> list[str]:
    return [hit.section.heading for hit in index.search(query)]


def test_every_chapter_of_the_index_is_read_with_its_title(guide: Guide) -> None:
    assert [chapter.name for chapter in guide.chapters] == sorted(
        path.stem for path in GUIDE.glob("*.md") if path.name != "index.md"
    )
    assert guide.chapters[0].title == "Getting started"


def test_nothing_of_a_chapter_is_lost_in_reading_it(guide: Guide) -> None:
    for chapter in guide.chapters:
        source = (GUIDE / f"{chapter.name}.md").read_text("utf-8")
        for mark in ("**", "`", "|", "#"):
            source = source.replace(mark, " ")
        read = " ".join(block.text for section in chapter.sections for block in section.blocks)
        lost = {word for word in source.split() if word.isalpha()} - set(read.replace("`", " ").split())
        assert {word for word in lost if word not in read} == set()


def test_a_chapter_is_known_by_its_name_with_and_without_its_number(guide: Guide) -> None:
    assert guide.chapter("08-privacy") is guide.chapter("privacy")
    assert guide.chapter("no-such-chapter") is None
    assert subject("08-privacy") == "privacy"


def test_items_tables_and_looks_are_told_apart(bees: Guide) -> None:
    blocks = bees.chapters[0].sections[1].blocks
    assert [(block.kind, block.number) for block in blocks[:3]] == [
        (BlockKind.HEADING, None),
        (BlockKind.LIST_ITEM, 1),
        (BlockKind.LIST_ITEM, 2),
    ]
    assert [run.text for run in blocks[1].runs if run.code] == ["sugar"]
    assert [run.text for run in blocks[2].runs if run.strong] == ["autumn"]
    assert [(row.is_head, row.text) for row in blocks[3:5]] == [
        (True, "When · What"),
        (False, "Autumn · Syrup"),
    ]


def test_pictures_come_from_the_guides_own_folder_and_always_with_their_words(bees: Guide) -> None:
    blocks = [block for section in bees.sections for block in section.blocks]
    assert [(block.text, block.picture.png) for block in blocks if block.picture] == [
        ("A hive with its lid open.", b"a hive"),
        ("A bee that is not there.", b""),
    ]
    texts = [block.text for block in blocks]
    assert "A picture of elsewhere." in texts
    assert "Both a bee and a shop." in texts


def test_links_lead_to_places_in_the_guide_and_nowhere_else(bees: Guide) -> None:
    links = {
        run.text: run.link
        for section in bees.chapters[0].sections
        for block in section.blocks
        for run in block.runs
    }
    assert links["the start"] == GuidePlace("01-bees", "feeding")
    assert links["honey"] == GuidePlace("02-honey", "jars")
    assert links["a shop"] is None
    assert links["Making honey"] == GuidePlace("02-honey")  # quoted, not linked, in the source


def test_every_link_of_the_guide_leads_somewhere(guide: Guide) -> None:
    places = {section.place for section in guide.sections}
    runs = [run for section in guide.sections for block in section.blocks for run in block.runs]
    links = [run.link for run in runs if run.link]
    assert len(links) > 5
    assert [link for link in links if link not in places] == []


def test_anchors_are_made_of_letters_and_hyphens() -> None:
    assert anchor_of("How much memory, and time?") == "how-much-memory-and-time"


def test_a_guide_that_is_not_there_is_a_broken_installation(tmp_path: Path) -> None:
    with pytest.raises(InstallationError):
        read_guide(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("how do I remove a folder", "Removing folders and files"),
        ("password is not right", "The password is not right"),
        ("keyboard shortcuts", "Keyboard shortcuts"),
        ("scans", "Scans and pictures"),
        ("library damaged", "The library is damaged"),
        ("disk full", "The disk is full"),
    ],
)
def test_a_section_is_found_by_its_words(index: GuideIndex, query: str, wanted: str) -> None:
    assert headings(index, query)[0] == wanted


def test_a_word_is_found_while_it_is_still_being_typed(index: GuideIndex) -> None:
    assert "The password is not right" in headings(index, "passwo")


def test_words_that_nobody_wrote_find_nothing(index: GuideIndex) -> None:
    assert index.search("xylophone quux") == ()
    assert index.search("") == ()


def test_there_are_never_more_than_can_be_looked_through(index: GuideIndex) -> None:
    assert len(index.search("the library")) == MOST_HITS


def test_a_whole_text_in_the_field_does_not_keep_the_window_waiting(guide: Guide) -> None:
    """Words are looked for on the window's thread, at every key."""
    index = GuideIndex(guide)
    text = " ".join(section.body for section in guide.sections[:20])
    began = time.process_time()
    hits = index.search(text)
    assert time.process_time() - began < 0.15
    assert hits


def test_a_hit_shows_the_words_that_were_sought(index: GuideIndex) -> None:
    hit = index.search("forgotten password")[0]
    marked = {hit.excerpt[start:end].lower() for start, end in hit.marks}
    assert marked & {"forgotten", "password"}
    assert hit.title in {chapter.title for chapter in index.guide.chapters}


def test_what_is_near_in_meaning_is_found_without_any_of_the_words(index: GuideIndex) -> None:
    far, near = 3, 70
    hits = index.search("xylophone", {far: 0.1, near: 0.6})
    assert [hit.section for hit in hits] == [index.guide.sections[near]]


def test_meaning_goes_before_a_word_that_says_little(index: GuideIndex) -> None:
    by_words = index.search("text")
    near = next(
        number for number, section in enumerate(index.guide.sections) if section.heading == "The disk is full"
    )
    best = index.search("text", {near: 0.95})[0]
    assert best.section.heading == "The disk is full"
    assert best.section not in [hit.section for hit in by_words]


def test_passages_hold_every_section_in_pieces_that_an_embedder_reads_whole(index: GuideIndex) -> None:
    passages = index.passages()
    assert {passage.section for passage in passages} == set(range(len(index.guide.sections)))
    longest_line = max(len(line) for section in index.guide.sections for line in section.body.splitlines())
    assert max(len(passage.text) for passage in passages) <= PASSAGE_CHARS + longest_line


def test_words_are_marked_with_their_endings_and_short_ones_only_whole() -> None:
    text = "A folder, two folders; it is if."
    assert [text[a:b] for a, b in marks_in(text, ("folder",))] == ["folder", "folders"]
    assert [text[a:b] for a, b in marks_in(text, ("folders",))] == ["folder", "folders"]
    assert [text[a:b] for a, b in marks_in(text, ("i",))] == []
    assert wanted_words("How do I remove a Folder?") == ("remove", "folder")
