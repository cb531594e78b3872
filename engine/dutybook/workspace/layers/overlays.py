"""One document laid over another: mappings merge, lists of things with ids merge by id, everything
else is replaced; a measure or score of another kind replaces the old one whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dutybook.finding import Place
from dutybook.yamltext import Document
from dutybook.yamltext.document import pointer, split

_CHOICES: Final = ("measure", "score", "target", "within", "good", "rollup", "schedule")
"""Keys whose value is one of several forms: forms are not mixed."""


@dataclass(frozen=True, eq=False)
class Patched(Document):
    """A document laid over another: what the overlay says stands there, the rest where it was."""

    over: Document = field(kw_only=True)
    under: Document = field(kw_only=True)

    def place(self, path: str = "", *, key: bool = False) -> Place:
        over, under = (_translated(self.data, side.data, path) for side in (self.over, self.under))
        if over is not None or under is None:
            return self.over.place(over or "", key=key)
        return self.under.place(under, key=key)


def laid(under: Document, over: Document, more: Mapping[str, Any] | None = None) -> Document:
    """``over`` on ``under``; ``more`` replaces what comes of both, a value of None goes."""
    data = {**_merged(under.data, over.data), **(more or {})}
    data = {key: value for key, value in data.items() if value is not None}
    return Patched(over.file, over.index, data, over.text, over=over, under=under)


def _merged(old: Any, new: Any, key: str = "") -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        if key in _CHOICES and not set(old) & set(new):
            return new
        return {**old, **{k: _merged(old.get(k), v, k) for k, v in new.items()}}
    if _has_ids(old) and _has_ids(new):
        over = {item["id"]: item for item in new}
        kept = [_merged(item, over.pop(item["id"], {})) for item in old]
        return kept + list(over.values())
    return new


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, Mapping) and "id" in item for item in value
    )


def _translated(merged: Any, data: Any, path: str) -> str | None:
    """The path of the same value in one of the two documents; None where that does not have it."""
    found: list[object] = []
    for part in split(path):
        if isinstance(merged, Mapping) and isinstance(data, Mapping):
            merged, data = merged.get(part), data.get(part)
            found.append(part)
        elif isinstance(merged, list) and isinstance(data, list) and part.isdigit():
            merged = merged[int(part)] if int(part) < len(merged) else None
            number = _index(data, merged, int(part))
            data = None if number is None else data[number]
            found.append(number)
        else:
            return None
        if data is None:
            return None
    return pointer(*found)


def _index(listed: list[Any], wanted: Any, place: int) -> int | None:
    """Place of an item with the same id, else the same place in a list without ids."""
    if _has_ids(listed) and isinstance(wanted, Mapping) and "id" in wanted:
        ids = [item["id"] for item in listed]
        return ids.index(wanted["id"]) if wanted["id"] in ids else None
    return place if place < len(listed) else None
