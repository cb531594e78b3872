"""Amounts and coefficients as they are written: figures, ranges, columns, sums, curves, words."""

from fractions import Fraction
from typing import Any

import pytest

from dutybook.grammar.number.money import parse_worth
from dutybook.grammar.number.target import parse_target
from dutybook.model.amount import Amount, Coefficient, Curve
from dutybook.model.values import By, Expression
from dutybook.workspace.values.amounts import amount, by_period, coefficient

F = Fraction


def worth(text: str) -> Any:
    return parse_worth(text)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("500 CNY", Amount("500 CNY", fixed=worth("500 CNY"))),
        ("一次性奖励", Amount("一次性奖励")),
        ({"between": ["4%", "6%"]}, Amount("4% ~ 6%", between=(worth("4%"), worth("6%")))),
        (
            {"by": "level", "主管": "300 CNY", "else": "100 CNY"},
            Amount(
                "主管 300 CNY; 100 CNY",
                by=By("level", (("主管", worth("300 CNY")),), worth("100 CNY")),
            ),
        ),
        (
            {"by": "level", "主管": "300 CNY", "else": "error"},
            Amount("主管 300 CNY", by=By("level", (("主管", worth("300 CNY")),))),
        ),
        (
            {"compute": "(90 - total) * 10", "unit": "CNY", "max": "500 CNY"},
            Amount(
                "(90 - total) * 10",
                compute=Expression("(90 - total) * 10"),
                unit="CNY",
                most=worth("500 CNY"),
            ),
        ),
        (
            {"bands": [{"when": "≥ 90", "amount": "200 CNY"}]},
            Amount(
                "≥ 90 200 CNY",
                curve=Curve(bands=((parse_target("≥ 90"), worth("200 CNY")),)),
            ),
        ),
    ],
)
def test_amounts(value: Any, wanted: Amount) -> None:
    assert amount(value) == wanted


def test_points_of_a_line_rise_however_they_are_written() -> None:
    found = amount({"interpolate": {"points": {"100": "1", "60": "0.5"}, "outside": "clamp"}}).curve
    assert found
    assert [at for at, _ in found.points] == [60, 100]
    assert (found.of, found.outside) == ("total", "clamp")


def test_the_companys_coefficients_are_a_file_or_pairs() -> None:
    assert by_period("finance/coefficients.csv") == "finance/coefficients.csv"
    assert by_period({"2026-10": "1.05", "$origin": None}) == (("2026-10", F("1.05")),)


def test_coefficients() -> None:
    assert coefficient({}) == Coefficient()
    found = coefficient({"company": True, "min": "0.5", "places": 3})
    assert found == Coefficient(company=True, min=F("0.5"), places=3)
    assert coefficient({"bands": []}).curve == Curve()
