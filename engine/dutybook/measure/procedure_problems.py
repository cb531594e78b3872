"""What keeps cases from being held against a procedure."""

from collections.abc import Iterator, Mapping

from dutybook.finding import Finding
from dutybook.measure.ambiguity import unclear_waits
from dutybook.measure.case_problems import unmade
from dutybook.measure.columns import all_limits
from dutybook.measure.completeness import at
from dutybook.measure.procedure import limits_of
from dutybook.model import Kpi, Measure, Sop, Source
from dutybook.model.measure import Conformance
from dutybook.workspace import Workspace


def unfollowable(workspace: Workspace, kpi: Kpi, measure: Measure) -> Iterator[Finding]:
    """Findings about a conformance measure of ``kpi``, and about the making of its cases."""
    sources = workspace.definitions.sources
    source = sources.get(measure.of)
    if source is not None:
        yield from unmade(sources, source)
    if not isinstance(measure, Conformance):
        return
    if source is not None and (source.cases is None or source.cases.activity is None):
        yield at(kpi, "measure", "conformance-without-cases", source=source.source)
    sop = workspace.definitions.sops.get(measure.sop)
    if sop is None:
        yield at(kpi, "measure", "conformance-sop-unknown", sop=measure.sop)
        return
    for step in sorted({name for name, _ in measure.map} - {step.id for step in sop.steps}):
        yield at(kpi, "measure", "conformance-step-unknown", step=step, sop=sop.sop)
    yield from _limits(kpi, sop, source, sources)


def _limits(
    kpi: Kpi, sop: Sop, source: Source | None, sources: Mapping[str, Source]
) -> Iterator[Finding]:
    limits = [limit for _, whole in limits_of(sop) for limit in all_limits(whole)]
    if any(limit.lead for limit in limits):
        yield at(kpi, "measure", "not-supported-yet", what=f"{sop.sop}: {{lead: …}}")
    if source is not None:
        for limit in limits:
            for code, what in unclear_waits(limit, source, sources):
                yield at(kpi, "measure", code, limit=limit.limit, what=what)
