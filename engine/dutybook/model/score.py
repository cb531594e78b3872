"""Scores: how a value becomes points out of ``full`` (docs/scoring.md)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.grammar.number.rounding import AS_PRINTED, Rounding
from dutybook.grammar.number.step import Part, Step
from dutybook.grammar.number.target import Target
from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.month import Stretch
from dutybook.model.values import By, Condition, Expression

Points = Fraction | Part
"""A number of points, or a share of the full ones."""

Outside = Literal["clamp", "none"]


class Rule:
    """How a value becomes points; ``rule/kinds`` has a module for each kind."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Pass(Rule):
    """Full points where the target is met, else none."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most something counts as; None is no bound."""

    min: Fraction | None = None
    max: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Proportional(Rule):
    """Value over target; where lower is better, target over value. ``clamp`` bounds that ratio."""

    clamp: Bounds = Bounds()


@dataclass(frozen=True, slots=True)
class Interpolate(Rule):
    """Straight lines between ``points`` (value, points), rising in value. ``outside`` None is asked
    about."""

    points: tuple[tuple[Fraction, Points], ...]
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """Points per step on one side of where steps are counted from. ``free`` is taken off the
    distance; within ``tolerance`` nothing changes and beyond it the whole distance counts;
    ``at_most`` bounds what the side adds or takes. ``varies``: the points by a column of
    people.csv, until they are settled for one person."""

    points: Fraction
    per: Step
    free: Fraction = Fraction(0)
    tolerance: Fraction = Fraction(0)
    at_most: Fraction | None = None
    varies: By[Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Steps(Rule):
    """From ``start`` points (None: full) at ``from_`` (None: the target), ``lose`` or ``gain`` per
    step on the bad or good side; ``lose_below`` and ``lose_above`` for targets with two bad sides.
    ``partial`` None is asked about by a rule."""

    from_: Fraction | None = None
    start: Points | None = None
    lose: Slope | None = None
    gain: Slope | None = None
    lose_below: Slope | None = None
    lose_above: Slope | None = None
    partial: Literal["whole", "prorate", "up"] | None = None

    @property
    def slopes(self) -> tuple[Slope, ...]:
        """Every slope given."""
        every = (self.lose, self.lose_below, self.lose_above, self.gain)
        return tuple(slope for slope in every if slope is not None)


@dataclass(frozen=True, slots=True)
class Band:
    """What values in a range earn: points, steps, or straight lines."""

    when: Target
    points: Points | None = None
    steps: Steps | None = None
    interpolate: Interpolate | None = None


@dataclass(frozen=True, slots=True)
class Bands(Rule):
    """The first band that holds gives the points."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """An incident of the ``same`` kind (a column; None: any) as an earlier one counts ``factor``
    times; ``compound``: once more for every earlier one. ``within``: how long ago that may be."""

    factor: Fraction = Fraction(2)
    same: str | None = None
    compound: bool = False
    within: "Stretch | Limit | None" = None


@dataclass(frozen=True, slots=True)
class Incidents(Rule):
    """From full points, ``each`` per row counted; or ``table`` of count to points. ``table`` ends
    with an open count when ``open_ended``. ``from_``: nothing before that many, then ``charge``
    those from there on (``later``) or ``all``; ``charge`` None is asked about."""

    each: "Fraction | By[Fraction] | Expression | None" = None
    table: tuple[tuple[int, Points], ...] = ()
    open_ended: bool = False
    free: int = 0
    from_: int | None = None
    charge: Literal["later", "all"] | None = None
    wipe_out_at: int | None = None
    repeat: Repeat | None = None

    @property
    def spared(self) -> int:
        """How many of the first incidents cost nothing."""
        later = self.from_ is not None and self.charge == "later"
        return self.free + (self.from_ - 1 if self.from_ and later else 0)


@dataclass(frozen=True, slots=True)
class Rated(Rule):
    """The rating over the scale's maximum."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """What other KPIs change about the points: where ``when`` holds (None: always) they become
    ``points``, or are no more than ``cap`` and no less than ``floor``. An expression may read
    ``points`` (so far), ``full``, ``value`` and ``kpi.<id>.value``."""

    when: Condition | None = None
    points: "Points | Expression | None" = None
    cap: "Points | Expression | None" = None
    floor: "Points | Expression | None" = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every condition and expression, as SQL."""
        given = (self.when, self.points, self.cap, self.floor)
        return tuple(one.sql for one in given if isinstance(one, Condition | Expression))


@dataclass(frozen=True, slots=True)
class Score:
    """A rule and its bounds: ``floor`` and ``cap`` in points (None: the default 0 and full; the
    word ``none`` lifts a bound), ``zero_below`` and ``zero_above`` on the value or, as a share of
    the target, on what was completed. ``cap_varies``: the cap by a column of people.csv.
    ``rounding``: of the points as they are printed; without, as the scheme prints them.
    ``depends``: what other KPIs change, one after another."""

    rule: Rule
    floor: "Fraction | Literal['none'] | None" = None
    cap: "Fraction | Literal['none'] | None" = None
    zero_below: Points | None = None
    zero_above: Points | None = None
    cap_varies: By[Fraction] | None = None
    rounding: Rounding = AS_PRINTED
    depends: tuple[Dependence, ...] = ()
