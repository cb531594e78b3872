"""How numbers are rounded: ``down``, ``{to: 0.5, how: half_up}``; always exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, get_args

from dutybook.grammar.number.quantity import parse_number

Way = Literal["half_up", "down", "up"]
"""To the nearest, halves away from zero; towards zero; away from zero."""
WAYS: Final[tuple[Way, ...]] = get_args(Way)
PLACES: Final = frozenset([Fraction(1, 2), *(Fraction(10) ** n for n in range(-6, 4))])
"""What numbers may be rounded to: powers of ten, and halves."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """To a multiple of ``to`` (None: of what is printed anyway), in one ``way``."""

    way: Way = "half_up"
    to: Fraction | None = None


AS_PRINTED: Final = Rounding()
"""To the nearest of what is printed: where nothing else is written."""


def parse_rounding(value: "str | Mapping[str, Any]") -> Rounding:
    """``down``, or ``{to: 1, how: down}``; without ``how`` to the nearest."""
    body = {"how": value} if isinstance(value, str) else value
    way = body.get("how", "half_up")
    if way not in WAYS:
        raise ValueError(way)
    return Rounding(way, parse_place(body["to"]) if "to" in body else None)


def parse_place(value: "str | int | Decimal") -> Fraction:
    """A place to round to: ``1``, ``0.1``, ``0.5``, ``0.1%``; :class:`ValueError` for others."""
    place = parse_number(value)
    shown = place * 100 if isinstance(value, str) and value.strip().endswith(("%", "％")) else place
    if shown not in PLACES:
        raise ValueError(value)
    return place


def rounded_to(value: Fraction, step: Fraction, way: Way = "half_up") -> Fraction:
    """``value`` as a multiple of ``step``."""
    size = abs(value) / step
    if way == "down":
        count = size.__floor__()
    elif way == "up":
        count = size.__ceil__()
    else:
        count = (size + Fraction(1, 2)).__floor__()
    return count * step if value >= 0 else -count * step
