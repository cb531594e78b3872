"""What a KPI lacks to be counted or scored: definitions that are understood but not complete."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.measure.columns import columns_read, measure_columns, pool_of
from dutybook.model import Kpi, Measure, Score, Source
from dutybook.model.measure import Count, Quotient, Rows, Sum
from dutybook.model.source import SCORES
from dutybook.rule.kinds import kind_of


def uncountable(kpi: Kpi, measure: Measure, source: Source) -> Iterator[Finding]:
    """What keeps rows of ``source`` from being counted for a measure of ``kpi``."""
    needed = {*source.key, source.period_column, source.employee or source.area}
    if source.source != SCORES and not needed <= set(source.columns):
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
        yield "take: meeting | number | beyond | sum | mean | worst | last"
    if measure.take and measure.window is None:
        yield "window: day | week | month"
    if measure.take in ("meeting", "number", "beyond") and measure.meet is None:
        yield 'meet: "≥ …"'
    elif measure.take == "beyond" and measure.meet and measure.meet.op in ("<", ">"):
        yield 'meet: "≥ …" | "≤ …"'
    yield from _unsummed(measure)
    if measure.of == "scores" and measure.scope != "team":
        yield "scope: team"
    if measure.of == "scores" and (measure.over or measure.window):
        yield "scores × over, window"
    if rolling and (measure.window or not isinstance(measure, Count | Sum)):
        yield f"{measure.over} × count | sum"


def unpoolable(kpi: Kpi) -> Iterator[Finding]:
    """What everyone has a share of is counted or added up."""
    if pool_of(kpi.measure) is None or not isinstance(kpi.measure, Quotient):
        return
    num = kpi.measure.num
    if not isinstance(num, Count | Sum) or num.take not in (None, "sum"):
        yield at(kpi, "measure/ratio/num", "measure-incomplete", what="pool × count | sum")


def _unsummed(measure: Rows) -> Iterator[str]:
    """Windows that are added up: counts and sums, no shares, means or lengths of time."""
    if measure.at_most is not None and measure.take != "sum":
        yield "take: sum"
    added = isinstance(measure, Count) or (isinstance(measure, Sum) and not measure.lasting)
    if measure.take == "sum" and not added:
        yield "take: sum × count | sum"


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
    kind = kind_of(rule)
    if kpi.target is None and kind.aimed:
        yield "target: …"
    fixed = kpi.target.fixed if kpi.target else None
    cuts = [cut for cut in (score.zero_below, score.zero_above) if isinstance(cut, Part)]
    if cuts and (kpi.target is None or (fixed and not _divides(fixed))):
        yield f"{cuts[0].share * 100}% of target × target {fixed or '…'}"
    if any(one.points is one.cap is one.floor is None for one in score.depends):
        yield "depends: [{points | cap | floor: …}]"
    yield from kind.lacking(kpi, rule, fixed)


def _divides(target: Target) -> bool:
    """Whether a share of the target means something."""
    return target.better != "exact" and target.bound > 0


def at(kpi: Kpi, path: str, code: str, **details: object) -> Finding:
    """A finding at ``path`` below the KPI; a measure used by name has no deeper path."""
    origin = kpi.origin.below(*path.split("/")) if path else kpi.origin
    return Finding(code, origin.place, {"kpi": kpi.id, **details})
