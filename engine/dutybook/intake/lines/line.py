"""Lines: what a paper says, piece by piece."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["document", "post", "part", "sub", "columns", "record", "field", "item", "again"]
"""document: a paper's title; post: whose part follows; part: a heading; sub: a small heading below
one; columns: heads of a table; record: a row below them; field: a label with its value; again: a
title repeated in its own text; item: everything else."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, its style, and what it counts (two figures for 3.12)."""

    style: str
    value: tuple[int, ...]
    printed: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a record: which column's, and characters [start, end) of the plain text."""

    column: str
    head: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """Characters [start, end) of the plain text; ``text`` is what stands there without number and
    label, from ``body`` on. ``word`` is the heading's or the field's meaning; ``own``: it begins a
    row of the paper."""

    start: int
    end: int
    body: int
    text: str
    role: Role = "item"
    number: Number | None = None
    word: str = ""
    own: bool = True
    cells: tuple[Cell, ...] = ()
    place: str = ""

    @property
    def indent(self) -> int:
        """How deep its number's style usually stands: 0 for a chapter's."""
        depth = {"part": 0, "article": 0, "cn": 1, "(cn)": 2}
        return depth.get(self.number.style, 3) if self.number else 4
