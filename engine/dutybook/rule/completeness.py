"""What a rule lacks for points to be given by it: understood, but not complete."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.grammar.number.step import Part
from dutybook.grammar.number.target import Target
from dutybook.model import Kpi, Score
from dutybook.model.kpi import at
from dutybook.rule.kinds import kind_of


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
