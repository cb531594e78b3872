"""Rows of any format handed over as CSV: a line number, then the source's columns as text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from dutybook.csv import write_rows
from dutybook.files.scratch import new_text
from dutybook.logs.formats import Rows

MAX_ROW: Final = 400_000
"""Characters of a row that can be used; a longer one is rejected, not read in half."""


@dataclass(frozen=True, slots=True)
class Staged:
    """``header``: every heading met. ``broken``: numbers of the lines that hold no usable row."""

    header: tuple[str, ...]
    broken: frozenset[int]


def stage(rows: Rows, words: Mapping[str, str], columns: Mapping[str, int], copy: Path) -> Staged:
    """Writes the ``columns`` (each with its place) that ``words`` find in ``rows`` to ``copy``."""
    known: dict[str, int | None] = {}
    lost: set[int] = set()
    for word in rows.header:
        known[word] = _place(word, words, columns)

    def usable() -> Iterator[list[object]]:
        for line, row in rows.rows:
            cells = [""] * len(columns)
            for word, text in (row or {}).items():
                if word not in known:
                    known[word] = _place(word, words, columns)
                if (at := known[word]) is not None:
                    cells[at] = text.replace("\0", "")
            if row is None or sum(map(len, cells)) > MAX_ROW:
                lost.add(line)
            else:
                yield [line, *cells]

    with new_text(copy) as stream:
        write_rows(stream, chain([["$line", *columns]], usable()))
    return Staged(rows.header or tuple(known), frozenset(lost))


def _place(word: str, words: Mapping[str, str], columns: Mapping[str, int]) -> int | None:
    column = words.get(word) or words.get(word.casefold())
    return None if column is None else columns.get(column)
