"""The body of a Word file, paragraph by paragraph and row by row."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree  # type: ignore[import-untyped]

from dutybook.intake.formats.bounds import (
    MAX_ROWS,
    Unreadable,
    bounded,
    open_zip,
    part,
    whole_number,
    xml,
)
from dutybook.intake.formats.word.numbering import Numbering, W, number_of, read_numbering
from dutybook.intake.source import Source, Writer

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE: Final = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", _FALLBACK, f"{W}pPr", f"{W}rPr"}
)
_BREAKS: Final = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_DEPTH: Final = 200
_VML: Final = "{urn:schemas-microsoft-com:vml}"

Merged = tuple[str, int, int, bool]


def read_word(data: bytes, name: str) -> tuple[Source, bool]:
    """The text of a .docx, and whether it has macros (which are not run)."""
    archive = open_zip(data)
    names = set(archive.namelist())
    if "word/document.xml" not in names:
        raise Unreadable("import-not-what-it-says", {"kind": ".docx"})
    styles = _optional(archive, "word/styles.xml", names)
    numbering = read_numbering(_optional(archive, "word/numbering.xml", names), styles)
    reader = _Reader(Writer(name), numbering, _headings(styles))
    body = next(iter(xml(part(archive, "word/document.xml")).iter(f"{W}body")), None)
    if body is None:
        raise Unreadable("import-broken", {"reason": "w:body"})
    reader.blocks(body)
    for extra in sorted(n for n in names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", n)):
        reader.margin(xml(part(archive, extra)))
    source = reader.writer.done()
    bounded(source.text)
    return source, "word/vbaProject.bin" in names


def _optional(archive: zipfile.ZipFile, name: str, names: set[str]) -> etree._Element | None:
    return xml(part(archive, name)) if name in names else None


def _headings(styles: etree._Element | None) -> dict[str, int]:
    """Style → level of heading."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        label = style.find(f"{W}name")
        words = (label.get(f"{W}val") or "") if label is not None else ""
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if match := _HEADING.match(words):
            found[style.get(f"{W}styleId") or ""] = int(match[1])
        elif words.lower() == "title":
            found[style.get(f"{W}styleId") or ""] = 1
        elif outline is not None and (level := whole_number(outline.get(f"{W}val"), 9)) < 9:
            found[style.get(f"{W}styleId") or ""] = level + 1
    return found


@dataclass(slots=True)
class _Reader:
    writer: Writer
    numbering: Numbering
    headings: dict[str, int]
    tables: int = 0
    boxes: list[etree._Element] = field(default_factory=list)

    def blocks(self, parent: etree._Element, depth: int = 0) -> None:
        """Paragraphs and tables in their order, those in content controls too."""
        if depth > _DEPTH:
            raise Unreadable("import-broken", {"reason": "nesting"})
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif (
                isinstance(child.tag, str) and child.tag not in _GONE and child.tag != f"{W}sectPr"
            ):
                self.blocks(child, depth + 1)
            if len(self.writer.rows) > MAX_ROWS:
                raise Unreadable("import-too-large", {"limit": f"{MAX_ROWS:,}"})

    def margin(self, root: etree._Element) -> None:
        """A header or a footer: seen, and set aside."""
        for paragraph in root.iter(f"{W}p"):
            if words := "".join(self._texts(paragraph)).strip():
                self.writer.text(words, aside="page-margin")

    def _paragraph(self, paragraph: etree._Element) -> None:
        text, level = self._printed(paragraph), self._level(paragraph)
        for piece in text.split("\n") if text else ():
            self.writer.text(piece, "heading" if level else "text", level)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def _printed(self, paragraph: etree._Element) -> str:
        """A paragraph's words after its automatic number."""
        words = "".join(self._texts(paragraph))
        found = number_of(paragraph)
        if found is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            found = self.numbering.styles.get(
                (style.get(f"{W}val") or "") if style is not None else ""
            )
        if found is None or found[0] == "0" or not words.strip():
            return words
        return self.numbering.printed(*found) + words.lstrip()

    def _level(self, paragraph: etree._Element) -> int:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.headings.get((style.get(f"{W}val") or "") if style is not None else "", 0)

    def _texts(self, element: etree._Element) -> Iterator[str]:
        """Words of a paragraph; text boxes in it are kept for after it."""
        for child in element:
            if child.tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif isinstance(child.tag, str) and child.tag not in _GONE:
                yield from self._texts(child)

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        for row in table.iterchildren(f"{W}tr", f"{W}sdt", f"{W}ins"):
            for one in [row] if row.tag == f"{W}tr" else row.iter(f"{W}tr"):
                self.writer.grid(list(self._cells(one)), number)

    def _cells(self, row: etree._Element) -> Iterator[Merged]:
        column = 0
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue  # of a table inside a cell
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            width = max(1, whole_number(span.get(f"{W}val"), 1)) if span is not None else 1
            repeated = merge is not None and merge.get(f"{W}val") in (None, "continue")
            yield self._cell_text(cell), column, min(width, 100), repeated
            column += min(width, 100)

    def _cell_text(self, cell: etree._Element) -> str:
        rows = []
        for paragraph in cell.iter(f"{W}p"):
            if words := self._printed(paragraph).strip():
                rows.append(words)
            boxes, self.boxes = self.boxes, []
            rows += ["".join(self._texts(box)) for box in boxes]
        return "\n".join(rows)
