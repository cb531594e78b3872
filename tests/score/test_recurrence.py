"""Ranks, shares of grades, and consequences over several periods; by hand."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes

from dutybook.report.contract import as_data
from dutybook.score.result import Evaluation, Follows, SheetResult

F = Fraction
HEAD = "no,employee,received_at,errors"
GRADES = [
    {"grade": "A", "when": "≥ 90", "coefficient": 1.2},
    {"grade": "B", "when": "≥ 60", "coefficient": 1},
    {"grade": "C", "when": "< 60", "coefficient": 0.8},
]


def scored(office: Office, points: dict[str, int | None], month: str = "2026-10") -> Office:
    """People who lose a point per error: totals as ``points`` say; None: no total."""
    office.people = "employee,name,role,site\n" + "".join(
        f"{who},{who},clerk,{'北' if who < 'E4' else '南'}\n" for who in points
    )
    office.kpi(
        {"mean": {"of": "calls", "value": "errors"}}, 100, target="≤ 0",
        score={"steps": {"from": "target", "per": "1", "lose": 1, "partial": "whole"}},
    )  # fmt: skip
    office.scheme["grades"] = GRADES
    months(office, {month: points})
    return office


def months(office: Office, points: dict[str, dict[str, int | None]]) -> None:
    lines = [
        f",{who},{month}-05 08:00,{100 - found}"
        for month, people in points.items()
        for who, found in people.items()
        if found is not None
    ]
    office.rows(*lines, head=HEAD)


def sheet(evaluation: Evaluation, who: str = "E1") -> SheetResult:
    return next(s for s in evaluation.sheets if s.sheet.employee == who)


def ranks(evaluation: Evaluation) -> dict[str, int | None]:
    return {s.sheet.employee: s.rank.place if s.rank else None for s in evaluation.sheets}


def test_ranks_share_the_better_place(office: Office) -> None:
    scored(office, {"E1": 95, "E2": 80, "E3": 95, "E4": 70}).scheme["rank"] = {}
    evaluation = office.evaluate()
    assert ranks(evaluation) == {"E1": 1, "E2": 3, "E3": 1, "E4": 4}
    assert as_data(evaluation)["scores"][1]["rank"] == {"place": 3, "of": 4}


def test_ranks_within_a_site(office: Office) -> None:
    scored(office, {"E1": 70, "E2": 80, "E4": 60, "E5": 90}).scheme["rank"] = {"within": "site"}
    assert ranks(office.evaluate()) == {"E1": 2, "E2": 1, "E4": 2, "E5": 1}


def test_nobody_is_ranked_while_a_total_is_missing(office: Office) -> None:
    scored(office, {"E1": 70, "E2": 80, "E3": None}).scheme["rank"] = {}
    office.scheme["consequences"] = [{"when": "rank = 1", "then": "bonus", "amount": "500 CNY"}]
    evaluation = office.evaluate()
    assert set(ranks(evaluation).values()) == {None}
    assert [c.decided for c in sheet(evaluation, "E2").consequences] == [False]


def test_consequences_by_rank(office: Office) -> None:
    scored(office, {"E1": 95, "E2": 80, "E3": 70}).scheme["rank"] = {}
    office.scheme["consequences"] = [
        {"when": "rank = 1", "then": "bonus", "amount": "500 CNY"},
        {"when": "rank > peers - 1", "then": "training", "text": "末位培训"},
    ]
    evaluation = office.evaluate()
    found = {s.sheet.employee: [c.then for c in s.consequences] for s in evaluation.sheets}
    assert found == {"E1": ["bonus"], "E2": [], "E3": ["training"]}


def limited(office: Office, at_most: str, **rank: str) -> Evaluation:
    scored(office, {"E1": 99, "E2": 95, "E3": 95, "E4": 92, "E5": 70})
    office.scheme |= {
        "rank": {"within": "scheme", **rank},
        "distribution": [{"grade": "A", "at_most": at_most}],
        "consequences": [{"when": "grade = 'A'", "then": "bonus", "amount": "100 CNY"}],
    }
    return office.evaluate()


def test_a_grade_beyond_its_share_is_the_next(office: Office) -> None:
    evaluation = limited(office, "60%")
    assert [s.grade for s in evaluation.sheets] == ["A", "A", "A", "B", "B"]
    assert sheet(evaluation, "E4").coefficient == 1
    assert [line.word for line in sheet(evaluation, "E4").lines] == ["grade_limited"]
    assert [len(s.consequences) for s in evaluation.sheets] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("rank", "grades"),
    [
        ({"ties": "up"}, ["A", "A", "A", "B", "B"]),
        ({"ties": "down"}, ["A", "B", "B", "B", "B"]),
        ({}, ["A", None, None, "B", "B"]),
    ],
)
def test_ties_where_the_share_ends(
    office: Office, rank: dict[str, str], grades: list[str | None]
) -> None:
    evaluation = limited(office, "40%", **rank)
    assert [s.grade for s in evaluation.sheets] == grades
    assert codes(evaluation) == ([] if rank else ["rank-tie"])


def test_no_place_at_all(office: Office) -> None:
    assert [s.grade for s in limited(office, "10%").sheets] == ["B"] * 5


def fined(office: Office, totals: list[int | None], **rule: Any) -> tuple[Follows, ...]:
    """What follows in October from the totals of the months up to it, latest last."""
    names = [f"2026-{month:02d}" for month in range(11 - len(totals), 11)]
    scored(office, {"E1": 50})
    months(office, {name: {"E1": total} for name, total in zip(names, totals, strict=True)})
    office.scheme["consequences"] = [{"when": "grade = 'C'", "then": "fine", "amount": "100 CNY", **rule}]  # fmt: skip
    return sheet(office.evaluate()).consequences


@pytest.mark.parametrize(
    ("totals", "decided"),
    [
        ([50, 50, 50], [True]),
        ([50, 70, 50], []),
        ([70, 50, 50], []),
        ([50, 50, 70], []),
        ([None, 50, 50], [False]),  # no data in August: nobody knows
        ([None, 70, 50], []),  # whatever August was
    ],
)
def test_three_months_running(
    office: Office, totals: list[int | None], decided: list[bool]
) -> None:
    assert [one.decided for one in fined(office, totals, running=3)] == decided


@pytest.mark.parametrize(
    ("totals", "decided"),
    [([50, 70, 70, 50], [True]), ([70, 70, 70, 50], []), ([50, 70, 70, 70], []), ([None, 70, 70, 50], [False])],
)  # fmt: skip
def test_the_second_time_within_four_months(
    office: Office, totals: list[int | None], decided: list[bool]
) -> None:
    found = fined(office, totals, repeated={"times": 2, "within": 4})
    assert [one.decided for one in found] == decided


@pytest.mark.parametrize(
    ("totals", "compound", "amount"),
    [
        ([70, 70, 50], False, 100),
        ([50, 70, 50], False, 200),
        ([50, 50, 50], False, 200),
        ([50, 50, 50], True, 400),
    ],
)
def test_dearer_each_time(
    office: Office, totals: list[int | None], compound: bool, amount: int
) -> None:
    (one,) = fined(office, totals, escalate={"within": 3, "compound": compound})
    assert one.worth is not None
    assert (one.worth.number, one.decided) == (amount, True)


def test_dearer_or_not_is_open_where_a_month_is_missing(office: Office) -> None:
    (one,) = fined(office, [None, 70, 50], escalate={"within": 3})
    assert (one.decided, [line.word for line in one.lines][-1]) == (False, "escalation_open")


def test_each_unmet_kpi_by_itself(office: Office) -> None:
    office.kpi({"mean": {"of": "calls", "value": "errors"}}, 50, target="≤ 10", score="pass")
    office.kpi({"sum": {"of": "calls", "value": "errors"}}, 50, target="≤ 20", score="pass")
    office.people = "employee,name,role\nE1,甲,clerk\n"
    office.rows(",E1,2026-09-05 08:00,15", ",E1,2026-10-05 08:00,25", head=HEAD)
    office.scheme["consequences"] = [{"each": "unmet", "then": "notice", "running": 2}]
    assert [one.kpi for one in sheet(office.evaluate()).consequences] == ["k"]


def test_who_was_not_in_the_post_breaks_a_streak(office: Office) -> None:
    scored(office, {"E1": 50})
    office.people = "employee,name,role,from\nE1,甲,clerk,2026-10-01\n"
    months(office, {"2026-09": {"E1": 50}, "2026-10": {"E1": 50}})
    office.scheme["consequences"] = [{"when": "total < 60", "then": "warning", "running": 2}]
    assert sheet(office.evaluate()).consequences == ()


def test_totals_stay_what_they_are(office: Office) -> None:
    (one,) = fined(office, [50, 50, 50], running=3)
    assert (one.amount, sheet(office.evaluate()).total) == ("100 CNY", Decimal("50.00"))
