"""What two states of a workspace define differently: roles with what they extend and include, SOPs,
schemes, sources and the rest, thing by thing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dutybook.closing.diff.materiality import material
from dutybook.closing.diff.values import Leaf, differences, named, text
from dutybook.finding import Place
from dutybook.schema import kind_of
from dutybook.workspace import Workspace
from dutybook.workspace.layers.merge import Data, merge_roles
from dutybook.workspace.values.structure import ORIGIN, annotated
from dutybook.yamltext import Origin

_KINDS: Final = (
    "organisation", "role", "sop", "agreement", "scheme", "source", "measure", "calendar",
)  # fmt: skip
_BOOKKEEPING: Final = (
    "include", "extends", "remove", "order", "abstract", "waive", "reference",
)  # fmt: skip
"""What says how a role is written, not what it means."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference. ``leaf`` None: the definition as a whole came (``new``) or went (``old``).
    ``version`` is the date a role's version starts."""

    kind: str
    id: str
    title: str
    version: str
    leaf: Leaf | None
    old: Place | None
    new: Place | None

    @property
    def material(self) -> bool:
        """Whether it alters what is asked of people or what is scored, not wording only."""
        return material(self.kind, self.leaf)


def changes(
    old: Workspace, new: Workspace, then: date | None = None, now: date | None = None
) -> list[Changed]:
    """Every difference in meaning, by kind and id; of what is in force on the days ``then`` and
    ``now`` only, where they are given."""
    locale = new.locale
    before, after = _in_force(old, then), _in_force(new, now)
    found: list[Changed] = []
    for kind in _KINDS:
        names = {name for k, name in (*before, *after) if k == kind}
        for name in sorted(names):
            pairs = _pairs(before.get((kind, name), []), after.get((kind, name), []))
            for one, two in pairs:
                found += _between(kind, name, one, two, locale)
    return found


def _between(
    kind: str, name: str, old: Data | None, new: Data | None, locale: str
) -> Iterator[Changed]:
    data = new or old or {}
    title = str(text(data.get("title") or data.get(kind), locale))
    version = str(data.get("effective") or "")
    if old is None or new is None:
        places = (None if side is None else side[ORIGIN].place for side in (old, new))
        yield Changed(kind, name, title, version, None, *places)
        return
    for leaf in differences(_meaning(old), _meaning(new), locale):
        yield Changed(kind, name, title, version, leaf, _place(old, leaf), _place(new, leaf))


def _meaning(data: Data) -> Data:
    return {key: value for key, value in data.items() if key not in _BOOKKEEPING}


def _defined(workspace: Workspace) -> dict[tuple[str, str], list[Data]]:
    """Definitions by kind and id, versions of a role in order of their dates."""
    found: dict[tuple[str, str], list[Data]] = {}
    for document in workspace.documents:
        kind = kind_of(document)
        name = "" if kind == "organisation" else str(document.data.get(kind, ""))
        found.setdefault((kind, name), []).append(annotated(document))
    sets = {name: data[0] for (kind, name), data in found.items() if kind == "duty_set"}
    roles = [data for (kind, _), listed in found.items() if kind == "role" for data in listed]
    merged = sorted(merge_roles(roles, sets)[0], key=_effective)
    for name in {role["role"] for role in merged}:
        found["role", name] = [role for role in merged if role["role"] == name]
    return found


def _in_force(workspace: Workspace, on: date | None) -> dict[tuple[str, str], list[Data]]:
    """Definitions on a day: of a role the one version that holds, of others what has begun."""
    defined = _defined(workspace)
    if on is None:
        return defined
    holds = {(role.role, role.effective) for role in workspace.roles(on)}
    return {
        (kind, name): [
            data
            for data in listed
            if ((name, _day(data)) in holds if kind == "role" else _begun(data, on))
        ]
        for (kind, name), listed in defined.items()
    }


def _begun(data: Data, on: date) -> bool:
    day = _day(data)
    return day is None or day <= on


def _day(data: Data) -> date | None:
    """The day a definition begins; None: it does not say, or not in a way that can be read."""
    try:
        return date.fromisoformat(_effective(data))
    except ValueError:
        return None


def _effective(data: Data) -> str:
    return str(data.get("effective") or "")


def _pairs(old: list[Data], new: list[Data]) -> Iterator[tuple[Data | None, Data | None]]:
    """Versions held against each other: of the same date, else against the one before."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    dated = {_effective(data): data for data in old}
    used = set()
    for data in new:
        earlier = [date for date in dated if date <= _effective(data)]
        base = dated[max(earlier)] if earlier else None
        used.add(_effective(base) if base else None)
        yield base, data
    yield from ((data, None) for data in old if _effective(data) not in used)


def _place(data: Any, leaf: Leaf) -> Place | None:
    """Where the value stands, or what is nearest above it; None where its item is not there."""
    origin: Origin = data[ORIGIN]
    items, rest = iter(leaf.items), list[str]()
    for key in leaf.path:
        if isinstance(data, list):
            wanted = next(items)
            data = next((item for item in data if named(item) == wanted), None)
            if data is None:
                return None
        else:
            data = data.get(key) if isinstance(data, Mapping) else None
        if isinstance(data, Mapping) and ORIGIN in data:
            origin, rest = data[ORIGIN], []
        else:
            rest.append(key)
    return origin.below(*rest).place
