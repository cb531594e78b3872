"""Changed definitions laid over a workspace in memory: what would be, were they in force.

A document of the overlay replaces or patches the one with the same kind and id
(:mod:`dutybook.workspace.layers.overlays`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dutybook.finding import Finding
from dutybook.schema import kind_of, validate
from dutybook.workspace.layers.amendments import amended
from dutybook.workspace.layers.overlays import laid
from dutybook.workspace.load import Workspace, with_documents
from dutybook.yamltext import Document

_LISTS: Final = ("adjustments", "appeals")


def patched(
    workspace: Workspace, overlay: Sequence[Document], on: date
) -> tuple[Workspace, list[Finding]]:
    """The workspace with ``overlay`` in force, and what is wrong with it (then unchanged). Of a
    role the version in force ``on`` a day is patched, or the one ``effective`` names."""
    documents = list(workspace.documents)
    findings: list[Finding] = []
    for over in overlay:
        if not isinstance(over.data, dict) or not kind_of(over):
            findings += validate(over)
            continue
        place = _counterpart(documents, over, on)
        made = over if place is None else laid(documents[place], over)
        findings += validate(made)
        if place is None:
            documents.append(made)
        else:
            documents[place] = made
    documents, _, wrong = amended(documents)
    findings += wrong
    if findings:
        return workspace, findings
    changed = with_documents(workspace, documents)
    return changed, [f for f in changed.findings if f not in workspace.findings]


def _counterpart(documents: Sequence[Document], over: Document, on: date) -> int | None:
    """Place of the document that ``over`` changes; None: it is a new one."""
    kind = kind_of(over)
    if kind in _LISTS:
        return None
    same = [
        number
        for number, document in enumerate(documents)
        if kind_of(document) == kind
        and (kind == "organisation" or document.data[kind] == over.data[kind])
    ]
    if kind != "role":
        return same[0] if same else None
    dates = {number: str(documents[number].data.get("effective") or "") for number in same}
    wanted = over.data.get("effective")
    if wanted is not None and str(wanted) in dates.values():
        return next(number for number in same if dates[number] == str(wanted))
    begun = [number for number in same if dates[number] <= on.isoformat()]
    return max(begun, key=lambda number: dates[number]) if begun and wanted is None else None
