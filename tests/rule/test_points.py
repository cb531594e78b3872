"""Every scoring rule by hand: points, bounds, and what stays undecided (docs/scoring.md)."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.number.step import Step, parse_step
from dutybook.grammar.number.target import parse_target
from dutybook.model import By, Incidents, Kpi, Score, Steps, Targets
from dutybook.model.score import Band, Bands, Pass, Proportional, Rated, Slope
from dutybook.rule.line import as_shown
from dutybook.rule.points import Points, score
from dutybook.tally.value import Value
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

F = Fraction
NOWHERE = Origin(Document("roles/x.yaml", 0, {}, ""))


def points(
    rule: Any,
    value: str | Fraction,
    target: str | None = None,
    weight: int | None = 30,
    **bounds: Any,
) -> Points:
    kpi = Kpi(
        "k", Text.of("指标"), NOWHERE,
        weight=None if weight is None else F(weight),
        target=Targets(parse_target(target)) if target else None,
        score=Score(rule, **bounds),
    )  # fmt: skip
    amount = bounds.pop("amount", F(0))
    return score(kpi, Value("scored", F(value), amount=amount), scale=F(100))


def exact(*args: Any, **kwargs: Any) -> Fraction | None:
    return points(*args, **kwargs).exact


def words(*args: Any, **kwargs: Any) -> list[str]:
    return [line.word for line in points(*args, **kwargs).lines]


@pytest.mark.parametrize(
    ("value", "target", "wanted"),
    [
        ("0.95", "≥ 95%", 30),
        ("0.9499", "≥ 95%", 0),
        ("2", "< 3", 30),
        ("3", "< 3", 0),
        ("0", "= 0", 30),
    ],
)
def test_pass(value: str, target: str, wanted: int) -> None:
    assert exact(Pass(), value, target) == wanted


@pytest.mark.parametrize(
    ("value", "target", "wanted"),
    [
        ("0.475", "≥ 95%", F(15)),
        ("0.95", "≥ 95%", F(30)),
        ("1", "≥ 95%", F(30)),  # capped at full
        ("4", "≤ 2", F(15)),
        ("1", "≤ 2", F(30)),
        ("0", "≤ 2", F(30)),  # 0 earns the cap
        ("-5", "≥ 10", F(0)),  # floored
        ("1", "≥ 3", F(10)),
    ],
)
def test_proportional(value: str, target: str, wanted: Fraction) -> None:
    assert exact(Proportional(), value, target) == wanted


def test_proportional_bounds() -> None:
    assert exact(Proportional(), "1.2", "≥ 1", cap=F(33)) == 33
    assert exact(Proportional(), "1.2", "≥ 1", cap="none") == 36
    assert exact(Proportional(), "-1", "≥ 1", floor="none") == -30
    assert exact(Proportional(), "0.1", "≥ 1", floor=F(5)) == 5
    assert exact(Proportional(), "0", "≤ 2", cap="none") is None


LADDER = Bands(
    tuple(Band(parse_target(t), F(p)) for t, p in (("≥ 90", 20), ("≥ 80", 16), ("< 80", 5)))
)
PRINTED = Bands(
    tuple(
        Band(parse_target(t), F(p)) for t, p in (("90 ~ 100", 20), ("75 ~ 90", 10), ("60 ~ 74", 5))
    )
)


@pytest.mark.parametrize(
    ("bands", "value", "wanted"),
    [
        (LADDER, "95", 20), (LADDER, "90", 20), (LADDER, "89.99", 16), (LADDER, "79", 5),
        (PRINTED, "95", 20), (PRINTED, "90", None), (PRINTED, "74.5", None), (PRINTED, "50", None),
        (PRINTED, "75", 10),
    ],
)  # fmt: skip
def test_bands(bands: Bands, value: str, wanted: int | None) -> None:
    assert exact(bands, value) == wanted


def test_an_exception_put_first_is_no_contradiction() -> None:
    bands = Bands((Band(parse_target("= 0"), F(10)), Band(parse_target("< 5"), F(6))))
    assert exact(bands, "0") == 10
    assert words(bands, "7") == ["band_gap"]
    both = Bands((Band(parse_target("≥ 80"), F(10)), Band(parse_target("≤ 90"), F(6))))
    assert words(both, "85") == ["band_overlap"]
    assert exact(both, "95") == 10


def steps(partial: Any = "whole", **more: Any) -> Steps:
    """Steps as YAML has them: ``lose`` points each, unless ``more`` says otherwise."""
    per = more.pop("per", parse_step("1 pp"))
    per = per if isinstance(per, Step) else Step(per)
    free = more.pop("free", F(0))
    slopes = {
        side: Slope(more.pop(side, default), per, free)
        for side, default in (("lose", F(2)), ("gain", None))
        if side in more or default
    }
    return Steps(partial=partial, **slopes, **more)


@pytest.mark.parametrize(
    ("rule", "value", "target", "wanted"),
    [
        (steps(), "0.92", "≥ 95%", 24),  # (0.95 − 0.92) / 0.01 is 3, not 2
        (steps(), "0.92", "≥ 98%", 18),
        (steps(), "0.945", "≥ 95%", 30),
        (steps("up"), "0.945", "≥ 95%", 28),
        (steps("prorate"), "0.945", "≥ 95%", 29),
        (steps(), "0.99", "≥ 95%", 30),
        (steps(gain=F(1), start=F(20)), "0.97", "≥ 95%", 22),
        (steps(gain=F(5), start=F(20)), "0.99", "≥ 95%", 30),  # capped at full
        (steps(free=F(2, 100)), "0.92", "≥ 95%", 28),
        (steps(free=F(3, 100)), "0.92", "≥ 95%", 30),
        (steps(per=F(1)), "4", "≤ 2", 26),
        (steps(per=F(1)), "1", "≤ 2", 30),
        (steps(per=F(1)), "3", "= 0", 24),
        (steps(per=F(1)), "0", "= 0", 30),
        (steps(per=F(1), from_=F(0)), "1", "< 2", 28),
        (steps(per=F(1)), "12", "between 8 and 10", 26),
        (steps(per=F(1)), "9", "between 8 and 10", 30),
        (steps(per=F(1)), "7", "between 8 and 10", 28),
        (steps(per=F(1)), "50", "= 0", 0),  # floored
    ],
)
def test_steps(rule: Steps, value: str, target: str, wanted: int) -> None:
    assert exact(rule, value, target) == wanted


def test_zero_lines_are_on_the_value() -> None:
    assert exact(steps(), "0.92", "≥ 95%", zero_below=F(93, 100)) == 0
    assert exact(steps(), "0.93", "≥ 95%", zero_below=F(93, 100)) == 26
    assert exact(Pass(), "8", "≤ 10", zero_above=F(7)) == 0
    assert words(Pass(), "8", "≤ 10", zero_above=F(7))[-1] == "zero_above"


@pytest.mark.parametrize(
    ("rule", "count", "wanted"),
    [
        (Incidents(each=F(-5)), 0, 30),
        (Incidents(each=F(-5)), 3, 15),
        (Incidents(each=F(-5)), 9, 0),
        (Incidents(each=F(-5), free=2), 3, 25),
        (Incidents(each=F(-5), wipe_out_at=3), 2, 20),
        (Incidents(each=F(-5), wipe_out_at=3), 3, 0),
        (Incidents(table=((0, F(30)), (1, F(20)), (2, F(5))), open_ended=True), 1, 20),
        (Incidents(table=((0, F(30)), (1, F(20)), (2, F(5))), open_ended=True), 7, 5),
        (Incidents(table=((0, F(30)), (1, F(20)), (2, F(5)))), 7, None),
        (Incidents(table=((0, F(30)), (1, F(20))), free=1), 2, 20),
    ],
)
def test_incidents(rule: Incidents, count: int, wanted: int | None) -> None:
    assert exact(rule, F(count)) == wanted


def test_adjustments_start_at_zero_without_bounds() -> None:
    assert exact(Incidents(each=F(-2)), "20", weight=None) == -40
    assert exact(Incidents(each=F(1)), "3", weight=None) == 3
    assert exact(Incidents(each=F(-2)), "20", weight=None, floor=F(-10)) == -10
    assert exact(Incidents(each=F(1)), "20", weight=None, cap=F(5)) == 5


def test_amounts_by_row_come_from_the_engine() -> None:
    by = Incidents(each=By("severity", (("major", F(-10)),), F(-5)))
    kpi = Kpi("k", Text.of("x"), NOWHERE, weight=F(15), score=Score(by))
    assert score(kpi, Value("scored", F(2), amount=F(-15))).exact == 0


def test_rating() -> None:
    assert exact(Rated(), "88") == F(88) / 100 * 30


def test_figures_have_at_most_four_decimals() -> None:
    assert [as_shown(F(1, 3)), as_shown(F(5)), as_shown(F(-1, 8))] == [
        "0.3333",
        "5",
        "-0.125",
    ]


VALUES = st.fractions(-10, 10, max_denominator=1000)
RULES = st.sampled_from(
    [Pass(), Proportional(), steps(), steps("up"), steps("prorate"), steps(gain=F(3), start=F(10)),
     Incidents(each=F(-1))]
)  # fmt: skip


@given(RULES, VALUES)
def test_points_stay_within_floor_and_cap(rule: Any, value: Fraction) -> None:
    found = exact(rule, value, "≥ 95%")
    assert found is not None
    assert 0 <= found <= 30


@given(RULES, VALUES, VALUES)
def test_a_better_value_never_earns_less(rule: Any, one: Fraction, two: Fraction) -> None:
    if isinstance(rule, Incidents):
        return
    low, high = (exact(rule, value, "≥ 95%") for value in sorted((one, two)))
    assert low is not None
    assert high is not None
    assert low <= high


@pytest.mark.parametrize(
    ("value", "wanted"), [("0.44", 14), ("0.47", 20), ("0.5", 20), ("0.56", 14), ("0.7", 1)]
)
def test_steps_from_a_range_inside_a_band_lose_on_both_sides(value: str, wanted: int) -> None:
    steps = Steps(lose=Slope(F(2), parse_step("1 pp")), partial="whole")
    bands = Bands((Band(parse_target("≤ 60%"), steps=steps), Band(parse_target("> 60%"), F(1))))
    assert exact(bands, value, "between 47% and 53%", 20) == wanted
