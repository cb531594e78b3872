"""CSV as offices really produce it: which encoding, which delimiter, what the header says, and on
which line of the file a record stands; and CSV that is written.

Excel writes GB18030 on a Chinese Windows and UTF-16 with tabs as "Unicode text"; both are read.
What is written for people has Excel's mark of UTF-8, and none of its cells is a formula.
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Final, TextIO

from dutybook.files.door import open_file, open_text, read_bytes, regular, within
from dutybook.finding import Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.words.table import Cell

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_DELIMITERS: Final = (",", "\t", ";")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a formula begins with; Excel in Chinese and Japanese takes the wide signs for the narrow."""
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+|/\d+)?", re.ASCII)
MAX_FIELD: Final = 1 << 24

csv.field_size_limit(MAX_FIELD)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A readable CSV file; ``name`` is what findings call it, ``digest`` its bytes' SHA-256."""

    path: Path
    name: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    digest: str

    def records(self) -> Iterator[tuple[int, int, list[str]]]:
        """Every record: number (header 1, blank lines counted), the line it starts on, fields."""
        with open_text(self.path, self.encoding, newline="", errors="replace") as stream:
            reader = csv.reader(
                (line.replace("\0", "") for line in stream), delimiter=self.delimiter
            )
            start, number = 1, 0
            while True:
                try:
                    fields = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    fields = []
                number += 1
                yield number, start, fields
                start = reader.line_num + 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and fields of each record below the header; blank lines are none."""
        return ((line, fields) for _, line, fields in islice(self.records(), 1, None) if fields)

    def place(self, column: str) -> Place:
        """Where ``column``'s heading stands, else the header line."""
        at = self.header.index(column) if column in self.header else 0
        return Place(self.name, 1, 1 + sum(len(word) + 1 for word in self.header[:at]))


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with open_file(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_csv(path: Path, name: str) -> tuple[CsvFile | None, list[Finding]]:
    """The file's encoding, delimiter and header; None and why where it cannot be used."""
    try:
        encoding = encoding_of(path)
        if encoding is None:
            return None, [Finding("csv-encoding", Place(name, _first_bad_line(path), 1))]
        with open_text(path, encoding, newline="") as stream:
            sample = stream.read(_SAMPLE)
        if not sample.strip():
            return None, [Finding("csv-empty", Place(name, 1, 1))]
        delimiter = _delimiter(sample)
        header = next(csv.reader(sample.splitlines(keepends=True), delimiter=delimiter))
        words = tuple(word.strip() for word in header)
        return CsvFile(path, name, encoding, delimiter, words, digest(path)), []
    except OSError as error:
        return None, [refusal(error, Place(name), "csv-unreadable")]
    except csv.Error as error:
        return None, [Finding("csv-unreadable", Place(name), {"reason": str(error)})]


def open_own(
    root: Path, name: str, most: int | None = None
) -> tuple[CsvFile | None, list[Finding]]:
    """As :func:`open_csv`, of a file that dutybook.yaml of the workspace at ``root`` names, of at
    most so many bytes."""
    try:
        return open_csv(regular(within(root, name), most), name)
    except OSError as error:
        return None, [refusal(error, Place(name), "csv-unreadable")]


def match_header(
    file: CsvFile, known: dict[str, str], required: set[str]
) -> tuple[dict[str, int], list[Finding]]:
    """Position of each column by the words ``known`` to mean it; what is missing or named twice."""
    found: dict[str, int] = {}
    findings: list[Finding] = []
    for position, word in enumerate(file.header):
        column = known.get(word) or known.get(word.casefold())
        if column in found:
            findings.append(Finding("csv-column-twice", file.place(word), {"column": column}))
        elif column is not None:
            found[column] = position
    for column in sorted(required - set(found)):
        words = sorted(
            {word for word, meant in known.items() if meant == column and word != column}
        )
        details = {
            "column": column,
            "words": ", ".join(words) or column,
            "header": ", ".join(file.header),
        }
        findings.append(Finding("csv-column-missing", Place(file.name, 1, 1), details))
    return found, findings


def encoding_of(path: Path) -> str | None:
    """The encoding in which the whole file makes sense: UTF-8, GB18030 or marked UTF-16."""
    with open_file(path) as stream:
        mark = stream.read(2)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16" if _decodes(path, "utf-16") else None
    return next((name for name in ("utf-8-sig", "gb18030") if _decodes(path, name)), None)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open_file(path) as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_bad_line(path: Path) -> int:
    with open_file(path) as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def _delimiter(sample: str) -> str:
    first = sample.lstrip("\r\n").splitlines()[0]
    return max(_DELIMITERS, key=first.count)


def write_rows(
    stream: TextIO,
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    ending: str = "\n",
    quoted: bool = False,
) -> None:
    """``rows``, the header being the first, to a stream opened with ``newline=""``; ``quoted``:
    every cell in quotation marks, so that an empty one is text and not nothing."""
    quoting: Final = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerows(rows)


def as_csv(rows: Iterable[Sequence[object]], *, delimiter: str = ",", ending: str = "\n") -> str:
    """``rows`` as other programs read them."""
    out = io.StringIO()
    write_rows(out, rows, delimiter=delimiter, ending=ending)
    return out.getvalue()


def with_records(
    file: CsvFile, records: Mapping[int, Sequence[str]], new: Iterable[Sequence[str]]
) -> bytes:
    """The file with other fields in the records that start on these lines, and ``new`` ones at its
    end; every other line stays as it is, byte for byte."""
    raw = read_bytes(file.path)
    marked = raw.startswith(codecs.BOM_UTF8)
    encoding = "utf-8" if file.encoding == "utf-8-sig" and not marked else file.encoding
    lines = list(io.StringIO(raw.decode(encoding), newline=""))
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    starts = [start for _, start, _ in file.records()]
    out: list[str] = []
    for start, following in pairwise([*starts, len(lines) + 1]):
        fields = records.get(start)
        out += lines[start - 1 : following - 1] if fields is None else [_line(file, fields, ending)]
    if out and not out[-1].endswith(("\n", "\r")):
        out.append(ending)
    return "".join([*out, *(_line(file, fields, ending) for fields in new)]).encode(encoding)


def _line(file: CsvFile, fields: Sequence[str], ending: str) -> str:
    return as_csv([fields], delimiter=file.delimiter, ending=ending)


def csv_for_people(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """CSV that Excel opens as UTF-8, and in which no cell is a formula."""
    return "\ufeff" + as_csv([harmless(cell) for cell in row] for row in (head, *rows))


def unmarked(text: str) -> str:
    """Text as it was before :func:`harmless` marked it."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula is marked as text; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in _FORMULA:
        return cell if _NUMBER.fullmatch(cell) else "'" + cell
    return cell
