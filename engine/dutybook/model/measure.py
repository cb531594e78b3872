"""Measures: how a value is got from logged rows (design §4, Measures)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

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
class Scale:
    """What a rating may be: from ``min`` to ``max``, in whole ``step`` s from ``min`` (None: any
    figure between)."""

    max: Fraction
    min: Fraction = Fraction(0)
    step: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` may be given."""
        whole = self.step is None or (value - self.min) % self.step == 0
        return self.min <= value <= self.max and whole


@dataclass(frozen=True, slots=True)
class Missing:
    """What to do about raters not heard from: wait for them, share their weight among those who
    rated, or put ``default`` in their place. Where nobody has rated, waiting is all there is."""

    policy: Literal["wait", "redistribute", "default"] = "wait"
    default: Fraction | None = None


NAMED_RATERS: Final = ("self", "superior", "functional", "head")
"""Kinds of raters that are never anonymous: everyone knows who they are."""


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Ratings count, and are shown, only as the mean of at least ``min`` of a kind; ``raters``
    empty: all kinds but :data:`NAMED_RATERS`."""

    min: int
    raters: tuple[str, ...] = ()

    def covers(self, rater: str) -> bool:
        """Whether ratings of this kind are anonymous."""
        return rater in self.raters if self.raters else rater not in NAMED_RATERS


@dataclass(frozen=True, slots=True)
class Rating:
    """Mean rating per kind of rater, weighted by kind, within ``scale``."""

    scale: Scale
    of: str = "ratings"
    raters: tuple[tuple[str, Fraction], ...] = ()
    missing: Missing = Missing()
    anonymous: Anonymous | None = None

    def hides(self, rater: str) -> bool:
        """Whether single ratings of this kind must not be shown."""
        return self.anonymous is not None and self.anonymous.covers(rater)


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
