"""What the styles of an OpenDocument say of its paragraphs and lists. Parser child, main thread."""

_MOST_STYLES = 20_000
_MOST_ANCESTORS = 20
_TAGS: dict[str, tuple[str, ...]] = {
    "Title": ("h1",),
    "Quotations": ("blockquote",),
    "Preformatted_20_Text": ("pre",),
    "Table_20_Heading": ("p", "b"),
}


class Styles:
    """A target for `xml_stream.feed`; takes styles from wherever in the document they stand."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._numbered: dict[str, set[str]] = {}
        self._list = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style:style":
            if attributes.get("style:family") == "paragraph" and len(self._parents) < _MOST_STYLES:
                parent = attributes.get("style:parent-style-name", "")
                self._parents.setdefault(attributes.get("style:name", ""), parent)
        elif name == "text:list-style":
            self._list = attributes.get("style:name", "")
        elif name == "text:list-level-style-number":
            self._add_numbered(attributes)

    def end(self, name: str) -> None:
        if name == "text:list-style":
            self._list = ""

    def data(self, text: str) -> None:
        """Styles hold headers and footers, which are on page after page."""

    def tags(self, style: str) -> tuple[str, ...]:
        """The HTML tags that a paragraph of `style` stands in."""
        for _ in range(_MOST_ANCESTORS):
            if style in _TAGS:
                return _TAGS[style]
            style = self._parents.get(style, "")
            if not style:
                break
        return ("p",)

    def _add_numbered(self, attributes: dict[str, str]) -> None:
        if self._list and attributes.get("style:num-format") and len(self._numbered) < _MOST_STYLES:
            self._numbered.setdefault(self._list, set()).add(attributes.get("text:level", ""))

    def is_numbered(self, list_style: str, level: int) -> bool:
        return str(level) in self._numbered.get(list_style, ())
