"""Building again and again while a workspace is edited: what each round found, and what it made.

Lines move while people type, so a finding is the same one for as long as its code, file and
particulars are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from dutybook.finding import DutybookError, Finding, Place, in_file_order
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.refusal import refusal
from dutybook.papers.production.request import Request
from dutybook.papers.production.run import build
from dutybook.workspace import Workspace, load

FOLDERS: Final = ("roles", "rules", "templates")
"""Where definitions and templates are; at the top of the workspace its settings and tables."""
_NO_HARM: Final = "unknown-key"
"""The one error of reading after which a definition is still used."""

Key = tuple[str, str, str, str]
Check = Callable[[Workspace, Catalogue], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Round:
    """What changed with one save: findings that appeared and that cleared, files written; ``held``
    where a definition cannot be read and papers are left as they are."""

    catalogue: Catalogue
    appeared: list[Finding]
    cleared: list[Finding]
    written: list[str]
    held: bool = False
    open: int = 0


@dataclass(slots=True)
class Watch:
    """A workspace under watch; ``check`` gives what is wrong with it besides the papers."""

    root: Path
    request: Request
    check: Check
    seen: dict[Key, Finding] = field(default_factory=dict)

    def round(self) -> Round:
        """Read everything anew, write the papers that changed, and compare with the last round."""
        catalogue = Catalogue.load(self.root)
        findings: list[Finding] = []
        written: list[str] = []
        held = True
        try:
            workspace = load(self.root)
            catalogue = Catalogue.load(self.root, workspace.locale)
            held = _unread(workspace, catalogue)
            if not held:  # papers first: they are what one waits for
                report = build(workspace, self.request)
                findings += report.findings
                written += report.written
            findings += self.check(workspace, catalogue)
        except DutybookError as error:
            findings += error.findings
        except OSError as error:  # a file that is being replaced just now
            held = True
            findings.append(_refused(error))
        return self._compared(catalogue, findings, written, held)

    def _compared(
        self, catalogue: Catalogue, findings: list[Finding], written: list[str], held: bool
    ) -> Round:
        now = {_key(finding): finding for finding in findings}
        appeared = [finding for key, finding in now.items() if key not in self.seen]
        cleared = [finding for key, finding in self.seen.items() if key not in now]
        self.seen = now
        return Round(
            catalogue, in_file_order(appeared), in_file_order(cleared), written, held, len(now)
        )

    def concerns(self, path: str) -> bool:
        """Whether a changed file may change a paper: neither output, nor caches, nor what editors
        leave beside the file they save."""
        try:
            parts = PurePath(path).relative_to(self.root).parts
        except ValueError:
            return False
        name = parts[-1] if parts else ""
        if any(part.startswith(".") for part in parts) or name.endswith(("~", ".swp", ".tmp")):
            return False
        if self.request.out and Path(path).is_relative_to(self.request.out):
            return False
        return parts[0] in FOLDERS or (len(parts) == 1 and name.endswith((".yaml", ".csv")))


def _unread(workspace: Workspace, catalogue: Catalogue) -> bool:
    """Whether some definition cannot be used as it stands: a paper built without it would lose a
    role while it is being edited."""
    broken = (f for f in workspace.findings if catalogue.severity(f) == "error")
    return not workspace.configured or any(f.code != _NO_HARM for f in broken)


def _key(finding: Finding) -> Key:
    details = ", ".join(f"{key}={value}" for key, value in sorted(finding.details.items()))
    return finding.code, finding.place.file, finding.place.path, details


def _refused(error: OSError) -> Finding:
    return refusal(error, Place(str(error.filename or "-")), "system-refused")
