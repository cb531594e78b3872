"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dutybook.compile.conditions import in_words
from dutybook.compile.view import View, figure
from dutybook.compile.wording import is_percent, target
from dutybook.grammar.quantity import normal
from dutybook.model import By, Incidents, Kpi, Score, Steps
from dutybook.model.measure import Rating, Scheduled, Share
from dutybook.model.score import Bands, Pass, Proportional

_STEP: Final = re.compile(r"([\d.]+)\s*(.*)")
_WORDS: Final = {
    "none": ("",),
    "pp": ("pp", "个百分点", "百分点"),
    "s": ("s", "秒"),
    "min": ("min", "分钟"),
    "h": ("h", "小时"),
    "d": ("d", "天"),
}
_UNITS: Final = {word: unit for unit, words in _WORDS.items() for word in words}


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    if kpi.score is None:
        return []
    rule = kpi.score.rule
    if isinstance(rule, Steps):
        parts = list(_steps(view, kpi, rule))
    elif isinstance(rule, Incidents):
        parts = list(_incidents(view, kpi, rule))
    elif isinstance(rule, Bands):
        bands = [
            view.say("score.band", range=target(b.when), n=figure(b.points)) for b in rule.bands
        ]
        bounds = view.joined(_bounds(view, kpi, kpi.score), "phrase_sep")
        return bands + ([bounds] if bounds else [])
    else:
        parts = [_simple(view, kpi, kpi.score)]
    return [view.joined([*parts, *_bounds(view, kpi, kpi.score)], "phrase_sep")]


def _simple(view: View, kpi: Kpi, value: Score) -> str:
    if isinstance(value.rule, Pass):
        return view.say("score.pass")
    if isinstance(value.rule, Proportional):
        way = "lower" if _better(kpi) == "lower" else "higher"
        bound = "" if value.cap is not None else view.say("score.at_most_full")
        return view.joined([view.say(f"score.proportional_{way}"), bound], "phrase_sep")
    scale = figure(kpi.measure.scale.max) if isinstance(kpi.measure, Rating) else "100"
    return view.say("score.rating", scale=scale)


def _steps(view: View, kpi: Kpi, rule: Steps) -> Iterator[str]:
    way, step = _better(kpi), _step(view, rule.per_text)
    if rule.from_ is None:
        yield view.say("score.from_target")
    else:
        yield view.say("score.from_value", value=figure(rule.from_, _percent(kpi)))
    if rule.start is not None:
        yield view.say("score.start", n=figure(rule.start))
    if rule.lose:
        yield view.say(f"score.lose_{way}", step=step, n=figure(rule.lose))
    if rule.gain:
        yield view.say(f"score.gain_{way}", step=step, n=figure(rule.gain))
    if rule.free:
        yield view.say("score.free", step=figure(rule.free, _percent(kpi)))
    if rule.partial:
        yield view.say(f"score.partial.{rule.partial}")


def _step(view: View, text: str) -> str:
    match = _STEP.fullmatch(normal(text))
    if not match or match[2] not in _UNITS:
        return text
    return view.say(f"score.step.{_UNITS[match[2]]}", n=match[1])


def _incidents(view: View, kpi: Kpi, rule: Incidents) -> Iterator[str]:
    if rule.free:
        yield view.say("score.free_times", n=rule.free)
    if isinstance(rule.each, Fraction):
        yield view.say(_sign("each", rule.each), n=figure(abs(rule.each)))
    elif isinstance(rule.each, By):
        by, source = rule.each.column, kpi.measure.of if kpi.measure else None
        cases = [_case(view, view.named(by, v, source), points) for v, points in rule.each.cases]
        if rule.each.otherwise is not None:
            cases.append(_case(view, view.say("score.each_else"), rule.each.otherwise))
        column = view.column(by, source)
        yield view.say("score.each_by", column=column, cases=view.joined(cases, "list_sep"))
    elif rule.each is not None:
        source = kpi.measure.of if kpi.measure else None
        yield view.say("score.each_expression", expression=in_words(view, rule.each.sql, source))
    yield view.joined(_table(view, rule), "list_sep")
    if rule.wipe_out_at is not None:
        yield view.say("score.wipe_out", n=rule.wipe_out_at)


def _table(view: View, rule: Incidents) -> Iterator[str]:
    last = len(rule.table) - 1
    for i, (times, points) in enumerate(rule.table):
        phrase = "score.table_open" if rule.open_ended and i == last else "score.table"
        yield view.say(phrase, n=times, points=figure(points))


def _case(view: View, value: str, points: Fraction) -> str:
    return view.say(_sign("each_case", points), value=value, n=figure(abs(points)))


def _sign(phrase: str, points: Fraction) -> str:
    return f"score.{phrase}_{'lose' if points < 0 else 'gain'}"


def _bounds(view: View, kpi: Kpi, value: Score) -> Iterator[str]:
    for name, cut in (("zero_below", value.zero_below), ("zero_above", value.zero_above)):
        if cut is not None:
            yield view.say(f"score.{name}", value=figure(cut, _percent(kpi)))
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


def _better(kpi: Kpi) -> str:
    fixed = kpi.target.fixed if kpi.target else None
    by = kpi.target.by.cases[0][1] if kpi.target and kpi.target.by else None
    dated = kpi.target.dated[0][1] if kpi.target and kpi.target.dated else None
    known = fixed or by or dated
    return known.better if known else "higher"


def _percent(kpi: Kpi) -> bool:
    """Whether the KPI's values read as percentages."""
    share = isinstance(kpi.measure, Share) or (
        isinstance(kpi.measure, Scheduled) and not kpi.measure.count
    )
    return is_percent(kpi.target) or share
