"""One evaluation from beginning to end: plan, count, score, total."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from dutybook.count.counts import Counted, count
from dutybook.count.log.store import LogStore
from dutybook.finding import Finding
from dutybook.grammar.time.period import Period, spans
from dutybook.plan.basis import Prepared, prepare
from dutybook.plan.question import Plan
from dutybook.score.appeals.hearing import hear
from dutybook.score.consequences.recurrence import with_consequences
from dutybook.score.history.logs import without_logs
from dutybook.score.history.periods import DEPTH, History
from dutybook.score.history.results import Past, past_of
from dutybook.score.persons import persons
from dutybook.score.ranks import ranked
from dutybook.score.result import Evaluation, SheetResult
from dutybook.score.rollup import rolled_up
from dutybook.score.sheets import Scorer
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Run:
    """A finished evaluation, and what was ``counted`` for it, of which the rows behind a number can
    still be asked; ``history`` knows earlier periods."""

    evaluation: Evaluation
    counted: Counted
    history: History


@contextmanager
def evaluate(
    workspace: Workspace,
    period: Period,
    as_of: date | None = None,
    history: History | None = None,
    store: LogStore | None = None,
) -> Iterator[Run]:
    """Evaluates everyone for ``period``; ``as_of`` is the last day that counts. ``history`` is
    given where earlier periods were looked up already, ``store`` where logs are shared with other
    evaluations of the same command."""
    ready = prepare(workspace, period, as_of)
    with nullcontext(store) if store else LogStore() as logs:
        past = history or History(workspace.root, partial(_past, workspace, logs))
        with count(ready, logs) as counted:
            yield Run(_evaluation(ready, counted, past), counted, past)


def _evaluation(ready: Prepared, counted: Counted, history: History) -> Evaluation:
    """Scores everyone from what was counted."""
    sheets, open_ends = Scorer(counted, ready.teams).results()
    silent = without_logs(counted, history, _parts(ready.plan, ready.period))
    sheets, after = _after(ready, sheets, history, silent)
    sheets = tuple(_with_remarks(ready, sheet) for sheet in sheets)
    joined, mixed = persons(sheets, ready.period)
    workspace = ready.workspace
    told = ready.findings, counted.logs_findings, counted.findings, open_ends, after, mixed
    return Evaluation(
        ready.plan,
        ready.last,
        sheets,
        counted.conservation,
        {name: one.rejected for name, one in counted.delivered.items()},
        {name: one.log.origins for name, one in counted.delivered.items()},
        tuple(one for findings in told for one in findings if workspace.tells(one)),
        {a.number: a.adjustment for a in ready.approved},
        ready.frame.days.calendar if ready.frame.days else None,
        joined,
    )


def _with_remarks(ready: Prepared, sheet: SheetResult) -> SheetResult:
    who = sheet.sheet
    key = (ready.period.text, who.employee, who.role.role)
    return replace(sheet, remarks=ready.remarks.get(key, ()))


def _after(
    ready: Prepared,
    sheets: Sequence[SheetResult],
    history: History,
    silent: Sequence[Period],
) -> tuple[tuple[SheetResult, ...], list[Finding]]:
    """What comes after scoring: shorter periods rolled up, appeals, ranks, and what follows from
    ranks and earlier periods (of an evaluation that is itself looked back at, nothing does)."""
    period, findings = ready.period, list(_silent(ready, silent))
    totalled = []
    for sheet in sheets:
        rolled, more = rolled_up(sheet, period, ready.last, history, silent)
        totalled.append(rolled)
        findings += more
    heard, more = hear(ready.workspace, period, ready.people, totalled)
    found, ties = ranked(heard)
    findings += [*more, *ties]
    if history.depth == DEPTH:
        found, more = with_consequences(found, period, history)
        findings += more
    return found, findings


def _parts(plan: Plan, period: Period) -> list[Period]:
    """The shorter periods that totals are rolled up from."""
    schemes = {sheet.scheme.scheme: sheet.scheme for sheet in plan.sheets}.values()
    rolling = (s for s in schemes if s.rollup and s.rollup.from_ in (None, s.period))
    return sorted({part for s in rolling for part in s.parts(period)}, key=str)


def _silent(ready: Prepared, silent: Sequence[Period]) -> Iterator[Finding]:
    """Which shorter periods are waited for because there are no logs of them."""
    if silent:
        place = ready.workspace.organisation.origin.below("logs").place
        details = {"periods": ", ".join(spans(silent)), "period": ready.period.text}
        yield Finding("rollup-without-logs", place, details)


def _past(
    workspace: Workspace,
    store: LogStore,
    period: Period,
    as_of: date | None,
    history: History,
) -> Past:
    """What an earlier period came to."""
    with evaluate(workspace, period, as_of, history, store) as run:
        return past_of(run.evaluation)
