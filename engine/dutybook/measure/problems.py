"""What keeps a measure from being taken: it is not evaluable then, with a finding at its line that
says what to do instead, and never gets a guessed number."""

from collections.abc import Iterator

from dutybook.finding import Finding
from dutybook.measure.columns import columns_read, measure_columns, parts_of, pool_of
from dutybook.measure.kind import Setting
from dutybook.measure.kinds import kind_of
from dutybook.measure.source import misread, unmade
from dutybook.model import Kpi, Measure, Source
from dutybook.model.kpi import at
from dutybook.model.source import SCORES


def immeasurable(kpi: Kpi, setting: Setting) -> Iterator[Finding]:
    """Findings that keep ``kpi`` from having a value, whatever the calendar and the period."""
    for measure in parts_of(kpi.measure) if kpi.measure else ():
        source = setting.sources.get(measure.of)
        if source is None:
            yield at(kpi, "measure", "source-unknown", source=measure.of)
        else:
            yield from misread(source)
            yield from _uncountable(kpi, measure, source)
            yield from unmade(setting.sources, source)
        yield from kind_of(measure).problems(kpi, measure, setting)
    if pool_of(kpi.measure):
        yield from _unpoolable(kpi)


def _unpoolable(kpi: Kpi) -> Iterator[Finding]:
    """What everyone has a share of is counted or added up."""
    for measure in parts_of(kpi.measure) if kpi.measure else ():
        if not kind_of(measure).rolls or measure.take not in (None, "sum"):
            yield at(kpi, "measure/ratio/num", "measure-incomplete", what="pool × count | sum")


def _uncountable(kpi: Kpi, measure: Measure, source: Source) -> Iterator[Finding]:
    """What keeps rows of ``source`` from being counted for a measure of ``kpi``."""
    needed = {*source.key, source.period_column, source.employee or source.area}
    if source.source != SCORES and not needed <= set(source.columns):
        yield Finding("source-incomplete", source.origin.place, {"source": source.source})
    read = columns_read(kpi) if measure is kpi.measure else measure_columns(measure)
    for column in sorted(read - set(source.columns)):
        yield at(kpi, "measure", "column-unknown", column=column, source=source.source)
