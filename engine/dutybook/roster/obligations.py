"""What a person owes of a scheduled duty: not while out of the post, not while absent.

Scores, checklists and ``dutybook due`` all ask here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from dutybook.grammar.time.occurrence import Occurrence
from dutybook.grammar.time.schedule import Schedule
from dutybook.roster.attendance.daytable import DayTable

Days = Callable[[date], bool]
"""Whether something holds on a day."""


def worked_days(schedule: Schedule, days: DayTable | None, employee: str) -> Schedule:
    """The schedule as it is for an employee: by a rota, what is due every day is due on every day
    worked."""
    by_rota = days is not None and employee in days.by_rota
    return replace(schedule, every="workday") if by_rota and schedule.every == "day" else schedule


def due_day(occurrence: Occurrence) -> date:
    """The day whose end, or some time on which, it is due."""
    return (occurrence.due - timedelta(microseconds=1)).date()


def in_post_on(occurrence: Occurrence) -> date:
    """The day on which whoever holds the post owes it: when it is due, or the window's last day
    where that is earlier."""
    return min(due_day(occurrence), occurrence.end - timedelta(days=1))


def owes(
    schedule: Schedule, occurrence: Occurrence, count: int, in_post: Days, absent: Days
) -> int:
    """How many of ``count`` alike occurrences someone owes: what is due on a day, all or, absent on
    that day, none; what may be done on any day of its window, by the share of its days in the post
    and not absent, rounded up."""
    if not in_post(in_post_on(occurrence)):
        return 0
    if not schedule.floating:
        return 0 if absent(due_day(occurrence)) else count
    length = (occurrence.end - occurrence.start).days
    days = (occurrence.start + timedelta(days=number) for number in range(length))
    present = sum(in_post(day) and not absent(day) for day in days)
    return ceil(Fraction(count * present, length))
