"""Steps, straight lines and points in words."""

from collections.abc import Iterator
from fractions import Fraction

from dutybook.grammar.step import Part, Step
from dutybook.model import By, Steps
from dutybook.model.score import Interpolate, Points, Slope
from dutybook.papers.phrases.limits import read
from dutybook.papers.view import View, figure


def points(view: View, given: Points) -> str:
    """“20分”, “满分”, or “满分的80%”."""
    if not isinstance(given, Part):
        return view.say("score.points", n=figure(given))
    if given.share == 1:
        return view.say("score.full")
    return view.say("score.of_full", share=figure(given.share, percent=True))


def steps(view: View, rule: Steps, better: str, *, how: str) -> Iterator[str]:
    """Where steps are counted from, what each costs or gives, and what part of one does."""
    if rule.from_ is None:
        yield view.say("score.from_target")
    else:
        yield view.say("score.from_value", value=read(view, rule.from_, how))
    if rule.start is not None:
        yield view.say("score.start", points=points(view, rule.start))
    shared = _shared(rule)
    sides = (
        (f"lose_{better}", rule.lose),
        ("lose_lower_side", rule.lose_below),
        ("lose_upper_side", rule.lose_above),
        (f"gain_{better}", rule.gain),
    )
    for phrase, slope in sides:
        if slope is not None:
            yield from _slope(view, phrase, slope, how, own=not shared)
    if shared and rule.slopes:
        yield from _spared(view, rule.slopes[0], how)
    if rule.partial:
        yield view.say(f"score.partial.{rule.partial}")


def line(view: View, rule: Interpolate, *, how: str) -> str:
    """The points between which values are read off straight lines."""
    pairs = (
        view.say("score.line_point", value=read(view, at, how), points=points(view, given))
        for at, given in rule.points
    )
    words = view.say("score.line", points=view.joined(pairs, "list_sep"))
    outside = view.say(f"score.outside.{rule.outside}") if rule.outside else ""
    return view.joined([words, outside], "phrase_sep")


def _shared(rule: Steps) -> bool:
    """Whether every side has the same allowance, so that it need be said only once."""
    return len({(slope.free, slope.tolerance) for slope in rule.slopes}) <= 1


def _slope(view: View, phrase: str, slope: Slope, how: str, *, own: bool) -> Iterator[str]:
    if slope.varies is None:
        yield view.say(f"score.{phrase}", step=_step(view, slope.per), n=figure(slope.points))
    else:
        cases = _cases(view, phrase, slope, slope.varies)
        yield view.say("score.by_person", column=slope.varies.column, cases=cases)
    if own:
        yield from _spared(view, slope, how)
    if slope.at_most is not None:
        lose = phrase.startswith("lose")
        yield view.say(f"score.at_most_{'lose' if lose else 'gain'}", n=figure(slope.at_most))


def _cases(view: View, phrase: str, slope: Slope, by: By[Fraction]) -> str:
    """What a step costs or gives, for each content of a column of people.csv."""

    def said(points: Fraction) -> str:
        return view.say(f"score.{phrase}", step=_step(view, slope.per), n=figure(points))

    words = [
        view.say("score.person_case", value=key, text=said(points)) for key, points in by.cases
    ]
    if by.otherwise is not None:
        words.append(view.say("score.person_other", text=said(by.otherwise)))
    return view.joined(words, "list_sep")


def _spared(view: View, slope: Slope, how: str) -> Iterator[str]:
    if slope.free:
        yield view.say("score.free", step=_distance(view, slope.free, how))
    if slope.tolerance:
        yield view.say("score.tolerance", step=_distance(view, slope.tolerance, how))


def _distance(view: View, size: Fraction, how: str) -> str:
    """How far apart two values are: between percentages that is points, not per cent."""
    if how == "%":
        return view.say("score.step.pp", n=figure(size * 100))
    return read(view, size, how)


def _step(view: View, step: Step) -> str:
    return view.say(f"score.step.{step.unit}", n=figure(Fraction(step.count)))
