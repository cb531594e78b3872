"""Points worked out in the sheet from ratings, by hand."""

from fractions import Fraction
from typing import Any

import pytest
from formula import Recomputed
from openpyxl.workbook import Workbook

from dutybook.grammar.number.quantity import rounded
from dutybook.grammar.number.step import Step
from dutybook.grammar.number.target import parse_target
from dutybook.measure.kinds.rating import Missing, Rating, Scale
from dutybook.model import Kpi
from dutybook.model.kpi import Targets
from dutybook.model.score import (
    Band,
    Bands,
    Dependence,
    Interpolate,
    Pass,
    Proportional,
    Rated,
    Score,
    Slope,
    Steps,
)
from dutybook.model.values import Condition
from dutybook.papers.evaluation_form.context import LiveFact
from dutybook.papers.evaluation_form.excel import live as excel_live
from dutybook.papers.evaluation_form.live import live, worth
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

RATERS = (("self", Fraction(1, 5)), ("superior", Fraction(1, 2)), ("peer", Fraction(3, 10)))
LADDER = Bands(
    (Band(parse_target("≥ 90"), Fraction(30)), Band(parse_target("80 ~ 89"), Fraction(20)))
)
HALF_OPEN = Bands(
    (Band(parse_target("[80, 90)"), Fraction(20)), Band(parse_target("≥ 90"), Fraction(30)))
)


def rated_kpi(score: Score, **rating: Any) -> Kpi:
    """A KPI worth 30 points, rated out of 100."""
    measure = Rating(Scale(Fraction(100)), "ratings", RATERS, **rating)
    origin = Origin(Document("a.yaml", 0, {}, ""))
    target = Targets(parse_target("≥ 80"))
    return Kpi(
        "k", Text.of("k"), origin, weight=Fraction(30), measure=measure, target=target, score=score
    )


def computed(score: Score, given: list[Any], full: int = 30, **rating: Any) -> tuple[Any, Any]:
    """Value and points in a sheet with ``given`` in the raters' cells."""
    spec = live(rated_kpi(score, **rating), Fraction(full), RATERS)
    assert spec
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["C1"] = given
    weights = [weight for _, weight in spec.weights]
    sheet["D1"] = excel_live.value(list(zip(("A1", "B1", "C1"), weights, strict=True)), spec)
    sheet["E1"] = excel_live.points("D1", spec, {})
    found = Recomputed(book)
    return found.value(sheet, "D1"), found.value(sheet, "E1")


@pytest.mark.parametrize(
    ("missing", "given", "value", "points"),
    [
        (Missing(), [100, 85, 90], "89.5", "26.85"),
        (Missing(), [100, 85, None], "", ""),
        (Missing("redistribute"), [100, 85, None], "625/7", "26.79"),  # 62.5 ÷ 0.7
        (Missing("redistribute"), [None, None, None], "", ""),
        (Missing("default", Fraction(60)), [100, 85, None], "80.5", "24.15"),
        (Missing("default", Fraction(60)), [None, None, None], "", ""),
    ],
)
def test_missing_raters(missing: Missing, given: list[Any], value: str, points: str) -> None:
    found = computed(Score(Rated()), given, missing=missing)
    assert found == tuple(Fraction(text) if text else "" for text in (value, points))


@pytest.mark.parametrize(
    ("score", "rating", "points"),
    [
        (Score(Pass()), 80, "30"),
        (Score(Pass()), 79, "0"),
        (Score(Proportional()), 60, "22.5"),
        (Score(Proportional()), 100, "30"),  # 37.5, capped at full
        (Score(Proportional(), cap=Fraction(36)), 100, "36"),
        (Score(Proportional(), cap="none"), 100, "37.5"),
        (Score(Rated(), zero_below=Fraction(60)), 59, "0"),
        (Score(Rated(), floor=Fraction(10)), 20, "10"),
        (Score(LADDER), 95, "30"),
        (Score(LADDER), 85, "20"),
        (Score(LADDER), 89.5, ""),  # in the gap: undecided, not 0
        (Score(HALF_OPEN), 90, "30"),
        (Score(HALF_OPEN), 80, "20"),
    ],
)
def test_rules(score: Score, rating: float, points: str) -> None:
    found = computed(score, [rating, rating, rating])
    assert found[1] == (Fraction(points) if points else "")


def test_weight_that_came_from_others_grows_the_points() -> None:
    assert computed(Score(Rated()), [90, 90, 90], full=40)[1] == 36


def test_steps_and_lines_are_followed_too() -> None:
    lose = Steps(lose=Slope(Fraction(2), Step(Fraction(5))), partial="whole")
    assert computed(Score(lose), [71, 71, 71])[1] == 28  # 9 below 80 is one whole step
    line = Interpolate(((Fraction(60), Fraction(0)), (Fraction(80), Fraction(30))), "clamp")
    assert computed(Score(line), [70, 70, 70])[1] == 15


def test_rules_a_sheet_cannot_follow_have_no_formula() -> None:
    ladder = tuple(Band(parse_target(f"≥ {1000 - i}"), Fraction(i)) for i in range(400))
    assert live(rated_kpi(Score(Bands(ladder))), Fraction(30), RATERS) is None


@pytest.mark.parametrize("rating", [0, 20, 59, 60, 79, 80, 85, 89.5, 90, 100])
@pytest.mark.parametrize(
    "score",
    [
        Score(Pass()),
        Score(Proportional(), cap=Fraction(36)),
        Score(Rated(), floor=Fraction(10), zero_below=Fraction(15)),
        Score(LADDER),
    ],
)
def test_the_sheet_gives_what_is_checked_before_it_is_written(score: Score, rating: float) -> None:
    _, points = computed(score, [rating, rating, rating], full=40)
    kpi = rated_kpi(score)
    spec = live(kpi, Fraction(40), RATERS)
    assert spec
    exact = worth(spec, Fraction(repr(rating)), {})
    assert points == ("" if exact is None else rounded(exact, 2))


def test_points_follow_another_rating_that_is_still_to_come() -> None:
    """While the other is not rated the cell stays empty; then it caps what is given here."""
    lines = (Dependence(Condition("not kpi.o.met"), cap=Fraction(12)),)
    fact = LiveFact(name="kpi.o.met", kpi="o", met=parse_target("≥ 60"))
    spec = live(rated_kpi(Score(Rated(), depends=lines)), Fraction(30), RATERS, None, [fact])
    assert spec
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["D1"], sheet["E1"] = 80, excel_live.points("D1", spec, {"o": "D2"})
    found = []
    for other in (None, 59, 60):
        sheet["D2"] = other
        found.append(Recomputed(book).value(sheet, "E1"))
    assert found == ["", 12, 24]
