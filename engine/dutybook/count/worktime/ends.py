"""When a limit in working time ends: for every moment of every day a calendar covers.

A limit on a calendar is a fixed function of the moment it starts. It is worked out here once, as
pieces of days within which the end either stands still or moves along with the start; engines join
rows with the pieces on the date (measured: cheaper than an ASOF join, and any SQL can say it).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from dutybook.count.worktime.hours import Piece, TimeEnds, TimeStarts
from dutybook.grammar.time.clock import midnight
from dutybook.measure.limits import WorkRule
from dutybook.roster.attendance.daytable import DAY, Day, DayTable


def pieces(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """The rule's ends for every moment of every day, in order, without gaps."""
    if rule.back:
        yield from _back(table, rule)
        return
    ends = TimeEnds(table, rule.amount) if rule.unit == "time" else None
    for place, day in enumerate(table.days):
        start, bound = _carried(rule, day), max(_carried(rule, day), _bound(rule, day))
        if start:
            last = _following(table, rule, place - 1, ends) if rule.cutoff is not None else (
                _last_close(table, rule, place - 1))  # fmt: skip
            yield Piece(day.day, 0, start, last)
        if ends:
            yield from ends.within(place, bound, start)
        elif bound > start:
            yield Piece(day.day, start, bound, _last_close(table, rule, place))
        if bound < DAY:
            yield Piece(day.day, bound, DAY, _following(table, rule, place, ends))


def _carried(rule: WorkRule, day: Day) -> int:
    """Until when a case counts as received on the day before, whose shift is not over yet. Hours
    run on by themselves; only a cut-off of that day, which is past, moves their start."""
    return day.carried if rule.unit == "days" or rule.cutoff is not None else 0


def _following(
    table: DayTable, rule: WorkRule, place: int, ends: TimeEnds | None
) -> datetime | None:
    """The end for what counts as received on the workday after a day."""
    following = bisect_right(table.workdays, place)
    if following >= len(table.workdays):
        return None
    later = table.workdays[following]
    if ends:
        return ends.after(table.before[later] + table.days[later].worked_before)
    return _last_close(table, rule, later)


def piece_rows(
    table: DayTable, rules: Iterable[WorkRule], first: int = 0
) -> Iterator[tuple[int, int, date, int, int, datetime | None, int]]:
    """The pieces of rules numbered from ``first``, each with the least its rule takes, as rows of a
    table."""
    for number, rule in enumerate(rules, first):
        for p in pieces(table, rule):
            yield number, rule.least, p.day, p.start, p.until, p.ends, int(p.moves)


def _back(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """Backwards: the latest moment that lies far enough before each moment of every day."""
    if rule.unit == "time":
        latest = TimeStarts(table, rule.amount)
        for place in range(len(table.days)):
            yield from latest.within(place)
        return
    for place, day in enumerate(table.days):
        if day.carried:
            yield Piece(day.day, 0, day.carried, _close_before(table, rule, place - 1))
        yield Piece(day.day, day.carried, DAY, _close_before(table, rule, place))


def _close_before(table: DayTable, rule: WorkRule, place: int) -> datetime | None:
    """Close of business of the last workday that lies far enough before a day."""
    find = bisect_left if rule.amount else bisect_right
    last = find(table.workdays, place) - max(rule.amount, 1)
    return _close(table, last) if last >= 0 else None


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
        if received < 0:
            return None  # whether that day is worked is not known
        last = bisect_left(table.workdays, received) + max(rule.amount, 1) - 1
    else:
        last = bisect_right(table.workdays, received) + rule.amount - 1
    if last >= len(table.workdays):
        return None
    return _close(table, last)
