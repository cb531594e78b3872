"""Consequences that are not points, worked by hand: recorded, explained, never executed."""

import json
from fractions import Fraction
from typing import Any

import pytest
from click.testing import CliRunner
from office import Office, codes
from openpyxl import load_workbook

from dutybook.cli import main
from dutybook.grammar.number.money import Worth, parse_worth
from dutybook.report.contract import as_data
from dutybook.score.result import Follows, SheetResult

HEAD = "no,employee,category,received_at,value"


def mean(category: str) -> dict[str, object]:
    return {"mean": {"of": "calls", "where": {"category": category}, "value": "value"}}


@pytest.fixture
def paid(office: Office) -> Office:
    """Two KPIs, 60 and 40 points, proportional to 100; the log gives 90 and 75: a total of 84."""
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional")
    office.kpi(mean("b"), 40, target="≥ 100", score="proportional")
    log(office, a=90, b=75)
    return office


def log(office: Office, **values: object) -> None:
    office.rows(*(f",E1,{c},2026-10-01,{v}" for c, v in values.items()), head=HEAD)


def first(office: Office) -> SheetResult:
    return office.evaluate().sheets[0]


def follows(office: Office, amount: Any, **more: Any) -> Follows:
    office.scheme["consequences"] = [{"when": "total < 90", "then": "bonus", "amount": amount, **more}]  # fmt: skip
    (found,) = first(office).consequences
    return found


@pytest.mark.parametrize(
    ("amount", "shown", "worth"),
    [
        ("200 CNY", "200 CNY", Worth(Fraction(200), "CNY")),
        ("¥1,200.50", "1200.50 CNY", Worth(Fraction("1200.5"), "CNY")),
        ("300元", "300 CNY", Worth(Fraction(300), "CNY")),
        ("4%", "4%", Worth(Fraction(1, 25), "%")),
        (0.8, "0.8", Worth(Fraction(4, 5))),
        ({"between": ["4%", "6%"]}, "4% ~ 6%", None),
        ("两周", "两周", None),
        # 16 points lost: 50 for each beyond 10
        ({"compute": "(lost - 10) * 50", "unit": "CNY"}, "300 CNY", Worth(Fraction(300), "CNY")),
        ({"compute": "(lost - 10) * 50", "unit": "CNY", "max": "250 CNY"}, "250 CNY", Worth(Fraction(250), "CNY")),
        ({"compute": "lost * 0.335", "unit": "CNY", "min": "1 CNY"}, "5.36 CNY", Worth(Fraction("5.36"), "CNY")),
        ({"compute": "kpi.k.lost * 10 + kpi.k2.lost", "unit": "CNY"}, "70 CNY", Worth(Fraction(70), "CNY")),
        ({"by": "level", "主管": "500 CNY", "else": "100 CNY"}, "500 CNY", Worth(Fraction(500), "CNY")),
        ({"by": "site", "甲": "1 CNY", "else": "2 CNY"}, "2 CNY", Worth(Fraction(2), "CNY")),
        ({"bands": [{"when": "≥ 90", "amount": "6%"}, {"when": "[80, 90)", "amount": "4%"}]}, "4%", Worth(Fraction(1, 25), "%")),
        ({"of": "kpi.k2.points", "bands": [{"when": "< 35", "amount": "¥30"}]}, "30 CNY", Worth(Fraction(30), "CNY")),
        ({"interpolate": {"points": {"60": "0%", "100": "100%"}, "outside": "clamp"}}, "60%", Worth(Fraction(3, 5), "%")),
        ({"interpolate": {"points": {"90": "50%", "100": "100%"}, "outside": "clamp"}}, "50%", Worth(Fraction(1, 2), "%")),
    ],
)  # fmt: skip
def test_amounts(paid: Office, amount: Any, shown: str, worth: Worth | None) -> None:
    paid.people = "employee,name,role,from,to,area,level\nE1,甲,clerk,,,A,主管\n"
    found = follows(paid, amount)
    assert (found.amount, found.worth, found.decided) == (shown, worth, True)


def test_an_amount_is_explained(paid: Office) -> None:
    found = follows(paid, {"compute": "(lost - 10) * 50", "unit": "CNY", "max": "250 CNY"})
    assert [(line.word, line.slots.get("with"), line.slots["amount"]) for line in found.lines] == [
        ("amount_computed", "lost = 16", "300 CNY"),
        ("amount_at_most", None, "250 CNY"),
    ]


@pytest.mark.parametrize(
    "amount",
    [
        {"interpolate": {"points": {"90": "50%", "100": "100%"}, "outside": "none"}},
        {"bands": [{"when": "≥ 90", "amount": "6%"}]},
        {"by": "level", "主管": "500 CNY"},
    ],
)
def test_what_is_not_provided_for_has_no_amount(paid: Office, amount: Any) -> None:
    found = follows(paid, amount)
    assert (found.amount, found.worth, found.decided) == (None, None, False)
    assert found.lines


def test_each_unmet_reads_its_own_points(paid: Office) -> None:
    paid.scheme["consequences"] = [
        {"each": "unmet", "then": "fine", "amount": {"compute": "lost * 5", "unit": "CNY"}},
        {"each": "unmet", "when": "lost > 8", "then": "training"},
    ]
    found = [(f.then, f.kpi, f.amount) for f in first(paid).consequences]
    assert found == [("fine", "k", "30 CNY"), ("fine", "k2", "50 CNY"), ("training", "k2", None)]


def test_undecided_consequences_say_what_they_would_be(paid: Office) -> None:
    log(paid, a=90)
    found = follows(paid, {"compute": "lost * 5", "unit": "CNY"})
    assert (found.decided, found.amount, found.worth) == (False, "lost * 5", None)


def test_unknown_names_are_findings(paid: Office) -> None:
    paid.scheme["consequences"] = [
        {"when": "total > 0", "then": "fine", "amount": {"compute": "nonsense * 5"}}
    ]
    assert codes(paid.evaluate()) == ["condition-unknown-name"]


GRADES = [{"grade": "A", "when": "≥ 80", "coefficient": 1.2}, {"grade": "B", "when": "< 80", "coefficient": 0.9}]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "person", "pay"),
    [
        ({"company": True}, Fraction(6, 5), Fraction("1.26")),  # 1.2 × 1.05
        ({"company": True, "max": 1.25}, Fraction(6, 5), Fraction("1.25")),
        ({"company": True, "places": 1}, Fraction(6, 5), Fraction("1.3")),
        ({}, Fraction(6, 5), Fraction(6, 5)),
        ({"interpolate": {"points": {"60": 0.6, "100": 1}, "outside": "clamp"}}, Fraction("0.84"), Fraction("0.84")),
        ({"company": True, "bands": [{"when": "≥ 0", "amount": 0.5}]}, Fraction(1, 2), Fraction("0.53")),
    ],
)  # fmt: skip
def test_the_persons_coefficient_times_the_companys(
    paid: Office, rule: dict[str, Any], person: Fraction, pay: Fraction
) -> None:
    paid.config["company_coefficient"] = {"2026-10": 1.05, "2026-11": 9}
    paid.scheme |= {"grades": GRADES, "coefficient": rule}
    found = first(paid)
    assert (found.person_coefficient, found.pay_coefficient) == (person, pay)
    data = as_data(paid.evaluate())["scores"][0]
    assert (data["coefficient"], data["company_coefficient"]) == ("1.2", "1.05")


def test_the_companys_coefficient_from_a_file(paid: Office) -> None:
    paid.config["company_coefficient"] = "company.csv"
    paid.scheme |= {"grades": GRADES, "coefficient": {"company": True}}
    paid.logs["company.csv"] = "考核周期,公司系数\n2026-09,1\n2026-10,0.5\n"
    assert first(paid).pay_coefficient == Fraction(3, 5)
    paid.logs["company.csv"] = "period,coefficient\n2026-10,good\n"
    evaluation = paid.evaluate()
    assert codes(evaluation) == ["company-coefficient-missing", "company-coefficient-unreadable"]
    assert evaluation.sheets[0].pay_coefficient is None


def test_without_the_companys_coefficient_it_stays_open(paid: Office) -> None:
    paid.scheme |= {"grades": GRADES, "coefficient": {"company": True}}
    evaluation = paid.evaluate()
    assert codes(evaluation) == ["company-coefficient-missing"]
    assert evaluation.sheets[0].pay_coefficient is None


@pytest.mark.parametrize("text", ["", "200", "many", "1 2", "%", "200 yuan"])
def test_amounts_that_are_none(text: str) -> None:
    if text == "200":
        assert parse_worth(text) == Worth(Fraction(200))
        return
    with pytest.raises(ValueError, match=".*"):
        parse_worth(text)


def test_they_are_printed_and_explained(paid: Office) -> None:
    paid.config["company_coefficient"] = {"2026-10": 1.05}
    paid.scheme |= {
        "grades": GRADES,
        "coefficient": {"company": True},
        "consequences": [
            {"when": "total < 90", "then": "fine", "amount": {"compute": "(lost - 10) * 50", "unit": "CNY"}},
            {"each": "unmet", "then": "training", "text": "补训"},
        ],
    }  # fmt: skip
    paid.write()
    run = CliRunner()
    place = ["--workspace", str(paid.root)]
    printed = run.invoke(main, ["evaluate", "--period", "2026-10", *place]).stdout
    assert "罚款" in printed
    assert "300 CNY" in printed
    assert "1.26" in printed
    told = run.invoke(main, ["explain", "E1", "--period", "2026-10", *place]).stdout
    assert "(lost - 10) * 50（lost = 16）= 300 CNY" in told
    assert "计发系数：个人 1.2 × 公司 1.05 = 1.26" in told
    written = json.loads((paid.root / "out/evaluation/2026-10/scores.json").read_text("utf-8"))
    follows_ = written["scores"][0]["consequences"]
    assert [(one["then"], one["worth"], one["unit"]) for one in follows_] == [
        ("fine", "300", "CNY"), ("training", None, None), ("training", None, None),
    ]  # fmt: skip
    book = load_workbook(paid.root / "out/evaluation/2026-10/scores.xlsx")
    rows = list(book["后果"].iter_rows(values_only=True))
    assert rows[1][3:8] == ("罚款", None, "300 CNY", 300, "CNY")
