"""Coefficients and amounts, several readings: what a spreadsheet computes is what the evaluation
computes, and the arithmetic that a trace prints is what it says."""

from fractions import Fraction
from random import Random

import pytest
from formula import in_a_sheet
from test_readers import exactly

from dutybook.grammar.number.money import Worth
from dutybook.grammar.number.target import parse_target
from dutybook.model.amount import Amount, Coefficient, Curve
from dutybook.model.values import By, Expression
from dutybook.rule.amounts import (
    COMPANY,
    GRADED,
    TOTAL,
    amount_formula,
    coefficient_formulas,
    combined,
    found,
)
from dutybook.rule.readers.excel import spreadsheet

NAMES = {TOTAL: "A1", "lost": "B1", GRADED: "C1", COMPANY: "D1", "pay.salary": "E1"}
UNITS = ("", "%", "CNY")


class Amounts:
    """A stream of amounts and coefficients of every form; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def figure(self) -> Fraction:
        return Fraction(self.random.randint(0, 1200), self.random.choice([1, 3, 7, 10]))

    def worth(self, unit: str) -> Worth:
        return Worth(Fraction(self.random.randint(-50, 5000), self.random.choice([1, 10, 7])), unit)

    def expression(self, depth: int = 3) -> str:
        if not depth or self.random.random() < 0.25:
            return self.random.choice([*NAMES, "2", "0.5", "100", "0"])
        if self.random.random() < 0.15:
            return f"coalesce({self.expression(depth - 1)}, {self.expression(depth - 1)})"
        sign = self.random.choice("+-*/")
        return f"({self.expression(depth - 1)} {sign} {self.expression(depth - 1)})"

    def curve(self, of: str) -> Curve:
        unit = self.random.choice(UNITS)
        if self.random.random() < 0.5:
            places = sorted(self.random.sample(range(120), 4))
            outside = self.random.choice(["clamp", "none"])
            points = tuple((Fraction(at), self.worth(unit)) for at in places)
            return Curve(of, points=points, outside=outside)  # type: ignore[arg-type]
        return Curve(of, tuple(self._band(unit) for _ in range(self.random.randint(1, 4))))

    def _band(self, unit: str):  # type: ignore[no-untyped-def]
        form = self.random.choice(["≥ {a}", "< {a}", "between {a} and {b}", "[{a}, {b})", "= {a}"])
        low, high = sorted(self.random.sample(range(120), 2))
        given = self.worth(unit)
        ranged = self.random.random() < 0.2
        return parse_target(form.format(a=low, b=high)), (given, given) if ranged else given

    def amount(self) -> Amount:
        kind = self.random.choice(["fixed", "by", "compute", "curve", "between"])
        unit = self.random.choice(UNITS)
        if kind == "fixed":
            return Amount("", fixed=self.worth(unit))
        if kind == "between":
            return Amount("", between=(self.worth(unit), self.worth(unit)))
        if kind == "by":
            return Amount("", by=By("site", (("南", self.worth(unit)),), None))
        if kind == "curve":
            return Amount("", curve=self.curve(self.random.choice([TOTAL, "lost", "lost / total"])))
        low, high = sorted([self.worth(unit), self.worth(unit)], key=lambda one: one.number)
        ends = self.random.choice([(None, None), (low, None), (None, high), (low, high)])
        written = Expression(self.expression())
        return Amount("x", compute=written, unit=unit, least=ends[0], most=ends[1])

    def coefficient(self) -> Coefficient:
        curve = self.random.choice([None, self.curve(TOTAL)])
        low, high = sorted(Fraction(self.random.randint(0, 20), 10) for _ in range(2))
        ends = self.random.choice([(None, None), (low, None), (None, high), (low, high)])
        return Coefficient(curve, self.random.random() < 0.5, *ends, self.random.randint(0, 4))

    def values(self) -> dict[str, Fraction]:
        zero = self.random.random() < 0.2
        return {name: Fraction(0) if zero else self.figure() / 10 for name in NAMES}


@pytest.mark.parametrize("seed", range(10))
def test_the_sheet_computes_the_amounts_that_the_evaluation_computes(seed: int) -> None:
    amounts = Amounts(seed)
    decided = 0
    for _ in range(100):
        amount = amounts.amount()
        tree = amount_formula(amount, amounts.random.choice(["南", "北"]))
        assert tree is not None
        formula = spreadsheet(tree, NAMES)
        for _ in range(3):
            values = amounts.values()
            wanted = exactly(tree, values)
            assert in_a_sheet(formula, NAMES, values) == wanted, (amount, values)
            decided += wanted is not None
    assert decided > 100


@pytest.mark.parametrize("seed", range(10))
def test_the_sheet_computes_the_coefficients_that_the_evaluation_computes(seed: int) -> None:
    amounts = Amounts(seed)
    for _ in range(60):
        rule = amounts.coefficient()
        person, pay = coefficient_formulas(rule)
        values = amounts.values()
        known = combined(rule, values[GRADED], values[TOTAL], values[COMPANY])
        assert in_a_sheet(spreadsheet(person, NAMES), NAMES, values) == known.person, (rule, values)
        assert in_a_sheet(spreadsheet(pay, NAMES), NAMES, values) == known.pay, (rule, values)


def test_what_is_not_known_leaves_an_amount_open_and_is_told() -> None:
    amount = Amount("total * 2", compute=Expression("total * 2"))
    open_ = found(amount, lambda _: None, lambda _: "")
    assert (open_.shown, open_.worth) == ("", None)
    (line,) = open_.lines
    assert (line.word, line.slots["with"]) == ("amount_unknown", "total = —")


def test_what_is_divided_by_nothing_leaves_an_amount_open_and_is_told() -> None:
    amount = Amount("total / lost", compute=Expression("total / lost"))
    values = {TOTAL: Fraction(90), "lost": Fraction(0)}
    (line,) = found(amount, values.__getitem__, lambda _: "").lines
    assert (line.word, dict(line.slots)) == ("divided_by_zero", {"above": "90"})
