"""Which sources were delivered for the period: read, placed, and what stands in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dutybook.evaluate.engines import Engine, EngineError, LogFile, Rejected
from dutybook.evaluate.measuring.columns import columns_read, due_columns
from dutybook.evaluate.plan import Plan
from dutybook.evaluate.reading.adjust import Approval, unmatched
from dutybook.evaluate.reading.logfiles import log_files
from dutybook.finding import Finding, Place
from dutybook.model import Source
from dutybook.workspace import Workspace


@dataclass(slots=True)
class Delivery:
    """Sources the engine holds (``read``), those whose rows can be relied on (``complete``), their
    files, and what was said about them."""

    read: dict[str, Source] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)
    files: dict[str, list[LogFile]] = field(default_factory=dict)
    rejected: dict[str, list[Rejected]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def deliver(
    workspace: Workspace, plan: Plan, engine: Engine, approved: Sequence[Approval]
) -> Delivery:
    """Reads every source that has logs or is asked about."""
    delivery = Delivery()
    sources = workspace.definitions.sources
    configured = set(workspace.organisation.logs)
    origin = workspace.organisation.origin.below("logs")
    for name in sorted(configured - set(sources)):
        delivery.findings.append(
            Finding("log-unknown-source", origin.below(name).place, {"source": name})
        )
    asked = {question.source for question in plan.questions}
    for name in sorted((configured | asked) & set(sources)):
        _deliver(workspace, plan, engine, approved, sources[name], delivery)
    return delivery


def _deliver(
    workspace: Workspace,
    plan: Plan,
    engine: Engine,
    approved: Sequence[Approval],
    source: Source,
    delivery: Delivery,
) -> None:
    name = source.source
    questions = plan.of_source(name)
    read = {c for number, _ in questions for c in columns_read(plan.origins[number])}
    if not _placeable(source):
        place = source.origin.place
        delivery.findings.append(Finding("source-incomplete", place, {"source": name}))
        return
    files, findings = log_files(workspace, source, read & set(source.columns))
    delivery.findings += findings
    if not files:
        return
    mine = [a for a in approved if a.adjustment.source == name]
    try:
        engine.load(source, files)
    except EngineError as error:
        place = Place(files[0].name)
        delivery.findings.append(Finding("log-unreadable", place, {"reason": str(error)}))
        return
    dues = {c for _, question in questions for c in due_columns(question.measure)}
    try:
        inside = engine.place(source, mine, dues)
    except EngineError as error:  # only approvals bring expressions of their own
        place = mine[0].adjustment.origin.place if mine else source.origin.place
        delivery.findings.append(Finding("adjustment-failed", place, {"reason": str(error)}))
        return
    delivery.read[name], delivery.files[name] = source, files
    delivery.rejected[name] = rejected = engine.rejected(source)
    wanted = {key for approval in mine for key in approval.adjustment.rows}
    delivery.findings += unmatched(mine, name, engine.keys(source, wanted) if wanted else set())
    delivery.findings += _rejections(name, rejected)
    _judge(plan, source, inside, engine, delivery)


def _judge(plan: Plan, source: Source, inside: int, engine: Engine, delivery: Delivery) -> None:
    """Whether what was delivered covers the period (design §6.7)."""
    name, files = source.source, delivery.files[source.source]
    if source.complete_to is not None:
        if source.complete_to < plan.period.last:
            details = {"source": name, "until": source.complete_to, "period": plan.period.text}
            place = source.origin.below("complete_to").place
            delivery.findings.append(Finding("log-not-complete", place, details))
            return
    elif not inside and engine.holds(source):
        details = {"source": name, "period": plan.period.text}
        delivery.findings.append(Finding("log-outside-period", Place(files[0].name, 1, 1), details))
        return
    delivery.complete.add(name)


def _rejections(source: str, rejected: Sequence[Rejected]) -> Iterable[Finding]:
    by_file: dict[str, list[Rejected]] = {}
    for row in rejected:
        by_file.setdefault(row.file, []).append(row)
    for name, rows in by_file.items():
        details = {"source": source, "count": len(rows)}
        yield Finding("rows-rejected", Place(name, rows[0].line, 1), details)


def _placeable(source: Source) -> bool:
    needed = {*source.key, source.employee or source.area, source.period_column}
    return needed <= set(source.columns)
