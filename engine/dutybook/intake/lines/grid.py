"""Tables: rows below known heads become records, labels with values fields."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dutybook.intake.lines.line import Cell, Line
from dutybook.intake.vocabulary import Vocabulary

TextCutter = Callable[[int, int, str], list[Line]]
"""Cuts the words of one cell: its stretch of the plain text, and its place for people."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: characters [start, end) of the plain text."""

    text: str
    start: int
    end: int
    column: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a table."""

    start: int
    end: int
    boxes: tuple[Box, ...]
    place: str

    @property
    def filled(self) -> list[Box]:
        """Cells with words of their own."""
        return [box for box in self.boxes if box.text and not box.repeated]


def table_lines(rows: Sequence[GridRow], vocabulary: Vocabulary, cut: TextCutter) -> Iterator[Line]:
    """The lines of one table."""
    columns: dict[int, tuple[str, str]] = {}
    above: dict[int, str] = {}
    for row in rows:
        heads = _heads(row, vocabulary)
        if heads:
            columns, above = heads, {}
            yield Line(row.start, row.end, row.start, _joined(row), "columns", place=row.place)
        elif columns and (record := _record(row, columns, above)):
            yield record
        else:
            yield from _fields(row, vocabulary, cut)


def _meaning(text: str, words: dict[str, str] | object) -> str:
    bare = text.replace(" ", "").replace("\n", "").rstrip(":").lower()
    spaced = " ".join(text.split()).rstrip(":").lower()
    assert hasattr(words, "get")
    return words.get(bare) or words.get(spaced) or ""


def _heads(row: GridRow, vocabulary: Vocabulary) -> dict[int, tuple[str, str]]:
    """Columns by their place where this row is a table's head: two heads or more that are known,
    and no fewer than what is not."""
    known = {box.column: (_meaning(box.text, vocabulary.columns), box.text) for box in row.filled}
    named = {column: head for column, head in known.items() if head[0]}
    kinds = {meaning for meaning, _ in named.values()}
    if len(kinds) < 2 or len(named) * 2 < len(row.filled):
        return {}
    labels = [box for box in row.filled if _meaning(box.text, vocabulary.fields)]
    if len(row.filled) % 2 == 0 and len(labels) * 2 >= len(row.filled) and len(named) < 3:
        return {}
    return {column: (meaning or "text", text) for column, (meaning, text) in known.items()}


def _record(
    row: GridRow, columns: dict[int, tuple[str, str]], above: dict[int, str]
) -> Line | None:
    """A row below the heads; a cell merged downwards has the words of the row above."""
    cells = []
    for box in row.boxes:
        if box.column not in columns:
            continue
        meaning, head = columns[box.column]
        if box.repeated:
            cells.append(Cell(meaning, head, above.get(box.column, ""), box.start, box.start))
        elif box.text:
            above[box.column] = box.text
            cells.append(Cell(meaning, head, box.text, box.start, box.end))
    if len(row.filled) < 2 or not cells:
        return None
    return Line(
        row.start, row.end, row.start, _joined(row), "record", cells=tuple(cells), place=row.place
    )


def _fields(row: GridRow, vocabulary: Vocabulary, cut: TextCutter) -> Iterator[Line]:
    """Labels and their values; words without a label stand for themselves."""
    label: Box | None = None
    key = ""
    for box in row.filled:
        part = _meaning(box.text, vocabulary.parts)
        field = _meaning(box.text, vocabulary.fields)
        if part or field:
            if label is not None and not part:
                yield Line(
                    label.start, label.end, label.end, "", "field", word=key, place=row.place
                )
            label, key = (None, "") if part else (box, field)
            if part:
                yield Line(
                    box.start,
                    box.end,
                    box.start,
                    box.text.rstrip(":"),
                    "part",
                    word=part,
                    place=row.place,
                )
        elif label is not None:
            text = " ".join(box.text.split())
            yield Line(label.start, box.end, box.start, text, "field", word=key, place=row.place)
            label = None
        else:
            yield from cut(box.start, box.end, row.place)
    if label is not None:
        yield Line(label.start, label.end, label.end, "", "field", word=key, place=row.place)


def _joined(row: GridRow) -> str:
    return " ".join(box.text for box in row.filled)
