"""What of a document can be used although the schema refuses some of it.

A misspelt key is left out by itself. Any other refused value takes with it what it is a part of: a
KPI without its target would be another KPI, so the whole KPI is left out, and the rest of the role
is used. A scheme, a source or the settings are one thing: they are used whole or not at all.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from jsonschema.exceptions import ValidationError

from dutybook.schema.validate import kind_of, meant, unknown_keys, validator
from dutybook.yamltext import Document
from dutybook.yamltext.document import Kept, numbered

_COLLECTIONS: Final = frozenset(
    {"role", "duty_set", "sop", "agreement", "adjustments", "appeals", "glossary"}
)
"""Kinds whose documents hold many things that stand for themselves."""
_ROUNDS: Final = 20
"""What is left out may be missed elsewhere; a document that never comes to rest is not used."""

Path = tuple[str | int, ...]


def usable(document: Document) -> Document | None:
    """``document`` without what the schema refuses; None where nothing is left of it."""
    data = document.data
    if not isinstance(data, dict) or not (kind := kind_of(document)):
        return None
    for _ in range(_ROUNDS):
        errors = list(validator().iter_errors(data))
        if not errors:
            return replace(document, data=data)
        refused = {path for error in errors for path in _refused(error, kind)}
        if () in refused:
            return None
        data = _without(data, refused, ())
    return None


def _refused(error: ValidationError, kind: str) -> Iterator[Path]:
    """The paths of what ``error`` leaves out; the empty path is the document."""
    path = tuple(error.absolute_path)
    inner = meant(error) if error.validator in ("anyOf", "oneOf") else []
    if inner:
        for one in inner:
            yield from _refused(one, kind)
    elif error.validator == "additionalProperties":
        yield from ((*path, key) for key in unknown_keys(error))
    else:
        yield _part(path, kind)


def _part(path: Path, kind: str) -> Path:
    """The thing that the value at ``path`` is a part of."""
    if kind not in _COLLECTIONS or not path or (path[0] == kind and len(path) == 1):
        return ()
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _without(value: Any, refused: set[Path], path: Path) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(item, refused, (*path, key))
            for key, item in value.items()
            if (*path, key) not in refused
        }
    if not isinstance(value, list):
        return value
    places = [place for place, _ in numbered(value)]
    kept = [i for i in range(len(value)) if (*path, i) not in refused]
    items = [_without(value[i], refused, (*path, i)) for i in kept]
    return Kept(items, [places[i] for i in kept])
