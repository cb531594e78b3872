"""The evaluation form as Excel: fields to fill in, scores checked as they are entered, total and
grade by formula; all else is locked (without a password), so that nothing is overwritten by chance.

A hidden sheet says which definition the form was made from and where each figure stands, so that a
filled form can be read back.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from xlsxwriter.workbook import Workbook

from dutybook.files.formsheet import META
from dutybook.write.excel.layout import Form
from dutybook.write.excel.pages import paginate
from dutybook.write.excel.sheet import FormGrid
from dutybook.write.theme import words

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stamped on every file, so that the same form is the same bytes."""

OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(context: Mapping[str, Any], locale: str, root: Path | None) -> bytes:
    """The workbook for the evaluation form ``context`` (labels in its ``t``)."""
    doc, labels = context["doc"], context["t"]
    frame, printed, buffer = doc["paper"], words(locale, root), BytesIO()
    book = Workbook(buffer, OPTIONS)
    book_of(book, frame)
    scorers = len(doc["raters"]) if doc["weighted"] else 0
    widths = [13, 32, 8, 11, 12, 36, 11, 9, *[10] * scorers, 11]
    sheet = FormGrid(
        book,
        sheet_name(frame["kind_title"]),
        widths,
        labels["form"]["sheet"]["font"],
        doc["places"],
    )
    form = Form(sheet, doc, labels, f"{META}!$D$1")
    print_setup(sheet, frame, printed.page, form.header_row)
    paginate(sheet, form.header_row, form.kpis_end, form.result_row)
    _metadata(book, context, locale, form)
    book.close()
    return buffer.getvalue()


def book_of(book: Workbook, frame: Mapping[str, str]) -> None:
    """A workbook's properties, the same for every paper."""
    book.set_properties(
        {"title": frame["heading"], "company": frame["organisation"], "created": CREATED}
    )


def sheet_name(title: str) -> str:
    """``title`` as a sheet may be called."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31]


def print_setup(sheet: FormGrid, frame: Mapping[str, str], page: str, header_row: int) -> None:
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


def footer(frame: Mapping[str, str], page: str) -> str:
    """The printed footer: form number and version, heading, page numbers."""
    mark = " · ".join(filter(None, (frame["form"], frame["version"])))
    numbers = page.replace("{page}", "&P").replace("{pages}", "&N")
    whole = f"&L&8{_plain(mark)}&C&8{_plain(frame['heading'])}&R&8{numbers}"
    return whole if len(whole) <= 255 else f"&R&8{numbers}"


def _plain(text: str) -> str:
    """Text in a footer, where ``&`` begins a code and a digit would end a font size."""
    return " " + text.replace("&", "&&")


def _metadata(book: Workbook, context: Mapping[str, Any], locale: str, form: Form) -> None:
    doc = context["doc"]
    made_from = sha256(json.dumps(doc, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    facts = [
        ("kind", doc["paper"]["kind"]),
        ("role", doc["role"]),
        ("scheme", doc["scheme"]),
        ("locale", locale),
        ("version", doc["paper"]["version"]),
        ("definition", made_from),
        *doc.get("facts", {}).items(),
    ]
    meta = book.add_worksheet(META)
    for row, (name, value) in enumerate(facts + form.places):
        meta.write_string(row, 0, name)
        meta.write_string(row, 1, value)
    if form.index_formula:
        meta.write_formula("D1", form.index_formula, None, "")
    meta.hide()
    meta.protect()
