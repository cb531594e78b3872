"""Tables of databases, read only: SQLite and DuckDB files, and a PostgreSQL server.

Where a server is and how to get in is never written in YAML: ``logs`` names an environment variable
that holds the connection string. A row's number is its place in what the database returned.

A file brings its views along, and a view can read other files or never end: of files, only tables
are read. A server's views are its owner's, and how reading is granted: they are read.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb

from dutybook.files.door import open_file
from dutybook.logs.formats import Row, Rows, UnreadableError, broken, written
from dutybook.logs.types import text
from dutybook.worker.pool import LimitError, Limits, Worker

SUFFIXES: Final = (".sqlite", ".sqlite3", ".db", ".duckdb", ".ddb")

_SQLITE: Final = b"SQLite format 3\0"
_DUCKDB: Final = b"DUCK"
_WAIT: Final = 2
"""Seconds to wait for a database that somebody is writing to."""
_TIMEOUT: Final = 10
_BATCH: Final = 10_000
_LONGEST: Final = 1 << 26
"""Bytes of a value in SQLite."""
_STEPS: Final = 100_000
_RESTS: Final = 2_000
"""So many times ``_STEPS`` of SQLite's own steps may go into one row: some seconds."""
_SQLITE_TABLES: Final = (
    "select name, case when sql like 'create virtual%' then 'virtual' else type end "
    "from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by 1"
)
_DUCKDB_TABLES: Final = (
    "select schema_name || '.' || table_name as name, 'table' from duckdb_tables() "
    "where database_name = current_database() and not internal union all "
    "select schema_name || '.' || view_name, 'view' from duckdb_views() "
    "where database_name = current_database() and not internal order by name"
)
_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "1GB",
    "temp_directory": "",
    "threads": min(4, os.cpu_count() or 1),
}
_READER: Final = Worker(Limits(600, 4 << 30), (__name__,))


def kind_of(path: Path) -> str:
    """``sqlite``, ``duckdb`` or nothing, by how the file begins."""
    with open_file(path) as stream:
        start = stream.read(16)
    return "sqlite" if start == _SQLITE else "duckdb" if start[8:12] == _DUCKDB else ""


def open_sqlite(path: Path, table: str | None) -> Rows:
    """All rows of ``table``; it may be left out where there is only one."""
    try:
        with closing(_sqlite(path)) as db:
            names = _tables(db.execute(_SQLITE_TABLES).fetchall(), table)
            name = chosen(table, names)
            described = db.execute(f"select * from {_quoted(name)} limit 0").description
            header = tuple(column[0] for column in described)
    except (sqlite3.Error, MemoryError) as error:
        raise broken(error) from error
    return Rows(_sqlite_rows(path, name, header), header)


def _sqlite(path: Path) -> sqlite3.Connection:
    """A file that may be anybody's: nothing in its schema is trusted, no value is endless, and a
    row that takes too long is given up."""
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT)
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for setting in ("trusted_schema = off", "cell_size_check = on", "query_only = on"):
        db.execute(f"pragma {setting}")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return db


def _sqlite_rows(path: Path, table: str, header: Sequence[str]) -> Iterator[Row]:
    try:
        with closing(_sqlite(path)) as db:
            rests = [0]  # how often SQLite looked up since the last row

            def tired() -> bool:
                rests[0] += 1
                return rests[0] > _RESTS

            db.set_progress_handler(tired, _STEPS)
            found = db.execute(f"select * from {_quoted(table)}")
            for number, values in enumerate(found, 1):
                rests[0] = 0
                yield number, dict(zip(header, map(written, values), strict=True))
    except (sqlite3.Error, MemoryError) as error:
        raise broken(error) from error


def copy_duckdb(path: Path, table: str | None, copy: Path) -> None:
    """Hands a table of a DuckDB file over as Parquet: types stay what they are. In a process of its
    own: a damaged file can end the one that reads it."""
    try:
        _READER.call(_copied, path, table, copy)
    except LimitError as error:
        raise broken(error) from None


def _copied(path: Path, table: str | None, copy: Path) -> None:
    try:
        with duckdb.connect(path, read_only=True, config=dict(_CONFIG)) as db:
            db.execute(f"set allowed_paths = [{text(str(copy))}]")
            for setting in ("enable_external_access = false", "lock_configuration = true"):
                db.execute(f"set {setting}")
            rows = db.execute(_DUCKDB_TABLES).fetchall()
            names = _tables([(name.removeprefix("main."), kind) for name, kind in rows], table)
            quoted = ".".join(_quoted(part) for part in chosen(table, names).split("."))
            db.execute(f"copy (select * from {quoted}) to {text(str(copy))} (format parquet)")
    except duckdb.Error as error:
        raise broken(str(error).replace(str(path), path.name)) from None


def _tables(found: Sequence[tuple[str, str]], wanted: str | None) -> list[str]:
    """The names of tables. A view is a program that somebody else wrote: it is not run."""
    if wanted in {name for name, kind in found if kind == "view"}:
        raise UnreadableError("log-view", table=wanted)
    return [name for name, kind in found if kind == "table"]


def open_postgres(variable: str, table: str | None) -> Rows:
    """All rows of ``table`` (``schema.table`` or ``table``), read in one read-only transaction."""
    connection = os.environ.get(variable)
    if not connection:
        raise UnreadableError("log-no-connection", variable=variable)
    if not table:
        raise UnreadableError("log-no-table", table="", tables="schema.table")
    try:
        import psycopg
    except ImportError:
        raise UnreadableError("log-extra-missing", extra="postgres") from None
    query = f"select * from {'.'.join(_quoted(part) for part in table.split('.'))}"
    try:
        with psycopg.connect(connection, connect_timeout=_TIMEOUT) as db:
            db.read_only = True
            described = db.execute(f"{query} limit 0").description
            header = tuple(column.name for column in described or ())
    except psycopg.Error as error:
        raise broken(_without(error, connection)) from None
    return Rows(_postgres_rows(connection, query, header), header)


def _postgres_rows(connection: str, query: str, header: Sequence[str]) -> Iterator[Row]:
    import psycopg

    try:
        with psycopg.connect(connection, connect_timeout=_TIMEOUT) as db:
            db.read_only = True
            with db.cursor(name="dutybook") as cursor:
                cursor.itersize = _BATCH
                for number, values in enumerate(cursor.execute(query), 1):
                    yield number, dict(zip(header, map(written, values), strict=True))
    except psycopg.Error as error:
        raise broken(_without(error, connection)) from None


def chosen(wanted: str | None, names: Sequence[str]) -> str:
    """The table meant: by name, or the only one."""
    if wanted in names or (wanted is None and len(names) == 1):
        return wanted or names[0]
    raise UnreadableError("log-no-table", table=wanted or "", tables=", ".join(names))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without(error: Exception, secret: str) -> str:
    """What went wrong, without the connection string that drivers like to repeat."""
    return str(error).replace(secret, "…")
