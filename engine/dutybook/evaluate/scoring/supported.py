"""What is not supported yet: the authoritative list. A KPI that uses any of it is not evaluable,
with a finding at its line, and never gets a guessed number."""

from collections.abc import Iterator

from dutybook.evaluate.measuring.calendars import uncalendared
from dutybook.evaluate.measuring.columns import all_limits, parts_of
from dutybook.evaluate.measuring.worktime import on_calendar
from dutybook.evaluate.scoring.complete import at, uncountable, unscorable
from dutybook.finding import Finding
from dutybook.grammar.period import Period
from dutybook.model import Kpi, Role, TimeLimit
from dutybook.model.measure import Count, Scheduled, Share, Span
from dutybook.workspace import Workspace


def unmeasurable(workspace: Workspace, role: Role, kpi: Kpi, period: Period) -> Iterator[Finding]:
    """Findings that keep ``kpi`` of ``role`` from having a value in ``period``."""
    if kpi.measure is None:
        return
    for path, limit in _limits(kpi):
        yield from (_not_yet(kpi, path, what) for what in _limit_features(limit))
    yield from _schedule_features(role, kpi)
    yield from uncalendared(workspace, role, kpi, period)
    for measure in parts_of(kpi.measure):
        source = workspace.definitions.sources.get(measure.of)
        if source is None:
            yield at(kpi, "measure", "source-unknown", source=measure.of)
        else:
            yield from uncountable(kpi, measure, source)


def unjudgeable(kpi: Kpi) -> Iterator[Finding]:
    """Findings that keep a value of ``kpi`` from being judged and scored."""
    if kpi.measure is not None:
        yield from unscorable(kpi)


def _limits(kpi: Kpi) -> Iterator[tuple[str, TimeLimit]]:
    """Every time limit of the measure, with its path."""
    measure = kpi.measure
    span: object = None
    if isinstance(measure, Share):
        span, path = measure.good, "measure/share/good/within"
    elif isinstance(measure, Count):
        span, path = measure.late, "measure/count/late/within"
    if isinstance(span, Span):
        yield from ((path, limit) for limit in all_limits(span.within))


def _not_yet(kpi: Kpi, path: str, what: str) -> Finding:
    return at(kpi, path, "not-supported-yet", what=what)


def _limit_features(limit: TimeLimit) -> Iterator[str]:
    if limit.times and limit.limit and not limit.limit.elapsed:
        yield f"times × {limit.limit}"
    if limit.cutoff is not None and limit.limit and limit.limit.elapsed and not on_calendar(limit):
        yield f"cutoff × {limit.limit}"
    features = {"pause": limit.pause, "lead": limit.lead}
    yield from (f"within: {{{key}: …}}" for key, given in features.items() if given is not None)


def _schedule_features(role: Role, kpi: Kpi) -> Iterator[Finding]:
    if not isinstance(kpi.measure, Scheduled):
        return
    name = kpi.measure.duty
    duty = next((duty for duty in role.duties if duty.id == name), None)
    if duty is None or duty.schedule is None:
        yield at(kpi, "measure/schedule/duty", "duty-without-schedule", duty=name)
