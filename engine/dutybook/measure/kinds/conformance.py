"""``conformance``: cases that followed a procedure."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.finding import Finding
from dutybook.grammar.number.target import Target
from dutybook.measure.ambiguity import unclear_waits
from dutybook.measure.kind import Phrases, RowSql, Setting, Unit
from dutybook.measure.limits import all_limits
from dutybook.measure.procedure import limits_of
from dutybook.measure.ranges import Domain
from dutybook.measure.rows import RowsKind
from dutybook.model import Kpi, Sop, TimeLimit
from dutybook.model.kpi import at
from dutybook.model.measure import Rows

Check = Literal["steps", "order", "owner", "limits", "escalation", "reopened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance(Rows):
    """Cases that followed ``sop`` over all that did or did not. ``map``: the activities that are a
    step (none: it leaves no trace; a step not named is called by its id); ``escalation`` and
    ``reopened``: activities that escalate a case or open it again. ``passes``: where the procedure
    leads back, each turn is held against its steps, or only the first time of each step."""

    sop: str
    map: tuple[tuple[str, tuple[str, ...]], ...] = ()
    check: tuple[Check, ...] = ("steps", "order", "owner", "limits")
    escalation: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    passes: Literal["first", "each"] = "first"


class _Conformance(RowsKind[Conformance]):
    taken_of, whole = "cases", True

    def extendable(self, measure: Conformance) -> bool:
        return True

    def limits(self, measure: Conformance, sops: Mapping[str, Sop]) -> list[TimeLimit]:
        sop = sops.get(measure.sop)
        return [limit for _, limit in limits_of(sop)] if sop else []

    def follows(self, measure: Conformance) -> str | None:
        return measure.sop

    def problems(self, kpi: Kpi, measure: Conformance, setting: Setting) -> Iterator[Finding]:
        """What keeps cases from being held against the procedure."""
        yield from super().problems(kpi, measure, setting)
        source = setting.sources.get(measure.of)
        if source is not None and (source.cases is None or source.cases.activity is None):
            yield at(kpi, "measure", "conformance-without-cases", source=source.source)
        sop = setting.sops.get(measure.sop)
        if sop is None:
            yield at(kpi, "measure", "conformance-sop-unknown", sop=measure.sop)
            return
        for step in sorted({name for name, _ in measure.map} - {step.id for step in sop.steps}):
            yield at(kpi, "measure", "conformance-step-unknown", step=step, sop=sop.sop)
        yield from self._limits(kpi, measure, sop, setting)

    def _limits(
        self, kpi: Kpi, measure: Conformance, sop: Sop, setting: Setting
    ) -> Iterator[Finding]:
        own = self.limits(measure, setting.sops)
        limits = [limit for whole in own for limit in all_limits(whole)]
        if any(limit.lead for limit in limits):
            yield at(kpi, "measure", "not-supported-yet", what=f"{sop.sop}: {{lead: …}}")
        source = setting.sources.get(measure.of)
        if source is None:
            return
        for limit in limits:
            for code, what in unclear_waits(limit, source, setting.sources):
                yield at(kpi, "measure", code, limit=limit.limit, what=what)

    def states(self, measure: Conformance, sql: RowSql) -> list[str]:
        return ["else coalesce(\"$verdict\", 'no_value')"]

    def adds(self, measure: Conformance, sql: RowSql) -> tuple[str, str]:
        return "case when \"$state\" = 'good' then 1 else 0 end", "1"

    def percent(self, measure: Conformance) -> bool:
        return True

    def unit(self, measure: Conformance) -> Unit:
        return "share"

    def domain(self, measure: Conformance) -> Domain:
        return Domain(high=Fraction(1))

    def words(self, phrases: Phrases, measure: Conformance) -> str:
        sop = phrases.procedure(measure.sop)
        checked = phrases.joined(phrases.say(f"measure.checks.{name}") for name in measure.check)
        words = phrases.say("measure.conformance", sop=sop, checks=checked)
        return phrases.say("measure.each_pass", text=words) if measure.passes == "each" else words

    def costly(self, measure: Conformance, target: Target | None) -> Set[str]:
        return frozenset({"late", "bad", "undefined", "uncovered"})


CONFORMANCE = _Conformance("conformance", Conformance)
