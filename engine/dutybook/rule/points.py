"""A value to points out of ``full`` (docs/scoring.md): a rule, then zero lines, floor and cap."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.model import By, Kpi, Score
from dutybook.model.score import Bands, Incidents, Proportional, Steps
from dutybook.rule.dependence import changed, dependence_in_words
from dutybook.rule.kind import Speaker
from dutybook.rule.kinds import kind_of
from dutybook.rule.kinds.incidents import AMOUNT, REPEATED, repeated
from dutybook.rule.line import Line
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.terms import Terms
from dutybook.rule.tree import (
    VALUE,
    ZERO,
    Choice,
    Constant,
    Formula,
    Instead,
    Said,
    Shown,
    compare,
    least,
    most,
)
from dutybook.rule.wording import distance_in_words, reads, rounding_in_words
from dutybook.tally.value import Value


@dataclass(frozen=True, slots=True)
class Points:
    """What a rule gave; ``exact`` None means undecided, and the last line says why."""

    exact: Fraction | None
    lines: tuple[Line, ...] = ()


def score(
    kpi: Kpi,
    value: Value,
    scale: Fraction = Fraction(0),
    full: Fraction | None = None,
    facts: Mapping[str, Fraction] = MappingProxyType({}),
) -> Points:
    """Points of a KPI with a score rule and a known value, out of ``full`` (its weight unless the
    scheme has another measure); ``scale`` is a rating's maximum, ``facts`` are the figures of other
    KPIs that points may depend on (``kpi.<id>.value``; ``kpi.<id>.met`` is 1 or 0)."""
    assert kpi.score is not None
    assert value.value is not None
    rule = kpi.score.rule
    target = kpi.target.fixed if kpi.target else None
    tree = formula_of(kpi.score, target, kpi.weight if full is None else full, scale)
    values = {VALUE.name: value.value, AMOUNT: value.amount, **facts}
    items: dict[str, list[Line]] = {}
    unit = (target.unit if target else "") if value.time else None
    if isinstance(rule, Incidents) and rule.repeat is not None:
        values[REPEATED], items[REPEATED] = repeated(rule, value.incidents)
    try:
        return Points(*Reading(values, _percent(kpi, value), items, unit).of(tree))
    except UndecidedError as error:
        return Points(None, (error.line,))


def untold(
    kpi: Kpi, scale: Fraction, full: Fraction | None
) -> Callable[[Fraction, Fraction], Fraction | None]:
    """The points of a KPI alone, without their sentences, for many values: of a value and what its
    incidents come to together. None means undecided; repetitions are not asked about."""
    assert kpi.score is not None
    target = kpi.target.fixed if kpi.target else None
    tree = formula_of(kpi.score, target, kpi.weight if full is None else full, scale)

    def points(value: Fraction, amount: Fraction) -> Fraction | None:
        try:
            return Reading({VALUE.name: value, AMOUNT: amount}, told=False).number(tree)
        except UndecidedError:
            return None

    return points


@lru_cache(maxsize=4096)
def formula_of(
    score: Score, target: "Target | None", full: Fraction | None, scale: Fraction
) -> Formula:
    """The whole formula of a KPI's points, bounds included. ``full`` None: an adjustment, which
    starts from 0."""
    floor, cap = bounds(score, full)
    terms = Terms(target, full or Fraction(0), cap, scale)
    rule = kind_of(score.rule).formula(score.rule, terms)
    tree = _bounded(rule, floor, cap)
    if score.depends:
        tree = _bounded(changed(tree, score, terms), floor, cap)
    return _zeroed(tree, rule, score, terms)


def _bounded(rule: Formula, floor: Fraction | None, cap: Fraction | None) -> Formula:
    """Points no more than the cap and no less than the floor, and told where that changes them."""
    tree = rule
    if cap is not None:
        slots = {"points": Shown(rule), "cap": Shown(Constant(cap))}
        over = compare(rule, ">", cap)
        tree = Said("cap", least(rule, cap), slots, when=over, after=True)
    if floor is not None:
        slots = {"points": Shown(rule), "floor": Shown(Constant(floor))}
        under = compare(tree, "<", floor)
        tree = Said("floor", most(tree, floor), slots, when=under, after=True)
    return tree


def bounds(score: Score, full: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Floor and cap: 0 and full for a weighted KPI, none for an adjustment, unless written; what a
    clamp lets count beyond the target may earn more than full. A floor above the cap wins."""
    floor = Fraction(0) if full is not None else None
    cap = full
    clamp = score.rule.clamp.max if isinstance(score.rule, Proportional) else None
    if cap is not None and clamp is not None:
        cap *= max(clamp, Fraction(1))
    low, high = (
        None if own == "none" else default if own is None else own
        for own, default in ((score.floor, floor), (score.cap, cap))
    )
    return low, high


def in_words(speaker: Speaker, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi`` as a form prints it, in lines, bounds and rounding included."""
    value = list(_value_in_words(speaker, kpi))
    if kpi.score is None:
        return value
    kind = kind_of(kpi.score.rule)
    said = [*value, *kind.words(speaker, kpi, kpi.score.rule)]
    depends = (dependence_in_words(speaker, line) for line in kpi.score.depends)
    ends = speaker.joined([*depends, *_ends_in_words(speaker, kpi, kpi.score)], "phrase_sep")
    if kind.listed:
        return [*said, *([ends] if ends else [])]
    return [speaker.joined([speaker.joined(said, "phrase_sep"), ends], "phrase_sep")]


def _value_in_words(speaker: Speaker, kpi: Kpi) -> Iterator[str]:
    rule = kpi.rounding
    if rule is not None and rule.to is not None:
        to = distance_in_words(speaker, rule.to, how=reads(kpi))
        yield speaker.say(f"score.round_value.{rule.way}", to=to)


def _ends_in_words(speaker: Speaker, kpi: Kpi, given: Score) -> Iterator[str]:
    for name, cut in (("zero_below", given.zero_below), ("zero_above", given.zero_above)):
        if isinstance(cut, Part):
            yield speaker.say(f"score.{name}_target", value=speaker.figure(cut.share, "%"))
        elif cut is not None:
            yield speaker.say(f"score.{name}", value=speaker.figure(cut, reads(kpi)))
    if given.floor == "none":
        yield speaker.say("score.floor_none")
    elif given.floor:
        phrase = "score.floor_lose" if given.floor < 0 else "score.floor"
        yield speaker.say(phrase, n=speaker.figure(abs(given.floor)))
    if given.cap == "none":
        yield speaker.say("score.cap_none")
    elif given.cap is not None:
        yield speaker.say("score.cap", n=speaker.figure(given.cap))
    elif given.cap_varies:
        yield _caps_in_words(speaker, given.cap_varies)
    yield from rounding_in_words(speaker, given.rounding)


def _caps_in_words(speaker: Speaker, by: By[Fraction]) -> str:
    """The cap for each content of a column of people.csv."""

    def capped(cap: Fraction) -> str:
        return speaker.say("score.cap", n=speaker.figure(cap))

    words = [speaker.say("score.person_case", value=key, text=capped(cap)) for key, cap in by.cases]
    if by.otherwise is not None:
        words.append(speaker.say("score.person_other", text=capped(by.otherwise)))
    cases = speaker.joined(words, "list_sep")
    return speaker.say("score.by_person", column=by.column, cases=cases)


def undeducted(kpi: Kpi, full: Fraction | None = None) -> Fraction | None:
    """Points of a weighted KPI from which nothing was taken: its full ones, or where its steps
    start, within its bounds; as points of the total where it is scored out of another ``full``."""
    if kpi.weight is None or kpi.score is None:
        return None
    full_ = kpi.weight if full is None else full
    rule = kpi.score.rule
    start = rule.start if isinstance(rule, Steps) else None
    points = start.share * full_ if isinstance(start, Part) else full_ if start is None else start
    low, high = bounds(kpi.score, full_)
    points = points if low is None else max(points, low)
    points = points if high is None else min(points, high)
    return points * kpi.weight / full_ if full_ else points


def _zeroed(tree: Formula, rule: Formula, score: Score, terms: Terms) -> Formula:
    """No points at all beyond a zero line on the value; what is undecided stays so."""
    above, below = (_line(cut, terms) for cut in (score.zero_above, score.zero_below))
    if above is not None:
        tree = Choice(compare(VALUE, ">", above), _none("zero_above", above, rule), tree)
    if below is not None:
        tree = Choice(compare(VALUE, "<", below), _none("zero_below", below, rule), tree)
    return tree


def _none(word: str, limit: Fraction, rule: Formula) -> Formula:
    slots = {"value": Shown(VALUE, "value"), "limit": Shown(Constant(limit), "value")}
    return Instead(Said(word, ZERO, slots), rule)


def _line(cut: "Fraction | Part | None", terms: Terms) -> Fraction | None:
    """A zero line on the value; a share of the target is a line on what was completed."""
    return cut.share * terms.aim.bound if isinstance(cut, Part) else cut


def _percent(kpi: Kpi, value: Value) -> bool:
    """Whether values are shown as percentages."""
    if kpi.target is not None and kpi.target.fixed is not None:
        return kpi.target.fixed.percent
    rule = kpi.score.rule if kpi.score else None
    if isinstance(rule, Bands):
        return any(band.when.percent for band in rule.bands)
    return value.percent
