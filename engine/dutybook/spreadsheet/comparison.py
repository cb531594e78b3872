"""What was changed in a workbook: between what was handed out, what came back, and what the files
say now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dutybook.finding import Finding
from dutybook.spreadsheet.returned import Given, Returned
from dutybook.spreadsheet.table import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: ``was`` became ``new``."""

    column: Column
    was: str
    new: str
    cell: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """The changes of one row, made together or not at all; ``row`` is None for a new one."""

    table: Table
    row: Row | None
    given: Given
    changes: tuple[Change, ...]

    @property
    def label(self) -> str:
        """Whose row it is, in words."""
        if self.row is not None:
            return self.row.label
        return " ".join(change.new for change in self.changes[:2])


@dataclass(slots=True)
class Revision:
    """The files as they would be: whole contents by path, the rows that are in them, and which
    files are ``new``."""

    files: dict[Path, bytes] = field(default_factory=dict)
    taken: list[RowChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


def compared(tables: Sequence[Table], book: Returned) -> tuple[list[RowChange], list[Finding]]:
    """Every row that changed and can be taken over, and why others cannot."""
    findings: list[Finding] = []
    found: list[RowChange] = []
    for table in tables:
        if table.key in book.given:
            one = _Comparison(table, book, findings)
            found += one.rows()
    return found, findings


@dataclass(slots=True)
class _Comparison:
    table: Table
    book: Returned
    findings: list[Finding]
    seen: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[RowChange]:
        now = {f"{row.file}#{row.address}": row for row in self.table.rows}
        handed = self.book.handed[self.table.key]
        for given in self.book.given[self.table.key]:
            change = self._row(given, now, handed)
            if change is not None:
                yield change
        for address in handed:
            if address not in self.seen and address in now:
                self._wrong("tables-row-gone", "", row=now[address].label)

    def _row(
        self, given: Given, now: Mapping[str, Row], handed: Mapping[str, Mapping[str, str]]
    ) -> RowChange | None:
        if not given.address:
            return self._new(given)
        cell = f"A{given.number}"
        if given.address in self.seen or given.address not in handed:
            code = "tables-row-twice" if given.address in self.seen else "tables-row-unknown"
            self._wrong(code, next(iter(given.cells.values()), cell))
            return None
        self.seen.add(given.address)
        was, row = handed[given.address], now.get(given.address)
        changed = [c for c in self.table.columns if self._touched(c, given, was)]
        if not changed:
            return None
        if row is None or self._stale(row, was, changed):
            self._wrong("tables-stale", given.cells[changed[0].key], row=given.address)
            return None
        if not self._sound(given, row, changed):
            return None
        changes = [self._change(c, row, given) for c in changed]
        real = tuple(change for change in changes if change.was != change.new)
        return RowChange(self.table, row, given, real) if real else None

    def _new(self, given: Given) -> RowChange | None:
        cells = [c for c in self.table.columns if given.texts.get(c.key)]
        if not cells:
            return None
        if not self.table.grows:
            self._wrong("tables-row-unknown", given.cells[cells[0].key])
            return None
        if not self._sound(given, None, cells):
            return None
        changes = tuple(Change(c, "", given.texts[c.key], given.cells[c.key]) for c in cells)
        return RowChange(self.table, None, given, changes)

    def _touched(self, column: Column, given: Given, was: Mapping[str, str]) -> bool:
        key = column.key
        return key in given.faulty or given.texts[key] != was.get(key, "").strip()

    def _stale(self, row: Row, was: Mapping[str, str], changed: Sequence[Column]) -> bool:
        """Whether the file says something else by now in what names the row or was changed."""
        printed = [column for column in self.table.columns if not column.at]
        if not printed:  # a record of people.csv is all there is
            printed = list(self.table.columns)
        return any(row.cells[c.key].text != was.get(c.key) for c in (*printed, *changed))

    def _sound(self, given: Given, row: Row | None, changed: Sequence[Column]) -> bool:
        """Whether every changed cell can be taken as it is; each that cannot is told."""
        told = len(self.findings)
        for column in changed:
            text, cell = given.texts[column.key], given.cells[column.key]
            head = column.head.replace("\n", " ")
            if column.key in given.faulty:
                self._wrong("tables-formula", cell, column=head, text=text)
            elif not (column.at or column.new if row is None else _open(row, column)):
                self._wrong("tables-locked", cell, column=head)
            elif column.rule == "listed" and text and column.choices and text not in column.choices:
                listed = "、".join(column.choices[:12])
                self._wrong("tables-not-listed", cell, text=text, choices=listed)
        return len(self.findings) == told

    def _change(self, column: Column, row: Row, given: Given) -> Change:
        was, new = row.cells[column.key].text, given.texts[column.key]
        return Change(column, was, new, given.cells[column.key])

    def _wrong(self, code: str, cell: str, **details: object) -> None:
        self.findings.append(Finding(code, self.book.place(self.table.key, cell), details))


def _open(row: Row, column: Column) -> bool:
    """Whether a cell of a row that was handed out can be changed."""
    return bool(column.at) and row.cells[column.key].open
