"""The least and the most of a KPI from its definition alone, against the scores of a grid of values:
what is told never moves does not move, and what is printed for a value is what it scores."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from random_rules import Rules

from dutybook.grammar.number.rounding import Rounding
from dutybook.grammar.number.step import Part
from dutybook.measure.kinds.count import Count
from dutybook.measure.kinds.share import Share
from dutybook.model import Kpi, Measure
from dutybook.model.kpi import Targets
from dutybook.model.score import Bands, Incidents, Interpolate, Rule, Steps
from dutybook.model.values import Condition
from dutybook.rule.kinds.incidents import AMOUNT
from dutybook.rule.points import formula_of
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.tree import VALUE
from dutybook.soundness.points.extremes import unmoved, values_tried
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


@pytest.mark.parametrize("seed", range(4))
def test_nothing_lies_beyond_the_least_and_the_most(seed: int) -> None:
    rules = Rules(2000 + seed)
    for _ in range(20):
        percent = rules.random.random() < 0.5
        kpi = kpi_of(rules, percent)
        reached = {one.points for one in values_tried(kpi, FULL)}
        found = {scored(kpi, *one) for one in grid(kpi, percent)}
        ends, known = (sorted(p for p in some if p is not None) for some in (reached, found))
        assert bool(ends) or not known
        if known:
            assert ends[0] <= known[0] <= known[-1] <= ends[-1], (kpi.score, kpi.target)


def figure(given: Fraction | Part) -> Fraction:
    return given.share * FULL if isinstance(given, Part) else given


def on_paper(rule: Rule, value: Fraction) -> Fraction | None:
    """The points that a form prints for a value, as whoever reads it would find them."""
    if isinstance(rule, Bands):
        held = next((band for band in rule.bands if band.when.holds(value)), None)
        return figure(held.points) if held and held.points is not None else None
    if isinstance(rule, Interpolate):
        return next((figure(given) for at, given in rule.points if at == value), None)
    if isinstance(rule, Incidents) and not rule.spared:
        return next((figure(given) for at, given in rule.table if at == value), None)
    return None


@pytest.mark.parametrize("seed", range(4))
def test_what_is_printed_otherwise_than_scored_is_told_and_nothing_else(seed: int) -> None:
    rules = Rules(3000 + seed)
    held = 0
    for _ in range(30):
        percent = rules.random.random() < 0.5
        kpi = kpi_of(rules, percent)
        assert kpi.score is not None
        codes = {finding.code for finding in unmoved(kpi, FULL)}
        if codes - {"points-not-as-printed"}:
            continue  # told of something that explains it
        tried = [(one.value, one.amount) for one in values_tried(kpi, FULL)]
        values = [*grid(kpi, percent), *tried]
        both = [(on_paper(kpi.score.rule, v), scored(kpi, v, a)) for v, a in values]
        read = [pair for pair in both if None not in pair]
        assert bool(codes) == any(one != other for one, other in read), (kpi.score, kpi.target)
        held += bool(read)
    assert held > 2  # of every seven kinds of rule three print points
