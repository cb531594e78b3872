"""A part of the schema with what it refers to, and every alternative of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from dutybook.schema.publication import schema

Schema = Mapping[str, Any]


def resolved(part: Schema) -> Schema:
    """What a reference leads to."""
    while "$ref" in part:
        part = schema()["$defs"][str(part["$ref"]).rpartition("/")[2]]
    return part


def alternatives(part: Schema) -> Iterator[Schema]:
    """A schema and every branch of it; ``x-like`` names one whose keys may stand here too."""
    whole = resolved(part)
    yield whole
    for word in ("anyOf", "oneOf", "allOf"):
        for branch in whole.get(word, ()):
            yield from alternatives(branch)
    if "x-like" in whole:
        yield from alternatives(schema()["$defs"][whole["x-like"]])
