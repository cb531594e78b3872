"""Moving targets: what a relative target is relative to (docs/semantics.md#targets)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from dutybook.grammar.number.target import Target
from dutybook.grammar.time.period import Period, period_before, year_earlier
from dutybook.measure.columns import parts_of
from dutybook.model import Kpi, Targets
from dutybook.model.kpi import Relative
from dutybook.plan.scope import Extent, extent_of
from dutybook.tally.value import Value

Questions = Callable[[Kpi, Sequence[Extent]], tuple[int, ...]]
"""Asks a KPI's measure about extents (one per part); the numbers of the questions."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """``asked``: the same measure in earlier periods; none: of the others in the same role."""

    than: str
    asked: tuple[tuple[int, ...], ...] = ()
    periods: tuple[str, ...] = ()


def baseline_of(kpi: Kpi, period: Period, cut_off: int, ask: Questions) -> Baseline | None:
    """What has to be asked for a relative target; earlier periods count as of their own cut-off,
    so that a baseline is the value that was scored then."""
    relative = kpi.target.relative if kpi.target else None
    if relative is None or kpi.measure is None:
        return None
    periods = earlier_periods(relative.than, period)
    asked = tuple(
        ask(kpi, [extent_of(m, one.start, one.end, one.last + timedelta(days=cut_off))
                  for m in parts_of(kpi.measure)])
        for one in periods
    )  # fmt: skip
    return Baseline(relative.than, asked, tuple(one.text for one in periods))


def earlier_periods(than: str, period: Period) -> list[Period]:
    """The periods a word names, latest first; none for peers, or before the first year."""
    count = re.fullmatch(r"mean of (\d+) periods", than)
    try:
        if than == "same_period_last_year":
            return [year_earlier(period)]
        numbers = range(int(count[1])) if count else range(than == "last_period")
        return [period_before(period, number + 1) for number in numbers]
    except ValueError:
        return []


def against(kpi: Kpi, baseline: Fraction, value: Value) -> Kpi:
    """``kpi`` with its relative target as a figure: ``+5%`` of 40% is 42%, ``+5 pp`` is 45%;
    it reads as the ``value`` does."""
    relative = kpi.target.relative if kpi.target else None
    assert relative is not None
    return replace(kpi, target=Targets(fixed=_target(relative, baseline, value)))


def _target(relative: Relative, baseline: Fraction, value: Value) -> Target:
    percent, unit = value.percent, "min" if value.time else ""

    def moved(change: tuple[Fraction, bool]) -> Fraction:
        size, by_share = change
        return baseline * (1 + size) if by_share else baseline + size

    low = None if relative.at_least is None else moved(relative.at_least)
    high = None if relative.at_most is None else moved(relative.at_most)
    if low is not None and high is not None:
        return Target("between", min(low, high), max(low, high), percent, unit=unit)
    if low is not None:
        return Target(">=", low, None, percent, unit=unit)
    return Target("<=", baseline if high is None else high, None, percent, unit=unit)
