"""adjustments.yaml: approved exclusions and extensions, as conditions over rows and moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dutybook.finding import Finding
from dutybook.model import Adjustment
from dutybook.roster.adjustments import judged
from dutybook.roster.attendance.days import to_utc
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
    for number, (adjustment, wrong) in enumerate(judged(workspace)):
        if wrong:
            findings.append(wrong)
            continue
        window = adjustment.window
        span = (to_utc(window.from_, zone), to_utc(window.to, zone)) if window else None
        approved.append(Approval(number, adjustment, span))
    return approved, findings


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
