"""A calendar day by day: which days are worked, which hours are open, what was worked before.

Times are whole microseconds on the clock on the wall, counted from midnight or, where a time may be
on any day, from the first midnight the calendar covers. Nothing is a float.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

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
    """A calendar that contradicts itself; the message names what, as it is written."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, and its opening hours in order, apart from each other."""

    day: date
    workday: bool
    opens: tuple[Hours, ...]

    @property
    def close(self) -> int:
        """Close of business; without office hours a day ends at 24:00."""
        return self.opens[-1][1] if self.opens else DAY

    @property
    def worked(self) -> int:
        """Length of the working day."""
        return sum(until - start for start, until in self.opens)


@dataclass(frozen=True)
class DayTable:
    """All days a calendar covers; ``before[i]`` was worked before day i, ``workdays`` are the
    places of the days that are worked."""

    calendar: Calendar
    days: tuple[Day, ...]
    before: tuple[int, ...]
    workdays: tuple[int, ...]

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
    days = tuple(_days(calendar))
    before = tuple(accumulate((day.worked for day in days), initial=0))
    workdays = tuple(place for place, day in enumerate(days) if day.workday)
    return DayTable(calendar, days, before[:-1], workdays)


def _days(calendar: Calendar) -> Iterator[Day]:
    first, last = calendar.covers.from_, calendar.covers.to
    if not 0 <= (last - first).days < _LONGEST:
        raise CalendarError(f"covers: {first}..{last}")
    for shift in calendar.shifts:
        if shift.to <= shift.from_:
            raise CalendarError(f"shifts: {shift.from_}..{shift.to}")
    off, makeup = (_listed(ranges, first, last) for ranges in (calendar.holidays, calendar.makeup))
    if both := sorted(off & makeup):
        raise CalendarError(f"holidays, makeup: {both[0]}")
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        usual = _NAMES[day.weekday()]
        workday = day in makeup or (usual in calendar.workdays and day not in off)
        like = calendar.workdays[0] if day in makeup and calendar.workdays else usual
        opens = tuple(_opens(calendar.shifts, like, day)) if workday else ()
        if workday and calendar.shifts and not opens:
            raise CalendarError(f"shifts: {day} ({like})")
        yield Day(day, workday, opens)


def _listed(ranges: Iterable[tuple[date, date]], start: date, end: date) -> set[date]:
    """All days of ``ranges`` that lie in start … end."""
    return {
        max(first, start) + timedelta(days=number)
        for first, last in ranges
        for number in range((min(last, end) - max(first, start)).days + 1)
    }


def _opens(shifts: tuple[Shift, ...], weekday: str, day: date) -> Iterator[Hours]:
    """The hours of all shifts of a day; those that touch or overlap count once."""
    stretches = sorted(
        (shift.from_ // timedelta(microseconds=1), shift.to // timedelta(microseconds=1))
        for shift in shifts
        if (not shift.days or weekday in shift.days) and (not shift.season or day in shift.season)
    )
    current: Hours | None = None
    for start, until in stretches:
        if current and start <= current[1]:
            current = current[0], max(current[1], until)
            continue
        if current:
            yield current
        current = start, until
    if current:
        yield current
