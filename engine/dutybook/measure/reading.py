"""What of a row each measure reads: a fault there concerns it, and no other."""

from collections.abc import Iterable
from typing import Any

from dutybook.grammar.expression import columns, parse_expression
from dutybook.measure.columns import FOR, measure_columns, spans_forward
from dutybook.model import By, Expression, Measure
from dutybook.model.measure import Conformance, Scheduled
from dutybook.model.score import Repeat


def stretch(first: str, then: str) -> str:
    """The name of the time between two columns."""
    return f"{first}\u2026{then}"


def parts_read(
    measure: Measure, each: By[Any] | Expression | None = None, repeat: Repeat | None = None
) -> set[str]:
    """Columns, and times between two, that a measure and the points by row read."""
    read = measure_columns(measure)
    read |= {stretch(*pair) for pair in spans_forward(measure)}
    if isinstance(each, By):
        read.add(each.column)
    elif isinstance(each, Expression):
        read |= columns(parse_expression(each.sql))
    if repeat is not None and repeat.same:
        read.add(repeat.same)
    return read | ({FOR} if isinstance(measure, Scheduled) else set())


def whole(measure: Measure) -> bool:
    """Whether a row is either used or not: records that answer what is owed, and steps of a case,
    cannot be left open one by one."""
    return isinstance(measure, Scheduled | Conformance)


def soft(named: Iterable[str], readers: Iterable[set[str]], strict: set[str]) -> frozenset[str]:
    """Of the parts ``named`` those whose faults leave a row usable: some reader does without, and
    no ``strict`` one needs it."""
    every = list(readers)
    spared = (part for part in named if any(part not in read for read in every))
    return frozenset(part for part in spared if part not in strict)
