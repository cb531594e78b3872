"""Whole days, weeks and months that belong to a period, for measures taken window by window.

ISO weeks belong to the period of their Thursday, months to that of their last day: a window is
never cut at the period's edge (docs/semantics.md#periods).
"""

from datetime import date, timedelta
from typing import Literal

from dutybook.grammar.time.period import add_months

Window = Literal["day", "week", "month"]
_ONE = timedelta(days=1)


def windows(every: Window, start: date, end: date) -> list[tuple[date, date]]:
    """The windows [first, last) that belong to the days [start, end), in order."""
    days = [start + _ONE * n for n in range((end - start).days)]
    if every == "day":
        return [(day, day + _ONE) for day in days]
    if every == "week":
        return [(day - 3 * _ONE, day + 4 * _ONE) for day in days if day.weekday() == 3]
    lasts = [day for day in days if (day + _ONE).day == 1]
    return [(day.replace(day=1), add_months(day, 1)) for day in lasts]
