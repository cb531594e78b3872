"""The arithmetic of a rule as one small expression tree, built once and read in several ways:
exactly (``readers/exact.py``), as a spreadsheet's formula (``readers/excel.py``).

A tree says what is computed and, with :class:`Said`, in which words a trace tells it. Trees are
built with Python's own operators: ``FULL * VALUE / 100``. Nothing here computes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Literal, Union

from dutybook.grammar.number.rounding import Rounding, Way

Number = Union[Fraction, int, "Formula"]
Display = Literal["value", "gap", "figure", "percent", "worth"]
"""How a figure is said: as the measured value is shown, as a distance between such values, as a
plain figure, as a percentage, with the unit it stands in."""
Relation = Literal["<", "<=", ">", ">=", "=", "!="]


class Formula:
    """Something that comes to an exact number, or stays undecided."""

    __slots__ = ()

    def __add__(self, other: Number) -> "Formula":
        return Operation("+", self, formula(other))

    def __sub__(self, other: Number) -> "Formula":
        return Operation("-", self, formula(other))

    def __mul__(self, other: Number) -> "Formula":
        return Operation("*", self, formula(other))

    def __truediv__(self, other: Number) -> "Formula":
        return Operation("/", self, formula(other))


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Formula):
    """A number as the definition writes it."""

    number: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Variable(Formula):
    """A number that is known for one result at a time: its value, what its incidents add up to.
    ``sure``: it is known wherever the formula is read; a figure of another KPI may not be."""

    name: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A number within a sentence."""

    of: Formula
    display: Display = "figure"


@dataclass(frozen=True, slots=True)
class Named:
    """What a sentence lists by name: ``total = 85, lost = 15``; what is not known is a dash."""

    of: "Sequence[Variable]"


Slots = Mapping[str, Shown | Named | str]
"""What fills a sentence, by the name of the slot."""


@dataclass(frozen=True, slots=True, eq=False)
class Undecided(Formula):
    """No number: the rule does not say, and ``word`` is the sentence that tells why."""

    word: str
    slots: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Formula):
    """Two numbers made one."""

    sign: Literal["+", "-", "*", "/", "min", "max"]
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Whole(Formula):
    """The whole number not above (``down``) or not below (``up``) another."""

    of: Formula
    way: Literal["down", "up"]


@dataclass(frozen=True, slots=True, eq=False)
class Rounded(Formula):
    """A number as a multiple of ``step``: the nearest, halves away from zero; the one towards zero
    (``down``) or away from it (``up``). Spreadsheets' ROUND, ROUNDDOWN and ROUNDUP do the same."""

    of: Formula
    step: Fraction
    way: Way = "half_up"


@dataclass(frozen=True, slots=True, eq=False)
class InUnit(Formula):
    """A number of something: money by its currency, a share (``%``), a bare number (empty)."""

    of: Formula
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Discretion(Formula):
    """A number that a person decides between two."""

    low: Formula
    high: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Fallback(Formula):
    """A number, or another one where it is not decided."""

    of: Formula
    other: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Held(Formula):
    """A number that waits for what it reads: where that is not known, ``word`` says so."""

    of: Formula
    word: str
    slots: Slots


@dataclass(frozen=True, slots=True, eq=False)
class Let(Formula):
    """A number in which the variable ``name`` stands for what ``number`` comes to."""

    of: Formula
    name: str
    number: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Whether one number stands so to another."""

    relation: Relation
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """Whether two conditions hold."""

    one: "Condition"
    two: "Condition"


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """Whether one of two conditions holds."""

    one: "Condition"
    two: "Condition"


@dataclass(frozen=True, slots=True, eq=False)
class Not:
    """Whether a condition does not hold."""

    of: "Condition"


Condition = Comparison | Both | Either | Not


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Formula):
    """One number where a condition holds, else another; the one not taken is never looked at."""

    when: Condition
    then: Formula
    other: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Instead(Formula):
    """A number in another's place: that one has to be decided and is told, and then does not
    count."""

    of: Formula
    of_which: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Said(Formula):
    """A number with a sentence of a trace: ``word`` is a key of the words of evaluations. The
    sentence comes before those of what it is about, or ``after`` them; ``when`` given, only
    then."""

    word: str
    of: Formula
    slots: Slots
    when: Condition | None = None
    after: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Itemised(Formula):
    """A number told item by item: by the sentences that come with the values, under ``name``."""

    of: Formula
    name: str


ZERO = Constant(Fraction(0))
VALUE = Variable("value")
"""What was measured."""


def formula(number: Number) -> Formula:
    """A plain number as a tree."""
    return number if isinstance(number, Formula) else Constant(Fraction(number))


def least(left: Formula, right: Number) -> Formula:
    """The lower of two."""
    return Operation("min", left, formula(right))


def most(left: Formula, right: Number) -> Formula:
    """The higher of two."""
    return Operation("max", left, formula(right))


def compare(left: Formula, relation: Relation, right: Number) -> Comparison:
    """``left`` held against ``right``."""
    return Comparison(relation, left, formula(right))


def to_places(of: Formula, places: int) -> Formula:
    """``of`` at so many decimal places, halves away from zero."""
    return Rounded(of, Fraction(1, 10**places))


def printed(number: Formula, rounding: Rounding, places: int) -> Formula:
    """A number as it is printed: at so many places, or as the definition rounds it. A step finer
    than the places is rounded to them after."""
    step = Fraction(1, 10**places)
    to = step if rounding.to is None else rounding.to
    one: Formula = Rounded(number, to, rounding.way)
    return to_places(one, places) if (to / step).denominator != 1 else one


def parts(tree: "Formula | Condition") -> Iterator["Formula | Condition"]:
    """A tree and everything it is made of; sentences are no part of it."""
    yield tree
    for each in fields(tree):  # type: ignore[arg-type]
        inner = getattr(tree, each.name)
        if isinstance(inner, Formula | Comparison | Both | Either | Not):
            yield from parts(inner)


def variables(tree: Formula) -> list[str]:
    """The names that a tree reads, each once, in order of the alphabet."""
    bound = {part.name for part in parts(tree) if isinstance(part, Let)}
    return sorted({part.name for part in parts(tree) if isinstance(part, Variable)} - bound)
