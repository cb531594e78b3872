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
from dutybook.roster.daytable import DAY, Day, DayTable


def pieces(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """The rule's ends for every moment of every day, in order, without gaps."""
    if rule.back:
        yield from _back(table, rule)
        return
    ends = TimeEnds(table, rule.amount) if rule.unit == "time" else None
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


def _back(table: DayTable, rule: WorkRule) -> Iterator[Piece]:
    """Backwards: the latest moment that lies far enough before each moment of every day."""
    if rule.unit == "time":
        latest = TimeStarts(table, rule.amount)
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
