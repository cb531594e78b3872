"""Values made of values: windows taken together, one measure over another, baselines."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from dutybook.measure.columns import pool_of
from dutybook.measure.kind import Raters
from dutybook.measure.kinds import kind_of
from dutybook.model import Measure
from dutybook.tally.tally import Tally
from dutybook.tally.value import Status, Value, together

Better = Literal["higher", "lower", "exact"]


def measured(
    measure: Measure,
    parts: Sequence[Sequence[Tally] | None],
    raters: Raters = (),
    better: Better = "higher",
    pool: Value | None = None,
) -> Value:
    """The value of a measure from the tallies of its parts (one, or a ratio's two); None: the
    source was not delivered. ``better`` says which of several windows is the worst; ``pool`` is
    what everyone came to, where the measure is a share of that."""
    kind = kind_of(measure)
    if inner := kind.parts(measure):
        values = (
            measured(part, [tallies], better=better)
            for part, tallies in zip(inner, parts, strict=True)
        )
        shared = [pool or Value("no_data")] if pool_of(measure) else []
        return kind.combined(measure, [*values, *shared])
    (tallies,) = parts
    if tallies is None:  # without a log nobody has rated: that is waited for, never without data
        return kind.value(measure, (), raters) if kind.awaited else Value("no_data")
    if measure.window:
        return _windows(measure, tallies, better)
    return kind.value(measure, tallies, raters)


def _windows(measure: Measure, tallies: Sequence[Tally], better: Better) -> Value:
    """What the windows come to. Those not over yet are pending, those without data left out."""
    whole = [tally for tally in tallies if not tally.open]
    values = [kind_of(measure).value(measure, [tally]) for tally in whole]
    found = [
        (tally.window, value.value)
        for tally, value in zip(whole, values, strict=True)
        if tally.window is not None and value.value is not None
    ]
    value = replace(_added(measure, tallies, values), windows=tuple(found))
    spoilt = (v.status for v in values if v.status in ("not_evaluable", "undecided"))
    status = next(spoilt, None if found else _nothing(value, values))
    if status:
        return replace(value, status=status)
    return _taken(measure, value, [number for _, number in found], better)


def _added(measure: Measure, tallies: Sequence[Tally], values: Sequence[Value]) -> Value:
    """Everything but the value, over all windows."""
    counted = measure.take in ("meeting", "number")
    return Value(
        "scored",
        pending=sum(tally.open for tally in tallies) + sum(v.pending for v in values),
        excluded=together(tally.excluded for tally in tallies),
        no_value=sum(v.no_value for v in values),
        undefined=sum(v.undefined for v in values),
        uncovered=sum(v.uncovered for v in values),
        percent=measure.take == "meeting" or (not counted and any(v.percent for v in values)),
        time=not counted and kind_of(measure).lasting(measure),
    )


def _nothing(value: Value, values: Sequence[Value]) -> Status:
    """Why no window has a value."""
    if value.pending:
        return "pending"
    return "no_data" if values else "not_applicable"


def _taken(measure: Measure, value: Value, numbers: Sequence[Fraction], better: Better) -> Value:
    if measure.take == "last":
        return replace(value, value=numbers[-1])
    if measure.take == "worst":
        lowest = better != "lower"
        return replace(value, value=min(numbers) if lowest else max(numbers))
    if measure.take == "sum":
        most = measure.at_most
        above = sum((n if most is None else min(n, most) for n in numbers), Fraction(0))
        return replace(value, value=above, numerator=above)
    if measure.take in ("number", "beyond"):
        assert measure.meet is not None  # a finding asks for one
        meet, all_ = measure.meet, measure.take == "beyond"
        off = (meet.distance(n) if all_ else Fraction(meet.holds(n)) for n in numbers)
        above = sum(off, Fraction(0))
        return replace(value, value=above, numerator=above)
    if measure.take == "meeting":
        assert measure.meet is not None  # a finding asks for one
        above = Fraction(sum(measure.meet.holds(number) for number in numbers))
    else:
        above = sum(numbers, Fraction(0))
    below = Fraction(len(numbers))
    return replace(value, value=above / below, numerator=above, denominator=below)


def pooled(measure: Measure, everyone: Iterable[Sequence[Tally] | None]) -> Value:
    """What everyone together came to in the measure of which each has a share; not known where
    anybody's part is not."""
    (part,) = kind_of(measure).parts(measure)
    values = [measured(part, [one]) for one in everyone]
    for value in values:
        if value.value is None:
            return Value(value.status)
    return Value("scored", sum((v.value or Fraction(0) for v in values), Fraction(0)))


def baseline_value(measure: Measure, values: Sequence[Value], *, peers: bool) -> Fraction | None:
    """What a relative target is relative to: the mean of earlier periods' values; of peers Σnum ÷
    Σden, as of one large team. None where any earlier period, or every peer, has no value."""
    known = [value for value in values if value.value is not None]
    if not known or (not peers and len(known) < len(values)):
        return None
    pairs = [(value.numerator, value.denominator) for value in known]
    if peers and kind_of(measure).pooled and not measure.window:
        above = sum((num for num, den in pairs if num is not None and den), Fraction(0))
        below = sum((den for _, den in pairs if den), Fraction(0))
        if below:
            return above / below
    return sum((value.value or Fraction(0) for value in known), Fraction(0)) / len(known)
