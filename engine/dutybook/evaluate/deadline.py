"""Time limits as SQL: when the limit of a row ends."""

from fractions import Fraction

from dutybook.evaluate.dialect import Dialect
from dutybook.evaluate.typed import ident, text, utc
from dutybook.grammar.limit import Limit
from dutybook.model import By, TimeLimit


def deadline(dialect: Dialect, column: str, limit: TimeLimit) -> str:
    """When ``limit`` ends for a row, in UTC, approved extensions added; NULL where none applies."""
    return f'({_deadline(dialect, column, limit)} + to_microseconds("$extra"))'


def _deadline(dialect: Dialect, column: str, limit: TimeLimit) -> str:
    if limit.by is not None:
        cases = [(key, _deadline(dialect, column, case)) for key, case in limit.by.cases]
        rest = limit.by.otherwise
        return case_of(limit.by.column, cases, _deadline(dialect, column, rest) if rest else "NULL")
    if limit.due is not None:
        rest = limit.otherwise
        later = _deadline(dialect, column, rest) if rest else "NULL"
        return f"coalesce({_due(dialect, limit.due)}, {later})"
    assert limit.limit is not None  # supported.py lets nothing else through
    if limit.limit.elapsed:
        return f"{dialect.instant(column)} + to_microseconds({_length(limit.limit, limit.times)})"
    return _last_moment(dialect, column, limit.limit, same_day=limit.start == "same_day")


def _length(limit: Limit, times: "By[Fraction] | None") -> str:
    whole = limit.seconds * 1_000_000
    if times is None:
        return str(round(whole))
    cases = [(key, str(round(whole * factor))) for key, factor in times.cases]
    rest = times.otherwise
    return case_of(times.column, cases, "NULL" if rest is None else str(round(whole * rest)))


def _last_moment(dialect: Dialect, column: str, limit: Limit, *, same_day: bool) -> str:
    """Limits that count dates: the starting day is day 0 and the last day ends at 24:00."""
    count = int(limit.count) * (7 if limit.unit == "week" else 1)
    day = dialect.day(column)
    last = (
        f"cast({day} + interval {count} month as date)"
        if limit.unit == "month"
        else f"{day} + {count}"
    )
    if same_day and count:
        last = f"{last} - 1"
    if limit.by is not None:
        by = round(limit.by.total_seconds()) * 1_000_000
        return utc(f"cast({last} as timestamp) + to_microseconds({by})", dialect.frame.zone)
    return utc(f"cast({last} + 1 as timestamp)", dialect.frame.zone)


def _due(dialect: Dialect, column: str) -> str:
    if dialect.source.columns[column].type == "date":
        return utc(f"cast({ident(column)} + 1 as timestamp)", dialect.frame.zone)
    return ident(column)


def case_of(column: str, cases: list[tuple[str, str]], otherwise: str) -> str:
    """A value by a column's content."""
    whens = " ".join(f"when {text(key)} then {value}" for key, value in cases)
    return f"(case cast({ident(column)} as varchar) {whens} else {otherwise} end)"
