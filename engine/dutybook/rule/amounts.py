"""What consequences come to: money with its currency, shares, coefficients, each as a tree.

Figures for people to act on: nothing is ever paid, deducted or booked here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from dutybook.grammar.number.money import CENTS, Worth
from dutybook.grammar.number.target import Target
from dutybook.model.amount import Amount, Coefficient, Curve, Range
from dutybook.model.values import By
from dutybook.rule.arithmetic import arithmetic
from dutybook.rule.condition import Known, Lookup
from dutybook.rule.kinds.bands import Rung, ladder
from dutybook.rule.kinds.interpolation import Telling, lines
from dutybook.rule.line import Line
from dutybook.rule.readers.exact import OpenError, Reading, UndecidedError
from dutybook.rule.tree import (
    VALUE,
    Constant,
    Discretion,
    Formula,
    Held,
    InUnit,
    Let,
    Named,
    Said,
    Shown,
    Slots,
    Undecided,
    Variable,
    compare,
    least,
    most,
    to_places,
    variables,
)

TOTAL: Final = "total"
"""The variable for the total."""
GRADED: Final = "coefficient"
"""The variable for the coefficient of the grade reached."""
COMPANY: Final = "company"
"""The variable for the company's coefficient."""
_PLAIN: Final = Telling(
    on=lambda point: point[1], between=lambda _left, _right, found: found, beyond=lambda end: end[1]
)


@dataclass(frozen=True, slots=True)
class Found:
    """An amount: what is shown, what it is worth (None: for a person to decide, or not known), and
    how it came about."""

    shown: str
    worth: Worth | None = None
    lines: tuple[Line, ...] = ()


def found(amount: Amount, lookup: Lookup, person: Callable[[str], str]) -> Found:
    """The amount on one sheet; ``lookup`` knows its figures, ``person`` columns of people.csv."""
    tree = amount_formula(amount, person(amount.by.column) if amount.by else "")
    if tree is None:
        return Found(amount.text)
    reading = Reading({name: _figure(lookup(name), name) for name in variables(tree)})
    try:
        told = reading.of(tree)[1]
    except OpenError as error:
        return Found(f"{error.low} ~ {error.high}", None, (error.line,) if amount.curve else ())
    except UndecidedError as error:
        return Found("", None, (error.line,))
    worth = reading.worth(tree)
    return Found(str(worth), worth, told)


def _figure(known: Known, name: str) -> Fraction | None:
    """What a name stands for as a number: met counts 1, not met 0."""
    if isinstance(known, str):
        raise ValueError(name)
    return Fraction(known) if isinstance(known, bool) else known


@lru_cache(maxsize=4096)
def amount_formula(amount: Amount, content: str = "") -> Formula | None:
    """How an amount is worked out; ``content``: of the column it goes by. None: it is words."""
    if amount.fixed is not None:
        return _worth(amount.fixed)
    if amount.between is not None:
        return _given(amount.between)
    if amount.by is not None:
        return _by(amount.by, content)
    if amount.compute is not None:
        return _computed(amount, arithmetic(amount.compute.sql))
    return None if amount.curve is None else curve_formula(amount.curve)


def _worth(worth: Worth) -> Formula:
    """A figure in its unit; money in cents."""
    return _settled(Constant(worth.number), worth.unit)


def _settled(number: Formula, unit: str) -> Formula:
    return InUnit(to_places(number, CENTS) if Worth(Fraction(0), unit).money else number, unit)


def _given(worth: Worth | Range) -> Formula:
    if isinstance(worth, Worth):
        return _worth(worth)
    low, high = worth
    return Discretion(_worth(low), _worth(high))


def _by(by: By[Worth], content: str) -> Formula:
    worth = dict(by.cases).get(content, by.otherwise)
    slots = {"column": by.column, "content": content}
    return Said("amount_by", _worth(worth), slots) if worth else Undecided("amount_by_none", slots)


def _computed(amount: Amount, number: Formula) -> Formula:
    unit = amount.unit or next((b.unit for b in (amount.least, amount.most) if b is not None), "")
    listed = Named([Variable(name) for name in variables(number)])
    reads: Slots = {"expression": amount.text, "with": listed}
    computed = Shown(InUnit(number, unit), "worth")
    tree: Formula = Said("amount_computed", number, {**reads, "amount": computed})
    if amount.least is not None:
        low, end = amount.least.number, _end(amount.least, unit)
        under = compare(number, "<", low)
        tree = Said("amount_at_least", most(tree, low), end, when=under, after=True)
    if amount.most is not None:
        high, end = amount.most.number, _end(amount.most, unit)
        over = compare(number, ">", high)
        tree = Said("amount_at_most", least(tree, high), end, when=over, after=True)
    return Held(_settled(tree, unit), "amount_unknown", reads)


def _end(bound: Worth, unit: str) -> Slots:
    return {"amount": Shown(InUnit(Constant(bound.number), unit), "worth")}


@lru_cache(maxsize=1024)
def curve_formula(curve: Curve) -> Formula:
    """The amount of the band a figure lies in, or on the line between two points."""
    of = arithmetic(curve.of)
    slots: Slots = {"of": curve.of, "value": Shown(VALUE)}
    outside = Undecided("amount_outside", slots)
    if curve.points:
        unit = curve.points[0][1].unit
        points = [(Constant(at), Constant(worth.number)) for at, worth in curve.points]
        clamped = None if curve.outside == "clamp" else outside
        tree = _settled(lines(points, clamped, _PLAIN), unit)
    else:
        overlap = Undecided("amount_overlap", slots)
        tree = ladder([_rung(*band) for band in curve.bands], outside, lambda _one, _two: overlap)
    told = Said("amount_curve", tree, {**slots, "amount": Shown(tree, "worth")})
    unknown: Slots = {"expression": curve.of, "with": ""}
    return Held(Let(told, VALUE.name, of), "amount_unknown", unknown)


def _rung(when: Target, given: Worth | Range) -> Rung:
    worth = _given(given)
    return Rung(when, worth, worth, given)


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A person's coefficient and the one to pay by (None: open), and how the first came about."""

    person: Fraction | None
    pay: Fraction | None
    lines: tuple[Line, ...] = ()


@lru_cache(maxsize=256)
def coefficient_formulas(rule: Coefficient) -> tuple[Formula, Formula]:
    """The person's coefficient and the one to pay by, which is rounded once, after everything."""
    person = Variable(GRADED) if rule.curve is None else curve_formula(rule.curve)
    pay = person * Variable(COMPANY) if rule.company else person
    pay = pay if rule.min is None else most(pay, rule.min)
    pay = pay if rule.max is None else least(pay, rule.max)
    return person, to_places(pay, rule.places)


def combined(
    rule: Coefficient, graded: Fraction | None, total: Fraction | None, company: Fraction | None
) -> Coefficients:
    """What a rule of coefficients comes to."""
    reading = Reading({TOTAL: total, GRADED: graded, COMPANY: company})
    (person, told), (pay, _) = (_decided(reading, tree) for tree in coefficient_formulas(rule))
    return Coefficients(person, pay, told)


def _decided(reading: Reading, tree: Formula) -> tuple[Fraction | None, tuple[Line, ...]]:
    try:
        return reading.of(tree)
    except UndecidedError as error:
        return None, (error.line,)
