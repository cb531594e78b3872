"""The first rows of any file that can be a log, as columns of text in a table of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from dutybook.csv import open_csv, write_rows
from dutybook.files.scratch import new_text
from dutybook.finding import DutybookError, Finding, Place
from dutybook.logs.connection import Database
from dutybook.logs.files import Found, open_rows, unpacked
from dutybook.logs.formats import Rows, UnreadableError, csv, database, parquet
from dutybook.logs.types import literal
from dutybook.model.organisation import LogPlace

MAX_ROWS: Final = 100_000


@dataclass(frozen=True)
class Sample:
    """``rows`` of text under ``headings`` (in order), in the table ``sample`` of ``db``, whose
    columns :meth:`column` names; ``whole``: no more rows follow; ``native``: types that the file
    itself states; ``about`` says what kind of file it is."""

    name: str
    headings: tuple[str, ...]
    db: Database
    rows: int
    broken: int
    whole: bool
    native: Mapping[str, str]
    about: str

    def column(self, heading: str) -> str:
        """What the table calls a column."""
        return f"c{self.headings.index(heading)}"

    def one(self, select: str) -> int:
        """A figure of the table."""
        ((found,),) = self.db.rows(f"select {select} from sample")
        return int(found or 0)

    def different(self, headings: Sequence[str]) -> int:
        """How many rows the columns ``headings`` tell apart."""
        if not headings:
            return 0
        columns = ", ".join(map(self.column, headings))
        ((found,),) = self.db.rows(f"select count(*) from (select distinct {columns} from sample)")
        return int(found)

    @cached_property
    def apart(self) -> int:
        """How many different rows there are: what was written twice is one of them."""
        return self.different(self.headings)


def take(path: Path, place: LogPlace, folder: Path, db: Database) -> Sample:
    """Reads up to :data:`MAX_ROWS` into ``db``; findings where the file cannot be used. ``folder``
    is for copies."""
    try:
        found, suffix = unpacked(Found(path, path.name, place), folder / "sample")
        about, native, rows = _opened(found, suffix, folder)
        headings, kept, seen = _table(rows)
    except UnreadableError as error:
        raise DutybookError(
            Finding(error.code, Place(path.name, error.line), error.details)
        ) from error
    _load(db, len(headings), kept, folder / "inspected.csv")
    broken, whole = min(seen, MAX_ROWS) - len(kept), seen <= MAX_ROWS
    return Sample(path.name, headings, db, len(kept), broken, whole, native, about)


def _table(rows: Rows) -> tuple[tuple[str, ...], list[list[str]], int]:
    """Headings, cells, and how many rows were seen; headings may still come late in the file."""
    places = {word: i for i, word in enumerate(filter(None, dict.fromkeys(rows.header)))}
    fixed, kept, seen = bool(places), [], 0
    for _, row in islice(rows.rows, MAX_ROWS + 1):
        seen += 1
        if row is None or seen > MAX_ROWS:
            continue
        cells = [""] * len(places)
        for word, value in row.items():
            at = places.get(word)
            if at is None and word and not fixed:
                at = places.setdefault(word, len(places))
                cells.append("")
            if at is not None:
                cells[at] = value
        kept.append(cells)
    return tuple(places), kept, seen


def _load(db: Database, width: int, kept: Iterable[list[str]], path: Path) -> None:
    columns = ", ".join(f"'c{i}': 'varchar'" for i in range(width)) or "'c0': 'varchar'"
    with new_text(path) as stream:
        head = [f"c{i}" for i in range(width or 1)]
        rows = (
            [cell.replace("\0", "") for cell in row] + [""] * (len(head) - len(row)) for row in kept
        )
        write_rows(stream, [head, *rows], quoted=True)
    db.rows(
        f"create table sample as select * from read_csv({literal(path)}, "
        f"columns = {{{columns}}}, header = true, delim = ',', quote = '\"', escape = '\"', "
        "auto_detect = false, max_line_size = 16777216)"
    )


def _opened(found: Found, suffix: str, folder: Path) -> tuple[str, Mapping[str, str], Rows]:
    if suffix in csv.SUFFIXES:
        file, findings = open_csv(found.path, found.name)
        if file is None:
            raise DutybookError(*findings)
        rows = csv.rows(file)
        delimiter = {"\t": "tab"}.get(file.delimiter, file.delimiter)
        return f"CSV, {file.encoding.removesuffix('-sig').upper()}, delimiter {delimiter}", {}, rows
    if suffix in database.SUFFIXES and database.kind_of(found.path) == "duckdb":
        copy = folder / "sample.parquet"
        database.copy_duckdb(found.path, found.place.table, copy)
        return "DuckDB", *parquet.typed_rows(copy, MAX_ROWS + 1)
    if suffix in parquet.SUFFIXES:
        return "Parquet", *parquet.typed_rows(found.path, MAX_ROWS + 1)
    try:
        return suffix.removeprefix("."), {}, open_rows(found, suffix)
    except KeyError:
        raise UnreadableError("log-format", suffix=suffix) from None
