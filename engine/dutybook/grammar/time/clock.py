"""Times of day, dates and moments."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dutybook.grammar.number.quantity import normal

_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEASON: Final = re.compile(r"(\d{2})-(\d{2})\.\.(\d{2})-(\d{2})")
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?")


@dataclass(frozen=True, slots=True)
class Season:
    """The same days of every year, as (month, day), both included; it may cross new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def __contains__(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


def clock(value: str) -> timedelta:
    """Time of day as an offset from midnight; ``24:00`` is the day's end."""
    match = _CLOCK.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    hours, minutes = int(match[1]), int(match[2])
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError(value)
    return timedelta(hours=hours, minutes=minutes)


def clock_text(offset: timedelta) -> str:
    """``timedelta`` back to ``HH:MM``."""
    minutes = int(offset.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def parse_date(value: str) -> date:
    """``2026-01-01``, and only that."""
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    return date.fromisoformat(value)


def parse_dates(value: str) -> tuple[date, date]:
    """A date, or ``first..last``, both included."""
    first, _, last = value.partition("..")
    start, end = parse_date(first.strip()), parse_date((last or first).strip())
    if end < start:
        raise ValueError(value)
    return start, end


def parse_season(value: str) -> Season:
    """``05-01..09-30``; 29 February is a day."""
    match = _SEASON.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    numbers = [int(part) for part in match.groups()]
    first, last = date(2000, *numbers[:2]), date(2000, *numbers[2:])
    return Season((first.month, first.day), (last.month, last.day))


def moment(value: str) -> datetime:
    """A date, or a date and a time of day, without zone."""
    match = _MOMENT.fullmatch(normal(value))
    if not match:
        raise ValueError(value)
    return midnight(parse_date(match[1])) + (clock(match[2]) if match[2] else timedelta())


def midnight(day: date) -> datetime:
    """The instant a local day begins, without zone."""
    return datetime.combine(day, time())


def timezone(value: str) -> ZoneInfo:
    """An IANA zone such as ``Asia/Shanghai``."""
    try:
        return ZoneInfo(value)
    except (KeyError, OSError) as error:
        raise ValueError(value) from error
