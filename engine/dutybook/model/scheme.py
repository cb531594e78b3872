"""Schemes: how a role's points become a total, a grade and a coefficient."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.grammar.period import Kind, Period
from dutybook.grammar.target import Target
from dutybook.locale import Text
from dutybook.model.agreement import Consequence
from dutybook.model.kpi import Kpi, NoData
from dutybook.model.values import Condition, TimeLimit
from dutybook.source import Origin


@dataclass(frozen=True, slots=True)
class Group:
    """A group of KPIs with its own points."""

    id: str
    points: Fraction
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """Bounds on what bonus and penalty items may add and take; None is no bound."""

    bonus_cap: Fraction | None = None
    penalty_cap: Fraction | None = None
    take: Literal["all", "highest"] = "all"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a veto does: sets the total, or caps the grade."""

    total: Fraction | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """One thing that overrides the total or the grade."""

    id: str
    when: Condition
    effect: Effect
    origin: Origin
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Clamp:
    """Bounds of the total."""

    min: Fraction | None = None
    max: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, the totals it takes, and its coefficient."""

    grade: str
    when: Target
    title: Text | None = None
    coefficient: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Eligible:
    """Who is scored at all."""

    min_days: int = 1


@dataclass(frozen=True, slots=True)
class Rollup:
    """How the totals of several periods become one of a longer period. ``best``: how many of them
    count, of how many; ``refund_if_met``: KPIs (``all``: every one) whose lost points come back if
    the longer period meets their target."""

    take: Literal["mean", "sum", "weighted by days", "last", "best"] = "mean"
    from_: Kind | None = None
    missing: Literal["hold", "leave_out"] = "hold"
    refund_if_met: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    best: int = 0
    out_of: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of scoring, for the roles it applies to (none named: all)."""

    scheme: str
    origin: Origin
    title: Text | None = None
    applies_to: tuple[str, ...] = ()
    period: Kind = "month"
    cut_off: int = 0
    scale: Fraction = Fraction(100)
    places: int = 2
    no_data: NoData = "hold"
    groups: tuple[Group, ...] = ()
    items: tuple[Kpi, ...] = ()
    adjustments: Caps = Caps()
    veto: tuple[Veto, ...] = ()
    clamp: Clamp = Clamp()
    grades: tuple[Grade, ...] = ()
    eligible: Eligible = Eligible()
    raters: tuple[tuple[str, Fraction], ...] = ()
    appeal_within: TimeLimit | None = None
    signatures: tuple[Text, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    reference: Text | None = None
    rollup: Rollup | None = None

    def parts(self, period: Period) -> tuple[Period, ...]:
        """The shorter periods whose totals ``period`` is rolled up from; none: it is not."""
        return period.parts(self.rollup.from_ or self.period) if self.rollup else ()
