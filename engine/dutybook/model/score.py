"""Scores: how a value becomes points out of ``full`` (design §4, Scores)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.grammar.target import Target
from dutybook.model.values import By, Expression


@dataclass(frozen=True, slots=True)
class Pass:
    """Full points where the target is met, else none."""


@dataclass(frozen=True, slots=True)
class Proportional:
    """Value over target; where lower is better, target over value."""


@dataclass(frozen=True, slots=True)
class Band:
    """Points for values in a range."""

    when: Target
    points: Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """The first band that holds gives the points."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """From ``start`` points at ``from_`` (None: the target), ``lose`` or ``gain`` per step of
    ``per`` on the bad or good side. ``partial`` None is asked about by a rule."""

    per: Fraction
    from_: Fraction | None = None
    start: Fraction | None = None
    lose: Fraction = Fraction(0)
    gain: Fraction = Fraction(0)
    free: Fraction = Fraction(0)
    partial: Literal["whole", "prorate", "up"] | None = None
    per_text: str = ""


@dataclass(frozen=True, slots=True)
class Incidents:
    """From full points, ``each`` per row counted; or ``table`` of count to points. ``table`` ends
    with an open count when ``open_ended``."""

    each: "Fraction | By[Fraction] | Expression | None" = None
    table: tuple[tuple[int, Fraction], ...] = ()
    open_ended: bool = False
    free: int = 0
    wipe_out_at: int | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating over the scale's maximum."""


Rule = Pass | Proportional | Bands | Steps | Incidents | Rated
KINDS: dict[str, type[Rule]] = {
    "pass": Pass,
    "proportional": Proportional,
    "bands": Bands,
    "steps": Steps,
    "incidents": Incidents,
    "rating": Rated,
}


@dataclass(frozen=True, slots=True)
class Score:
    """A rule and its bounds: ``floor`` and ``cap`` in points (None: the default 0 and full; the
    word ``none`` lifts a bound), ``zero_below`` and ``zero_above`` on the value."""

    rule: Rule
    floor: "Fraction | Literal['none'] | None" = None
    cap: "Fraction | Literal['none'] | None" = None
    zero_below: Fraction | None = None
    zero_above: Fraction | None = None


def kind(rule: Rule) -> str:
    """The word YAML uses for this kind of score."""
    return next(name for name, cls in KINDS.items() if isinstance(rule, cls))
