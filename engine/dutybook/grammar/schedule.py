"""Schedules of recurring duties: ``every day by 17:00``, ``每月10日、25日前``, ``7 times a week``.

A schedule becomes RFC 5545 rules plus a due time; "by day 5" ends with day 5
(docs/semantics.md#schedules).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, cast

from dateutil.rrule import rrule, rruleset, rrulestr

from dutybook.grammar.clock import clock, clock_text
from dutybook.grammar.quantity import normal
from dutybook.grammar.unit import pattern, unit_of

Every = Literal["day", "workday", "week", "month", "quarter", "half_year", "year"]
DAY_END: Final = timedelta(days=1)
_RULES_FROM: Final = datetime(2001, 1, 1)  # noqa: DTZ001 local calendar days; a Monday
_UNIT: Final = pattern("schedule")
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


def parse_schedule(value: str) -> Schedule:
    """A schedule from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    for form in (_TIMES, _TIMES_ZH):
        if match := form.fullmatch(text):
            count = int(match["count"]) if match["count"] else _COUNTS[match["word"].lower()]
            if not 1 <= count <= _MOST:
                raise ValueError(value)
            return Schedule(cast(Every, unit_of(match)), count=count)
    match = _ENGLISH.fullmatch(text) or _CHINESE.fullmatch(text)
    if not match:
        raise ValueError(value)
    given = match.groupdict()
    days = tuple(int(day) for day in re.findall(r"\d+", given["days"] or given.get("nth") or ""))
    schedule = Schedule(
        cast(Every, unit_of(match)),
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
        recurrence(value)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(value) from error
    return Schedule("day", rrule=value, due=clock(due) if due else DAY_END)


@lru_cache(maxsize=256)
def recurrence(value: str) -> rruleset | rrule:
    """An RFC 5545 rule, counted from the same Monday for every period, so that ``INTERVAL=2`` means
    the same weeks on every paper."""
    return rrulestr(value, dtstart=_RULES_FROM, cache=True)


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
