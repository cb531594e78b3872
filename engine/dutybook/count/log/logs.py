"""The logs a plan needs: read, cases made of events, waits put beside the cases they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dutybook.count.log.cases import CaseLog
from dutybook.count.log.needs import Need
from dutybook.count.log.store import LogStore
from dutybook.count.log.table import Known, Log, known_to
from dutybook.count.log.waits import put_waits
from dutybook.count.sql.columns import Dialect
from dutybook.finding import Finding, Place
from dutybook.logs.connection import Database
from dutybook.logs.file import EngineError, LogFile
from dutybook.measure.source import unmade
from dutybook.model.source import Column
from dutybook.plan.basis import Prepared
from dutybook.plan.frame import Frame


@dataclass(frozen=True, slots=True)
class Logs:
    """Logs by the id of their source, and what is wrong with those that are not among them."""

    of: Mapping[str, Log]
    findings: Sequence[Finding] = ()


def load(needs: Sequence[Need], ready: Prepared, store: LogStore, db: Database) -> Logs:
    """Reads every source that has files of its own, for questions asked through ``db``."""
    found: dict[str, Log] = {}
    findings: list[Finding] = []
    known = known_to(ready.people)
    for need in needs:
        source = need.source
        if source.cases:
            continue
        files, wrong = store.files(ready.workspace, source, set(need.columns))
        findings += wrong
        if not files:
            continue
        dialect = Dialect(source, ready.frame)
        try:
            found[source.source] = store.log(dialect, files, known).seen(db, dialect)
        except EngineError as error:
            findings.append(_unreadable(files, error))
    return Logs(found, findings)


def derive(needs: Sequence[Need], loaded: Logs, ready: Prepared) -> Logs:
    """Makes the cases of the events that were ``loaded``, and puts waits beside the rows that wait;
    events and waits that belong to a case count as used."""
    found = dict(loaded.of)
    findings = list(loaded.findings)
    sources = ready.workspace.definitions.sources
    for number, need in enumerate(sorted(needs, key=lambda need: bool(need.source.cases))):
        name, cases = need.source.source, need.source.cases
        origin = found.get(cases.of if cases else name)
        if origin is None or any(unmade(sources, need.source)):
            continue
        try:
            log = _cases(need, origin, ready.frame, number) if cases else origin
            found[name] = _with_waits(log, need, found)
        except EngineError as error:
            findings.append(_unreadable(origin.origins, error))
            found.pop(name, None)
    return Logs(found, findings)


def given(db: Database, table: str, dialect: Dialect, rows: Sequence[tuple[object, ...]]) -> Log:
    """Takes rows as they are, in the order of the source's columns."""
    log = Log(db, table, dialect, (), Known(frozenset(), frozenset()))
    log.fill(rows)
    return log


def _cases(need: Need, events: Log, frame: Frame, number: int) -> CaseLog:
    log = CaseLog(events.db, f"cases_{number}", Dialect(need.source, frame), events)
    log.derive()
    return log


def _with_waits(log: Log, need: Need, logs: Mapping[str, Log]) -> Log:
    """``log`` with the columns that the waits of other logs were put in."""
    for pause in need.pauses:
        waits = logs.get(str(pause.of))
        if waits is None:
            continue
        made, used = put_waits(log, waits, pause)
        waits.use(used)
        source = log.source
        columns = {name: Column("instant") for one in made for name in (one.from_, one.to)}
        source = replace(
            source, columns={**source.columns, **columns}, waits={**source.waits, pause: made}
        )
        log = log.seen(log.db, replace(log.dialect, source=source))
    return log


def _unreadable(files: Sequence[LogFile], error: EngineError) -> Finding:
    return Finding("log-unreadable", Place(files[0].name), {"reason": str(error)})
