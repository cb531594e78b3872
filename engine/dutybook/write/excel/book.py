"""What every workbook has: its properties, its printed page, its footer."""

import re
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from xlsxwriter.workbook import Workbook

from dutybook.write.excel.sheet import FormGrid

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stamped on every file, so that the same form is the same bytes."""

OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Headed(Protocol):
    """What a workbook says of the paper it is: its heading, whose it is, form number, version."""

    @property
    def heading(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def since(self) -> str: ...


def book_of(book: Workbook, frame: Headed) -> None:
    """A workbook's properties, the same for every paper."""
    book.set_properties({"title": frame.heading, "company": frame.organisation, "created": CREATED})


def sheet_name(title: str) -> str:
    """``title`` as a sheet may be called."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31]


def print_setup(sheet: FormGrid, frame: Headed, page: str, header_row: int) -> None:
    """A4 across, fitted to its width, ``header_row`` on every page, locked but for the fields."""
    worksheet = sheet.sheet
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(0.5, 0.5, 0.5, 0.65)
    worksheet.center_horizontally()
    worksheet.repeat_rows(header_row)
    worksheet.set_footer(footer(frame, page))
    worksheet.hide_gridlines(2)
    worksheet.freeze_panes(header_row + 1, 0)
    worksheet.protect("", {"select_locked_cells": True, "format_rows": True})


def footer(frame: Headed, page: str) -> str:
    """The printed footer: form number and version, heading, page numbers."""
    mark = " · ".join(filter(None, (frame.form, frame.version, frame.since)))
    numbers = page.replace("{page}", "&P").replace("{pages}", "&N")
    whole = f"&L&8{_plain(mark)}&C&8{_plain(frame.heading)}&R&8{numbers}"
    return whole if len(whole) <= 255 else f"&R&8{numbers}"


def _plain(text: str) -> str:
    """Text in a footer, where ``&`` begins a code and a digit would end a font size."""
    return " " + text.replace("&", "&&")
