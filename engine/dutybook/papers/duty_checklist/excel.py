"""The duty checklist as Excel: a row for each thing due, done or not to choose, time and signature
to enter, and a count of what is done; days off are shaded and say so."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from xlsxwriter.workbook import Workbook

from dutybook.papers.duty_checklist.context import DatedLine, DutyChecklist, DutyLine
from dutybook.papers.labels import Labels
from dutybook.write.excel.book import OPTIONS, book_of, print_setup, sheet_name
from dutybook.write.excel.sheet import FormGrid, Style, option
from dutybook.write.theme import words

WIDTHS: Final = (12, 11, 42, 26, 10, 11, 13, 22)
DATE, DAY, DUTY, DUE, DONE, AT, SIGNED, REMARK = range(8)


def write(context: Mapping[str, Any], locale: str, root: Path | None) -> bytes:
    """The workbook for the checklist in ``context`` (its ``doc``; labels in its ``t``)."""
    doc: DutyChecklist = context["doc"]
    labels = Labels(context["t"], locale)
    frame, buffer = doc.paper, BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book_of(book, frame)
        font = labels.say("form.sheet.font")
        sheet = FormGrid(book, sheet_name(frame.kind_title), WIDTHS, font)
        checklist = _Checklist(sheet, doc, labels)
        checklist.write()
        print_setup(sheet, frame, words(locale, root).page, checklist.header)
        sheet.sheet.print_area(0, 0, sheet.row - 1, sheet.last)
    return buffer.getvalue()


class _Checklist:
    """The rows from top to bottom; ``header`` is the row that is printed on every page."""

    def __init__(self, sheet: FormGrid, doc: DutyChecklist, labels: Labels) -> None:
        self.sheet, self.doc, self.say = sheet, doc, labels.say
        self.done: Sequence[str] = labels.get("checklist.sheet.done")
        self.header = 0

    def write(self) -> None:
        self._head()
        parts = self._parts()
        first = self.sheet.row + 1
        self.sheet.next(least=20)  # the count of what is done, once the rows are known
        self.header = self.sheet.row
        self._columns()
        last = self.header
        for heading, rows in parts:
            if heading:
                self.sheet.heading(heading)
            for row in rows:
                self._row(row)
            last = self.sheet.row - 1
        self._progress(first - 1, self.header + 1, last)

    def _head(self) -> None:
        sheet, frame = self.sheet, self.doc.paper
        sheet.put(0, sheet.last, frame.organisation, "note")
        sheet.next()
        sheet.put(0, sheet.last, frame.heading, "title")
        sheet.next(least=28)
        for row in self.doc.identity:
            places = ((DATE, DAY, DUTY), (DUE, DONE, AT), (SIGNED, REMARK, REMARK))
            for cell, (label, start, end) in zip(row, places, strict=True):
                sheet.put(label, label, cell.label, "label")
                sheet.put(start, end, cell.text, "text" if cell.text else "input")
            values = zip(row, places, strict=True)
            sheet.next([(cell.text, start, end) for cell, (_, start, end) in values], 21)
        note = " ".join(filter(None, (self.say("checklist.intro"), self.doc.days_off)))
        sheet.put(0, sheet.last, note, "note")
        sheet.next([(note, 0, sheet.last)])

    def _parts(self) -> list[tuple[str, Sequence[DutyLine]]]:
        """Headings and rows: what has a date first, without a heading of its own."""
        parts: list[tuple[str, Sequence[DutyLine]]] = []
        if self.doc.period:
            parts.append(("", self.doc.every))
        if self.doc.open:
            parts.append((self.say("checklist.section_open"), self.doc.open))
        return parts + [(part.heading, part.rows) for part in self.doc.sections]

    def _columns(self) -> None:
        heads = ("common.date", "due.weekday", "checklist.duty", "checklist.due", "checklist.done",
                 "checklist.done_at", "checklist.signature", "common.remark")  # fmt: skip
        for column, head in enumerate(heads):
            self.sheet.put(column, column, self.say(head), "head")
        self.sheet.next(least=24)

    def _row(self, row: DutyLine) -> None:
        sheet, say = self.sheet, self.say
        date, day = "", ""
        style: Style = "centre"
        if isinstance(row, DatedLine):
            date, day = row.date, " ".join(filter(None, (row.weekday, row.mark)))
            style = "off" if row.off else "centre"
        sheet.put(DATE, DATE, date, style)
        sheet.put(DAY, DAY, day, style)
        text, due = sheet.named(DUTY, row.text, "\n".join(row.standards)), "\n".join(row.due)
        sheet.put(DUE, DUE, due, "centre")
        sheet.choice(DONE, self.done, say("checklist.sheet.choose"))
        sheet.time(AT, say("checklist.sheet.time"), say("checklist.sheet.wrong_time"))
        sheet.put(SIGNED, SIGNED, "", "input")
        sheet.put(REMARK, REMARK, "", "input")
        sheet.next([(text, DUTY, DUTY), (due, DUE, DUE)], 22)

    def _progress(self, row: int, first: int, last: int) -> None:
        """How many of the rows are done, or do not apply."""
        if last < first:
            return
        cells = f"{self.sheet.cell(DONE, first)}:{self.sheet.cell(DONE, last)}"
        count = sum(len(rows) for _, rows in self._parts())
        counted = [f'COUNTIF({cells},"{option(word)}")' for word in (self.done[0], self.done[2])]
        formula = f'={counted[0]}&" / "&({count}-{counted[1]})'
        self.sheet.label_at(row, DATE, self.say("checklist.sheet.progress"))
        self.sheet.formula_at(row, DAY, formula, f"0 / {count}")
