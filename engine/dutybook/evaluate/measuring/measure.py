"""Tallies to values: Σnum ÷ Σden, never means of means; x ÷ 0 is no data (design §6.6, §6.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from dutybook.evaluate.engines import Tally
from dutybook.model import Measure
from dutybook.model.measure import Count, Rating, Scheduled, Share, Sum

Status = Literal[
    "scored", "pending", "no_data", "not_rated", "not_applicable", "not_evaluable", "undecided"
]


@dataclass(frozen=True, slots=True)
class Value:
    """What a measure came to. ``status`` is ``scored`` where there is a ``value``; ``lacking``: the
    raters not heard from; ``percent`` says how people read it."""

    status: Status
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    pending: int = 0
    excluded: Mapping[int, int] = field(default_factory=dict)
    no_value: int = 0
    undefined: int = 0
    uncovered: int = 0
    amount: Fraction = Fraction(0)
    percent: bool = False
    lacking: tuple[str, ...] = ()
    ratings: tuple[tuple[str, Fraction, Fraction], ...] = ()


def value_of(
    measure: Measure, tallies: Sequence[Tally], raters: Sequence[tuple[str, Fraction]] = ()
) -> Value:
    """The value of ``measure`` from the rows of one sheet; ``raters`` weigh ratings."""
    if isinstance(measure, Rating):
        return _rated(tallies, raters)
    tally = tallies[0] if tallies else Tally()
    additive = isinstance(measure, Count | Sum) or (
        isinstance(measure, Scheduled) and bool(measure.count)
    )
    value = Value(
        "scored",
        None,
        tally.numerator,
        None if additive else tally.denominator,
        tally.pending,
        tally.excluded,
        tally.no_value,
        tally.undefined,
        tally.uncovered,
        tally.amount,
        isinstance(measure, Share | Scheduled) and not additive,
    )
    if tally.uncovered:
        return _with(value, "not_evaluable")
    if tally.undefined:
        return _with(value, "undecided")
    if isinstance(measure, Scheduled) and not tally.counted:
        return _with(value, "pending" if tally.pending else "not_applicable")
    if additive:
        return _with(value, "scored", tally.numerator)
    if tally.denominator == 0:
        return _with(value, "pending" if tally.pending else "no_data")
    return _with(value, "scored", tally.numerator / tally.denominator)


def _rated(tallies: Sequence[Tally], raters: Sequence[tuple[str, Fraction]]) -> Value:
    """The mean per rater, weighted; whoever has not rated is waited for, never counted as 0."""
    means = {t.group: t.numerator / t.denominator for t in tallies if t.denominator}
    weights = list(raters) or [(rater, Fraction(1)) for rater in sorted(means)]
    lacking = tuple(rater for rater, _ in weights if rater not in means)
    excluded: dict[int, int] = {}
    for tally in tallies:
        for number, count in tally.excluded.items():
            excluded[number] = excluded.get(number, 0) + count
    if lacking or not weights:
        return Value("not_rated", excluded=excluded, lacking=lacking)
    parts = tuple((rater, weight, means[rater]) for rater, weight in weights)
    numerator = sum((weight * mean for _, weight, mean in parts), Fraction(0))
    denominator = sum((weight for _, weight, _ in parts), Fraction(0))
    return Value(
        "scored", numerator / denominator, numerator, denominator, excluded=excluded, ratings=parts
    )


def _with(value: Value, status: Status, number: Fraction | None = None) -> Value:
    return replace(value, status=status, value=number)
