"""The workbook that is handed out: a sheet for each table, help in both languages above it, a
hidden sheet that says what stood in every cell."""

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dutybook.files.formsheet import META
from dutybook.spreadsheet.table import Column, Row, Table
from dutybook.write.excel.book import CREATED, OPTIONS

HEAD: Final = 3
"""Rows above the first: heads, help in Chinese, help in English."""

MARK: Final = "dutybook tables 1"
"""First cell of the hidden sheet."""

CHOICES: Final = "dutybook lists"
"""The hidden sheet of what can be chosen."""

_SPARE: Final = 500
"""Empty rows that can be filled in a table that grows."""

_PIECE: Final = 30_000
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "head": {"bold": True, "align": "center", "bg_color": "#DDE3E8"},
    "help": {"font_color": "#555555", "font_size": 9, "bg_color": "#F6F7F8", "valign": "top"},
    "printed": {"bg_color": "#EEF1F4"},
    "shut": {"bg_color": "#D9D9D9", "font_color": "#555555"},
    "text": {"locked": False, "bg_color": "#FFFBE6", "num_format": "@"},
    "number": {"locked": False, "bg_color": "#FFFBE6", "num_format": "General"},
}
_BASE: Final[dict[str, Any]] = {
    "font_name": "等线",
    "font_size": 10,
    "border": 1,
    "border_color": "#BFC7CE",
    "valign": "vcenter",
    "text_wrap": True,
}


def written(tables: Sequence[Table], locale: str) -> bytes:
    """The workbook of ``tables``, its sheets named in ``locale``."""
    out = BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": "Dutybook", "created": CREATED})
    styles = {name: book.add_format(_BASE | style) for name, style in _STYLES.items()}
    lists = _Lists()
    for table in tables:
        _sheet(book.add_worksheet(table.title.at(locale)), table, styles, lists)
    _hidden(book.add_worksheet(CHOICES), lists.columns)
    _hidden(book.add_worksheet(META), [(MARK,), *_facts(tables, locale)], across=True)
    book.close()
    return out.getvalue()


class _Lists:
    """The choices, each list once, a column for each."""

    def __init__(self) -> None:
        self.columns: list[tuple[str, ...]] = []

    def reference(self, choices: tuple[str, ...]) -> str:
        """Where Excel finds a list."""
        if choices not in self.columns:
            self.columns.append(choices)
        at = self.columns.index(choices)
        return f"='{CHOICES}'!{xl_range_abs(0, at, len(choices) - 1, at)}"


def _sheet(sheet: Worksheet, table: Table, styles: dict[str, Format], lists: _Lists) -> None:
    last = HEAD + max(len(table.rows), 1) + (_SPARE if table.grows else 0) - 1
    sheet.set_column(0, 0, 4, styles["printed"], {"hidden": True})
    sheet.write_string(0, 0, "#", styles["head"])
    for at, column in enumerate(table.columns, 1):
        spare = styles["text" if table.grows and (column.at or column.new) else "printed"]
        sheet.set_column(at, at, column.width, spare if table.grows else None)
        sheet.write_string(0, at, column.head, styles["head"])
        sheet.write_string(1, at, column.help.at("zh-Hans"), styles["help"])
        sheet.write_string(2, at, column.help.at("en"), styles["help"])
        if column.choices:
            sheet.data_validation(HEAD, at, last, at, _validation(column, lists))
    for number, row in enumerate(table.rows, HEAD):
        sheet.write_string(number, 0, f"{row.file}#{row.address}", styles["printed"])
        for at, column in enumerate(table.columns, 1):
            _cell(sheet, (number, at), column, row, styles)
    _page(sheet, table, last)


def _validation(column: Column, lists: _Lists) -> dict[str, Any]:
    """A list to choose from; other words are refused only where there can be none."""
    return {
        "validate": "list",
        "source": lists.reference(column.choices),
        "error_type": "stop" if column.rule == "listed" else "information",
        "show_error": column.rule == "listed",
        "ignore_blank": True,
    }


def _cell(
    sheet: Worksheet, at: tuple[int, int], column: Column, row: Row, styles: dict[str, Format]
) -> None:
    cell = row.cells[column.key]
    figure = column.rule == "number"
    if not column.at:
        sheet.write_string(*at, cell.text, styles["printed"])
    elif not cell.open:
        sheet.write_string(*at, cell.text, styles["shut"])
    elif figure and cell.text and _exact(cell.text):
        sheet.write_number(*at, float(cell.text), styles["number"])
    elif cell.text:
        sheet.write_string(*at, cell.text, styles["number" if figure else "text"])
    else:
        sheet.write_blank(*at, None, styles["number" if figure else "text"])


def _exact(text: str) -> bool:
    """Whether Excel shows a figure as it is written."""
    try:
        return f"{float(text):.15g}" == text
    except ValueError:
        return False


def _page(sheet: Worksheet, table: Table, last: int) -> None:
    sheet.set_row(0, 30)
    sheet.set_row(1, 56)
    sheet.set_row(2, 56)
    sheet.freeze_panes(HEAD, 2)
    sheet.autofilter(HEAD - 1, 1, max(last, HEAD), len(table.columns))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    allowed = ("select_locked_cells", "format_columns", "format_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def _facts(tables: Sequence[Table], locale: str) -> Iterator[tuple[str, ...]]:
    """Sheets with their columns, and every row as it was handed out, in pieces Excel can hold."""
    for table in tables:
        heads = {column.key: column.head for column in table.columns}
        yield "sheet", table.key, table.title.at(locale), *_pieces(heads)
        for row in table.rows:
            yield "row", table.key, f"{row.file}#{row.address}", *_pieces(row.texts)


def _pieces(data: object) -> Iterator[str]:
    text = json.dumps(data, ensure_ascii=False)
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def _hidden(sheet: Worksheet, lines: Sequence[tuple[str, ...]], *, across: bool = False) -> None:
    for one, line in enumerate(lines):
        for other, text in enumerate(line):
            at = (one, other) if across else (other, one)
            sheet.write_string(*at, text)
    sheet.very_hidden()
    sheet.protect("")
