"""Schemes: how a role's points become a total, a grade and a coefficient."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from dutybook.grammar.number.rounding import AS_PRINTED, Rounding
from dutybook.grammar.number.target import Target
from dutybook.grammar.time.period import Period, PeriodKind
from dutybook.model.agreement import Consequence
from dutybook.model.amount import Coefficient
from dutybook.model.kpi import Kpi, NoData
from dutybook.model.values import Condition, TimeLimit
from dutybook.words.locale import Text
from dutybook.yamltext import Origin


@dataclass(frozen=True, slots=True)
class Group:
    """A group of KPIs with its own ``points``, or a ``weight`` of the scale. ``members``: what the
    weights inside add up to (None: the group's points). ``floor`` 0 and ``cap`` (its points) unless
    written; the word ``none`` lifts one."""

    id: str
    points: Fraction | None = None
    weight: Fraction | None = None
    members: Fraction | None = None
    floor: "Fraction | Literal['none'] | None" = None
    cap: "Fraction | Literal['none'] | None" = None
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class ItemSet:
    """Adjustments that share bounds of their own, by id."""

    id: str
    of: tuple[str, ...]
    bonus_cap: Fraction | None = None
    penalty_cap: Fraction | None = None
    take: Literal["all", "highest"] = "all"
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """Bounds on what bonus and penalty items may add and take; None is no bound. Those of ``sets``
    come first."""

    bonus_cap: Fraction | None = None
    penalty_cap: Fraction | None = None
    take: Literal["all", "highest"] = "all"
    sets: tuple[ItemSet, ...] = ()


Capped = Caps | ItemSet


@dataclass(frozen=True, slots=True)
class Effect:
    """What a veto does: sets the total or bounds it, caps the grade, sets one KPI's ``points``."""

    total: Fraction | None = None
    total_at_most: Fraction | None = None
    grade: str | None = None
    kpi: str | None = None
    points: Fraction | None = None


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
    the longer period meets their target; ``veto`` and ``consequences`` are the longer period's
    own."""

    take: Literal["mean", "sum", "weighted by days", "last", "best"] = "mean"
    from_: PeriodKind | None = None
    missing: Literal["hold", "leave_out"] = "hold"
    refund_if_met: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    best: int = 0
    out_of: int = 0
    veto: tuple[Veto, ...] = ()
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Peers:
    """Whether the number of ``peers`` counts oneself."""

    self_: Literal["included", "excluded"] = "included"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is ranked against whom: those in the same ``role``, ``department``, ``scheme``, or with
    the same content of a column of people.csv. ``ties`` where a grade's share ends: up or down;
    None is asked about."""

    within: str = "role"
    ties: Literal["up", "down"] | None = None
    peers: Peers = Peers()


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so large a share of a ranked unit takes this grade."""

    grade: str
    at_most: Fraction


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way of scoring, for the roles it applies to (none named: all). ``base``: what a total
    starts from; ``kpi_full``: every KPI is scored out of so much, then weighted. ``rounding``: of
    the total."""

    scheme: str
    origin: Origin
    title: Text | None = None
    applies_to: tuple[str, ...] = ()
    period: PeriodKind = "month"
    cut_off: int = 0
    scale: Fraction = Fraction(100)
    base: Fraction | None = None
    kpi_full: Fraction | None = None
    places: int = 2
    rounding: Rounding = AS_PRINTED
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
    coefficient: Coefficient | None = None
    rank: Ranking | None = None
    distribution: tuple[Quota, ...] = ()

    def points_of(self, group: Group) -> Fraction:
        """A group's points."""
        if group.points is None:
            return (group.weight or Fraction(0)) * self.scale
        return group.points

    def weighed(self, kpi: Kpi) -> Kpi:
        """``kpi`` with its weight as points of the total, where its group counts weights of its own
        members only."""
        group = next((group for group in self.groups if group.id == kpi.group), None)
        if group is None or group.members is None or kpi.weight is None:
            return kpi
        return replace(kpi, weight=kpi.weight * self.points_of(group) / group.members)

    def own_full(self, weighed: Kpi) -> Fraction | None:
        """What a KPI is scored out of before it is weighted; None: its weight itself."""
        if weighed.weight is None or self.kpi_full is not None:
            return None if weighed.weight is None else self.kpi_full
        group = next((group for group in self.groups if group.id == weighed.group), None)
        if group is None or group.members is None:
            return None
        return weighed.weight * group.members / self.points_of(group)

    def scores(self, kpis: Iterable[Kpi]) -> bool:
        """Whether a role with these KPIs has a total: with no weights, no group that has points of
        its own and no base, KPIs are met or not, nothing else."""
        giving = {group.id for group in self.groups if self.points_of(group)}
        return self.base is not None or any(kpi.weight or kpi.group in giving for kpi in kpis)

    @property
    def rolled(self) -> "Scheme":
        """What settles a longer period: the roll-up's own grades (where it has any), vetoes and
        consequences."""
        rule = self.rollup or Rollup()
        return replace(
            self,
            origin=self.origin.below("rollup"),
            grades=rule.grades or self.grades,
            veto=rule.veto,
            consequences=rule.consequences,
        )

    def parts(self, period: Period) -> tuple[Period, ...]:
        """The shorter periods whose totals ``period`` is rolled up from; none: it is not."""
        return period.parts(self.rollup.from_ or self.period) if self.rollup else ()
