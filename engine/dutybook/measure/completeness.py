"""What a KPI lacks to be counted or scored: definitions that are understood but not complete."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.grammar.step import Part
from dutybook.grammar.target import Target
from dutybook.measure.columns import columns_read, measure_columns
from dutybook.model import By, Expression, Incidents, Kpi, Measure, Score, Source, Steps
from dutybook.model.measure import Count, Rating, Rows, Scheduled, Sum
from dutybook.model.score import Band, Bands, Interpolate, Proportional, Rated, Slope


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
        yield "take: meeting | number | beyond | mean | worst | last"
    if measure.take and measure.window is None:
        yield "window: day | week | month"
    if measure.take in ("meeting", "number", "beyond") and measure.meet is None:
        yield 'meet: "≥ …"'
    elif measure.take == "beyond" and measure.meet and measure.meet.op in ("<", ">"):
        yield 'meet: "≥ …" | "≤ …"'
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
    for what in _lacking(kpi, kpi.score):
        yield at(kpi, "score", "score-incomplete", what=what)


def _lacking(kpi: Kpi, score: Score) -> Iterator[str]:
    rule = score.rule
    if kpi.target is None and not isinstance(rule, Bands | Incidents | Interpolate | Rated):
        yield "target: …"
    fixed = kpi.target.fixed if kpi.target else None
    cuts = [cut for cut in (score.zero_below, score.zero_above) if isinstance(cut, Part)]
    if cuts and (kpi.target is None or (fixed and not _divides(fixed))):
        yield f"{cuts[0].share * 100}% of target × target {fixed or '…'}"
    if check := _RULES.get(type(rule)):
        yield from check(kpi, rule, fixed)


def _divides(target: Target) -> bool:
    """Whether a share of the target means something."""
    return target.better != "exact" and target.bound > 0


def _proportional(_kpi: Kpi, _rule: Proportional, target: Target | None) -> Iterator[str]:
    if target and (target.better == "exact" or not target.bound):
        yield f"proportional × target {target}"


def _steps(_kpi: Kpi, rule: Steps, target: Target | None) -> Iterator[str]:
    if rule.partial is None:
        yield "partial: whole | prorate | up"
    for slope in rule.slopes:
        yield from _step(slope, target)
    if target and target.better != "exact" and (rule.lose_below or rule.lose_above):
        yield f"lose: … × target {target}"


def _step(slope: Slope, target: Target | None) -> Iterator[str]:
    written = f"{slope.per.count}%"
    if slope.per.unit == "percent":
        yield f"per: {slope.per.count} pp | {written} of target"
    if slope.per.unit == "target" and (target is None or target.bound <= 0):
        yield f"per: {written} of target × target {target or '…'}"


def _interpolate(_kpi: Kpi, rule: Interpolate, _target: Target | None) -> Iterator[str]:
    if rule.outside is None:
        yield "outside: clamp | none"


def _bands(kpi: Kpi, rule: Bands, target: Target | None) -> Iterator[str]:
    for band in rule.bands:
        yield from _band(kpi, band, target)


def _band(kpi: Kpi, band: Band, target: Target | None) -> Iterator[str]:
    if band.steps is None:
        return
    if band.steps.from_ is None and (kpi.target is None):
        yield f"{band.when}: steps: from: …"
    yield from (f"{band.when}: {what}" for what in _steps(kpi, band.steps, target))


def _incidents(kpi: Kpi, rule: Incidents, _target: Target | None) -> Iterator[str]:
    if not _countable(kpi, rule):
        yield "measure: {count: …}"
    if rule.from_ is not None and rule.charge is None:
        yield "charge: later | all"
    if rule.each is None and not rule.table and rule.wipe_out_at is None:
        yield "each: … | table: …"
    if rule.each is not None and rule.table:
        yield "each: … × table: …"
    if rule.repeat is not None and rule.table:
        yield "repeat: … × table: …"


def _countable(kpi: Kpi, rule: Incidents) -> bool:
    """Whether there are incidents to count; amounts that vary by row need the rows."""
    counted = isinstance(kpi.measure, Scheduled) and bool(kpi.measure.count)
    same = rule.repeat.same if rule.repeat else None  # a column of rows, which a miss is not
    by_row = isinstance(rule.each, By | Expression) or same is not None
    if isinstance(kpi.measure, Count):
        return not (by_row and kpi.measure.window)  # a window has no row of its own
    return counted and not by_row


def _rating(kpi: Kpi, _rule: Rated, _target: Target | None) -> Iterator[str]:
    if not isinstance(kpi.measure, Rating):
        yield "measure: {rating: …}"


_RULES: Final[Mapping[type, Callable[[Kpi, Any, Target | None], Iterator[str]]]] = {
    Proportional: _proportional,
    Steps: _steps,
    Interpolate: _interpolate,
    Bands: _bands,
    Incidents: _incidents,
    Rated: _rating,
}


def at(kpi: Kpi, path: str, code: str, **details: object) -> Finding:
    """A finding at ``path`` below the KPI; a measure used by name has no deeper path."""
    origin = kpi.origin.below(*path.split("/")) if path else kpi.origin
    return Finding(code, origin.place, {"kpi": kpi.id, **details})
