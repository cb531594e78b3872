"""Evaluation periods: ``2026-10``, ``2026-Q3``, ``2026-H1``, ``2026``, ``2026-10-08..2026-11-07``,
``rolling 3 months to 2026-10``; and their cut-off days."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from dateutil.relativedelta import relativedelta

from dutybook.grammar.number.quantity import normal
from dutybook.grammar.number.unit import MONTHS, SECONDS, pattern, unit_of
from dutybook.grammar.time.clock import parse_date

PeriodKind = Literal["day", "week", "month", "quarter", "half_year", "year", "custom", "rolling"]

_PERIOD: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")
_CHINESE: Final = re.compile(
    r"(\d{4})\s*年(?:度|\s*(?:(1[0-2]|0?[1-9])\s*月(?:份|度)?|第?([一二三四1-4])\s*季度?|([上下])半年(?:度)?))?"
)
_CUT_OFF: Final = re.compile(
    r"day\s+(\d{1,2})\s+of\s+the\s+next\s+(?:month|period)|(?:次月|下月)(\d{1,2})[日号]前?"
)
_DAY: Final = r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"
_FROM_TO: Final = re.compile(rf"{_DAY}\s*(?:至|到|-|~|—)\s*{_DAY}")
_UNIT: Final = pattern("period")
_ROLLING: Final = (
    re.compile(
        rf"rolling[-\s]+(?P<count>\d{{1,3}})[-\s]*(?:{_UNIT})[-\s]+to[-\s]+(?P<to>\S+)", re.I
    ),
    re.compile(
        rf"截至\s*(?P<to>\S+?)\s*的?\s*(?:最?近|连续)?\s*(?P<count>\d{{1,3}})\s*(?:{_UNIT})"
    ),
)
_BEST: Final = re.compile(r"best\s+(\d{1,3})\s+of\s+(\d{1,3})")
TAKES: Final = ("mean", "sum", "weighted by days", "last")
"""Ways of joining the totals of several periods, beside the best of them."""


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: ``start`` is the first day, ``end`` the day after the last. ``text`` names it in
    one word that is also a folder's name."""

    text: str
    kind: PeriodKind
    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day within."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        return self.text

    def parts(self, kind: PeriodKind) -> tuple["Period", ...]:
        """The shorter periods of ``kind`` it is made of, in order; none where it is not made of
        whole ones, or is a single one itself."""
        if kind not in MONTHS:
            return ()
        found = tuple(_from(self.start, kind, self.end))
        whole = bool(found) and found[0].start == self.start and found[-1].end == self.end
        return found if whole and len(found) > 1 else ()


def _from(start: date, kind: PeriodKind, end: date) -> Iterator[Period]:
    day = start
    while day < end:
        period = period_at(day, kind)
        yield period
        day = period.end


def period_at(day: date, kind: PeriodKind) -> Period:
    """The month, quarter, half-year or year a day falls in."""
    number = (day.month - 1) // MONTHS[kind] + 1
    names = {"month": f"-{number:02d}", "quarter": f"-Q{number}", "half_year": f"-H{number}"}
    return parse_period(f"{day.year:04d}{names.get(kind, '')}")


def period_before(period: Period, count: int = 1) -> Period:
    """The period of the same kind ``count`` periods earlier; custom ones of the same length."""
    if period.kind in MONTHS:
        return period_at(add_months(period.start, -count * MONTHS[period.kind]), period.kind)
    length = timedelta(days=period.days * count)
    return _custom(period.start - length, period.last - length)


def spans(periods: Sequence[Period]) -> list[str]:
    """Periods as text in order, those that follow one another as ``first..last``."""
    found: list[list[Period]] = []
    for period in sorted(periods, key=lambda one: one.start):
        if found and found[-1][-1].end == period.start:
            found[-1].append(period)
        else:
            found.append([period])
    return [run[0].text if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in found]


def year_earlier(period: Period) -> Period:
    """The same period of the year before."""
    if period.kind in MONTHS:
        return period_before(period, 12 // MONTHS[period.kind])
    year = relativedelta(years=1)
    return _custom(period.start - year, period.last - year)


def add_months(day: date, count: int) -> date:
    """The first of the month ``count`` months after ``day``'s."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def parse_period(value: str) -> Period:
    """A period from its text; :class:`ValueError` where it is none."""
    text = normal(value)
    if found := _FROM_TO.fullmatch(text):
        first, last = (date(*map(int, found.groups()[at : at + 3])) for at in (0, 3))
        return _custom(first, last)
    if ".." in text:
        first, last = (parse_date(day.strip()) for day in text.split("..", 1))
        return _custom(first, last)
    for form in _ROLLING:
        if match := form.fullmatch(text):
            return _rolling(match)
    return _named(text)


def _spelled(text: str) -> str:
    """``2026年10月`` as ``2026-10``, ``2026年第四季度`` as ``2026-Q4``; other text as it is."""
    match = _CHINESE.fullmatch(text)
    if not match:
        return text
    year, month, quarter, half = match.groups()
    if month:
        return f"{year}-{int(month):02d}"
    if quarter:
        return f"{year}-Q{'一二三四1234'.index(quarter) % 4 + 1}"
    return f"{year}-H{1 if half == '上' else 2}" if half else year


def _named(text: str) -> Period:
    text = _spelled(text)
    match = _PERIOD.fullmatch(text.upper())
    if not match or not 1 <= int(match[1]) <= 9998:
        raise ValueError(text)
    year, month, quarter, half = match.groups()
    kind: PeriodKind = (
        "month" if month else "quarter" if quarter else "half_year" if half else "year"
    )
    number = int(month or quarter or half or 1)
    start = date(int(year), (number - 1) * MONTHS[kind] + 1, 1)
    return Period(match[0], kind, start, add_months(start, MONTHS[kind]))


def _custom(first: date, last: date) -> Period:
    if last < first or last.year > 9998:
        raise ValueError(f"{first}..{last}")
    return Period(f"{first}..{last}", "custom", first, last + timedelta(days=1))


def _rolling(match: re.Match[str]) -> Period:
    """``count`` units that end with the last day of ``to``."""
    unit = unit_of(match)
    count, to = int(match["count"]), match["to"]
    if not count:
        raise ValueError(match[0])
    text = f"rolling-{count}-{unit}{'' if count == 1 else 's'}-to-{to.upper()}"
    if unit in MONTHS:
        end = _named(to).end
        months = end.year * 12 + end.month - 1 - count * MONTHS[unit]
        if months < 12:
            raise ValueError(match[0])
        return Period(text, "rolling", add_months(end, -count * MONTHS[unit]), end)
    end = _end_of(to)
    return Period(text, "rolling", end - timedelta(seconds=count * SECONDS[unit]), end)


def _end_of(to: str) -> date:
    try:
        return _named(to).end
    except ValueError:
        return parse_date(to) + timedelta(days=1)


def best_of(value: str) -> tuple[int, int]:
    """How many periods count, of how many: ``best 10 of 12`` is (10, 12)."""
    match = _BEST.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    best, out_of = int(match[1]), int(match[2])
    if not 1 <= best <= out_of:
        raise ValueError(value)
    return best, out_of


def roll_up(value: str) -> str:
    """How totals are joined: ``mean``, ``sum``, ``weighted by days``, ``last``, ``best n of m``."""
    if normal(value) not in TAKES:
        best_of(value)
    return value


def cut_off_days(value: str) -> int:
    """How many days after the period the cut-off day ends: ``day 3 of the next month`` is 3."""
    match = _CUT_OFF.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    days = int(match[1] or match[2])
    if not 1 <= days <= 28:
        raise ValueError(value)
    return days
