"""Tallies to values: Σnum ÷ Σden, never means of means; x ÷ 0 is no data.

See docs/semantics.md#ratios.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from dutybook.model import Measure
from dutybook.model.measure import Conformance, Count, Rating, Scheduled, Share, Sum, Valued
from dutybook.tally.tally import Incident, Tally

Status = Literal[
    "scored", "pending", "no_data", "not_rated", "not_applicable", "not_evaluable", "undecided"
]


@dataclass(frozen=True, slots=True)
class Heard:
    """One kind of rater: the ``mean`` of ``count`` ratings; a count of 0: what was agreed to stand
    in their place."""

    rater: str
    weight: Fraction
    mean: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """One kind of rater not heard from: ``count`` rated where ``needs`` are asked for."""

    rater: str
    count: int = 0
    needs: int = 1


@dataclass(frozen=True, slots=True)
class Value:
    """What a measure came to. ``status`` is ``scored`` where there is a ``value``; ``lacking``: the
    raters not heard from; ``windows``: first days of windows and what each came to; ``percent``
    and ``time`` (in seconds) say how people read it; ``exact``: the value before its KPI rounds
    it, where that does."""

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
    time: bool = False
    lacking: tuple[Lacking, ...] = ()
    ratings: tuple[Heard, ...] = ()
    windows: tuple[tuple[date, Fraction], ...] = ()
    incidents: tuple[Incident, ...] = ()
    exact: Fraction | None = None


def value_of(
    measure: Measure, tallies: Sequence[Tally], raters: Sequence[tuple[str, Fraction]] = ()
) -> Value:
    """The value of ``measure`` from the rows of one sheet; ``raters`` weigh ratings."""
    if isinstance(measure, Rating):
        return _rated(measure, tallies, raters)
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
        isinstance(measure, Share | Conformance | Scheduled) and not additive,
        time=isinstance(measure, Valued) and measure.lasting,
        incidents=tally.incidents,
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


def _rated(
    measure: Rating, tallies: Sequence[Tally], raters: Sequence[tuple[str, Fraction]]
) -> Value:
    """The mean per kind of rater, weighted. Whoever has not rated is waited for unless the measure
    says otherwise, never counted as 0; a rating outside the scale, by one who counts, leaves the
    value undecided."""
    weights = dict(raters) or {t.group: Fraction(1) for t in tallies if t.counted}
    heard, silent = _heard(measure, tallies, weights)
    value = Value(
        "not_rated",
        excluded=together(t.excluded for t in tallies),
        undefined=sum(t.undefined for t in tallies if not raters or t.group in weights),
        lacking=tuple(_absent(measure, tallies, rater) for rater in silent),
        ratings=tuple(heard),
    )
    if value.undefined:
        return _with(value, "undecided")
    weight = sum((one.weight for one in heard), Fraction(0))
    if not weight or (silent and measure.missing.policy == "wait"):
        return value
    points = sum((one.weight * one.mean for one in heard), Fraction(0))
    whole = replace(value, numerator=points, denominator=weight)
    return _with(whole, "scored", points / weight)


def _heard(
    measure: Rating, tallies: Sequence[Tally], weights: Mapping[str, Fraction]
) -> tuple[list[Heard], list[str]]:
    """What each kind of rater gave, on average or by default, and who gave nothing."""
    given = {t.group: t for t in tallies if t.group in weights and _enough(measure, t)}
    default = measure.missing.default if given else None  # never a score of defaults alone
    heard = []
    for rater, weight in weights.items():
        if tally := given.get(rater):
            heard.append(Heard(rater, weight, tally.numerator / tally.denominator, tally.counted))
        elif default is not None:
            heard.append(Heard(rater, weight, default, 0))
    return heard, [rater for rater in weights if rater not in given]


def _needs(measure: Rating, rater: str) -> int:
    return measure.anonymous.min if measure.anonymous and measure.hides(rater) else 1


def _enough(measure: Rating, tally: Tally) -> bool:
    return tally.counted >= _needs(measure, tally.group)


def _absent(measure: Rating, tallies: Sequence[Tally], rater: str) -> Lacking:
    rated = sum(t.counted for t in tallies if t.group == rater)
    return Lacking(rater, rated, _needs(measure, rater))


def together(excluded: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """How many rows each approval leaves out, over several counts."""
    total: dict[int, int] = {}
    for counts in excluded:
        for number, count in counts.items():
            total[number] = total.get(number, 0) + count
    return total


def _with(value: Value, status: Status, number: Fraction | None = None) -> Value:
    return replace(value, status=status, value=number)
