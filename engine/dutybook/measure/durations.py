"""How long something took: columns that cannot tell, and figures that do not name their unit."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.grammar.number.target import Target
from dutybook.measure.columns import duration_of
from dutybook.measure.completeness import at
from dutybook.model import Kpi, Measure, Source
from dutybook.model.measure import Duration, Valued


def untimed(kpi: Kpi, measure: Measure, source: Source) -> Iterator[Finding]:
    """What keeps how long something took from being told, or from being judged."""
    timed = duration_of(measure)
    if timed is not None and (columns := _mixed(timed, source)):
        yield at(kpi, "measure", "duration-columns", columns=columns, source=source.source)
    if measure is kpi.measure:
        yield from _meant(kpi, measure, timed)


def _mixed(timed: Duration, source: Source) -> str:
    """Columns between which no time can be told: of other types, or days beside moments."""
    first, last = timed.ends
    known = [one for one in (first, *last) if one in source.columns]  # others are told elsewhere
    types = {source.columns[one].type for one in known}
    alike = len(types) <= 1 if not timed.late else len({source.columns[o].type for o in last}) <= 1
    right = types <= {"date", "instant"} and alike
    if right and not (timed.working and "date" in types):
        return ""
    return ", ".join(f"{one}: {source.columns[one].type}" for one in known)


def _meant(kpi: Kpi, measure: Measure, timed: Duration | None) -> Iterator[Finding]:
    """What is compared with lengths of time; steps and lines are judged with all other units."""
    if not (isinstance(measure, Valued) and measure.lasting):
        return
    if measure.take not in ("meeting", "number"):
        for target in _targets(kpi):
            yield from _of_time(kpi, "target", target, timed)
    if measure.meet:
        yield from _of_time(kpi, "measure", measure.meet, timed)


def _of_time(kpi: Kpi, path: str, target: Target, timed: Duration | None) -> Iterator[Finding]:
    if not target.unit and (target.bound or target.high):
        yield at(kpi, path, "duration-unit", figure=target)
    if target.unit == "d" and timed is not None and timed.working:
        yield at(kpi, path, "duration-workdays", figure=target)


def _targets(kpi: Kpi) -> Iterator[Target]:
    """The KPI's targets, whenever and for whomever they hold."""
    if kpi.target is None:
        return
    by = kpi.target.by
    yield from ([kpi.target.fixed] if kpi.target.fixed else [])
    yield from (target for _, target in kpi.target.dated)
    yield from (target for _, target in (by.cases if by else ()))
    yield from ([by.otherwise] if by and by.otherwise else [])
