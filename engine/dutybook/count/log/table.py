"""One source's rows as a table in DuckDB, unusable ones marked; where each stands in its file."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Self

from dutybook.count.log.rejected import Rejected
from dutybook.count.log.typed_rows import (
    IGNORED,
    ROW_BITS,
    faults,
    typed_rows,
)
from dutybook.count.sql.columns import Dialect
from dutybook.grammar.time.period import Period
from dutybook.logs.connection import Database
from dutybook.logs.file import LogFile
from dutybook.logs.formats import csv, parquet
from dutybook.logs.types import ident, local, sql_type
from dutybook.model import Pause
from dutybook.model.values import Waiting
from dutybook.roster.people import Assignment

_DUPLICATE: Final = -1
_UNKNOWN: Final = {-2: "unknown-employee", -3: "unknown-area"}


@dataclass(frozen=True, slots=True)
class Known:
    """Which employees and areas people.csv has at all."""

    employees: frozenset[str]
    areas: frozenset[str]


def known_to(people: Sequence[Assignment]) -> Known:
    """Everyone, and every area, that any assignment names."""
    areas = (area for person in people for area in person.areas)
    return Known(frozenset(person.employee for person in people), frozenset(areas))


@dataclass(slots=True)
class _Settled:
    """What is true of a log's rows whatever is asked of them: records that could not be taken
    apart, by file; every unusable row; the day of the first usable one; the columns and rows that
    waits of other logs (by their table) were put in."""

    unparsable: list[set[int]] = field(default_factory=list)
    rejected: list[Rejected] | None = None
    begins: date | None = None
    waits: dict[tuple[Pause, str], tuple[tuple[Waiting, ...], list[int]]] = field(
        default_factory=dict
    )


class Log:
    """A table of rows: ``$row``, ``$fault`` (NULL: usable), ``$shown``, ``$bad`` (what of it
    cannot be used, NULL: all can), then the columns."""

    def __init__(
        self,
        db: Database,
        table: str,
        dialect: Dialect,
        files: Sequence[LogFile],
        known: Known,
    ) -> None:
        self.db = db
        self.table = table
        self.dialect = dialect
        self.source = dialect.source
        self.files = files
        self.known = known
        self.faults = list(faults(self.source, dialect))
        self.settled = _Settled()

    def is_of(self, dialect: Dialect, files: Sequence[LogFile], known: Known) -> bool:
        """Whether reading ``files`` so would give the same rows."""
        mine = self.source, self.dialect.frame.zone, self.files, self.known
        return mine == (dialect.source, dialect.frame.zone, files, known)

    def seen(self, db: Database, dialect: Dialect) -> Self:
        """The same rows for questions of another frame, asked through ``db``."""
        log = copy(self)
        log.db, log.dialect, log.source = db, dialect, dialect.source
        return log

    @property
    def key(self) -> str:
        """The row's key as text, parts joined by ``/``."""
        parts = (f"cast({ident(column)} as varchar)" for column in self.source.key)
        return f"concat_ws('/', {', '.join(parts)})"

    @property
    def told_key(self) -> str:
        """The key as people know it: moments are local."""
        zone = self.dialect.frame.zone
        parts = (
            local(ident(name), zone) if self.source.columns[name].type == "instant" else ident(name)
            for name in self.source.key
        )
        return f"concat_ws('/', {', '.join(f'cast({part} as varchar)' for part in parts)})"

    def _create(self) -> None:
        columns = [f"{ident(n)} {sql_type(c.type)}" for n, c in self.source.columns.items()]
        own = ['"$row" bigint', '"$fault" integer', '"$shown" varchar', '"$bad" varchar[]']
        self.db.rows(f"create table {self.table} ({', '.join(own + columns)})")

    def fill(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Takes rows that were never in a file."""
        self._create()
        self.db.fill(self.table, ((n, None, "", None, *row) for n, row in enumerate(rows, 1)))

    def load(self, folder: Path) -> None:
        """Reads all files; ``folder`` is for copies in another encoding."""
        self._create()
        for number, file in enumerate(self.files):
            types: dict[str, str] = {}
            if file.csv:
                raw = csv.query(file.csv, file.width, folder / f"{self.table}_{number}")
            elif file.staged:
                raw = csv.staged_query(file.path, file.width)
            else:
                raw = parquet.query(file.path)
                types = {name: kind for name, kind, *_ in self.db.rows(f"describe {raw}")}
            rows = typed_rows(file, number, raw, types, self.dialect, self.faults)
            self.db.rows(f"insert into {self.table} {rows}")
            self.settled.unparsable.append(self._rejects() if file.csv else set(file.broken))
        self._mark_duplicates()
        self._mark_unknown()

    def _rejects(self) -> set[int]:
        """Records whose columns do not add up, as DuckDB numbers them: the header is 1."""
        found = self.db.rows("select distinct line from reject_errors")
        self.db.rows("drop table reject_errors; drop table reject_scans")
        return {line for (line,) in found}

    def _mark_duplicates(self) -> None:
        """Rows that share a key: all of them, or all but one; which one does not depend on the
        order of rows in the files."""
        keys = ", ".join(map(ident, self.source.key))
        usable = f'from {self.table} where "$fault" is null'
        kept = "false"
        if self.source.duplicates != "reject":
            way = "asc nulls first" if self.source.duplicates == "first" else "desc nulls last"
            columns = dict.fromkeys([str(self.source.period_column), *self.source.columns])
            order = ", ".join(f"{ident(column)} {way}" for column in columns)
            rank = f"row_number() over (partition by {keys} order by {order})"
            kept = f'"$row" in (select "$row" {usable} qualify {rank} = 1)'
        self.db.rows(f"""
update {self.table} set "$fault" = {_DUPLICATE}, "$shown" = {self.told_key} where "$fault" is null
  and ({keys}) in (select {keys} {usable} group by {keys} having count(*) > 1) and not {kept}""")

    def _mark_unknown(self) -> None:
        """Rows of people or areas that people.csv does not have."""
        if self.source.employee is None and self.source.area is None:
            return  # events that only make up cases need not be anybody's
        by_employee = self.source.employee is not None
        known, fault = (self.known.employees, -2) if by_employee else (self.known.areas, -3)
        owner = f"cast({ident(self.owner)} as varchar)"
        self.db.rows(
            f"""
update {self.table} set "$fault" = {fault}, "$shown" = {owner}
where "$fault" is null and {owner} not in (select unnest(?::varchar[]))""",
            [sorted(known)],
        )

    @property
    def owner(self) -> str:
        """The column that says whose a row is."""
        return str(self.source.employee or self.source.area)

    @property
    def basis(self) -> "Log":
        """The log whose rows its own are made from; most logs are their own."""
        return self

    @property
    def origins(self) -> Sequence[LogFile]:
        """The files its rows come from, at first or second hand."""
        return self.files

    @property
    def used(self) -> str:
        """The table of rows that counted without a question's having hit them."""
        return f"used_{self.table}"

    def use(self, rows: Iterable[int]) -> None:
        """Marks rows as counted, whichever period they fall in."""
        self.db.rows(f'create table if not exists {self.used} ("$row" bigint)')
        self.db.fill(self.used, ((row,) for row in rows))

    def keys(self, wanted: Iterable[str]) -> set[str]:
        """Those of the keys ``wanted`` that any row has."""
        query = f"select {self.key} as key from {self.table} where key in (select unnest(?))"
        return {key for (key,) in self.db.rows(query, [list(wanted)])}

    def holds(self, start: date, end: date) -> bool:
        """Whether there is a usable row of the days [start, end)."""
        inside = Dialect(self.source, self.dialect.frame.at(start, end)).in_period
        query = f'select 1 from {self.table} where "$fault" is null and {inside} limit 1'
        return bool(self.db.rows(query))

    def others(
        self, column: str, known: Iterable[str], period: Period
    ) -> Iterator[tuple[str, tuple[str, int], int]]:
        """What usable rows of ``period`` have in ``column`` and is none of ``known``: file and line
        of the first row with it, and how many there are."""
        inside = Dialect(self.source, self.dialect.frame.at(period.start, period.end)).in_period
        name = ident(column)
        found = self.db.rows(
            f"""
select {name}, min("$row"), count(*) from {self.table}
where "$fault" is null and {inside} and {name} not in (select unnest(?)) group by 1 order by 2""",
            [sorted(known)],
        )
        lines = self.lines(row for _, row, _ in found)
        yield from ((text, lines[row], rows) for text, row, rows in found)

    def owners(self, start: date, end: date) -> set[str]:
        """The employees (or areas) whose rows of the days [start, end) are usable."""
        inside = Dialect(self.source, self.dialect.frame.at(start, end)).in_period
        owner = f"cast({ident(self.owner)} as varchar)"
        query = f'select distinct {owner} from {self.table} where "$fault" is null and {inside}'
        return {str(name) for (name,) in self.db.rows(query)}

    def unusable(self, start: date, end: date) -> tuple[int, Sequence[str]]:
        """How many rows of the days [start, end) are not usable; where all of these are of people
        or areas nobody knows, who: by name. Those of no day that can be read are taken for theirs
        where no row at all is usable."""
        nothing = self.begins() is None
        inside = Dialect(self.source, self.dialect.frame.at(start, end)).in_period
        undated = f"{ident(str(self.source.period_column))} is null and {nothing}"
        found = self.db.rows(f"""
select "$fault", "$shown", count(*) from {self.table}
where "$fault" <> {IGNORED} and ({inside} or {undated}) group by all order by "$shown" """)
        lost = sum(map(len, self.settled.unparsable)) if nothing else 0
        unknown = not lost and {fault for fault, *_ in found} <= _UNKNOWN.keys()
        return lost + sum(n for *_, n in found), [str(w) for _, w, _ in found if unknown and w]

    def alike(self, *, unless: str | None = None) -> list[tuple[str, int]]:
        """File and line of usable rows whose keys are the same where they are filled in: each
        counts, because a part is empty. Rows without ``unless`` may well be alike."""
        if len(self.source.key) == 1:
            return []
        keys = [ident(column) for column in self.source.key]
        gaps = " or ".join(f"{key} is null" for key in keys)
        meant = f" and {ident(unless)} is not null" if unless in self.source.key else ""
        found = self.db.rows(f"""
select "$row" from {self.table} where "$fault" is null and ({gaps}){meant}
qualify count(*) over (partition by {", ".join(keys)}) > 1""")
        return sorted(self.lines(row for (row,) in found).values())

    def count(self) -> int:
        """All rows read, the unparsable ones included."""
        ((good,),) = self.db.rows(f"select count(*) from {self.table}")
        return int(good) + sum(map(len, self.settled.unparsable))

    def begins(self) -> date | None:
        """The local day of the earliest usable row."""
        if self.settled.begins is None:
            day = self.dialect.day(str(self.source.period_column))
            query = f'select min({day}) from {self.table} where "$fault" is null'
            ((self.settled.begins,),) = self.db.rows(query)
        return self.settled.begins

    def rejected(self) -> list[Rejected]:
        """Every unusable row with its reason, by file and line."""
        if self.settled.rejected is None:
            self.settled.rejected = self._reject()
        return self.settled.rejected

    def _reject(self) -> list[Rejected]:
        columns = f'"$row", {self.told_key}, "$fault", "$shown"'
        found = self.db.rows(f'select {columns} from {self.table} where "$fault" <> {IGNORED}')
        lines = self.lines(row for row, *_ in found)
        rejected = [self._rejected(lines[row], *rest) for row, *rest in found]
        for file, numbers in zip(self.files, self.settled.unparsable, strict=True):
            lost = _lines_of(file, numbers)
            rejected += [Rejected(file.name, line, "", "unparsable") for line in lost]
        return sorted(rejected, key=lambda r: (r.file, r.line))

    def _rejected(self, at: tuple[str, int], key: str, fault: int, shown: str | None) -> Rejected:
        if fault == _DUPLICATE:
            return Rejected(*at, key, "duplicate", ", ".join(self.source.key), shown or "")
        if fault < 0:
            return Rejected(*at, key, _UNKNOWN[fault], self.owner, shown or "")
        known = self.faults[fault]
        return Rejected(*at, key, known.code, known.column, shown or "", known.check)

    def lines(self, rows: Iterable[int]) -> dict[int, tuple[str, int]]:
        """File and physical line of rows (the row's number in a Parquet file)."""
        wanted: dict[int, set[int]] = {}
        for row in rows:
            wanted.setdefault(row >> ROW_BITS, set()).add(row & ((1 << ROW_BITS) - 1))
        found: dict[int, tuple[str, int]] = {}
        for number, records in wanted.items():
            if not self.files:
                found |= {record: ("", record) for record in records}
                continue
            file, base = self.files[number], number << ROW_BITS
            lines = _good_lines(file, self.settled.unparsable[number], records)
            found |= {base + record: (file.name, line) for record, line in lines.items()}
        return found


def _good_lines(file: LogFile, bad: set[int], wanted: set[int]) -> dict[int, int]:
    """Lines of usable records by their place among the usable ones; other formats than CSV number
    their rows themselves."""
    if file.csv is None:
        return {record: record for record in wanted}
    found: dict[int, int] = {}
    good, last = 0, max(wanted)
    for number, line, fields in file.csv.records():
        if number > 1 and fields and number not in bad:
            good += 1
            if good in wanted:
                found[good] = line
            if good == last:
                break
    return found


def _lines_of(file: LogFile, numbers: set[int]) -> list[int]:
    if file.csv is None:
        return sorted(numbers)
    if not numbers:
        return []
    return [line for number, line, _ in file.csv.records() if number in numbers]
