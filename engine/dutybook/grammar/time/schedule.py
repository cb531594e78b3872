"""Schedules of recurring duties: ``every day by 17:00``, ``每月10日、25日前``, ``7 times a week``,
``every 2 hours from 08:00 to 18:00``, ``every month by the last workday``, ``每周五下班前``.

A schedule becomes windows, each with a due time; "by day 5" ends with day 5, and every two hours
from 8 to 18 is once from 8 to 10, once from 10 to 12, and so on (docs/semantics.md#schedules).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, cast

from dateutil.rrule import rrule, rruleset, rrulestr

from dutybook.grammar.number.quantity import normal
from dutybook.grammar.number.unit import pattern, unit_of
from dutybook.grammar.time.clock import clock, clock_text

Every = Literal["day", "workday", "week", "half_month", "month", "quarter", "half_year", "year"]
DAY_END: Final = timedelta(days=1)
_RULES_FROM: Final = datetime(2001, 1, 1)  # noqa: DTZ001 local calendar days; a Monday
_UNIT: Final = pattern("schedule")
_CLOCK: Final = r"\d{1,2}:\d{2}"
_DAYS: Final = r"\d{1,2}(?:\s*(?:,|and|、|和|及)\s*\d{1,2})*"
_CLOCKS: Final = rf"{_CLOCK}(?:\s*(?:,|and|、|和|及)\s*{_CLOCK})*"
_WEEKDAY: Final = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_CLOSE: Final = r"close(?:\s+of\s+business)?"
_ENGLISH: Final = re.compile(
    rf"every\s+(?:{_UNIT})(?:\s+(?:by|before)(?:\s+(?P<weekday>{_WEEKDAY}))?"
    rf"(?:\s+days?\s+(?P<days>{_DAYS})|\s+the\s+(?P<end>last\s+day)"
    r"|\s+workday\s+(?P<worked>\d{1,2})|\s+the\s+(?P<last>last\s+workday))?"
    r"(?P<later>\s+of\s+the\s+next\s+month)?"
    rf"(?:\s+(?:at\s+)?(?P<clock>{_CLOCKS})|\s+(?P<close>{_CLOSE}))?)?",
    re.IGNORECASE,
)
_ON_WEEKDAY: Final = re.compile(
    rf"(?:every\s+)?(?P<weekday>{_WEEKDAY})s?(?:\s+(?:by|before|at))?"
    rf"(?:\s+(?P<clock>{_CLOCK})|\s+(?P<close>{_CLOSE}))?",
    re.IGNORECASE,
)
_CHINESE: Final = re.compile(
    rf"每(?:{_UNIT})(?P<weekday>[一二三四五六日天])?(?P<later>末?的?次月|后)?"
    r"(?:(?P<days>(?:\d{1,2}[日号]?(?:,|、|和|及))*\d{1,2})[日号]|第(?P<nth>\d{1,2})天|(?P<end>底)"
    r"|第(?P<worked>\d{1,2})个工作日|(?P<last>最后一?个工作日))?"
    rf"(?:[上下]午)?(?:(?P<clock>{_CLOCKS})|(?P<close>下班))?[以之]?[前内]?"
)
_HOUR: Final = r"\d{1,2}(?::\d{2})?"
_EVERY_HOURS: Final = (
    re.compile(
        r"(?:every\s+(?P<day>day|workday),?\s+)?"
        r"(?:every\s+(?:(?P<count>\d+|one|two|three|four|half an)\s+)?"
        r"(?P<unit>hours?|h|minutes?|min)"
        rf"|hourly)\s+from\s+(?P<first>{_HOUR})\s+to\s+(?P<last>{_HOUR})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"每?(?P<day>天|日|个?工作日)?\s*(?P<first>{_HOUR})点?\s*[至到~-]\s*(?P<last>{_HOUR})点?,?\s*"
        r"每隔?(?P<count>\d+|[一两二三四半])?个?(?P<unit>小时|分钟)(?:[一1]次)?"
    ),
)
_FEW: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
}
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
_HOURLY: Final = timedelta(hours=1)
_MOST: Final = 1000
"""Times in a window; more is a slip of the pen."""
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Schedule:
    """``count`` times every ``every``; ``days`` of the month (-1: the last), ``workday`` of the
    window (-1: the last), ``weekday`` 0 to 6, ``later``: in the month after the period; ``due``
    within the day, from midnight, or at the ``close`` of business; ``clocks``: several times of
    every day, for ``step`` one for each stretch from ``opens`` on; ``roll``: what falls due on a
    day off is due the next workday."""

    every: Every
    count: int = 1
    days: tuple[int, ...] = ()
    weekday: int | None = None
    later: bool = False
    due: timedelta = DAY_END
    rrule: str = ""
    roll: bool = False
    workday: int | None = None
    close: bool = False
    clocks: tuple[timedelta, ...] = ()
    opens: timedelta = timedelta()
    step: timedelta | None = None

    @property
    def floating(self) -> bool:
        """Whether it may be done on any day of its window: ``3 times a week``, ``every month``."""
        longer = self.every not in ("day", "workday") and not self.rrule
        fixed = self.days or self.weekday is not None or self.later or self.workday
        return longer and not fixed and not self.close

    @property
    def on_calendar(self) -> bool:
        """Whether it depends on which days are worked."""
        return self.every == "workday" or self.roll or self.close or self.workday is not None

    def __str__(self) -> str:
        unit = self.every.replace("_", "-")
        if self.count > 1:
            return f"{self.count} times a {unit}"
        if self.step is not None:
            worked = "every workday " if self.every == "workday" else ""
            minutes = self.step // timedelta(minutes=1)
            step = f"{minutes} min" if minutes % 60 else f"{minutes // 60} h"
            ends = f"from {clock_text(self.opens)} to {clock_text(self.clocks[-1])}"
            return f"{worked}every {step} {ends}"
        by = [*self._day(), *self._time()]
        return " ".join([self.rrule or f"every {unit}", *(["by", *by] if by else [])])

    def _day(self) -> Iterator[str]:
        """By which day of the window it is due."""
        if self.weekday is not None:
            yield _WEEKDAYS[self.weekday]
        if self.days == (-1,):
            yield "the last day"
        elif self.days:
            yield f"day{'s' * (len(self.days) > 1)} " + " and ".join(map(str, self.days))
        if self.workday is not None:
            yield "the last workday" if self.workday < 0 else f"workday {self.workday}"
        if self.later:
            yield "of the next month"

    def _time(self) -> Iterator[str]:
        """By what time of that day."""
        if self.clocks:
            yield " and ".join(map(clock_text, self.clocks))
        elif self.due != DAY_END:
            yield clock_text(self.due)
        if self.close:
            yield "close of business"


def parse_schedule(value: str) -> Schedule:
    """A schedule from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    for form in (_TIMES, _TIMES_ZH):
        if match := form.fullmatch(text):
            count = int(match["count"]) if match["count"] else _COUNTS[match["word"].lower()]
            if not 1 <= count <= _MOST:
                raise ValueError(value)
            return Schedule(cast(Every, unit_of(match)), count=count)
    for form in _EVERY_HOURS:
        if match := form.fullmatch(text):
            return _hourly(match)
    match = _ENGLISH.fullmatch(text) or _CHINESE.fullmatch(text) or _ON_WEEKDAY.fullmatch(text)
    if not match:
        raise ValueError(value)
    schedule = _windowed(match)
    if not _sensible(schedule):
        raise ValueError(value)
    return schedule


def _windowed(match: re.Match[str]) -> Schedule:
    """Once in every window, by some day or time of it."""
    given: dict[str, str | None] = dict.fromkeys(_PARTS) | match.groupdict()
    days = tuple(int(day) for day in re.findall(r"\d+", given["days"] or given["nth"] or ""))
    clocks = tuple(sorted(clock(one) for one in re.findall(_CLOCK, given["clock"] or "")))
    return Schedule(
        cast(Every, unit_of(match) or "week"),
        days=(-1,) if given["end"] else days,
        weekday=_weekday(given["weekday"]),
        later=bool(given["later"]),
        due=clocks[-1] if clocks else DAY_END,
        workday=-1 if given["last"] else int(given["worked"]) if given["worked"] else None,
        close=bool(given["close"]),
        clocks=clocks if len(clocks) > 1 else (),
    )


_PARTS: Final = ("days", "nth", "end", "last", "worked", "later", "clock", "close", "weekday")
"""What a form may say; none says all."""


def _hourly(match: re.Match[str]) -> Schedule:
    """Once in each stretch of so many hours or minutes between two times of the day."""
    given = match.groupdict()
    first, last = (clock(t if ":" in t else f"{t}:00") for t in (given["first"], given["last"]))
    unit = timedelta(minutes=1) if (given["unit"] or "h").startswith(("min", "分")) else _HOURLY
    word = (given["count"] or "1").lower()
    step = unit / 2 if word in ("半", "half an") else unit * int(_FEW.get(word, word))
    if step < timedelta(minutes=1) or last <= first or (last - first) % step:
        raise ValueError(match[0])  # the last stretch would be shorter: is it owed or not?
    clocks = tuple(first + step * n for n in range(1, (last - first) // step + 1))
    every: Every = "workday" if (given["day"] or "").endswith(("workday", "工作日")) else "day"
    return Schedule(every, due=clocks[-1], clocks=clocks, opens=first, step=step)


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
    daily = schedule.every in ("day", "workday")
    return (
        (monthly or not (schedule.days or schedule.later))
        and (not daily or schedule.workday is None)
        and (daily or not schedule.clocks)
        and schedule.workday != 0
        and len(set(schedule.clocks)) == len(schedule.clocks)
        and (schedule.weekday is None or schedule.every == "week")
        and all(-1 <= day <= 31 and day for day in schedule.days)
    )
