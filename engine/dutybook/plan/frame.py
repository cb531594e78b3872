"""The zone, days and moments between which things count."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dutybook.roster.attendance.days import day_after, day_start
from dutybook.roster.attendance.daytable import DayTable


@dataclass(frozen=True, slots=True)
class Frame:
    """The organisation's zone, the moments (UTC) and days between which things count, and the
    days of its calendar."""

    zone: str
    start: datetime
    end: datetime
    as_of: datetime
    start_day: date
    end_day: date
    as_of_day: date
    days: DayTable | None = None

    def at(self, start: date, end: date, last: date | None = None) -> "Frame":
        """The same place for other days [start, end); ``last`` is the last day that counts."""
        zone = ZoneInfo(self.zone)
        after = self.as_of_day if last is None else day_after(last)
        moments = day_start(start, zone), day_start(end, zone), day_start(after, zone)
        return Frame(self.zone, *moments, start, end, after, self.days)
