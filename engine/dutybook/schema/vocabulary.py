"""What each key and choice is called in Chinese, by the place it stands at: ``x-zh`` and
``x-zh-values`` of the schema.

A place is described by all branches of the schema that may apply there: which of them the author
meant is not known before the keys are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from dutybook.schema.branches import Schema, alternatives
from dutybook.schema.publication import kinds, schema


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
    the other way round; ``choices`` are the values to choose from, by their Chinese names; the rest
    is what may stand below it."""

    names: Mapping[str, str]
    keys: Mapping[str, str]
    choices: Mapping[str, str]
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
    return {vocabulary()[kind]: kind for kind in kinds()}


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
        choices=dict(_choices(parts)),
        properties=properties,
        loose=tuple(part for part in loose if isinstance(part, Mapping)),
        listed=tuple(part["items"] for part in parts if "items" in part),
    )


def in_chinese(value: Any, shape: Shape | None) -> Any:
    """``value`` as a Chinese author would write it: keys and choices by their Chinese names."""
    if shape is None:
        return value
    if isinstance(value, Mapping):
        return {shape.names.get(k, k): in_chinese(v, shape.below(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [in_chinese(one, shape.item) for one in value]
    words = {one: word for word, one in shape.choices.items()}
    return words.get(value, value) if isinstance(value, str) else value


def choices_of(part: Schema) -> Mapping[str, str]:
    """The values that one part of the schema offers, with their Chinese names."""
    listed = [*part.get("enum", ()), *([part["const"]] if "const" in part else [])]
    names = {**schema()["x-zh-values"], **part.get("x-zh-values", {})}
    return {one: names[one] for one in listed if isinstance(one, str) and one in names}


def _choices(parts: Iterable[Schema]) -> Iterator[tuple[str, str]]:
    """Choices by their Chinese names; none where any text may stand, which is taken as it is."""
    parts = list(parts)
    if not any(map(_any_text, parts)):
        listed = {one for part in parts for one in part.get("enum", ())}
        for part in parts:
            yield from ((w, one) for one, w in choices_of(part).items() if w not in listed)


def _any_text(part: Schema) -> bool:
    """Whether a part takes text of no particular form."""
    typed = part.get("type")
    text = typed == "string" or (isinstance(typed, list) and "string" in typed)
    return text and not {"enum", "format", "pattern"} & part.keys()


def _properties(parts: Iterable[Schema]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a branch knows; those that a branch only forbids are no keys of it."""
    for part in parts:
        for key, inner in part.get("properties", {}).items():
            if isinstance(inner, Mapping):
                yield key, cast(dict[str, Any], inner)
