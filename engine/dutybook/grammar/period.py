"""Evaluation periods: ``2026-10``, ``2026-Q3``, ``2026-H1``, ``2026``; and their cut-off days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from dutybook.grammar.quantity import normal

Kind = Literal["day", "week", "month", "quarter", "half_year", "year"]
MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

_PERIOD: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?")
_CUT_OFF: Final = re.compile(
    r"day\s+(\d{1,2})\s+of\s+the\s+next\s+(?:month|period)|(?:次月|下月)(\d{1,2})[日号]前?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: ``start`` is the first day, ``end`` the day after the last."""

    text: str
    kind: Kind
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


def add_months(day: date, count: int) -> date:
    """The first of the month ``count`` months after ``day``'s."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def parse_period(value: str) -> Period:
    """A period from its text; :class:`ValueError` where it is none."""
    match = _PERIOD.fullmatch(normal(value).upper())
    if not match or not 1 <= int(match[1]) <= 9998:
        raise ValueError(value)
    year, month, quarter, half = match.groups()
    kind: Kind = "month" if month else "quarter" if quarter else "half_year" if half else "year"
    number = int(month or quarter or half or 1)
    start = date(int(year), (number - 1) * MONTHS[kind] + 1, 1)
    return Period(match[0], kind, start, add_months(start, MONTHS[kind]))


def cut_off_days(value: str) -> int:
    """How many days after the period the cut-off day ends: ``day 3 of the next month`` is 3."""
    match = _CUT_OFF.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    days = int(match[1] or match[2])
    if not 1 <= days <= 28:
        raise ValueError(value)
    return days
