"""A source definition from what a file holds: grain, key, whose, when, and the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

from dutybook.logs.inspection.columns import ColumnKind, Doubt, unique
from dutybook.logs.inspection.sample import MAX_ROWS, Sample
from dutybook.logs.inspection.vocabulary import Vocabulary
from dutybook.model.source import Dates

_NEAR: Final = 0.95
"""The share of different values from which a column was probably meant to be a key."""


@dataclass(slots=True)
class Proposal:
    """A definition as YAML data, and what to look at before it is used."""

    definition: dict[str, Any]
    doubts: list[Doubt] = field(default_factory=list)


def propose(
    name: str, sample: Sample, found: Sequence[ColumnKind], vocabulary: Vocabulary
) -> Proposal:
    """The definition ``name`` of a source that reads the file of ``sample``."""
    names: dict[str, str] = {}
    for kind in found:
        names[kind.heading] = vocabulary.name(kind.heading, list(names.values()))
    key, grain, doubts = _key(sample, found, vocabulary)
    definition: dict[str, Any] = {"source": name, "grain": grain}
    keys = [names[word] for word in key]
    definition["key"] = keys[0] if len(keys) == 1 else keys
    person, whose = _person(found, vocabulary)
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
    needed = {*key, person, time}
    definition["columns"] = {
        names[kind.heading]: _column(kind, common, kind.heading in needed) for kind in found
    }
    renamed = {word: column for word, column in names.items() if word != column}
    if renamed:
        definition["rename"] = renamed
    definition["duplicates"] = "reject"
    doubts += [*whose, *when, *(doubt for kind in found for doubt in kind.doubts)]
    return Proposal(definition, [*_about(sample, found), *doubts])


def _column(kind: ColumnKind, common: str, needed: bool) -> dict[str, Any]:
    column: dict[str, Any] = {"type": kind.type}
    if needed and kind.filled == kind.rows:
        column["required"] = True
    if kind.type in ("date", "instant") and kind.dates not in ("year_first", common):
        column["dates"] = kind.dates
    if kind.values:
        column["values"] = list(kind.values)
    return column


def _key(
    sample: Sample, found: Sequence[ColumnKind], vocabulary: Vocabulary
) -> tuple[list[str], str, list[Doubt]]:
    """The columns that tell rows apart, whether rows are cases or events, and doubts about it."""
    rows = len(sample.rows)
    whole = [kind for kind in found if kind.filled == kind.rows and rows]
    grain = _grain(whole, rows, vocabulary)
    key = _id(whole, rows, grain, vocabulary) or _compound(sample, whole, vocabulary)
    if key:
        return key, grain, []
    near = [kind for kind in whole if kind.distinct >= rows * _NEAR and kind.type == "text"]
    if near:
        details = {"column": near[0].heading, "twice": rows - near[0].distinct}
        return [near[0].heading], grain, [Doubt("inspect-near-key", details)]
    all_ = [kind.heading for kind in found]
    doubt = Doubt("inspect-no-key", {"rows": rows, "different": unique(sample.rows, all_)})
    return all_, grain, [doubt]


def _grain(whole: Sequence[ColumnKind], rows: int, vocabulary: Vocabulary) -> str:
    """Events say what was done, several of them to a case."""
    acts = any(vocabulary.is_activity(kind.heading) for kind in whole)
    several = any(vocabulary.is_case(kind.heading) and kind.distinct < rows for kind in whole)
    return "event" if acts and several else "case"


def _id(whole: Sequence[ColumnKind], rows: int, grain: str, vocabulary: Vocabulary) -> list[str]:
    """The one column that tells all rows apart, those first that are called so; of events only one
    that is."""
    unlike = (kind for kind in whole if kind.distinct == rows and kind.type in ("text", "integer"))
    ids = [kind.heading for kind in unlike]
    ids.sort(key=lambda word: not (vocabulary.is_id(word) or vocabulary.is_case(word)))
    return ids[:1] if ids and (grain == "case" or vocabulary.is_id(ids[0])) else []


def _compound(sample: Sample, whole: Sequence[ColumnKind], vocabulary: Vocabulary) -> list[str]:
    """The fewest of case, activity and time that together tell all rows apart."""
    cases = [kind.heading for kind in whole if vocabulary.is_case(kind.heading)]
    acts = [kind.heading for kind in whole if vocabulary.is_activity(kind.heading)]
    times = [kind.heading for kind in whole if kind.type in ("date", "instant")]
    for count in (2, 3, 4):
        for words in combinations([*cases, *acts, *times], count):
            if sample.rows and unique(sample.rows, words) == len(sample.rows):
                return list(words)
    return []


def _person(found: Sequence[ColumnKind], vocabulary: Vocabulary) -> tuple[str | None, list[Doubt]]:
    named = [kind for kind in found if kind.type == "text" and vocabulary.is_person(kind.heading)]
    if not named:
        return None, [Doubt("inspect-no-employee", {})]
    words = [kind.heading for kind in named]
    several = [Doubt("inspect-several-employees", {"columns": ", ".join(words)})]
    return words[0], several if len(words) > 1 else []


def _time(found: Sequence[ColumnKind], vocabulary: Vocabulary) -> tuple[str | None, list[Doubt]]:
    """When a row happened: the fullest column of days or moments, the first of them."""
    times = [kind for kind in found if kind.type in ("date", "instant")]
    if not times:
        return None, [Doubt("inspect-no-time", {})]
    times.sort(key=lambda kind: (-kind.filled, not vocabulary.is_time(kind.heading)))
    return times[0].heading, []


def _about(sample: Sample, found: Sequence[ColumnKind]) -> Iterator[Doubt]:
    if not sample.whole:
        yield Doubt("inspect-sampled", {"rows": MAX_ROWS})
    if sample.broken:
        yield Doubt("inspect-broken", {"rows": sample.broken})
    if not sample.rows:
        yield Doubt("inspect-empty", {})
    moments = [kind for kind in found if kind.type == "instant"]
    naive = [kind.heading for kind in moments if not kind.zoned]
    if naive:
        yield Doubt("inspect-zone", {"columns": ", ".join(naive)})
