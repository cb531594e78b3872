"""``amends:`` a dated change of a few keys of a role, laid over the version in force until then."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.schema import kind_of, validate
from dutybook.workspace.layers.overlays import laid
from dutybook.yamltext import Document

KIND: Final = "amends"


def amended(
    documents: Sequence[Document],
) -> tuple[list[Document], list[Document], list[Finding]]:
    """``documents`` with each amendment made a whole version of its role, amendments that cannot
    be, and why: there is nothing to amend, or what comes of it is no role."""
    roles = [document for document in documents if kind_of(document) == "role"]
    made: dict[int, Document] = {}
    undone: list[Document] = []
    findings: list[Finding] = []
    changes = [document for document in documents if kind_of(document) == KIND]
    for change in sorted(changes, key=_begins):
        under = _before(roles, change)
        if under is None:
            details = {"role": change.data[KIND], "effective": change.data["effective"]}
            nothing = change.finding("amends-nothing", f"/{KIND}", **details)
            findings.append(nothing)
            undone.append(replace(change, faults=(nothing,)))
            continue
        version = laid(under, change, _kept(under, change))
        wrong = [finding for finding in validate(version) if finding not in validate(under)]
        findings += wrong
        if all(finding.code == "unknown-key" for finding in wrong):
            made[id(change)] = version
            roles.append(version)
        else:
            undone.append(replace(change, faults=tuple(wrong)))
    kept = [made.get(id(one), one) for one in documents]
    return [one for one in kept if kind_of(one) != KIND], undone, findings


def _begins(document: Document) -> str:
    return str(document.data.get("effective") or "")


def _before(roles: Sequence[Document], change: Document) -> Document | None:
    """The version in force on the day before ``change``."""
    mine = [one for one in roles if one.data["role"] == change.data[KIND]]
    begun = [one for one in mine if _begins(one) < _begins(change)]
    return max(begun, key=_begins) if begun else None


def _kept(under: Document, change: Document) -> dict[str, Any]:
    """What is not simply merged: ids removed add up, the key that makes it an amendment goes."""
    removed = [*under.data.get("remove", ()), *change.data.get("remove", ())]
    return {KIND: None, "remove": list(dict.fromkeys(removed)) or None}
