"""Where a sheet's pages end: what is read together is printed together."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from dutybook.write.excel_sheet import Sheet

_WIDTH: Final = 770.0
"""Points between the margins of an A4 page across; and, of its height, ``_HEIGHT``."""
_HEIGHT: Final = 510.0
_CHARACTER: Final = 5.5
"""A column's unit of width in points, about."""
_BEGINNING: Final = 4
"""Rows that stay with a section's heading: the air above it, itself, the heads, a first row."""
_SHORT: Final = 0.3
"""A section up to this part of a page is not parted at all."""


def paginate(sheet: Sheet, head: int, end: int, result: int) -> None:
    """Page breaks and repeated rows of a form: from row ``result`` on everything stands on one page
    if it can, and no section's heading is left at a page's foot. The table of KPIs ends before row
    ``end``; where it runs over pages its ``head`` is repeated, else the form's own title, for heads
    would stand above what has other columns."""
    page = _HEIGHT * max(1.0, sum(sheet.widths) * _CHARACTER / _WIDTH)
    rows = (head, head) if sum(sheet.heights[:end]) > page else (0, 1)
    sheet.sheet.repeat_rows(*rows)
    repeated = sum(sheet.heights[rows[0] : rows[1] + 1])
    sheet.sheet.set_h_pagebreaks(list(_breaks(sheet, result, page, repeated)))
    sheet.sheet.print_area(0, 0, sheet.row - 1, sheet.last)


def _breaks(sheet: Sheet, result: int, page: float, repeated: float) -> Iterator[int]:
    """Rows a page begins at, of those that begin a section."""
    heights, starts = sheet.heights, [*sheet.sections, sheet.row]
    used = sum(heights[: starts[0]])
    for start, following in pairwise(starts):
        whole, first = sum(heights[start:following]), sum(heights[start : start + _BEGINNING])
        rest = sum(heights[start:])
        together = rest if start == result and rest <= page - repeated else 0.0
        least = max(together, whole if whole <= page * _SHORT else first)
        if start and used + least > page:
            yield start
            used = repeated
        used += whole
        while used > page:
            used += repeated - page
