"""An independent, slow reading of a working calendar: minute by minute, day by day.

It shares nothing with the engine but the definition itself; tests compare the two.
"""

from datetime import date, datetime, time, timedelta

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

    def works(self, day: date) -> bool:
        calendar = self.calendar
        if not calendar.covers.from_ <= day <= calendar.covers.to:
            raise OutsideError
        if any(first <= day <= last for first, last in calendar.makeup):
            return True
        if any(first <= day <= last for first, last in calendar.holidays):
            return False
        return NAMES[day.weekday()] in calendar.workdays

    def is_open(self, moment: datetime) -> bool:
        day = moment.date()
        if not self.works(day):
            return False
        made_up = any(first <= day <= last for first, last in self.calendar.makeup)
        name = self.calendar.workdays[0] if made_up else NAMES[day.weekday()]
        passed = moment - datetime.combine(day, time())
        return any(
            shift.from_ <= passed < shift.to
            for shift in self.calendar.shifts
            if (not shift.days or name in shift.days)
            and (shift.season is None or day in shift.season)
        )

    def close(self, day: date) -> datetime:
        """The first minute after the last open one."""
        moment = datetime.combine(day, time()) + DAY
        if self.calendar.shifts:
            while not self.is_open(moment - MINUTE):
                moment -= MINUTE
        return moment

    def received(self, start: datetime, cutoff: timedelta) -> date:
        day = start.date()
        while not (self.works(day) and start < datetime.combine(day, time()) + cutoff):
            day += DAY
        return day

    def after_time(self, start: datetime, minutes: int, cutoff: timedelta | None) -> datetime:
        moment = start
        if cutoff is not None:
            moment = max(start, datetime.combine(self.received(start, cutoff), time()))
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
        day = start.date() if cutoff is None else self.received(start, cutoff)
        if same_day or not count:
            while not (self.works(day) and start < self.close(day)):
                day += DAY
            count = max(count, 1) - 1
        while count:
            day += DAY
            count -= self.works(day)
        return self.close(day)
