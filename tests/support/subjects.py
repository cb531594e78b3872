"""What the papers of the small workspace are about."""

from typing import Any

from earlier import changed
from evaluated import results

from dutybook.papers.kinds import KINDS
from dutybook.papers.results import people_of, read_results
from dutybook.papers.view import View

USUAL = {
    "role": "stress",
    "department": "试验部",
    "sop": "handling",
    "agreement": "deal",
    "source": "jobs",
    "result": "T001",
    "change": "earlier",
}
"""For each ``about`` of a kind, a subject that has all there is to print."""
PRINTED = [name for name, kind in KINDS.items() if kind.printed]
"""Kinds that have a template."""


def subject_of(view: View, kind: str, name: str) -> Any:
    """What a kind's context is made from, by name."""
    defined = view.workspace.definitions
    about = KINDS[kind].about
    if about == "role":
        return view.role(name)
    if about == "result":
        return next(people_of(view, read_results(results())))
    if about == "change":
        return changed(view.workspace)
    named = {"sop": defined.sops, "agreement": defined.agreements, "source": defined.sources}
    return named.get(about, {}).get(name, name)
