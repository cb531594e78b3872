"""Scores the sheets from what was answered: superiors who read scores after everyone below them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dutybook.count.counts import Counted
from dutybook.finding import Finding
from dutybook.measure.columns import pool_of
from dutybook.measure.combination import baseline_value, pooled
from dutybook.measure.kinds import kind_of
from dutybook.model.kpi import PEERS, PEERS_AND_SELF
from dutybook.plan.question import Ask, Plan, Sheet, reads_scores
from dutybook.roster.attendance.days import overlap
from dutybook.roster.teams import Teams
from dutybook.score.dependence import in_turn
from dutybook.score.kpi import NO_POOL, Facts, kpi_result, kpi_value
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
    pools: dict[tuple[int, tuple[str, str]], Value] = field(default_factory=dict)

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
                findings += [*self._undecided(result), *_nothing_pooled(result), *more]
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
        every = in_turn(
            (*sheet.asks, *sheet.items), lambda ask, facts: self._result(ask, sheet, facts)
        )
        return total(sheet, every[: len(sheet.asks)], every[len(sheet.asks) :])

    def _result(self, ask: Ask, sheet: Sheet, facts: Facts) -> KpiResult:
        if ask.pieces:
            return joined(ask, [self._result(piece, sheet, facts) for piece in ask.pieces])
        failures = (self.counted.failure(number, sheet.number) for number in ask.questions)
        if failed := tuple(filter(None, failures)):
            ask = replace(ask, questions=(), problems=failed)
        tallies = [self.counted.tallies(number, sheet) for number in ask.questions]
        return kpi_result(
            ask, sheet, tallies, self._baseline(ask, sheet), facts, self._pool(ask, sheet)
        )

    def _baseline(self, ask: Ask, sheet: Sheet) -> Fraction | None:
        """What the target is relative to: earlier values, or those of the others in the role."""
        measure = ask.kpi.measure
        if ask.baseline is None or measure is None or ask.problems:
            return None
        if ask.baseline.than in (PEERS, PEERS_AND_SELF):
            own = None if ask.baseline.than == PEERS_AND_SELF else sheet.number
            everyone = self._in_role(ask, sheet.role.role)
            others = [value for number, value in everyone.items() if number != own]
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
        ask = replace(ask, questions=numbers)
        return kpi_value(ask, sheet, found, self._pool(ask, sheet))

    def _pool(self, ask: Ask, sheet: Sheet) -> Value:
        """What everyone came to, of which the KPI is a share, taken once for all of them."""
        pool, measure = pool_of(ask.kpi.measure), ask.kpi.measure
        if pool is None or measure is None or not ask.questions:
            return NO_POOL
        (number,) = ask.questions
        unit = unit_of(sheet, pool.pool)
        if (number, unit) not in self.pools:
            asked = self.plan.asked[number]
            alike = [s for s in self.plan.sheets if s.number in asked]
            members = [s for s in alike if unit_of(s, pool.pool) == unit]
            if any(self.counted.failure(number, one.number) for one in members):
                self.pools[number, unit] = Value("not_evaluable")
            else:
                tallies = (self.counted.tallies(number, one) for one in members)
                self.pools[number, unit] = pooled(measure, tallies)
        return self.pools[number, unit]

    def _in_post(self, sheet: Sheet, numbers: Sequence[int]) -> bool:
        """Whether the holder was in the post on any day that the questions read."""
        extents = [self.counted.questions[number].extent for number in numbers]
        days = [(a.start, a.end) for a in sheet.held]
        return all(any(overlap(one, e.start, e.end) for one in days) for e in extents)


def _nothing_pooled(result: SheetResult) -> Iterator[Finding]:
    """Shares of what nobody had any of."""
    for kpi in (*result.kpis, *result.items):
        empty = kpi.status == "no_data" and kpi.value.denominator == 0
        if empty and pool_of(kpi.kpi.measure) and not kpi.ask.problems:
            details: dict[str, object] = {"kpi": kpi.kpi.id, "employee": result.sheet.employee}
            yield Finding("pool-empty", kpi.kpi.origin.below("measure").place, details)


def unit_of(sheet: Sheet, within: str) -> tuple[str, str]:
    """Who shares a pool with the holder of a sheet."""
    own = {"role": sheet.role.role, "department": sheet.role.department or "", "all": ""}
    return within, own[within] if within in own else sheet.columns.get(within, "")


def _reason(kpi: KpiResult, *, shared: bool) -> str:
    """Which finding says why no points could be decided."""
    if kpi.ask.baseline and kpi.baseline is None and not kpi.value.undefined:
        return "baseline-missing"
    if any(line.word == "depends_unknown" for line in kpi.lines):
        return "dependence-unknown"
    if not kpi.value.undefined:
        return "value-undecided"
    assert kpi.kpi.measure is not None  # something was measured
    return kind_of(kpi.kpi.measure).undecided(kpi.value, shared=shared)
