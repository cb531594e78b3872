"""The duty checklist as Excel: a row for each thing due, done or not to choose, time and signature
to enter, and a count of what is done; days off are shaded and say so."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from xlsxwriter.workbook import Workbook

from dutybook.write.excel.book import OPTIONS, book_of, print_setup, sheet_name
from dutybook.write.excel.sheet import FormGrid, option
from dutybook.write.theme import words

Data = Mapping[str, Any]
WIDTHS: Final = (12, 11, 42, 26, 10, 11, 13, 22)
DATE, DAY, DUTY, DUE, DONE, AT, SIGNED, REMARK = range(8)


def write(context: Data, locale: str, root: Path | None) -> bytes:
    """The workbook for the checklist ``context`` (labels in its ``t``)."""
    doc, labels, buffer = context["doc"], context["t"], BytesIO()
    frame = doc["paper"]
    with Workbook(buffer, OPTIONS) as book:
        book_of(book, frame)
        font = labels["form"]["sheet"]["font"]
        sheet = FormGrid(book, sheet_name(frame["kind_title"]), WIDTHS, font, "0")
        checklist = _Checklist(sheet, doc, labels)
        checklist.write()
        print_setup(sheet, frame, words(locale, root).page, checklist.header)
        sheet.sheet.print_area(0, 0, sheet.row - 1, sheet.last)
    return buffer.getvalue()


class _Checklist:
    """The rows from top to bottom; ``header`` is the row that is printed on every page."""

    def __init__(self, sheet: FormGrid, doc: Data, labels: Data) -> None:
        self.sheet, self.doc, self.labels = sheet, doc, labels
        self.words: Data = labels["checklist"]
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
        sheet, frame = self.sheet, self.doc["paper"]
        sheet.put(0, sheet.last, frame["organisation"], "note")
        sheet.next()
        sheet.put(0, sheet.last, frame["heading"], "title")
        sheet.next(least=28)
        for row in self.doc["identity"]:
            places = ((DATE, DAY, DUTY), (DUE, DONE, AT), (SIGNED, REMARK, REMARK))
            for cell, (label, start, end) in zip(row, places, strict=True):
                sheet.put(label, label, cell["label"], "label")
                sheet.put(start, end, cell["value"], "text" if cell["value"] else "input")
            values = zip(row, places, strict=True)
            sheet.next([(cell["value"], start, end) for cell, (_, start, end) in values], 21)
        note = " ".join(filter(None, (self.words["intro"], self.doc.get("days_off", ""))))
        sheet.put(0, sheet.last, note, "note")
        sheet.next([(note, 0, sheet.last)])

    def _parts(self) -> list[tuple[str, Sequence[Data]]]:
        """Headings and rows: what has a date first, without a heading of its own."""
        blank = [(part["heading"], part["rows"]) for part in self.doc["sections"]]
        if not self.doc["period"]:
            return blank
        ahead = [(self.words["section_open"], self.doc["open"])] if self.doc["open"] else []
        return [("", self.doc["every"]), *ahead, *blank]

    def _columns(self) -> None:
        words, common = self.words, self.labels["common"]
        heads = (common["date"], self.labels["due"]["weekday"], words["duty"], words["due"],
                 words["done"], words["done_at"], words["signature"], common["remark"])  # fmt: skip
        for column, head in enumerate(heads):
            self.sheet.put(column, column, head, "head")
        self.sheet.next(least=24)

    def _row(self, row: Data) -> None:
        sheet = self.sheet
        style = "off" if row.get("off") else "centre"
        day = " ".join(filter(None, (row.get("weekday", ""), row.get("mark", ""))))
        sheet.put(DATE, DATE, row.get("date", ""), style)
        sheet.put(DAY, DAY, day, style)
        standards = "\n".join(row.get("standards", ()))
        text, due = sheet.named(DUTY, row["text"], standards), "\n".join(row["due"])
        sheet.put(DUE, DUE, due, "centre")
        sheet.choice(DONE, self.words["sheet"]["done"], self.words["sheet"]["choose"])
        sheet.time(AT, self.words["sheet"]["time"], self.words["sheet"]["wrong_time"])
        sheet.put(SIGNED, SIGNED, "", "input")
        sheet.put(REMARK, REMARK, "", "input")
        sheet.next([(text, DUTY, DUTY), (due, DUE, DUE)], 22)

    def _progress(self, row: int, first: int, last: int) -> None:
        """How many of the rows are done, or do not apply."""
        if last < first:
            return
        done = self.words["sheet"]["done"]
        cells = f"{self.sheet.cell(DONE, first)}:{self.sheet.cell(DONE, last)}"
        count = sum(len(rows) for _, rows in self._parts())
        counted = [f'COUNTIF({cells},"{option(word)}")' for word in (done[0], done[2])]
        formula = f'={counted[0]}&" / "&({count}-{counted[1]})'
        self.sheet.label_at(row, DATE, self.words["sheet"]["progress"])
        self.sheet.formula_at(row, DAY, formula, f"0 / {count}")
