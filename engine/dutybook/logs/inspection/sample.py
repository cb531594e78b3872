"""The first rows of any file that can be a log, as text under its headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from dutybook.csv import open_csv
from dutybook.finding import DutybookError, Finding, Place
from dutybook.logs.files import Found, open_rows, unpacked
from dutybook.logs.formats import Rows, UnreadableError, csv, database, parquet
from dutybook.model.organisation import LogPlace

MAX_ROWS: Final = 100_000


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
