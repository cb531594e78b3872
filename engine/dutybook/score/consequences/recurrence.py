"""Consequences that look beyond one sheet: at ranks, and at the periods before (three months
running, the second time within half a year, double on repetition)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dutybook.finding import Finding
from dutybook.grammar.number.money import Worth
from dutybook.grammar.time.period import Period, period_before
from dutybook.model import Consequence
from dutybook.plan.question import Sheet
from dutybook.rule.condition import Known
from dutybook.rule.line import Line, as_shown
from dutybook.score.consequences.names import (
    NotHereError,
    UnknownNameError,
    holds,
    paid,
    part_of,
)
from dutybook.score.consequences.sheet import consequences_of, looks_beyond
from dutybook.score.history.periods import History
from dutybook.score.history.results import PastKpi, PastSheet
from dutybook.score.result import Follows, SheetResult

Verdict = bool | None
"""Whether something held in a period; None where that period's result is not known."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """The periods before a sheet's, latest first, looked up as they are needed."""

    result: SheetResult
    period: Period
    history: History

    def past(self, count: int) -> list[PastSheet | None]:
        """The same employee and role in the ``count`` periods before; None: not in the post."""
        who = self.result.sheet.employee, self.result.sheet.role.role
        found = (self.history.of(period_before(self.period, n + 1)) for n in range(count))
        return [past.sheets.get(who) if past else None for past in found]

    def held(self, consequence: Consequence, kpi: str | None, count: int) -> list[Verdict]:
        """Whether the consequence's condition held in each of the ``count`` periods before."""
        sheet = self.result.sheet
        return [_held(consequence, kpi, past, sheet) for past in self.past(count)]


def with_consequences(
    sheets: Sequence[SheetResult], period: Period, history: History
) -> tuple[tuple[SheetResult, ...], list[Finding]]:
    """The sheets with the consequences that had to wait for ranks and earlier periods; where grades
    were brought down, with all of them."""
    findings: list[Finding] = []

    def settled(result: SheetResult) -> SheetResult:
        nonlocal findings
        scheme = result.rules
        if not (scheme.distribution or any(map(looks_beyond, scheme.consequences))):
            return result
        look: Callable[[Follows, Consequence], Follows | None] = _Looking(
            Beyond(result, period, history)
        ).decide
        follows, more = consequences_of(result, look)
        findings += more
        own = result.decided and settled(result.decided)
        return replace(result, consequences=follows, decided=own)

    return tuple(map(settled, sheets)), findings


@dataclass(frozen=True, slots=True)
class _Looking:
    """Decides what holds in this period by the periods before."""

    beyond: Beyond

    def decide(self, follows: Follows, consequence: Consequence) -> Follows | None:
        """The consequence as the past makes it; None where the past rules it out."""
        found: Follows | None = follows
        if consequence.running is not None:
            found = self._running(follows, consequence, consequence.running)
        if found is not None and consequence.repeated is not None:
            found = self._repeated(found, consequence)
        if found is not None and consequence.escalate is not None:
            found = self._escalated(found, consequence)
        return found

    def _running(self, follows: Follows, consequence: Consequence, running: int) -> Follows | None:
        verdicts = self.beyond.held(consequence, follows.kpi, running - 1)
        if False in verdicts:
            return None
        line = Line("running", {"count": str(running)})
        return _noted(follows, line, open_=None in verdicts)

    def _repeated(self, follows: Follows, consequence: Consequence) -> Follows | None:
        rule = consequence.repeated
        assert rule is not None
        verdicts = self.beyond.held(consequence, follows.kpi, rule.within - 1)
        times = 1 + verdicts.count(True)
        if times + verdicts.count(None) < rule.times:
            return None
        slots = {"count": str(times), "within": str(rule.within), "times": str(rule.times)}
        return _noted(follows, Line("repeated", slots), open_=times < rule.times)

    def _escalated(self, follows: Follows, consequence: Consequence) -> Follows:
        rule = consequence.escalate
        assert rule is not None
        verdicts = self.beyond.held(consequence, follows.kpi, rule.within - 1)
        earlier = verdicts.count(True)
        if None in verdicts or follows.worth is None:
            return _noted(follows, Line("escalation_open"), open_=None in verdicts)
        if not earlier:
            return follows
        times = rule.factor ** (earlier if rule.compound else 1)
        worth = Worth(follows.worth.number * times, follows.worth.unit).settled()
        slots = {"earlier": str(earlier), "within": str(rule.within), "times": as_shown(times)}
        line = Line("escalated", slots | {"amount": str(worth)})
        return replace(follows, worth=worth, amount=str(worth), lines=(*follows.lines, line))


def _noted(follows: Follows, line: Line, *, open_: bool) -> Follows:
    return replace(follows, decided=follows.decided and not open_, lines=(*follows.lines, line))


def _held(
    consequence: Consequence, kpi: str | None, past: PastSheet | None, sheet: Sheet
) -> Verdict:
    """Whether the condition held on an earlier sheet. Who was not in the post, or had no such KPI,
    is not meant; a total that is still missing leaves it open."""
    if past is None or past.status == "not_eligible":
        return False
    about = past.kpis.get(kpi) if kpi else None
    if kpi is not None and (about is None or about.met is not False):
        return False if about is None or about.met else None
    if consequence.when is None:
        return True
    return holds(consequence.when.sql, _Names(past, about, sheet))


@dataclass(frozen=True, slots=True)
class _Names:
    """What a condition's names stood for on an earlier sheet; pay is that of this one."""

    past: PastSheet
    about: PastKpi | None
    sheet: Sheet

    def __call__(self, name: str) -> Known:
        first, _, rest = name.partition(".")
        if first == "kpi":
            kpi, _, part = rest.rpartition(".")
            if name in self.sheet.unknown:
                return None
            if kpi not in self.past.kpis:
                raise NotHereError(kpi)
            return part_of(self.past.kpis[kpi], part)
        if first == "pay" and rest:
            return paid(self.sheet, rest)
        if self.about is not None and name in ("value", "points", "full", "lost"):
            return part_of(self.about, name)
        plain: dict[str, Known] = {
            "total": None if self.past.total is None else Fraction(self.past.total),
            "grade": self.past.grade,
            "rank": None if self.past.rank is None else Fraction(self.past.rank),
            "unmet": Fraction(sum(kpi.met is False for kpi in self.past.kpis.values())),
        }
        if name not in plain:
            raise UnknownNameError(name)
        return plain[name]
