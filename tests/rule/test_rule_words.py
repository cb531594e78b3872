"""Rules in words: the arithmetic that a trace prints is right as it is printed, and a form names the
rule's own figures and no others, in every locale."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from random_rules import SCALE, Rules

from dutybook.grammar.number.target import Target
from dutybook.measure.kinds.count import Count
from dutybook.measure.kinds.share import Share
from dutybook.model import Kpi, Measure, Score
from dutybook.model.kpi import Targets
from dutybook.model.score import Bands, Incidents, Interpolate, Rule, Steps
from dutybook.model.values import Condition
from dutybook.papers.phrases.scores import score as on_the_form
from dutybook.papers.view import View
from dutybook.report.words import Words
from dutybook.rule.kinds.incidents import AMOUNT
from dutybook.rule.line import as_shown
from dutybook.rule.points import formula_of
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.tree import VALUE, Constant, Formula, parts
from dutybook.words.locale import PAPER_LOCALES, Text
from dutybook.yamltext import Document, Origin

FULL = Fraction(37)
_NUMBER = r"-?\d+(?:\.\d+)?%?"
_SUM = re.compile(rf"({_NUMBER}) ([−+]) \(?({_NUMBER})\)? = ({_NUMBER})")
_PRODUCT = re.compile(rf"({_NUMBER}) ÷ ({_NUMBER}) × ({_NUMBER}) = ({_NUMBER})(?! [^（(]*[（(])")


def figure(text: str) -> tuple[Fraction, Fraction]:
    """The least and the most that a printed number may stand for."""
    digits = text.removesuffix("%")
    places = len(digits.partition(".")[2])
    half, share = Fraction(1, 2 * 10**places), 100 if text.endswith("%") else 1
    return (Fraction(digits) - half) / share, (Fraction(digits) + half) / share


def agrees(made: list[Fraction], printed: str) -> bool:
    low, high = figure(printed)
    return min(made) <= high and max(made) >= low


@pytest.mark.parametrize("seed", range(12))
def test_the_arithmetic_of_a_trace_is_right_as_it_is_printed(seed: int) -> None:
    rules, checked = Rules(seed), 0
    words = {locale: Words.load(None, locale) for locale in PAPER_LOCALES}
    for _ in range(60):
        percent = rules.random.random() < 0.5
        tree = formula_of(rules.score(percent), rules.target(percent), FULL, SCALE)
        values = {VALUE.name: rules.value(percent), AMOUNT: Fraction(-3)}
        try:
            exact, lines = Reading(values, percent).of(tree)
        except UndecidedError:
            continue
        told = [line.slots.get(name) for line in lines for name in ("cap", "floor", "points")]
        given = [figure for figure in told if figure is not None]
        assert not given or as_shown(exact) in [*given, "0"]
        for locale, spoken in words.items():
            for line in lines:
                said = spoken.line(line)
                for left, sign, right, result in _SUM.findall(said):
                    pairs = product(figure(left), figure(right))
                    made = [a - b if sign == "−" else a + b for a, b in pairs]
                    assert agrees(made, result), (locale, said)
                    checked += 1
                for above, below, times, result in _PRODUCT.findall(said):
                    if line.word.startswith("steps"):
                        continue  # whole steps are counted in between
                    if figure(below)[0] <= 0:
                        continue
                    three = product(figure(above), figure(below), figure(times))
                    made = [a / b * c for a, b, c in three]
                    assert agrees(made, result), (locale, said)
                    checked += 1
    assert checked > 20


def kpi_of(score: Score, target: Target, percent: bool) -> Kpi:
    measure: Measure = Share(of="log", good=Condition("ok")) if percent else Count(of="log")
    origin = Origin(Document("roles/x.yaml", 0, {}, ""), ())
    name = Text.of("指标")
    return Kpi("k", name, origin, weight=FULL, measure=measure, target=Targets(target), score=score)


def constants(tree: Formula) -> set[Fraction]:
    found = (part for part in parts(tree) if isinstance(part, Constant))
    return {abs(part.number) for part in found}


def written(text: str) -> list[Fraction]:
    """Every number that a form prints; a share of something as a share."""
    return [abs(figure_of(one)) for one in re.findall(_NUMBER.removeprefix("-?"), text)]


def figure_of(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def readings(number: Fraction, target: Target) -> set[Fraction]:
    """What a printed number may stand for in a tree: itself, points of a percentage, a share of the
    full points or of the target, a count from which something begins."""
    bases = {Fraction(1), Fraction(1, 100), FULL, target.bound, target.bound / 100, Fraction(60)}
    return {number * base for base in bases} | {number - 1, number + 1}


@pytest.mark.parametrize("locale", PAPER_LOCALES)
@pytest.mark.parametrize("seed", range(6))
def test_a_form_names_the_figures_of_the_rule_and_no_others(
    view_in: Callable[[str], View], locale: str, seed: int
) -> None:
    rules = Rules(seed)
    for _ in range(60):
        percent = rules.random.random() < 0.5
        score, target = rules.score(percent), rules.target(percent)
        score = replace(score, rule=sensible(score.rule, target))
        tree = formula_of(score, target, FULL, SCALE)
        text = "\n".join(on_the_form(view_in(locale), kpi_of(score, target, percent)))
        known = constants(tree)
        for number in written(text):
            if number in (0, 1, 100) or unused(score, number):
                continue
            assert readings(number, target) & known, (number, text, sorted(known))
        said = set().union(*(readings(number, target) for number in written(text)), STRUCTURAL)
        said |= {abs(end) for end in (target.bound, target.high) if end is not None}
        ends = [at for at, _ in lines_of(score)]
        said |= {two - one for one in ends for two in ends}
        said |= {cap for cap in known if cap in caps_of(score)}
        assert known <= said, (sorted(known - said), text)


STRUCTURAL = {Fraction(0), Fraction(1), FULL, SCALE}


def sensible(rule: Rule, target: Target) -> Rule:
    """A rule without slopes that its target does not have, and without allowances that a larger one
    covers: `check` refuses those."""
    if isinstance(rule, Bands):
        bands = (
            replace(band, steps=band.steps and sensible(band.steps, target)) for band in rule.bands
        )
        return replace(rule, bands=tuple(bands))
    if not isinstance(rule, Steps):
        return rule
    if target.better != "exact":
        rule = replace(rule, lose_below=None, lose_above=None)
    else:
        both = rule.lose_below and rule.lose_above
        rule = replace(rule, gain=None, lose=None if both else rule.lose)
    slopes = {
        name: replace(slope, tolerance=Fraction(0)) if slope.tolerance <= slope.free else slope
        for name in ("lose", "gain", "lose_below", "lose_above")
        if (slope := getattr(rule, name)) is not None
    }
    return replace(rule, **slopes)


def lines_of(score: Score) -> list[tuple[Fraction, object]]:
    """The points of all straight lines of a rule, whose distances its tree divides by."""
    rule = score.rule
    bands = rule.bands if isinstance(rule, Bands) else ()
    every = [rule, *(band.interpolate for band in bands)]
    return [point for one in every if isinstance(one, Interpolate) for point in one.points]


def caps_of(score: Score) -> set[Fraction]:
    """A cap that follows from the full points and what may count beyond the target."""
    clamp = getattr(getattr(score.rule, "clamp", None), "max", None)
    return {FULL * max(clamp, Fraction(1))} if clamp else set()


def unused(score: Score, number: Fraction) -> bool:
    """Figures of a rule that another of its figures keeps from mattering."""
    rule = score.rule
    if isinstance(rule, Incidents):
        return number in (rule.spared, rule.free, Fraction(rule.from_ or 0))
    return False
