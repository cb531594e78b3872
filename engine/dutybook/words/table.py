"""Tables as text, aligned for Chinese too, which takes two columns a character."""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

Cell = str | int | None
"""What a table may hold; None is an empty cell."""


def aligned(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Columns two spaces apart, figures to the right."""
    shown = [list(head), *([_line(cell) for cell in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    right = [figures(row[i] for row in rows) for i in range(len(head))]
    lines = []
    for row in shown:
        cells = [
            " " * (room - width(word)) + word if flush else word + " " * (room - width(word))
            for word, room, flush in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * room for room in widths))
    return "\n".join(lines)


def tabbed(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Tab-separated: for other programs, and for reading in a pinch."""
    shown = [head, *([cell_text(cell) for cell in row] for row in rows)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in shown)


def figures(column: Iterable[Cell]) -> bool:
    """Whether a column holds whole numbers alone: they stand to the right."""
    cells = list(column)
    return bool(cells) and all(isinstance(cell, int | None) for cell in cells)


def width(text: str) -> int:
    """Columns ``text`` takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def cell_text(cell: Cell) -> str:
    """A cell's content; nothing for an empty one."""
    return "" if cell is None else str(cell)


def _line(cell: Cell) -> str:
    """One line, without control characters."""
    return "".join(c if c.isprintable() else " " for c in cell_text(cell))
