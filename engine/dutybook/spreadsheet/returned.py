"""A workbook that came back: what it was handed out with, and what stands in its cells now."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from openpyxl.cell import Cell as ExcelCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dutybook.files.formsheet import META
from dutybook.finding import DutybookError, Finding, Place
from dutybook.ratings.workbook import open_book
from dutybook.spreadsheet.book import CHOICES, HEAD, MARK

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """A row as it came back: ``address`` is empty where it was not handed out; ``cells`` name where
    each column's cell is; ``faulty``: columns whose cell is a formula or an error."""

    address: str
    number: int
    texts: Texts
    cells: Texts
    faulty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook: the rows handed out and those given back, by table; ``sheets`` are the names of
    the tables' sheets."""

    name: str
    sheets: Mapping[str, str]
    heads: Mapping[str, Texts]
    handed: Mapping[str, Mapping[str, Texts]]
    given: Mapping[str, tuple[Given, ...]]

    def place(self, table: str, cell: str = "") -> Place:
        """``file!sheet!cell``, for findings."""
        return Place("!".join(filter(None, (self.name, self.sheets.get(table, table), cell))))


def read_returned(path: Path, name: str) -> tuple[Returned, list[Finding]]:
    """The workbook in a file, and what is wrong with its sheets; :class:`DutybookError` where it is
    none that was handed out."""
    book = open_book(path, name)
    try:
        sheets, heads, handed = _facts(book)
    except (KeyError, ValueError, IndexError, TypeError):
        raise DutybookError(Finding("tables-not-ours", Place(name))) from None
    reader = _Reader(Returned(name, sheets, heads, handed, {}), [])
    given = {}
    for key, title in sheets.items():
        if title in book.sheetnames:
            given[key] = tuple(reader.rows(key, book[title]))
        else:
            reader.wrong("tables-sheet-missing", key)
    for title in book.sheetnames:
        if title not in (*sheets.values(), META, CHOICES):
            place = Place(f"{name}!{title}")
            reader.findings.append(Finding("tables-sheet-unknown", place, {"sheet": title}))
    return Returned(name, sheets, heads, handed, given), reader.findings


def _facts(book: Workbook) -> tuple[dict[str, str], dict[str, Texts], dict[str, dict[str, Texts]]]:
    """Sheets' names, their heads and the rows handed out, from the hidden sheet."""
    lines = book[META].iter_rows(values_only=True)
    if next(lines)[0] != MARK:
        raise ValueError(META)
    sheets: dict[str, str] = {}
    heads: dict[str, Texts] = {}
    handed: dict[str, dict[str, Texts]] = {}
    for kind, key, word, *pieces in lines:
        data = json.loads("".join(str(piece) for piece in pieces if piece is not None))
        texts = {str(column): str(text) for column, text in data.items()}
        if kind == "sheet":
            sheets[str(key)], heads[str(key)], handed[str(key)] = str(word), texts, {}
        else:
            handed[str(key)][str(word)] = texts
    return sheets, heads, handed


@dataclass(frozen=True, slots=True)
class _Reader:
    book: Returned
    findings: list[Finding]

    def wrong(self, code: str, table: str, cell: str = "", **details: object) -> None:
        """Something is wrong at a cell."""
        self.findings.append(Finding(code, self.book.place(table, cell), details))

    def rows(self, table: str, sheet: Worksheet) -> Iterator[Given]:
        """The rows of a sheet in which somebody wrote something."""
        columns = self.columns(table, sheet)
        if columns is None:
            return
        areas = sheet.merged_cells.ranges
        joined = {row for area in areas for row in range(area.min_row, area.max_row + 1)}
        for number in range(HEAD + 1, sheet.max_row + 1):
            cells = {key: sheet.cell(number, at) for key, at in columns.items()}
            texts = {key: as_text(cell) for key, cell in cells.items()}
            address = as_text(sheet.cell(number, 1))
            if number in joined:
                self.wrong("tables-merged", table, f"A{number}")
            elif address or any(texts.values()):
                where = {key: str(cell.coordinate) for key, cell in cells.items()}
                faulty = tuple(key for key, cell in cells.items() if cell.data_type in ("f", "e"))
                yield Given(address, number, texts, where, faulty)

    def columns(self, table: str, sheet: Worksheet) -> dict[str, int] | None:
        """Where each column stands, by its head; None where the sheet cannot be read by it."""
        wanted = {_plain(head): key for key, head in self.book.heads[table].items()}
        found: dict[str, int] = {}
        sound = True
        for at, cell in enumerate(sheet[1][1:], 2):
            key = wanted.get(_plain(as_text(cell)))
            if key in found:
                self.wrong("tables-column-twice", table, cell.coordinate, column=as_text(cell))
                sound = False
            elif key is not None:
                found[key] = at
            elif as_text(cell):
                self.wrong("tables-column-unknown", table, cell.coordinate, column=as_text(cell))
        for key, head in self.book.heads[table].items():
            if key not in found:
                self.wrong("tables-column-missing", table, "", column=head.replace("\n", " "))
                sound = False
        return found if sound else None


def _plain(head: str) -> str:
    return "".join(head.split())


_PERCENT: Final = Decimal(100)


def as_text(cell: ExcelCell | Any) -> str:
    """A cell as somebody sees it who typed it: figures without a tail, days as 2026-01-01, shares
    as 95%."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        number = Decimal(f"{value:.15g}")
        if "%" in str(cell.number_format):
            return f"{(number * _PERCENT).normalize():f}%"
        return f"{number:f}"
    return str(value).strip()
