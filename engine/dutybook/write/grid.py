"""A table as a grid: which columns and rows each cell takes, and how wide the columns are."""

from dataclasses import dataclass

from dutybook.finding import DutybookError, Finding, Place
from dutybook.write.tree import Element


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in its place: first column, and how many columns and rows it takes."""

    element: Element
    column: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the cells that start in it, and those that reach into it from above."""

    index: int
    element: Element
    head: bool
    cells: tuple[Cell, ...]
    continued: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows, head first, and its columns' shares of the width, adding up to 1."""

    rows: tuple[Row, ...]
    shares: tuple[float, ...]


def grid(table: Element) -> Grid:
    """The grid of ``table``; spans that reach below their head or body end with it."""
    rows: list[Row] = []
    for part in table.elements:
        if part.tag != "colgroup":
            rows += _rows(part, len(rows))
    reach = [cell.column + cell.columns for row in rows for cell in row.cells]
    return Grid(tuple(rows), _shares(table, max(reach, default=1)))


def number(element: Element, name: str, default: float) -> float:
    """A positive figure an attribute gives; a finding at the template's line where it is none."""
    text = element.get(name).strip()
    if not text:
        return default
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 < value < 1000:
        template, _, line = element.at.rpartition(":")
        place = Place(template or element.at, int(line) if line.isdigit() else 0, 1)
        details = {"element": element.tag, "attribute": name, "value": text}
        raise DutybookError(Finding("template-number", place, details))
    return value


def _rows(part: Element, start: int) -> list[Row]:
    placed: list[Row] = []
    open_cells: list[tuple[Cell, int]] = []  # cells from above, and how many more rows they take
    for index, row in enumerate(part.elements):
        left = len(part.elements) - index
        continued = tuple(cell for cell, _ in open_cells)
        cells = _placed(
            row,
            {c for cell in continued for c in range(cell.column, cell.column + cell.columns)},
            left,
        )
        placed.append(Row(start + index, row, part.tag == "thead", cells, continued))
        open_cells = [(cell, more - 1) for cell, more in open_cells if more > 1]
        open_cells += [(cell, cell.rows - 1) for cell in cells if cell.rows > 1]
    return placed


def _placed(row: Element, taken: set[int], left: int) -> tuple[Cell, ...]:
    cells, column = [], 0
    for element in row.elements:
        while column in taken:
            column += 1
        columns = max(int(number(element, "colspan", 1)), 1)
        while any(at in taken for at in range(column, column + columns)):
            columns -= 1  # never over a cell from above
        rows = min(max(int(number(element, "rowspan", 1)), 1), left)
        cells.append(Cell(element, column, columns, rows))
        column += columns
    return tuple(cells)


def _shares(table: Element, count: int) -> tuple[float, ...]:
    cols = [col for part in table.elements if part.tag == "colgroup" for col in part.elements]
    widths = [number(col, "width", 0) for col in cols][:count]
    widths += [0.0] * (count - len(widths))
    open_columns = widths.count(0.0)
    spare = max(100.0 - sum(widths), 10.0 * open_columns)
    widths = [width or spare / open_columns for width in widths]
    return tuple(width / sum(widths) for width in widths)
