"""The first rows of any file that can be a log, as text under its headings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb

from dutybook.files.csv import open_csv
from dutybook.finding import DutybookError, Finding, Place
from dutybook.logs.files import CSV, DATABASE, PARQUET, Found, open_rows, unpacked
from dutybook.logs.formats import Row, Rows, UnreadableError, broken, written
from dutybook.logs.formats.database import copy_duckdb, kind_of
from dutybook.logs.types import text
from dutybook.model.organisation import LogPlace

MAX_ROWS: Final = 100_000
_NATIVE: Final = {"DATE": "date", "BOOLEAN": "boolean"}


@dataclass(frozen=True, slots=True)
class Sample:
    """``rows`` of text under ``headings`` (in order); ``whole``: no more rows follow; ``native``:
    types that the file itself states; ``about`` says what kind of file it is."""

    name: str
    headings: tuple[str, ...]
    rows: list[Mapping[str, str]]
    broken: int
    whole: bool
    native: Mapping[str, str]
    about: str


def take(path: Path, place: LogPlace, folder: Path) -> Sample:
    """Reads up to :data:`MAX_ROWS`; findings where the file cannot be used. ``folder`` is for
    copies."""
    try:
        found, suffix = unpacked(Found(path, path.name, place), folder / "sample")
        about, native, rows = _opened(found, suffix, folder)
        listed = list(islice(rows.rows, MAX_ROWS + 1))
    except UnreadableError as error:
        raise DutybookError(
            Finding(error.code, Place(path.name, error.line), error.details)
        ) from error
    kept = [row for _, row in listed[:MAX_ROWS] if row is not None]
    headings = dict.fromkeys(rows.header) or {word: None for row in kept for word in row}
    return Sample(
        path.name,
        tuple(word for word in headings if word),
        kept,
        min(len(listed), MAX_ROWS) - len(kept),
        len(listed) <= MAX_ROWS,
        native,
        about,
    )


def _opened(found: Found, suffix: str, folder: Path) -> tuple[str, Mapping[str, str], Rows]:
    if suffix in CSV:
        file, findings = open_csv(found.path, found.name)
        if file is None:
            raise DutybookError(*findings)
        rows = Rows(_csv_rows(file.rows(), file.header), file.header)
        delimiter = {"\t": "tab"}.get(file.delimiter, file.delimiter)
        return f"CSV, {file.encoding.removesuffix('-sig').upper()}, delimiter {delimiter}", {}, rows
    if suffix in DATABASE and kind_of(found.path) == "duckdb":
        copy = folder / "sample.parquet"
        copy_duckdb(found.path, found.place.table, copy)
        return "DuckDB", *_parquet(copy)
    if suffix in PARQUET:
        return "Parquet", *_parquet(found.path)
    try:
        return suffix.removeprefix("."), {}, open_rows(found, suffix)
    except KeyError:
        raise UnreadableError("log-format", suffix=suffix) from None


def _csv_rows(rows: Iterator[tuple[int, list[str]]], header: tuple[str, ...]) -> Iterator[Row]:
    for line, fields in rows:
        whole = len(fields) == len(header)
        yield line, dict(zip(header, fields, strict=True)) if whole else None


def _parquet(path: Path) -> tuple[Mapping[str, str], Rows]:
    try:
        with duckdb.connect() as db:
            table = f"read_parquet({text(str(path))})"
            kinds = {n: k for n, k, *_ in db.execute(f"describe select * from {table}").fetchall()}
            values: list[tuple[Any, ...]] = db.execute(
                f"select * from {table} limit {MAX_ROWS + 1}"
            ).fetchall()
    except duckdb.Error as error:
        raise broken(str(error).replace(str(path), path.name)) from error
    native = {name: declared for name, kind in kinds.items() if (declared := _declared(kind))}
    texts = (dict(zip(kinds, map(written, row), strict=True)) for row in values)
    return native, Rows(iter(enumerate(texts, 1)), tuple(kinds))


def _declared(kind: str) -> str:
    if kind.startswith("TIMESTAMP"):
        return "instant"
    if kind.startswith("DECIMAL"):
        return kind.lower()
    return "integer" if kind.endswith("INT") or kind == "INTEGER" else _NATIVE.get(kind, "")
