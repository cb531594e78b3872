"""How much a consequence comes to: a figure, a range to decide within, or worked out."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.grammar.number.money import Worth
from dutybook.grammar.number.target import Target
from dutybook.model.values import By, Expression

Range = tuple[Worth, Worth]
"""The least and the most that a person may decide."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Amounts by what ``of`` names (``total``, ``kpi.<id>.points``) or works out: the first of
    ``bands`` that holds, or straight lines between ``points``. ``outside``: what lies beyond
    them."""

    of: str = "total"
    bands: tuple[tuple[Target, Worth | Range], ...] = ()
    points: tuple[tuple[Fraction, Worth], ...] = ()
    outside: Literal["clamp", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Amount:
    """Exactly one of: ``fixed``, ``between`` two for a person to decide, ``by`` a column of
    people.csv, ``compute``d in ``unit`` (within ``least`` and ``most``), on a ``curve``, or only
    words (``text``, which is always as written)."""

    text: str
    fixed: Worth | None = None
    between: Range | None = None
    by: By[Worth] | None = None
    compute: Expression | None = None
    curve: Curve | None = None
    unit: str = ""
    least: Worth | None = None
    most: Worth | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Coefficient:
    """How a performance coefficient is made: the grade's, or the total's on a ``curve``; times the
    company's where ``company``; within bounds, to ``places``."""

    curve: Curve | None = None
    company: bool = False
    min: Fraction | None = None
    max: Fraction | None = None
    places: int = 2
