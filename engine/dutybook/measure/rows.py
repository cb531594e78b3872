"""What the kinds of measures over a source's rows have in common: windows, time limits."""

from collections.abc import Iterator
from typing import TypeVar

from dutybook.finding import Finding
from dutybook.measure.ambiguity import unclear
from dutybook.measure.kind import MeasureKind, Setting
from dutybook.model import Kpi, Source
from dutybook.model.kpi import at
from dutybook.model.measure import Rows
from dutybook.model.source import SCORES

R = TypeVar("R", bound=Rows)


class RowsKind(MeasureKind[R]):
    """A kind of measure over rows."""

    def problems(self, kpi: Kpi, measure: R, setting: Setting) -> Iterator[Finding]:
        """Windows that cannot be joined, and time limits that do not mean one thing."""
        source = setting.sources.get(measure.of)
        if source is None:
            return
        for what in self._unjoinable(measure):
            yield at(kpi, "measure", "measure-incomplete", what=what)
        if span := self.span(measure):
            own = f"measure/{self.key}/{self.limit_at(measure)}/within"
            path = own if measure is kpi.measure else "measure"
            yield from unclear(kpi, span, path, source, setting.sources)
        yield from self.unsound(kpi, measure, source)

    def unsound(self, kpi: Kpi, measure: R, source: Source) -> Iterator[Finding]:
        """What else is wrong with a kind of its own, beside its source."""
        yield from ()

    def _unjoinable(self, measure: R) -> Iterator[str]:
        """What a measure by windows or over a rolling stretch lacks."""
        yield from self._windows_lack(measure)
        if measure.of == SCORES and measure.scope != "team":
            yield "scope: team"
        if measure.of == SCORES and (measure.over or measure.window):
            yield "scores × over, window"
        rolling = measure.over is not None and measure.over.kind == "rolling"
        if rolling and (measure.window or not self.rolls):
            yield f"{measure.over} × count | sum"

    def _windows_lack(self, measure: R) -> Iterator[str]:
        if measure.window and measure.take is None:
            yield "take: meeting | number | beyond | sum | mean | worst | last"
        if measure.take and measure.window is None:
            yield "window: day | week | month"
        if measure.take in ("meeting", "number", "beyond") and measure.meet is None:
            yield 'meet: "≥ …"'
        elif measure.take == "beyond" and measure.meet and measure.meet.op in ("<", ">"):
            yield 'meet: "≥ …" | "≤ …"'
        if measure.at_most is not None and measure.take != "sum":
            yield "take: sum"
        if measure.take == "sum" and (not self.rolls or self.lasting(measure)):
            yield "take: sum × count | sum"
