"""Days in months and longer: when a month or year begins, and what is so long after a day."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final, Literal, get_args

from dutybook.grammar.number.unit import MONTHS, SECONDS
from dutybook.grammar.time.limit import Limit, parse_limit

Stretch = Literal["month", "quarter", "half_year", "year"]
_STRETCHES: Final[dict[str, Stretch]] = {kind: kind for kind in get_args(Stretch)}


def first_day(day: date, kind: Stretch) -> date:
    """The first day of the month, quarter, half-year or year that holds ``day``."""
    months = MONTHS[kind]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def parse_span(value: str) -> Limit:
    """A number of days, weeks or months; :class:`ValueError` for anything else."""
    span = parse_limit(value)
    if span.unit not in ("day", "week", "month") or span.by is not None or not span.count:
        raise ValueError(value)
    return span


def parse_within(value: str) -> "Stretch | Limit":
    """The same calendar month (quarter, …), or so long after."""
    return _STRETCHES.get(value) or parse_span(value)


def later(day: date, span: Limit) -> date:
    """The day ``span`` after ``day``; months end on the same date or the month's last."""
    if span.unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + int(span.count), 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=int(span.rough_seconds // SECONDS["day"]))
