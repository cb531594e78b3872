"""Time limits: those inside others, the columns they look at, what working time each comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import Final, Literal

from dutybook.grammar.expression import columns, parse_expression
from dutybook.grammar.time.limit import Limit
from dutybook.model import By, Condition, Expression, Pause, Span, TimeLimit

_SECOND: Final = 1_000_000
"""Microseconds in one."""


def all_limits(limit: TimeLimit) -> Iterator[TimeLimit]:
    """A limit and every limit inside it."""
    yield limit
    inner = [limit.otherwise]
    if limit.by:
        inner += [*(case for _, case in limit.by.cases), limit.by.otherwise]
    for one in inner:
        if one is not None:
            yield from all_limits(one)


def span_columns(span: Span) -> set[str]:
    """Start, ends, and whatever the limit looks at."""
    return {span.from_, *span.to, *_looked_at(span.within)}


def _looked_at(limit: TimeLimit) -> Iterator[str]:
    yield from dues_of(limit)
    for one in all_limits(limit):
        if one.by is not None:
            yield one.by.column
        if isinstance(one.times, tuple):
            yield from (column for case in one.times for column in columns_of(case.when))
        elif one.times is not None:
            yield one.times.column
        if one.pause is not None:
            yield from one.pause.columns


def dues_of(limit: TimeLimit) -> Iterator[str]:
    """Columns that hold when a limit ends."""
    yield from (one.due for one in all_limits(limit) if one.due)


def waits_in(limits: Iterable[TimeLimit]) -> tuple[Pause, ...]:
    """The pauses of limits whose waits are kept in a log of their own."""
    pauses = (limit.pause for whole in limits for limit in all_limits(whole))
    return tuple(dict.fromkeys(pause for pause in pauses if pause and pause.of))


def waits_columns(pause: Pause) -> set[str]:
    """Columns that a pause reads of the log of its waits."""
    ends = {column for one in pause.stretches for column in (one.from_, one.to)}
    return {str(pause.key)} | ends | columns_of(pause.begins) | columns_of(pause.ends)


def columns_of(value: object) -> set[str]:
    """Names of the columns that an expression, or what varies by one, reads."""
    if isinstance(value, By):
        return {value.column}
    if isinstance(value, Condition | Expression):
        return columns(parse_expression(value.sql))
    return set()


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
    return "time", round(limit.seconds * _SECOND * factor)


def work_rules(limit: TimeLimit) -> list[WorkRule]:
    """All rules of a limit and the limits inside it, each once; their places number them."""
    own = (one for one in all_limits(limit) if on_calendar(one))
    return list(dict.fromkeys(rule for one in own for rule in rules_of(one).values()))
