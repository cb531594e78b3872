"""Schedules of recurring duties: ``every day by 17:00``, ``每月10日、25日前``, ``7 times a week``.

A schedule becomes RFC 5545 rules plus a due time; "by day 5" ends with day 5 (design §4).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

from dateutil.rrule import rrule, rruleset, rrulestr

from dutybook.grammar.clock import clock, clock_text, midnight
from dutybook.grammar.period import MONTHS, add_months
from dutybook.grammar.quantity import normal

Every = Literal["day", "workday", "week", "month", "quarter", "half_year", "year"]
DAY_END: Final = timedelta(days=1)
_RULES_FROM: Final = datetime(2001, 1, 1)  # noqa: DTZ001 local calendar days; a Monday
_LONGEST_BREAK: Final = 60
"""Days; no workday is further from the next."""

_EVERY: Final[dict[Every, str]] = {
    "workday": r"workday|working day|个?工作日",
    "day": r"day|[天日]",
    "week": r"week|周|个?星期",
    "quarter": r"quarter|个?季度?",
    "half_year": r"half[- ]?year|半年",
    "month": r"month|个?月",
    "year": r"year|年",
}
_UNIT: Final = "|".join(f"(?P<{unit}>{words})" for unit, words in _EVERY.items())
_CLOCK: Final = r"\d{1,2}:\d{2}"
_DAYS: Final = r"\d{1,2}(?:\s*(?:,|and|、|和|及)\s*\d{1,2})*"
_ENGLISH: Final = re.compile(
    rf"every\s+(?:{_UNIT})(?:\s+by(?:\s+(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday"
    rf"|sunday))?(?:\s+days?\s+(?P<days>{_DAYS})|\s+the\s+(?P<end>last\s+day))?"
    rf"(?P<later>\s+of\s+the\s+next\s+month)?(?:\s+(?:at\s+)?(?P<clock>{_CLOCK}))?)?",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    rf"每(?:{_UNIT})(?P<weekday>[一二三四五六日天])?(?P<later>次月|后)?"
    r"(?:(?P<days>(?:\d{1,2}[日号]?(?:,|、|和|及))*\d{1,2})[日号]|第(?P<nth>\d{1,2})天|(?P<end>底))?"
    rf"(?:[上下]午)?(?P<clock>{_CLOCK})?[以之]?[前内]?"
)
_TIMES: Final = re.compile(
    rf"(?P<least>at least\s+)?(?:(?P<count>\d+)\s+times|(?P<word>once|twice))"
    rf"\s+(?:a|an|per|every)\s+(?:{_UNIT})",
    re.IGNORECASE,
)
_TIMES_ZH: Final = re.compile(
    rf"每(?:{_UNIT})(?P<least>不少于|至少)?(?:(?P<count>\d+)|(?P<word>[一两二三四五六七八九十]))次"
    r"(?P<more>以上)?"
)
_COUNTS: Final = {"once": 1, "twice": 2, "两": 2} | {
    word: number for number, word in enumerate("一二三四五六七八九十", 1)
}
_MOST: Final = 1000
"""Times in a window; more is a slip of the pen."""
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Schedule:
    """``count`` times every ``every``; ``days`` of the month (-1: the last), ``weekday`` 0 to 6,
    ``later``: in the month after the period; ``due`` within the day, from midnight; ``roll``: what
    falls due on a day off is due the next workday."""

    every: Every
    count: int = 1
    days: tuple[int, ...] = ()
    weekday: int | None = None
    later: bool = False
    due: timedelta = DAY_END
    rrule: str = ""
    roll: bool = False

    @property
    def floating(self) -> bool:
        """Whether it may be done on any day of its window: ``3 times a week``, ``every month``."""
        longer = self.every not in ("day", "workday") and not self.rrule
        return longer and not self.days and self.weekday is None and not self.later

    @property
    def on_calendar(self) -> bool:
        """Whether it depends on which days are worked."""
        return self.every == "workday" or self.roll

    def __str__(self) -> str:
        unit = self.every.replace("_", "-")
        if self.count > 1:
            return f"{self.count} times a {unit}"
        words = [f"every {unit}"]
        if self.rrule:
            words = [self.rrule]
        by = []
        if self.weekday is not None:
            by.append(_WEEKDAYS[self.weekday])
        if self.days == (-1,):
            by.append("the last day")
        elif self.days:
            by.append(f"day{'s' * (len(self.days) > 1)} " + " and ".join(map(str, self.days)))
        if self.later:
            by.append("of the next month")
        if self.due != DAY_END:
            by.append(clock_text(self.due))
        return " ".join(words + (["by", *by] if by else []))


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One thing owed: due at a local instant, for the window of days [start, end). What is done on
    the days [opens, closes) is done for it: within its window, or, for what is due after the window
    such as a report on the quarter, until the next one's turn."""

    due: datetime
    start: date
    end: date
    opens: date = field(default=date.min, compare=False)
    closes: date = field(default=date.max, compare=False)


def parse_schedule(value: str) -> Schedule:
    """A schedule from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    for form in (_TIMES, _TIMES_ZH):
        if match := form.fullmatch(text):
            count = int(match["count"]) if match["count"] else _COUNTS[match["word"].lower()]
            if not 1 <= count <= _MOST:
                raise ValueError(value)
            return Schedule(_every(match), count=count)
    match = _ENGLISH.fullmatch(text) or _CHINESE.fullmatch(text)
    if not match:
        raise ValueError(value)
    given = match.groupdict()
    days = tuple(int(day) for day in re.findall(r"\d+", given["days"] or given.get("nth") or ""))
    schedule = Schedule(
        _every(match),
        days=(-1,) if given["end"] else days,
        weekday=_weekday(given["weekday"]),
        later=bool(given["later"]),
        due=clock(given["clock"]) if given["clock"] else DAY_END,
    )
    if not _sensible(schedule):
        raise ValueError(value)
    return schedule


def parse_rrule(value: str, due: str | None = None) -> Schedule:
    """A schedule from an RFC 5545 rule and a due time."""
    if "COUNT" in value.upper():  # counted from a first time, which nothing here tells
        raise ValueError(value)
    try:
        _rule(value)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(value) from error
    return Schedule("day", rrule=value, due=clock(due) if due else DAY_END)


@lru_cache(maxsize=256)
def _rule(value: str) -> rruleset | rrule:
    """The rule, counted from the same Monday for every period, so that ``INTERVAL=2`` means the
    same weeks on every paper."""
    return rrulestr(value, dtstart=_RULES_FROM, cache=True)


def is_weekday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def occurrences(
    schedule: Schedule, start: date, end: date, is_workday: Callable[[date], bool] = is_weekday
) -> list[Occurrence]:
    """What is due for the windows (weeks, months …) that end within the days [start, end), in
    order; a week counts by its Thursday, as ISO weeks do (design §6.10). ``is_workday`` is the
    calendar's; without one workdays are Monday to Friday."""
    found = []
    for first, last in _windows(schedule, start, end):
        if schedule.every == "workday" and not is_workday(first):
            continue
        opens, closes = _turn(schedule, first, last, is_workday)
        for day in _rolled(schedule, _due_days(schedule, first, last), is_workday):
            due = midnight(day) + schedule.due
            found.append(Occurrence(due, first, last, opens, max(closes, day + timedelta(days=1))))
    return sorted(found)


def _turn(
    schedule: Schedule, first: date, last: date, is_workday: Callable[[date], bool]
) -> tuple[date, date]:
    """The days [opens, closes) on which what is done counts for a window."""
    if schedule.later:
        last_year = last.year >= date.max.year
        return last, date.max if last_year else add_months(last, MONTHS[schedule.every])
    if schedule.rrule:
        following = _rule(schedule.rrule).after(midnight(first), inc=False)
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


def with_due(schedule: Schedule, due: timedelta) -> Schedule:
    """The same schedule, due at another time of day."""
    return replace(schedule, due=due)


def _windows(schedule: Schedule, start: date, end: date) -> list[tuple[date, date]]:
    one = timedelta(days=1)
    every = schedule.every
    if schedule.rrule:
        moments = _rule(schedule.rrule).between(midnight(start), midnight(end), inc=True)
        return [(day, day + one) for day in (moment.date() for moment in moments) if day < end]
    if every in ("day", "workday"):
        days = [start + one * n for n in range((end - start).days)]
        return [(day, day + one) for day in days]
    if every == "week":
        days = [start + one * n for n in range((end - start).days)]
        return [(day - 3 * one, day + 4 * one) for day in days if day.weekday() == 3]
    return _month_windows(MONTHS[every], start, end)


def _month_windows(length: int, start: date, end: date) -> list[tuple[date, date]]:
    last = add_months(start, 1)  # windows end on the first of a month, from the second in range on
    windows = []
    while last <= end:
        if (last.month - 1) % length == 0:
            windows.append((add_months(last, -length), last))
        last = add_months(last, 1)
    return windows


def _due_days(schedule: Schedule, first: date, last: date) -> list[date]:
    one = timedelta(days=1)
    if schedule.rrule or schedule.every in ("day", "workday"):
        return [first] * schedule.count
    if schedule.every == "week":
        day = last - one if schedule.weekday is None else first + one * schedule.weekday
        return [day] * schedule.count
    month = last if schedule.later else add_months(last, -1)
    if not schedule.days:
        return [last - one] * schedule.count
    month_end = add_months(month, 1) - one
    return [
        month_end if day == -1 else min(month + one * (day - 1), month_end) for day in schedule.days
    ]


def _every(match: re.Match[str]) -> Every:
    return next(unit for unit in _EVERY if match[unit])


def _weekday(word: str | None) -> int | None:
    if not word:
        return None
    names = list(_WEEKDAYS) if word.isascii() else list("一二三四五六日")
    return names.index(word.lower().replace("天", "日"))


def _sensible(schedule: Schedule) -> bool:
    monthly = schedule.every in ("month", "quarter", "half_year", "year")
    return (
        (monthly or not (schedule.days or schedule.later))
        and (schedule.weekday is None or schedule.every == "week")
        and all(-1 <= day <= 31 and day for day in schedule.days)
    )
