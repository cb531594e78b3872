"""Scores as they are written to rules: short forms, shares of something, slopes and what they share."""

from fractions import Fraction
from typing import Any

import pytest

from dutybook.grammar.number.step import Part, parse_step
from dutybook.model.score import (
    Bounds,
    Incidents,
    Interpolate,
    Pass,
    Proportional,
    Rated,
    Repeat,
    Score,
    Slope,
    Steps,
)
from dutybook.model.values import By, Expression
from dutybook.workspace.values.score_rules import structured
from dutybook.workspace.values.structure import converter

F = Fraction


def rule(value: Any) -> Any:
    return structured(converter("zh-Hans"), value).rule


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("pass", Pass()),
        ({"pass": {}}, Pass()),
        ("rating", Rated()),
        ("proportional", Proportional()),
        ({"proportional": {"clamp": {"max": "120%"}}}, Proportional(Bounds(None, F("1.2")))),
    ],
)
def test_short_forms(value: Any, wanted: object) -> None:
    assert rule(value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"pass": None, "floor": "none"}, Score(Pass(), floor="none")),
        ({"pass": None, "cap": 36}, Score(Pass(), cap=F(36))),
        (
            {"pass": None, "zero_below": "60% of target"},
            Score(Pass(), zero_below=Part(F("0.6"), "target")),
        ),
        ({"pass": None, "zero_above": "90%"}, Score(Pass(), zero_above=F("0.9"))),
        (
            {"pass": None, "cap": {"by": "unit", "本部": 5, "else": "error"}},
            Score(Pass(), cap_varies=By("unit", (("本部", F(5)),))),
        ),
    ],
)
def test_bounds(value: Any, wanted: Score) -> None:
    assert structured(converter("zh-Hans"), value) == wanted


def test_lines_rise_in_value_however_they_are_written() -> None:
    value = {"interpolate": {"points": {"100%": "full", "80%": 10}, "outside": "clamp"}}
    assert rule(value) == Interpolate(((F("0.8"), F(10)), (F(1), Part(F(1), "full"))), "clamp")


def test_an_allowance_spares_from_losing() -> None:
    """What a slope does not say itself is said once beside them; gaining has no part in ``free``."""
    value = {"from": "target", "per": "1 pp", "free": "2 pp", "lose": 2, "gain": 1}
    found = rule({"steps": value})
    assert found == Steps(
        lose=Slope(F(2), parse_step("1 pp"), free=F("0.02")), gain=Slope(F(1), parse_step("1 pp"))
    )
    alone = rule({"steps": {key: value[key] for key in ("from", "per", "free", "gain")}})
    assert alone.gain.free == F("0.02")


def test_a_slope_of_its_own() -> None:
    value = {
        "from": "95%",
        "start": "80%",
        "per": "1 pp",
        "partial": "up",
        "lose_below": {"points": 3, "per": "5 pp", "at_most": 9},
        "lose_above": {"by": "unit", "本部": 2, "else": 1},
    }
    found = rule({"steps": value})
    assert (found.from_, found.start, found.partial) == (F("0.95"), Part(F("0.8"), "full"), "up")
    assert found.lose_below == Slope(F(3), parse_step("5 pp"), at_most=F(9))
    assert found.lose_above.varies == By("unit", (("本部", F(2)),), F(1))


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({"each": -2}, Incidents(F(-2))),
        ({"each": "points * 2"}, Incidents(Expression("points * 2"))),
        (
            {"each": {"by": "severity", "major": -5, "else": -1}},
            Incidents(By("severity", (("major", F(-5)),), F(-1))),
        ),
        (
            {"table": {"2+": 0, "0": "full", "1": 6}},
            Incidents(table=((0, Part(F(1), "full")), (1, F(6)), (2, F(0))), open_ended=True),
        ),
        (
            {"each": -1, "free": 1, "from": 3, "charge": "all", "wipe_out_at": 5},
            Incidents(F(-1), free=1, from_=3, charge="all", wipe_out_at=5),
        ),
        (
            {"each": -1, "repeat": {"same": "kind", "factor": 3, "compound": True}},
            Incidents(F(-1), repeat=Repeat(F(3), "kind", compound=True)),
        ),
    ],
)
def test_incidents(body: Any, wanted: Incidents) -> None:
    assert rule({"incidents": body}) == wanted
