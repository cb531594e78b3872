"""What keeps a KPI from being measured or judged: it is not evaluable then, with a finding at its
line that says what to do instead, and never gets a guessed number."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.grammar.time.period import Period
from dutybook.measure.ambiguity import unclear
from dutybook.measure.calendars import uncalendared
from dutybook.measure.columns import parts_of
from dutybook.measure.completeness import at, uncountable, unpoolable, unscorable
from dutybook.measure.durations import untimed
from dutybook.measure.procedure_problems import unfollowable
from dutybook.measure.source_problems import misread
from dutybook.model import Kpi, Role
from dutybook.model.measure import Scheduled
from dutybook.workspace import Workspace


def unmeasurable(
    workspace: Workspace, role: Role, kpi: Kpi, period: Period | None
) -> Iterator[Finding]:
    """Findings that keep ``kpi`` of ``role`` from having a value in ``period`` (None: in any)."""
    if kpi.measure is None:
        return
    yield from _schedule_features(role, kpi)
    yield from unpoolable(kpi)
    yield from uncalendared(workspace, role, kpi, period)
    for measure in parts_of(kpi.measure):
        source = workspace.definitions.sources.get(measure.of)
        if source is None:
            yield at(kpi, "measure", "source-unknown", source=measure.of)
        else:
            yield from misread(source)
            yield from uncountable(kpi, measure, source)
            yield from unclear(kpi, measure, source, workspace.definitions.sources)
            yield from untimed(kpi, measure, source)
        yield from unfollowable(workspace, kpi, measure)


def unjudgeable(kpi: Kpi) -> Iterator[Finding]:
    """Findings that keep a value of ``kpi`` from being judged and scored."""
    if kpi.measure is not None:
        yield from unscorable(kpi)


def _schedule_features(role: Role, kpi: Kpi) -> Iterator[Finding]:
    if not isinstance(kpi.measure, Scheduled):
        return
    name = kpi.measure.duty
    duty = next((duty for duty in role.duties if duty.id == name), None)
    if duty is None or duty.schedule is None:
        yield at(kpi, "measure/schedule/duty", "duty-without-schedule", duty=name)
    if kpi.measure.over is not None and kpi.measure.over.kind == "rolling":
        yield at(kpi, "measure/schedule/over", "schedule-rolling", over=kpi.measure.over)
