"""XML reads as its words with what they are called; nothing it names is fetched or multiplied."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from desktop_rag.domain.documents import BlockKind, DocumentFormat, Page
from desktop_rag.domain.errors import DocumentError, DocumentHasNoText
from desktop_rag.domain.places import passage_label
from desktop_rag.parsing.registry import open_document


def _pages(path: Path, content: str | bytes, kind: DocumentFormat = DocumentFormat.XML) -> list[Page]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    document = open_document(path)
    assert document.format is kind
    return list(document.pages)


def _lines(path: Path, content: str | bytes, kind: DocumentFormat = DocumentFormat.XML) -> list[str]:
    return [line for page in _pages(path, content, kind) for line in page.text.split("\n") if line]


CATALOG = """<?xml version="1.0"?>
<catalog xmlns="http://example.org/x">
  <book id="1"><title>Sea &amp; sand</title><price currency="EUR">5</price></book>
  <book id="2">
    <title>Hills</title>
    <author><first>Anna</first><last>Berg</last></author>
  </book>
  <note>Read <b>all</b> of it</note>
  <row Id="1" Name="foo"/>
  <row Id="2" Name="bar"/>
</catalog>"""


def test_elements_of_elements_are_records_with_their_names(tmp_path: Path) -> None:
    assert _lines(tmp_path / "a.xml", CATALOG) == [
        "book",
        "book › id: 1 | title: Sea & sand | price › currency: EUR | price: 5",
        "book › id: 2 | title: Hills",
        "author",
        "first: Anna | last: Berg",
        "note",
        "note: Read all of it",
        "row",
        "row › Id: 1 | row › Name: foo",
        "row › Id: 2 | row › Name: bar",
    ]


def test_rows_say_their_lines(tmp_path: Path) -> None:
    (page,) = _pages(tmp_path / "a.xml", CATALOG.replace("\n", "\r\n"))
    rows = [block for block in page.blocks if block.kind is BlockKind.TABLE_ROW]
    labels = [passage_label(DocumentFormat.XML, page, block.start, block.end) for block in rows]
    assert labels == ["line 3", "lines 4–5", "line 6", "line 8", "line 9", "line 10"]


def test_a_file_of_another_library_is_read(tmp_path: Path) -> None:
    root = etree.Element("people")
    for name in ("Anna", "Бен", "李"):
        etree.SubElement(etree.SubElement(root, "person"), "name").text = name
    content = etree.tostring(root, xml_declaration=True, encoding="utf-16")
    assert _lines(tmp_path / "a.xml", content) == ["person", "name: Anna", "name: Бен", "name: 李"]


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("euc-kr", "cp949", "뻔한 똠방각하"),
        ("Shift_JIS", "cp932", "①髙橋～様"),
        ("gb2312", "gb18030", "朱镕基"),
    ],
)
def test_a_declared_encoding_stands_for_what_is_written_under_its_name(
    tmp_path: Path, declared: str, codec: str, text: str
) -> None:
    content = f'<?xml version="1.0" encoding="{declared}"?><a><b>{text * 20}</b></a>'.encode(codec)
    assert _lines(tmp_path / "a.xml", content) == [f"b: {text * 20}"]


def test_the_declared_encoding_is_believed(tmp_path: Path) -> None:
    content = '<?xml version="1.0" encoding="windows-1251"?><a><b>Привет</b></a>'.encode("cp1251")
    assert _lines(tmp_path / "a.xml", content) == ["b: Привет"]


def test_drawings_give_their_words_alone(tmp_path: Path) -> None:
    svg = '<svg><style>a{}</style><path d="M0 0"/><text x="1">Hello <tspan y="2">you</tspan></text></svg>'
    assert _lines(tmp_path / "a.svg", svg) == ["Hello you"]
    with pytest.raises(DocumentHasNoText):
        _pages(tmp_path / "b.svg", '<svg><path d="M0 0"/></svg>')


def test_a_book_has_its_title_and_sections(tmp_path: Path) -> None:
    book = """<?xml version="1.0"?><FictionBook><description><title-info><genre>x</genre>
    <author><first-name>Leo</first-name></author><book-title>War</book-title></title-info></description>
    <body><section><title><p>Part</p><p>One</p></title><p>Text <emphasis>here</emphasis>.</p>
    <section><title><p>Inner</p></title><p>More</p></section></section></body>
    <binary id="a.png">QUJD</binary></FictionBook>"""
    path = tmp_path / "a.fb2"
    path.write_text(book, encoding="utf-8")
    document = open_document(path)
    (page,) = document.pages
    seen = [(b.kind.value, b.level, page.text[b.start : b.end]) for b in page.blocks]
    assert document.title == "War"
    assert seen[-4:] == [
        ("heading", 1, "Part One"),
        ("paragraph", 0, "Text here."),
        ("heading", 2, "Inner"),
        ("paragraph", 0, "More"),
    ]
    assert "QUJD" not in page.text


@pytest.mark.parametrize("content", ["<a><b>x</b>", "<a>&undeclared;</a>", "no <tags", "<a b=c/>"])
def test_what_is_not_well_formed_is_read_as_it_stands(tmp_path: Path, content: str) -> None:
    assert _lines(tmp_path / "a.xml", content, DocumentFormat.TEXT) == [content]


def test_files_named_by_a_document_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    named = secret.as_uri()
    content = (
        f'<!DOCTYPE a SYSTEM "{named}" [<!ENTITY x SYSTEM "{named}"><!ENTITY % p SYSTEM "{named}">%p;]>'
        f'<a xmlns:i="http://www.w3.org/2001/XInclude"><b>before &x; after</b><i:include href="{named}"/></a>'
    )
    text = " ".join(_lines(tmp_path / "a.xml", content))
    assert "before after" in text
    assert "the secret" not in text


def test_a_short_entity_of_the_document_is_its_words(tmp_path: Path) -> None:
    content = '<!DOCTYPE a [<!ENTITY firm "Northwind">]><a><b>by &firm; Ltd</b></a>'
    assert _lines(tmp_path / "a.xml", content) == ["b: by Northwind Ltd"]


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(12))
BOMBS = [
    f"<!DOCTYPE a [{LAUGHS}]><a>&a11;</a>",
    f'<!DOCTYPE a [{LAUGHS}]><a><b c="&a11;"/></a>',
    f'<!DOCTYPE a [<!ENTITY x "{"y" * 50_000}">]><a>{"&x;" * 50_000}</a>',
    f'<!DOCTYPE a [<!ENTITY x "{"y" * 190}">]><a>{"&x;" * 30_000}</a>',
    f'<!DOCTYPE a [<!ATTLIST b c CDATA "{"y " * 10_000}">]><a>{"<b>1</b>" * 20_000}</a>',
    "<a>" * 100_000,
    "<a>" * 4_000 + "x" + "</a>" * 4_000,
    "<a>" + "x" * 3_000_000 + "</a>",
    "<a " + " ".join(f'a{n}="v"' for n in range(30_000)) + "/>",
    '<a b="' + "x" * 1_000_000,
    "<!--" + "x" * 1_000_000,
]


@pytest.mark.parametrize("content", BOMBS, ids=range(len(BOMBS)))
def test_bombs_do_not_go_off(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")
    assert sum(len(page.text) for page in open_document(path).pages) < 3 * len(content) + 100


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_gives_text_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(CATALOG.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / data.draw(st.sampled_from(["a.xml", "a.fb2", "a.svg"]))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        assert list(open_document(path).pages)
    except DocumentError:
        return  # a reason is as good as text
