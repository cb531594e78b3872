"""Raw text to typed columns, and what is wrong with a row, as SQL over one file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dutybook.count.sql.columns import Dialect
from dutybook.logs.file import LogFile
from dutybook.logs.types import (
    Written,
    ident,
    moment_of,
    parsed,
    sql_type,
    text,
    unclear_dates,
    utc,
)
from dutybook.measure.columns import stretch
from dutybook.model import Column, Source
from dutybook.model.source import Joined
from dutybook.words.locale import LOCALES

ROW_BITS: Final = 40
"""A row's number is its file's number and, in the lower bits, its place among the file's rows."""

IGNORED: Final = -4
"""The fault of rows of actors who are no employees: neither judged nor counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that makes a row unusable: ``when`` is SQL that is true of such rows."""

    code: str
    when: str
    column: str = ""
    check: int = -1
    part: str = ""

    @property
    def concerns(self) -> str:
        """What of a row cannot be used: a column, or the time between two."""
        return self.part or self.column


def faults(source: Source, dialect: Dialect) -> Iterator[Fault]:
    """All faults a row by itself can have, the first that applies first."""
    alone = (
        source.key if len(source.key) == 1 else ()
    )  # parts of a key may be empty unless required
    needed = {*alone, source.employee or source.area, source.period_column}
    for name, actors in source.ignore.items():
        yield Fault("ignored", f"{ident('$' + name)} in ({', '.join(map(text, actors))})", name)
    for name, column in source.columns.items():
        raw, typed = ident("$" + name), ident(name)
        if column.required or name in needed:
            yield Fault("missing", f"coalesce({raw}, '') = ''", name)
        if column.type in ("date", "instant") and column.joined is None:
            yield from (
                Fault(code, f"{typed} is null and {when}", name)
                for code, when in unclear_dates(raw, column.dates or source.dates)
            )
        words = "".join(f" and trim({raw}) <> {text(word)}" for word in sorted(column.words))
        yield Fault("bad-value", f"coalesce({raw}, '') <> '' and {typed} is null{words}", name)
        if column.values:
            allowed = ", ".join(map(text, column.values))
            yield Fault("not-listed", f"cast({typed} as varchar) not in ({allowed})", name)
    for first, then in sorted(source.ordered):
        part = stretch(first, then)
        yield Fault("ends-before-start", _reversed(dialect, first, then), then, part=part)
    for number, check in enumerate(source.checks):
        yield Fault("check-failed", f"not ({dialect.condition(check.that)})", check=number)


def _soft(source: Source, fault: Fault) -> bool:
    """Whether a fault leaves the row to whatever does not read what it concerns."""
    own = fault.code not in ("missing", "ignored", "check-failed")
    return own and fault.concerns in source.soft


def _reversed(dialect: Dialect, first: str, then: str) -> str:
    """That something ended before it began; between a day and a moment only whole days tell."""
    columns = dialect.source.columns
    if columns[first].type == columns[then].type:
        return f"{ident(then)} < {ident(first)}"
    return f"{dialect.day(then)} < {dialect.day(first)}"


def typed_rows(
    file: LogFile,
    number: int,
    raw: str,
    types: Mapping[str, str],
    dialect: Dialect,
    wrong: list[Fault],
) -> str:
    """The rows of ``raw`` typed: row number, fault, what was written there, declared columns."""
    source = dialect.source
    cells = _Cells(file, types, source, source.timezone or dialect.frame.zone)
    raws, typed = [], []
    for name, column in source.columns.items():
        raws.append(f"{cells.shown(name)} as {ident('$' + name)}")
        typed.append(f"{cells.typed(name, column)} as {ident(name)}")
    possible = {i: one for i, one in enumerate(wrong) if cells.may_have(one)}
    soft = [one for one in possible.values() if _soft(source, one)]
    fault = " ".join(
        f"when {one.when} then {IGNORED if one.code == 'ignored' else i}"
        for i, one in possible.items()
        if one not in soft
    )
    spoilt = ", ".join(f"case when {one.when} then {text(one.concerns)} end" for one in soft)
    bad = f"nullif([x for x in [{spoilt}] if x is not null], [])" if soft else "null"
    shown_at_fault = " ".join(
        f"when {i} then {ident('$' + one.column)}" for i, one in possible.items() if one.column
    )
    names = ", ".join(map(ident, source.columns))
    row = f'{number}::bigint * {1 << ROW_BITS} + "$record"'
    return f"""
select {row}, "$fault", case "$fault" {shown_at_fault} else '' end, "$bad", {names}
from (select *, case {fault} else null end as "$fault", {bad} as "$bad" from (
  select "$record", {", ".join(raws)}, {", ".join(typed)} from ({raw})))"""


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one file: as text, and as values of the declared types."""

    file: LogFile
    types: Mapping[str, str]
    source: Source
    zone: str

    def lacks(self, name: str) -> bool:
        """Whether nothing in the file gives the column's values."""
        column = self.source.columns[name]
        return not column.said and column.joined is None and name not in self.file.columns

    def may_have(self, fault: Fault) -> bool:
        """Whether a row can have it: a column that is not there has no values to be wrong."""
        of_a_value = fault.code not in ("missing", "ends-before-start", "check-failed")
        return not (of_a_value and fault.column and self.lacks(fault.column))

    def shown(self, name: str) -> str:
        """What is written there; nothing where it stands for no value."""
        if said := self.source.columns[name].said:
            return self.shown(said)
        joined = self.source.columns[name].joined
        if joined is not None:
            day, time = (f"nullif({self.shown(one)}, '')" for one in (joined.date, joined.time))
            return f"({day} || ' ' || {time})"  # nothing where either is
        held = self.file.columns.get(name)
        if held is None:
            return "cast(null as varchar)"
        raw = f"cast({ident(held)} as varchar)"
        return f"case when {self._none(raw, name)} then null else {raw} end"

    def typed(self, name: str, column: Column) -> str:
        """The value; of a moment in two columns, the moment."""
        if column.said:
            return self.shown(column.said)
        if self.lacks(name):
            return f"cast(null as {sql_type(column.type)})"
        if column.joined is not None:
            return f"cast({self._joined(column.joined)} as {sql_type(column.type)})"
        held = self.file.columns[name]
        written = Written(self.zone, column.dates or self.source.dates)
        value = _value(ident(held), self.types.get(held, "VARCHAR"), column, written)
        none = self._none(f"cast({ident(held)} as varchar)", name)
        value = f"case when {none} then null else {value} end"
        return f"cast({_coded(value, column)} as {sql_type(column.type)})"

    def _joined(self, joined: Joined) -> str:
        columns = self.source.columns
        day, time = (self.typed(one, columns[one]) for one in (joined.date, joined.time))
        after = self.typed(joined.after, columns[joined.after]) if joined.after else None
        return moment_of(day, time, after, self.zone)

    def _none(self, raw: str, name: str) -> str:
        """That a cell says there is no value."""
        markers = {*self.source.nulls, *self.source.columns[name].nulls}
        if not markers:
            return "false"
        return f"trim({raw}) in ({', '.join(map(text, sorted(markers)))})"


def _coded(value: str, column: Column) -> str:
    """``value`` where it is a code; where it is one code's printed name, that code: registers kept
    by people hold 投诉 where a system writes ``complaint``."""
    codes: dict[str, set[str]] = {}
    for code, name in column.values.items():
        for locale in LOCALES:
            codes.setdefault(name.at(locale), set()).add(code)
    names = {name: min(own) for name, own in codes.items() if len(own) == 1}
    named = {name: code for name, code in names.items() if name not in column.values}
    if not named or column.type != "text":
        return value
    known = ", ".join(map(text, column.values))
    cases = " ".join(f"when {text(name)} then {text(code)}" for name, code in sorted(named.items()))
    renamed = f"case {value} {cases} else {value} end"
    return f"case when {value} in ({known}) then {value} else {renamed} end"


def _value(held: str, kind: str, column: Column, written: Written) -> str:
    """A value that may already have a type; decimals go through text, so that 2.675 is 2.675."""
    zone = written.zone
    if column.type == "instant" and kind.startswith("TIMESTAMP"):
        zoned = "TIME ZONE" in kind
        return f"timezone('UTC', {held})" if zoned else utc(f"cast({held} as timestamp)", zone)
    if column.type == "instant" and kind == "DATE":
        return utc(f"cast({held} as timestamp)", zone)
    if column.type == "date" and (kind == "DATE" or kind.startswith("TIMESTAMP")):
        return f"cast({held} as date)"
    if column.type == "boolean" and kind == "BOOLEAN":
        return held
    return parsed(held if kind == "VARCHAR" else f"cast({held} as varchar)", column.type, written)
