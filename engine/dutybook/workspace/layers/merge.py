"""Duty sets, base roles and named measures, put into the roles that use them (on plain data).

``extends`` overlays one level deep: lists of things with ids merge by id, mappings merge one level,
everything else is replaced; ``remove`` drops ids. ``include`` adds a set's duties after the role's
own; ``order`` puts duties and KPIs in the order it names them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.workspace.values.structure import ORIGIN
from dutybook.yamltext import Origin

Data = dict[str, Any]
_NOT_INHERITED = (
    "role",
    "title",
    "code",
    "abstract",
    "supervises",
    "waive",
    "until",
    "order",
    ORIGIN,
)


def merge_roles(
    roles: Iterable[Data], sets: Mapping[str, Data]
) -> tuple[list[Data], list[Finding]]:
    """All versions of all roles, bases and duty sets merged in, and what is wrong with that. Where
    a base changes while a version is in force, the role has a further version from that day."""
    versions: dict[str, list[Data]] = {}
    for role in roles:
        versions.setdefault(role["role"], []).append(role)
    for listed in versions.values():
        listed.sort(key=_begins)
    merged: list[Data] = []
    findings: list[Finding] = []
    for listed in versions.values():
        ends = [*map(_begins, listed[1:]), _NEVER]
        for role, end in zip(listed, ends, strict=True):
            bases = versions.get(str(role.get("extends")), [])
            for base, since in _in_force(role, bases, end):
                version, more = merge_role(role, base, sets)
                merged.append(version | {"effective": since} if since else version)
                findings += (finding for finding in more if finding not in findings)
            findings += _not_in_force(role, bases)
    return merged, findings


_NEVER = "9999-12-31"


def _begins(data: Data) -> str:
    return str(data.get("effective") or "")


def _in_force(role: Data, bases: Sequence[Data], end: str) -> Iterator[tuple[Data | None, Any]]:
    """The versions of its base that a version of a role is made with, each with the day it is so
    from on (None: as the version itself says). A base that begins later serves from the start."""
    start = _begins(role)
    begun = [base for base in bases if _begins(base) <= start]
    first = begun[-1] if begun else bases[0] if bases else None
    yield first, None
    if role.get("extends") == role["role"]:
        return
    start = max(start, _begins(first) if first else "")
    later = (base for base in bases if start < _begins(base) < end)
    yield from ((base, base["effective"]) for base in later)


def _not_in_force(role: Data, bases: Sequence[Data]) -> Iterator[Finding]:
    """A base that begins after the role does, or ends while the role goes on."""
    if not bases or role["extends"] == role["role"]:
        return
    base, start = role["extends"], _begins(role)
    if start and start < _begins(bases[0]):
        details = {"base": base, "from": _begins(bases[0]), "since": start}
        yield _at(role, "/extends", "base-not-begun", **details)
    until = str(bases[-1].get("until") or "")
    if until and until < str(role.get("until") or _NEVER):
        yield _at(role, "/extends", "base-ended", base=base, until=until)


def merge_role(
    role: Data, base: Data | None, sets: Mapping[str, Data]
) -> tuple[Data, list[Finding]]:
    """``role`` with its ``base`` and duty sets merged in, and what could not be found."""
    findings: list[Finding] = []
    merged = dict(role)
    base_id = role.get("extends")
    if base_id is not None:
        if base_id == role["role"]:
            findings.append(_at(role, "/extends", "extends-itself", role=base_id))
        elif base is None:
            findings.append(_at(role, "/extends", "unknown-base", base=base_id))
        elif "extends" in base:
            findings.append(_at(role, "/extends", "base-too-deep", base=base_id))
        else:
            included, more = _include(base, sets)
            findings += more
            merged = _overlay(_arranged(included, (), base.get("order", ())), role)
    merged, more = _include(merged, sets, role)
    known = {
        item["id"] for key in _LISTS for item in (*(base or {}).get(key, ()), *role.get(key, ()))
    }
    known |= {d["id"] for s in role.get("include", ()) for d in sets.get(s, {}).get("duties", ())}
    more += _unknown(role, "remove", known)
    merged = _arranged(merged, set(role.get("remove", ())), role.get("order", ()))
    left = {item["id"] for key in _LISTS for item in merged.get(key, ())}
    more += _unknown(role, "order", left)
    return merged, findings + more


_LISTS: Final = ("duties", "kpis")


def _unknown(role: Data, key: str, known: Collection[str]) -> Iterator[Finding]:
    """Ids that ``remove`` or ``order`` names and nothing has."""
    for i, name in enumerate(role.get(key, ())):
        if name not in known:
            yield _at(role, f"/{key}/{i}", _CODES[key], id=name)


_CODES: Final = {"remove": "unknown-removed", "order": "unknown-ordered"}


def _arranged(role: Data, removed: Collection[str], order: Sequence[str]) -> Data:
    """``role`` without the duties and KPIs removed, those that ``order`` names first."""
    ranks = {name: rank for rank, name in enumerate(order)}
    lists = {
        key: sorted(
            (item for item in role[key] if item["id"] not in removed),
            key=lambda item: ranks.get(item["id"], len(ranks)),
        )
        for key in _LISTS
        if key in role
    }
    return role | lists


_DEEPEST: Final = 6
"""Measures by name within measures by name: each may name two, so that few lines would be many."""


def name_measures(
    kpis: Iterable[Data], measures: Mapping[str, Data]
) -> tuple[list[Data], list[Finding]]:
    """KPIs with the measures they name written out, also those a ratio is made of. A name that
    leads back to itself, or through more than :data:`_DEEPEST` others, names nothing."""
    findings: list[Finding] = []

    def written(kpi: Data, value: Any, *path: str, through: frozenset[str] = frozenset()) -> Any:
        if isinstance(value, str):
            body = None if value in through or len(through) > _DEEPEST else measures.get(value)
            if body is None:
                origin: Origin = kpi[ORIGIN]
                place = origin.below("measure", *path).place
                findings.append(Finding("unknown-measure", place, {"measure": value}))
                return None
            return written(kpi, body, *path, through=through | {value})
        ratio = value.get("ratio") if isinstance(value, Mapping) else None
        if ratio is None or "of" in ratio:
            return value
        parts = {
            key: written(kpi, ratio[key], *path, "ratio", key, through=through)
            for key in ("num", "den")
        }
        return None if None in parts.values() else {"ratio": ratio | parts}

    named = [kpi | {"measure": written(kpi, kpi["measure"])} if "measure" in kpi else kpi
             for kpi in kpis]  # fmt: skip
    return named, findings


def name_pauses(measure: Any, sources: Mapping[str, Data], source: str = "") -> Any:
    """A measure with the pauses its limits name written out, as its source keeps them."""
    if isinstance(measure, Mapping):
        source = measure.get("of", source)
        named = {key: name_pauses(value, sources, source) for key, value in measure.items()}
        if isinstance(named.get("pause"), str):
            pauses = sources.get(source, {}).get("pauses", {})
            named["pause"] = pauses.get(named["pause"], named["pause"])
        return named
    if isinstance(measure, list):
        return [name_pauses(item, sources, source) for item in measure]
    return measure


def _include(
    role: Data, sets: Mapping[str, Data], reader: Data | None = None
) -> tuple[Data, list[Finding]]:
    findings, duties = [], list(role.get("duties", ()))
    for i, name in enumerate(role.get("include", ())):
        if name in sets:
            own = {duty["id"] for duty in duties}
            duties += [duty for duty in sets[name]["duties"] if duty["id"] not in own]
        elif reader is None or name in reader.get("include", ()):
            findings.append(_at(role, f"/include/{i}", "unknown-duty-set", set=name))
    return role | {"duties": duties} if duties else role, findings


def _overlay(base: Data, role: Data) -> Data:
    inherited = {key: value for key, value in base.items() if key not in _NOT_INHERITED}
    return inherited | {key: _joined(inherited.get(key), value) for key, value in role.items()}


def _joined(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **new}
    if _has_ids(old) and _has_ids(new):
        over = {item["id"]: item for item in new}
        kept = [item | over.pop(item["id"]) if item["id"] in over else item for item in old]
        return kept + list(over.values())
    return new


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, Mapping) and "id" in item for item in value
    )


def _at(data: Data, path: str, code: str, **details: object) -> Finding:
    origin: Origin = data[ORIGIN]
    return Finding(code, origin.document.place(path), details)
