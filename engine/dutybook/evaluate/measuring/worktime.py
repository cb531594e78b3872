"""When a limit in working time ends: for every moment of every day a calendar covers.

A limit on a calendar is a fixed function of the moment it starts. It is worked out here once, as
pieces of days within which the end either stands still or moves along with the start; engines join
rows with the pieces on the date (measured: cheaper than an ASOF join, and any SQL can say it).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal

from dutybook.evaluate.measuring.columns import all_limits
from dutybook.grammar.clock import midnight
from dutybook.grammar.limit import Limit
from dutybook.model import By, Condition, TimeLimit
from dutybook.roster.daytable import DAY, SECOND, Day, DayTable


@dataclass(frozen=True, slots=True)
class WorkRule:
    """``amount`` microseconds of working time, or workdays. ``same_day``: the first workday counts;
    at or after ``cutoff`` (from midnight) a case counts as received the next workday; ``back``: it
    is counted backwards, for what has to lie that long before."""

    unit: Literal["time", "days"]
    amount: int
    same_day: bool = False
    cutoff: int | None = None
    back: bool = False

    @property
    def least(self) -> int:
        """What has to pass before it can end: even no workday at all ends with a close."""
        return self.amount if self.unit == "time" else max(self.amount, 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """Starts at [start, until) of ``day`` end at ``ends`` (local time), later by their time since
    midnight if it ``moves``; None: after the last day the calendar covers."""

    day: date
    start: int
    until: int
    ends: datetime | None
    moves: bool = False


def on_calendar(limit: TimeLimit) -> bool:
    """Whether a limit or lead (not those inside it) runs in working time."""
    length = limit.limit or limit.lead
    return length is not None and (length.working or length.unit == "workday")


Test = str | Condition | None
"""Where a stretch applies: a content of its column, a condition, or everywhere else."""


def factors(limit: TimeLimit) -> dict[Test, Fraction | None]:
    """How far a limit is stretched, in the order of its tests; None: no such limit."""
    if limit.times is None:
        return {None: Fraction(1)}
    if isinstance(limit.times, By):
        return {**dict(limit.times.cases), None: limit.times.otherwise}
    return {**{case.when: case.factor for case in limit.times}, None: Fraction(1)}


def rules_of(limit: TimeLimit) -> dict[Test, WorkRule]:
    """The rules a limit on the calendar stands for, by where each applies."""
    if limit.lead is not None:
        return {None: WorkRule(*_amount(limit.lead, Fraction(1)), back=True)}
    assert limit.limit is not None
    cutoff = None if limit.cutoff is None else limit.cutoff // timedelta(microseconds=1)
    same_day = limit.limit.unit == "workday" and limit.start == "same_day"
    return {
        test: WorkRule(*_amount(limit.limit, factor), same_day, cutoff)
        for test, factor in factors(limit).items()
        if factor is not None
    }


def _amount(limit: Limit, factor: Fraction) -> tuple[Literal["time", "days"], int]:
    """What a stretched limit comes to; a part of a workday is a workday."""
    if limit.unit == "workday":
        return "days", ceil(limit.count * factor)
    return "time", round(limit.seconds * SECOND * factor)


def work_rules(limit: TimeLimit) -> list[WorkRule]:
    """All rules of a limit and the limits inside it, each once; their places number them."""
    own = (one for one in all_limits(limit) if on_calendar(one))
    return list(dict.fromkeys(rule for one in own for rule in rules_of(one).values()))


def pieces(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """The rule's ends for every moment of every day, in order, without gaps."""
    if rule.back:
        yield from _back(table, rule)
        return
    ends = _TimeEnds(table, rule.amount) if rule.unit == "time" else None
    for place, day in enumerate(table.days):
        bound = _bound(rule, day)
        if ends:
            yield from ends.within(place, bound)
        elif bound:
            yield Piece(day.day, 0, bound, _last_close(table, rule, place))
        if bound < DAY:
            following = bisect_right(table.workdays, place)
            later = table.workdays[following] if following < len(table.workdays) else None
            if ends:
                end = None if later is None else ends.after(table.before[later])
            else:
                end = None if later is None else _last_close(table, rule, later)
            yield Piece(day.day, bound, DAY, end)


def piece_rows(
    table: DayTable, rules: Iterable[WorkRule]
) -> Iterator[tuple[int, int, date, int, int, datetime | None, int]]:
    """The pieces of numbered rules, each with the least its rule takes, as rows of a table."""
    for number, rule in enumerate(rules):
        for p in pieces(table, rule):
            yield number, rule.least, p.day, p.start, p.until, p.ends, int(p.moves)


def open_hours(table: DayTable) -> Iterator[tuple[datetime, int, int]]:
    """Every stretch of opening hours: when it opens, what was worked before and after it."""
    for day, before in zip(table.days, table.before, strict=True):
        for start, until in day.opens:
            after = before + until - start
            yield midnight(day.day) + timedelta(microseconds=start), before, after
            before = after


def _back(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """Backwards: the latest moment that lies far enough before each moment of every day."""
    if rule.unit == "time":
        latest = _TimeStarts(table, rule.amount)
        for place in range(len(table.days)):
            yield from latest.within(place)
        return
    for place, day in enumerate(table.days):
        before = bisect_left(table.workdays, place) if rule.amount else None
        last = bisect_right(table.workdays, place) if before is None else before
        last -= max(rule.amount, 1)
        yield Piece(day.day, 0, DAY, _close(table, last) if last >= 0 else None)


def _close(table: DayTable, number: int) -> datetime:
    """Close of business of a workday, counted from 0."""
    day = table.days[table.workdays[number]]
    return midnight(day.day) + timedelta(microseconds=day.close)


def _bound(rule: WorkRule, day: Day) -> int:
    """Until when a case counts as received on the day itself; from then on, the next workday."""
    at_close = rule.unit == "days" and (rule.same_day or not rule.amount)
    if rule.cutoff is None and not at_close:
        return DAY
    if not day.workday:
        return 0
    return min(DAY if rule.cutoff is None else rule.cutoff, day.close if at_close else DAY)


def _last_close(table: DayTable, rule: WorkRule, received: int) -> datetime | None:
    """Close of business of the last workday; the day of receipt is day 0, or day 1."""
    if rule.same_day or not rule.amount:
        last = bisect_left(table.workdays, received) + max(rule.amount, 1) - 1
    else:
        last = bisect_right(table.workdays, received) + rule.amount - 1
    if last >= len(table.workdays):
        return None
    return _close(table, last)


class _Time:
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


class _TimeEnds(_Time):
    """Where the working time ends, by how much was worked before it starts."""

    def after(self, worked: int) -> datetime | None:
        """The end for a start before which ``worked`` was worked."""
        stretch = self._stretch(worked)
        if stretch is None:
            return None
        passed = worked + self.length - self.from_[stretch]
        return self.opening[stretch] + timedelta(microseconds=passed)

    def within(self, place: int, bound: int) -> Iterator[Piece]:
        """Pieces of one day up to ``bound``."""
        day, worked, at = self.table.days[place], self.table.before[place], 0
        for start, until in day.opens:
            if start > at and at < bound:
                yield Piece(day.day, at, min(start, bound), self.after(worked))
            yield from self._open(day.day, start, min(until, bound), worked)
            worked += until - start
            at = until
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


class _TimeStarts(_Time):
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
