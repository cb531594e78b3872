"""Tables of databases, read only: SQLite and DuckDB files, and a PostgreSQL server.

Where a server is and how to get in is never written in YAML: ``logs`` names an environment variable
that holds the connection string. A row's number is its place in what the database returned.
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

SUFFIXES: Final = (".sqlite", ".sqlite3", ".db", ".duckdb", ".ddb")

_SQLITE: Final = b"SQLite format 3\0"
_DUCKDB: Final = b"DUCK"
_WAIT: Final = 2
"""Seconds to wait for a database that somebody is writing to."""
_TIMEOUT: Final = 10
_BATCH: Final = 10_000


def kind_of(path: Path) -> str:
    """``sqlite``, ``duckdb`` or nothing, by how the file begins."""
    with open_file(path) as stream:
        start = stream.read(16)
    return "sqlite" if start == _SQLITE else "duckdb" if start[8:12] == _DUCKDB else ""


def open_sqlite(path: Path, table: str | None) -> Rows:
    """All rows of ``table``; it may be left out where there is only one."""
    base = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(base, uri=True, timeout=_WAIT)) as db:
            names = [name for (name,) in db.execute(
                "select name from sqlite_master where type in ('table', 'view') "
                "and name not like 'sqlite_%' order by 1")]  # fmt: skip
            name = chosen(table, names)
            described = db.execute(f"select * from {_quoted(name)} limit 0").description
            header = tuple(column[0] for column in described)
    except sqlite3.Error as error:
        raise broken(error) from error
    return Rows(_sqlite_rows(base, name, header), header)


def _sqlite_rows(base: str, table: str, header: Sequence[str]) -> Iterator[Row]:
    try:
        with closing(sqlite3.connect(base, uri=True, timeout=_WAIT)) as db:
            db.text_factory = lambda raw: raw.decode("utf-8", "replace")
            found = db.execute(f"select * from {_quoted(table)}")
            for number, values in enumerate(found, 1):
                yield number, dict(zip(header, map(written, values), strict=True))
    except sqlite3.Error as error:
        raise broken(error) from error


def copy_duckdb(path: Path, table: str | None, copy: Path) -> None:
    """Hands a table of a DuckDB file over as Parquet: types stay what they are."""
    try:
        with duckdb.connect(path, read_only=True) as db:
            names = [".".join(row) for row in db.execute(
                "select table_schema, table_name from information_schema.tables "
                "where table_catalog = current_database() order by 1, 2").fetchall()]  # fmt: skip
            names = [name.removeprefix("main.") for name in names]
            quoted = ".".join(_quoted(part) for part in chosen(table, names).split("."))
            target = str(copy).replace("'", "''")
            db.execute(f"copy (select * from {quoted}) to '{target}' (format parquet)")
    except duckdb.Error as error:
        raise broken(str(error).replace(str(path), path.name)) from error


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
