"""Values: what a measure came to, or the word for why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from dutybook.tally.tally import Incident

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


def together(excluded: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """How many rows each approval leaves out, over several counts."""
    total: dict[int, int] = {}
    for counts in excluded:
        for number, count in counts.items():
            total[number] = total.get(number, 0) + count
    return total
