"""What consequences come to, in exact numbers: money with its currency, shares, coefficients.

Figures for people to act on: nothing is ever paid, deducted or booked here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from dutybook.grammar.number.money import Worth
from dutybook.grammar.number.quantity import rounded
from dutybook.model.amount import Amount, Coefficient, Curve
from dutybook.rule.condition import Known, Lookup, work_out
from dutybook.rule.kinds.bands import claiming
from dutybook.rule.line import Line, as_shown


@dataclass(frozen=True, slots=True)
class Found:
    """An amount: what is shown, what it is worth (None: for a person to decide, or not known), and
    how it came about."""

    shown: str
    worth: Worth | None = None
    lines: tuple[Line, ...] = ()


def found(amount: Amount, lookup: Lookup, person: Callable[[str], str]) -> Found:
    """The amount on one sheet; ``lookup`` knows its figures, ``person`` columns of people.csv."""
    if amount.fixed is not None:
        return _of(amount.fixed)
    if amount.by is not None:
        content = person(amount.by.column)
        worth = dict(amount.by.cases).get(content, amount.by.otherwise)
        slots = {"column": amount.by.column, "content": content}
        line = Line("amount_by" if worth else "amount_by_none", slots)
        return _of(worth, line) if worth else Found("", None, (line,))
    if amount.compute is not None:
        return _computed(amount, lookup)
    if amount.curve is not None:
        return on_curve(amount.curve, lookup(amount.curve.of))
    return Found(amount.text)


def _of(worth: Worth, *lines: Line) -> Found:
    settled = worth.settled()
    return Found(str(settled), settled, lines)


def _computed(amount: Amount, lookup: Lookup) -> Found:
    assert amount.compute is not None
    read: dict[str, str] = {}

    def noted(name: str) -> Known:
        value = lookup(name)
        read[name] = as_shown(value) if isinstance(value, Fraction) else str(value)
        return value

    number = work_out(amount.compute.sql, noted)
    with_ = ", ".join(f"{name} = {value}" for name, value in sorted(read.items()))
    slots = {"expression": amount.text, "with": with_}
    if not isinstance(number, Fraction):
        return Found("", None, (Line("amount_unknown", slots),))
    worth = Worth(number, amount.unit)
    lines = [Line("amount_computed", slots | {"amount": str(worth)})]
    for word, bound, beyond in (
        ("amount_at_least", amount.least, amount.least and number < amount.least.number),
        ("amount_at_most", amount.most, amount.most and number > amount.most.number),
    ):
        if bound is not None and beyond:
            worth = Worth(bound.number, amount.unit or bound.unit)
            lines.append(Line(word, {"amount": str(worth)}))
    return _of(worth, *lines)


def on_curve(curve: Curve, number: Known) -> Found:
    """The amount of the band a figure lies in, or on the line between two."""
    slots = {"of": curve.of, "value": as_shown(number) if isinstance(number, Fraction) else ""}
    if not isinstance(number, Fraction):
        return Found("", None, (Line("amount_unknown", {"expression": curve.of, "with": ""}),))
    claimed = _banded(curve, number) if curve.bands else []
    if len(claimed) > 1:
        return Found("", None, (Line("amount_overlap", slots),))
    worth = _between(curve, number) if curve.points else next(iter(claimed), None)
    if worth is None:
        return Found("", None, (Line("amount_outside", slots),))
    return _of(worth, Line("amount_curve", slots | {"amount": str(worth.settled())}))


def _banded(curve: Curve, number: Fraction) -> list[Worth]:
    """What the bands that claim a figure give, each once: more than one is a contradiction."""
    claimed = claiming([when for when, _ in curve.bands], number)
    return list(dict.fromkeys(curve.bands[i][1] for i in claimed))


def _between(curve: Curve, number: Fraction) -> Worth | None:
    points = curve.points
    (low, first), (high, last) = points[0], points[-1]
    if not low <= number <= high:
        clamped = first if number < low else last
        return clamped if curve.outside == "clamp" else None
    for (left, start), (right, end) in pairwise(points):
        if left <= number <= right:
            part = (number - left) / (right - left)
            return Worth(start.number + (end.number - start.number) * part, start.unit)
    return first


def combined(
    rule: Coefficient, person: Fraction | None, total: Fraction | None, company: Fraction | None
) -> Mapping[str, Fraction | None]:
    """The person's coefficient and the one to pay by: rounded once, after everything."""
    if rule.curve is not None:
        worth = None if total is None else on_curve(rule.curve, total).worth
        person = None if worth is None else worth.number
    pay = person
    if rule.company:
        pay = None if person is None or company is None else person * company
    if pay is not None:
        pay = pay if rule.min is None else max(pay, rule.min)
        pay = pay if rule.max is None else min(pay, rule.max)
        pay = Fraction(rounded(pay, rule.places))
    return {"person": person, "pay": pay}
