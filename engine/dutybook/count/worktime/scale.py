"""Working time as a scale: how far along it any moment lies, and which moment lies at a distance.

Needed where a pause moves the end of a limit: what it took from the working time is a difference of
two places on the scale. Workdays have a scale too: how many of them have closed.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from dutybook.count.worktime.hours import open_hours
from dutybook.grammar.time.clock import midnight
from dutybook.roster.attendance.daytable import DAY, Day, DayTable

TIME, DAYS = 0, 1
"""The two scales, as the table of places names them."""

Mark = tuple[date, int, int, int, int, int]
"""Day, from and until (since midnight), worked before, 1 while work goes on, workdays closed."""
Span = tuple[int, int, int, datetime, int]
"""Scale, above and up to which distance, the moment there, 1 where the moment moves along."""


def marks(table: DayTable) -> Iterator[Mark]:
    """Every moment of every day on both scales, in pieces."""
    closed, running = 0, False
    for day, before in zip(table.days, table.before, strict=True):
        for start, until in pairwise(_cuts(day)):
            worked = before + sum(max(0, min(u, start) - s) for s, u in day.opens)
            is_open = any(s <= start < u for s, u in day.opens)
            over = running and start >= day.carried
            done = closed + over + (day.workday and start >= day.close)
            yield day.day, start, until, worked, int(is_open), done
        closed += running
        running = day.workday and day.close > DAY
        closed += day.workday and not running


def places(table: DayTable) -> Iterator[Span]:
    """Which moment lies at which distance: a stretch of work includes its end."""
    for opening, before, after in open_hours(table):
        yield TIME, before, after, opening, 1
    for number, place in enumerate(table.workdays):
        day = table.days[place]
        close = midnight(day.day) + timedelta(microseconds=day.close)
        yield DAYS, number, number + 1, close, 0


def _cuts(day: Day) -> list[int]:
    edges = {edge for stretch in day.opens for edge in stretch}
    closes = {day.close} if day.workday and day.close < DAY else set()
    return sorted({0, DAY, day.carried, *edges, *closes})
