"""What a checklist or a calendar is made for: a day ``2026-10-14``, an ISO week ``2026-W43``, or an
evaluation period (``2026-10``, ``2026-Q4``, ``2026``)."""

import re
from datetime import date, timedelta
from typing import Final

from dutybook.grammar.number.quantity import normal
from dutybook.grammar.time.clock import parse_date
from dutybook.grammar.time.period import Period, parse_period

_WEEK: Final = re.compile(r"(\d{4})-W(\d{2})")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_checklist_period(value: str) -> Period:
    """The days a text means; :class:`ValueError` where it means none."""
    text = normal(value).upper()
    if match := _WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return Period(text, "week", monday, monday + timedelta(days=7))
    if _DAY.fullmatch(text):
        return one_day(parse_date(text))
    return parse_period(value)


def one_day(day: date) -> Period:
    """A single day."""
    return Period(day.isoformat(), "day", day, day + timedelta(days=1))
