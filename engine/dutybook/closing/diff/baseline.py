"""What today's definitions are held against: those of a git revision, of another folder, or those
in force on another day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dutybook.closing.diff.definitions import Changed, changes
from dutybook.closing.diff.revision import at_revision
from dutybook.finding import DutybookError, Finding, Place
from dutybook.workspace import Workspace, load


@dataclass(frozen=True, slots=True)
class Baseline:
    """Two states of a workspace. ``name`` is what the earlier one was asked for by; ``then`` and
    ``now`` are the days whose versions count, None where all of them do."""

    name: str
    old: Workspace
    new: Workspace
    then: date | None = None
    now: date | None = None

    @property
    def changes(self) -> list[Changed]:
        """Every difference in meaning."""
        return changes(self.old, self.new, self.then, self.now)


def of_revision(now: Workspace, revision: str) -> Baseline:
    """Since a git revision."""
    with at_revision(now.root, revision) as tree:
        return Baseline(revision, _usable(load(tree), revision), now)


def of_folder(now: Workspace, folder: Path) -> Baseline:
    """Since the workspace in another folder: a copy somebody kept, no repository needed."""
    name = folder.as_posix()
    if not folder.is_dir():
        raise DutybookError(Finding("diff-from-nothing", Place("--from"), {"from": name}))
    return Baseline(name, _usable(load(folder.resolve()), name), now)


def of_day(workspace: Workspace, then: date, now: date) -> Baseline:
    """From the versions in force on one day to those in force on another."""
    if then >= now:
        details = {"day": then.isoformat(), "until": now.isoformat()}
        raise DutybookError(Finding("diff-days-reversed", Place("--from"), details))
    begin = [role.effective for role in workspace.definitions.roles if not role.abstract]
    first = min((day for day in begin if day), default=None)
    if begin and not workspace.roles(then) and first and first > then:
        details = {"day": then.isoformat(), "first": first.isoformat()}
        raise DutybookError(Finding("diff-before-all", Place("--from"), details))
    return Baseline(then.isoformat(), workspace, workspace, then, now)


def _usable(found: Workspace, name: str) -> Workspace:
    if not found.configured:
        raise DutybookError(Finding("diff-no-workspace", Place(name), {"revision": name}))
    return found
