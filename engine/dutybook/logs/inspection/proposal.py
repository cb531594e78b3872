"""A source definition from what a file holds: grain, key, whose, when, and the columns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dutybook.logs.inspection.cases import oddities
from dutybook.logs.inspection.columns import ColumnKind, Doubt
from dutybook.logs.inspection.key import find_key
from dutybook.logs.inspection.sample import MAX_ROWS, Sample
from dutybook.logs.inspection.vocabulary import Vocabulary
from dutybook.logs.types import text
from dutybook.model.source import Dates

_MOST_KNOWN: Final = 0.5
"""The share of a column's rows that must name people of the workspace for it to be theirs."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff numbers and names of a workspace, none where it is not known."""

    numbers: Collection[str] = ()
    names: Collection[str] = ()


@dataclass(slots=True)
class Proposal:
    """A definition as YAML data, and what to look at before it is used."""

    definition: dict[str, Any]
    doubts: list[Doubt] = field(default_factory=list)


def propose(
    name: str,
    sample: Sample,
    found: Sequence[ColumnKind],
    vocabulary: Vocabulary,
    zone: str,
    staff: Staff,
) -> Proposal:
    """The definition ``name`` of a source that reads the file of ``sample``."""
    names: dict[str, str] = {}
    for kind in found:
        names[kind.heading] = vocabulary.name(kind.heading, list(names.values()))
    key = find_key(sample, found, vocabulary)
    keys = [names[word] for word in key.columns]
    definition: dict[str, Any] = {"source": name, "grain": key.grain}
    definition["key"] = keys[0] if len(keys) == 1 else keys
    person, whose = _person(sample, found, vocabulary, staff)
    if person:
        definition["employee"] = names[person]
    elif "area" in names.values():
        definition["area"], whose = "area", []
    time, when = _time(found, vocabulary)
    if time:
        definition |= {"time": names[time], "period_by": "time"}
    orders: list[Dates] = [kind.dates for kind in found if kind.dates != "year_first"]
    common: Dates = max(sorted(set(orders)), key=orders.count) if orders else "year_first"
    if common != "year_first":
        definition["dates"] = common
    needed = {*key.columns, person, time}
    definition["columns"] = {
        names[kind.heading]: _column(kind, common, kind.heading in needed) for kind in found
    }
    renamed = {word: column for word, column in names.items() if word != column}
    if renamed:
        definition["rename"] = renamed
    definition["duplicates"] = key.duplicates
    odd = oddities(sample, found, key, vocabulary, zone)
    own = (doubt for kind in found for doubt in kind.doubts if kind.heading != person)
    return Proposal(definition, [*_about(sample, found), *key.doubts, *whose, *when, *odd, *own])


def _column(kind: ColumnKind, common: str, needed: bool) -> dict[str, Any]:
    column: dict[str, Any] = {"type": kind.type}
    if needed and kind.whole:
        column["required"] = True
    if kind.type in ("date", "instant") and kind.dates not in ("year_first", common):
        column["dates"] = kind.dates
    if kind.values:
        column["values"] = list(kind.values)
    return column


def _person(
    sample: Sample, found: Sequence[ColumnKind], vocabulary: Vocabulary, staff: Staff
) -> tuple[str | None, list[Doubt]]:
    """Whose work a row is: the column that holds numbers of the staff, else the one that is called
    so, the standard's own name first, else names."""
    texts = [kind for kind in found if kind.type == "text" and kind.filled]
    known = [kind.heading for kind in texts if _share(sample, kind, staff.numbers) >= _MOST_KNOWN]
    called = [kind for kind in texts if vocabulary.is_person(kind.heading)]
    called.sort(key=lambda kind: not vocabulary.is_standard(kind.heading))
    people = [kind.heading for kind in called if not vocabulary.is_named(kind.heading)]
    listed = known or people
    if listed:
        several = Doubt("inspect-several-employees", {"columns": ", ".join(listed)})
        return listed[0], [several] if len(listed) > 1 else []
    by_name = [
        kind.heading
        for kind in texts
        if vocabulary.is_named(kind.heading) or _share(sample, kind, staff.names) >= _MOST_KNOWN
    ]
    if by_name:
        return by_name[0], [Doubt("inspect-employee-names", {"column": by_name[0]})]
    return None, [Doubt("inspect-no-employee", {})]


def _share(sample: Sample, kind: ColumnKind, known: Collection[str]) -> float:
    """How much of a column names somebody who is known."""
    if not known:
        return 0
    listed = ", ".join(map(text, sorted(known)))
    return sample.one(f"count(*) filter (where {sample.column(kind.heading)} in ({listed}))") / (
        kind.filled
    )


def _time(found: Sequence[ColumnKind], vocabulary: Vocabulary) -> tuple[str | None, list[Doubt]]:
    """When a row happened: the fullest column of days or moments, the standard's own first."""
    times = [kind for kind in found if kind.type in ("date", "instant")]
    if not times:
        return None, [Doubt("inspect-no-time", {})]
    times.sort(
        key=lambda kind: (
            -kind.filled,
            not vocabulary.is_standard(kind.heading),
            not vocabulary.is_time(kind.heading),
        )
    )
    return times[0].heading, []


def _about(sample: Sample, found: Sequence[ColumnKind]) -> Iterator[Doubt]:
    if not sample.whole:
        yield Doubt("inspect-sampled", {"rows": MAX_ROWS})
    if sample.broken:
        yield Doubt("inspect-broken", {"rows": sample.broken})
    if not sample.rows:
        yield Doubt("inspect-empty", {})
    moments = [kind for kind in found if kind.type == "instant"]
    counted = [kind for kind in moments if (kind.dates or "").startswith("epoch")]  # in UTC
    naive = [one.heading for one in moments if not any(one.offsets) and one not in counted]
    if naive:
        yield Doubt("inspect-zone", {"columns": ", ".join(naive)})
