"""Ranges of values: what a set of bands leaves out, says twice, or never reaches.

A range is a pair of cuts on the number line. A cut is a value and 0 (just before it) or 1 (just
after it); so ``≥ 90`` starts at cut (90, 0) and ``> 90`` at (90, 1), and every range is half-open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.target import Target

Cut = tuple[Fraction, int]
Range = tuple[Cut, Cut]
_BEFORE_ALL: Final[Cut] = (Fraction(-(10**30)), 0)
_AFTER_ALL: Final[Cut] = (Fraction(10**30), 1)


@dataclass(frozen=True, slots=True)
class Domain:
    """Values that can occur: from ``low`` to ``high`` (None: no end), in steps of ``grain`` (None:
    any value in between)."""

    low: Fraction | None = Fraction(0)
    high: Fraction | None = None
    grain: Fraction | None = None

    @property
    def range(self) -> Range:
        """As cuts."""
        low = _BEFORE_ALL if self.low is None else (self.low, 0)
        return low, _AFTER_ALL if self.high is None else (self.high, 1)


def ranges(conditions: Iterable[Target], within: Domain) -> list[Range]:
    """The conditions as ranges; where values come in steps, moved to the values that occur."""
    return [_on_grain(_range(condition), within.grain) for condition in conditions]


def gaps(bands: Sequence[Range], within: Domain) -> list[Range]:
    """What no band takes, in order."""
    left: list[Range] = []
    here, end = _on_grain(within.range, within.grain)
    for low, high in sorted(bands):
        if low > here:
            left.append((here, min(low, end)))
        here = max(here, high)
        if here >= end:
            break
    if here < end:
        left.append((here, end))
    return [gap for gap in left if gap[0] < gap[1]]


def unreachable(bands: Sequence[Range], within: Domain) -> list[int]:
    """Positions of bands that earlier ones (the first that holds wins) leave nothing."""
    low, high = _on_grain(within.range, within.grain)
    return [
        i
        for i, (start, end) in enumerate(bands)
        if _covered((max(start, low), min(end, high)), bands[:i])
    ]


def overlaps(conditions: Sequence[Target], bands: Sequence[Range]) -> list[tuple[int, int]]:
    """Pairs of bands that claim the same values in print.

    Bands open on the same side are meant to nest (``≥ 90``, ``≥ 80``), and a single figure
    may be an exception set before a range.
    """
    return [
        (i, j)
        for j in range(len(bands))
        for i in range(j)
        if max(bands[i][0], bands[j][0]) < min(bands[i][1], bands[j][1])
        and not _nests(conditions[i], conditions[j])
    ]


def shown(gap: Range, percent: bool) -> str:
    """A range for people: ``85 < x < 86``."""
    (low, after), (high, through) = gap

    def end(value: Fraction) -> str:
        return plain(value * 100) + "%" if percent else plain(value)

    left = "" if gap[0] <= _BEFORE_ALL else f"{end(low)} {'<' if after else '≤'} "
    right = "" if gap[1] >= _AFTER_ALL else f" {'≤' if through else '<'} {end(high)}"
    return f"{left}x{right}"


def _range(condition: Target) -> Range:
    low, low_included, high, high_included = condition.interval
    start = _BEFORE_ALL if low is None else (low, 0 if low_included else 1)
    return start, _AFTER_ALL if high is None else (high, 1 if high_included else 0)


def _on_grain(band: Range, grain: Fraction | None) -> Range:
    if grain is None:
        return band
    return _next(band[0], grain), _next(band[1], grain)


def _next(cut: Cut, grain: Fraction) -> Cut:
    """The cut before the first value that occurs at or after ``cut``."""
    if cut in (_BEFORE_ALL, _AFTER_ALL):
        return cut
    value, after = cut
    steps = floor(value / grain) + 1 if after else ceil(value / grain)
    return steps * grain, 0


def _covered(band: Range, others: Iterable[Range]) -> bool:
    start, end = band
    for low, high in sorted(others):
        if low <= start:
            start = max(start, high)
    return start >= end


def _nests(first: Target, second: Target) -> bool:
    return first.op == "=" or (first.better == second.better != "exact")
