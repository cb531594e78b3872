"""Measures: how a value is got from logged rows (design §4, Measures)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.locale import Text
from dutybook.model.values import Condition, Expression, TimeLimit
from dutybook.source import Origin

Outcome = Literal["on_time", "late", "missing"]


@dataclass(frozen=True, slots=True)
class Span:
    """A time limit between two columns; several end columns: the first to happen."""

    from_: str
    to: tuple[str, ...]
    within: TimeLimit


@dataclass(frozen=True, slots=True)
class Share:
    """Good rows over valid rows."""

    of: str
    good: "Span | Condition"
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Sum of ``num`` over sum of ``den``."""

    of: str
    num: Expression
    den: Expression
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """Sum of ``value`` over the number of rows that have one."""

    of: str
    value: Expression
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of ``value``; 0 for no rows."""

    of: str
    value: Expression
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Number of rows, or of the ``late`` ones."""

    of: str
    where: Condition | None = None
    late: Span | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Occurrences of a duty: the share done on time, or the number of those named in ``count``."""

    duty: str
    of: str
    where: Condition | None = None
    count: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """Mean rating per rater, weighted by rater, out of ``scale``."""

    scale: Fraction
    of: str = "ratings"
    raters: tuple[tuple[str, Fraction], ...] = ()


Measure = Share | Ratio | Mean | Sum | Count | Scheduled | Rating
KINDS: dict[str, type[Measure]] = {
    "share": Share,
    "ratio": Ratio,
    "mean": Mean,
    "sum": Sum,
    "count": Count,
    "schedule": Scheduled,
    "rating": Rating,
}


def kind(measure: Measure) -> str:
    """The word YAML uses for this kind of measure."""
    return next(name for name, cls in KINDS.items() if isinstance(measure, cls))


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure KPIs refer to by name."""

    measure: str
    body: Measure
    origin: Origin
    title: Text | None = None
    description: Text | None = None
