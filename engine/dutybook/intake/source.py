"""What a file's reader hands on: its whole text, and which stretch of it is what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

RowKind = Literal["text", "heading", "grid"]


@dataclass(frozen=True, slots=True)
class CellSpan:
    """One cell of a table's row: characters [start, end) of the text; ``column`` counts from 0."""

    start: int
    end: int
    column: int
    width: int = 1
    repeated: bool = False
    """Whether it only continues a cell of the row above (merged downwards)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph, or one row of a table: characters [start, end) of the text. ``place`` is what
    a person calls it (``p. 3``, ``Sheet1!5``); ``aside``: why the reader itself sets it aside."""

    start: int
    end: int
    kind: RowKind = "text"
    level: int = 0
    cells: tuple[CellSpan, ...] = ()
    table: int = 0
    place: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as it is printed: automatic numbers, text boxes and inserted words included."""

    name: str
    text: str
    rows: tuple[Row, ...]
    sheets: tuple[int, ...] = ()
    """Where a new sheet (and so a new paper) begins: numbers of rows."""


@dataclass(slots=True)
class Writer:
    """Puts a source together row by row."""

    name: str
    parts: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    sheets: list[int] = field(default_factory=list)
    length: int = 0

    def text(
        self, text: str, kind: RowKind = "text", level: int = 0, place: str = "", aside: str = ""
    ) -> None:
        """One paragraph."""
        start = self._add(text)
        self._add("\n")
        self.rows.append(Row(start, start + len(text), kind, level, place=place, aside=aside))

    def grid(
        self,
        cells: Sequence[tuple[str, int, int, bool]],
        table: int,
        place: str = "",
        aside: str = "",
    ) -> None:
        """One row of a table: each cell's text, column, width, and whether it is repeated."""
        begin, spans = self.length, []
        for text, column, width, repeated in cells:
            start = self._add(text)
            spans.append(CellSpan(start, start + len(text), column, width, repeated))
            self._add("\t")
        self.rows.append(
            Row(begin, self.length, "grid", 0, tuple(spans), table, place=place, aside=aside)
        )
        self._add("\n")

    def sheet(self) -> None:
        """A new sheet begins with the next row."""
        self.sheets.append(len(self.rows))

    def done(self) -> Source:
        """The whole."""
        return Source(self.name, "".join(self.parts), tuple(self.rows), tuple(self.sheets))

    def _add(self, text: str) -> int:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start
