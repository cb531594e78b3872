"""What can be used of a document with faults: everything but the faulty values, each left out with
as little around it as must be."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.schema import kind_of, validate
from dutybook.yamltext import Document
from dutybook.yamltext.document import pointer, split, without

_WHOLE: Final = ("amends", "raci", "rule")
"""Kinds of which a part is of no use: half a change would let the other half go on as it was."""
_ONLY: Final = {"source": ("columns", "title", "description"), "measure": ("title", "description")}
"""Keys of which alone a part may be left out: half of how a figure is taken is another figure."""
_IDENTITY: Final = {"role": ("effective",), "calendar": ("covers",), "agreement": ("parties",)}
"""Keys without which it would be another definition."""


def remains(document: Document, faults: Collection[Finding]) -> Document | None:
    """``document`` without what is faulty (``lost``); None where nothing of it can be used. Unknown
    keys do no harm, unless without them something is missing: a measure whose kind is misspelt."""
    unknown = {fault.place.path for fault in faults if fault.code == "unknown-key"}
    known = replace(document, data=without(document.data, unknown))
    faults = validate(known) if unknown else faults
    if not faults:
        return known  # a wording in a language that is none is no wording
    if kind_of(document) in _WHOLE:
        return None
    lost: set[str] = set()
    left = len(faults)
    for fault in faults:
        path: str | None = _at(document, fault)
        while path:
            found = _faults(known, lost | {path})
            if found is not None and found < left:
                lost, left = lost | {path}, found
                break
            path = path.rpartition("/")[0]
        if not left:
            return replace(document, lost=tuple(sorted(lost)), faults=tuple(faults))
    return None


def _at(document: Document, fault: Finding) -> str:
    """What to leave out first: the faulty value, a whole column of a source."""
    path = fault.place.path
    keys = split(path)
    column = kind_of(document) == "source" and keys[:1] == ["columns"]
    return pointer(*keys[:2]) if column else path


def _faults(document: Document, lost: Collection[str]) -> int | None:
    """How many faults stay, a key that no alternative has among them: it says that another key is
    missing beside it. None where it would not be the same definition."""
    data = without(document.data, lost)
    kind = kind_of(document) or ""
    if not isinstance(data, Mapping) or kind not in data:
        return None
    if not isinstance(data[kind], list) and data[kind] != document.data.get(kind):
        return None
    if not all(map(partial(_may_go, kind, data), lost)):
        return None
    return len(validate(replace(document, data=data)))


def _may_go(kind: str, rest: Mapping[str, Any], path: str) -> bool:
    """Whether a definition of ``kind`` is still the same without what stands at ``path``."""
    keys = split(path)
    if kind in _ONLY and keys[0] not in _ONLY[kind]:
        return False
    if kind == "source" and len(keys) > 1 and _named(keys[1], {**rest, "columns": None}):
        return False
    return keys[0] not in _IDENTITY.get(kind, ()) and len(keys) > (kind == "source")


def _named(column: str, value: Any) -> bool:
    """Whether a source reads a column for more than what stands in it."""
    if isinstance(value, Mapping):
        return any(_named(column, one) for one in (*value, *value.values()))
    if isinstance(value, list):
        return any(_named(column, one) for one in value)
    return isinstance(value, str) and bool(re.search(rf"\b{re.escape(column)}\b", value))
