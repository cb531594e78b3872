"""Superiors' KPIs over the scores below, and people with several posts; by hand."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes, result

from dutybook.report.contract import as_data
from dutybook.report.explain.rows import costing

F = Fraction
HEAD = "no,employee,received_at,errors"
PEOPLE = """employee,name,role,from,to,superior
C1,戊,chief,,,
B1,丙,boss,,,C1
E1,甲,clerk,,,B1
E2,乙,clerk,,,B1
"""


def scored(office: Office) -> Office:
    """Clerks lose 10 of 40 per error; their boss and the chief read what came of it."""
    office.people = PEOPLE
    office.kpi({"sum": {"of": "calls", "value": "errors"}}, 40, score={"steps": {
        "from": 0, "per": "1", "lose": 10, "partial": "whole"}}, target="≤ 0")  # fmt: skip
    office.kpi({"share": {"of": "calls", "good": "errors = 0"}}, 60, target="≥ 50%", score="pass")
    mean = {"mean": {"of": "scores", "where": {"kpi": "total"}, "value": "points", "scope": "team"}}
    unmet = {"count": {"of": "scores", "where": "met = false", "scope": "team"}}
    share = {"ratio": {"of": "scores", "where": {"kpi": "k2"}, "num": "num", "den": "den", "scope": "team"}}  # fmt: skip
    for role, title, superior in (("boss", "组长", "chief"), ("chief", "主管", None)):
        kpis = [
            {"id": "mean", "name": "下级平均分", "weight": 100, "measure": mean, "target": "≥ 100", "score": "proportional"},
            {"id": "unmet", "name": "下级未达标项", "measure": unmet},
            {"id": "share", "name": "班组合格率", "measure": share},
        ]  # fmt: skip
        more = {"reports_to": superior} if superior else {}
        office.more.append({"role": role, "title": title, "kpis": kpis, **more})
    office.rows(",E1,2026-10-02 08:00,0", ",E1,2026-10-03 08:00,1", ",E2,2026-10-02 08:00,0",
                ",E2,2026-10-02 08:00,0", ",E2,2026-10-02 08:00,0", head=HEAD)  # fmt: skip
    return office


def test_scores_are_read_from_the_bottom_up(office: Office) -> None:
    evaluation = scored(office).evaluate()
    totals = {s.sheet.employee: s.total for s in evaluation.sheets}
    # E1: 30 + 60, E2: 40 + 60; B1: their mean; C1: the mean of B1, E1 and E2
    assert totals == {"E1": 90, "E2": 100, "B1": 95, "C1": 95}
    assert result(evaluation, "B1", "unmet").value.value == 1
    assert result(evaluation, "C1", "unmet").value.value == 2  # E1's and B1's
    assert result(evaluation, "B1", "share").value.value == F(4, 5)
    assert codes(evaluation) == []


def test_the_rows_behind_a_superiors_score(office: Office) -> None:
    with scored(office).run() as run:
        sheet = next(s for s in run.evaluation.sheets if s.sheet.employee == "B1")
        keys = [row.key for row in costing(run, sheet, sheet.kpis[0])]
    assert keys == ["E1/clerk/total", "E2/clerk/total"]


def test_an_incomplete_score_below_is_not_zero(office: Office) -> None:
    scored(office).rows(",E1,2026-10-02 08:00,0", head=HEAD)
    evaluation = office.evaluate()  # E2 has no rows: no share, no total
    found = result(evaluation, "B1", "mean").value
    assert (found.value, found.no_value) == (100, 1)


def test_a_circle_of_superiors_is_no_data(office: Office) -> None:
    scored(office)
    office.people = PEOPLE.replace("C1,戊,chief,,,", "C1,戊,chief,,,B1")
    evaluation = office.evaluate()
    assert codes(evaluation) == ["scores-circular"]
    statuses = {s.sheet.employee: s.status for s in evaluation.sheets}
    assert statuses == {"E1": "complete", "E2": "complete", "B1": "incomplete", "C1": "incomplete"}
    assert result(evaluation, "B1", "unmet").status == "no_data"


@pytest.mark.parametrize(
    "measure", [{}, {"scope": "team", "over": "year_to_date"}, {"scope": "team", "window": "week", "take": "mean"}]
)  # fmt: skip
def test_scores_are_only_of_those_below_and_this_period(
    office: Office, measure: dict[str, Any]
) -> None:
    office.kpi({"count": {"of": "scores", **measure}}, None)
    office.rows(",E1,2026-10-02 08:00,0", head=HEAD)
    assert codes(office.evaluate()) == ["measure-incomplete"]


def two_posts(office: Office, people: str) -> Office:
    office.people = "employee,name,role,from,to,fte\n" + people
    office.more = [{"role": "guard", "title": "保安", "kpis": [
        {"id": "g", "name": "指标", "weight": 100, "measure": {"count": {"of": "calls"}},
         "score": {"incidents": {"each": -10}}}]}]  # fmt: skip
    office.kpi({"count": {"of": "calls"}}, 100, score={"incidents": {"each": -20}})
    office.scheme["grades"] = [
        {"grade": "A", "when": "≥ 80", "coefficient": 1.2},
        {"grade": "B", "when": "< 80", "coefficient": 1},
    ]
    return office


def test_a_transfer_is_weighted_by_days(office: Office) -> None:
    two_posts(office, "E1,甲,clerk,,2026-10-10,\nE1,甲,guard,2026-10-11,,\n")
    office.rows(",E1,2026-10-02 08:00,0", ",E1,2026-10-20 08:00,0", head=HEAD)
    evaluation = office.evaluate()
    (person,) = evaluation.persons
    # clerk 80 for 10 days, guard 90 for 21
    assert [(p.total, p.weight) for p in person.posts] == [(80, 10), (90, 21)]
    assert person.total == Decimal("86.77")  # 2690 ÷ 31
    assert (person.grade, person.coefficient) == ("A", F(6, 5))
    assert as_data(evaluation)["persons"][0]["total"] == "86.77"
    assert codes(evaluation) == []


def test_two_posts_at_once_are_weighted_by_fte(office: Office) -> None:
    two_posts(office, "E1,甲,clerk,,,0.75\nE1,甲,guard,,,0.25\n")
    office.rows(",E1,2026-10-02 08:00,0", ",E1,2026-10-20 08:00,0", head=HEAD)
    evaluation = office.evaluate()
    (person,) = evaluation.persons
    assert person.total == F(60 * 3 + 80, 4)
    assert codes(evaluation) == []
    two_posts(office, "E1,甲,clerk,,,\nE1,甲,guard,,,\n").role["kpis"].pop()
    assert codes(office.evaluate()) == ["people-several-posts"]


def test_one_incomplete_post_leaves_the_person_so(office: Office) -> None:
    two_posts(office, "E1,甲,clerk,,2026-10-10,\nE1,甲,guard,2026-10-11,,\n")
    office.more[0]["kpis"][0] |= {"measure": {"mean": {"of": "calls", "value": "errors"}}, "score": "pass", "target": "≥ 1"}  # fmt: skip
    office.rows(",E1,2026-10-02 08:00,0", head=HEAD)
    (person,) = office.evaluate().persons
    assert (person.status, person.total, person.posts[1].total) == ("incomplete", None, None)


def test_a_post_held_too_shortly_takes_no_part(office: Office) -> None:
    two_posts(office, "E1,甲,clerk,,2026-10-02,\nE1,甲,guard,2026-10-03,,\n")
    office.scheme["eligible"] = {"min_days": 5}
    office.rows(",E1,2026-10-20 08:00,0", head=HEAD)
    (person,) = office.evaluate().persons
    assert (person.status, person.total) == ("complete", 90)


def test_totals_of_different_scales_have_no_mean(office: Office) -> None:
    two_posts(office, "E1,甲,clerk,,2026-10-10,\nE1,甲,guard,2026-10-11,,\n")
    office.scheme["applies_to"] = ["clerk"]
    office.more.append({"scheme": "tens", "applies_to": ["guard"], "scale": 10})
    office.rows(",E1,2026-10-20 08:00,0", head=HEAD)
    evaluation = office.evaluate()
    assert evaluation.persons[0].total is None
    assert codes(evaluation) == ["persons-mixed-scales"]
