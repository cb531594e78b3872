"""Scores the sheets from what was answered: superiors who read scores after everyone below them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dutybook.count.counts import Counted
from dutybook.finding import Finding
from dutybook.measure.combination import baseline_value
from dutybook.measure.kinds import kind_of
from dutybook.plan.question import Ask, Plan, Sheet, reads_scores
from dutybook.roster.days import overlap
from dutybook.roster.teams import Teams
from dutybook.score.kpi import kpi_result, kpi_value
from dutybook.score.pieces import joined
from dutybook.score.result import KpiResult, SheetResult
from dutybook.score.subordinates import Order, circular, rows
from dutybook.score.total import total
from dutybook.tally.value import Value


@dataclass(slots=True)
class Scorer:
    """Scores sheets from what was counted; ``peers`` are the values of a role's
    holders, taken once for all of them."""

    counted: Counted
    teams: Teams
    peers: dict[tuple[str, tuple[int, ...]], Mapping[int, Value]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """What was asked for whom."""
        return self.counted.ready.plan

    def results(self) -> tuple[tuple[SheetResult, ...], list[Finding]]:
        """All results, and what their schemes leave open. Superiors whose KPIs read scores come
        after everyone below them."""
        results: dict[int, SheetResult] = {}
        findings: list[Finding] = []
        for sheets, known in Order(self.plan.sheets, self.teams).rounds():
            if known:
                below = rows(results[number] for number in sorted(results))
                self.counted.ask_scores(sheets, below)
            else:
                findings += [circular(sheet) for sheet in sheets if reads_scores(sheet)]
            for sheet in sheets:
                result, more = self._sheet(sheet)
                findings += [*self._undecided(result), *more]
                results[sheet.number] = result
        return tuple(results[sheet.number] for sheet in self.plan.sheets), findings

    def _undecided(self, result: SheetResult) -> Iterable[Finding]:
        if result.sheet.scheme.parts(self.plan.period):
            return  # rolled up from shorter periods: nothing gives points here
        for kpi in (*result.kpis, *result.items):
            if kpi.status == "undecided":
                shared = any(self.counted.questions[n].shared for n in kpi.ask.questions)
                details: dict[str, object] = {"kpi": kpi.kpi.id}
                details |= {"employee": result.sheet.employee, "rows": kpi.value.undefined}
                place = kpi.kpi.origin.below("score").place
                yield Finding(_reason(kpi, shared=shared), place, details)

    def _sheet(self, sheet: Sheet) -> tuple[SheetResult, list[Finding]]:
        kpis = [self._result(ask, sheet) for ask in sheet.asks]
        items = [self._result(ask, sheet) for ask in sheet.items]
        return total(sheet, kpis, items)

    def _result(self, ask: Ask, sheet: Sheet) -> KpiResult:
        if ask.pieces:
            return joined(ask, [self._result(piece, sheet) for piece in ask.pieces])
        failures = (self.counted.failure(number, sheet.number) for number in ask.questions)
        if failed := tuple(filter(None, failures)):
            ask = replace(ask, questions=(), problems=failed)
        tallies = [self.counted.tallies(number, sheet) for number in ask.questions]
        return kpi_result(ask, sheet, tallies, self._baseline(ask, sheet))

    def _baseline(self, ask: Ask, sheet: Sheet) -> Fraction | None:
        """What the target is relative to: earlier values, or those of the others in the role."""
        measure = ask.kpi.measure
        if ask.baseline is None or measure is None or ask.problems:
            return None
        if ask.baseline.than == "peers":
            everyone = self._in_role(ask, sheet.role.role)
            others = [value for number, value in everyone.items() if number != sheet.number]
            return baseline_value(measure, others, peers=True)
        if not all(self._in_post(sheet, numbers) for numbers in ask.baseline.asked):
            return None  # nothing done by someone who was not there yet is no value of 0
        values = [self._value(ask, sheet, numbers) for numbers in ask.baseline.asked]
        return baseline_value(measure, values, peers=False)

    def _in_role(self, ask: Ask, role: str) -> Mapping[int, Value]:
        """The values by sheet of everyone in a role who was asked the same, taken once for all."""
        key = role, ask.questions
        if key not in self.peers:
            asked = set.intersection(*(self.plan.asked[number] for number in ask.questions))
            sheets = [s for s in self.plan.sheets if s.role.role == role and s.number in asked]
            self.peers[key] = {s.number: self._value(ask, s, ask.questions) for s in sheets}
        return self.peers[key]

    def _value(self, ask: Ask, sheet: Sheet, numbers: tuple[int, ...]) -> Value:
        """The KPI's value for a sheet by other questions than its own."""
        found = [self.counted.tallies(number, sheet) for number in numbers]
        return kpi_value(replace(ask, questions=numbers), sheet, found)

    def _in_post(self, sheet: Sheet, numbers: Sequence[int]) -> bool:
        """Whether the holder was in the post on any day that the questions read."""
        extents = [self.counted.questions[number].extent for number in numbers]
        days = [(a.start, a.end) for a in sheet.held]
        return all(any(overlap(one, e.start, e.end) for one in days) for e in extents)


def _reason(kpi: KpiResult, *, shared: bool) -> str:
    """Which finding says why no points could be decided."""
    if kpi.ask.baseline and kpi.baseline is None and not kpi.value.undefined:
        return "baseline-missing"
    if not kpi.value.undefined:
        return "value-undecided"
    assert kpi.kpi.measure is not None  # something was measured
    return kind_of(kpi.kpi.measure).undecided(kpi.value, shared=shared)
