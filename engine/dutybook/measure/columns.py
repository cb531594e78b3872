"""What a KPI reads of its sources: which columns, and of a row which parts, so that a fault there
concerns it and no other."""

from collections.abc import Iterable, Iterator
from typing import Any

from dutybook.measure.kinds import kind_of
from dutybook.measure.kinds.quotient import Pool, Quotient
from dutybook.measure.limits import all_limits, columns_of, dues_of
from dutybook.model import By, Expression, Incidents, Kpi, Measure
from dutybook.model.measure import Duration, Span
from dutybook.model.score import Repeat


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
        read |= columns_of(rule.each)
        read |= {rule.repeat.same} if rule.repeat and rule.repeat.same else set()
    return read


def parts_of(measure: Measure) -> list[Measure]:
    """The measures that are asked of sources: two for a ratio of two, else the measure itself."""
    parts = kind_of(measure).parts(measure)
    return [one for part in parts for one in parts_of(part)] if parts else [measure]


def pool_of(measure: Measure | None) -> Pool | None:
    """Whose figures together a measure is a share of, where it is one."""
    den = measure.den if isinstance(measure, Quotient) else None
    return den if isinstance(den, Pool) else None


def measure_columns(measure: Measure) -> set[str]:
    """Names of the columns a measure reads."""
    return kind_of(measure).columns(measure)


def span_of(measure: Measure | None) -> Span | None:
    """The time limit a measure checks, where it checks one."""
    return kind_of(measure).span(measure) if measure else None


def duration_of(measure: Measure | None) -> Duration | None:
    """What a measure takes the length of, where its figures are lengths of time."""
    return kind_of(measure).duration(measure) if measure else None


def spans_forward(measure: Measure) -> Iterator[tuple[str, str]]:
    """Start and end of what a measure times; a lead time may well end before it begins."""
    span, timed = span_of(measure), duration_of(measure)
    if span and not any(limit.lead for limit in all_limits(span.within)):
        yield from ((span.from_, to) for to in span.to)
    elif timed and not timed.late:
        yield from ((timed.from_, to) for to in timed.to)


def due_columns(measure: Measure) -> set[str]:
    """Columns that hold a due moment: they may lie ahead of as-of without having happened."""
    span = span_of(measure)
    if span is None:
        return set()
    ahead = span.to if any(limit.lead for limit in all_limits(span.within)) else ()
    return {*dues_of(span.within), *ahead}


def stretch(first: str, then: str) -> str:
    """The name of the time between two columns."""
    return f"{first}\u2026{then}"


def parts_read(
    measure: Measure, each: By[Any] | Expression | None = None, repeat: Repeat | None = None
) -> set[str]:
    """Columns, and times between two, that a measure and the points by row read."""
    read = measure_columns(measure) | columns_of(each) | kind_of(measure).optional(measure)
    read |= {stretch(*pair) for pair in spans_forward(measure)}
    return read | ({repeat.same} if repeat is not None and repeat.same else set())


def soft(named: Iterable[str], readers: Iterable[set[str]], strict: set[str]) -> frozenset[str]:
    """Of the parts ``named`` those whose faults leave a row usable: some reader does without, and
    no ``strict`` one needs it."""
    every = list(readers)
    spared = (part for part in named if any(part not in read for read in every))
    return frozenset(part for part in spared if part not in strict)
