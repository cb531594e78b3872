"""Sentences of a trace, and how their figures are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from dutybook.grammar.number.quantity import brief


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a trace: a key of the words in ``templates/evaluation``, and what fills it,
    so that any locale can say it."""

    word: str
    slots: Mapping[str, str] = field(default_factory=dict)


def as_shown(number: "Fraction | Decimal | int") -> str:
    """A number for reading: at most four decimals."""
    return brief(Fraction(number), 4)
