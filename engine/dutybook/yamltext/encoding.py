"""Bytes to text: bounds and encodings, each trouble a finding."""

import codecs
from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes
from dutybook.finding import Finding, Place
from dutybook.finding.refusal import refusal

MAX_BYTES: Final = 5_000_000
"""A definition file larger than this is not read: the largest real one is well under 1 MB."""

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_text(path: Path, name: str) -> tuple[str | None, list[Finding]]:
    """Text of the file at ``path``, called ``name`` in findings; None where it cannot be read."""
    try:
        return decode(read_bytes(path, MAX_BYTES), name)
    except OSError as error:
        return None, [refusal(error, Place(name))]


def decode(raw: bytes, name: str) -> tuple[str | None, list[Finding]]:
    """``raw`` as UTF-8, with or without a byte order mark; another encoding is named."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return None, [_encoding(name, raw, 0, encoding)]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return None, [_encoding(name, raw, error.start, _guess(raw))]


def _guess(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GB18030"


def _encoding(name: str, raw: bytes, at: int, encoding: str) -> Finding:
    line = raw.count(b"\n", 0, at) + 1
    return Finding("file-encoding", Place(name, line, 1), {"encoding": encoding})
