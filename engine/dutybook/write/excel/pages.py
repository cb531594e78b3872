"""Where a sheet's pages end: what is read together is printed together."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dutybook.write.excel.sheet import FormGrid

_WIDTH: Final = 770.0
"""Points between the margins of an A4 page across; and, of its height (513), ``_HEIGHT``: a
little less, for a row may be printed a little taller."""
_HEIGHT: Final = 500.0
_CHARACTER: Final = 5.5
"""A column's unit of width in points, about."""
_BEGINNING: Final = 4
"""Rows that stay with a section's heading: the air above it, itself, the heads, a first row."""
_SHORT: Final = 0.6
"""A section up to this part of a page is not parted at all."""


def paginate(sheet: FormGrid, head: int, end: int, result: int) -> None:
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


def _breaks(sheet: FormGrid, result: int, page: float, repeated: float) -> Iterator[int]:
    """The row each page after the first begins at: a section's where its heading would be left at
    the foot, else the one that does not fit. None is left to the program that prints, for programs
    differ in how much they think a page holds, and then every later heading is at risk."""
    heights, starts = sheet.heights, [0, *sheet.sections, sheet.row]
    used = 0.0
    for start, following in pairwise(starts):
        if start and used + _least(heights, start, following, result, page - repeated) > page:
            yield start
            used = repeated
        for row in range(start, following):
            tall = sum(heights[row : row + 2]) if row == following - 2 else heights[row]
            if repeated < used and used + tall > page:
                yield row
                used = repeated
            used += heights[row]


def _least(heights: Sequence[float], start: int, following: int, result: int, room: float) -> float:
    """What must stand on one page of a section in rows ``start`` to ``following``: all of a short
    one, else its beginning; and everything from row ``result`` on if it fits the ``room``."""
    rest, whole = sum(heights[start:]), sum(heights[start:following])
    together = rest if start == result and rest <= room else 0.0
    first = sum(heights[start : start + _BEGINNING])
    return max(together, whole if whole <= room * _SHORT else first)
