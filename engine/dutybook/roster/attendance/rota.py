"""rota.csv: who works which shift on which day.

Whoever has a row in a month works by the rota in that month: days without a row are free. In other
months the calendar in force says what is worked. Shifts are the calendar's, by id or title.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from dutybook.csv import match_header, open_own
from dutybook.files.door import exists
from dutybook.finding import Finding, Place
from dutybook.model import Calendar
from dutybook.model.calendar import Shift
from dutybook.roster.attendance.days import parse_day
from dutybook.roster.attendance.daytable import (
    DAY,
    Day,
    DayTable,
    Hours,
    hours_of,
    laid_out,
    tabled,
)
from dutybook.workspace import Workspace

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "employee": ("工号", "員工編號", "staff no."),
    "date": ("日期",),
    "shift": ("班次", "班别", "班別"),
}
FREE: Final = frozenset({"off", "休", "休息", "公休", "轮休", "輪休"})
"""What a rota says of a day on which nothing is worked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One shift of one person, or a free day (None)."""

    day: date
    shift: Shift | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rota:
    """Rows by employee, by day."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def read_rota(workspace: Workspace, calendar: Calendar | None) -> tuple[Rota, list[Finding]]:
    """The rota, of lines that can be understood; a workspace without the file has none."""
    name = workspace.organisation.rota
    if not exists(workspace.root / name):
        return Rota(), []
    file, findings = open_own(workspace.root, name)
    if file is None:
        return Rota(), findings
    known = {word: column for column, words in COLUMNS.items() for word in (column, *words)}
    columns, findings = match_header(file, known, set(COLUMNS))
    if findings:
        return Rota(), findings
    if calendar is None:
        return Rota(), [Finding("rota-without-calendar", Place(name, 1, 1))]
    rows: dict[str, list[Row]] = {}
    shifts = _named(calendar)
    for line, fields in file.rows():
        read = _row(Place(name, line, 1), fields, columns, shifts)
        if isinstance(read, Finding):
            findings.append(read)
        else:
            rows.setdefault(fields[columns["employee"]].strip(), []).append(read)
    ordered = {who: sorted(mine, key=lambda row: row.day) for who, mine in rows.items()}
    return Rota(ordered), findings


def with_rota(days: DayTable, rota: Rota) -> tuple[DayTable, list[Finding]]:
    """``days`` with those of everyone who works by ``rota``; who works the same shares a table.
    Whose shifts overlap is told; the hours count once."""
    numbers: dict[tuple[tuple[date, Shift | None], ...], int] = {}
    by_rota: dict[str, int] = {}
    tables: list[DayTable] = []
    findings: list[Finding] = []
    for employee, rows in rota.rows.items():
        findings += _overlaps(employee, rows)
        key = tuple((row.day, row.shift) for row in rows)
        if key not in numbers:
            tables.append(tabled(days.calendar, tuple(_days(days, rows))))
            numbers[key] = len(tables)
        by_rota[employee] = numbers[key]
    return replace(days, rotas=tuple(tables), by_rota=by_rota), findings


def _row(
    place: Place, fields: Sequence[str], columns: Mapping[str, int], shifts: Mapping[str, Shift]
) -> Row | Finding:
    try:
        cells = {column: fields[at].strip() for column, at in columns.items()}
        day = parse_day(cells["date"])
    except (IndexError, ValueError):
        return Finding("rota-unreadable", place)
    word = cells["shift"]
    if not cells["employee"] or not word:
        return Finding("rota-unreadable", place)
    if word not in shifts and word.casefold() not in FREE:
        known = ", ".join(dict.fromkeys(map(_name, shifts.values())))
        return Finding("rota-shift-unknown", place, {"shift": word, "known": known})
    return Row(day, shifts.get(word), place)


def _named(calendar: Calendar) -> dict[str, Shift]:
    """The calendar's shifts by every name a rota may call them."""
    return {
        name: shift
        for shift in calendar.shifts
        for name in (shift.id, *(text for _, text in (shift.title.wordings if shift.title else ())))
        if name
    }


def _name(shift: Shift) -> str:
    return shift.id or str(shift.title)


def _days(days: DayTable, rows: Sequence[Row]) -> Iterator[Day]:
    """The calendar's days, in the months of ``rows`` those of the rota."""
    months = {(row.day.year, row.day.month) for row in rows}
    shifts: dict[date, list[Hours]] = {}
    for row in rows:
        shifts.setdefault(row.day, []).extend([hours_of(row.shift)] if row.shift else [])
    carried = days.days[0].carried if days.days else 0
    for day in days.days:
        if (day.day.year, day.day.month) in months:
            hours = shifts.get(day.day, [])
            laid = laid_out(day.day, hours, carried, workday=bool(hours))
        else:
            laid = day if carried == day.carried else _carrying(day, carried)
        carried = max(0, laid.close - DAY)
        yield laid


def _carrying(day: Day, carried: int) -> Day:
    """A day of the calendar after a night of the rota, or of the rota's first month."""
    own = [(max(start, day.carried), until) for start, until in day.opens if until > day.carried]
    if day.close > DAY:
        own[-1:] = [(own[-1][0], day.close)]
    return laid_out(day.day, own, carried, workday=day.workday)


def _overlaps(employee: str, rows: Sequence[Row]) -> Iterator[Finding]:
    """Shifts of one person that run at the same time, also into the next day's, and a day on which
    somebody both works and is free."""
    until, free = 0, {row.day for row in rows if row.shift is None}
    worked = ((row, hours_of(row.shift)) for row in rows if row.shift)
    for row, (start, end) in sorted(worked, key=lambda pair: (pair[0].day, pair[1])):
        midnight = row.day.toordinal() * DAY
        if start + midnight < until or row.day in free:
            assert row.shift is not None
            details = {"employee": employee, "day": row.day, "shift": _name(row.shift)}
            yield Finding("rota-overlap", row.place, details)
        until = max(until, end + midnight)
