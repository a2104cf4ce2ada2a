"""File names from strangers are shown as they are, with nothing hidden in them."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.display import display_name, display_path, display_text


@pytest.mark.parametrize(
    ("untrusted", "shown"),
    [
        ("Bericht 2024 – Größe.pdf", "Bericht 2024 – Größe.pdf"),
        ("two\nlines.txt", "two␊lines.txt"),
        ("bell\x07\x1b[31m.txt", "bell␇␛[31m.txt"),
        ("invoice_\u202efdp.exe", "invoice_[U+202E]fdp.exe"),
        ("a\u2066b\u2069.md", "a[U+2066]b[U+2069].md"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("line\u2028separator", "line[U+2028]separator"),
        ("delete\x7f", "delete␡"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
        ("<b>bold</b>.html", "<b>bold</b>.html"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(untrusted: str, shown: str) -> None:
    assert display_text(untrusted) == shown


def test_a_name_is_the_last_part_and_a_root_is_itself() -> None:
    assert display_name(PurePosixPath("/a/b\n.txt")) == "b␊.txt"
    assert display_name(PurePosixPath("/")) == "/"
    assert display_path(PurePosixPath("/a\n/b.txt")) == "/a␊/b.txt"


@given(st.text(alphabet=st.characters()))
def test_any_text_ends_up_on_one_line_that_can_be_encoded(text: str) -> None:
    shown = display_text(text)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")
