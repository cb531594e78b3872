"""What a month's list of people changes: who joined, moved, left; and people.csv with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from dutybook.csv import CsvFile, with_records
from dutybook.finding import Finding, Place
from dutybook.intake.characters import simple
from dutybook.intake.staff.listing import Listing, Person
from dutybook.roster.attendance.days import parse_day
from dutybook.roster.people import COLUMNS, Assignment

Outcome = Literal["joined", "moved", "left", "same"]
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One change: ``was`` and ``post`` are roles' ids; ``day`` is the first day of the new post, or
    the last of the old one for who left. ``row`` is the record of people.csv that ends."""

    outcome: Outcome
    employee: str
    name: str
    was: str
    post: str
    day: date
    row: int = 0
    more: tuple[tuple[str, str], ...] = ()


def changes(
    listing: Listing,
    people: Sequence[Assignment],
    roles: Mapping[str, str],
    on: date,
    name: str,
    *,
    partial: bool,
) -> tuple[list[Step], list[Finding]]:
    """The changes that take people.csv to the list as of ``on``. With ``partial`` the list is not
    everybody's: who is missing from it has not left."""
    ledger = _Ledger(people, roles, on, name, [], [], set())
    for person in listing.people:
        ledger.compare(person)
    if not partial:
        ledger.missing()
    return ledger.steps, ledger.findings


@dataclass(slots=True)
class _Ledger:
    people: Sequence[Assignment]
    roles: Mapping[str, str]
    on: date
    name: str
    steps: list[Step]
    findings: list[Finding]
    seen: set[str]

    def compare(self, person: Person) -> None:
        """One row of the list against what is known."""
        employee = self._employee(person)
        if not employee:
            return
        self.seen.add(employee)
        current = [one for one in self._current() if one.employee == employee]
        if person.gone or person["to"]:
            self._leave(current, _day(person["to"], self.on - _DAY))
            return
        role = self.roles.get(simple(person["role"]).replace(" ", ""))
        if role is None:
            details = {"name": person["name"], "post": person["role"]}
            self._wrong("people-post-unknown", person, details)
        elif any(one.role == role for one in current):
            self.steps.append(Step("same", employee, person["name"], role, role, self.on))
        else:
            self._enter(person, employee, role, current)

    def _enter(self, person: Person, employee: str, role: str, current: list[Assignment]) -> None:
        start = self.on if current else _day(person["from"], self.on)
        more = tuple((key, person[key]) for key in ("superior", "site", "level") if person[key])
        first = current[0] if current else None
        was, row = (first.role, first.place.line) if first else ("", 0)
        outcome: Outcome = "moved" if first else "joined"
        self.steps.append(Step(outcome, employee, person["name"], was, role, start, row, more))

    def missing(self) -> None:
        """Who is in people.csv and not on the list."""
        for one in self._current():
            if one.employee not in self.seen:
                self._leave([one], self.on - _DAY)

    def _leave(self, current: Sequence[Assignment], last: date) -> None:
        for one in current:
            step = Step("left", one.employee, one.name, one.role, "", last, one.place.line)
            self.steps.append(step)

    def _current(self) -> Iterator[Assignment]:
        return (one for one in self.people if one.end > self.on)

    def _employee(self, person: Person) -> str:
        """The staff number, by the name where the list has none and the name is one person's."""
        if person["employee"]:
            return person["employee"]
        known = sorted({one.employee for one in self._current() if one.name == person["name"]})
        if len(known) == 1:
            return known[0]
        details = {"name": person["name"], "others": "、".join(known) or "—"}
        self._wrong("people-same-name", person, details)
        self.seen.update(known)
        return ""

    def _wrong(self, code: str, person: Person, details: Mapping[str, object]) -> None:
        self.findings.append(Finding(code, Place(f"{self.name}:{person.place}"), details))


def _day(words: str, otherwise: date) -> date:
    try:
        return parse_day(words) if words else otherwise
    except ValueError:
        return otherwise


def rewritten(file: CsvFile, steps: Sequence[Step]) -> bytes:
    """people.csv with the changes: a row that ends gets its last day, new rows come at the end."""
    columns = _columns(file)
    ends = {s.row: s for s in steps if s.row and s.outcome in ("moved", "left")}
    records: dict[int, list[str]] = {}
    for line, fields in file.rows():
        step = ends.get(line)
        if step is not None and "to" in columns:
            last = step.day if step.outcome == "left" else step.day - _DAY
            fields[columns["to"]] = last.isoformat()
            records[line] = fields
    new = [_row(s, columns, len(file.header)) for s in steps if s.outcome in ("joined", "moved")]
    return with_records(file, records, new)


def _columns(file: CsvFile) -> dict[str, int]:
    known = {word: column for column, words in COLUMNS.items() for word in (column, *words)}
    return {
        column: place
        for place, head in enumerate(file.header)
        if (column := known.get(head) or known.get(head.casefold()) or "")
    }


def _row(step: Step, columns: Mapping[str, int], width: int) -> list[str]:
    values = {
        "employee": step.employee,
        "name": step.name,
        "role": step.post,
        "from": step.day.isoformat(),
        **dict(step.more),
    }
    row = [""] * width
    for column, value in values.items():
        if column in columns:
            row[columns[column]] = value
    return row
