"""What each key is called in Chinese (``x-zh`` of the schema), by the place it stands at.

A place is described by all branches of the schema that may apply there: which of them the author
meant is not known before the keys are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from dutybook.schema.branches import Schema, alternatives
from dutybook.schema.publication import kinds, schema

ENGLISH_ONLY: Final = ("rule",)
"""Documents that are written by whoever writes SQL, and read before there is a schema."""


@cache
def vocabulary() -> Mapping[str, str]:
    """Every key's Chinese name where its object gives it no other."""
    return cast(Mapping[str, str], schema()["x-zh"])


@cache
def spoken() -> Mapping[str, str]:
    """Keys as findings speak of them: ``covers``, or ``target:`` where the word alone may be meant
    as a value."""
    values = set(_values(schema()["$defs"]))
    bare = {key: word for key, word in vocabulary().items() if key not in values}
    return {**bare, **{f"{key}:": f"{word}:" for key, word in vocabulary().items()}}


def _values(part: Any) -> Iterator[str]:
    """The words the schema allows as values."""
    if isinstance(part, Mapping):
        yield from (str(value) for value in (*part.get("enum", ()), part.get("const")))
        for inner in part.values():
            yield from _values(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _values(inner)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One place of a document: ``names`` are its keys with their Chinese names, ``keys`` the same
    the other way round; the rest is what may stand below it."""

    names: Mapping[str, str]
    keys: Mapping[str, str]
    properties: Mapping[str, tuple[Schema, ...]]
    loose: tuple[Schema, ...]
    listed: tuple[Schema, ...]

    def below(self, key: str) -> "Shape | None":
        """The place of the value of ``key``; None where the schema says nothing of it."""
        return _shape(self.properties.get(key, self.loose))

    @property
    def item(self) -> "Shape | None":
        """The place of an item of a list."""
        return _shape(self.listed)


@cache
def document_shape(kind: str) -> Shape:
    """The outermost place of a document of ``kind``."""
    return cast(Shape, _shape((schema()["$defs"][kind],)))


@cache
def kinds_in_chinese() -> Mapping[str, str]:
    """The first keys by their Chinese names."""
    return {vocabulary()[kind]: kind for kind in kinds() if kind not in ENGLISH_ONLY}


_shapes: dict[tuple[int, ...], Shape] = {}
"""By the identity of the branches, which are parts of the one schema and stay."""


def _shape(branches: tuple[Schema, ...]) -> Shape | None:
    if not branches:
        return None
    known = tuple(map(id, branches))
    if known not in _shapes:
        _shapes[known] = _made(branches)
    return _shapes[known]


def _made(branches: Iterable[Schema]) -> Shape:
    parts = [part for branch in branches for part in alternatives(branch)]
    properties: dict[str, tuple[Schema, ...]] = {}
    names: dict[str, str] = {}
    for key, inner in _properties(parts):
        properties[key] = (*properties.get(key, ()), inner)
        names[key] = inner.get("x-zh", names.get(key, vocabulary().get(key, key)))
    loose = [part.get("additionalProperties") for part in parts]
    return Shape(
        names=names,
        keys={word: key for key, word in names.items()},
        properties=properties,
        loose=tuple(part for part in loose if isinstance(part, Mapping)),
        listed=tuple(part["items"] for part in parts if "items" in part),
    )


def _properties(parts: Iterable[Schema]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a branch knows; those that a branch only forbids are no keys of it."""
    for part in parts:
        for key, inner in part.get("properties", {}).items():
            if isinstance(inner, Mapping):
                yield key, cast(dict[str, Any], inner)
