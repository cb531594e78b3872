"""Custom and rolling periods, months rolled up into longer ones, and refunds."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import Office, codes

from dutybook.grammar.time.period import MONTHS, parse_period, period_at, period_before
from dutybook.score.result import Evaluation, SheetResult

HEAD = "no,employee,category,received_at,value"
GRADES = [{"grade": "A", "when": "≥ 90"}, {"grade": "B", "when": "< 90"}]


@pytest.fixture
def monthly(office: Office) -> Office:
    """E1 has 80, 90 and 100 in July to September (values of 100 points), E2 60, none, 90."""
    office.scheme |= {"rollup": {"take": "mean"}, "grades": GRADES}
    rule = {"steps": {"from": 100, "per": "1", "lose": 1, "partial": "prorate"}}
    office.kpi({"mean": {"of": "calls", "value": "value"}}, 100, target="≥ 90", score=rule)
    rows = [
        *("E1,a,2026-07-01,80", "E1,a,2026-08-01,90", "E1,a,2026-09-01,100"),
        *("E2,a,2026-07-01,60", "E2,a,2026-09-01,90"),
    ]
    office.rows(*(f",{row}" for row in rows), head=HEAD)
    return office


def sheet(evaluation: Evaluation, employee: str = "E1") -> SheetResult:
    return next(s for s in evaluation.sheets if s.sheet.employee == employee)


def rolled(
    office: Office, employee: str = "E1", period: str = "2026-Q3", **rule: Any
) -> SheetResult:
    office.scheme["rollup"] |= rule
    return sheet(office.evaluate(period), employee)


@pytest.mark.parametrize(
    ("take", "total", "grade"),
    [
        ("mean", "90.00", "A"),
        ("sum", "270.00", "A"),
        ("last", "100.00", "A"),
        ("best 2 of 3", "95.00", "A"),
        ("weighted by days", "89.89", "B"),  # (80×31 + 90×31 + 100×30) ÷ 92 = 89.891…
    ],
)
def test_months_become_a_quarter(monthly: Office, take: str, total: str, grade: str) -> None:
    found = rolled(monthly, take=take)
    assert (found.total, found.grade, found.status) == (Decimal(total), grade, "complete")
    assert found.rollup is not None
    assert [(p.period, p.total) for p in found.rollup.parts] == [
        ("2026-07", 80),
        ("2026-08", 90),
        ("2026-09", 100),
    ]
    assert found.kpis[0].value.value == 90  # over the whole quarter
    assert (found.kpis[0].met, found.kpis[0].points) == (True, None)


def test_a_missing_month_is_waited_for_or_left_out(monthly: Office) -> None:
    held = rolled(monthly, "E2")
    assert (held.status, held.total) == ("incomplete", None)
    left = rolled(monthly, "E2", missing="leave_out")
    assert (left.status, left.total) == ("complete", 75)  # (60 + 90) ÷ 2


def test_months_out_of_post_are_no_part_of_it(monthly: Office) -> None:
    monthly.people = "employee,name,role,from,to\nE1,甲,clerk,2026-08-17,2026-09-30\n"
    found = rolled(monthly, take="weighted by days")
    assert found.rollup is not None
    assert [p.days for p in found.rollup.parts] == [0, 15, 30]
    # the row of 1 August is from before the post was held: August has no total
    assert found.status == "incomplete"
    monthly.rows(",E1,a,2026-08-20,90", ",E1,a,2026-09-01,100", head=HEAD)
    assert rolled(monthly).total == Decimal("96.67")  # (90×15 + 100×30) ÷ 45


def test_months_below_the_eligible_days_are_left_out(monthly: Office) -> None:
    monthly.scheme["eligible"] = {"min_days": 20}
    monthly.people = "employee,name,role,from,to\nE1,甲,clerk,2026-08-17,\n"
    found = rolled(monthly)
    assert (found.status, found.total) == ("complete", 100)


def test_a_rolling_quarter_and_aligned_dates(monthly: Office) -> None:
    for period in ("rolling 3 months to 2026-09", "2026-07-01..2026-09-30", "截至2026-09的3个月"):
        assert rolled(monthly, period=period).total == 90


def test_as_of_cuts_months_that_have_not_begun(monthly: Office) -> None:
    found = sheet(monthly.evaluate("2026-Q3", "2026-08-31"))
    assert (found.status, found.total) == ("incomplete", None)
    assert found.rollup is not None
    assert [p.total for p in found.rollup.parts] == [80, 90, None]


@pytest.mark.parametrize(
    ("rule", "total", "back"),
    [
        ("all", "100.00", ["20", "10", "0"]),
        (["k"], "100.00", ["20", "10", "0"]),
        (["x"], "90.00", ["0"] * 3),
    ],
)
def test_lost_points_come_back_if_the_whole_period_meets_the_target(
    monthly: Office, rule: object, total: str, back: list[str]
) -> None:
    found = rolled(monthly, refund_if_met=rule)  # mean 90 ≥ 90: met
    assert found.rollup is not None
    assert found.total == Decimal(total)
    assert [p.refund for p in found.rollup.parts] == [Decimal(points) for points in back]


def test_nothing_comes_back_if_it_does_not(monthly: Office) -> None:
    found = rolled(monthly, "E2", missing="leave_out", refund_if_met="all")  # mean 75
    assert found.rollup is not None
    assert (found.total, found.rollup.refunds[0].met) == (75, False)


def test_a_refund_stays_below_the_top_and_does_not_lift_a_veto(monthly: Office) -> None:
    monthly.scheme["clamp"] = {"max": 95}
    monthly.scheme["veto"] = [{"id": "v", "when": "kpi.k.value <= 80", "effect": {"total": 0}}]
    found = rolled(monthly, refund_if_met="all")
    assert found.rollup is not None
    # July: vetoed, 0; August 90 + 10, at most 95; September 100, at most 95
    assert [p.total for p in found.rollup.parts] == [0, 95, 95]
    assert found.total == Decimal("63.33")


def test_best_of_another_number_of_periods_is_a_finding(monthly: Office) -> None:
    monthly.scheme["rollup"] = {"take": "best 10 of 12"}
    evaluation = monthly.evaluate("2026-Q3")
    assert codes(evaluation) == ["rollup-out-of"]
    assert sheet(evaluation).total is None


def test_a_roll_up_from_periods_the_scheme_does_not_have(monthly: Office) -> None:
    monthly.scheme["rollup"] = {"take": "mean", "from": "quarter"}
    evaluation = monthly.evaluate("2026")
    assert codes(evaluation) == ["rollup-from"]
    assert sheet(evaluation).total is None


def test_a_role_without_weights_is_met_or_not_over_the_whole_period(monthly: Office) -> None:
    del monthly.role["kpis"][0]["weight"], monthly.role["kpis"][0]["score"]
    found = sheet(monthly.evaluate("2026-Q3"))
    assert (found.status, found.total, found.kpis[0].met, found.rollup) == (
        "complete",
        None,
        True,
        None,
    )


def test_a_roll_up_may_have_grades_of_its_own(monthly: Office) -> None:
    grades = [{"grade": "金", "when": "≥ 250"}, {"grade": "银", "when": "< 250"}]
    assert rolled(monthly, take="sum", grades=grades).grade == "金"


def test_decided_totals_are_rolled_up(monthly: Office) -> None:
    monthly.logs["appeals.yaml"] = """appeals:
  - {id: a, employee: E1, period: 2026-07, why: 停电, filed_on: 2026-08-05, decision: upheld,
     decided: {total: 86}, by: 陈, decided_on: 2026-08-06}
  - {id: b, employee: E1, period: 2026-Q3, why: 全季度, filed_on: 2026-10-05, decision: upheld,
     decided: {total: 95}, by: 陈, decided_on: 2026-10-06}
"""
    found = rolled(monthly)
    assert found.total == 92  # (86 + 90 + 100) ÷ 3
    assert found.decided is not None
    assert (found.decided.total, found.decided.grade) == (95, "A")


def test_a_custom_period_is_evaluated_as_it_stands(monthly: Office) -> None:
    del monthly.scheme["rollup"]
    monthly.scheme["period"] = "custom"
    found = sheet(monthly.evaluate("2026-07-08..2026-08-07"))
    assert (found.total, found.sheet.length) == (90, 31)


@given(st.dates(), st.sampled_from(sorted(MONTHS)))
def test_periods_and_their_parts(day: Any, kind: str) -> None:
    if not 2 <= day.year <= 9000:
        return
    period = period_at(day, kind)  # type: ignore[arg-type]
    assert day in period
    assert parse_period(period.text) == period
    assert period_before(period).end == period.start
    months = period.parts("month")
    assert sum(part.days for part in months) == (period.days if kind != "month" else 0)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-07..2026-10-08", "2026-13-01..2026-13-02", "rolling 0 months to 2026-10"),
        *(
            "rolling 3 months to 2026-10-31",
            "rolling 3 months",
            "rolling 30 months to 0001",
            "..",
            "a..b",
        ),
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_period(text)


VETO = {"id": "steady", "when": "lowest < 85", "effect": {"grade": "B"}}


@pytest.mark.parametrize(
    ("when", "effect", "status", "total", "grade"),
    [
        ("lowest < 85", {"grade": "B"}, "vetoed", "90.00", "B"),  # 80 in July
        ("lowest < 80", {"grade": "B"}, "complete", "90.00", "A"),
        ("grades.B >= 1", {"total_at_most": 75}, "vetoed", "75.00", "B"),  # 80 < 90: July is a B
        ("grades.B >= 2", {"total_at_most": 75}, "complete", "90.00", "A"),
        ("highest = 100 AND periods = 3", {"total": 60}, "vetoed", "60.00", "B"),
        ("vetoed > 0", {"total": 0}, "complete", "90.00", "A"),
        ("kpi.k.value < 90", {"total": 0}, "complete", "90.00", "A"),  # 90 over the whole quarter
    ],
)
def test_a_roll_up_has_vetoes_of_its_own(
    monthly: Office, when: str, effect: dict[str, Any], status: str, total: str, grade: str
) -> None:
    found = rolled(monthly, veto=[{"id": "v", "when": when, "effect": effect}])
    assert (found.status, found.total, found.grade) == (status, Decimal(total), grade)
    assert [veto.veto for veto in found.vetoes] == (["v"] if status == "vetoed" else [])
    assert found.rollup is not None
    assert [part.grade for part in found.rollup.parts] == ["B", "A", "A"]


def test_a_month_under_a_veto_counts_for_the_quarter(monthly: Office) -> None:
    monthly.scheme["veto"] = [{"id": "m", "when": "kpi.k.value < 85", "effect": {"total": 0}}]
    found = rolled(monthly, veto=[{"id": "q", "when": "vetoed >= 1", "effect": {"grade": "B"}}])
    # July is 0: (0 + 90 + 100) ÷ 3 = 63.33; the month's veto is not asked of the quarter
    assert (found.total, found.grade) == (Decimal("63.33"), "B")
    assert [veto.veto for veto in found.vetoes] == ["q"]


def test_what_a_longer_period_needs_for_its_total_comes_before_its_vetoes(monthly: Office) -> None:
    held = rolled(monthly, "E2", veto=[VETO])
    assert (held.status, held.total, held.vetoes) == ("incomplete", None, ())


def test_a_roll_up_has_consequences_of_its_own(monthly: Office) -> None:
    monthly.scheme["consequences"] = [{"id": "monthly", "when": "total > 0", "then": "notice"}]
    own = [
        {"id": "prize", "when": "grade = 'A' AND lowest >= 80", "then": "bonus", "amount": "500元"},
        {"id": "course", "when": "grades.B >= 2", "then": "training"},
    ]  # fmt: skip
    found = rolled(monthly, consequences=own)
    assert [(one.id, one.decided) for one in found.consequences] == [("prize", True)]
    month = sheet(monthly.evaluate("2026-08"))
    assert [one.id for one in month.consequences] == ["monthly"]


def test_a_veto_of_a_roll_up_that_reads_what_is_not_there_is_asked_about(monthly: Office) -> None:
    monthly.scheme["rollup"]["veto"] = [VETO | {"when": "worst < 85"}]
    evaluation = monthly.evaluate("2026-Q3")
    (finding,) = [f for f in evaluation.findings if f.code == "condition-unknown-name"][:1]
    assert finding.place.path == "/rollup/veto/0/when"
    assert sheet(evaluation).status == "incomplete"


def test_months_know_nothing_of_the_periods_of_a_roll_up(monthly: Office) -> None:
    monthly.scheme["veto"] = [VETO]
    assert "condition-unknown-name" in codes(monthly.evaluate("2026-08"))


def test_months_without_logs_are_named_and_not_scored(monthly: Office) -> None:
    evaluation = monthly.evaluate("2026")
    (found,) = [f for f in evaluation.findings if f.code == "rollup-without-logs"]
    assert found.details["periods"] == "2026-01..2026-06, 2026-10..2026-12"
    made = sheet(evaluation).rollup
    assert made is not None
    assert [p.period for p in made.parts if p.status] == ["2026-07", "2026-08", "2026-09"]
    assert sheet(evaluation).status == "incomplete"


def test_a_log_delivered_for_an_empty_month_is_a_log(monthly: Office) -> None:
    monthly.source |= {"complete_from": "2026-06-01", "complete_to": "2026-12-31"}
    evaluation = monthly.evaluate("2026")
    (found,) = [f for f in evaluation.findings if f.code == "rollup-without-logs"]
    assert found.details["periods"] == "2026-01..2026-05"


def with_items(monthly: Office, **item: Any) -> Office:
    """An item that adds a point for each good row and takes two for each bad one: in July it took
    4, in August it added 1, in September it took 2."""
    each = {"by": "category", "good": 1, "bad": -2, "else": 0}
    monthly.kpi(
        {"count": {"of": "calls", "where": {"category": ["good", "bad"]}}}, None,
        target="≤ 4", score={"incidents": {"each": each}}, **item,
    )  # fmt: skip
    rows = ["E1,bad,2026-07-02,", "E1,bad,2026-07-03,", "E1,good,2026-08-02,", "E1,bad,2026-09-02,"]
    old = str(monthly.logs["logs/calls.csv"])
    monthly.logs["logs/calls.csv"] = old + "".join(f"{90 + n},{r}\n" for n, r in enumerate(rows))
    return monthly


def test_what_an_item_took_comes_back_and_what_it_added_stays(monthly: Office) -> None:
    found = rolled(with_items(monthly), refund_if_met=["k2"])
    assert found.rollup is not None
    assert [p.refund for p in found.rollup.parts] == [4, 0, 2]
    assert [p.total for p in found.rollup.parts] == [80, 91, 100]
    assert found.rollup.refunds[0].points == 6


def test_an_item_of_a_scheme_is_refunded_too(monthly: Office) -> None:
    office = with_items(monthly)
    office.scheme["items"] = [office.role["kpis"].pop() | {"id": "extra"}]
    found = rolled(office, refund_if_met=["extra"])
    assert found.rollup is not None
    assert [p.refund for p in found.rollup.parts] == [4, 0, 2]


def test_no_more_comes_back_than_a_group_took(monthly: Office) -> None:
    """The item's group of 3 points cannot lose more than those."""
    monthly.scheme["groups"] = [{"id": "g", "points": 3}]
    found = rolled(with_items(monthly, group="g"), refund_if_met=["k2"])
    assert found.rollup is not None
    assert [p.refund for p in found.rollup.parts] == [3, 0, 2]


def test_an_item_beyond_its_target_is_not_refunded(monthly: Office) -> None:
    office = with_items(monthly)
    office.role["kpis"][-1]["target"] = "≤ 3"
    found = rolled(office, refund_if_met=["k2"])
    assert found.rollup is not None
    assert [p.refund for p in found.rollup.parts] == [0, 0, 0]
