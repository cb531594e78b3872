"""When a recurring duty is due: the windows of a schedule, and what falls due for each.

Windows are days, workdays, ISO weeks, months or longer; a rule of RFC 5545 has a window a day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from dutybook.grammar.number.unit import MONTHS
from dutybook.grammar.time.clock import midnight
from dutybook.grammar.time.period import add_months
from dutybook.grammar.time.schedule import DAY_END, Schedule, recurrence

_LONGEST_BREAK: Final = 60
"""Days; no workday is further from the next."""


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One thing owed: due at a local instant, for the window of days [start, end). What is done on
    the days [opens, closes), of several a day at the times ``since`` to ``until`` (both included),
    is done for it: within its window, or, for what is due after the window such as a report on the
    quarter, until the next one's turn."""

    due: datetime
    start: date
    end: date
    opens: date = field(default=date.min, compare=False)
    closes: date = field(default=date.max, compare=False)
    since: timedelta = field(default=timedelta(), compare=False)
    until: timedelta = field(default=DAY_END, compare=False)

    def takes(self, moment: datetime) -> bool:
        """Whether what is done at a local moment is done for it."""
        day = moment.date()
        return (
            self.opens <= day < self.closes and self.since <= moment - midnight(day) <= self.until
        )


def is_weekday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def midnight_close(_: date) -> timedelta:
    """Close of business where no calendar tells: the day's end."""
    return DAY_END


def occurrences(
    schedule: Schedule,
    start: date,
    end: date,
    is_workday: Callable[[date], bool] = is_weekday,
    close: Callable[[date], timedelta] = midnight_close,
) -> list[Occurrence]:
    """What is due for the windows (weeks, months …) that end within the days [start, end), in
    order; a week counts by its Thursday, as ISO weeks do. ``is_workday`` is the calendar's, and
    ``close`` when business closes on a day; without one workdays are Monday to Friday."""
    found: list[Occurrence] = []
    for first, last in _windows(schedule, start, end):
        if schedule.every == "workday" and not is_workday(first):
            continue
        if schedule.clocks:
            found += _rounds(schedule, first)
            continue
        opens, closes = _turn(schedule, first, last, is_workday)
        days = _due_days(schedule, first, last, is_workday)
        for day in _rolled(schedule, days, is_workday):
            due = midnight(day) + (close(day) if schedule.close else schedule.due)
            ends = (due - timedelta(microseconds=1)).date()  # a night shift closes the day after
            over = max(day, ends) + timedelta(days=1)
            found.append(Occurrence(due, first, last, opens, max(closes, over)))
    return sorted(found)


def _rounds(schedule: Schedule, day: date) -> Iterator[Occurrence]:
    """Several times of a day: the turn of each begins with the due time of the one before, that of
    the last ends with the day, so that it can be done late."""
    since, after = schedule.opens, day + timedelta(days=1)
    for due in schedule.clocks:
        until = DAY_END if due == schedule.clocks[-1] else due
        yield Occurrence(midnight(day) + due, day, after, day, after, since, until)
        since = due


def _turn(
    schedule: Schedule, first: date, last: date, is_workday: Callable[[date], bool]
) -> tuple[date, date]:
    """The days [opens, closes) on which what is done counts for a window."""
    if schedule.later:
        last_year = last.year >= date.max.year
        return last, date.max if last_year else add_months(last, MONTHS[schedule.every])
    if schedule.rrule:
        following = recurrence(schedule.rrule).after(midnight(first), inc=False)
        return first, following.date() if following else date.max
    if schedule.every == "workday":
        days = (last + timedelta(days=n) for n in range(_LONGEST_BREAK))
        try:
            return first, next((day for day in days if is_workday(day)), last)
        except LookupError:  # the calendar ends here
            return first, last
    return first, last


def _rolled(
    schedule: Schedule, days: list[date], is_workday: Callable[[date], bool]
) -> Iterator[date]:
    for day in days:
        due = day
        while schedule.roll and not is_workday(due):
            due += timedelta(days=1)
        yield due


def _workday(number: int, first: date, end: date, is_workday: Callable[[date], bool]) -> list[date]:
    """A workday of the days [first, end) by its number; the last where there are fewer, none where
    nothing is worked."""
    days = (first + timedelta(days=n) for n in range((end - first).days))
    worked = [day for day in days if is_workday(day)]
    return worked[-1:] if number < 0 or number > len(worked) else worked[number - 1 : number]


def _windows(schedule: Schedule, start: date, end: date) -> list[tuple[date, date]]:
    one = timedelta(days=1)
    every = schedule.every
    if schedule.rrule:
        moments = recurrence(schedule.rrule).between(midnight(start), midnight(end), inc=True)
        return [(day, day + one) for day in (moment.date() for moment in moments) if day < end]
    if every in ("day", "workday"):
        days = [start + one * n for n in range((end - start).days)]
        return [(day, day + one) for day in days]
    if every == "week":
        days = [start + one * n for n in range((end - start).days)]
        return [(day - 3 * one, day + 4 * one) for day in days if day.weekday() == 3]
    if every == "half_month":
        days = [start + one * n for n in range((end - start).days)]
        return [half for day in days if (half := _half(day))]
    return _month_windows(MONTHS[every], start, end)


def _half(last: date) -> tuple[date, date] | None:
    """The half of a month that ends with a day: its first fifteen days, or the rest."""
    after = last + timedelta(days=1)
    if after.day == 1:
        return last.replace(day=16), after
    return (last.replace(day=1), after) if last.day == 15 else None


def _month_windows(length: int, start: date, end: date) -> list[tuple[date, date]]:
    last = add_months(start, 1)  # windows end on the first of a month, from the second in range on
    windows = []
    while last <= end:
        if (last.month - 1) % length == 0:
            windows.append((add_months(last, -length), last))
        last = add_months(last, 1)
    return windows


def _due_days(
    schedule: Schedule, first: date, last: date, is_workday: Callable[[date], bool]
) -> list[date]:
    one = timedelta(days=1)
    if schedule.workday is not None:
        until = add_months(last, 1) if schedule.later else last
        days = (first if not schedule.later else last, until)
        return _workday(schedule.workday, *days, is_workday)
    if schedule.rrule or schedule.every in ("day", "workday"):
        return [first] * schedule.count
    if schedule.every == "week":
        day = last - one if schedule.weekday is None else first + one * schedule.weekday
        return [day] * schedule.count
    if schedule.every == "half_month":
        return [last - one] * schedule.count
    month = last if schedule.later else add_months(last, -1)
    if not schedule.days:
        return [last - one] * schedule.count
    month_end = add_months(month, 1) - one
    return [
        month_end if day == -1 else min(month + one * (day - 1), month_end) for day in schedule.days
    ]
