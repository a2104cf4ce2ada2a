"""Messages and mailboxes, made by the standard library, read as a person reads mail."""

import mailbox
import resource
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_rag.domain.documents import DocumentFormat, Page
from desktop_rag.domain.errors import DocumentHasNoText
from desktop_rag.domain.places import place_words
from desktop_rag.parsing.mail import messages as mail
from desktop_rag.parsing.mail.headers import Headers, decoded_words
from desktop_rag.parsing.mail.mime_parts import MAX_PARTS, read_messages
from desktop_rag.parsing.registry import open_document
from desktop_rag.parsing.text_signatures import mail_format
from tests.reading import damaged, outcome

PLAIN = "Dear Bob,\n\nthe rent is 940 €.\n\nOn Monday Bob wrote:\n> What is\n> the rent?\n>> Hello\n\nAnn\n"
HTML = "<h1>Rent</h1><p>The rent is <b>940</b>.</p><blockquote>What is the rent?</blockquote>"


def letter(subject: str = "The lease of Elm Street", plain: str | None = PLAIN) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Lée <ann@example.org>"
    message["To"] = "Bob Roe <bob@example.org>, cyd@example.org"
    message["Subject"] = subject
    message["Date"] = "Fri, 01 Mar 2024 14:05:09 +0100"
    message["Message-ID"] = "<1@example.org>"
    if plain is not None:
        message.set_content(plain)
    return message


def write(folder: Path, message: EmailMessage, name: str = "letter.eml") -> Path:
    path = folder / name
    path.write_bytes(message.as_bytes())
    return path


def pages_of(path: Path, kind: DocumentFormat = DocumentFormat.EML) -> list[Page]:
    document = open_document(path)
    assert document.format is kind
    return list(document.pages)


def seen(pages: list[Page]) -> list[tuple[str, int, str]]:
    return [(b.kind.value, b.level, page.text[b.start : b.end]) for page in pages for b in page.blocks]


def texts(path: Path) -> list[str]:
    return [text for _, _, text in seen(pages_of(path))]


def test_a_message_says_who_wrote_it_to_whom_when_and_what(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, letter()))
    assert document.title == "The lease of Elm Street"
    pages = list(document.pages)
    assert seen(pages) == [
        ("heading", 1, "The lease of Elm Street"),
        (
            "paragraph",
            0,
            "From: Ann Lée <ann@example.org>\nTo: Bob Roe <bob@example.org>, cyd@example.org\n"
            "Date: 1 March 2024, 14:05",
        ),
        ("paragraph", 0, "Dear Bob,"),
        ("paragraph", 0, "the rent is 940 €."),
        ("paragraph", 0, "On Monday Bob wrote:"),
        ("quote", 0, "What is\nthe rent?\nHello"),
        ("paragraph", 0, "Ann"),
    ]
    assert pages[0].label == ""
    assert place_words(DocumentFormat.EML, 1, "", "The lease of Elm Street") == "The lease of Elm Street"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "cp1252"])
def test_the_body_is_read_however_it_was_packed(tmp_path: Path, encoding: str, charset: str) -> None:
    message = letter(plain=None)
    message.set_content("Der Preis beträgt 940 €.", charset=charset, cte=encoding)
    assert texts(write(tmp_path, message))[-1] == "Der Preis beträgt 940 €."


def test_plain_text_is_preferred_and_formatted_text_read_where_there_is_none(tmp_path: Path) -> None:
    both = letter()
    both.add_alternative(HTML, subtype="html")
    assert "Dear Bob," in texts(write(tmp_path, both))
    assert "Rent" not in texts(write(tmp_path, both))
    for empty in ("", "   \n"):
        bare = letter(plain=empty)
        bare.add_alternative(HTML, subtype="html")
        assert seen(pages_of(write(tmp_path, bare)))[2:] == [
            ("heading", 2, "Rent"),
            ("paragraph", 0, "The rent is 940."),
            ("quote", 0, "What is the rent?"),
        ]


def test_a_plain_text_that_only_points_to_the_formatted_one_is_not_the_message(tmp_path: Path) -> None:
    message = letter(plain="Your program cannot show this message.")
    message.add_alternative(f"<p>{'The newsletter tells all about rents. ' * 10}</p>", subtype="html")
    found = texts(write(tmp_path, message))
    assert found[-1].startswith("The newsletter")
    assert not any("cannot show" in text for text in found)


def test_attachments_are_named_with_their_size_and_pictures_in_the_text_are_not(tmp_path: Path) -> None:
    message = letter(plain=None)
    message.set_content("Siehe Anhang.")
    message.add_alternative('<p>Siehe Anhang.</p><img src="cid:logo">', subtype="html")
    body = message.get_payload()[1]
    assert isinstance(body, EmailMessage)
    body.add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png")
    message.add_attachment(b"%PDF" * 30_000, maintype="application", subtype="pdf", filename="lease.pdf")
    message.add_attachment(b"x" * 12, maintype="application", subtype="zip", filename="Ü – 契約.zip")
    assert texts(write(tmp_path, message))[2:] == [
        "Siehe Anhang.",
        "Attachments: lease.pdf (120 kB), Ü – 契約.zip (12 bytes)",
    ]


def test_small_attachments_of_text_are_read_and_large_ones_named(tmp_path: Path) -> None:
    message = letter(plain="See below.")
    message.add_attachment("year,rent\n2024,940\n", subtype="csv", filename="rents.csv")
    message.add_attachment(b"log line\n" * 300_000, maintype="text", subtype="plain", filename="big.log")
    message.add_attachment("<p>shown</p><script>no</script>", subtype="html", filename="page.html")
    blocks = seen(pages_of(write(tmp_path, message)))
    assert blocks[2:] == [
        ("paragraph", 0, "See below."),
        ("paragraph", 0, "Attachments: rents.csv (19 bytes), big.log (2.7 MB), page.html (32 bytes)"),
        ("heading", 2, "rents.csv"),
        ("paragraph", 0, "year,rent\n2024,940"),
        ("heading", 2, "page.html"),
        ("paragraph", 0, "shown"),
    ]


def test_an_attachment_that_only_claims_to_be_text_is_named(tmp_path: Path) -> None:
    message = letter(plain="See below.")
    message.add_attachment(b"\x00\x01binary" * 20, maintype="text", subtype="plain", filename="a.txt")
    message.add_attachment(b"%PDF-1.7 no zero", maintype="application", subtype="pdf", filename="b.pdf")
    del message.get_payload()[-1]["Content-Type"]
    assert texts(write(tmp_path, message))[2:] == [
        "See below.",
        "Attachments: a.txt (160 bytes), b.pdf (16 bytes)",
    ]


def test_an_attached_message_is_read_below_the_one_it_came_with(tmp_path: Path) -> None:
    inner = letter("The older one", "It was 900 €.")
    inner.add_attachment(b"x" * 5000, maintype="application", subtype="pdf", filename="old.pdf")
    outer = letter(plain="See the older message.")
    outer.add_attachment(inner)
    outer.add_attachment(b"x", maintype="application", subtype="pdf", filename="new.pdf")
    blocks = seen(pages_of(write(tmp_path, outer)))
    assert [(level, text) for kind, level, text in blocks if kind == "heading"] == [
        (1, "The lease of Elm Street"),
        (2, "The older one"),
    ]
    found = [text for _, _, text in blocks]
    assert found.index("Attachments: new.pdf (1 bytes)") < found.index("It was 900 €.")
    assert found[-1] == "Attachments: old.pdf (5 kB)"


def test_flowed_text_is_put_together_again(tmp_path: Path) -> None:
    message = letter(plain=None)
    message.set_content("This is one \nparagraph that \nflows.\n> quoted \n> too\n-- \nAnn\n")
    message.replace_header("Content-Type", 'text/plain; charset="utf-8"; format=flowed')
    assert texts(write(tmp_path, message))[2:] == [
        "This is one paragraph that flows.",
        "quoted too",
        "--\nAnn",
    ]


def test_an_encrypted_message_says_that_its_text_cannot_be_read(tmp_path: Path) -> None:
    message = letter(plain=None)
    message.set_content(b"\x30\x80" * 50, maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    assert "This message is encrypted; what it says cannot be read." in texts(write(tmp_path, message))


def test_a_long_message_takes_several_pages_under_its_subject(tmp_path: Path) -> None:
    pages = pages_of(write(tmp_path, letter(plain="A paragraph about rents.\n\n" * 3000)))
    assert len(pages) > 3
    assert {page.heading for page in pages[1:]} == {"The lease of Elm Street"}


def test_a_message_without_anything_in_it_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text("Message-ID: <1@example.org>\nMIME-Version: 1.0\n\n\n")
    with pytest.raises(DocumentHasNoText):
        open_document(tmp_path / "a.eml")


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    message = letter()
    message.add_attachment("year,rent\n", subtype="csv", filename="rents.csv")
    (tmp_path / "unix.eml").write_bytes(message.as_bytes())
    (tmp_path / "windows.eml").write_bytes(message.as_bytes(policy=SMTP))
    unix, windows = texts(tmp_path / "unix.eml"), texts(tmp_path / "windows.eml")
    assert "Attachments: rents.csv (10 bytes)" in unix
    assert [found.replace("(11 bytes)", "(10 bytes)") for found in windows] == unix


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?Q?Caf=C3=A9_Rent?=", "Café Rent"),
        ("=?utf-8?B?w6k=?= =?utf-8?B?w6k=?=", "éé"),
        ("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),
        ("Re: =?iso-8859-1?Q?=FCber?= all", "Re: über all"),
        ("=?gb2312?B?1tDOxA==?=", "中文"),
        ("=?nonsense?Q?abc?=", "abc"),
        ("=?utf-8?B?!!!?= x", " x"),
        ("2 =? 3", "2 =? 3"),
    ],
)
def test_words_of_header_fields_are_decoded(written: str, shown: str) -> None:
    assert decoded_words(written) == shown


@given(st.text(max_size=200))
def test_no_header_field_raises(value: str) -> None:
    names = ("subject", "content-type", "content-disposition", "date", "content-transfer-encoding")
    headers = Headers(dict.fromkeys(names, value))
    assert "\n" not in headers.text("subject")
    assert isinstance(headers.charset + headers.filename + headers.boundary + headers.content_type, str)
    assert headers.date is None or headers.date.year


def test_names_of_attachments_bring_no_folders_with_them() -> None:
    disposition = 'attachment; filename="..\\\\..\\\\etc/pass wd\x07.txt"'
    assert Headers({"content-disposition": disposition}).filename == "pass wd.txt"


def mailbox_of(path: Path, messages: list[EmailMessage]) -> Path:
    box = mailbox.mbox(path, create=True)
    for message in messages:
        box.add(mailbox.mboxMessage(message))
    box.close()
    return path


def test_each_message_of_a_mailbox_is_a_page_with_its_date(tmp_path: Path) -> None:
    tricky = letter("Second", "It says:\n\nFrom here on 10:30 it rains.\nFrom there too.\n")
    path = mailbox_of(tmp_path / "in.mbox", [letter("First"), tricky, letter("Third")])
    pages = pages_of(path, DocumentFormat.MBOX)
    assert [(page.number, page.label, page.text.split("\n")[0]) for page in pages] == [
        (1, "2024-03-01", "First"),
        (2, "2024-03-01", "Second"),
        (3, "2024-03-01", "Third"),
    ]
    assert "From here on 10:30 it rains.\nFrom there too." in pages[1].text
    assert place_words(DocumentFormat.MBOX, 1, pages[0].label, "First") == "First · 2024-03-01"


def test_a_mailbox_is_known_without_its_suffix(tmp_path: Path) -> None:
    assert len(pages_of(mailbox_of(tmp_path / "Inbox", [letter(), letter()]), DocumentFormat.MBOX)) == 2
    assert pages_of(write(tmp_path, letter(), "1709301909.V01.host"))


@pytest.mark.parametrize(
    "note",
    [
        "From: the desk of Ann\n\nBuy milk.\n",
        "From Monday at 10:30 we are closed.\n\nSorry.\n",
        "Title: notes\nFrom: me\n\ntext\n",
    ],
)
def test_ordinary_notes_are_not_mail(tmp_path: Path, note: str) -> None:
    (tmp_path / "note.txt").write_text(note)
    assert open_document(tmp_path / "note.txt").format is DocumentFormat.TEXT
    assert mail_format(note) is None


def test_a_huge_mailbox_puts_short_messages_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MOST_SINGLE_MESSAGES", 20)
    messages = [letter(f"Subject {number}", "word " * 500) for number in range(40)]
    del messages[39]["Date"]
    messages[39]["Date"] = "Sat, 02 Mar 2024 09:00:00 +0100"
    pages = pages_of(mailbox_of(tmp_path / "in.mbox", messages), DocumentFormat.MBOX)
    assert 5 < len(pages) < 20
    assert pages[0].label == "2024-03-01"
    assert pages[-1].label == "2024-03-01 – 2024-03-02"
    subjects = [text for kind, _, text in seen(pages) if kind == "heading"]
    assert subjects == [f"Subject {number}" for number in range(40)]
    assert all(page.text.startswith("Subject") for page in pages)


def test_a_mailbox_of_large_attachments_is_read_in_flat_memory(tmp_path: Path) -> None:
    attached = letter(plain="Short.")
    attached.add_attachment(b"x" * (6 << 20), maintype="application", subtype="pdf", filename="a.pdf")
    data = b"From ann@example.org Fri Mar  1 14:05:09 2024\n" + attached.as_bytes() + b"\n"
    with (tmp_path / "in.mbox").open("wb") as file:
        for _ in range(6):
            file.write(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pages = pages_of(tmp_path / "in.mbox", DocumentFormat.MBOX)
    assert len(pages) == 6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024
    assert pages[5].text.endswith("Attachments: a.pdf (6.3 MB)")


def timed(path: Path) -> str:
    """The text of a hostile message, read in little time and memory."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = "\n".join(page.text for page in open_document(path).pages)
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
    return text


def test_a_hundred_thousand_parts_are_counted_not_kept(tmp_path: Path) -> None:
    part = b"--b\nContent-Type: application/pdf; name=a.pdf\n\nx\n"
    head = b"From: a@example.org\nSubject: Many\nContent-Type: multipart/mixed; boundary=b\n\n"
    (tmp_path / "a.eml").write_bytes(head + part * 100_000 + b"--b--\n")
    text = timed(tmp_path / "a.eml")
    assert text.startswith("Many")
    assert f"and {100_000 - 200:,} more" in text
    assert MAX_PARTS < 100_000


@pytest.mark.parametrize(
    "level",
    [
        b"Content-Type: message/rfc822\n\nSubject: Inner\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n",
    ],
)
def test_a_thousand_levels_of_nesting_do_no_harm(tmp_path: Path, level: bytes) -> None:
    levels = b"".join(level % (n, n) if b"%d" in level else level for n in range(1000))
    message = b"From: a@example.org\nSubject: Deep\n" + levels + b"Content-Type: text/plain\n\nthe bottom\n"
    (tmp_path / "a.eml").write_bytes(message)
    assert timed(tmp_path / "a.eml").startswith("Deep")


def hostile() -> Iterator[bytes]:
    head = b"From: a@example.org\nSubject: Odd\n"
    yield head + b"X: y\n" * 300_000 + b"\nbody"
    yield head + b"X: y\n" + b" folded\n" * 300_000 + b"\nbody"
    yield head + b"Subject: " + b"=?utf-8?Q?a?= " * 500_000 + b"\n\nbody"
    yield head + b"Content-Type: text/plain; " + b"a*0=b;" * 500_000 + b"\n\nbody"
    yield head + b"To: " + b"(" * 1_000_000 + b"\n\nbody"
    yield head + b"\n" + b"a" * 20_000_000
    yield head + b"\n" + b"> " * 2_000_000
    yield head + b"Content-Type: text/html\n\n" + b"<div>" * 300_000 + b"body"


@pytest.mark.parametrize("index", range(8))
def test_headers_and_bodies_without_end_are_read_in_little_time_and_memory(
    tmp_path: Path, index: int
) -> None:
    (tmp_path / "a.eml").write_bytes(list(hostile())[index])
    assert timed(tmp_path / "a.eml").startswith("Odd")


def test_a_cut_or_damaged_message_gives_text(tmp_path: Path) -> None:
    message = letter()
    message.add_alternative(HTML, subtype="html")
    message.add_attachment("year,rent\n2024,940\n", subtype="csv", filename="rents.csv")
    message.add_attachment(letter("Inner"))
    whole = message.as_bytes()
    for data in damaged(whole, 90, 11, cut_every=3, cut_from=200, hits=(1, 5, 50)):
        (tmp_path / "a.eml").write_bytes(data)
        outcome(tmp_path / "a.eml").encode()


@given(
    st.lists(
        st.sampled_from(
            [
                b"--b\n",
                b"--b--\n",
                b"--c\n",
                b"\n",
                b"x: y\n",
                b"text\n",
                b" \n",
                b"Content-Type: multipart/mixed; boundary=b\n",
                b"Content-Type: multipart/alternative; boundary=c\n",
                b"Content-Type: message/rfc822\n",
            ]
        ),
        max_size=60,
    )
)
def test_any_order_of_boundaries_and_headers_ends_with_one_message_of_its_own(lines: list[bytes]) -> None:
    messages = read_messages(lines, lambda _headers: 100)
    assert [message.depth for message in messages].count(0) == 1
    assert messages[0].depth == 0
