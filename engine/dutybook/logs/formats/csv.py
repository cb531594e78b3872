"""CSV logs. How a CSV file is opened at all (its encoding, delimiter, header) is said in
:mod:`dutybook.csv`, because people and absences are kept in such files, too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dutybook.csv import CsvFile
from dutybook.files.door import open_text
from dutybook.files.scratch import new_text
from dutybook.logs.formats import Row, Rows
from dutybook.logs.types import literal, text

SUFFIXES: Final = (".csv", ".tsv", ".txt")

_UTF8: Final = "utf-8-sig"
_OPTIONS: Final = (
    "quote = '\"', escape = '\"', header = true, auto_detect = false, strict_mode = true, "
    "hive_partitioning = false"
)
_LENIENT: Final = "store_rejects = true, ignore_errors = true"


def query(file: CsvFile, width: int, copy: Path) -> str:
    """SQL of a file's records, all text; ``copy`` is made where it is not in UTF-8."""
    path = file.path
    if file.encoding != _UTF8:
        _transcode(file, copy)
        path = copy
    columns = ", ".join(f"'c{i}': 'varchar'" for i in range(width))
    options = f"columns = {{{columns}}}, delim = {text(file.delimiter)}, {_OPTIONS}, {_LENIENT}"
    table = f"read_csv({literal(path)}, {options})"
    return f'select row_number() over () as "$record", * from {table}'


def staged_query(path: Path, width: int) -> str:
    """SQL of rows that were made from another format (:mod:`dutybook.logs.stage`): the first of
    ``width`` columns is the number a row had there."""
    columns = ", ".join(f"'c{i}': '{'varchar' if i else 'bigint'}'" for i in range(width))
    table = f"read_csv({literal(path)}, columns = {{{columns}}}, delim = ',', {_OPTIONS})"
    return f'select c0 as "$record", * exclude (c0) from {table}'


def rows(file: CsvFile) -> Rows:
    """The rows as text; a record with more or fewer fields than the header is none."""
    return Rows(_rows(file), file.header)


def _rows(file: CsvFile) -> Iterator[Row]:
    for line, fields in file.rows():
        whole = len(fields) == len(file.header)
        yield line, dict(zip(file.header, fields, strict=True)) if whole else None


def _transcode(file: CsvFile, copy: Path) -> None:
    with (
        open_text(file.path, file.encoding, newline="") as old,
        new_text(copy) as new,
    ):
        while chunk := old.read(1 << 20):
            new.write(chunk)
