"""What counting found for one sheet: exact sums over the rows a question selects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Incident:
    """One row that costs or gives points: its local day, its kind (None: not written down) and its
    own points where they vary; ``earlier``: it happened before the period and only makes later ones
    repetitions."""

    day: date
    kind: str | None = None
    points: Fraction = Fraction(0)
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Exact sums over the rows a question selects for one sheet (and rater, and window); the
    ``incidents`` themselves, by time and key, where a question asks for them."""

    group: str = ""
    window: date | None = None
    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    amount: Fraction = Fraction(0)
    counted: int = 0
    pending: int = 0
    no_value: int = 0
    undefined: int = 0
    uncovered: int = 0
    excluded: Mapping[int, int] = field(default_factory=dict)
    open: bool = False
    incidents: tuple[Incident, ...] = ()
