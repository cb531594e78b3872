"""What a KPI lacks to be counted or scored: definitions that are understood but not complete."""

from collections.abc import Iterator

from dutybook.evaluate.measuring.columns import columns_read, measure_columns
from dutybook.finding import Finding
from dutybook.model import By, Expression, Incidents, Kpi, Measure, Source, Steps
from dutybook.model.measure import Count, Rating, Rows, Scheduled, Sum
from dutybook.model.score import Bands, Proportional, Rated, Rule


def uncountable(kpi: Kpi, measure: Measure, source: Source) -> Iterator[Finding]:
    """What keeps rows of ``source`` from being counted for a measure of ``kpi``."""
    if source.period_column is None or not (source.employee or source.area):
        yield Finding("source-incomplete", source.origin.place, {"source": source.source})
    read = columns_read(kpi) if measure is kpi.measure else measure_columns(measure)
    for column in sorted(read - set(source.columns)):
        yield at(kpi, "measure", "column-unknown", column=column, source=source.source)
    if isinstance(measure, Rows):
        for what in _unjoinable(measure):
            yield at(kpi, "measure", "measure-incomplete", what=what)


def _unjoinable(measure: Rows) -> Iterator[str]:
    """What a measure by windows or over a rolling stretch lacks."""
    rolling = measure.over is not None and measure.over.kind == "rolling"
    if measure.window and measure.take is None:
        yield "take: meeting | mean | worst | last"
    if measure.take and measure.window is None:
        yield "window: day | week | month"
    if measure.take == "meeting" and measure.meet is None:
        yield 'meet: "≥ …"'
    if measure.of == "scores" and measure.scope != "team":
        yield "scope: team"
    if measure.of == "scores" and (measure.over or measure.window):
        yield "scores × over, window"
    if rolling and (measure.window or not isinstance(measure, Count | Sum)):
        yield f"{measure.over} × count | sum"


def unscorable(kpi: Kpi) -> Iterator[Finding]:
    """Scoring rules that lack what they need; without a rule a weightless KPI is met or not."""
    if kpi.advisory or (kpi.score is None and kpi.weight is None):
        return
    if kpi.score is None:
        yield at(kpi, "", "score-incomplete", what="score: …")
        return
    for what in _lacking(kpi, kpi.score.rule):
        yield at(kpi, "score", "score-incomplete", what=what)


def _lacking(kpi: Kpi, rule: Rule) -> Iterator[str]:
    target, measure = kpi.target.fixed if kpi.target else None, kpi.measure
    if kpi.target is None and not isinstance(rule, Bands | Incidents | Rated):
        yield "target: …"
    if isinstance(rule, Proportional) and target and (target.better == "exact" or not target.bound):
        yield f"proportional × target {target}"
    if isinstance(rule, Steps) and rule.partial is None:
        yield "partial: whole | prorate | up"
    if isinstance(rule, Rated) and not isinstance(measure, Rating):
        yield "measure: {rating: …}"
    if isinstance(rule, Incidents) and not _countable(kpi, rule):
        yield "measure: {count: …}"


def _countable(kpi: Kpi, rule: Incidents) -> bool:
    """Whether there are incidents to count; amounts that vary by row need the rows."""
    counted = isinstance(kpi.measure, Scheduled) and bool(kpi.measure.count)
    varying = isinstance(rule.each, By | Expression)
    return isinstance(kpi.measure, Count) or (counted and not varying)


def at(kpi: Kpi, path: str, code: str, **details: object) -> Finding:
    """A finding at ``path`` below the KPI; a measure used by name has no deeper path."""
    origin = kpi.origin.below(*path.split("/")) if path else kpi.origin
    return Finding(code, origin.place, {"kpi": kpi.id, **details})
