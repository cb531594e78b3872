"""The evaluation form as Excel: fields to fill in, scores checked as they are entered, total and
grade by formula; all else is locked (without a password), so that nothing is overwritten by chance.

A hidden sheet says which definition the form was made from and where each figure stands, so that a
filled form can be read back.
"""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from dutybook.files.formsheet import META, SEAL, seal_of
from dutybook.papers.evaluation_form.context import EvaluationForm
from dutybook.papers.evaluation_form.excel.layout import Form
from dutybook.papers.labels import Labels
from dutybook.papers.paper import of_context
from dutybook.write.excel.book import OPTIONS, book_of, print_setup, sheet_name
from dutybook.write.excel.pages import paginate
from dutybook.write.excel.sheet import FormGrid
from dutybook.write.theme import words


def write(context: Mapping[str, Any], locale: str, root: Path | None) -> bytes:
    """The workbook for the evaluation form in ``context`` (its ``doc``; labels in its ``t``)."""
    doc: EvaluationForm = context["doc"]
    labels = Labels(context["t"], locale)
    frame, printed, buffer = doc.paper, words(locale, root), BytesIO()
    book = Workbook(buffer, OPTIONS)
    book_of(book, frame)
    scorers = len(doc.raters) if doc.weighted else 0
    widths = [13, 32, 8, 11, 12, 36, 11, 9, *[10] * scorers, 11]
    font, name = labels.say("form.sheet.font"), sheet_name(frame.kind_title)
    sheet = FormGrid(book, name, widths, font, doc.sums.places)
    form = Form(sheet, doc, labels, f"{META}!$D$1")
    print_setup(sheet, frame, printed.page, form.header_row)
    paginate(sheet, form.header_row, form.kpis_end, form.result_row)
    _metadata(book, doc, locale, form)
    book.close()
    return buffer.getvalue()


def _metadata(book: Workbook, doc: EvaluationForm, locale: str, form: Form) -> None:
    facts = [
        ("kind", doc.paper.kind),
        ("role", doc.role),
        ("scheme", doc.scheme),
        ("locale", locale),
        ("version", doc.paper.version),
        ("definition", sha256(of_context(doc)).hexdigest()),
        *doc.facts.items(),
    ]
    rows = facts + form.places
    if seal := seal_of(dict(rows)):
        rows.append((SEAL, seal))
    meta = book.add_worksheet(META)
    for row, (name, value) in enumerate(rows):
        meta.write_string(row, 0, name)
        meta.write_string(row, 1, value)
    if form.index_formula:
        meta.write_formula("D1", form.index_formula, None, "")
    meta.hide()
    meta.protect()
