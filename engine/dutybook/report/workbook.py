"""scores.xlsx: one sheet of totals, one of KPIs, one of conservation; of people with
several posts, roll-ups and appeals where there are any."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

import xlsxwriter

from dutybook.report.annexes import Table, further
from dutybook.report.tables import conservation, kpis, totals
from dutybook.report.words import Words
from dutybook.score.result import Evaluation
from dutybook.words.table import Cell

_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001
"""Written as the file's creation date: no clock may change its bytes."""


def as_workbook(evaluation: Evaluation, words: Words) -> bytes:
    """The workbook's bytes."""
    tables = _tables(evaluation, words)
    return book_of([(words.say("sheets", name), table) for name, table in tables])


def book_of(tables: Sequence[tuple[str, Table]], texts: int = 3) -> bytes:
    """A workbook of one sheet per table; the first ``texts`` columns are text whatever they say."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _EPOCH})
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True}
        )
        for name, (heads, rows) in tables:
            sheet = book.add_worksheet(name)
            for column, word in enumerate(heads):
                sheet.write_string(0, column, word, head)
            for line, row in enumerate(rows, 1):
                for column, cell in enumerate(row):
                    _write(sheet, line, column, cell, text=column < texts)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 14)
            sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
            _printed(sheet, len(rows), len(heads) - 1)
    return buffer.getvalue()


def _tables(evaluation: Evaluation, words: Words) -> Iterator[tuple[str, Table]]:
    """The sheets by name."""
    yield "totals", totals(evaluation, words)
    yield "kpis", kpis(evaluation, words)
    yield from further(evaluation, words)
    yield "conservation", conservation(evaluation, words)


def _printed(sheet: xlsxwriter.worksheet.Worksheet, last: int, columns: int) -> None:
    """A4 across, as wide as the page, the heads on every page."""
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, last, columns)
    sheet.set_footer("&C&8&A&R&8&P / &N")


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, cell: Cell, *, text: bool
) -> None:
    """Figures as numbers, everything else as a string: user text is never a formula."""
    if cell is None or cell == "":
        return
    number = _number(cell) if not text or isinstance(cell, int) else None
    if number is None:
        sheet.write_string(line, column, str(cell))
    else:
        sheet.write_number(line, column, number)


def _number(cell: Cell) -> float | None:
    try:
        return float(Fraction(str(cell)))
    except ValueError:
        return None
