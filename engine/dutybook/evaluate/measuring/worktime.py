"""When a limit in working time ends: for every moment of every day a calendar covers.

A limit on a calendar is a fixed function of the moment it starts. It is worked out here once, as
pieces of days within which the end either stands still or moves along with the start; engines join
rows with the pieces on the date (measured: cheaper than an ASOF join, and any SQL can say it).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from dutybook.evaluate.measuring.columns import all_limits
from dutybook.grammar.clock import midnight
from dutybook.model import TimeLimit
from dutybook.roster.daytable import DAY, SECOND, Day, DayTable


@dataclass(frozen=True, slots=True)
class WorkRule:
    """``amount`` microseconds of working time, or workdays. ``same_day``: the first workday counts;
    at or after ``cutoff`` (from midnight) a case counts as received the next workday."""

    unit: Literal["time", "days"]
    amount: int
    same_day: bool = False
    cutoff: int | None = None


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
    """Whether a limit (not those inside it) runs in working time."""
    return limit.limit is not None and (limit.limit.working or limit.limit.unit == "workday")


def rules_of(limit: TimeLimit) -> dict[str | None, WorkRule]:
    """The rules a limit on the calendar stands for, by the content of its ``times`` column; None:
    any other content (or no such column)."""
    assert limit.limit is not None
    cutoff = None if limit.cutoff is None else limit.cutoff // timedelta(microseconds=1)
    if limit.limit.unit == "workday":
        days = int(limit.limit.count)
        return {None: WorkRule("days", days, limit.start == "same_day", cutoff)}
    whole = limit.limit.seconds * SECOND
    if limit.times is None:
        return {None: WorkRule("time", round(whole), cutoff=cutoff)}
    factors = dict[str | None, object](limit.times.cases) | {None: limit.times.otherwise}
    return {
        key: WorkRule("time", round(whole * factor), cutoff=cutoff)  # type: ignore[operator]
        for key, factor in factors.items()
        if factor is not None
    }


def work_rules(limit: TimeLimit) -> list[WorkRule]:
    """All rules of a limit and the limits inside it, each once; their places number them."""
    own = (one for one in all_limits(limit) if on_calendar(one))
    return list(dict.fromkeys(rule for one in own for rule in rules_of(one).values()))


def pieces(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """The rule's ends for every moment of every day, in order, without gaps."""
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
) -> Iterator[tuple[int, date, int, int, datetime | None, int]]:
    """The pieces of numbered rules, as rows of a table."""
    for number, rule in enumerate(rules):
        for piece in pieces(table, rule):
            yield number, piece.day, piece.start, piece.until, piece.ends, int(piece.moves)


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
    day = table.days[table.workdays[last]]
    return midnight(day.day) + timedelta(microseconds=day.close)


class _TimeEnds:
    """Where ``length`` of working time ends, by how much was worked before it starts."""

    def __init__(self, table: DayTable, length: int) -> None:
        self.table = table
        self.length = length
        self.opening: list[datetime] = []
        self.from_: list[int] = []
        self.to: list[int] = []
        for day, before in zip(table.days, table.before, strict=True):
            for start, until in day.opens:
                self.opening.append(midnight(day.day) + timedelta(microseconds=start))
                self.from_.append(before)
                before += until - start
                self.to.append(before)

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
