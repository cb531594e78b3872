"""On which days rows of whom reach a sheet: its holder's own, or everyone's below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dutybook.plan.question import Sheet
from dutybook.plan.scope import Extent
from dutybook.roster.attendance.days import Stretch, day_start, merged, overlap
from dutybook.roster.people import Assignment
from dutybook.roster.teams import Teams

Reach = tuple[int, str, str | None, date, date, datetime, datetime, int]
"""Sheet, employee, area (None: by employee), days [first, until) and the same in UTC, and the rota
that the employee works by (0: none)."""


def reach(
    sheets: Iterable[Sheet],
    teams: Teams,
    extent: Extent,
    zone: ZoneInfo,
    rotas: Mapping[str, int] = MappingProxyType({}),
) -> list[Reach]:
    """All pairs of a sheet and days on which an employee's (or an area's) rows reach it; days do
    not overlap, so that no row reaches a sheet twice."""
    people: dict[str, list[Assignment]] = {}
    for person in teams.people:
        people.setdefault(person.employee, []).append(person)
    return [
        (
            sheet.number,
            employee,
            area,
            first,
            until,
            day_start(first, zone),
            day_start(until, zone),
            rotas.get(employee, 0),
        )
        for sheet in sheets
        for employee, area, (first, until) in _of_sheet(sheet, teams, extent, people)
    ]


def _of_sheet(
    sheet: Sheet, teams: Teams, extent: Extent, people: dict[str, list[Assignment]]
) -> Iterator[tuple[str, str | None, Stretch]]:
    held = _clipped(sheet.held, extent.start, extent.end)
    if extent.scope == "own":
        days = merged(part for _, part in held)
        yield from ((sheet.employee, None, part) for part in days)
        yield from _areas(sheet.employee, held)
        return
    below = teams.subordinates(sheet.employee, merged(part for _, part in held))
    parts: list[tuple[Assignment, Stretch]] = []
    for employee, stretches in below.items():
        yield from ((employee, None, part) for part in stretches)
        parts += [
            (a, part)
            for stretch in stretches
            for a, part in _clipped(people.get(employee, ()), *stretch)
        ]
    yield from _areas(sheet.employee, parts)


def sites_of(sheet: Sheet, teams: Teams, extent: Extent) -> set[str]:
    """The sites whose rows reach a sheet: its holder's own, or those of everyone below."""
    if extent.scope == "own":
        return sheet.sites
    below = teams.subordinates(sheet.employee, sheet.days)
    return {
        one.site
        for one in teams.people
        if any(overlap((one.start, one.end), *days) for days in below.get(one.employee, ()))
    }


def _clipped(
    held: Sequence[Assignment], start: date, end: date
) -> list[tuple[Assignment, Stretch]]:
    return [(a, part) for a in held if (part := overlap((a.start, a.end), start, end))]


def _areas(
    employee: str, held: Sequence[tuple[Assignment, Stretch]]
) -> Iterator[tuple[str, str | None, Stretch]]:
    for area in sorted({area for a, _ in held for area in a.areas}):
        for part in merged(part for a, part in held if area in a.areas):
            yield employee, area, part
