"""Measures: how a value is got from logged rows (docs/semantics.md#measures)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from dutybook.grammar.number.target import Target
from dutybook.grammar.time.lookback import Lookback
from dutybook.grammar.time.windows import Window
from dutybook.model.values import Condition, Expression, TimeLimit
from dutybook.words.locale import Text
from dutybook.yamltext import Origin

Outcome = Literal["on_time", "late", "missing"]
Take = Literal["meeting", "mean", "worst", "last", "number", "beyond", "sum"]
Scope = Literal["own", "team"]


@dataclass(frozen=True, slots=True)
class Span:
    """A time limit between two columns; several end columns: the first to happen."""

    from_: str
    to: tuple[str, ...]
    within: TimeLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long it took from one column to the first of others, or (``late``) for how long a time
    limit was exceeded, in seconds; ``working``: only working time. ``per``: in steps of so many
    seconds instead, a part of one left out (``whole``) or counted (``up``)."""

    from_: str = ""
    to: tuple[str, ...] = ()
    late: Span | None = None
    working: bool = False
    per: Fraction | None = None
    partial: Literal["whole", "up"] | None = None

    @property
    def ends(self) -> tuple[str, tuple[str, ...]]:
        """The column it starts with, and those it ends with."""
        return (self.late.from_, self.late.to) if self.late else (self.from_, self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What measures over a source's rows share. ``window`` with ``take``: the value of each whole
    window, joined (``meeting``: the share of windows that ``meet``, ``number``: how many they are,
    ``beyond``: how far those that do not lie off it, added up, ``sum``: added up, each at most
    ``at_most``); ``over`` reads further back than the period; ``scope`` team: the rows of everyone
    below."""

    of: str
    where: Condition | None = None
    window: Window | None = None
    take: Take | None = None
    meet: Target | None = None
    at_most: Fraction | None = None
    over: Lookback | None = None
    scope: Scope = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Rows):
    """Good rows over valid rows."""

    good: "Span | Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Rows):
    """Sum of ``num`` over sum of ``den``."""

    num: Expression
    den: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued(Rows):
    """A figure per row, joined as the subclass says; rows without one are left out."""

    value: Expression | Duration

    @property
    def timed(self) -> Duration | None:
        """How long something took, where that is the figure."""
        return self.value if isinstance(self.value, Duration) else None

    @property
    def lasting(self) -> bool:
        """Whether its values are lengths of time."""
        return self.timed is not None and self.timed.per is None


class Mean(Valued):
    """Sum of ``value`` over the number of rows that have one."""

    __slots__ = ()


class Sum(Valued):
    """Sum of ``value``; 0 for no rows."""

    __slots__ = ()


class Median(Valued):
    """The value in the middle, or the mean of the middle two."""

    __slots__ = ()


class P90(Valued):
    """The smallest value that at least 90% of the rows do not exceed (nearest rank)."""

    __slots__ = ()


class Min(Valued):
    """The smallest value."""

    __slots__ = ()


class Max(Valued):
    """The largest value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Rows):
    """Number of rows, or of the ``late`` ones."""

    late: Span | None = None


Check = Literal["steps", "order", "owner", "limits", "escalation", "reopened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance(Rows):
    """Cases that followed ``sop`` over all that did or did not. ``map``: the activities that are a
    step (none: it leaves no trace; a step not named is called by its id); ``escalation`` and
    ``reopened``: activities that escalate a case or open it again. ``passes``: where the procedure
    leads back, each turn is held against its steps, or only the first time of each step."""

    sop: str
    map: tuple[tuple[str, tuple[str, ...]], ...] = ()
    check: tuple[Check, ...] = ("steps", "order", "owner", "limits")
    escalation: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    passes: Literal["first", "each"] = "first"


UNITS: Final = ("role", "department", "all")
"""Whose figures a pool is, where no column of people.csv says it."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What everyone together came to, own figures included: of the same ``role`` or
    ``department``, ``all`` who are measured alike, or those with the same content of a column of
    people.csv."""

    pool: str


@dataclass(frozen=True, slots=True)
class Quotient:
    """One measure over another, over a constant, or over everyone's (``ratio`` without ``of``)."""

    num: "Measure"
    den: "Measure | Fraction | Pool"

    @property
    def of(self) -> str:
        """The source of what stands above."""
        return self.num.of


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Occurrences of a duty: the share done on time, or the number of those named in ``count``;
    ``over`` looks further back than the period: a budget of misses that runs through the year."""

    duty: str
    of: str
    where: Condition | None = None
    count: tuple[Outcome, ...] = ()
    over: Lookback | None = None


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


Windowed = Share | Ratio | Valued | Count | Conformance
"""Measures over rows that can be taken window by window."""
Measure = Windowed | Scheduled | Rating | Quotient
KINDS: dict[str, type[Measure]] = {
    "share": Share,
    "ratio": Ratio,
    "mean": Mean,
    "median": Median,
    "p90": P90,
    "sum": Sum,
    "min": Min,
    "max": Max,
    "count": Count,
    "conformance": Conformance,
    "schedule": Scheduled,
    "rating": Rating,
}


def kind(measure: Measure) -> str:
    """The word YAML uses for this kind of measure."""
    if isinstance(measure, Quotient):
        return "ratio"
    return next(name for name, cls in KINDS.items() if type(measure) is cls)


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure KPIs refer to by name."""

    measure: str
    body: Measure
    origin: Origin
    title: Text | None = None
    description: Text | None = None
