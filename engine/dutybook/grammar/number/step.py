"""Scoring steps, and figures that are a share of something: ``1 pp``, ``5 min``, ``1次``, ``1% of
target``; ``60% of target``, ``80% of full``, ``full``."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, cast

from dutybook.grammar.number.quantity import normal, parse_number
from dutybook.grammar.number.unit import SECONDS, SHORT, pattern, unit_of

Unit = Literal["none", "pp", "percent", "target", "times", "s", "min", "h", "d"]
Whole = Literal["full", "target"]

_SHARES: Final[dict[str, Unit]] = {"% of target": "target", "%": "percent"}
_SIZES: Final[dict[str, Fraction]] = {
    **{SHORT[unit]: Fraction(seconds) for unit, seconds in SECONDS.items() if unit in SHORT},
    **dict.fromkeys(("pp", "percent", "target"), Fraction(1, 100)),
}
_STEP: Final = re.compile(
    rf"(\d+(?:\.\d+)?)\s*(?:{pattern('step')}|(?P<share>{'|'.join(_SHARES)}))?"
)
_OF_TARGET: Final = re.compile(r"目标值?的\s*(\d+(?:\.\d+)?)\s*%")
_PART: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*%\s*of\s*(full|target)|(满分|目标值?)的?\s*(\d+(?:\.\d+)?)\s*%"
)
_FULL: Final = ("full", "满分")
_WHOLES: Final[dict[str, Whole]] = {"full": "full", "target": "target", "满分": "full"}


@dataclass(frozen=True, slots=True)
class Step:
    """How far apart points change: ``size`` in the value's own unit (time in seconds, a share of
    the target for the unit ``target``), ``count`` and ``unit`` as written. The unit ``percent`` has
    two readings and is asked about."""

    size: Fraction
    unit: Unit = "none"
    count: Fraction = Fraction(1)

    @property
    def time(self) -> bool:
        """Whether it is a length of time."""
        return self.unit in ("s", "min", "h", "d")

    def of(self, target: Fraction | None) -> Fraction:
        """Its size beside a ``target``."""
        return self.size * (target or Fraction(0)) if self.unit == "target" else self.size


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the full points, or of the target."""

    share: Fraction
    of: Whole


def parse_step(value: "str | int | Fraction") -> Step:
    """A step's size; :class:`ValueError` for none, or one that is not above 0."""
    text = normal(str(value))
    if match := _OF_TARGET.fullmatch(text):
        text = f"{match[1]}% of target"
    match = _STEP.fullmatch(text)
    if not match or not Fraction(match[1]):
        raise ValueError(value)
    named = SHORT.get(unit_of(match), unit_of(match))
    unit = _SHARES[match["share"]] if match["share"] else cast(Unit, named or "none")
    count = Fraction(match[1])
    return Step(count * _SIZES.get(unit, Fraction(1)), unit, count)


def parse_distance(value: "str | int") -> Fraction:
    """A figure, or a length like a step's: ``10 min`` is 600, ``1 pp`` is 1/100."""
    try:
        return parse_number(value)
    except ValueError:
        step = parse_step(str(value))
        if step.unit in ("percent", "target"):
            raise
        return step.size


def parse_part(value: "str | int") -> "Fraction | Part":
    """A figure, or a share of something: ``60% of target``, ``满分的80%``, ``full``."""
    if isinstance(value, str) and normal(value) in _FULL:
        return Part(Fraction(1), "full")
    match = _PART.fullmatch(normal(value)) if isinstance(value, str) else None
    if not match:
        return parse_distance(value)
    share, whole = match[1] or match[4], match[2] or match[3]
    return Part(Fraction(share) / 100, _WHOLES.get(whole, "target"))


def parse_bound(value: "str | int") -> "Fraction | Part":
    """A figure or a share of the target."""
    part = parse_part(value)
    if isinstance(part, Part) and part.of != "target":
        raise ValueError(value)
    return part


def parse_points(value: "str | int") -> "Fraction | Part":
    """Points: a number, or a share of the full points; a bare percentage is one."""
    if not isinstance(value, str):
        return parse_number(value)
    text = normal(value)
    if re.fullmatch(r"\d+(?:\.\d+)?\s*%", text):
        return Part(parse_number(text), "full")
    part = parse_part(text) if text in _FULL or _PART.fullmatch(text) else None
    if not isinstance(part, Part) or part.of != "full":
        raise ValueError(value)
    return part
