"""adjustments.yaml: approved exclusions and extensions, as conditions over rows and moments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dutybook.finding import Finding
from dutybook.model import Adjustment
from dutybook.roster.days import to_utc
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Approval:
    """One adjustment that can be applied; ``number`` says which, the window is in UTC."""

    number: int
    adjustment: Adjustment
    window: tuple[datetime, datetime] | None = None

    @property
    def excludes(self) -> bool:
        """Whether rows are left out (else their limits are extended)."""
        return self.adjustment.action == "exclude"

    @property
    def by_moment(self) -> bool:
        """Whether it is about a stretch of time, not about particular rows."""
        return not self.adjustment.rows and self.adjustment.where is None

    @property
    def extra(self) -> int:
        """Microseconds an extension adds."""
        limit = self.adjustment.by
        return round(limit.rough_seconds * 1_000_000) if limit and not self.excludes else 0

    def covers(self, moment: datetime, employee: str) -> bool:
        """Whether something due at ``moment`` (UTC) by ``employee`` falls under it."""
        inside = self.window is None or self.window[0] <= moment < self.window[1]
        return inside and (not self.adjustment.employees or employee in self.adjustment.employees)


def approvals(workspace: Workspace) -> tuple[list[Approval], list[Finding]]:
    """Every adjustment that says clearly what it applies to, and what is wrong with the others."""
    zone = ZoneInfo(workspace.organisation.timezone)
    approved: list[Approval] = []
    findings: list[Finding] = []
    named: dict[str, Adjustment] = {}
    for number, adjustment in enumerate(workspace.definitions.adjustments):
        wrong = _wrong(workspace, adjustment) or _again(adjustment, named)
        if wrong:
            findings.append(wrong)
            continue
        window = adjustment.window
        span = (to_utc(window.from_, zone), to_utc(window.to, zone)) if window else None
        approved.append(Approval(number, adjustment, span))
    return approved, findings


def strangers(approved: Iterable[Approval], known: Collection[str]) -> list[Finding]:
    """Approvals that name people whom nobody knows."""
    return [
        Finding(
            "adjustment-unknown-employee",
            a.adjustment.origin.below("employees", i).place,
            {"employee": employee},
        )
        for a in approved
        for i, employee in enumerate(a.adjustment.employees)
        if employee not in known
    ]


def unmatched(approved: Iterable[Approval], source: str, keys: set[str]) -> list[Finding]:
    """Approvals that name rows which ``source`` does not have."""
    return [
        Finding(
            "adjustment-unmatched",
            a.adjustment.origin.below("rows", i).place,
            {"key": key, "source": source},
        )
        for a in approved
        if a.adjustment.source == source
        for i, key in enumerate(a.adjustment.rows)
        if key not in keys
    ]


def _again(adjustment: Adjustment, named: dict[str, Adjustment]) -> Finding | None:
    """An id used before: the same approval pasted twice would count twice."""
    first = named.setdefault(adjustment.id, adjustment) if adjustment.id else adjustment
    if first is adjustment:
        return None
    details = {"id": adjustment.id, "line": first.origin.place.line}
    return Finding("adjustment-twice", adjustment.origin.below("id").place, details)


def _wrong(workspace: Workspace, adjustment: Adjustment) -> Finding | None:
    place = adjustment.origin.place
    if adjustment.source not in workspace.definitions.sources:
        return Finding(
            "source-unknown", adjustment.origin.below("source").place, {"source": adjustment.source}
        )
    if not (adjustment.rows or adjustment.where or adjustment.window or adjustment.employees):
        return Finding("adjustment-unbounded", place)
    window = adjustment.window
    if window and window.from_ >= window.to:
        details = {"from": window.from_, "to": window.to}
        return Finding("adjustment-window-empty", adjustment.origin.below("window").place, details)
    limit = adjustment.by
    if adjustment.action == "extend" and limit is None:
        return Finding("adjustment-without-length", place)
    if limit and (limit.working or limit.unit in ("workday", "month") or limit.by is not None):
        return Finding(
            "not-supported-yet", adjustment.origin.below("by").place, {"what": f"by: {limit}"}
        )
    return None
