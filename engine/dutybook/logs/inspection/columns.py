"""What a column holds, found out by the very expressions that will read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dutybook.csv import write_rows
from dutybook.files.scratch import new_text
from dutybook.logs.connection import Database
from dutybook.logs.inspection.sample import Sample
from dutybook.logs.inspection.vocabulary import Vocabulary
from dutybook.logs.types import Written, literal, parsed, text, unclear_dates
from dutybook.model.source import Dates

_DAYS: Final[tuple[Dates, ...]] = ("year_first", "day_first", "month_first")
_NUMBERS: Final[tuple[Dates, ...]] = ("epoch_s", "epoch_ms", "epoch_us", "serial")
_FROM, _UNTIL = "1990-01-01", "2050-01-01"
"""Moments outside of which numbers are hardly moments."""
_MOST: Final = 12
"""Values a column may have to be a list of categories."""
_ENOUGH: Final = 0.98
"""The share of a column that has to make sense for the rest to be mistakes."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at before the definition is used: a finding's code and details."""

    code: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A column's type and how its days are written; ``filled`` of ``rows`` are not empty."""

    heading: str
    type: str
    dates: Dates
    rows: int
    filled: int
    distinct: int
    values: tuple[str, ...]
    zoned: bool
    doubts: tuple[Doubt, ...]


def kinds(sample: Sample, vocabulary: Vocabulary, zone: str, folder: Path) -> list[ColumnKind]:
    """The kind of every column of ``sample``, in order."""
    db = Database()
    try:
        _load(db, sample, folder / "inspected.csv")
        return [
            _kind(db, sample, f"c{i}", heading, vocabulary, zone)
            for i, heading in enumerate(sample.headings)
        ]
    finally:
        db.close()


def _load(db: Database, sample: Sample, path: Path) -> None:
    with new_text(path) as stream:
        head = [f"c{i}" for i in range(len(sample.headings))]
        rows = (
            [row.get(word, "").replace("\0", "") for word in sample.headings] for row in sample.rows
        )
        write_rows(stream, [head, *rows], quoted=True)
    columns = ", ".join(f"'c{i}': 'varchar'" for i in range(len(sample.headings)))
    db.rows(
        f"create table sample as select * from read_csv({literal(path)}, "
        f"columns = {{{columns}}}, header = true, delim = ',', quote = '\"', escape = '\"', "
        "auto_detect = false, max_line_size = 16777216)"
    )


def _kind(
    db: Database, sample: Sample, raw: str, heading: str, vocabulary: Vocabulary, zone: str
) -> ColumnKind:
    ((rows, filled, distinct),) = db.rows(
        f"select count(*), count(nullif({raw}, '')), count(distinct nullif({raw}, '')) from sample"
    )
    doubts: list[Doubt] = []
    declared, dates = sample.native.get(heading, ""), "year_first"
    if not declared:
        declared, dates, doubts = _guess(db, raw, heading, vocabulary, zone, filled)
    named = vocabulary.is_id(heading) or vocabulary.is_person(heading)
    values = () if named else _values(db, raw, declared, filled, distinct)
    ((zoned,),) = db.rows(
        f"select count(*) from sample where regexp_matches({raw}, '(Z|[-+]\\d{{2}}:?\\d{{2}})$')"
    )
    doubts += _doubts(db, raw, heading, vocabulary, declared)
    return ColumnKind(
        heading, declared, dates, rows, filled, distinct, values,  # type: ignore[arg-type]
        declared == "instant" and zoned > 0, tuple(doubts),
    )  # fmt: skip


def _guess(
    db: Database, raw: str, heading: str, vocabulary: Vocabulary, zone: str, filled: int
) -> tuple[str, Dates, list[Doubt]]:
    """Type and way of writing days of a text column."""
    about = {"column": heading}
    if not filled or vocabulary.is_id(heading):
        return "text", "year_first", []
    tries = list(_tries(vocabulary.is_time(heading)))
    counted = [
        (declared, dates, _understood(db, raw, declared, dates, zone)) for declared, dates in tries
    ]
    best = max(count for *_, count in counted)
    fits = [(declared, dates) for declared, dates, count in counted if count == best]
    if best < filled * _ENOUGH or (best < filled and filled < 1 / (1 - _ENOUGH)):
        unclear = list(_unclear(db, raw, about))
        mixed = [Doubt("inspect-mixed", about | {"type": fits[0][0], "rest": filled - best})]
        return "text", "year_first", unclear or (mixed if best > filled / 2 else [])
    declared, dates = fits[0]
    doubts = []
    if best < filled:
        doubts.append(Doubt("inspect-mixed", about | {"type": declared, "rest": filled - best}))
    if (declared, "month_first") in fits and dates == "day_first":
        doubts.append(Doubt("inspect-day-or-month", about | {"shown": _one(db, raw)}))
    if dates in _NUMBERS:
        doubts.append(
            Doubt("inspect-number-time", about | {"dates": dates, "shown": _one(db, raw)})
        )
    if declared == "integer" and _leading_zero(db, raw):
        return "text", "year_first", []
    return (_decimal(db, raw) if declared == "decimal" else declared), dates, doubts


def _tries(time: bool) -> Iterator[tuple[str, Dates]]:
    """What a column may be, the most particular first; numbers are moments only where the heading
    speaks of time."""
    for dates in _NUMBERS if time else ():
        yield "instant", dates
    yield "integer", "year_first"
    yield "decimal", "year_first"
    yield "boolean", "year_first"
    for dates in _DAYS:
        yield "date", dates
        yield "instant", dates


def _understood(db: Database, raw: str, declared: str, dates: Dates, zone: str) -> int:
    kind = "decimal(38,9)" if declared == "decimal" else declared
    value = parsed(raw, kind, Written(zone, dates))
    likely = "true"
    if declared in ("date", "instant"):
        likely = f"{value} between timestamp '{_FROM}' and timestamp '{_UNTIL}'"
    if dates in _NUMBERS:
        likely += f" and try_cast({raw} as double) is not null"
    ((count,),) = db.rows(
        f"select count(*) from sample where {raw} <> '' and {value} is not null and {likely}"
    )
    return int(count)


def _decimal(db: Database, raw: str) -> str:
    """``decimal(p,s)`` with room to grow; figures with exponents get nine places."""
    plain = f"regexp_replace({raw}, '[^0-9.eE]', '', 'g')"
    ((whole, places, exponents),) = db.rows(
        f"select max(length(split_part({plain}, '.', 1))), "
        f"max(length(split_part({plain}, '.', 2))), "
        f"count(*) filter (where {plain} ilike '%e%') from sample where {raw} <> ''"
    )
    if exponents:
        return "decimal(38,9)"
    return f"decimal({min(38, max(12, whole + 3 + places))},{places})"


def _values(db: Database, raw: str, declared: str, filled: int, distinct: int) -> tuple[str, ...]:
    """The values of a category: few, and each seen more than once."""
    if declared != "text" or not 1 < distinct <= _MOST or filled < 2 * distinct:
        return ()
    found = db.rows(f"select {raw}, count(*) from sample where {raw} <> '' group by 1 order by 1")
    return tuple(value for value, _ in found) if min(count for _, count in found) > 1 else ()


def _unclear(db: Database, raw: str, about: Mapping[str, object]) -> Iterator[Doubt]:
    for code, when in unclear_dates(raw, "day_first"):
        found = db.rows(f"select {raw} from sample where {when} order by 1 limit 1")
        if found:
            yield Doubt(f"inspect-{code}", {**about, "shown": found[0][0]})


def _doubts(
    db: Database, raw: str, heading: str, vocabulary: Vocabulary, declared: str
) -> Iterator[Doubt]:
    """What looks odd whatever the type: values that stand for none, personal data."""
    marks = ", ".join(map(text, vocabulary.sentinels))
    found: Sequence[tuple[str, int]] = db.rows(
        f"select {raw}, count(*) from sample where {raw} in ({marks}) group by 1 order by 2 desc, 1"
    )
    if found:
        shown = ", ".join(f"{value} × {count}" for value, count in found[:3])
        yield Doubt("inspect-sentinel", {"column": heading, "shown": shown})
    if declared == "text" and vocabulary.is_personal(heading):
        yield Doubt("inspect-personal", {"column": heading})


def _one(db: Database, raw: str) -> str:
    ((value,),) = db.rows(f"select min({raw}) from sample where {raw} <> ''")
    return str(value)


def _leading_zero(db: Database, raw: str) -> bool:
    return bool(db.rows(f"select 1 from sample where regexp_matches({raw}, '^0\\d') limit 1"))


def unique(db_rows: Sequence[Mapping[str, str]], headings: Sequence[str]) -> int:
    """How many different rows the columns ``headings`` tell apart."""
    return len({tuple(row.get(word, "") for word in headings) for row in db_rows})
