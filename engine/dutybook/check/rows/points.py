"""Rows about single points and limits: each figure a score gives or takes, each case of a limit."""

from collections.abc import Iterator
from fractions import Fraction

from dutybook.check.context import Context
from dutybook.check.limits import by_case
from dutybook.check.rows import Rows, number, row
from dutybook.grammar.number.step import Part
from dutybook.measure.kinds import kind_of
from dutybook.model import Incidents, Kpi, Steps, TimeLimit
from dutybook.model.score import Bands, Interpolate, Points, Slope
from dutybook.model.values import By, Expression
from dutybook.yamltext import Origin

Stated = tuple[str, Fraction]
"""What it is (each, table, lose, gain, band, line), and points: below 0 where they are taken."""


def kpi_points(context: Context) -> Rows:
    """One per figure of points in the score of a role's KPI or a scheme's item."""
    for role in context.roles:
        for kpi in role.kpis:
            yield from _of(kpi, role=role.role)
    for scheme in context.workspace.definitions.schemes.values():
        for item in scheme.items:
            yield from _of(item, scheme=scheme.scheme)


def _of(kpi: Kpi, role: str | None = None, scheme: str | None = None) -> Rows:
    about = {"role": role, "scheme": scheme, "kpi": kpi.id}
    for part, points in _figures(kpi):
        yield row(kpi.origin, "score", **about, part=part, points=number(points))


def _figures(kpi: Kpi) -> Iterator[Stated]:
    rule = kpi.score.rule if kpi.score else None
    if isinstance(rule, Incidents):
        yield from (("each", points) for points in _each(rule))
        yield from _listed("table", kpi, [given for _, given in rule.table])
    elif isinstance(rule, Steps):
        yield from _sloped(rule)
    elif isinstance(rule, Bands):
        yield from _listed("band", kpi, [band.points for band in rule.bands])
        for band in rule.bands:
            yield from _sloped(band.steps) if band.steps else ()
    elif isinstance(rule, Interpolate):
        yield from _listed("line", kpi, [given for _, given in rule.points])


def _each(rule: Incidents) -> Iterator[Fraction]:
    each = rule.each
    if isinstance(each, By):
        yield from (points for _, points in each.cases)
        yield from () if each.otherwise is None else (each.otherwise,)
    elif each is not None and not isinstance(each, Expression):
        yield each


def _sloped(rule: Steps) -> Iterator[Stated]:
    for slope in rule.slopes:
        sign = 1 if slope is rule.gain else -1
        part = "gain" if slope is rule.gain else "lose"
        yield from ((part, sign * points) for points in _slope(slope))
        if slope.at_most is not None:
            yield f"{part}_at_most", sign * slope.at_most


def _slope(slope: Slope) -> Iterator[Fraction]:
    if slope.varies is None:
        yield slope.points
    else:
        yield from (points for _, points in slope.varies.cases)


def _listed(part: str, kpi: Kpi, points: list[Points | None]) -> Iterator[Stated]:
    """Points of bands and tables, and beside them what each takes from full points."""
    for given in points:
        if isinstance(given, Part):
            given = None if kpi.weight is None else given.share * kpi.weight
        if given is None:
            continue
        yield part, given
        if kpi.weight is not None:
            yield f"{part}_lost", given - kpi.weight


def limit_cases(context: Context) -> Rows:
    """One per case of a limit that varies by a column."""
    for role in context.roles:
        for duty in role.duties:
            about = {"kind": "duty", "holder": role.role, "id": duty.id}
            yield from _cases(duty.within, duty.origin, "within", **about)
        for kpi in role.kpis:
            about = {"kind": "kpi", "holder": role.role, "id": kpi.id}
            yield from _cases(_span(kpi), kpi.origin, "measure", **about)
    for sop in context.workspace.definitions.sops.values():
        about = {"kind": "sop", "holder": sop.sop, "id": sop.sop}
        yield from _cases(sop.within, sop.origin, "within", **about)
        for step in sop.steps:
            about = {"kind": "step", "holder": sop.sop, "id": step.id}
            yield from _cases(step.within, step.origin, "within", **about)


def _span(kpi: Kpi) -> TimeLimit | None:
    span = kind_of(kpi.measure).judged(kpi.measure) if kpi.measure else None
    return span.within if span else None


def _cases(limit: TimeLimit | None, origin: Origin, *below: object, **about: str) -> Rows:
    for column, content, told, seconds in by_case(limit):
        figures = {"limit_text": told, "limit_seconds": number(seconds)}
        yield row(origin, *below, **about, case_column=column, content=content, **figures)
