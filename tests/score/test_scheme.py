"""Totals, adjustments, no-data policies, vetoes and grades."""

from decimal import Decimal
from fractions import Fraction

import pytest
from office import Office, codes, result

from dutybook.score.result import SheetResult

HEAD = "no,employee,category,received_at,value,errors"
GRADES = [
    {"grade": "A", "when": "≥ 90", "coefficient": 1.2},
    {"grade": "B", "when": "≥ 60", "coefficient": 1.0},
    {"grade": "C", "when": "< 60", "coefficient": 0.5},
]


def mean(category: str) -> dict[str, object]:
    return {"mean": {"of": "calls", "where": {"category": category}, "value": "value"}}


def count(category: str) -> dict[str, object]:
    return {"count": {"of": "calls", "where": {"category": category}}}


def log(office: Office, *rows: str) -> None:
    office.rows(*(f",{row}" for row in rows), head=HEAD)


def sheet(office: Office, employee: str = "E1") -> SheetResult:
    return next(s for s in office.evaluate().sheets if s.sheet.employee == employee)


@pytest.fixture
def graded(office: Office) -> Office:
    """Two KPIs of 60 and 40 points, proportional to 100."""
    office.scheme["grades"] = GRADES
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional")
    office.kpi(mean("b"), 40, target="≥ 100", score="proportional")
    return office


def test_totals_add_rounded_points_and_grades_read_the_total(graded: Office) -> None:
    log(graded, "E1,a,2026-10-01,33.33,", "E1,a,2026-10-01,33.34,", "E1,b,2026-10-01,66.67,")
    found = sheet(graded)
    assert [r.points for r in found.kpis] == [Decimal("20.00"), Decimal("26.67")]
    assert (found.total, found.grade, found.coefficient) == (Decimal("46.67"), "C", Fraction(1, 2))
    graded.scheme["places"] = 0
    assert sheet(graded).total == 47


def test_rounding_is_half_away_from_zero(graded: Office) -> None:
    graded.scheme["places"] = 1
    log(graded, "E1,a,2026-10-01,99.75,", "E1,b,2026-10-01,100,")
    assert sheet(graded).kpis[0].points == Decimal("59.9")  # 59.85


@pytest.mark.parametrize(
    ("policy", "status", "total"),
    [
        ("hold", "incomplete", None),
        ("full", "complete", 100),
        ("zero", "complete", 60),
        ("redistribute", "complete", 100),
    ],
)
def test_no_data_policies(graded: Office, policy: str, status: str, total: int | None) -> None:
    graded.role["kpis"][1]["no_data"] = policy
    log(graded, "E1,a,2026-10-01,100,")
    found = sheet(graded)
    assert (found.status, found.total) == (status, total)
    assert found.kpis[1].status == "no_data"
    assert [r.kpi.id for r in found.missing] == (["k2"] if policy == "hold" else [])


def test_the_scheme_says_what_to_do_unless_the_kpi_does(graded: Office) -> None:
    graded.scheme["no_data"] = "redistribute"
    log(graded, "E1,a,2026-10-01,90,")
    found = sheet(graded)
    assert (found.total, found.kpis[0].full, found.kpis[1].full) == (90, 100, 0)
    graded.role["kpis"][1]["no_data"] = "zero"
    assert sheet(graded).total == 54


def test_redistribution_stays_in_the_group_while_it_can(graded: Office) -> None:
    graded.scheme |= {
        "groups": [{"id": "x", "points": 60}, {"id": "y", "points": 40}],
        "no_data": "redistribute",
    }
    graded.role["kpis"][0]["group"] = "x"
    graded.role["kpis"][1] |= {"group": "y", "weight": 10}
    graded.kpi(mean("c"), 30, target="≥ 100", score="proportional", group="y")
    log(graded, "E1,a,2026-10-01,100,", "E1,b,2026-10-01,50,", "E2,b,2026-10-01,100,")
    first, second = sheet(graded), sheet(graded, "E2")
    assert [r.full for r in first.kpis] == [60, 40, 0]
    assert first.total == 80
    assert [r.full for r in second.kpis] == [0, 100, 0]
    assert second.kpis[1].points == 100


def test_nothing_to_give_weight_to(graded: Office) -> None:
    graded.scheme["no_data"] = "redistribute"
    log(graded, "E1,a,2026-10-01,90,")
    found = sheet(graded, "E2")
    assert (found.status, found.total) == ("incomplete", None)


def test_groups_are_bounded_by_their_own_points(graded: Office) -> None:
    graded.scheme["groups"] = [{"id": "x", "points": 60}, {"id": "y", "points": 40}]
    graded.role["kpis"] = []
    graded.kpi(mean("a"), 60, target="≥ 100", score="proportional", group="x")
    graded.kpi(count("late"), None, score={"incidents": {"each": -15}}, group="y")
    graded.kpi(count("praise"), None, score={"incidents": {"each": 5}}, group="x")
    log(graded, "E1,a,2026-10-01,100,", "E1,late,2026-10-01,,", "E1,praise,2026-10-01,,",
        "E2,a,2026-10-01,50,", *["E2,late,2026-10-01,,"] * 4)  # fmt: skip
    assert sheet(graded).total == 60 + 25  # the praise cannot lift x above its 60
    assert sheet(graded, "E2").total == 30 + 0


@pytest.mark.parametrize(
    ("caps", "applied"),
    [
        ({}, [3, 2, -4, -6]),
        ({"bonus_cap": 4, "penalty_cap": 7}, [3, 1, -1, -6]),
        ({"take": "highest"}, [3, 0, 0, -6]),
        ({"bonus_cap": 2.5, "take": "highest"}, [2.5, 0, 0, -6]),
    ],
)
def test_adjustments_and_their_caps(
    graded: Office, caps: dict[str, object], applied: list[float]
) -> None:
    graded.scheme |= {
        "adjustments": caps,
        "items": [
            {
                "id": name,
                "name": name,
                "measure": count(name),
                "score": {"incidents": {"each": each}},
            }
            for name, each in (("p", 3), ("q", 2), ("r", -4), ("s", -6))
        ],
    }
    items = [f"E1,{name},2026-10-01,," for name in "pqrs"]
    log(graded, "E1,a,2026-10-01,100,", "E1,b,2026-10-01,100,", *items)
    found = sheet(graded)
    assert [float(r.adds or 0) for r in found.items] == applied
    assert found.total == 100 + Decimal(str(sum(applied)))


def test_clamp(graded: Office) -> None:
    graded.scheme |= {
        "clamp": {"min": 20, "max": 90},
        "items": [
            {
                "id": "bad",
                "name": "x",
                "measure": count("bad"),
                "score": {"incidents": {"each": -50}},
            }
        ],
    }
    log(graded, *(f"{e},{c},2026-10-01,100," for e in ("E1", "E2") for c in "ab"),
        *["E2,bad,2026-10-01,,"] * 2)  # fmt: skip
    assert [sheet(graded, e).total for e in ("E1", "E2")] == [90, 20]


def veto(office: Office, when: str, **effect: object) -> None:
    office.scheme["veto"] = [{"id": "v", "when": when, "effect": effect}]


def perfect(office: Office, *more: str) -> None:
    log(office, "E1,a,2026-10-01,100,", "E1,b,2026-10-01,100,", *more)


def test_a_veto_caps_the_grade(graded: Office) -> None:
    veto(graded, "kpi.k2.points >= 40", grade="B")
    perfect(graded)
    found = sheet(graded)
    assert (found.status, found.total, found.grade, found.coefficient) == ("vetoed", 100, "B", 1)
    veto(graded, "kpi.k2.points >= 40", grade="A")
    assert sheet(graded).grade == "A"


def test_a_veto_sets_the_total(graded: Office) -> None:
    veto(graded, "kpi.k.met and kpi.k.lost = 0", total=10)
    perfect(graded)
    found = sheet(graded)
    assert (found.status, found.total, found.grade) == ("vetoed", 10, "C")


def test_a_veto_that_does_not_fire(graded: Office) -> None:
    veto(graded, "kpi.k.value < 50 or total < 0", total=0)
    perfect(graded)
    found = sheet(graded)
    assert (found.status, found.vetoes) == ("complete", ())


def test_an_undecidable_veto_leaves_the_total_incomplete(graded: Office) -> None:
    graded.role["kpis"][1]["no_data"] = "full"
    veto(graded, "kpi.k2.value < 50", grade="C")
    log(graded, "E1,a,2026-10-01,100,")
    found = sheet(graded)
    assert (found.status, found.total, found.vetoes[0].decided) == ("incomplete", None, False)


def test_a_veto_about_a_kpi_the_role_lacks_does_not_apply(graded: Office) -> None:
    """Some role of the scheme has it; a KPI that none has is a misspelt one."""
    other = {"id": "other", "name": "别的", "weight": 100, "measure": mean("c"), "target": "≥ 9"}
    graded.more.append({"role": "guard", "title": "保安", "kpis": [other]})
    veto(graded, "kpi.other.value < 50", grade="C")
    perfect(graded)
    assert sheet(graded).status == "complete"


def test_ids_with_hyphens_in_conditions(graded: Office) -> None:
    graded.role["kpis"][0]["id"] = "on-time"
    veto(graded, "kpi.on-time.value >= 100", grade="C")
    perfect(graded)
    assert sheet(graded).grade == "C"


def test_a_veto_by_something_unknown_is_said(graded: Office) -> None:
    veto(graded, "rank = 1", grade="C")
    perfect(graded)
    evaluation = graded.evaluate()
    assert "condition-unknown-name" in codes(evaluation)
    assert evaluation.sheets[0].status == "incomplete"


def test_not_eligible(graded: Office) -> None:
    graded.scheme["eligible"] = {"min_days": 15}
    graded.people = "employee,name,role,from\nE1,甲,clerk,2026-10-18\nE2,乙,clerk,2026-10-17\n"
    perfect(graded, "E2,a,2026-10-20,100,", "E2,b,2026-10-20,100,")
    found = sheet(graded)
    assert (found.status, found.total, found.kpis[0].status) == ("not_eligible", None, "no_data")
    assert sheet(graded, "E2").status == "complete"


def test_without_weights_only_met_or_not(office: Office) -> None:
    office.kpi(count("bad"), None, target="= 0")
    office.kpi(mean("a"), None, target="≥ 90")
    log(office, "E1,a,2026-10-01,95,", "E2,bad,2026-10-01,,")
    first, second = sheet(office), sheet(office, "E2")
    assert (first.status, first.total, [r.met for r in first.kpis]) == (
        "complete",
        None,
        [True, True],
    )
    assert (second.status, [r.met for r in second.kpis]) == ("incomplete", [False, None])


def test_a_role_without_kpis_is_not_evaluated(office: Office) -> None:
    log(office, "E1,a,2026-10-01,95,")
    assert sheet(office).status == "not_eligible"


def test_advisory_kpis_are_shown_and_not_scored(graded: Office) -> None:
    graded.kpi(mean("zzz"), None, target="≥ 90", advisory=True)
    perfect(graded)
    found = sheet(graded)
    assert (found.total, found.kpis[2].status, found.kpis[2].points) == (100, "no_data", None)


def test_consequences_are_recorded(graded: Office) -> None:
    graded.scheme["consequences"] = [
        {"id": "bonus", "when": "total >= 90 and grade = 'A'", "then": "bonus_share", "amount": {"between": ["4%", "6%"]}},
        {"each": "unmet", "then": "training", "text": "补训"},
        {"when": "kpi.other.met", "then": "ban"},
        {"when": "unmet > 5", "then": "fine", "amount": 50},
        {"when": "rank = 1", "then": "notice"},
        {"then": "notice"},
    ]  # fmt: skip
    graded.role["kpis"][1]["target"] = "≥ 101"
    graded.role["kpis"][1]["score"] = {"bands": [{"when": "≥ 0", "points": 40}]}
    perfect(graded)
    follows = sheet(graded).consequences
    assert [(f.then, f.kpi, f.amount, f.text) for f in follows] == [
        ("bonus_share", None, "4% ~ 6%", None),
        ("training", "k2", None, "补训"),
        ("ban", None, None, None),  # of a KPI that no role has nobody can say whether it was met
        ("notice", None, None, None),
        ("notice", None, None, None),
    ]
    assert [f.decided for f in follows] == [True, True, False, False, True]


def test_a_total_in_no_grade_is_said(graded: Office) -> None:
    graded.scheme["grades"] = [{"grade": "A", "when": "≥ 101"}]
    perfect(graded)
    evaluation = graded.evaluate()
    assert (evaluation.sheets[0].grade, codes(evaluation)) == (None, ["grade-gap"])


def test_a_value_in_no_band_is_held(graded: Office) -> None:
    graded.role["kpis"][1]["score"] = {
        "bands": [{"when": "0 ~ 85", "points": 1}, {"when": "86 ~ 100", "points": 40}]
    }
    log(graded, "E1,a,2026-10-01,100,", "E1,b,2026-10-01,85.5,")
    evaluation = graded.evaluate()
    found = result(evaluation, kpi="k2")
    assert (found.status, found.points, evaluation.sheets[0].status) == (
        "undecided",
        None,
        "incomplete",
    )
    assert "value-undecided" in codes(evaluation)


def test_varying_incidents_charge_the_latest_after_the_free_ones(office: Office) -> None:
    each = {"by": "level", "major": -10, "else": -1}
    office.kpi({"count": {"of": "calls"}}, 50, score={"incidents": {"each": each, "free": 1}})
    office.kpi({"count": {"of": "calls"}}, 50, score={"incidents": {"each": "0 - errors"}})
    office.rows(
        "z,E1,2026-10-02,minor,1", "a,E1,2026-10-01,major,2", "b,E1,2026-10-01,major,3",
        head="no,employee,received_at,level,errors",
    )  # fmt: skip
    found = sheet(office)
    assert [r.points for r in found.kpis] == [39, 44]  # a is free: first by time, then by key


@pytest.mark.parametrize(
    ("when", "code"),
    [("kpi.k.nonsense = 1", "condition-unknown-name"), ("grade like 'A%'", "not-supported-yet")],
)
def test_conditions_that_read_what_is_not_there(graded: Office, when: str, code: str) -> None:
    veto(graded, when, total=0)
    perfect(graded)
    assert codes(graded.evaluate()) == [code]
