"""Days, moments and stretches of days, between local time and UTC."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dutybook.grammar.number.quantity import normal
from dutybook.grammar.time.clock import midnight

Stretch = tuple[date, date]
"""Days [first, last)."""

_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?"
)


def parse_day(value: str) -> date:
    """A day as people and spreadsheets write it; :class:`ValueError` where it is none."""
    match = _DAY.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    return date(int(match[1]), int(match[2]), int(match[3]))


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """A local moment without zone as UTC without zone; the ends of the calendar stay what they
    are."""
    try:
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return local


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """A UTC moment without zone as local time without zone."""
    return instant.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """When a local day begins, in UTC."""
    return to_utc(midnight(day), zone)


def day_after(day: date) -> date:
    """The next day; the calendar's last day has none."""
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same days as separate stretches, in order."""
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def overlap(stretch: Stretch, start: date, end: date) -> Stretch | None:
    """The part of ``stretch`` inside [start, end)."""
    first, last = max(stretch[0], start), min(stretch[1], end)
    return (first, last) if first < last else None


def over(moment: datetime) -> datetime:
    """When a day that ends a limit is over: to a reader its last microsecond is midnight."""
    return moment + timedelta(microseconds=1) if moment.microsecond == 999_999 else moment
