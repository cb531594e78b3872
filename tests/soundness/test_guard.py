"""The least and the most of a KPI from its definition alone, against the scores of a grid of values:
what is told never moves does not move, and what is printed for a value is what it scores."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from random_rules import Rules

from dutybook.grammar.number.rounding import Rounding
from dutybook.measure.kinds.count import Count
from dutybook.measure.kinds.share import Share
from dutybook.model import Kpi, Measure
from dutybook.model.kpi import Targets
from dutybook.model.score import Incidents, Steps
from dutybook.model.values import Condition
from dutybook.rule.kinds.incidents import AMOUNT
from dutybook.rule.points import formula_of
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.tree import VALUE
from dutybook.soundness.points.extremes import unmoved
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

FULL = Fraction(30)


def kpi_of(rules: Rules, percent: bool) -> Kpi:
    measure: Measure = Share(of="log", good=Condition("ok")) if percent else Count(of="log")
    origin = Origin(Document("roles/x.yaml", 0, {}, ""), "")
    score = replace(rules.score(percent), rounding=Rounding())
    targets = Targets(rules.target(percent))
    return Kpi(
        "k", Text.of("指标"), origin, weight=FULL, measure=measure, target=targets, score=score
    )


def grid(kpi: Kpi, percent: bool) -> Iterator[tuple[Fraction, Fraction]]:
    """Values that can occur, and what the incidents of each come to."""
    assert kpi.score is not None
    rule = kpi.score.rule
    each = rule.each if isinstance(rule, Incidents) and isinstance(rule.each, Fraction) else 0
    ends = [Fraction(n, 100) for n in range(101)] if percent else map(Fraction, range(50))
    for value in ends:
        counted = value
        if isinstance(rule, Incidents) and rule.free:
            counted = max(value - rule.free, Fraction(0))
        yield value, counted * each


def scored(kpi: Kpi, value: Fraction, amount: Fraction) -> Fraction | None:
    assert kpi.score is not None
    target = kpi.target.fixed if kpi.target else None
    tree = formula_of(kpi.score, target, FULL, Fraction(1))
    try:
        return Reading({VALUE.name: value, AMOUNT: amount}).of(tree)[0]
    except UndecidedError:
        return None


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_moves_is_told_to_stand_still(seed: int) -> None:
    rules = Rules(seed)
    still = moving = 0
    for _ in range(20):
        percent = rules.random.random() < 0.5
        kpi = kpi_of(rules, percent)
        codes = {finding.code for finding in unmoved(kpi, FULL)}
        found = {scored(kpi, *one) for one in grid(kpi, percent)}
        if "points-constant" in codes:
            still += 1
            assert len(found) == 1, (kpi.score, kpi.target, found)
        elif len(found) > 1:
            moving += 1
    assert moving > 2


@pytest.mark.parametrize("seed", range(4))
def test_a_slope_that_changes_a_value_is_never_idle(seed: int) -> None:
    rules = Rules(1000 + seed)
    for _ in range(20):
        percent = rules.random.random() < 0.5
        kpi = kpi_of(rules, percent)
        score = kpi.score
        assert score is not None
        for finding in unmoved(kpi, FULL):
            if finding.code != "slope-without-effect":
                continue
            name = str(finding.details["slope"])
            assert isinstance(score.rule, Steps)
            flat = {name: replace(getattr(score.rule, name), points=Fraction(0))}
            still = replace(kpi, score=replace(score, rule=replace(score.rule, **flat)))
            same = all(scored(kpi, *one) == scored(still, *one) for one in grid(kpi, percent))
            assert same, (score, kpi.target, name)
