"""Logged text to typed values, as SQL: what people and programs write for numbers, days, moments.

Only the empty string is missing. Every expression gives NULL for text it does not understand, so
that the row can be rejected with a reason instead of being guessed at. Instants become UTC without
zone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dutybook.model.source import Dates

_PATTERN: Final = re.compile(r"[*?\[]")
_NARROW: Final = "0123456789.,-+:/ "
_WIDE: Final = "".join(chr(ord(c) + 0xFEE0) for c in _NARROW[:-1]) + "\u3000"
"""Full-width forms of the above, as Chinese keyboards type them."""
_DAY: Final = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_COMPACT: Final = r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_YEAR_LAST: Final = r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})"
_ORDERS: Final[dict[str, str]] = {"day_first": r"\3-\2-\1", "month_first": r"\3-\1-\2"}
_SHORT_YEAR: Final = r"^\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(\D.*)?$"
_TIME: Final = r"(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)"
_CLOCK: Final = r"([01]\d|2[0-3])([0-5]\d)([0-5]\d)"
_EPOCH: Final[dict[str, int]] = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
"""Microseconds in one of each."""
_LAST_MOMENT: Final = 253_402_300_799_000_000
"""Microseconds to the year 10000."""
_SERIAL: Final[dict[str, tuple[str, int]]] = {
    "serial": ("1899-12-30", 2958466), "serial_1904": ("1904-01-01", 2957004),
}  # fmt: skip
"""Day 0 of Excel's two ways of numbering days, and the first number of the year 10000."""
_ZONE: Final = r"(Z|[-+]\d{2}:?\d{2})"
_TRUE: Final = "('true', 'yes', 'y', 't', '1', '是')"
_FALSE: Final = "('false', 'no', 'n', 'f', '0', '否')"
_NUMBER: Final = r"^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?$"
_INTEGER: Final = r"^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.0+)?$"


def ident(name: str) -> str:
    """A column or table name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def literal(path: Path) -> str:
    """A file's name as DuckDB reads it: as it stands, whatever brackets and stars are in it."""
    return text(_PATTERN.sub(r"[\g<0>]", str(path)))


def sql_type(declared: str) -> str:
    """DuckDB's type for a declared one; instants carry no zone because they are UTC."""
    names = {"text": "varchar", "integer": "bigint", "instant": "timestamp"}
    return names.get(declared, declared)


def utc(local: str, zone: str) -> str:
    """A local timestamp expression as UTC."""
    return f"timezone('UTC', timezone({text(zone)}, {local}))"


def local(instant: str, zone: str) -> str:
    """A UTC timestamp expression as local time."""
    return f"timezone({text(zone)}, timezone('UTC', {instant}))"


@dataclass(frozen=True, slots=True)
class Written:
    """How days and moments are written: in which zone, in which order or as which number."""

    zone: str
    dates: Dates = "year_first"


def parsed(raw: str, declared: str, written: Written) -> str:
    """The typed value of the text column ``raw``. Programs write ISO dates and bare digits, which
    are cast directly; only what people write goes through the patterns."""
    if declared == "text":
        return f"nullif({raw}, '')"
    usual, value = _usual(raw, declared, written.zone)
    return f"case when {usual} then {value} else {_lenient(raw, declared, written)} end"


def unclear_dates(raw: str, dates: Dates) -> Iterator[tuple[str, str]]:
    """What can be said of a day that was not understood: code, and SQL that is true of it."""
    plain = _plain(raw)
    yield "two-digit-year", f"regexp_matches({plain}, {text(_SHORT_YEAR)})"
    if dates not in _ORDERS:
        yield "date-order", f"regexp_matches({plain}, {text('^' + _YEAR_LAST)})"


def _usual(raw: str, declared: str, zone: str) -> tuple[str, str]:
    """Whether a value has the form programs write, and its value then."""
    value = f"try_cast({raw} as {sql_type(declared)})"
    if declared == "boolean":
        return f"{raw} in ('true', 'false')", value
    if declared == "time":
        return f"{raw} like '__:__' and {value} is not null", value
    if declared == "date":
        return f"{raw} like '____-__-__' and {value} is not null", value
    if declared == "instant":
        form = f"({raw} like '____-__-__ __:__' or {raw} like '____-__-__ __:__:__')"
        return f"{form} and {value} is not null", utc(value, zone)
    marks = "('')" if declared == "integer" else "('', '.')"
    return f"translate({raw}, '0123456789', '') in {marks} and {value} is not null", value


def _plain(raw: str) -> str:
    return f"trim(translate({raw}, {text(_WIDE)}, {text(_NARROW)}))"


def _lenient(raw: str, declared: str, written: Written) -> str:
    """A value as people write it. A lambda, so that what is read so often is made plain once."""
    return f"list_transform([{_plain(raw)}], lambda p: {_read('p', declared, written)})[1]"


def _read(plain: str, declared: str, written: Written) -> str:
    if declared == "boolean":
        word = f"lower({plain})"
        return f"case when {word} in {_TRUE} then true when {word} in {_FALSE} then false end"
    if declared == "date":
        return _date(plain, written)
    if declared == "time":
        return _time_of_day(plain, written)
    if declared == "instant":
        return _instant(plain, written)
    form = _INTEGER if declared == "integer" else _NUMBER
    digits = f"replace({plain}, ',', '')"
    if declared == "integer":
        digits = f"regexp_replace({digits}, '\\.0+$', '')"
    value = f"try_cast({digits} as {sql_type(declared)})"
    return f"case when regexp_matches({plain}, {text(form)}) then {value} end"


def _days(dates: Dates) -> list[tuple[str, str]]:
    """Forms of a day, each with its parts in ISO order; a year first is always understood."""
    forms = [(_DAY, r"\1-\2-\3"), (_COMPACT, r"\1-\2-\3")]
    return [*forms, *([(_YEAR_LAST, _ORDERS[dates])] if dates in _ORDERS else [])]


def _date(plain: str, written: Written) -> str:
    """A day; midnight may follow it, and a number is a day where it is declared to be one."""
    forms = (
        f"try_cast({_replaced(plain, f'^{day}(?:[ T]0?0:00(?::00(?:[.]0+)?)?)?$', parts)} as date)"
        for day, parts in _days(written.dates)
    )
    number = f"cast({local(_number(plain, written), written.zone)} as date)"
    return f"coalesce({', '.join([*forms, number])})"


def _time_of_day(plain: str, written: Written) -> str:
    """A time of day, also as 0805, 8:05 PM, 下午8:05, or as spreadsheets hand one over: on the day
    before the first, or as a part of a day."""
    half = _replaced(plain, f"^{_TIME}\\s*([AaPp][Mm])$", r"\1 \2")
    noon = _replaced(plain, f"^下午\\s*{_TIME}$", r"\1 PM")
    morning = _replaced(plain, f"^上午\\s*{_TIME}$", r"\1 AM")
    forms = ["%I:%M %p", "%I:%M:%S %p"]
    halves = [f"cast(try_strptime({one}, {forms}) as time)" for one in (half, noon, morning)]
    whole = [
        _replaced(plain, f"^{_TIME}$", r"\1"),
        _replaced(plain, f"^(?:1899-12-3[01]|1900-01-0[01])[ T]{_TIME}$", r"\1"),
        _replaced(plain, r"^([01]\d|2[0-4])([0-5]\d)([0-5]\d)?$", r"\1:\2:0\3"),
    ]
    values = [f"try_cast({one} as time)" for one in whole]
    if written.dates in _SERIAL:
        part = f"try_cast({plain} as decimal(38,12))"
        past = f"to_microseconds(cast(round(cast({part} as double) * 86400) as bigint) * 1000000)"
        values.append(f"case when {part} >= 0 and {part} < 1 then time '00:00' + {past} end")
    return f"coalesce({', '.join([*values, *halves])})"


def moment_of(day: str, time: str, after: str | None, zone: str) -> str:
    """A local day and a time of day as a moment in UTC; before the moment ``after`` it is on the
    next day, and nothing where it is that very moment: a day later, or at once?"""
    moment = utc(f"cast({day} + {time} as timestamp)", zone)
    if after is None:
        return moment
    later = utc(f"cast({day} + 1 + {time} as timestamp)", zone)
    return f"case when {moment} > {after} then {moment} when {moment} < {after} then {later} end"


def _instant(plain: str, written: Written) -> str:
    """With a zone, that moment; without, local time; a day alone is its first moment."""
    naive, zoned = [], []
    for day, parts in _days(written.dates):
        stamped = _replaced(plain, f"^{day}[ T]*{_TIME}\\s*{_ZONE}$", rf"{parts} \4\5")
        zoned.append(f"timezone('UTC', try_cast({stamped} as timestamptz))")
        timed = _replaced(plain, f"^{day}[ T]*{_TIME}$", rf"{parts} \4")
        halved = _replaced(plain, f"^{day}[ T]*{_TIME}\\s*([AaPp][Mm])$", rf"{parts} \4 \5")
        naive += [
            f"try_cast({timed} as timestamp)",
            f"try_cast({_replaced(plain, f'^{day}$', parts)} as timestamp)",
            f"try_strptime({halved}, ['%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p'])",
        ]
    parts = r"\1-\2-\3 \4:\5:\6"
    naive.append(f"try_cast({_replaced(plain, f'^{_COMPACT}{_CLOCK}$', parts)} as timestamp)")
    values = [utc(f"coalesce({', '.join(naive)})", written.zone), *zoned, _number(plain, written)]
    return f"coalesce({', '.join(values)})"


def _number(plain: str, written: Written) -> str:
    """A moment as UTC from a number: declared, else only epochs that can be nothing else."""
    number = f"try_cast({plain} as decimal(38,12))"
    if written.dates in _SERIAL:
        start, most = _SERIAL[written.dates]
        past = f"cast(round(cast({number} as double) * 86400000) as bigint) * 1000"
        moment = f"timestamp '{start}' + to_microseconds({past})"
        return f"case when {number} between 1 and {most} then {utc(moment, written.zone)} end"
    if written.dates in _EPOCH:
        one = _EPOCH[written.dates]
        past = f"cast(round({number} * {one}) as bigint)"
        most = _LAST_MOMENT // one
        known = f"{number} between -{most // 100} and {most}"
    else:
        times = f"case length({plain}) when 10 then 1000000 when 13 then 1000 else 1 end"
        past = f"try_cast({plain} as bigint) * {times}"
        known = f"regexp_matches({plain}, '^1[0-8][0-9]{{8}}(?:[0-9]{{3}}){{0,2}}$')"
    return f"case when {known} then timestamp '1970-01-01' + to_microseconds({past}) end"


def _replaced(plain: str, form: str, parts: str) -> str:
    """``plain`` rewritten where it has ``form``; text of another form is left to fail its cast."""
    value = f"regexp_replace({plain}, {text(form)}, {text(parts)})"
    return f"case when regexp_matches({plain}, {text(form)}) then {value} end"
