"""Rows about KPIs: what is measured, against which target, for how many points."""

from fractions import Fraction
from typing import Any

from dutybook.check.context import Context
from dutybook.check.limits import in_words, seconds, written
from dutybook.check.rows import Rows, number, record, row
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.step import Part
from dutybook.grammar.prose.figure import matter
from dutybook.measure.kinds import kind_of as kind_of_measure
from dutybook.model import Incidents, Kpi, Steps, Targets
from dutybook.model.score import Bands, Interpolate, Pass, Points, Proportional
from dutybook.rule.kinds import kind_of


def kpis(context: Context) -> Rows:
    """One per KPI of a role."""
    for role in context.roles:
        for position, kpi in enumerate(role.kpis):
            about = {"role": role.role, "role_title": context.say(role.title), "position": position}
            yield record(context, "kpis", kpi, **about, **_kpi(context, kpi))


def scheme_items(context: Context) -> Rows:
    """One per bonus, penalty or advisory item of a scheme."""
    for scheme in context.workspace.definitions.schemes.values():
        for position, item in enumerate(scheme.items):
            about = {"scheme": scheme.scheme, "position": position}
            yield record(context, "scheme_items", item, **about, **_kpi(context, item))


def kpi_covers(context: Context) -> Rows:
    """One per duty a KPI covers."""
    for role in context.roles:
        duties = {duty.id for duty in role.duties}
        for kpi in role.kpis:
            for i, duty in enumerate(kpi.covers):
                links = {"role": role.role, "kpi": kpi.id, "duty": duty, "known": duty in duties}
                yield row(kpi.origin, "covers", i, **links)


def _kpi(context: Context, kpi: Kpi) -> dict[str, Any]:
    stated = in_words(context.say(kpi.definition))
    return {
        "stated_limit": stated[0] if stated else None,
        "stated_seconds": number(stated[1]) if stated else None,
        "matter": matter(context.say(kpi.name)),
        "kpi_group": kpi.group,
        "weight_text": plain(kpi.weight) if kpi.weight is not None else None,
        "covered": len(kpi.covers),
        **dict.fromkeys(("measure", "target", "score")),
        **_measure(context, kpi),
        **_target(kpi.target),
        **_score(kpi),
    }


def _measure(context: Context, kpi: Kpi) -> dict[str, Any]:
    body = kpi.measure
    if body is None:
        return {}
    kind = kind_of_measure(body)
    span, values = kind.judged(body), kind.domain(body)
    return {
        "measure": kind.key,
        "source": body.of,
        "source_defined": body.of in context.workspace.definitions.sources,
        "source_bound": body.of in context.bound,
        "condition": body.where.sql if body.where else None,
        "duty": kind.duty(body),
        "value_min": number(values.low),
        "value_max": number(values.high),
        "start_column": span.from_ if span else None,
        "end_columns": ", ".join(span.to) if span else None,
        "limit_text": written(
            span.within, kpi.origin, "measure", kind.key, kind.limit_at(body), "within"
        )
        if span
        else None,
        "limit_seconds": number(seconds(span.within)) if span else None,
    }


def _target(targets: Targets | None) -> dict[str, Any]:
    if targets is None:
        return {}
    fixed = targets.fixed
    if fixed is None:
        kind = "by" if targets.by else "relative" if targets.relative else "dated"
        return {"target_kind": kind, "relative_percent": _change(targets)}
    return {
        "target_kind": "fixed",
        "target": fixed.text or str(fixed),
        "target_op": fixed.op,
        "target_bound": number(fixed.bound),
        "target_high": number(fixed.high),
        "target_percent": fixed.percent,
        "target_better": fixed.better,
    }


def _change(targets: Targets) -> str | None:
    """The change of a relative target where it is written as a percentage."""
    relative = targets.relative
    changes = (relative.at_least, relative.at_most) if relative else ()
    given = (size for size, by_share in filter(None, changes) if by_share and size)
    return next((f"{plain(size * 100)}%" for size in given), None)


def _score(kpi: Kpi) -> dict[str, Any]:
    if kpi.score is None:
        return {}
    rule = kpi.score.rule
    steps = rule if isinstance(rule, Steps) else None
    reads = isinstance(rule, (Pass, Proportional)) or (steps is not None and steps.from_ is None)
    return {
        "score": kind_of(rule).name,
        "score_needs_target": reads,
        "steps_partial": steps.partial if steps else None,
        **_readings(kpi),
        "zero_below": _cut(kpi.score.zero_below),
        "zero_above": _cut(kpi.score.zero_above),
    }


def _cut(cut: Points | None) -> str | None:
    """A zero line on the value; one that is a share of the target has no figure of its own."""
    return None if isinstance(cut, Part) else number(cut)


def _readings(kpi: Kpi) -> dict[str, Any]:
    """What may be read in two ways, for rules that ask."""
    rule = kpi.score.rule if kpi.score else None
    incidents = rule if isinstance(rule, Incidents) else None
    slopes = rule.slopes if isinstance(rule, Steps) else ()
    percent = next((slope.per for slope in slopes if slope.per.unit == "percent"), None)
    table = incidents.table if incidents else ()
    return {
        "incidents_from": incidents.from_ if incidents else None,
        "incidents_charge": incidents.charge if incidents else None,
        "table_first": table[0][0] if table else None,
        "line_outside": rule.outside if isinstance(rule, Interpolate) else None,
        "step_percent": plain(percent.count) if percent else None,
        "step_unit": slopes[0].per.unit if slopes else None,
        "points_trend": _trend(kpi),
    }


def _trend(kpi: Kpi) -> str | None:
    """Whether points rise or fall as the value does, over bands open to one side or a line."""
    rule = kpi.score.rule if kpi.score else None
    pairs: list[tuple[Fraction, Fraction]] = []
    if isinstance(rule, Interpolate):
        pairs = [(at, _worth(kpi, given)) for at, given in rule.points]
    elif isinstance(rule, Bands):
        for band in rule.bands:
            if band.points is None or band.when.op == "=":
                return None
            low, _, high, _ = band.when.interval
            ends = [end for end in (low, high) if end is not None]
            at = ends[0] if band.when.better != "lower" else ends[-1] - Fraction(1, 10**9)
            pairs.append((at, _worth(kpi, band.points)))
    points = [given for _, given in sorted(pairs)]
    if len(points) < 2 or len(set(points)) == 1:
        return None
    if points == sorted(points):
        return "rises"
    return "falls" if points == sorted(points, reverse=True) else None


def _worth(kpi: Kpi, given: Points) -> Fraction:
    return given.share * (kpi.weight or Fraction(1)) if isinstance(given, Part) else given
