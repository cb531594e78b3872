"""Two sets of scores of one period, held against each other: who differs, in what, and because of
which definition or input. Used for closed periods, for what-if and for definitions of another
revision alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dutybook.closing.diff.values import Leaf, differences

Data = Mapping[str, Any]
_SHEET: Final = ("status", "total", "grade", "coefficient")
_KPI: Final = ("status", "value", "met", "points", "applied", "full")
_PEOPLE: Final = ("people", "absences", "rota")


@dataclass(frozen=True, slots=True)
class Side:
    """One set: the contract with traces, and the ledger of what it was made from."""

    scores: Data
    made_from: Data


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that differs and can explain a change: a definition with its two places and what
    changed in it, or an input, a calendar, the engine, the cut-off."""

    kind: str
    name: str
    old: str | None = None
    new: str | None = None
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One employee's KPI (None: the sheet as a whole): each field's old and new value."""

    employee: str
    role: str
    kpi: str | None
    fields: Mapping[str, tuple[Any, Any]]
    causes: tuple[Cause, ...]


def compare(old: Side, new: Side, locale: str) -> list[Change]:
    """Everything that differs, sheet by sheet in order of employee and role."""
    sheets = _by(old.scores["scores"]), _by(new.scores["scores"])
    found: list[Change] = []
    for key in sorted({*sheets[0], *sheets[1]}):
        found += _sheet(key, sheets[0].get(key), sheets[1].get(key), old, new, locale)
    return found


def _by(scores: list[Data]) -> dict[tuple[str, str], Data]:
    return {(sheet["employee"], sheet["role"]): sheet for sheet in scores}


def _sheet(
    key: tuple[str, str], old: Data | None, new: Data | None, one: Side, two: Side, locale: str
) -> Iterator[Change]:
    if old is None or new is None:
        there = (old is not None, new is not None)
        yield Change(*key, None, {"sheet": there}, tuple(_general(key[0], one, two)))
        return
    kpis = [dict(_items(sheet)) for sheet in (old, new)]
    changed = []
    for kpi in dict.fromkeys((*kpis[1], *kpis[0])):
        before, after = kpis[0].get(kpi), kpis[1].get(kpi)
        fields = _fields(before or {}, after or {}, _KPI)
        if fields:
            causes = tuple(_causes(before, after, key, one, two, locale))
            if "full" in fields and not causes:
                causes = (Cause("share", "", *fields["full"]),)
            changed.append(Change(*key, kpi, fields, causes))
    yield from changed
    fields = _fields(old, new, _SHEET)
    decided = _fields(old.get("decided") or {}, new.get("decided") or {}, _SHEET)
    fields |= {f"decided_{name}": pair for name, pair in decided.items()}
    wrote = _remarks(old), _remarks(new)
    fields |= {"remarks": wrote} if wrote[0] != wrote[1] else {}
    if fields:
        yield Change(*key, None, fields, tuple(_of_sheet(old, new, changed, one, two)))


def _remarks(sheet: Data) -> str | None:
    """What was written on the form, as one text."""
    return "; ".join(f"{one['part']}: {one['text']}" for one in sheet.get("remarks") or ()) or None


def _items(sheet: Data) -> Iterator[tuple[str, Data]]:
    for group in ("kpis", "adjustments"):
        yield from ((item["kpi"], item) for item in sheet[group])


def _fields(old: Data, new: Data, names: tuple[str, ...]) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (old.get(name), new.get(name)) for name in names}
    if pairs.get("applied") == pairs.get("points"):
        pairs.pop("applied", None)  # only adjustments with caps apply less than they give
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _causes(
    old: Data | None, new: Data | None, who: tuple[str, str], one: Side, two: Side, locale: str
) -> Iterator[Cause]:
    """What differs between two results of one KPI of an employee and role; the definition first."""
    employee, role = who
    before, after = (old or {}).get("trace") or {}, (new or {}).get("trace") or {}
    if before.get("version") != after.get("version"):
        leaves = differences(before.get("parameters"), after.get("parameters"), locale)
        kpi = (new or old or {})["kpi"]
        places = before.get("definition"), after.get("definition")
        yield Cause("definition", f"{role}/{kpi}", *places, tuple(leaves))
    yield from _definitions(after or before, role, one, two)
    files = [{f["name"]: f["sha256"] for f in trace.get("files", ())} for trace in (before, after)]
    for name in dict.fromkeys((*files[1], *files[0])):
        if files[0].get(name) != files[1].get(name):
            yield Cause("log", name, _short(files[0].get(name)), _short(files[1].get(name)))
    yield from _general(employee, one, two)
    for kind in ("calendar", "as_of"):
        if before.get(kind) != after.get(kind):
            yield Cause(kind, "", before.get(kind), after.get(kind))
    if one.made_from["engine"] != two.made_from["engine"]:
        yield Cause("engine", "", one.made_from["engine"], two.made_from["engine"])


def _definitions(trace: Data, role: str, one: Side, two: Side) -> Iterator[Cause]:
    """Other definitions a KPI rests on: its named measure, its source, the duty in its role."""
    measure = trace.get("parameters", {}).get("measure")
    wanted = {("role", role)} if _scheduled(measure) else set()
    if isinstance(measure, str):
        wanted.add(("measure", measure))
    elif isinstance(measure, Mapping):
        wanted |= {("source", str(body.get("of"))) for body in measure.values() if _has_of(body)}
    sides = [
        {(d["kind"], d["id"]): d for d in side.made_from["definitions"]} for side in (one, two)
    ]
    sources = {name for kind, name in wanted if kind == "source"}
    approvals = {key for side in sides for key in side if key[0] == "adjustment"}
    wanted |= {key for key in approvals if key[1].split("/")[0] in sources}
    for key in sorted(wanted):
        before, after = sides[0].get(key, {}), sides[1].get(key, {})
        if before.get("version") != after.get("version"):
            yield Cause("definition", "/".join(key), before.get("place"), after.get("place"))


def _scheduled(measure: object) -> bool:
    return isinstance(measure, Mapping) and "schedule" in measure


def _has_of(body: object) -> bool:
    return isinstance(body, Mapping) and "of" in body


def _general(employee: str, one: Side, two: Side) -> Iterator[Cause]:
    """Settings and people: of those only the employee's part, where both sides tell it."""
    sides = [side.made_from["people"] for side in (one, two) if "people" in side.made_from]
    if len(sides) < 2:
        yield from _inputs(one, two, (*_PEOPLE, "settings"))
        return
    before, after = ((side.get(employee) or {}).get("record") for side in sides)
    if before != after or (employee in sides[0]) != (employee in sides[1]):
        names = (i["name"] for i in two.made_from["inputs"] if i["kind"] == "people")
        yield Cause("input", next(names, ""), _short(before), _short(after))
    yield from _inputs(one, two, ("settings",))


def _inputs(one: Side, two: Side, kinds: tuple[str, ...]) -> Iterator[Cause]:
    sides = [
        {i["name"]: i.get("sha256") for i in side.made_from["inputs"] if i["kind"] in kinds}
        for side in (one, two)
    ]
    for name in dict.fromkeys((*sides[1], *sides[0])):
        if sides[0].get(name) != sides[1].get(name):
            yield Cause("input", name, _short(sides[0].get(name)), _short(sides[1].get(name)))


def _of_sheet(old: Data, new: Data, changed: list[Change], one: Side, two: Side) -> Iterator[Cause]:
    """Why a total or grade differs: its KPIs, the scheme, appeals, the shorter periods."""
    for change in changed:
        if "points" in change.fields or "applied" in change.fields:
            yield Cause("kpi", str(change.kpi), *change.fields.get("points", (None, None)))
    sides = [
        {d["id"]: d for d in side.made_from["definitions"] if d["kind"] in ("scheme", "item")}
        for side in (one, two)
    ]
    for name in dict.fromkeys((*sides[1], *sides[0])):
        before, after = sides[0].get(name, {}), sides[1].get(name, {})
        if before.get("version") != after.get("version"):
            yield Cause("definition", name, before.get("place"), after.get("place"))
    heard = [{a["id"]: a for a in side.get("appeals") or ()} for side in (old, new)]
    for name in dict.fromkeys((*heard[1], *heard[0])):
        pair = heard[0].get(name, {}), heard[1].get(name, {})
        if pair[0] != pair[1]:
            yield Cause("appeal", name, pair[0].get("place"), pair[1].get("place"))
    parts = [
        {p["period"]: p["total"] for p in (side.get("rollup") or {}).get("periods", ())}
        for side in (old, new)
    ]
    for period in dict.fromkeys((*parts[1], *parts[0])):
        if parts[0].get(period) != parts[1].get(period):
            yield Cause("period", period, parts[0].get(period), parts[1].get(period))


def _short(digest: str | None) -> str | None:
    return digest[:12] if digest else None
