"""What a column holds, found out by the very expressions that will read it.

Each different value is looked at once; of very many, first a part, which leaves few ways of
reading to try on all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.logs.connection import Database
from dutybook.logs.inspection.sample import Sample
from dutybook.logs.inspection.vocabulary import Vocabulary
from dutybook.logs.types import Written, parsed, text, unclear_dates
from dutybook.model.source import Dates

_DAYS: Final[tuple[Dates, ...]] = ("year_first", "day_first", "month_first")
_EPOCHS: Final[dict[Dates, str]] = {
    "epoch_s": r"^\d{9,10}([.]\d+)?$", "epoch_ms": r"^\d{12,13}$", "epoch_us": r"^\d{15,16}$",
}  # fmt: skip
"""How moments look that are counted from 1970."""
_NUMBERS: Final[tuple[Dates, ...]] = (*_EPOCHS, "serial")
_FROM, _UNTIL = "1990-01-01", "2050-01-01"
"""Moments outside of which numbers are hardly moments."""
_MOST: Final = 12
"""Values a column may have to be a list of categories."""
_ENOUGH: Final = 0.98
"""The share of a column that has to make sense for the rest to be mistakes."""
_FIRST: Final = 400
"""Different values on which every way of reading is tried."""

_FIGURE: Final = "'^\\s*[-+－＋]?\\s*[0-9０-９]'"

Try = tuple[str, Dates]
_YES_OR_NO: Final[Try] = ("boolean", "year_first")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at before the definition is used: a finding's code and details."""

    code: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A column's type and how its days are written; ``filled`` of ``rows`` are not empty;
    ``offsets``: how often each distance from UTC is written."""

    heading: str
    type: str
    dates: Dates
    rows: int
    filled: int
    distinct: int
    values: tuple[str, ...]
    offsets: Mapping[str, int]
    doubts: tuple[Doubt, ...]

    @property
    def whole(self) -> bool:
        """Whether no row leaves it empty."""
        return self.filled == self.rows > 0


def kinds(sample: Sample, vocabulary: Vocabulary, zone: str) -> list[ColumnKind]:
    """The kind of every column of ``sample``, in order."""
    return [_kind(sample, heading, vocabulary, zone) for heading in sample.headings]


def _kind(sample: Sample, heading: str, vocabulary: Vocabulary, zone: str) -> ColumnKind:
    db = sample.db
    db.rows(
        "create or replace temp table v as select raw, n, row_number() over (order by hash(raw), "
        f"raw) <= {_FIRST} as early from (select {sample.column(heading)} as raw, count(*) as n "
        "from sample group by 1) where raw <> ''"
    )
    ((filled, distinct),) = db.rows("select coalesce(sum(n), 0), count(*) from v")
    doubts: list[Doubt] = []
    dates: Dates = "year_first"
    declared = sample.native.get(heading, "")
    if not declared:
        declared, dates, doubts = _guess(db, heading, vocabulary, zone, int(filled))
    named = vocabulary.is_id(heading) or vocabulary.is_person(heading)
    values = () if named else _values(db, declared, filled, distinct)
    offsets = _offsets(db) if declared == "instant" else {}
    doubts += _doubts(db, heading, vocabulary, declared)
    return ColumnKind(
        heading, declared, dates, sample.rows, int(filled), distinct, values, offsets,
        tuple(doubts),
    )  # fmt: skip


def _guess(
    db: Database, heading: str, vocabulary: Vocabulary, zone: str, filled: int
) -> tuple[str, Dates, list[Doubt]]:
    """Type and way of writing days of a text column."""
    about = {"column": heading}
    if not filled or vocabulary.is_id(heading):
        return "text", "year_first", []
    tries = list(_tries(vocabulary, heading)) if _figures(db) else [_YES_OR_NO]
    fits, best = _best(db, tries, zone, filled)
    if best < filled * _ENOUGH or (best < filled and filled < 1 / (1 - _ENOUGH)):
        unclear = list(_unclear(db, about))
        mixed = [Doubt("inspect-mixed", about | {"type": fits[0][0], "rest": filled - best})]
        return "text", "year_first", unclear or (mixed if best > filled / 2 else [])
    return _settled(db, about, fits, filled - best)


def _best(db: Database, tries: Sequence[Try], zone: str, filled: int) -> tuple[list[Try], int]:
    """The ways of reading that make sense of the most rows, and of how many."""
    early = _understood(db, tries, zone, early=True)
    most = max(early)
    likely = [one for one, count in zip(tries, early, strict=True) if count == most]
    if not most:
        return likely, 0
    some = likely[:1] if likely[0][1] == "year_first" else likely  # any order knows a year first
    counted = _understood(db, some, zone, early=False)
    if max(counted) < filled:
        some, counted = likely, _understood(db, likely, zone, early=False)
    best = max(counted)
    return [one for one, count in zip(some, counted, strict=True) if count == best], best


def _settled(
    db: Database, about: Mapping[str, object], fits: Sequence[Try], rest: int
) -> tuple[str, Dates, list[Doubt]]:
    """The first of the ways that fit, and what is doubtful about it."""
    declared, dates = fits[0]
    doubts = []
    if rest:
        doubts.append(Doubt("inspect-mixed", {**about, "type": declared, "rest": rest}))
    if (declared, "month_first") in fits and dates == "day_first":
        doubts.append(Doubt("inspect-day-or-month", {**about, "shown": _one(db)}))
    if dates in _NUMBERS:
        doubts.append(Doubt("inspect-number-time", {**about, "dates": dates, "shown": _one(db)}))
    if declared == "integer" and db.rows("select 1 from v where raw similar to '0[0-9].*' limit 1"):
        return "text", "year_first", []
    return (_decimal(db) if declared == "decimal" else declared), dates, doubts


def _tries(vocabulary: Vocabulary, heading: str) -> Iterator[Try]:
    """What a column may be, the most particular first: moments counted from 1970 by their digits,
    days of spreadsheets and eight digits only where the heading speaks of time."""
    length = vocabulary.is_duration(heading)
    for dates in () if length or vocabulary.is_personal(heading) else _EPOCHS:
        yield "instant", dates
    if vocabulary.is_time(heading) and not length:
        yield "instant", "serial"
        yield "date", "year_first"
    yield "integer", "year_first"
    yield "decimal", "year_first"
    yield "boolean", "year_first"
    for dates in _DAYS:
        yield "date", dates
        yield "instant", dates


def _understood(db: Database, tries: Sequence[Try], zone: str, *, early: bool) -> list[int]:
    """How many rows each way of reading makes sense of."""
    sums = ", ".join(
        f"coalesce(sum(n) filter (where {_makes_sense(declared, dates, zone)}), 0)"
        for declared, dates in tries
    )
    (counts,) = db.rows(f"select {sums} from v" + (" where early" if early else ""))
    return [int(count) for count in counts]


def _figures(db: Database) -> bool:
    """Whether any value begins as figures, days and moments do."""
    return bool(db.rows(f"select 1 from v where early and regexp_matches(raw, {_FIGURE}) limit 1"))


def _makes_sense(declared: str, dates: Dates, zone: str) -> str:
    value = parsed("raw", "decimal(38,9)" if declared == "decimal" else declared,
                   Written(zone, dates))  # fmt: skip
    if dates not in _NUMBERS:
        return f"{value} is not null"
    form = _EPOCHS.get(dates, r"^\d{5}([.]\d+)?$")
    return (
        f"regexp_matches(raw, {text(form)}) and "
        f"{value} between timestamp '{_FROM}' and timestamp '{_UNTIL}'"
    )


def _decimal(db: Database) -> str:
    """``decimal(p,s)`` with room to grow; figures with exponents get nine places."""
    plain = "regexp_replace(raw, '[^0-9.eE]', '', 'g')"
    ((whole, places, exponents),) = db.rows(
        f"select max(length(split_part({plain}, '.', 1))), "
        f"max(length(split_part({plain}, '.', 2))), "
        f"count(*) filter (where {plain} ilike '%e%') from v"
    )
    if exponents:
        return "decimal(38,9)"
    return f"decimal({min(38, max(12, whole + 3 + places))},{places})"


def _values(db: Database, declared: str, filled: int, distinct: int) -> tuple[str, ...]:
    """The values of a category: few, and each seen more than once."""
    if declared != "text" or not 1 < distinct <= _MOST or filled < 2 * distinct:
        return ()
    found = db.rows("select raw, n from v order by 1")
    return tuple(value for value, _ in found) if min(count for _, count in found) > 1 else ()


def _offsets(db: Database) -> dict[str, int]:
    """How often each offset is written; Z is +00:00, none is empty."""
    found = db.rows(
        "select coalesce(nullif(replace(regexp_extract(raw, '(Z|[-+]\\d{2}:?\\d{2})$'), ':', ''), "
        "''), ''), sum(n) from v where not regexp_matches(raw, '^\\d+-\\d+-\\d+$') "
        "group by 1 order by 2 desc, 1"
    )
    counted: dict[str, int] = {}
    for offset, count in found:
        shown = {"Z": "+00:00", "": ""}.get(offset, f"{offset[:3]}:{offset[3:]}")
        counted[shown] = counted.get(shown, 0) + int(count)
    return counted


def _unclear(db: Database, about: Mapping[str, object]) -> Iterator[Doubt]:
    for code, when in unclear_dates("raw", "day_first"):
        found = db.rows(f"select raw from v where {when} order by 1 limit 1")
        if found:
            yield Doubt(f"inspect-{code}", {**about, "shown": found[0][0]})


def _doubts(db: Database, heading: str, vocabulary: Vocabulary, declared: str) -> Iterator[Doubt]:
    """What looks odd whatever the type: values that stand for none, personal data."""
    marks = ", ".join(map(text, vocabulary.sentinels))
    found: Sequence[tuple[str, int]] = db.rows(
        f"select raw, cast(n as bigint) from v where raw in ({marks}) order by 2 desc, 1"
    )
    if found:
        shown = ", ".join(f"{value} × {count}" for value, count in found[:3])
        yield Doubt("inspect-sentinel", {"column": heading, "shown": shown})
    if declared == "text" and vocabulary.is_personal(heading):
        yield Doubt("inspect-personal", {"column": heading})


def _one(db: Database) -> str:
    ((value,),) = db.rows("select min(raw) from v")
    return str(value)
