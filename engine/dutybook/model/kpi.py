"""KPIs: what is measured, against which target, for how many points."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from dutybook.finding import Finding
from dutybook.grammar.number.rounding import Rounding
from dutybook.grammar.number.target import Target
from dutybook.model.measure import Measure
from dutybook.model.score import Score
from dutybook.model.values import By
from dutybook.words.locale import Text
from dutybook.yamltext import Origin

NoData = Literal["hold", "redistribute", "full", "zero"]


PEERS: Final = "peers"
PEERS_AND_SELF: Final = "peers_and_self"


@dataclass(frozen=True, slots=True)
class Relative:
    """A target relative to another value: ``at_least`` and ``at_most`` are (change, is
    relative). ``than``: :data:`PEERS` are the others in the role, :data:`PEERS_AND_SELF` all in
    it."""

    than: str
    at_least: tuple[Fraction, bool] | None = None
    at_most: tuple[Fraction, bool] | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """Exactly one of: the same for all, by date, by a column, relative."""

    fixed: Target | None = None
    dated: tuple[tuple[date, Target], ...] = ()
    by: By[Target] | None = None
    relative: Relative | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One indicator of a role, or an item of a scheme. Without ``weight`` it adds or takes
    points. ``rounding``: of the value, before it is held against the target and scored."""

    id: str
    name: Text
    origin: Origin
    definition: Text | None = None
    covers: tuple[str, ...] = ()
    group: str | None = None
    weight: Fraction | None = None
    measure: Measure | None = None
    target: Targets | None = None
    score: Score | None = None
    no_data: NoData | None = None
    advisory: bool = False
    reference: Text | None = None
    rounding: Rounding | None = None


def at(kpi: Kpi, path: str, code: str, **details: object) -> Finding:
    """A finding at ``path`` below the KPI; a measure used by name has no deeper path."""
    origin = kpi.origin.below(*path.split("/")) if path else kpi.origin
    return Finding(code, origin.place, {"kpi": kpi.id, **details})
