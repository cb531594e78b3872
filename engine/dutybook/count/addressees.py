"""Ratings and entered figures that name a KPI nobody is evaluated by, or a post that there is not:
no question reads them, so somebody may have been scored without them."""

from collections.abc import Iterable, Iterator
from typing import Final

from dutybook.count.log.table import Log
from dutybook.finding import Finding, Place
from dutybook.grammar.time.period import Period
from dutybook.measure.kinds.rating import POST
from dutybook.plan.question import Question
from dutybook.workspace import Workspace

_KPI: Final = "kpi"


def unaddressed(
    asked: Iterable[tuple[Question, Log]], workspace: Workspace, period: Period
) -> Iterator[Finding]:
    """Once for each name and log; nothing where definitions cannot be read, which is told."""
    logs = {log.source.source: log for question, log in asked if question.kpi}
    if workspace.unread:
        return
    known = _known(workspace)
    for source, log in logs.items():
        for column in filter(log.source.columns.__contains__, (_KPI, POST)):
            for name, place, rows in log.others(column, known[column], period):
                details = {"source": source, "column": column, "name": name, "rows": rows}
                yield Finding("rating-addressee-unknown", Place(*place, 1), details)


def _known(workspace: Workspace) -> dict[str, set[str]]:
    """Every KPI and every word for a post, of any version."""
    roles, schemes = workspace.definitions.roles, workspace.definitions.schemes.values()
    items = (item.id for scheme in schemes for item in scheme.items)
    titles = (wording for role in roles for _, wording in role.title.wordings)
    kpis = (kpi.id for role in roles for kpi in role.kpis)
    return {_KPI: {*kpis, *items}, POST: {*(role.role for role in roles), *titles}}
