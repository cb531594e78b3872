"""What :mod:`dutybook.soundness` finds, as hits that waivers may cover; what a rule says of the
same KPI is not said twice."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from dutybook.check.rules import Hit
from dutybook.finding import Finding, in_file_order
from dutybook.finding.ground import grounds
from dutybook.soundness.workspace import unsound
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED
from dutybook.yamltext import Document
from dutybook.yamltext.document import split


def with_soundness(workspace: Workspace, hits: Iterable[Hit], entries: Container[str]) -> list[Hit]:
    """The rules' ``hits`` with what is unsound in definitions and people: one mistake, one message.
    What a rule asks about is not said again, and what follows from something unsound not at all;
    ``entries`` are the codes that are to be told."""
    listed = list(hits)
    said = {(hit.finding.code, _item(hit.finding)) for hit in listed}
    own = [f for f in unsound(workspace) if f.code in entries and not _shipped(f)]
    given = {(rule, _item(f)) for f in own for rule in grounds()[f.code].gives}
    new = [
        finding
        for finding in in_file_order(own)
        if not said & {(rule, _item(finding)) for rule in grounds()[finding.code].asked(finding)}
        and (finding.code, _item(finding)) not in given
    ]
    kept = [
        hit
        for hit in listed
        if (hit.finding.code, _item(hit.finding)) not in given and not _follows(workspace, hit)
    ]
    return kept + [Hit(finding, _document(workspace, finding)) for finding in new]


def _shipped(finding: Finding) -> bool:
    """Whether it is about what comes with the engine, which is not the user's to mend."""
    return finding.place.file.startswith(SHIPPED)


def _follows(workspace: Workspace, hit: Hit) -> bool:
    """Whether a rule only misses what could not be read: a definition that is named elsewhere, or a
    part of what is added up or counted here."""
    document, path = hit.document, hit.finding.place.path
    lost = document.lost if document else ()
    if any(one.startswith(path + "/") for one in lost):
        return True
    names = {name for _, name in workspace.unread}
    named = {str(hit.finding.details.get(key, "")) for key in ("scheme", "post", "source", "sop")}
    if names & named or workspace.faults.follow(hit.finding):
        return True
    if document is None or hit.finding.code != "kpi-without-data":
        return False
    kpi = document.used("/".join(path.split("/")[:3]))
    return not names.isdisjoint(_texts(kpi))


def _texts(value: Any) -> Iterator[str]:
    """Every text in ``value``."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def _item(finding: Finding) -> tuple[str, str]:
    """The file, and the KPI or other listed thing that a finding is about."""
    parts = split(finding.place.path)
    return finding.place.file, "/".join(parts[:2])


def _document(workspace: Workspace, finding: Finding) -> Document | None:
    """The document that a finding stands in; None for a file that is no YAML."""
    inside = [d for d in workspace.documents if d.file == finding.place.file]
    begun = [d for d in inside if d.place().line <= finding.place.line]
    return begun[-1] if begun else None
