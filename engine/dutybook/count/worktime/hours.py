"""Hours that have to pass while work goes on: when they have, and since when they must have.

While the clock runs, the one moves along with the other; where either reaches closed time it jumps.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dutybook.grammar.time.clock import midnight
from dutybook.roster.attendance.daytable import DAY, DayTable


@dataclass(frozen=True, slots=True)
class Piece:
    """Starts at [start, until) of ``day`` end at ``ends`` (local time), later by their time since
    midnight if it ``moves``; None: after the last day the calendar covers."""

    day: date
    start: int
    until: int
    ends: datetime | None
    moves: bool = False


def open_hours(table: DayTable) -> Iterator[tuple[datetime, int, int]]:
    """Every stretch of opening hours: when it opens, what was worked before and after it."""
    for day, before in zip(table.days, table.before, strict=True):
        for start, until in day.opens:
            after = before + until - start
            yield midnight(day.day) + timedelta(microseconds=start), before, after
            before = after


class _Hours:
    """``length`` of working time, and all opening hours in the order they are worked."""

    def __init__(self, table: DayTable, length: int) -> None:
        self.table = table
        self.length = length
        self.opening: list[datetime] = []
        self.from_: list[int] = []
        self.to: list[int] = []
        for opening, before, after in open_hours(table):
            self.opening.append(opening)
            self.from_.append(before)
            self.to.append(after)


class TimeEnds(_Hours):
    """Where the working time ends, by how much was worked before it starts."""

    def after(self, worked: int) -> datetime | None:
        """The end for a start before which ``worked`` was worked."""
        stretch = self._stretch(worked)
        if stretch is None:
            return None
        passed = worked + self.length - self.from_[stretch]
        return self.opening[stretch] + timedelta(microseconds=passed)

    def within(self, place: int, bound: int, first: int = 0) -> Iterator[Piece]:
        """Pieces of one day from ``first`` up to ``bound``."""
        day, worked, at = self.table.days[place], self.table.before[place], first
        for opening, until in day.opens:
            start = max(opening, min(first, until))
            worked += start - opening
            if start > at and at < bound:
                yield Piece(day.day, at, min(start, bound), self.after(worked))
            yield from self._open(day.day, start, min(until, bound), worked)
            worked += until - start
            at = max(at, until)
        if at < bound:
            yield Piece(day.day, at, bound, self.after(worked))

    def _open(self, day: date, start: int, until: int, worked: int) -> Iterator[Piece]:
        """While the clock runs the end moves along, and jumps where it reaches closed time."""
        while start < until:
            stretch, end = self._stretch(worked), self.after(worked)
            if stretch is None or end is None:
                yield Piece(day, start, until, None)
                return
            room = self.to[stretch] - worked - self.length + (1 if self.length else 0)
            stop = min(until, start + room)
            yield Piece(day, start, stop, end - timedelta(microseconds=start), moves=True)
            worked, start = worked + stop - start, stop

    def _stretch(self, worked: int) -> int | None:
        """The opening hours in which it ends: exactly at closing time is within them; no time at
        all ends when work can begin."""
        find = bisect_left if self.length else bisect_right
        stretch = find(self.to, worked + self.length)
        return stretch if stretch < len(self.to) else None


class TimeStarts(_Hours):
    """The latest moment from which the working time still passes before another."""

    def at(self, worked: int) -> datetime | None:
        """The latest moment before which no more than ``worked`` was worked: work goes on then."""
        stretch = bisect_right(self.to, worked)
        if worked < 0 or stretch >= len(self.to):
            return None
        return self.opening[stretch] + timedelta(microseconds=worked - self.from_[stretch])

    def within(self, place: int) -> Iterator[Piece]:
        """Pieces of one day."""
        day, worked, at = self.table.days[place], self.table.before[place], 0
        for start, until in day.opens:
            if start > at:
                yield Piece(day.day, at, start, self.at(worked - self.length))
            yield from self._open(day.day, start, until, worked)
            worked, at = worked + until - start, until
        if at < DAY:
            yield Piece(day.day, at, DAY, self.at(worked - self.length))

    def _open(self, day: date, start: int, until: int, worked: int) -> Iterator[Piece]:
        while start < until:
            left = worked - self.length
            begins, stretch = self.at(left), bisect_right(self.to, left)
            if begins is None:
                stop = min(until, start - left) if left < 0 else until
                yield Piece(day, start, stop, None)
            else:
                stop = min(until, start + self.to[stretch] - left)
                moved = begins - timedelta(microseconds=start)
                yield Piece(day, start, stop, moved, moves=True)
            worked, start = worked + stop - start, stop
