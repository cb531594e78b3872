"""A calendar day by day: which days are worked, which hours are open, what was worked before.

A shift that crosses midnight belongs to the day it starts on: that day closes when the shift ends,
and the next, worked or not, is open until then. Times are whole microseconds on the clock on the
wall, counted from midnight or, where a time may be on any day, from the first midnight the calendar
covers. Nothing is a float.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

from dutybook.grammar.time.clock import clock_text
from dutybook.model import Calendar
from dutybook.model.calendar import Shift

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST: Final = 366 * 100
"""Days; a longer calendar is a slip of the pen."""

Hours = tuple[int, int]
"""Open from … until, half-open."""


class NotCoveredError(LookupError):
    """A day that the calendar says nothing about."""


class CalendarError(ValueError):
    """A calendar that contradicts itself: the message names ``what``, as it is written, ``at`` are
    the keys that lead to it."""

    def __init__(self, what: str, *at: object) -> None:
        super().__init__(what)
        self.at = at


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, and its opening hours in order, apart from each other.
    ``close`` is its close of business, after 24:00 where a shift runs into the next day (without
    office hours a day ends at 24:00); ``carried``: until when hours of the day before run on."""

    day: date
    workday: bool
    opens: tuple[Hours, ...]
    close: int = DAY
    carried: int = 0

    @property
    def worked(self) -> int:
        """What is worked between this midnight and the next."""
        return sum(until - start for start, until in self.opens)

    @property
    def worked_before(self) -> int:
        """What of it belongs to the day before."""
        return sum(max(0, min(until, self.carried) - start) for start, until in self.opens)


@dataclass(frozen=True)
class DayTable:
    """All days a calendar covers; ``before[i]`` was worked before day i, ``workdays`` are the
    places of the days that are worked. ``rotas``: the days of those who work by a rota of their
    own, and by employee which of them, from 1 (0: the calendar's own)."""

    calendar: Calendar
    days: tuple[Day, ...]
    before: tuple[int, ...]
    workdays: tuple[int, ...]
    rotas: tuple["DayTable", ...] = ()
    by_rota: Mapping[str, int] = field(default_factory=dict)

    def of(self, employee: str) -> "DayTable":
        """The days that an employee works."""
        number = self.by_rota.get(employee, 0)
        return self.rotas[number - 1] if number else self

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked; :class:`NotCoveredError` outside the calendar."""
        place = (day - self.calendar.covers.from_).days
        if not 0 <= place < len(self.days):
            raise NotCoveredError(day)
        return self.days[place].workday

    def close(self, day: date) -> timedelta:
        """Close of business on a day, from midnight; :class:`NotCoveredError` outside."""
        place = (day - self.calendar.covers.from_).days
        if not 0 <= place < len(self.days):
            raise NotCoveredError(day)
        return timedelta(microseconds=self.days[place].close)


@lru_cache(maxsize=16)
def day_table(calendar: Calendar) -> DayTable:
    """The calendar's days; :class:`CalendarError` where it contradicts itself."""
    return tabled(calendar, tuple(_days(calendar)))


def tabled(calendar: Calendar, days: tuple[Day, ...]) -> DayTable:
    """All ``days`` that ``calendar`` covers as a table."""
    before = tuple(accumulate((day.worked for day in days), initial=0))
    workdays = tuple(place for place, day in enumerate(days) if day.workday)
    return DayTable(calendar, days, before[:-1], workdays)


def _days(calendar: Calendar) -> Iterator[Day]:
    """The days; the one before the first is looked at too, for the night that runs into it."""
    first, last = calendar.covers.from_, calendar.covers.to
    if not 0 <= (last - first).days < _LONGEST:
        raise CalendarError(f"covers: {first}..{last}", "covers")
    for number, shift in enumerate(calendar.shifts):
        if shift.to == shift.from_:
            written = f"{clock_text(shift.from_)}..{clock_text(shift.to)}"
            raise CalendarError(f"shifts: {written}", "shifts", number)
    eve = first - timedelta(days=1)
    off, makeup = (_listed(ranges, eve, last) for ranges in (calendar.holidays, calendar.makeup))
    if both := sorted((off & makeup) - {eve}):
        raise CalendarError(f"holidays, makeup: {both[0]}", "makeup")
    carried = 0
    for number in range(-1, (last - first).days + 1):
        day = first + timedelta(days=number)
        made_up = day in makeup
        workday = made_up or (_NAMES[day.weekday()] in calendar.workdays and day not in off)
        hours = _hours_on(calendar, day, made_up=made_up) if workday else []
        if hours and carried > max(until for _, until in hours):
            raise CalendarError(f"shifts: {day - timedelta(days=1)}..{day}", "shifts")
        laid = laid_out(day, hours, carried, workday=workday)
        carried = max(0, laid.close - DAY) if hours else 0
        if day != eve:
            yield laid


def _hours_on(calendar: Calendar, day: date, *, made_up: bool) -> list[Hours]:
    """A workday's own hours: those of its weekday, or, where it is made up, of the first."""
    like = calendar.workdays[0] if made_up and calendar.workdays else _NAMES[day.weekday()]
    hours = list(_hours(calendar.shifts, like, day))
    known = day >= calendar.covers.from_ and any(not one.rota for one in calendar.shifts)
    if known and not hours:
        raise CalendarError(f"shifts: {day} ({like})", "shifts")
    return hours


def laid_out(day: date, hours: Iterable[Hours], carried: int, *, workday: bool) -> Day:
    """A day with its own ``hours``, which may end after 24:00, and those ``carried`` over from the
    day before; those that touch or overlap count once."""
    own = list(hours)
    within = ((start, min(until, DAY)) for start, until in own)
    opens = tuple(_joined([*([(0, carried)] if carried else []), *within]))
    return Day(day, workday, opens, max((until for _, until in own), default=DAY), carried)


def _listed(ranges: Iterable[tuple[date, date]], start: date, end: date) -> set[date]:
    """All days of ``ranges`` that lie in start … end."""
    return {
        max(first, start) + timedelta(days=number)
        for first, last in ranges
        for number in range((min(last, end) - max(first, start)).days + 1)
    }


def _hours(shifts: tuple[Shift, ...], weekday: str, day: date) -> Iterator[Hours]:
    """The hours of all shifts of a day but those that only a rota gives out."""
    for shift in shifts:
        if shift.rota:
            continue
        if (not shift.days or weekday in shift.days) and (not shift.season or day in shift.season):
            yield hours_of(shift)


def hours_of(shift: Shift) -> Hours:
    """A shift's hours from the midnight before it starts; one that ends no later than it starts
    ends on the next day."""
    start, until = (at // timedelta(microseconds=1) for at in (shift.from_, shift.to))
    return start, until if until > start else until + DAY


def _joined(stretches: Iterable[Hours]) -> Iterator[Hours]:
    current: Hours | None = None
    for start, until in sorted(stretches):
        if current and start <= current[1]:
            current = current[0], max(current[1], until)
            continue
        if current:
            yield current
        current = start, until
    if current:
        yield current
