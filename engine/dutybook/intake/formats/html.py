"""Web pages: headings, paragraphs, lists and tables; scripts and navigation are set aside."""

from collections.abc import Iterator
from typing import Final

from lxml import etree, html  # type: ignore[import-untyped]

from dutybook.intake.formats.bounds import MAX_ROWS, Unreadable, bounded, whole_number
from dutybook.intake.formats.text import decoded
from dutybook.intake.source import Source, Writer

_SILENT: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "iframe", "object"}
)
_MARGIN: Final = frozenset({"nav", "footer", "aside", "form", "button", "select"})
_BLOCKS: Final = _MARGIN | {
    *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "section", "tr"),
    *("article", "main", "header", "body", "blockquote", "pre", "dl", "dt", "dd", "center"),
}
_DEPTH: Final = 300


def read_html(data: bytes, name: str) -> Source:
    """The text of a page in the order it is read."""
    text = decoded(data)
    if text is None:
        raise Unreadable("import-no-encoding")
    try:
        root = html.document_fromstring(
            text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("import-broken", {"reason": str(error)}) from None
    reader = _Reader(Writer(name))
    reader.block(root, "", 0)
    source = reader.writer.done()
    bounded(source.text)
    return source


class _Reader:
    def __init__(self, writer: Writer) -> None:
        self.writer, self.tables, self.words = writer, 0, ""

    def block(self, element: etree._Element, aside: str, depth: int, prefix: str = "") -> None:
        """An element that stands by itself: what is inside it, row by row."""
        if depth > _DEPTH or len(self.writer.rows) > MAX_ROWS:
            raise Unreadable("import-too-large", {"limit": f"{MAX_ROWS:,}"})
        if element.tag in _MARGIN:
            aside = "page-margin"
        if element.tag == "table" and not aside:
            self.flush(aside)
            self._table(element)
            return
        level = whole_number(element.tag[1:], 0) if element.tag[0] == "h" else 0
        self.words += prefix + (element.text or "")
        for count, child in enumerate(element, 1):
            self._child(element, child, aside, depth, count, level)
            self.words += child.tail or ""
        self.flush(aside, level)

    def _child(
        self,
        parent: etree._Element,
        child: etree._Element,
        aside: str,
        depth: int,
        count: int,
        level: int,
    ) -> None:
        if not isinstance(child.tag, str) or child.tag in _SILENT:
            return
        if child.tag == "br":
            self.flush(aside, level)
        elif child.tag in _BLOCKS:
            self.flush(aside, level)
            listed = parent.tag == "ol" and child.tag == "li"
            self.block(
                child,
                aside,
                depth + 1,
                f"{count}. " if listed else "● " if child.tag == "li" else "",
            )
        else:
            self.words += "".join(
                str(piece) for piece in child.itertext() if child.tag not in _SILENT
            )

    def flush(self, aside: str, level: int = 0) -> None:
        """The words so far become a row."""
        words = " ".join(self.words.split())
        self.words = ""
        if words.strip("● ") and words.strip():
            self.writer.text(words, "heading" if level else "text", level, aside=aside)

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        for row in table.iter("tr"):
            cells = list(_cells(row))
            if cells:
                self.writer.grid(cells, self.tables)


def _cells(row: etree._Element) -> Iterator[tuple[str, int, int, bool]]:
    column = 0
    for cell in row.iterchildren("td", "th"):
        for line in cell.iter("br", "p", "li"):
            line.tail = "\n" + (line.tail or "")
        rows = ("".join(str(piece) for piece in cell.itertext())).split("\n")
        span = cell.get("colspan") or "1"
        width = min(max(1, whole_number(span, 1)), 100)
        yield "\n".join(" ".join(r.split()) for r in rows if r.strip()), column, width, False
        column += width
