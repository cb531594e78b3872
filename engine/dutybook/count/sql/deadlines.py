"""Time limits as SQL: when the limit of a row ends, and what had to happen until then."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from math import ceil

from dutybook.count.sql.columns import Dialect
from dutybook.count.sql.limits import case_of, chosen
from dutybook.count.sql.pauses import DATES, MOMENTS, UNPAUSED, paused, placed, stretched_by, waited
from dutybook.grammar.time.limit import Limit
from dutybook.logs.types import ident, utc
from dutybook.measure.limits import Test, WorkRule, factors, on_calendar, rules_of, work_rules
from dutybook.model import By, TimeLimit
from dutybook.model.measure import Span

_MICROSECOND = timedelta(microseconds=1)


def began(dialect: Dialect, span: Span) -> str:
    """The moment a row's limit is counted from, in UTC: what has to lie ``lead`` before another is
    counted back from the first of those to happen."""
    first = f"least({', '.join(map(dialect.instant, span.to))})"
    start = dialect.instant(span.from_)
    return chosen(span.within, lambda limit: first if limit.lead else start, start)


def done(dialect: Dialect, span: Span) -> str:
    """When what had to happen in time happened, in UTC; a day on which it did is any moment after
    the day's first."""

    def end(column: str) -> str:
        days = dialect.source.columns[column].type == "date"
        return dialect.instant(column) + (" + to_microseconds(1)" if days else "")

    ends = f"least({', '.join(map(end, span.to))})"
    return chosen(span.within, lambda limit: end(span.from_) if limit.lead else ends, ends)


def deadline(dialect: Dialect, span: Span) -> str:
    """When the limit ends for a row, in UTC, approved extensions added; NULL where none applies."""
    ends = chosen(span.within, lambda limit: _ends(dialect, span, limit))
    return f'({ends} + to_microseconds("$extra"))'


def clocked(dialect: Dialect, span: Span, facts: str, clock: str) -> str:
    """``facts`` with the piece of ``clock`` into which each row's start falls; ``$needs`` is the
    row's rule (each rota has its own), NULL where its limit is not in working time. Paused limits
    get their scale too."""
    limit, rules = span.within, work_rules(span.within)
    needs = f'({rule_number(dialect, limit, rules)} + "$rota" * {len(rules)})'
    local = chosen(limit, lambda one: _wall_clock(dialect, span, one))
    day = 'cast("$local" as date)'
    found = f"""
(select * from (select *, {day} as "$on", {_into(day, '"$local"')} as "$into" from (
    select *, {local} as "$local", {needs} as "$needs" from {facts}))
  left join {clock} on "$rule" = "$needs" and "$day" = "$on"
    and "$into" >= "$start" and "$into" < "$until")"""
    return placed(dialect, limit, found, clock) if paused(limit) else found


def rule_number(dialect: Dialect, limit: TimeLimit, rules: list[WorkRule]) -> str:
    """Place in ``rules`` of the rule that a row's limit follows; NULL for other limits."""

    def number(one: TimeLimit) -> str:
        if not on_calendar(one):
            return "NULL"
        found = {test: str(rules.index(rule)) for test, rule in rules_of(one).items()}
        return by_test(dialect, one, found)

    return chosen(limit, number)


def by_test(dialect: Dialect, limit: TimeLimit, values: dict[Test, str]) -> str:
    """A value by how far a limit is stretched."""
    rest = values.get(None, "NULL")
    if limit.times is None:
        return rest
    if isinstance(limit.times, By):
        cases = [(key, value) for key, value in values.items() if isinstance(key, str)]
        return case_of(limit.times.column, cases, rest)
    whens = " ".join(
        f"when ({dialect.condition(test)}) then {value}"
        for test, value in values.items()
        if test is not None and not isinstance(test, str)
    )
    return f"(case {whens} else {rest} end)"


def _ends(dialect: Dialect, span: Span, limit: TimeLimit) -> str:
    """When a plain limit ends."""
    if limit.due is not None:
        return _due(dialect, limit.due)
    if on_calendar(limit):
        end = f'(case when "$shifted" then "$reached" else {UNPAUSED} end)'
        end = end if limit.pause else UNPAUSED
        length = limit.limit or limit.lead
        whole = length is not None and length.unit == "workday"
        return utc(_before_midnight(end) if whole else end, dialect.frame.zone)
    length = limit.limit or limit.lead
    assert length is not None
    if not length.elapsed:
        return _last_moment(dialect, span, limit, length)
    if limit.lead:
        first = f"least({', '.join(map(dialect.instant, span.to))})"
        return f"({first} - to_microseconds({round(length.seconds * 1_000_000)}::bigint))"
    start = _opened(dialect, span.from_, limit)
    end = f"({start} + to_microseconds({_scaled(dialect, limit, _microseconds)}))"
    if limit.pause is None:
        return end
    moments = waited(dialect, limit.pause, wall_clock=False)
    return stretched_by(limit.pause, moments, start, end, MOMENTS)


def _scaled(dialect: Dialect, limit: TimeLimit, size: Callable[[Limit, Fraction], int]) -> str:
    """The length of a limit, stretched; NULL where a row's content has none."""
    length = limit.limit
    assert length is not None
    values: dict[Test, str] = {
        test: "NULL" if factor is None else f"{size(length, factor)}::bigint"
        for test, factor in factors(limit).items()
    }
    return by_test(dialect, limit, values)


def _microseconds(length: Limit, factor: Fraction) -> int:
    return round(length.seconds * 1_000_000 * factor)


def _dates(length: Limit, factor: Fraction) -> int:
    """Days or months; a part of a day is a day, because the last day ends with its end."""
    return ceil(length.count * (7 if length.unit == "week" else 1) * factor)


def _wall_clock(dialect: Dialect, span: Span, limit: TimeLimit) -> str:
    if limit.lead:
        return f"least({', '.join(map(dialect.wall_clock, span.to))})"
    return dialect.wall_clock(span.from_)


def _opened(dialect: Dialect, column: str, limit: TimeLimit) -> str:
    """When hours round the clock start to run: outside what is open, at the next opening."""
    if limit.opens is None:
        return dialect.instant(column)
    local, opens = dialect.wall_clock(column), limit.opens // _MICROSECOND
    day = f"cast(cast({local} as date) as timestamp)"
    into = f"date_diff('microsecond', {day}, {local})"
    later = ""
    if limit.cutoff is not None:
        next_day = f"{day} + to_days(1) + to_microseconds({opens})"
        later = f"when {into} >= {limit.cutoff // _MICROSECOND} then {next_day}"
    start = (
        f"case {later} when {into} < {opens} then {day} + to_microseconds({opens}) else {local} end"
    )
    return utc(start, dialect.frame.zone)


def _received(dialect: Dialect, column: str, cutoff: timedelta | None) -> str:
    """The day on which a case counts as received: at or after the cut-off, the next."""
    day = dialect.day(column)
    if cutoff is None:
        return day
    into = _into(day, dialect.wall_clock(column))
    return f"({day} + case when {into} >= {cutoff // _MICROSECOND} then 1 else 0 end)"


def _into(day: str, moment: str) -> str:
    """Microseconds since a day began."""
    return f"date_diff('microsecond', cast({day} as timestamp), {moment})"


def _last_moment(dialect: Dialect, span: Span, limit: TimeLimit, length: Limit) -> str:
    """Limits that count dates: the starting day is day 0 and the last day ends at 24:00."""
    if limit.lead:
        day = f"cast(least({', '.join(map(dialect.wall_clock, span.to))}) as date)"
        count = _dates(length, Fraction(1))
        end = _end_of(_moved(day, length, f"(-{count})"), length)
        return utc(_before_midnight(end), dialect.frame.zone)
    day = _received(dialect, span.from_, limit.cutoff)
    last = _moved(day, length, _scaled(dialect, limit, _dates))
    early = limit.start == "same_day" and length.count > 0
    if early:
        last = f"({last} - 1)"
    end = _end_of(last, length)
    if limit.pause is not None:
        first = day if early or not length.count else f"({day} + 1)"
        moments = waited(dialect, limit.pause, wall_clock=True)
        start = f"cast({first} as timestamp)"
        end = stretched_by(limit.pause, moments, start, end, DATES)
    return utc(_before_midnight(end), dialect.frame.zone)


def _moved(day: str, length: Limit, count: str) -> str:
    """A day moved by days or months."""
    if length.whole:
        last = f"last_day(cast({day} + to_months({length.count}) as date))"
        if length.day is None:
            return last
        return f"least(cast(date_trunc('month', {last}) as date) + {length.day - 1}, {last})"
    if length.unit == "month":
        return f"cast({day} + to_months(cast({count} as integer)) as date)"
    return f"({day} + cast({count} as integer))"


def _end_of(day: str, length: Limit) -> str:
    """The last moment of a day, or the time on it by which it has to be done."""
    if length.by is None:
        return f"cast({day} + 1 as timestamp)"
    by = length.by // _MICROSECOND
    return f"(cast({day} as timestamp) + to_microseconds({by}))"


def _before_midnight(end: str) -> str:
    """The last moment before an ``end`` with which a day is over: midnight itself is the next."""
    midnight = f"{end} = date_trunc('day', {end})"
    return f"({end} - case when {midnight} then to_microseconds(1) else to_microseconds(0) end)"


def _due(dialect: Dialect, column: str) -> str:
    if dialect.source.columns[column].type == "date":
        end = f"cast({ident(column)} + 1 as timestamp)"
        return utc(_before_midnight(end), dialect.frame.zone)
    return ident(column)
