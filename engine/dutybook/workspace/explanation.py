"""Which parts of a definition only explain and bind nobody (``rules/materiality.yaml``): a change
of them need not be signed for, and a mistake in them keeps nothing from being scored."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache

import yaml

from dutybook.files.door import read_bytes
from dutybook.resources import builtin


def explains(kind: str, keys: Sequence[str]) -> bool:
    """Whether a part listed for ``kind`` lies at or above ``keys`` (without places in lists); none:
    the definition as a whole."""
    return any(_above(pattern, keys) for pattern in _parts().get(kind, ()))


def _above(pattern: str, keys: Sequence[str]) -> bool:
    parts = pattern.split("/") if pattern else []
    if not parts:
        return not keys
    return len(parts) <= len(keys) and all(map(fnmatchcase, keys, parts))


@cache
def _parts() -> Mapping[str, Sequence[str]]:
    data = yaml.load(read_bytes(builtin("rules") / "materiality.yaml"), yaml.CSafeLoader)
    parts: Mapping[str, Sequence[str]] = data["explains"]
    return parts
