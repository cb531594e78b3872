"""The company's own coefficient of a period, in dutybook.yaml or in a CSV file it names."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from dutybook.grammar.time.period import parse_period
from dutybook.roster.company import company_coefficient
from dutybook.workspace import Workspace

Make = Callable[..., Workspace]
OCTOBER = parse_period("2026-10")
CONFIG = 'organisation: 测试公司\ndocuments: {version: "1.0"}\n'


def test_none_is_given(workspace_at: Make) -> None:
    assert company_coefficient(workspace_at({}), OCTOBER) == (None, [])


@pytest.mark.parametrize(
    ("period", "wanted"), [("2026-10", "1.05"), ("2026-Q4", "0.9"), ("2026-11", None)]
)
def test_in_the_settings(workspace_at: Make, period: str, wanted: str | None) -> None:
    made = workspace_at(
        {"dutybook.yaml": CONFIG + "company_coefficient: {2026-10: 1.05, 2026-Q4: 0.9}\n"}
    )
    found, findings = company_coefficient(made, parse_period(period))
    assert (found, findings) == (wanted and Fraction(wanted), [])


def in_file(workspace_at: Make, text: str) -> Workspace:
    config = CONFIG + "company_coefficient: finance/coefficients.csv\n"
    return workspace_at({"dutybook.yaml": config, "finance/coefficients.csv": text})


def test_in_a_file_as_finance_keeps_it(workspace_at: Make) -> None:
    made = in_file(workspace_at, "考核周期,公司系数\n2026-09,1\n2026-10,95%\n")
    assert company_coefficient(made, OCTOBER) == (Fraction("0.95"), [])


def test_a_figure_that_is_none_is_told_at_its_line(workspace_at: Make) -> None:
    made = in_file(workspace_at, "period,coefficient\n2026-09,high\n2026-10,1.1\n2026-11\n")
    found, findings = company_coefficient(made, OCTOBER)
    assert found == Fraction("1.1")
    assert [(f.code, f.place.line) for f in findings] == [
        ("company-coefficient-unreadable", 2),
        ("company-coefficient-unreadable", 4),
    ]


def test_a_file_that_cannot_be_used_gives_none(workspace_at: Make) -> None:
    found, findings = company_coefficient(in_file(workspace_at, "period\n2026-10\n"), OCTOBER)
    assert (found, [f.code for f in findings]) == (None, ["csv-column-missing"])
