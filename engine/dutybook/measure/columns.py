"""Which columns a measure reads: whitelisted SQL names them, time limits and ratings imply some."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from dutybook.grammar.expression import columns, parse_expression
from dutybook.model import By, Condition, Expression, Incidents, Kpi, Measure, Pause, TimeLimit
from dutybook.model.measure import (
    Count,
    Duration,
    Pool,
    Quotient,
    Rating,
    Ratio,
    Share,
    Span,
    Valued,
)

POST = "role"
"""The column by which a rating says of which post it is; a source need not have it."""
RATING_COLUMNS = frozenset({"kpi", "rater", "value"})
"""What a source of ratings has: which KPI, by whom, how much."""

FOR = "for"
"""The column that names the occurrence a record answers."""


def columns_read(kpi: Kpi) -> set[str]:
    """Names of all columns of its source that ``kpi``'s measure and score depend on."""
    if kpi.measure is None:
        return set()
    first, *_ = parts_of(kpi.measure)
    read = set[str]().union(
        *(measure_columns(m) for m in parts_of(kpi.measure) if m.of == first.of)
    )
    rule = kpi.score.rule if kpi.score else None
    if isinstance(rule, Incidents):
        read |= _of(rule.each)
        read |= {rule.repeat.same} if rule.repeat and rule.repeat.same else set()
    return read


def parts_of(measure: Measure) -> list[Measure]:
    """The measures that are asked of sources: two for a ratio of two, else the measure itself."""
    if not isinstance(measure, Quotient):
        return [measure]
    den = measure.den
    return [*parts_of(measure.num), *([] if isinstance(den, Fraction | Pool) else parts_of(den))]


def pool_of(measure: Measure | None) -> Pool | None:
    """Whose figures together a measure is a share of, where it is one."""
    den = measure.den if isinstance(measure, Quotient) else None
    return den if isinstance(den, Pool) else None


def measure_columns(measure: Measure) -> set[str]:
    """Names of the columns a measure reads."""
    read = _of(getattr(measure, "where", None))
    if span := span_of(measure):
        read |= span_columns(span)
    elif isinstance(measure, Share):
        read |= _of(measure.good)
    elif isinstance(measure, Ratio):
        read |= _of(measure.num) | _of(measure.den)
    elif isinstance(measure, Valued):
        timed = measure.timed
        read |= {timed.from_, *timed.to} if timed else _of(measure.value)
    elif isinstance(measure, Rating):
        read |= RATING_COLUMNS
    return read


def span_of(measure: Measure | None) -> Span | None:
    """The time limit a measure checks, where it checks one."""
    good = measure.good if isinstance(measure, Share) else None
    if isinstance(good, Span):
        return good
    timed = duration_of(measure)
    return measure.late if isinstance(measure, Count) else timed.late if timed else None


def duration_of(measure: Measure | None) -> Duration | None:
    """What a measure takes the length of, where its figures are lengths of time."""
    return measure.timed if isinstance(measure, Valued) else None


def spans_forward(measure: Measure) -> Iterator[tuple[str, str]]:
    """Start and end of what a measure times; a lead time may well end before it begins."""
    span, timed = span_of(measure), duration_of(measure)
    if span and not any(limit.lead for limit in all_limits(span.within)):
        yield from ((span.from_, to) for to in span.to)
    elif timed and not timed.late:
        yield from ((timed.from_, to) for to in timed.to)


def span_columns(span: Span) -> set[str]:
    """Start, ends, and whatever the limit looks at."""
    return {span.from_, *span.to, *_limit(span.within)}


def waits_in(limits: Iterable[TimeLimit]) -> tuple[Pause, ...]:
    """The pauses of limits whose waits are kept in a log of their own."""
    pauses = (limit.pause for whole in limits for limit in all_limits(whole))
    return tuple(dict.fromkeys(pause for pause in pauses if pause and pause.of))


def waits_columns(pause: Pause) -> set[str]:
    """Columns that a pause reads of the log of its waits."""
    ends = {column for one in pause.stretches for column in (one.from_, one.to)}
    return {str(pause.key)} | ends | _of(pause.begins) | _of(pause.ends)


def due_columns(measure: Measure) -> set[str]:
    """Columns that hold a due moment: they may lie ahead of as-of without having happened."""
    span = span_of(measure)
    if span is None:
        return set()
    ahead = span.to if any(limit.lead for limit in all_limits(span.within)) else ()
    return {*_dues(span.within), *ahead}


def all_limits(limit: TimeLimit) -> Iterator[TimeLimit]:
    """A limit and every limit inside it."""
    yield limit
    inner = [limit.otherwise]
    if limit.by:
        inner += [*(case for _, case in limit.by.cases), limit.by.otherwise]
    for one in inner:
        if one is not None:
            yield from all_limits(one)


def _limit(limit: TimeLimit) -> Iterator[str]:
    yield from _dues(limit)
    for one in all_limits(limit):
        if one.by is not None:
            yield one.by.column
        if isinstance(one.times, tuple):
            yield from (column for case in one.times for column in _of(case.when))
        elif one.times is not None:
            yield one.times.column
        if one.pause is not None:
            yield from one.pause.columns


def _dues(limit: TimeLimit) -> Iterator[str]:
    yield from (one.due for one in all_limits(limit) if one.due)


def _of(value: object) -> set[str]:
    if isinstance(value, By):
        return {value.column}
    if isinstance(value, Condition | Expression):
        return columns(parse_expression(value.sql))
    return set()
