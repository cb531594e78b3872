"""A source's register as Excel: headings in the first row, lines to fill in below, each cell
checked as it is entered; a second sheet says how to fill it in.

The first sheet is what the source's reader expects: the columns' printed names and nothing above
them. A hidden sheet, with names to find it by, says for which source, and for which definition of
it, the register was made. Headings are locked; there is no password.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dutybook.files.formsheet import META
from dutybook.papers.labels import Labels
from dutybook.papers.log_sheet.context import LogSheet, RegisterColumn
from dutybook.papers.paper import Frame
from dutybook.write.excel.book import OPTIONS, book_of, footer, sheet_name
from dutybook.write.excel.sheet import FormGrid, option
from dutybook.write.theme import words

ROWS: Final = 1000
"""Lines that are checked; more can be written, unchecked."""
_LISTED: Final = 255
"""Characters of a list of choices that Excel holds in the rule itself; longer ones go in cells."""
_FORMATS: Final = {
    "text": "@", "integer": "0", "date": "yyyy-mm-dd", "time": "hh:mm",
    "instant": "yyyy-mm-dd hh:mm",
}  # fmt: skip
_LARGEST: Final = 10**15
_EARLIEST, _LATEST = 36526, 73050  # 2000-01-01 and 2099-12-31, as Excel counts days
_MM: Final = 1.9
"""Millimetres to the unit of a column's width."""


def write(context: Mapping[str, Any], locale: str, root: Path | None) -> bytes:
    """The workbook for the register in ``context`` (its ``doc``; labels in its ``t``)."""
    doc: LogSheet = context["doc"]
    labels = Labels(context["t"], locale)
    frame, buffer = doc.paper, BytesIO()
    book = Workbook(buffer, OPTIONS)
    book_of(book, frame)
    font = labels.say("form.sheet.font")
    register = book.add_worksheet(sheet_name(frame.subject))
    guide = FormGrid(book, sheet_name(labels.say("register.how")), (24, 10, 30, 60), font)
    meta = book.add_worksheet(META)
    _metadata(book, meta, doc, locale)
    _register(book, register, meta, doc, labels)
    _guide(guide, doc, labels)
    _print_setup(register, frame, words(locale, root).page)
    _print_setup(guide.sheet, frame, words(locale, root).page)
    book.close()
    return buffer.getvalue()


def _register(
    book: Workbook, sheet: Worksheet, meta: Worksheet, doc: LogSheet, labels: Labels
) -> None:
    base = {"font_name": labels.say("form.sheet.font"), "font_size": 10, "valign": "vcenter"}
    head = book.add_format(
        base
        | {"bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#DDE3E8"}
    )
    for at, column in enumerate(doc.columns):
        cells = book.add_format(base | {"locked": False, "num_format": _number_format(column)})
        sheet.set_column(at, at, max(column.width / _MM, 9), cells)
        sheet.write_string(0, at, column.title, head)
        sheet.data_validation(1, at, ROWS, at, _rule(column, labels, meta, at))
    sheet.hide_gridlines(0)  # shown and printed: nobody wants a thousand empty lines on paper
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    allowed = (
        "format_cells",
        "format_columns",
        "format_rows",
        "insert_rows",
        "delete_rows",
        "sort",
    )
    sheet.protect("", dict.fromkeys(allowed, True) | {"autofilter": True})


def _number_format(column: RegisterColumn) -> str:
    """How a cell shows its value; text stays text, so that a staff number keeps its noughts."""
    if column.kind == "decimal":
        return "0" + ("." + "0" * column.places if column.places else "")
    return _FORMATS.get(column.kind, "General")


def _rule(column: RegisterColumn, labels: Labels, meta: Worksheet, at: int) -> dict[str, Any]:
    """What may be entered, and what is said about it."""
    told = column.form + (f" {labels.say('register.mandatory')}" if column.needed else "")
    words = {
        "input_title": column.title[:32],
        "input_message": told[:255],
        "error_title": column.title[:32],
        "error_message": told[:255],
    }
    kind, choices = column.kind, [option(text) for text in column.values]
    if kind == "boolean":
        choices = [option(labels.say(f"register.{word}")) for word in ("yes", "no")]
    if choices:
        return words | {"validate": "list", "source": _choices(choices, meta, at)}
    between = {"criteria": "between"}
    if kind in ("integer", "decimal"):
        limits = {"minimum": -_LARGEST, "maximum": _LARGEST}
        return words | between | limits | {"validate": kind}
    if kind in ("date", "instant"):
        return words | between | {"validate": "date", "minimum": _EARLIEST, "maximum": _LATEST}
    if kind == "time":
        return words | between | {"validate": "time", "minimum": 0, "maximum": 1}
    return words | {"validate": "length", "criteria": "<=", "value": 32767}


def _choices(choices: list[str], meta: Worksheet, at: int) -> list[str] | str:
    if len(",".join(choices)) <= _LISTED:
        return choices
    for row, choice in enumerate(choices):
        meta.write_string(row, at + 4, choice)
    column = xl_col_to_name(at + 4)
    return f"={META}!${column}$1:${column}${len(choices)}"


def _guide(sheet: FormGrid, doc: LogSheet, labels: Labels) -> None:
    """How to fill in the register, column by column."""
    sheet.put(0, sheet.last, doc.paper.heading, "title")
    sheet.next(least=28)
    sheet.put(0, sheet.last, doc.description, "note")
    sheet.next([(doc.description, 0, sheet.last)])
    head = sheet.row
    for at, word in enumerate(("column", "needed", "written", "allowed")):
        sheet.put(at, at, labels.say(f"register.{word}"), "head")
    sheet.next(least=22)
    for column in doc.columns:
        needed = labels.say("register.yes") if column.needed else ""
        values = labels.say("common.sep").join(column.values)
        cells = (column.title, needed, column.form, values)
        for at, text in enumerate(cells):
            sheet.put(at, at, text, "centre" if at == 1 else "text")
        sheet.next([(text, at, at) for at, text in enumerate(cells)])
    sheet.sheet.repeat_rows(head)
    sheet.sheet.print_area(0, 0, sheet.row - 1, sheet.last)
    sheet.sheet.protect("", {"format_columns": True})


def _print_setup(sheet: Worksheet, frame: Frame, page: str) -> None:
    sheet.set_paper(9)  # A4
    if frame.orientation == "landscape":
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.5, 0.65)
    sheet.set_footer(footer(frame, page))


def _metadata(book: Workbook, meta: Worksheet, doc: LogSheet, locale: str) -> None:
    facts = {
        "kind": doc.paper.kind,
        "source": doc.source,
        "locale": locale,
        "version": doc.paper.version,
        "definition": doc.definition,
    }
    for row, (name, value) in enumerate(facts.items()):
        meta.write_string(row, 0, name)
        meta.write_string(row, 1, value)
        book.define_name(f"{META}_{name}", f"={META}!$B${row + 1}")
    meta.hide()
    meta.protect()
