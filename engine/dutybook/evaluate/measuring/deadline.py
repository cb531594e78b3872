"""Time limits as SQL: when the limit of a row ends."""

from datetime import timedelta
from fractions import Fraction

from dutybook.evaluate.measuring.dialect import Dialect
from dutybook.evaluate.measuring.worktime import WorkRule, on_calendar, rules_of, work_rules
from dutybook.evaluate.reading.typed import ident, text, utc
from dutybook.grammar.limit import Limit
from dutybook.model import By, TimeLimit


def deadline(dialect: Dialect, column: str, limit: TimeLimit) -> str:
    """When ``limit`` ends for a row, in UTC, approved extensions added; NULL where none applies."""
    return f'({_deadline(dialect, column, limit)} + to_microseconds("$extra"))'


def clocked(dialect: Dialect, column: str, limit: TimeLimit, facts: str, clock: str) -> str:
    """``facts`` with the piece of ``clock`` into which each row's start falls; ``$needs`` is the
    row's rule, NULL where its limit is not in working time."""
    needs = rule_number(limit, work_rules(limit))
    day = 'cast("$local" as date)'
    return f"""
(select * from (select *, {day} as "$on", {_into(day, '"$local"')} as "$into" from (
    select *, {dialect.wall_clock(column)} as "$local", {needs} as "$needs" from {facts}))
  left join {clock} on "$rule" = "$needs" and "$day" = "$on"
    and "$into" >= "$start" and "$into" < "$until")"""


def rule_number(limit: TimeLimit, rules: list[WorkRule]) -> str:
    """Place in ``rules`` of the rule that a row's limit follows; NULL for other limits."""
    if limit.by is not None:
        cases = [(key, rule_number(case, rules)) for key, case in limit.by.cases]
        rest = limit.by.otherwise
        return case_of(limit.by.column, cases, rule_number(rest, rules) if rest else "NULL")
    if limit.due is not None:
        return rule_number(limit.otherwise, rules) if limit.otherwise else "NULL"
    if not on_calendar(limit):
        return "NULL"
    numbers = {key: str(rules.index(rule)) for key, rule in rules_of(limit).items()}
    otherwise = numbers.pop(None, "NULL")
    if limit.times is None:
        return otherwise
    return case_of(limit.times.column, [(str(k), n) for k, n in numbers.items()], otherwise)


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
    if on_calendar(limit):
        return utc('("$ends" + to_microseconds("$moves" * "$into"))', dialect.frame.zone)
    if limit.limit.elapsed:
        return f"{dialect.instant(column)} + to_microseconds({_length(limit.limit, limit.times)})"
    day = _received(dialect, column, limit.cutoff)
    return _last_moment(dialect, day, limit.limit, same_day=limit.start == "same_day")


def _length(limit: Limit, times: "By[Fraction] | None") -> str:
    whole = limit.seconds * 1_000_000
    if times is None:
        return f"{round(whole)}::bigint"
    cases = [(key, str(round(whole * factor))) for key, factor in times.cases]
    rest = times.otherwise
    return case_of(times.column, cases, "NULL" if rest is None else str(round(whole * rest)))


def _received(dialect: Dialect, column: str, cutoff: timedelta | None) -> str:
    """The day on which a case counts as received: at or after the cut-off, the next."""
    day = dialect.day(column)
    if cutoff is None:
        return day
    bound = cutoff // timedelta(microseconds=1)
    into = _into(day, dialect.wall_clock(column))
    return f"({day} + case when {into} >= {bound} then 1 else 0 end)"


def _into(day: str, moment: str) -> str:
    """Microseconds since a day began."""
    return f"date_diff('microsecond', cast({day} as timestamp), {moment})"


def _last_moment(dialect: Dialect, day: str, limit: Limit, *, same_day: bool) -> str:
    """Limits that count dates: the starting day is day 0 and the last day ends at 24:00."""
    count = int(limit.count) * (7 if limit.unit == "week" else 1)
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
