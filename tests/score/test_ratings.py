"""Ratings by several people: weights, missing raters, anonymity, the scale. Figures by hand."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes

from dutybook.finding.catalogue import Catalogue
from dutybook.report.explain.text import Wanted, as_data, as_text, explain
from dutybook.report.words import Words

HEAD = "no,employee,received_at,kpi,rater,value"
WEIGHTS = {"self": "20%", "superior": "50%", "peer": "30%"}


def rated(office: Office, *given: tuple[str, object], **settings: Any) -> None:
    """A KPI worth 30 points, and its ratings as (rater, value)."""
    body = {"of": "calls", "scale": 100, "raters": WEIGHTS} | settings
    office.kpi({"rating": body}, target="≥ 80", score="rating")
    office.rows(*(f",E1,2026-10-05,k,{rater},{value}" for rater, value in given), head=HEAD)


def test_several_raters_of_a_kind_are_averaged_before_they_are_weighed(office: Office) -> None:
    rated(office, ("self", 100), ("superior", 80), ("superior", 90), ("peer", 70), ("peer", 71))
    found = office.result()
    # 0.2 × 100 + 0.5 × (80 + 90) ÷ 2 + 0.3 × (70 + 71) ÷ 2
    assert found.value.value == 20 + Fraction(85, 2) + Fraction(3, 10) * Fraction(141, 2)
    assert [(one.rater, one.mean, one.count) for one in found.value.ratings] == [
        ("self", 100, 1), ("superior", 85, 2), ("peer", Fraction(141, 2), 2),
    ]  # fmt: skip


def test_missing_raters_are_waited_for_by_default(office: Office) -> None:
    rated(office, ("self", 100), ("superior", 80))
    found = office.result()
    assert (found.status, found.value.value, found.points) == ("not_rated", None, None)
    assert [one.rater for one in found.value.lacking] == ["peer"]


def test_the_weight_of_missing_raters_goes_to_those_who_rated(office: Office) -> None:
    rated(office, ("self", 100), ("superior", 80), missing="redistribute")
    found = office.result()
    # (0.2 × 100 + 0.5 × 80) ÷ 0.7 = 60 ÷ 0.7
    assert found.value.value == Fraction(600, 7)
    assert found.points == Decimal("25.71")  # 600 ÷ 7 ÷ 100 × 30 = 25.714…


def test_a_stated_default_stands_for_missing_raters(office: Office) -> None:
    rated(office, ("self", 100), ("superior", 80), missing={"default": 60})
    found = office.result()
    assert found.value.value == 20 + 40 + 18
    assert [(one.rater, one.count) for one in found.value.ratings][-1] == ("peer", 0)


@pytest.mark.parametrize("missing", ["wait", "redistribute", {"default": 60}])
def test_where_nobody_rated_there_is_no_score(office: Office, missing: object) -> None:
    rated(office, ("customer", 90), missing=missing)
    assert (office.result().status, office.result().points) == ("not_rated", None)


@pytest.mark.parametrize(("count", "value"), [(2, None), (3, 20 + 40 + 27)])
def test_anonymous_ratings_count_from_their_minimum_on(
    office: Office, count: int, value: int | None
) -> None:
    given = [("self", 100), ("superior", 80), *[("peer", 90)] * count]
    rated(office, *given, anonymous={"min": 3})
    found = office.result()
    assert found.value.value == value
    if value is None:
        (absent,) = found.value.lacking
        assert (absent.rater, absent.count, absent.needs) == ("peer", 2, 3)


def test_anonymous_kinds_may_be_named(office: Office) -> None:
    rated(
        office, ("self", 100), ("superior", 80), ("peer", 90),
        anonymous={"min": 2, "raters": ["customer"]},
    )  # fmt: skip
    assert office.result().value.value == 20 + 40 + 27


def test_single_anonymous_ratings_are_told_nowhere(office: Office) -> None:
    given = [("self", 100), ("superior", 80), ("peer", 91), ("peer", 92), ("peer", 93)]
    rated(office, *given, anonymous={"min": 3})
    with office.run() as run:
        words, catalogue = Words.load(None, "zh-Hans"), Catalogue.load(None, "zh-Hans")
        found = explain(run, words, catalogue, Wanted("E1", "k", rows=True))
        data = as_data(found)["scores"][0]["kpis"][0]
        text = as_text(found, words, office.write())
    assert [row["number"] for row in data["rows"]] == ["100", "80"]
    assert data["raters"][-1] == {
        "rater": "peer", "weight": "0.3", "mean": "92", "count": 3, "anonymous": True,
    }  # fmt: skip
    assert "91" not in text
    assert "93" not in text
    assert "同事 3 份平均 92 分，权重 30%" in text
    assert "匿名评分只列平均，不列明细" in text


@pytest.mark.parametrize(
    ("scale", "value", "allowed"),
    [
        (10, "10", True),
        (10, "10.5", False),
        ({"min": 60, "max": 100}, "59", False),
        ({"min": 60, "max": 100}, "60", True),
        ({"min": 1, "max": 5, "step": 0.5}, "3.5", True),
        ({"min": 1, "max": 5, "step": 0.5}, "3.25", False),
        ({"max": 100, "step": 5}, "95", True),
        ({"max": 100, "step": 5}, "94", False),
    ],
)
def test_a_rating_outside_its_scale_is_undecided_never_cut(
    office: Office, scale: object, value: str, allowed: bool
) -> None:
    rated(office, ("superior", value), scale=scale, raters={"superior": "100%"})
    evaluation = office.evaluate()
    found = evaluation.sheets[0].kpis[0]
    if allowed:
        assert found.value.value == Fraction(value)
        assert "rating-out-of-scale" not in codes(evaluation)
    else:
        assert (found.status, found.points, found.held) == ("undecided", None, True)
        assert "rating-out-of-scale" in codes(evaluation)


def test_a_rating_by_one_who_does_not_count_spoils_nothing(office: Office) -> None:
    rated(office, ("peer", "3"), ("superior", "4.5"), scale=4, raters={"peer": "100%"})
    assert office.evaluate().sheets[0].kpis[0].value.value == 3
    office.role["kpis"] = []
    both = {"peer": "50%", "superior": "50%"}
    rated(office, ("peer", "3"), ("superior", "4.5"), scale=4, raters=both)
    assert office.evaluate().sheets[0].kpis[0].status == "undecided"


def test_several_superiors_are_averaged_or_weighed_apart(office: Office) -> None:
    rated(
        office, ("superior", 80), ("superior", 100), ("functional", 70),
        raters={"superior": "60%", "functional": "40%"},
    )  # fmt: skip
    assert office.result().value.value == 54 + 28


def test_raters_of_the_same_kind_on_the_same_day_are_no_duplicates(office: Office) -> None:
    """With who rated in the key; without a name every row is a rating of its own."""
    office.source["key"] = ["employee", "kpi", "rater", "by", "received_at"]
    office.source["columns"]["by"] = "text"
    office.kpi(
        {"rating": {"of": "calls", "scale": 100, "raters": {"peer": "100%"}}}, score="rating"
    )
    office.rows(
        "E1,2026-10-05,k,peer,P1,80", "E1,2026-10-05,k,peer,P2,90", "E1,2026-10-05,k,peer,,70",
        "E1,2026-10-05,k,peer,,60", "E1,2026-10-05,k,peer,P3,1", "E1,2026-10-05,k,peer,P3,2",
        head="employee,received_at,kpi,rater,by,value",
    )  # fmt: skip
    evaluation = office.evaluate()
    assert evaluation.sheets[0].kpis[0].value.value == 75
    assert [row.code for row in evaluation.rejected["calls"]] == ["duplicate", "duplicate"]
