"""Targets by date, by site and relative to other values; KPIs that change within the period."""

from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes, result

F = Fraction
HEAD = "no,employee,received_at,errors"
SHARE = {"share": {"of": "calls", "good": "errors = 0"}}
PASS = {"score": "pass"}


def rows(office: Office, **good_of_ten: list[int]) -> None:
    """Ten rows for each of E1, E2 per month; so many of them good."""
    lines = [
        f",{who},{month}-05 0{n}:00,{0 if n < good else 1}"
        for who, goods in good_of_ten.items()
        for month, good in zip(("2025-10", "2026-07", "2026-08", "2026-09", "2026-10"), goods, strict=True)
        for n in range(10)
    ]  # fmt: skip
    office.rows(*lines, head=HEAD)


@pytest.mark.parametrize(
    ("period", "bound"), [("2026-03", None), ("2026-04", F(4, 5)), ("2026-07", F(17, 20))]
)
def test_dated_targets(office: Office, period: str, bound: F | None) -> None:
    office.kpi(SHARE, 10, target={"2026-07-01": "≥ 85%", "2026-04-01": "≥ 80%"}, **PASS)
    office.rows(f",E1,{period}-05 08:00,0", head=HEAD)
    found = result(evaluation := office.evaluate(period))
    if bound is None:
        assert (codes(evaluation), found.status) == (["target-not-begun"], "not_evaluable")
    else:
        assert found.kpi.target is not None
        assert (found.kpi.target.fixed.bound, found.points) == (bound, 10)  # type: ignore[union-attr]


def test_targets_by_site(office: Office) -> None:
    office.people = "employee,name,role,site,unit\nE1,甲,clerk,北区,x\nE2,乙,clerk,南区,y\n"
    office.kpi(SHARE, 10, target={"by": "site", "北区": "≥ 90%", "else": "≥ 70%"}, **PASS)
    office.kpi(SHARE, 10, target={"by": "unit", "x": "≥ 80%"}, **PASS)
    office.kpi(SHARE, 10, target={"by": "floor", "x": "≥ 80%"}, **PASS)
    rows(office, E1=[8] * 5, E2=[8] * 5)
    evaluation = office.evaluate()
    assert [result(evaluation, who).points for who in ("E1", "E2")] == [0, 10]
    assert [result(evaluation, who, "k2").status for who in ("E1", "E2")] == ["scored", "not_evaluable"]  # fmt: skip
    assert codes(evaluation) == ["by-case-missing", "by-column-unknown"]


def test_rates_by_unit(office: Office) -> None:
    office.people = "employee,name,role,unit\nE1,甲,clerk,own\nE2,乙,clerk,shared\n"
    each = {"by": "unit", "own": -2, "shared": -0.5}
    office.kpi({"count": {"of": "calls", "where": "errors = 1"}}, 20, score={"incidents": {"each": each}})  # fmt: skip
    rows(office, E1=[7] * 5, E2=[7] * 5)
    evaluation = office.evaluate()
    assert [result(evaluation, who).exact for who in ("E1", "E2")] == [14, F(37, 2)]


@pytest.mark.parametrize(
    ("than", "change", "bound"),
    [
        ("last_period", {"at_least": "+5%"}, F(60, 100) * F(105, 100)),
        ("last_period", {"at_least": "5 pp"}, F(65, 100)),
        ("same_period_last_year", {"at_most": "-20%"}, F(40, 100) * F(4, 5)),
        ("mean of 3 periods", {"at_least": "+0%"}, F(40 + 50 + 60, 300)),
        ("peers", {"at_least": "+0%"}, F(90, 100)),
    ],
)
def test_relative_targets(office: Office, than: str, change: dict[str, str], bound: F) -> None:
    office.kpi(SHARE, 10, target={"than": than, **change}, **PASS)
    rows(office, E1=[4, 4, 5, 6, 7], E2=[1, 1, 1, 1, 9])
    found = result(office.evaluate())
    assert found.kpi.target is not None
    assert found.kpi.target.fixed is not None
    assert found.kpi.target.fixed.bound == bound
    assert found.met is (F(7, 10) >= bound if "at_least" in change else F(7, 10) <= bound)


def test_earlier_values_are_as_they_were_scored_then(office: Office) -> None:
    span = {"from": "received_at", "to": "answered_at", "within": "3 d"}
    office.kpi({"share": {"of": "calls", "good": span}}, 10, target={"than": "last_period", "at_least": "+0%"}, **PASS)  # fmt: skip
    office.rows(
        ",E1,2026-09-10 08:00,2026-09-10 09:00",
        ",E1,2026-09-29 08:00,2026-10-09 09:00",  # still open at the end of September: pending then
        ",E1,2026-10-10 08:00,2026-10-10 09:00",
        head="no,employee,received_at,answered_at",
    )
    assert result(office.evaluate()).baseline == 1


def test_nothing_to_compare_with(office: Office) -> None:
    office.kpi(SHARE, 10, target={"than": "last_period", "at_least": "+5%"}, **PASS)
    office.rows(",E1,2026-10-05 08:00,0", head=HEAD)
    evaluation = office.evaluate()
    found = result(evaluation)
    assert (found.status, found.points, found.held) == ("undecided", None, True)
    assert {"log-begins-late", "baseline-missing"} <= set(codes(evaluation))
    assert "value-undecided" not in codes(evaluation)
    assert next(line.word for line in found.lines) == "baseline_missing"


def test_who_was_not_in_the_post_then_has_nothing_to_compare_with(office: Office) -> None:
    office.people = "employee,name,role,from\nE1,甲,clerk,2026-09-20\nE2,乙,clerk,2026-10-02\n"
    office.source["complete_from"] = "2026-01-01"
    office.kpi({"count": {"of": "calls"}}, 10, target={"than": "last_period", "at_least": "+5%"}, **PASS)  # fmt: skip
    office.rows(",E1,2026-10-05 08:00,0", ",E2,2026-10-05 08:00,0", head=HEAD)
    evaluation = office.evaluate()
    assert (result(evaluation, "E1").baseline, result(evaluation, "E1").status) == (0, "scored")
    assert (result(evaluation, "E2").baseline, result(evaluation, "E2").status) == (None, "undecided")  # fmt: skip


def changed(office: Office, effective: str = "2026-10-15", **kpi: Any) -> Office:
    """The role, and from ``effective`` on another version of it."""
    office.role["effective"] = "2026-01-01"
    office.more = [
        {**office.role, "effective": effective, "kpis": [{**k, **kpi} for k in office.role["kpis"]]}
    ]
    return office


def test_a_version_within_the_period_is_joined_by_days(office: Office) -> None:
    office.kpi(SHARE, 31, target="≥ 90%", **PASS)
    changed(office, target="≥ 40%")
    # 14 days at ≥ 90% with 1 of 2 good: 0; 17 days at ≥ 40% with 1 of 2 good: 31
    office.rows(*(f",E1,2026-10-{day} 08:00,{e}" for day in ("05", "20") for e in (0, 1)), head=HEAD)  # fmt: skip
    found = result(office.evaluate())
    assert [piece.exact for piece in found.pieces] == [0, 31]
    assert [piece.ask.days for piece in found.pieces] == [14, 17]
    assert (found.exact, found.full, found.met) == (17, 31, False)


def test_a_piece_without_data_is_left_out(office: Office) -> None:
    office.kpi(SHARE, 30, target="≥ 90%", **PASS)
    changed(office, target="≥ 40%")
    office.rows(",E1,2026-10-20 08:00,0", head=HEAD)
    found = result(office.evaluate())
    assert ([piece.status for piece in found.pieces], found.exact) == (["no_data", "scored"], 30)


def test_a_change_that_changes_nothing_changes_nothing(office: Office) -> None:
    office.kpi(SHARE, 30, target="≥ 90%", **PASS)
    office.kpi({"count": {"of": "calls"}}, 10, target="≥ 3", **PASS)
    office.rows(*(f",E1,2026-10-{day} 08:00,{e}" for day in ("05", "20") for e in (0, 1)), head=HEAD)  # fmt: skip
    before = office.data()
    for effective in ("2026-10-02", "2026-10-15", "2026-10-31"):
        assert changed(office, effective, name="改了措辞").data() == before
    # counts are never cut: the version on the last day applies to all of October
    found = result(changed(office, target="≥ 5").evaluate(), kpi="k2")
    assert (found.pieces, found.value.value, found.points) == ((), 4, 0)


def test_weights_that_change(office: Office) -> None:
    office.kpi(SHARE, 31, target="≥ 90%", **PASS)
    changed(office, weight=62)
    office.rows(*(f",E1,2026-10-{day} 08:00,0" for day in ("05", "20")), head=HEAD)
    found = result(office.evaluate())
    assert found.exact == found.full == F(31 * 14 + 62 * 17, 31)


def test_moving_to_another_site_cuts_by_days(office: Office) -> None:
    office.people = "employee,name,role,from,to,site\nE1,甲,clerk,,2026-10-10,北区\nE1,甲,clerk,2026-10-11,,南区\n"
    office.kpi(SHARE, 31, target={"by": "site", "北区": "≥ 90%", "南区": "≥ 40%"}, **PASS)
    office.rows(*(f",E1,2026-10-{day} 08:00,{e}" for day in ("05", "20") for e in (0, 1)), head=HEAD)  # fmt: skip
    assert result(office.evaluate()).exact == 21  # 10 days at 0, 21 days at 31, of 31


def test_who_left_before_the_change_goes_by_what_held_then(office: Office) -> None:
    office.kpi(SHARE, 30, target="≥ 90%", **PASS)
    changed(office, target="≥ 40%")
    office.more[0]["kpis"].append({"id": "new", "name": "新增", "weight": 70, "measure": SHARE, "target": "≥ 90%", **PASS})  # fmt: skip
    office.people = "employee,name,role,from,to\nE1,甲,clerk,,2026-10-10\nE2,乙,clerk,,\n"
    office.rows(*(f",{who},2026-10-05 08:00,{e}" for who in ("E1", "E2") for e in (0, 1)), head=HEAD)  # fmt: skip
    evaluation = office.evaluate()
    assert [[r.kpi.id for r in s.kpis] for s in evaluation.sheets] == [["k"], ["k", "new"]]
    assert (result(evaluation, "E1").exact, result(evaluation, "E1").pieces) == (0, ())
    # the new KPI stood from the 15th on, and had no rows then
    assert result(evaluation, "E2", "new").status == "no_data"


def test_a_post_that_did_not_exist_yet(office: Office) -> None:
    office.kpi(SHARE, 100, target="≥ 90%", **PASS)
    office.role["effective"] = "2026-10-20"
    office.people = "employee,name,role,from,to\nE1,甲,clerk,,2026-10-10\nE2,乙,clerk,,\n"
    office.rows(",E2,2026-10-25 08:00,0", head=HEAD)
    evaluation = office.evaluate()
    assert [s.sheet.employee for s in evaluation.sheets] == ["E2"]
    assert codes(evaluation) == ["role-not-in-force"]


@pytest.mark.parametrize(
    ("score", "wanted"),
    [
        ({"steps": {"from": "target", "per": "10 pp", "lose": {"by": "unit", "own": 4, "shared": 1}, "partial": "whole"}}, [16, 19]),
        ({"steps": {"from": "target", "lose": {"points": {"by": "unit", "own": 4, "else": 2}, "per": "10 pp"}, "partial": "whole"}}, [16, 18]),
        ({"bands": [{"when": "≥ 0", "points": 20}], "cap": {"by": "unit", "own": 12, "shared": 8}}, [12, 8]),
    ],
)  # fmt: skip
def test_rates_and_caps_by_unit(office: Office, score: dict[str, Any], wanted: list[int]) -> None:
    office.people = "employee,name,role,unit\nE1,甲,clerk,own\nE2,乙,clerk,shared\n"
    office.kpi(SHARE, 20, target="≥ 80%", score=score)
    rows(office, E1=[7] * 5, E2=[7] * 5)
    evaluation = office.evaluate()
    assert [result(evaluation, who).exact for who in ("E1", "E2")] == wanted


def test_a_rate_nobody_wrote_down(office: Office) -> None:
    office.people = "employee,name,role,unit\nE1,甲,clerk,other\n"
    lose = {"by": "unit", "own": 4}
    office.kpi(SHARE, 20, target="≥ 80%", score={"steps": {"from": "target", "per": "10 pp", "lose": lose, "partial": "whole"}})  # fmt: skip
    rows(office, E1=[7] * 5)
    evaluation = office.evaluate()
    assert (codes(evaluation), result(evaluation).status) == (["by-case-missing"], "not_evaluable")
