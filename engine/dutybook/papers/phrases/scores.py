"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from dutybook.grammar.limit import Limit
from dutybook.grammar.step import Part
from dutybook.measure.columns import duration_of
from dutybook.model import By, Incidents, Kpi, Score
from dutybook.model.measure import Conformance, Rating, Scheduled, Share
from dutybook.model.score import (
    Band,
    Bands,
    Bounds,
    Interpolate,
    Pass,
    Proportional,
    Rated,
    Repeat,
    Steps,
)
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.limits import read, reading, readings, span, target
from dutybook.papers.phrases.steps import line, points, steps
from dutybook.papers.view import View, figure


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    if kpi.score is None:
        return []
    rule = kpi.score.rule
    bounds = view.joined(_bounds(view, kpi, kpi.score), "phrase_sep")
    if isinstance(rule, Bands):
        return [*(_band(view, kpi, band) for band in rule.bands), *([bounds] if bounds else [])]
    words = view.joined(_RULES[type(rule)](view, kpi, rule), "phrase_sep")
    return [view.joined([words, bounds], "phrase_sep")]


def _pass(view: View, _kpi: Kpi, _rule: Pass) -> Iterator[str]:
    yield view.say("score.pass")


def _proportional(view: View, kpi: Kpi, rule: Proportional) -> Iterator[str]:
    way = "lower" if _better(kpi) == "lower" else "higher"
    yield view.say(f"score.proportional_{way}")
    yield from _clamp(view, rule.clamp)
    assert kpi.score is not None
    if kpi.score.cap is None and not (rule.clamp.max and rule.clamp.max > 1):
        yield view.say("score.at_most_full")


def _clamp(view: View, clamp: Bounds) -> Iterator[str]:
    for name, bound in (("min", clamp.min), ("max", clamp.max)):
        if bound is not None:
            yield view.say(f"score.clamp_{name}", value=figure(bound, percent=True))


def _rating(view: View, kpi: Kpi, _rule: Rated) -> Iterator[str]:
    scale = figure(kpi.measure.scale.max) if isinstance(kpi.measure, Rating) else "100"
    yield view.say("score.rating", scale=scale)


def _steps(view: View, kpi: Kpi, rule: Steps) -> Iterator[str]:
    yield from steps(view, rule, _better(kpi), how=_reading(kpi))


def _interpolate(view: View, kpi: Kpi, rule: Interpolate) -> Iterator[str]:
    yield line(view, rule, how=_reading(kpi))


def _band(view: View, kpi: Kpi, band: Band) -> str:
    within = target(view, band.when)
    if band.steps is not None:
        parts = steps(view, band.steps, _better(kpi), how=reading(band.when))
        rule = view.joined(parts, "phrase_sep")
    elif band.interpolate is not None:
        rule = line(view, band.interpolate, how=reading(band.when))
    else:
        assert band.points is not None
        return view.say("score.band", range=within, points=points(view, band.points))
    return view.say("score.band_rule", range=within, rule=rule)


def _incidents(view: View, kpi: Kpi, rule: Incidents) -> Iterator[str]:
    if rule.free:
        yield view.say("score.free_times", n=rule.free)
    if rule.from_ is not None:
        yield view.say(f"score.from_times_{rule.charge or 'unclear'}", n=rule.from_)
    if isinstance(rule.each, Fraction):
        yield view.say(_sign("each", rule.each), n=figure(abs(rule.each)))
    elif isinstance(rule.each, By):
        by, source = rule.each.column, kpi.measure.of if kpi.measure else None
        cases = [_case(view, view.named(by, v, source), given) for v, given in rule.each.cases]
        if rule.each.otherwise is not None:
            cases.append(_case(view, view.say("score.each_else"), rule.each.otherwise))
        column = view.column(by, source)
        yield view.say("score.each_by", column=column, cases=view.joined(cases, "list_sep"))
    elif rule.each is not None:
        source = kpi.measure.of if kpi.measure else None
        yield view.say("score.each_expression", expression=in_words(view, rule.each.sql, source))
    yield view.joined(_table(view, rule), "list_sep")
    if rule.repeat is not None:
        yield _repeat(view, kpi, rule.repeat)
    if rule.wipe_out_at is not None:
        yield view.say("score.wipe_out", n=rule.wipe_out_at)


def _table(view: View, rule: Incidents) -> Iterator[str]:
    last = len(rule.table) - 1
    for i, (times, given) in enumerate(rule.table):
        phrase = "score.table_open" if rule.open_ended and i == last else "score.table"
        yield view.say(phrase, n=times, points=points(view, given))


def _repeat(view: View, kpi: Kpi, repeat: Repeat) -> str:
    """Doubling (or more) of what happens again: which, how long after, by how much."""
    source = kpi.measure.of if kpi.measure else None
    kind = view.column(repeat.same, source) if repeat.same else ""
    same = view.say("score.repeat_same", column=kind) if kind else view.say("score.repeat_any")
    within = repeat.within
    if isinstance(within, Limit):
        when = view.say("score.repeat_span", span=span(view, within))
    else:
        when = view.say(f"score.repeat_in_{within or 'period'}")
    how = "score.repeat_compound" if repeat.compound else "score.repeat_once"
    return view.say(how, when=when, same=same, n=figure(repeat.factor))


def _case(view: View, value: str, given: Fraction) -> str:
    return view.say(_sign("each_case", given), value=value, n=figure(abs(given)))


def _sign(phrase: str, given: Fraction) -> str:
    return f"score.{phrase}_{'lose' if given < 0 else 'gain'}"


def _bounds(view: View, kpi: Kpi, value: Score) -> Iterator[str]:
    for name, cut in (("zero_below", value.zero_below), ("zero_above", value.zero_above)):
        if isinstance(cut, Part):
            yield view.say(f"score.{name}_target", value=figure(cut.share, percent=True))
        elif cut is not None:
            yield view.say(f"score.{name}", value=read(view, cut, _reading(kpi)))
    if value.floor == "none":
        yield view.say("score.floor_none")
    elif value.floor:
        yield view.say(
            "score.floor_lose" if value.floor < 0 else "score.floor", n=figure(abs(value.floor))
        )
    if value.cap == "none":
        yield view.say("score.cap_none")
    elif value.cap is not None:
        yield view.say("score.cap", n=figure(value.cap))
    elif by := value.cap_varies:
        said = [(key, view.say("score.cap", n=figure(cap))) for key, cap in by.cases]
        words = [view.say("score.person_case", value=key, text=text) for key, text in said]
        if by.otherwise is not None:
            cap = view.say("score.cap", n=figure(by.otherwise))
            words.append(view.say("score.person_other", text=cap))
        cases = view.joined(words, "list_sep")
        yield view.say("score.by_person", column=by.column, cases=cases)


def _better(kpi: Kpi) -> str:
    fixed = kpi.target.fixed if kpi.target else None
    by = kpi.target.by.cases[0][1] if kpi.target and kpi.target.by else None
    dated = kpi.target.dated[0][1] if kpi.target and kpi.target.dated else None
    known = fixed or by or dated
    return known.better if known else "higher"


def _reading(kpi: Kpi) -> str:
    """How the KPI's values read: as percentages, in a unit of time, or plainly."""
    timed = duration_of(kpi.measure)
    if timed is not None and not timed.per:
        return readings(kpi.target) or "min"
    share = isinstance(kpi.measure, Share | Conformance) or (
        isinstance(kpi.measure, Scheduled) and not kpi.measure.count
    )
    return "%" if share else readings(kpi.target)


_RULES: Final[Mapping[type, Callable[[View, Kpi, Any], Iterator[str]]]] = {
    Pass: _pass,
    Proportional: _proportional,
    Interpolate: _interpolate,
    Steps: _steps,
    Incidents: _incidents,
    Rated: _rating,
}
