"""The whole check of a workspace, in one call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dutybook.check.definitions import with_soundness
from dutybook.check.rules import run_rules
from dutybook.check.sandbox import SECONDS
from dutybook.check.tables import tables_of
from dutybook.check.waivers import Waived, apply, waivers
from dutybook.finding import Finding, in_file_order
from dutybook.finding.catalogue import Catalogue
from dutybook.roster.problems import roster_findings
from dutybook.workspace import Workspace
from dutybook.workspace.wordlists import word_list_findings


@dataclass(frozen=True)
class Report:
    """What a check found, in file order, and what waivers keep out of it."""

    findings: list[Finding]
    waived: list[Waived]

    def within(self, paths: Iterable[str]) -> "Report":
        """Only what is in these files, or in files below these folders ("" is the workspace)."""
        kept = tuple(paths)

        def inside(file: str) -> bool:
            return any(not path or file == path or file.startswith(path + "/") for path in kept)

        return Report(
            [finding for finding in self.findings if inside(finding.place.file)],
            [item for item in self.waived if inside(item.finding.place.file)],
        )


def check(workspace: Workspace, catalogue: Catalogue, on: date, seconds: float = SECONDS) -> Report:
    """Everything to tell about ``workspace``; waivers are judged by the day ``on``, each rule
    may run for ``seconds``."""
    hits, broken = run_rules(workspace, catalogue.entries, tables_of(workspace), seconds)
    names = {str(finding.details["rule"]) for finding in broken}
    told = [*word_list_findings(workspace.root), *roster_findings(workspace)]
    hits = with_soundness(workspace, hits, catalogue.entries)
    kept, waived = apply(waivers(workspace), hits, catalogue.entries, on, names)
    found = [*workspace.findings, *told, *broken, *kept]
    return Report(in_file_order(found), sorted(waived, key=lambda item: item.finding.order))
