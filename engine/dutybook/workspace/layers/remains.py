"""What can be used of a document with faults: everything but the faulty values, each left out with
as little around it as must be."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from dutybook.finding import Finding
from dutybook.schema import kind_of, validate
from dutybook.yamltext import Document
from dutybook.yamltext.document import without

_LEFT_OUT: Final = ("role", "scheme", "organisation", "adjustments", "appeals")
"""Kinds of which a part is of use; what depends on the rest is not scored nor printed. Half a
calendar or half a procedure is of none; approvals and appeals stand each for itself."""


def remains(document: Document, faults: Collection[Finding]) -> Document | None:
    """``document`` without what is faulty (``lost``); None where nothing of it can be used. Unknown
    keys do no harm, unless without them something is missing: a measure whose kind is misspelt."""
    unknown = {fault.place.path for fault in faults if fault.code == "unknown-key"}
    known = replace(document, data=without(document.data, unknown))
    faults = validate(known) if unknown else faults
    if not faults:
        return document
    if kind_of(document) not in _LEFT_OUT:
        return None
    lost: set[str] = set()
    left = len(faults)
    for fault in faults:
        path: str | None = fault.place.path
        while path:
            found = _faults(known, lost | {path})
            if found is not None and found < left:
                lost, left = lost | {path}, found
                break
            path = path.rpartition("/")[0]
        if not left:
            return replace(document, lost=tuple(sorted(lost)))
    return None


def _faults(document: Document, lost: Collection[str]) -> int | None:
    """How many faults stay, a key that no alternative has among them: it says that another key is
    missing beside it. None where it would not be the same definition."""
    data = without(document.data, lost)
    kind = kind_of(document)
    if not isinstance(data, Mapping) or kind not in data:
        return None
    listed = isinstance(data[kind], list)
    if not listed and data[kind] != document.data.get(kind):
        return None
    return len(validate(replace(document, data=data)))
