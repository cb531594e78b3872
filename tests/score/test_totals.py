"""Totals as real forms make them, from the log: groups, bases, own full points, sets, vetoes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from office import Office, codes

from dutybook.report.contract import as_data
from dutybook.score.result import SheetResult

HEAD = "no,employee,category,received_at,value"


def mean(category: str) -> dict[str, object]:
    return {"mean": {"of": "calls", "where": {"category": category}, "value": "value"}}


def count(category: str) -> dict[str, object]:
    return {"count": {"of": "calls", "where": {"category": category}}}


def log(office: Office, **values: object) -> None:
    """One value per category, for E1; a list is so many rows."""
    rows = [
        f",E1,{category},2026-10-01,{value}"
        for category, given in values.items()
        for value in (given if isinstance(given, list) else [given])
    ]
    office.rows(*rows, head=HEAD)


def first(office: Office) -> SheetResult:
    return office.evaluate().sheets[0]


STEPS = {"steps": {"from": "target", "per": 1, "lose": 2, "partial": "whole"}}


def test_weights_inside_a_group_are_scored_inside_and_then_scaled(office: Office) -> None:
    office.scheme["groups"] = [
        {"id": "x", "weight": "70%", "members": 100},
        {"id": "y", "points": 30, "members": 50},
    ]
    office.kpi(mean("a"), 50, target="≥ 100", score=STEPS, group="x")
    office.kpi(mean("b"), 50, target="≥ 100", score="proportional", group="x")
    office.kpi(mean("c"), 50, target="≥ 10", score="proportional", group="y")
    log(office, a=95, b=80, c=10)
    found = first(office)
    assert [r.own for r in found.kpis] == [40, 40, 50]  # 50 − 5 × 2; 80% of 50
    assert [r.full for r in found.kpis] == [35, 35, 30]
    assert [r.points for r in found.kpis] == [28, 28, 30]
    assert found.total == 86
    assert found.kpis[0].lines[-1].slots == {
        "own": "40",
        "full": "50",
        "weight": "35",
        "points": "28",
    }


def test_each_kpi_out_of_its_own_100(office: Office) -> None:
    office.scheme["kpi_full"] = 100
    office.kpi(mean("a"), 60, target="≥ 100", score={**STEPS, "zero_below": 90})
    office.kpi(mean("b"), 40, target="≥ 3", score="proportional", no_data="full")
    log(office, a=95, b=2)
    found = first(office)
    assert [r.own for r in found.kpis] == [90, Fraction(200, 3)]
    assert [r.points for r in found.kpis] == [54, Decimal("26.67")]
    assert found.total == Decimal("80.67")
    log(office, a=95)
    assert [r.points for r in first(office).kpis] == [54, 40]  # full is the weight, not 100


def test_own_points_and_weight_that_others_give_away(office: Office) -> None:
    office.scheme |= {"kpi_full": 100, "no_data": "redistribute"}
    office.kpi(mean("a"), 60, target="≥ 100", score=STEPS)
    office.kpi(mean("b"), 40, target="≥ 3", score="proportional")
    log(office, a=95)
    found = first(office)
    assert (found.kpis[0].own, found.kpis[0].points, found.total) == (90, 90, 90)


def test_a_base_from_which_items_add_and_take(office: Office) -> None:
    office.scheme |= {"base": 100, "adjustments": {"bonus_cap": 5}, "grades": [{"grade": "A", "when": "≥ 90"}]}  # fmt: skip
    office.kpi(count("praise"), None, score={"incidents": {"each": 4}})
    office.kpi(count("late"), None, score={"incidents": {"each": -3}})
    office.kpi(mean("a"), None, target="≥ 90")
    log(office, praise=["", ""], late=["", "", ""], a=50)
    found = first(office)
    assert (found.total, found.grade, found.status) == (96, "A", "complete")
    assert [r.adds for r in found.kpis] == [5, -9, None]
    assert found.kpis[2].met is False


def test_a_base_waits_for_what_is_not_known(office: Office) -> None:
    office.scheme["base"] = 100
    office.kpi(mean("a"), None, target="≥ 90", score={"bands": [{"when": "≥ 0", "points": 3}]})
    log(office, b=1)
    assert (first(office).status, first(office).total) == ("incomplete", None)


@pytest.mark.parametrize(("floor", "total"), [(None, 60), ("none", 40), (-10, 50)])
def test_a_groups_floor(office: Office, floor: object, total: int) -> None:
    group = {"id": "y", "points": 40} | ({"floor": floor} if floor is not None else {})
    office.scheme["groups"] = [{"id": "x", "points": 60}, group]
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional", group="x")
    office.kpi(count("late"), None, score={"incidents": {"each": -20}}, group="y")
    log(office, a=100, late=["", "", ""])
    assert first(office).total == total


def test_a_groups_cap(office: Office) -> None:
    office.scheme["groups"] = [{"id": "x", "points": 100, "cap": "none"}]
    office.kpi(mean("a"), 100, target="≥ 100", score="proportional", group="x")
    office.kpi(count("praise"), None, score={"incidents": {"each": 5}}, group="x")
    log(office, a=100, praise=["", ""])
    assert first(office).total == 110


def veto(office: Office, when: str, **effect: object) -> None:
    """Adds a veto; the first is called ``v``, the next ``v1``."""
    vetoes = office.scheme.setdefault("veto", [])
    name = f"v{len(vetoes)}" if vetoes else "v"
    vetoes.append({"id": name, "when": when, "effect": effect})


def test_a_veto_on_one_kpis_points_comes_before_the_total(office: Office) -> None:
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional")
    office.kpi(mean("b"), 40, target="≥ 100", score="proportional")
    veto(office, "kpi.k2.value < 50", kpi="k", points=0)
    veto(office, "total < 30", total_at_most=10)
    log(office, a=100, b=49)
    found = first(office)
    assert [r.points for r in found.kpis] == [0, Decimal("19.60")]
    assert (found.total, found.status, [v.veto for v in found.vetoes]) == (
        10,
        "vetoed",
        ["v", "v1"],
    )
    assert found.kpis[0].lines[-1].word == "veto_points"
    log(office, a=100, b=50)
    assert (first(office).total, first(office).status) == (80, "complete")


def test_a_kpi_that_a_veto_zeroes_is_not_waited_for(office: Office) -> None:
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional")
    office.kpi(mean("b"), 40, target="≥ 100", score="proportional")
    veto(office, "kpi.k2.value < 50", kpi="k", points=0)
    log(office, b=40)
    assert (first(office).total, first(office).status) == (16, "vetoed")


def test_an_undecided_veto_on_a_kpi_leaves_the_total_incomplete(office: Office) -> None:
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional")
    office.kpi(mean("b"), 40, target="≥ 100", score="proportional", no_data="full")
    veto(office, "kpi.k2.value < 50", kpi="k", points=0)
    log(office, a=100)
    found = first(office)
    assert (found.status, found.total, found.vetoes[0].decided) == ("incomplete", None, False)


def test_the_lowest_of_several_vetoes_holds(office: Office) -> None:
    office.kpi(mean("a"), 100, target="≥ 100", score="proportional")
    veto(office, "total > 0", total=40)
    veto(office, "total > 0", total_at_most=25)
    log(office, a=100)
    assert (first(office).total, codes(office.evaluate())) == (25, [])


def test_the_contract_carries_own_points(office: Office) -> None:
    office.scheme["kpi_full"] = 100
    office.kpi(mean("a"), 60, target="≥ 3", score="proportional")
    log(office, a=2)
    kpi = as_data(office.evaluate())["scores"][0]["kpis"][0]
    assert (kpi["own"], kpi["own_full"], kpi["points"]) == ("200/3", "100", "40")
