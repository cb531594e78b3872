"""Rows beyond the period and the person: years to date, rolling stretches, teams; by hand."""

from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes, result

F = Fraction
HEAD = "no,employee,received_at,errors"


def failures(office: Office, *rows: tuple[str, str]) -> None:
    office.rows(*(f",{who},{day},1" for who, day in rows), head=HEAD)


def test_a_failure_budget_runs_through_the_year(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "over": "year_to_date"}}, 10, target="< 2", score="pass")
    failures(office, ("E1", "2026-01-15 09:00"), ("E1", "2026-10-30 09:00"), ("E2", "2025-12-31 23:59"),
             ("E2", "2026-10-01 00:00"), ("E2", "2026-11-01 00:00"))  # fmt: skip
    evaluation = office.evaluate()
    assert (result(evaluation, "E1").value.value, result(evaluation, "E1").met) == (2, False)
    assert (result(evaluation, "E2").value.value, result(evaluation, "E2").met) == (1, True)
    (part,) = evaluation.conservation
    assert (part.read, part.counted, part.other_period) == (5, 3, 2)


def test_a_log_that_begins_late_is_no_year_without_failures(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "over": "year_to_date"}}, 10, target="< 2", score="pass")
    failures(office, ("E1", "2026-10-30 09:00"))
    evaluation = office.evaluate()
    assert codes(evaluation) == ["log-begins-late"]
    assert result(evaluation).status == "no_data"
    office.source["complete_from"] = "2026-01-01"
    assert result(office.evaluate()).points == 10


def test_the_most_in_any_24_hours(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "over": "rolling 24 h"}}, None, target="< 3")
    failures(office, ("E1", "2026-09-30 20:00"), ("E1", "2026-10-01 19:59"), ("E1", "2026-10-01 19:59"),
             ("E1", "2026-10-02 19:59"), ("E2", "2026-10-02 08:00"), ("E2", "2026-10-03 08:00"))  # fmt: skip
    evaluation = office.evaluate()
    assert result(evaluation, "E1").value.value == 3  # 20:00 to 19:59 the next day
    assert result(evaluation, "E2").value.value == 1  # exactly 24 hours apart: never both


def test_rolling_goes_by_days_where_the_log_does(office: Office) -> None:
    office.source["time"] = "received_on"
    office.kpi({"sum": {"of": "calls", "value": "errors", "over": "rolling 2 d"}}, None)
    office.rows(",E1,2026-09-30,5", ",E1,2026-10-01,2", ",E1,2026-10-03,4", head="no,employee,received_on,errors")  # fmt: skip
    assert result(office.evaluate()).value.value == 7


TEAM = """employee,name,role,from,to,superior
B1,丙,boss,,,
E1,甲,clerk,,2026-10-15,B1
E2,乙,clerk,,,E1
E3,丁,clerk,,,
"""


def team(office: Office, **measure: Any) -> Office:
    boss = {"role": "boss", "title": "组长", "kpis": [
        {"id": "team", "name": "班组差错", "measure": {"count": {"of": "calls", "scope": "team", **measure}},
         "target": "< 3"},
        {"id": "own", "name": "本人差错", "measure": {"count": {"of": "calls"}}, "target": "< 1"}]}  # fmt: skip
    office.more = [boss]
    office.people = TEAM
    office.kpi({"count": {"of": "calls"}}, None)
    return office


def test_everyone_below_on_the_days_they_were(office: Office) -> None:
    team(office)
    failures(office, ("E1", "2026-10-10 09:00"), ("E2", "2026-10-10 09:00"), ("E2", "2026-10-16 09:00"),
             ("E3", "2026-10-10 09:00"), ("B1", "2026-10-10 09:00"))  # fmt: skip
    evaluation = office.evaluate()
    # E2 is below B1 through E1, who left on the 15th; E3 answers to nobody.
    assert result(evaluation, "B1", "team").value.value == 2
    assert result(evaluation, "B1", "own").value.value == 1
    (part,) = evaluation.conservation
    assert (part.counted, part.other_employee) == (5, 0)


def test_the_superior_post_stands_in_for_a_missing_superior(office: Office) -> None:
    team(office)
    office.role["reports_to"] = "组长"
    failures(office, ("E3", "2026-10-10 09:00"), ("E2", "2026-10-20 09:00"))
    assert result(office.evaluate(), "B1", "team").value.value == 1
    office.people = TEAM + "B2,戊,boss,,,\n"  # two in the superior post, neither at E3's site
    assert result(office.evaluate(), "B1", "team").value.value == 2 - 2


def test_superiors_in_a_circle_end(office: Office) -> None:
    team(office)
    office.people = "employee,name,role,from,to,superior\nB1,丙,boss,,,E1\nE1,甲,clerk,,,B1\n"
    failures(office, ("E1", "2026-10-10 09:00"), ("B1", "2026-10-10 09:00"))
    assert result(office.evaluate(), "B1", "team").value.value == 1


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("median", F(5, 2)), ("p90", F(9)), ("min", F(1)), ("max", F(9)), ("mean", F(15, 4)), ("sum", F(15))],
)  # fmt: skip
def test_order_statistics(office: Office, kind: str, wanted: F) -> None:
    office.kpi({kind: {"of": "calls", "value": "errors"}}, None)
    values = ["3", "1", "9", "", "2"]
    office.rows(*(f",E1,2026-10-02 08:00,{v}" for v in values), ",E2,2026-10-02 08:00,7", head=HEAD)
    evaluation = office.evaluate()
    assert result(evaluation).value.value == wanted
    assert result(evaluation).value.no_value == 1
    assert result(evaluation, "E2").value.value == 7


@pytest.mark.parametrize("count", range(1, 23))
def test_p90_is_the_nearest_rank(office: Office, count: int) -> None:
    office.kpi({"p90": {"of": "calls", "value": "errors"}}, None)
    office.rows(*(f",E1,2026-10-02 08:00,{n}" for n in range(1, count + 1)), head=HEAD)
    assert result(office.evaluate()).value.value == -(-9 * count // 10)


def test_one_measure_over_another(office: Office) -> None:
    repairs = {"count": {"of": "calls", "where": "errors = 0"}}
    office.kpi({"ratio": {"num": repairs, "den": {"sum": {"of": "calls", "value": "errors"}}}}, None, target="≥ 2")  # fmt: skip
    office.kpi({"ratio": {"num": {"sum": {"of": "calls", "value": "errors"}}, "den": 12}}, None)
    office.rows(*(f",E1,2026-10-02 08:00,{n}" for n in (0, 0, 0, 2)), ",E2,2026-10-02 08:00,0", head=HEAD)  # fmt: skip
    evaluation = office.evaluate()
    first, second = result(evaluation).value, result(evaluation, kpi="k2").value
    assert (first.value, first.numerator, first.denominator) == (F(3, 2), 3, 2)
    assert second.value == F(1, 6)
    nothing = result(evaluation, "E2").value
    assert (nothing.status, nothing.value) == ("no_data", None)  # 1 ÷ 0 is no data


def test_a_ratio_of_named_measures(office: Office) -> None:
    office.more = [{"measure": "calls-taken", "count": {"of": "calls"}}]
    office.kpi({"ratio": {"num": "calls-taken", "den": 4}}, None)
    office.rows(",E1,2026-10-02 08:00,1", head=HEAD)
    assert result(office.evaluate()).value.value == F(1, 4)
    office.role["kpis"][0]["measure"] = {"ratio": {"num": "calls-lost", "den": 4}}
    assert [f.code for f in office.write().findings] == ["unknown-measure"]


REPEAT = {
    "incidents": {"each": -1, "repeat": {"same": "category", "factor": 2, "within": "2 months"}}
}


def complaints(office: Office, *rows: tuple[str, str]) -> None:
    office.rows(*(f",E1,{kind},{day} 09:00" for day, kind in rows), head="no,employee,category,received_at")  # fmt: skip


def test_what_happened_before_the_period_can_be_repeated(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, 20, score=REPEAT)
    complaints(office, ("2026-07-20", "rude"), ("2026-09-20", "late"), ("2026-10-05", "late"), ("2026-10-06", "rude"))  # fmt: skip
    found = result(office.evaluate())
    # 5 October repeats September's, for 2; 6 October is more than two months after July's, for 1
    assert (found.value.value, found.exact) == (2, 17)
    assert [incident.earlier for incident in found.value.incidents] == [True, False, False]


def test_a_log_that_does_not_reach_back_cannot_tell_what_is_repeated(office: Office) -> None:
    office.kpi({"count": {"of": "calls"}}, 20, score=REPEAT)
    complaints(office, ("2026-10-05", "late"), ("2026-10-06", "rude"))
    evaluation = office.evaluate()
    assert (codes(evaluation), result(evaluation).status) == (["log-begins-late"], "no_data")
    office.source["complete_from"] = "2026-08-01"
    assert result(office.evaluate()).exact == 18


def test_repetition_within_the_month_reads_nothing_before(office: Office) -> None:
    repeat = {"same": "category", "factor": 2, "within": "month"}
    office.kpi({"count": {"of": "calls"}}, 20, score={"incidents": {"each": -1, "repeat": repeat}})
    complaints(office, ("2026-10-05", "late"), ("2026-10-06", "late"))
    assert (result(evaluation := office.evaluate()).exact, codes(evaluation)) == (17, [])
