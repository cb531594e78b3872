"""Tables as WordprocessingML: fixed columns, merged cells, repeated heads, rows that stay whole."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from dutybook.write.estimate import NARROW, balanced, inner_width, row_height, stays_whole
from dutybook.write.grid import Cell, Grid, Row, grid, number
from dutybook.write.tree import Element
from dutybook.write.word.paragraph import Setting

TWIPS: Final = 1440 / 25.4
"""Word's unit of length, per millimetre."""
_STYLES: Final = {
    (False, False): "Cell",
    (False, True): "Label",
    (True, False): "SmallCell",
    (True, True): "SmallCell",
}
_NARROW_MARGINS: Final = (
    '<w:tcMar><w:left w:w="15" w:type="dxa"/><w:right w:w="15" w:type="dxa"/></w:tcMar>'
)
_CENTRED: Final = '<w:jc w:val="center"/>'
SHADES: Final = {"th": "E1E1E1", "label": "EEEEEE", "off": "DCDCDC", "th off": "C4C4C4"}


@dataclass(frozen=True, slots=True)
class Room:
    """Width and height of the text on a page, in millimetres."""

    width: float
    height: float

    def fits(self, tall: float) -> bool:
        """Whether something surely fits on one page; what may not is let break (a rough guess)."""
        return tall <= self.height * 0.5


Blocks = Callable[[Element, Setting], str]
"""Writes what stands in a cell."""


def table(
    element: Element, room: Room, blocks: Blocks, *, centred: bool = False, noted: bool = False
) -> str:
    """``w:tbl`` for ``element``; one narrower than the page may stand in its middle, and the end of
    a ``noted`` one stays with the small print below."""
    whole = stays_whole(element, room.width, room.height)
    signed = "signatures" in element.classes
    return _Table(grid(element), room, blocks, whole, signed, centred, noted).xml()


@dataclass(frozen=True, slots=True)
class _Table:
    grid: Grid
    room: Room
    blocks: Blocks
    whole: bool
    signed: bool
    centred: bool
    noted: bool

    def xml(self) -> str:
        columns = "".join(
            f'<w:gridCol w:w="{self.width(i, 1)}"/>' for i in range(len(self.grid.shares))
        )
        count = len(self.grid.rows)
        rows = "".join(self.row(row, count - i) for i, row in enumerate(self.grid.rows, 1))
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/>'
            f'<w:tblW w:w="{self.width(0, len(self.grid.shares))}" w:type="dxa"/>'
            f"{_CENTRED if self.centred else ''}"
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def width(self, column: int, columns: int) -> int:
        """From one edge to another, so that rounded widths add up."""
        total = self.room.width * TWIPS
        edges = [round(total * sum(self.grid.shares[:at])) for at in (column, column + columns)]
        return edges[1] - edges[0]

    def row(self, row: Row, following: int) -> str:
        """``w:tr``; a head stays with the row after it, and the last row is never left alone."""
        keep = row.head or following == 1 or (self.whole and following > 0)
        keep |= self.noted and following == 0
        tall = number(row.element, "height", 0)
        properties = [
            "<w:cantSplit/>" if self.room.fits(row_height(row, self.grid, self.room.width)) else "",
            f'<w:trHeight w:val="{round(tall * TWIPS)}" w:hRule="atLeast"/>' if tall else "",
            "<w:tblHeader/>" if row.head else "",
        ]
        inside = "".join(properties)
        cells = "".join(self.cells(row, keep))
        return f"<w:tr>{f'<w:trPr>{inside}</w:trPr>' if inside else ''}{cells}</w:tr>"

    def cells(self, row: Row, keep: bool) -> list[str]:
        """The row's cells from left to right, those merged with the row above and gaps included."""
        starts = {cell.column: (cell, False) for cell in row.cells} | {
            cell.column: (cell, True) for cell in row.continued
        }
        found, column = [], 0
        while column < len(self.grid.shares):
            if column not in starts:
                found.append(self.cell(Cell(Element("td"), column, 1, 1), False, keep))
                column += 1
                continue
            cell, continued = starts[column]
            found.append(self.cell(cell, continued, keep))
            column += cell.columns
        return found

    def cell(self, cell: Cell, continued: bool, keep: bool) -> str:
        twips = self.width(cell.column, cell.columns)
        narrow = twips / TWIPS < NARROW
        element = balanced(cell, inner_width(twips / TWIPS))
        if continued:
            element = replace(element, children=())
        merge = ("" if continued else ' w:val="restart"') if continued or cell.rows > 1 else None
        shade = SHADES.get(_look(element))
        properties = [
            f'<w:tcW w:w="{twips}" w:type="dxa"/>',
            f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else "",
            f"<w:vMerge{merge}/>" if merge is not None else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "",
            _NARROW_MARGINS if narrow else "",
            f'<w:vAlign w:val="{self.down(element)}"/>',
        ]
        strong, style = element.tag == "th", _STYLES[narrow, "label" in element.classes]
        place = Setting(style=style, align=across(element), keep=keep, strong=strong)
        inside = self.blocks(element, place)
        return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{inside}</w:tc>"

    def down(self, element: Element) -> str:
        signed = self.signed and element.tag == "td" and "label" not in element.classes
        return "bottom" if signed else "center"


def _look(element: Element) -> str:
    """What decides a cell's shade."""
    if "off" in element.classes:
        return "th off" if element.tag == "th" else "off"
    return "label" if "label" in element.classes else element.tag


def across(element: Element) -> str:
    """A cell's horizontal alignment: as asked, else as its kind wants."""
    wanted = element.align
    if wanted in ("left", "center", "right"):
        return wanted
    if element.tag == "th" or "label" in element.classes:
        return "center"
    return "right" if "number" in element.classes else "left"
