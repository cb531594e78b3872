"""A worksheet filled from the top: styles, merged cells, inputs, row heights."""

from collections.abc import Sequence
from datetime import time
from fractions import Fraction
from math import ceil
from typing import Any, Final, Literal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dutybook.write.estimate import running_width

LINE: Final = 14.5
"""Height of a line of words in points."""

Style = Literal[
    "title", "heading", "note", "head", "label", "text", "centre", "off", "number", "result",
    "value", "share", "input", "input_number", "input_share", "input_time",
]  # fmt: skip
_STYLES: Final[dict[Style, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "border": 0},
    "heading": {"bold": True, "font_size": 11, "border": 0},
    "note": {"font_color": "#555555", "font_size": 9, "border": 0},
    "head": {"bold": True, "align": "center", "bg_color": "#DDE3E8"},
    "label": {"bold": True, "align": "center", "bg_color": "#EEF1F4"},
    "text": {"indent": 1},
    "centre": {"align": "center"},
    "off": {"align": "center", "bg_color": "#D9D9D9"},
    "number": {"align": "center", "num_format": "General"},
    "result": {"bold": True, "align": "center", "num_format": "0.00", "bg_color": "#F6F7F8"},
    "value": {"align": "center", "num_format": "0.00"},
    "share": {"align": "center", "num_format": "0.0%"},
    "input": {"locked": False, "indent": 1, "bg_color": "#FFFBE6"},
    "input_number": {
        "locked": False,
        "align": "center",
        "num_format": "General",
        "bg_color": "#FFFBE6",
    },
    "input_share": {
        "locked": False,
        "align": "center",
        "num_format": "0.00%",
        "bg_color": "#FFFBE6",
    },
    "input_time": {
        "locked": False,
        "align": "center",
        "num_format": "hh:mm",
        "bg_color": "#FFFBE6",
    },
}

_SHOWN: Final = 2
_TALLEST: Final = 400
"""Points that a row may be tall; Excel cuts off what is beyond 409."""


def option(text: str) -> str:
    """A word of a list to choose from, as Excel can hold it: a comma would part it."""
    return text.replace(",", " ").replace('"', " ")


class FormGrid:
    """A grid of ``widths`` that is filled from the top; ``row`` is the next row to write."""

    def __init__(
        self, book: Workbook, name: str, widths: Sequence[float], font: str, places: int = 0
    ) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.widths = list(widths)
        self.row = 0
        self.heights: list[float] = []
        self.sections: list[int] = []
        base = {
            "font_name": font,
            "font_size": 10,
            "border": 1,
            "valign": "vcenter",
            "text_wrap": True,
        }
        decimals = "0" + ("." + "0" * places if places else "")
        self.styles = {name: book.add_format(base | style) for name, style in _STYLES.items()}
        self.styles["result"].set_num_format(decimals)
        self.bold = book.add_format({"font_name": font, "font_size": 10, "bold": True})
        self.plain = book.add_format({"font_name": font, "font_size": 9, "font_color": "#555555"})
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def cell(self, column: int, row: int | None = None) -> str:
        """The address of a cell, of the current row unless another is named."""
        return str(xl_rowcol_to_cell(self.row if row is None else row, column))

    def put(self, first: int, last: int, text: str, style: Style = "text") -> None:
        """Words in columns ``first`` to ``last`` of the current row: text, never a formula."""
        self._spread(first, last, 1, text, style)

    def number(self, column: int, value: str) -> None:
        """A figure given as exact text; one without an end (a weight that was shared out) is shown
        to two decimals, and held as it is."""
        decimals = len(value.partition(".")[2])
        style: Style = "value" if decimals > _SHOWN or "/" in value else "number"
        self.sheet.write_number(self.row, column, float(Fraction(value)), self.styles[style])

    def figure(self, first: int, value: Fraction | str, last: int = 0) -> None:
        """A result that is known; words where there is no figure."""
        form = self.styles["result"]
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", form)
        try:
            self.sheet.write_number(self.row, first, float(Fraction(value)), form)
        except ValueError:
            self.sheet.write_string(self.row, first, str(value), form)

    def enter(self, column: int, value: Fraction, style: Style = "input_number") -> None:
        """A number in a cell that stays open."""
        self.sheet.write_number(self.row, column, float(value), self.styles[style])

    def hide(self, *columns: int) -> None:
        """Columns that this form has no use for."""
        for column in columns:
            self.sheet.set_column(column, column, None, None, {"hidden": True})

    def formula(
        self,
        first: int,
        last: int,
        formula: str,
        value: "str | float" = "",
        style: Style = "result",
    ) -> None:
        """A formula, with the value it has as the form is handed out."""
        form = self.styles[style]
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", form)
        self.sheet.write_formula(self.row, first, formula, form, value)

    def named(self, column: int, name: str, meaning: str) -> str:
        """A name in bold with its meaning below; gives both as one text."""
        if not meaning:
            self.put(column, column, name)
            return name
        form = self.styles["text"]
        self.sheet.write_rich_string(
            self.row, column, self.bold, name, self.plain, "\n" + meaning, form
        )
        return f"{name}\n{meaning}"

    def heading(self, text: str, parted: bool = True) -> None:
        """A section's heading, with some air above; ``sections`` are the rows they begin at, but
        for one that is not to be ``parted`` from the section before."""
        if parted:
            self.sections.append(self.row)
        self.next(least=6)
        self.put(0, self.last, text, "heading")
        self.next()

    def bounded(
        self,
        column: int,
        least: str,
        most: str,
        message: str,
        title: str,
        style: Style = "input_number",
    ) -> None:
        """A number to enter between two bounds."""
        self.put(column, column, "", style)
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": least,
            "maximum": most,
        }
        said = {
            "input_message": message[:255],
            "error_message": message[:255],
            "error_title": title[:32],
        }
        self.sheet.data_validation(self.row, column, self.row, column, rule | said)

    def time(self, column: int, message: str, title: str) -> None:
        """A time of day to enter."""
        self.put(column, column, "", "input_time")
        rule = {
            "validate": "time",
            "criteria": "between",
            "minimum": time(),
            "maximum": time(23, 59),
        }
        said = {"error_message": message[:255], "error_title": title[:32]}
        self.sheet.data_validation(self.row, column, self.row, column, rule | said)

    def label_at(self, row: int, column: int, text: str) -> None:
        """A label in a row already passed."""
        self.sheet.write_string(row, column, text, self.styles["label"])

    def formula_at(self, row: int, column: int, formula: str, value: str) -> None:
        """A formula in a row already passed, with the value it has while nothing is filled in."""
        self.sheet.write_formula(row, column, formula, self.styles["result"], value)

    def choice(self, column: int, options: Sequence[str], message: str) -> None:
        """One of several words to choose."""
        self.put(column, column, "", "input_number")
        self.choose(column, options, message)

    def choose(self, column: int, options: Sequence[str], message: str) -> None:
        """The same, in a cell already there."""
        source = [option(text) for text in options]
        rule = {"validate": "list", "source": source, "error_message": message[:255]}
        self.sheet.data_validation(self.row, column, self.row, column, rule)

    def prose(self, label: str, text: str, first: int, least: float) -> None:
        """Room to write in from column ``first`` on, as tall as the ``text`` that stands there: in
        several rows where that is more than a row can be."""
        width = sum(self.widths[first : self.last + 1])
        height = max(least, self._lines(text, width) * LINE + 4)
        rows = ceil(height / _TALLEST)
        self._spread(0, first - 1, rows, label, "label")
        self._spread(first, self.last, rows, text, "input")
        for _ in range(rows):
            self.next(least=height / rows)

    def _spread(self, first: int, last: int, rows: int, text: str, style: Style) -> None:
        """Words in columns ``first`` to ``last`` of the current row and those below it."""
        form = self.styles[style]
        if last > first or rows > 1:
            self.sheet.merge_range(self.row, first, self.row + rows - 1, last, "", form)
        if text:
            self.sheet.write_string(self.row, first, text, form)
        else:
            self.sheet.write_blank(self.row, first, None, form)

    def next(self, texts: Sequence[tuple[str, int, int]] = (), least: float = 18) -> None:
        """Go to the next row; this one becomes as tall as its ``texts`` (words, columns) need."""
        lines = [
            self._lines(text, sum(self.widths[first : last + 1])) for text, first, last in texts
        ]
        self.heights.append(max(least, max(lines, default=0) * LINE + 4))
        self.sheet.set_row(self.row, self.heights[-1])
        self.row += 1

    @staticmethod
    def _lines(text: str, width: float) -> int:
        return sum(
            max(1, ceil(running_width(line) * 2 / max(width - 1, 1))) for line in text.split("\n")
        )
