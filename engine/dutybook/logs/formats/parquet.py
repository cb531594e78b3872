"""Parquet logs: columns that already have types."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import duckdb

from dutybook.logs.formats import Rows, broken, written
from dutybook.logs.types import ident, literal

SUFFIXES: Final = (".parquet", ".pq")
_AS_IT_IS: Final = "hive_partitioning = false"
"""No column is made of a folder's name."""
_NATIVE: Final = {"DATE": "date", "BOOLEAN": "boolean"}


def query(path: Path) -> str:
    """SQL of a file's rows."""
    table = f"read_parquet({literal(path)}, {_AS_IT_IS}, file_row_number = true)"
    return f'select file_row_number + 1 as "$record", * from {table}'


def header(path: Path, name: str) -> tuple[str, ...]:
    """The names of its columns; a cut file has no footer and shows here."""
    described = _asked(
        path, name, f"describe select * from read_parquet({literal(path)}, {_AS_IT_IS})"
    )
    return tuple(row[0] for row in described)


def typed_rows(path: Path, most: int) -> tuple[Mapping[str, str], Rows]:
    """The types that the file states itself, and up to ``most`` rows as text."""
    table = f"read_parquet({literal(path)}, {_AS_IT_IS})"
    kinds = {n: k for n, k, *_ in _asked(path, path.name, f"describe select * from {table}")}
    shown = ", ".join(_shown(name, kind) for name, kind in kinds.items())
    values = _asked(path, path.name, f"select {shown} from {table} limit {most}")
    native = {name: declared for name, kind in kinds.items() if (declared := _declared(kind))}
    texts = (dict(zip(kinds, map(written, row), strict=True)) for row in values)
    return native, Rows(iter(enumerate(texts, 1)), tuple(kinds))


def _asked(path: Path, name: str, sql: str) -> list[tuple[Any, ...]]:
    try:
        with duckdb.connect() as db:
            return db.execute(sql).fetchall()
    except (duckdb.Error, OSError) as error:
        raise broken(str(error).replace(str(path), name)) from error


def _shown(name: str, kind: str) -> str:
    """A moment with a zone as it is in UTC, with the zone written: no library of zones is asked."""
    if kind != "TIMESTAMP WITH TIME ZONE":
        return ident(name)
    return f"cast(timezone('UTC', {ident(name)}) as varchar) || '+00:00'"


def _declared(kind: str) -> str:
    if kind.startswith("TIMESTAMP"):
        return "instant"
    if kind.startswith("DECIMAL"):
        return kind.lower()
    return "integer" if kind.endswith("INT") or kind == "INTEGER" else _NATIVE.get(kind, "")
