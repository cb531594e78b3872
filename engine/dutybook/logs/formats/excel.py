"""Excel workbooks (.xlsx): one sheet, a heading row, typed cells. A row's number is Excel's own.

Cells that Excel shows as dates arrive as dates; figures stay figures. A formula gives the value
Excel kept for it. A workbook with a password or of the old binary kind is told apart and refused.
"""

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from dutybook.files.door import open_file, read_bytes
from dutybook.logs.formats import Row, Rows, UnreadableError, broken, written
from dutybook.logs.formats.archive import SMALL, bounded

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_LAST_ROW: Final = 1 << 20
"""Excel's own last row."""
_FEW: Final = 5_000_000
_HEAD_ROWS: Final = 100
"""How far down a heading row is looked for by one of its words."""


def open_excel(path: Path, sheet: str | int | None, header: str | int | None) -> Rows:
    """The rows below ``header`` (a row number, or a word in it; the first row with content) of
    ``sheet`` (its name or number, the first by default)."""
    size = _check(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks about styles and extensions
            copy = BytesIO(
                read_bytes(path, SMALL)
            )  # an open file could not be saved in Excel meanwhile
            book = load_workbook(copy, read_only=True, data_only=True)
            held = _sheet(book, sheet)
            most = _FEW + size
            cells = ((n, row) for n, row in _cells(held, most) if any(text for text in row))
            at, names = _heading(cells, header)
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl fails in every way there is on a damaged file
        raise broken(error) from error
    return Rows(_rows(held, most, at, names), names)


def _check(path: Path) -> int:
    """How many bytes the workbook unpacks to; :class:`UnreadableError` where it is none."""
    with open_file(path) as stream:
        start = stream.read(1 << 16)
        old = start.startswith(_OLE)
        locked = old and _ENCRYPTED in start + stream.read(1 << 26)
    if old:
        raise UnreadableError("log-encrypted" if locked else "log-old-excel")
    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as packed:
            size = sum(item.file_size for item in packed.infolist())
            bounded(path, size)
            return size
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(error) from error


def _sheet(book: Any, wanted: str | int | None) -> Any:
    names: list[str] = [held.title for held in book.worksheets]
    at = wanted - 1 if isinstance(wanted, int) else 0 if wanted is None else -1
    if isinstance(wanted, str) and wanted in names:
        at = names.index(wanted)
    if not 0 <= at < len(names):
        raise UnreadableError("log-no-sheet", sheet=wanted, sheets=", ".join(names))
    held = book.worksheets[at]
    held.reset_dimensions()  # what a file says of its own extent is often wrong
    return held


def _cells(held: Any, most: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers. What a file leaves out is filled up to the next row and column it
    names: a few bytes could ask for any number of cells, so no more than ``most`` are made."""
    made = 0
    for number, row in enumerate(held.iter_rows(values_only=True), 1):
        made += len(row) + 1
        if number > _LAST_ROW or made > most:
            raise UnreadableError("log-too-large", size=made, bound=min(most, _LAST_ROW))
        yield number, [written(value) for value in row]


def _heading(
    cells: Iterator[tuple[int, list[str]]], header: str | int | None
) -> tuple[int, tuple[str, ...]]:
    for number, row in islice(cells, None if isinstance(header, int) else _HEAD_ROWS):
        words = tuple(text.strip() for text in row)
        if header is None or number == header or (isinstance(header, str) and header in words):
            return number, words
        if isinstance(header, int) and number > header:
            break
    if header is None:
        raise UnreadableError("csv-empty", 1)
    raise UnreadableError("log-no-header", header=header)


def _rows(held: Any, most: int, at: int, names: Sequence[str]) -> Iterator[Row]:
    placed = {name: i for i, name in reversed(list(enumerate(names))) if name}
    cells = _cells(held, most)
    while True:
        try:
            number, row = next(cells)
        except StopIteration:
            return
        except UnreadableError:
            raise
        except Exception as error:
            raise broken(error, at) from error
        if number > at and any(row):
            yield number, {name: row[i] for name, i in placed.items() if i < len(row)}
