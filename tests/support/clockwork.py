"""An independent, slow reading of a working calendar: minute by minute, day by day.

It shares nothing with the engine but the definition itself; tests compare the two.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from dutybook.model import Calendar

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class OutsideError(Exception):
    """The calendar says nothing about that day."""


class Clockwork:
    """Answers by stepping."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.usual = cache(self._usual)  # asked of the same days for every minute
        self.shifts = cache(self._shifts)

    def works(self, day: date) -> bool:
        if not self.calendar.covers.from_ <= day <= self.calendar.covers.to:
            raise OutsideError
        return self.usual(day)

    def _usual(self, day: date) -> bool:
        calendar = self.calendar
        if any(first <= day <= last for first, last in calendar.makeup):
            return True
        if any(first <= day <= last for first, last in calendar.holidays):
            return False
        return NAMES[day.weekday()] in calendar.workdays

    def is_open(self, moment: datetime) -> bool:
        self.works(moment.date())
        return self.shift_of(moment) is not None

    def shift_of(self, moment: datetime) -> date | None:
        """The day whose shift is on, the earlier of two."""
        today = moment.date()
        return next((day for day in (today - DAY, today) if self.on(day, moment)), None)

    def on(self, day: date, moment: datetime) -> bool:
        """Whether a shift that starts on the day is on."""
        return any(start <= moment < end for start, end in self.shifts(day))

    def _shifts(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.usual(day):
            return []
        made_up = any(first <= day <= last for first, last in self.calendar.makeup)
        name = self.calendar.workdays[0] if made_up else NAMES[day.weekday()]
        begins = datetime.combine(day, time())
        return [
            (
                begins + shift.from_,
                begins + shift.to + (DAY if shift.to <= shift.from_ else timedelta()),
            )
            for shift in self.calendar.shifts
            if (not shift.days or name in shift.days)
            and (shift.season is None or day in shift.season)
        ]

    def close(self, day: date) -> datetime:
        """The first minute after the last open one."""
        if not self.calendar.shifts:
            return datetime.combine(day, time()) + DAY
        moment = datetime.combine(day, time()) + 2 * DAY
        while not self.on(day, moment - MINUTE):
            moment -= MINUTE
        return moment

    def day(self, moment: datetime) -> date:
        """The day a moment belongs to: while a shift of yesterday is on, yesterday."""
        today = moment.date()
        return today - DAY if self.on(today - DAY, moment) else today

    def received(self, start: datetime, cutoff: timedelta) -> date:
        day = self.day(start)
        self.works(max(day, self.calendar.covers.from_))
        if self.usual(day) and start < datetime.combine(day, time()) + cutoff:
            return day
        day += DAY
        while not self.works(day):
            day += DAY
        return day

    def after_time(self, start: datetime, minutes: int, cutoff: timedelta | None) -> datetime:
        moment = start
        if cutoff is not None:
            day = self.received(start, cutoff)
            if day > self.day(start):
                moment = datetime.combine(day, time())
                while self.is_open(moment) and self.day(moment) < day:
                    moment += MINUTE
        while not self.is_open(moment):
            moment += MINUTE
        while minutes:
            if self.is_open(moment):
                minutes -= 1
            moment += MINUTE
        return moment

    def after_days(
        self, start: datetime, count: int, cutoff: timedelta | None, *, same_day: bool
    ) -> datetime:
        self.works(start.date())
        day = self.day(start) if cutoff is None else self.received(start, cutoff)
        if same_day or not count:
            while not (self.works(day) and start < self.close(day)):
                day += DAY
            count = max(count, 1) - 1
        while count:
            day += DAY
            count -= self.works(day)
        return self.close(day)
