"""Appeals: computed and decided scores side by side, windows, and everything that can be wrong."""

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from office import Office, codes

from dutybook.cli import main
from dutybook.report.contract import as_data
from dutybook.score.result import SheetResult

HEAD = "no,employee,category,received_at,value,errors"
UPHELD = {
    "id": "ap-1",
    "employee": "E1",
    "period": "2026-10",
    "kpi": "k",
    "why": "停电",
    "filed_on": "2026-11-05",
    "decision": "upheld",
    "decided": {"points": 54},
    "by": "陈立新",
    "decided_on": "2026-11-06",
}


def mean(category: str) -> dict[str, object]:
    return {"mean": {"of": "calls", "where": {"category": category}, "value": "value"}}


def appeal(office: Office, *appeals: dict[str, Any]) -> None:
    office.logs["appeals.yaml"] = json.dumps({"appeals": list(appeals)}, ensure_ascii=False)


def sheet(office: Office, employee: str = "E1") -> SheetResult:
    return next(s for s in office.evaluate().sheets if s.sheet.employee == employee)


@pytest.fixture
def graded(office: Office) -> Office:
    """E1: 30 of 60 and 40 of 40 points: 70, B; a fine follows from anything below 90."""
    office.scheme |= {
        "grades": [
            {"grade": "A", "when": "≥ 90", "coefficient": 1.2},
            {"grade": "B", "when": "≥ 60", "coefficient": 1},
            {"grade": "C", "when": "< 60", "coefficient": 0.5},
        ],
        "veto": [{"id": "v", "when": "kpi.k.value < 20", "effect": {"grade": "C"}}],
        "consequences": [{"id": "talk", "when": "total < 90", "then": "training", "text": "谈话"}],
    }
    office.kpi(mean("a"), 60, target="≥ 100", score="proportional")
    office.kpi(mean("b"), 40, target="≥ 100", score="proportional")
    rows = ["E1,a,2026-10-01,50,", "E1,b,2026-10-01,100,", "E2,a,2026-10-01,10,"]
    office.rows(*(f",{row}" for row in rows), head=HEAD)
    return office


def test_decided_points_stand_beside_the_computed_ones(graded: Office) -> None:
    appeal(graded, UPHELD)
    found = sheet(graded)
    assert (found.total, found.grade, found.kpis[0].points) == (70, "B", 30)
    assert [c.id for c in found.consequences] == ["talk"]
    decided = found.decided
    assert decided is not None
    assert (decided.total, decided.grade, decided.kpis[0].points) == (94, "A", 54)
    assert decided.consequences == ()
    assert sheet(graded, "E2").decided is None


def test_a_decided_value_is_scored_by_the_rule_and_judged_by_vetoes(graded: Office) -> None:
    appeal(graded, UPHELD | {"decided": {"value": 10}})
    decided = sheet(graded).decided
    assert decided is not None
    # 10 ÷ 100 × 60 = 6; 6 + 40 = 46: C, and the veto on a value below 20 fires
    assert (decided.kpis[0].points, decided.total, decided.status) == (6, 46, "vetoed")
    assert decided.kpis[0].met is False


def test_a_decided_total_takes_its_grade_and_a_decided_grade_its_coefficient(
    graded: Office,
) -> None:
    whole = {key: value for key, value in UPHELD.items() if key != "kpi"}
    appeal(graded, whole | {"decided": {"total": 95}})
    decided = sheet(graded).decided
    assert decided is not None
    assert (decided.total, decided.grade, str(decided.coefficient)) == (95, "A", "6/5")
    assert decided.consequences == ()
    appeal(graded, whole | {"decided": {"grade": "C"}})
    decided = sheet(graded).decided
    assert decided is not None
    assert (decided.total, decided.grade, str(decided.coefficient)) == (70, "C", "1/2")


def test_points_decided_for_missing_data_complete_the_total(graded: Office) -> None:
    appeal(graded, UPHELD | {"employee": "E2", "kpi": "k2", "decided": {"points": 31.5}})
    found = sheet(graded, "E2")
    assert (found.status, found.total) == ("incomplete", None)
    assert found.decided is not None
    assert (found.decided.total, found.decided.kpis[1].points) == (
        Decimal("37.50"),
        Decimal("31.50"),
    )


def test_decided_points_are_not_grown_by_weight_given_away(graded: Office) -> None:
    graded.scheme["no_data"] = "redistribute"
    appeal(graded, UPHELD | {"employee": "E2", "decided": {"points": 54}})
    found = sheet(graded, "E2")
    assert found.total == 10  # 10 ÷ 100 × 60 = 6 of 60, grown to 10 of 100
    assert found.decided is not None
    assert (found.decided.kpis[0].points, found.decided.total) == (54, 54)


def test_pending_and_dismissed_appeals_are_told_and_change_nothing(graded: Office) -> None:
    undecided = {key: UPHELD[key] for key in ("id", "employee", "period", "kpi", "why", "filed_on")}
    dismissed = UPHELD | {"id": "ap-2", "kpi": "k2", "decision": "dismissed"}
    del dismissed["decided"]
    appeal(graded, undecided, dismissed)
    found = sheet(graded)
    assert [h.appeal.decision for h in found.appeals] == ["pending", "dismissed"]
    assert found.decided is None
    assert codes(graded.evaluate()) == []


@pytest.mark.parametrize(
    ("limit", "told", "deadline", "late"),
    [
        ("3 d", "2026-11-02", "2026-11-05", False),
        ("2 d", "2026-11-02", "2026-11-04", True),
        ({"limit": "3 d", "start": "same_day"}, "2026-11-02", "2026-11-04", True),
        ("1 week", "2026-10-28", "2026-11-04", True),
        ("1 month", "2026-10-31", "2026-11-30", False),
        ("48 h", "2026-11-03", "2026-11-05", False),
        ("3 workdays", "2026-10-31", "2026-11-04", True),  # Mon 2, Tue 3, Wed 4
        ("3 workdays", "2026-11-02", "2026-11-05", False),
    ],
)
def test_the_window(graded: Office, limit: object, told: str, deadline: str, late: bool) -> None:
    graded.config["calendar"] = "cn-mainland"
    graded.scheme["appeal_within"] = limit
    appeal(graded, UPHELD | {"notified_on": told})
    evaluation = graded.evaluate()
    (heard,) = evaluation.sheets[0].appeals
    assert (str(heard.deadline), heard.late) == (deadline, late)
    assert codes(evaluation) == (["appeal-late"] if late else [])
    assert evaluation.sheets[0].decided is not None  # late ones are told, never dropped


def test_without_the_day_of_notice_no_window_is_made_up(graded: Office) -> None:
    graded.scheme["appeal_within"] = "3 d"
    appeal(graded, UPHELD)
    assert as_data(graded.evaluate())["scores"][0]["appeals"][0]["deadline"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"employee": "E9"}, "appeal-unknown-employee"),
        ({"period": "2026-10-05..2026-11-04"}, "appeal-unknown-period"),
        ({"role": "boss"}, "appeal-not-evaluated"),
        ({"kpi": "kk"}, "appeal-unknown-kpi"),
        ({"decided": None}, "appeal-without-ruling"),
        ({"by": None}, "appeal-unsigned"),
        ({"decided_on": None}, "appeal-unsigned"),
        ({"decided": {"total": 90}}, "appeal-ruling-misplaced"),
        ({"kpi": None}, "appeal-ruling-misplaced"),
        ({"decision": "dismissed"}, "appeal-ruling-misplaced"),
        ({"kpi": None, "decided": {"grade": "S"}}, "appeal-unknown-grade"),
        ({"version": "0123456789ab"}, "appeal-other-version"),
    ],
)
def test_what_can_be_wrong(graded: Office, change: dict[str, Any], code: str) -> None:
    made = {key: value for key, value in (UPHELD | change).items() if value is not None}
    appeal(graded, made)
    evaluation = graded.evaluate()
    assert codes(evaluation) == [code]
    assert (evaluation.sheets[0].decided is None) == (code != "appeal-other-version")
    assert all(finding.place.file == "appeals.yaml" for finding in evaluation.findings)


def test_appeals_that_contradict_each_other(graded: Office) -> None:
    appeal(graded, UPHELD, UPHELD)
    assert codes(graded.evaluate()) == ["appeal-twice"]
    appeal(graded, UPHELD, UPHELD | {"id": "ap-2", "decided": {"points": 1}})
    evaluation = graded.evaluate()
    assert codes(evaluation) == ["appeal-ruled-twice"]
    decided = evaluation.sheets[0].decided
    assert decided is not None
    assert decided.kpis[0].points == 54


def test_an_appeal_of_somebody_with_two_posts_names_one(graded: Office) -> None:
    graded.more.append({**graded.role, "role": "porter"})
    graded.people = (
        "employee,name,role,from,to\nE1,甲,clerk,,2026-10-10\nE1,甲,porter,2026-10-11,\n"
    )
    graded.rows(",E1,a,2026-10-01,50,", ",E1,a,2026-10-20,50,", head=HEAD)
    appeal(graded, UPHELD)
    assert codes(graded.evaluate()) == ["appeal-unclear"]
    appeal(graded, UPHELD | {"role": "porter"})
    evaluation = graded.evaluate()
    assert codes(evaluation) == []
    assert [bool(s.appeals) for s in evaluation.sheets] == [False, True]


def test_points_by_row_cannot_be_decided_by_value(office: Office) -> None:
    office.kpi(
        {"count": {"of": "calls"}},
        20,
        target="= 0",
        score={"incidents": {"each": {"by": "level", "a": -1, "else": -2}}},
    )
    office.rows(",E1,a,2026-10-01", head="no,employee,level,received_at")
    appeal(office, UPHELD | {"decided": {"value": 0}})
    assert codes(office.evaluate()) == ["appeal-value-unusable"]


def test_other_periods_appeals_are_left_alone(graded: Office) -> None:
    appeal(graded, UPHELD | {"period": "2026-09", "kpi": "gone"})
    evaluation = graded.evaluate()
    assert codes(evaluation) == []
    assert evaluation.sheets[0].appeals == ()


def run(*words: str) -> str:
    found = CliRunner().invoke(main, list(words))
    assert found.exit_code == 0, found.output
    return found.stdout


def test_every_format_shows_both(graded: Office) -> None:
    appeal(graded, UPHELD)
    graded.write()
    folder = ("--period", "2026-10", "-w", str(graded.root))
    text = run("evaluate", *folder)
    assert " 70 " in text
    assert " 94 " in text
    assert "申诉与裁定" in text
    data = json.loads(run("evaluate", "--format", "json", *folder))
    (first, second) = data["scores"]
    assert (first["total"], first["decided"]["total"]) == ("70", "94")
    assert (first["appeals"][0]["definition"], first["appeals"][0]["place"]) == (
        "roles/clerk.yaml:4",
        "appeals.yaml:1",
    )
    assert (second["appeals"], second["decided"]) == ([], None)
    rows = run("evaluate", "--format", "csv", *folder).splitlines()
    assert rows[0].endswith(",裁定得分")
    assert rows[1].endswith(",54")
    told = run("explain", "E1", "k", *folder)
    assert "裁定总分 94" in told
    assert "ap-1：2026-11-05 提出，陈立新 于 2026-11-06 裁定支持。理由：停电" in told
    told_data = json.loads(run("explain", "E1", "k", "--format", "json", *folder))
    assert told_data["scores"][0]["decided"]["kpis"][0]["points"] == "54"


def test_a_person_with_several_posts_has_both_totals(graded: Office) -> None:
    graded.more.append({**graded.role, "role": "porter"})
    graded.people = (
        "employee,name,role,from,to\nE1,甲,clerk,,2026-10-10\nE1,甲,porter,2026-10-11,\n"
    )
    graded.rows(
        *(",E1,a,2026-10-01,50,", ",E1,b,2026-10-01,100,"),
        *(",E1,a,2026-10-20,50,", ",E1,b,2026-10-20,100,"),
        head=HEAD,
    )
    appeal(graded, UPHELD | {"role": "porter"})
    (person,) = graded.evaluate().persons
    assert person.total == 70
    assert person.decided is not None
    assert person.decided.total == Decimal("86.26")  # (70 × 10 + 94 × 21) ÷ 31 = 86.258…


@pytest.mark.parametrize("policy", ["hold", "full", "zero", "redistribute"])
@pytest.mark.parametrize("employee", ["E1", "E2"])
def test_deciding_what_was_computed_changes_nothing(
    graded: Office, policy: str, employee: str
) -> None:
    graded.scheme["no_data"] = policy
    computed = sheet(graded, employee)
    points = computed.kpis[0].points
    assert points is not None
    appeal(graded, UPHELD | {"employee": employee, "decided": {"points": float(points)}})
    decided = sheet(graded, employee).decided
    assert decided is not None
    assert (decided.status, decided.total, decided.grade) == (
        computed.status,
        computed.total,
        computed.grade,
    )
    assert [kpi.points for kpi in decided.kpis] == [kpi.points for kpi in computed.kpis]


def test_a_decided_value_changes_what_depends_on_it(office: Office) -> None:
    office.kpi(mean("a"), 60, target="≥ 100", score="pass")
    depends = [{"when": "not kpi.k.met", "cap": 10}]
    office.kpi(mean("b"), 40, target="≥ 100", score={"proportional": {}, "depends": depends})
    office.rows(",E1,a,2026-10-01,50,", ",E1,b,2026-10-01,100,", head=HEAD)
    appeal(office, {**UPHELD, "decided": {"value": 100}})
    found = sheet(office)
    assert found.decided is not None
    assert (found.total, found.decided.total) == (Decimal(10), Decimal(100))
