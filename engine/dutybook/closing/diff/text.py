"""Differences between definitions in words, and as data for programs."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from dutybook.closing.diff.definitions import Changed
from dutybook.finding import Place
from dutybook.finding.phrases import phrase
from dutybook.schema import schema
from dutybook.schema.titles import titles
from dutybook.workspace.values.structure import ORIGIN


def as_text(changes: Sequence[Changed], locale: str) -> Iterator[str]:
    """A heading per definition, a line per difference."""
    for (kind, name, title, version), group in groupby(
        changes, key=lambda c: (c.kind, c.id, c.title, c.version)
    ):
        yield phrase(
            "diff-definition",
            locale,
            kind=kind_title(kind, locale),
            id=name,
            title=title if title != name else "",
            version=version,
        )
        for change in group:
            mark = "" if change.material else phrase("diff-wording", locale)
            yield f"  {_line(change, locale)}{mark}"
        yield ""


def _line(change: Changed, locale: str) -> str:
    place = change.new or change.old
    at = f"{place.file}:{place.line}" if place else ""
    leaf = change.leaf
    if leaf is None:
        return phrase("diff-added" if change.new else "diff-removed", locale, what="", place=at)
    names, items = titles(change.kind, leaf.path, locale), list(leaf.items)
    where = []
    for key, name in zip([k for k in leaf.path if not k.isdigit()], names, strict=True):
        where.append(name)
        if items and _listed(leaf.path, key):
            where[-1] = f"{name} {items.pop(0)}"
    what = phrase("diff-path", locale).join(where)
    if leaf.path[-1:] and leaf.path[-1].isdigit():  # a whole item of a list
        code = "diff-added" if leaf.old is None else "diff-removed"
        return phrase(code, locale, what=what, place=at)
    return phrase(
        "diff-changed",
        locale,
        what=what,
        old=shown(leaf.old, locale),
        new=shown(leaf.new, locale),
        place=at,
    )


def _listed(path: tuple[str, ...], key: str) -> bool:
    """Whether an item of the list called ``key`` lies on the path."""
    following = [two for one, two in pairwise(path) if one == key]
    return any(part.isdigit() for part in following)


def kind_title(kind: str, locale: str) -> str:
    """What a kind of definition is called."""
    chinese, _, english = str(schema()["$defs"][kind]["title"]).partition(" ")
    return english if locale == "en" else chinese


def shown(value: Any, locale: str) -> str:
    """A value as it might be written on one line."""
    if value is None:
        return phrase("diff-nothing", locale)
    if isinstance(value, Mapping):
        inside = (f"{k}: {shown(v, locale)}" for k, v in value.items() if k != ORIGIN)
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(shown(item, locale) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def as_data(changes: Sequence[Changed]) -> list[dict[str, Any]]:
    """For programs: JSON pointers into the definition as it is merged, and both places."""
    return [
        {
            "kind": change.kind,
            "id": change.id or None,
            "version": change.version or None,
            "change": _how(change),
            "material": change.material,
            "path": "/" + "/".join(change.leaf.path) if change.leaf else "",
            "items": list(change.leaf.items) if change.leaf else [],
            "old": _data(change.leaf.old) if change.leaf else None,
            "new": _data(change.leaf.new) if change.leaf else None,
            "old_place": _at(change.old),
            "new_place": _at(change.new),
        }
        for change in changes
    ]


def _how(change: Changed) -> str:
    if change.leaf is None:
        return "added" if change.new else "removed"
    if change.leaf.old is None or change.leaf.new is None:
        return "added" if change.leaf.old is None else "removed"
    return "changed"


def _at(place: Place | None) -> str | None:
    return f"{place.file}:{place.line}" if place else None


def _data(value: Any) -> Any:
    """YAML data as JSON can hold it: exact decimals become text."""
    if isinstance(value, Mapping):
        return {str(key): _data(item) for key, item in value.items() if key != ORIGIN}
    if isinstance(value, list):
        return [_data(item) for item in value]
    return f"{value:f}" if isinstance(value, Decimal) else value
