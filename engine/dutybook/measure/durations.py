"""How long something took: columns that cannot tell, and figures that do not name their unit."""

from collections.abc import Iterator
from typing import Final

from dutybook.finding import Finding
from dutybook.grammar.target import Target
from dutybook.grammar.unit import spellings
from dutybook.measure.columns import duration_of
from dutybook.measure.completeness import at
from dutybook.model import Kpi, Measure, Source, Steps
from dutybook.model.measure import Duration, Rows, Valued
from dutybook.model.score import Bands

_SECONDS: Final = frozenset(spellings("limit", "second"))


def untimed(kpi: Kpi, measure: Measure, source: Source) -> Iterator[Finding]:
    """What keeps how long something took from being told, or from being judged."""
    timed = duration_of(measure)
    if timed is not None and (columns := _mixed(timed, source)):
        yield at(kpi, "measure", "duration-columns", columns=columns, source=source.source)
    if measure is kpi.measure:
        yield from _meant(kpi, measure, timed, source)


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


def _meant(kpi: Kpi, measure: Measure, timed: Duration | None, source: Source) -> Iterator[Finding]:
    windowed = isinstance(measure, Rows) and measure.take in ("meeting", "number")
    lasting = isinstance(measure, Valued) and measure.lasting
    for path, target in _targets(kpi):
        if lasting and not windowed:
            yield from _of_time(kpi, path, target, timed)
        elif target.unit and not _in_seconds(measure, source):
            yield at(kpi, path, "time-target", figure=target)
    if isinstance(measure, Rows) and measure.meet and lasting:
        yield from _of_time(kpi, "measure", measure.meet, timed)
    if lasting and not windowed and kpi.score and isinstance(kpi.score.rule, Steps):
        for slope in kpi.score.rule.slopes:
            if not (slope.per.time or slope.per.unit == "target"):
                yield at(kpi, "score", "duration-unit", figure=slope.per.count)


def _of_time(kpi: Kpi, path: str, target: Target, timed: Duration | None) -> Iterator[Finding]:
    if not target.unit and (target.bound or target.high):
        yield at(kpi, path, "duration-unit", figure=target)
    if target.unit == "d" and timed is not None and timed.working:
        yield at(kpi, path, "duration-workdays", figure=target)


def _targets(kpi: Kpi) -> Iterator[tuple[str, Target]]:
    """Conditions on the value, and where each stands."""
    if kpi.target is not None:
        by = [one for _, one in kpi.target.by.cases] if kpi.target.by else []
        rest = [kpi.target.by.otherwise] if kpi.target.by and kpi.target.by.otherwise else []
        fixed = [kpi.target.fixed] if kpi.target.fixed else []
        yield from (
            ("target", one) for one in (*fixed, *(t for _, t in kpi.target.dated), *by, *rest)
        )
    if kpi.score is not None and isinstance(kpi.score.rule, Bands):
        yield from (("score", band.when) for band in kpi.score.rule.bands)


def _in_seconds(measure: Measure, source: Source) -> bool:
    """Whether figures are those of a column that is declared to hold seconds."""
    if not isinstance(measure, Valued) or isinstance(measure.value, Duration):
        return False
    column = source.columns.get(measure.value.sql.strip('"'))
    wordings = column.unit.wordings if column and column.unit else ()
    return any(word.strip().lower() in _SECONDS for _, word in wordings)
