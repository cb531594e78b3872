"""Where a sheet's pages end: what is read together is printed together."""

from typing import Final

from dutybook.write.excel_sheet import Sheet

_WIDTH: Final = 770.0
"""Points between the margins of an A4 page across; and, of its height, ``_HEIGHT``."""
_HEIGHT: Final = 510.0
_CHARACTER: Final = 5.5
"""A column's unit of width in points, about."""


def paginate(sheet: Sheet, head: int, end: int, result: int) -> None:
    """Page breaks and repeated rows of a form: from row ``result`` on everything stands on one page
    if it can. The table of KPIs ends before row ``end``; where it runs over pages its ``head`` is
    repeated, else the form's own title, for heads would stand above what has other columns."""
    page = _HEIGHT * max(1.0, sum(sheet.widths) * _CHARACTER / _WIDTH)
    before, after = sum(sheet.heights[:result]), sum(sheet.heights[result:])
    sheet.sheet.repeat_rows(*((head, head) if sum(sheet.heights[:end]) > page else (0, 1)))
    if before % page + after > page >= after:
        sheet.sheet.set_h_pagebreaks([result])
    sheet.sheet.print_area(0, 0, sheet.row - 1, sheet.last)
