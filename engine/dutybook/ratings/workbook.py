"""A returned form as it is: the facts of its hidden sheet and the cells people filled in."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dutybook.files.door import read_bytes
from dutybook.files.formsheet import (
    ANSWER,
    BY,
    LABEL,
    META,
    RATING,
    REMARK,
    SAID,
    SEAL,
    form_id,
    members_of,
    seal_of,
)
from dutybook.files.user import same_seal
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.refusal import refusal

_MOST: Final = 20_000_000
"""Bytes a form may have, unpacked: far more than any, far less than would hurt."""

_MOST_CELLS: Final = 200_000
_LAST_ROW: Final = 20_000
"""Cells and rows that a form may declare: joined cells are made one by one."""
_SINGLE: Final = re.compile(r"[A-Z]{1,2}[1-9]\d{0,4}")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it is, and what stands in it."""

    address: str
    value: Any
    format: str = ""

    @property
    def percent(self) -> bool:
        """Whether it holds a percentage: typed as one, or in a cell that makes it one."""
        return "%" in (self.value if isinstance(self.value, str) else self.format)

    @property
    def empty(self) -> bool:
        """Whether nobody wrote anything."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True, slots=True)
class Form:
    """One person's returned form: ``facts`` by name, and the sheet with its cells; ``handed_out``
    are all facts of the file, which are more where it is about several people."""

    name: str
    facts: Mapping[str, str]
    sheet: Worksheet
    handed_out: Mapping[str, str]

    def __getitem__(self, fact: str) -> str:
        return self.facts.get(fact, "")

    @property
    def sealed(self) -> bool:
        """Whether it was handed out with the office's seal."""
        return bool(self.handed_out.get(SEAL))

    @property
    def unsealed(self) -> bool:
        """Whether it lacks the seal that the office would give it."""
        return bool(seal_of(self.handed_out)) and not self.sealed

    @property
    def unchecked(self) -> bool:
        """Whether it has a seal that nobody can judge here, for want of the office's secret."""
        return self.sealed and not seal_of(self.handed_out)

    def place(self, address: str = "") -> Place:
        """``file!sheet!cell``, for findings."""
        cell = f"!{self.sheet.title}!{address}" if address else ""
        return Place(f"{self.name}{cell}")

    def cell(self, address: str) -> Cell:
        """A cell's content; a formula as its text."""
        if not _SINGLE.fullmatch(address):  # a range would be as many cells as it says
            raise DutybookError(Finding("ratings-not-a-form", Place(self.name)))
        cell = self.sheet[address]
        return Cell(address, cell.value, str(cell.number_format))

    @property
    def ratings(self) -> Iterator[tuple[str, str, Cell]]:
        """KPI, kind of rater and cell of everything the form asks for."""
        for name, address in self.facts.items():
            if name.startswith(RATING):
                kpi, _, rater = name.removeprefix(RATING).partition(" ")
                yield kpi, rater, self.cell(address)

    @property
    def remarks(self) -> Iterator[tuple[str, Cell, str]]:
        """Part, cell and what stood there when it was handed out, of everything but ratings."""
        for name, address in self.facts.items():
            if name.startswith(REMARK):
                part = name.removeprefix(REMARK)
                yield part, self.cell(address), self[SAID + part]

    @property
    def answers(self) -> dict[str, str]:
        """The words to choose from, by what they mean."""
        return {n.removeprefix(ANSWER): w for n, w in self.facts.items() if n.startswith(ANSWER)}

    def by(self, rater: str) -> Cell:
        """The cell that says who rated."""
        address = self[BY + rater]
        return self.cell(address) if address else Cell("", None)

    @property
    def relabelled(self) -> Iterator[tuple[str, str]]:
        """Cells whose printed words are no longer those handed out, with what they were."""
        for name, words in self.facts.items():
            if name.startswith(LABEL):
                address = name.removeprefix(LABEL)
                if str(self.cell(address).value or "").strip() != words.strip():
                    yield address, words


def _refuse_sprawl(sheet: bytes) -> None:
    """ValueError for a sheet that declares more cells than a form has, whatever its size."""
    cells = 0
    for _, node in etree.iterparse(BytesIO(sheet), resolve_entities=False, no_network=True):
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag == "row" and int(node.get("r") or 0) > _LAST_ROW:
            raise ValueError(f"row {node.get('r')}")
        if tag in ("c", "mergeCell"):
            cells += _area(node.get("r") or node.get("ref") or "A1")
        if cells > _MOST_CELLS:
            raise ValueError(f"> {_MOST_CELLS} cells")
        node.clear()


def _area(reference: str) -> int:
    """The cells of ``A1`` or ``A1:B2``."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    left, top, right, bottom = found.groups()
    if max(int(top), int(bottom or top)) > _LAST_ROW:
        raise ValueError(reference)
    across = column_index_from_string(right or left) - column_index_from_string(left)
    return (abs(across) + 1) * (abs(int(bottom or top) - int(top)) + 1)


def open_forms(path: Path, name: str) -> list[Form]:
    """The forms in a file, one a person; :class:`DutybookError` with a finding where there is
    none."""
    book = open_book(path, name)
    sheets = [sheet for sheet in book.worksheets if sheet.title != META]
    if META not in book.sheetnames or not sheets:
        raise DutybookError(Finding("ratings-not-a-form", Place(name)))
    rows = book[META].iter_rows(max_col=2, values_only=True)
    facts = {str(row[0]): str(row[1] or "") for row in rows if row and row[0]}
    forms = [Form(name, one, sheets[0], facts) for one in members_of(facts) or [facts]]
    for form in forms:
        _refuse_changed(form)
    return forms


def open_book(path: Path, name: str) -> Workbook:
    """The workbook, once it declares no more than any form has; :class:`DutybookError` where it
    cannot be opened."""
    try:
        data = read_bytes(path, _MOST)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST:
                raise ValueError(f"> {_MOST} bytes")
            for part in archive.namelist():
                if "/worksheets/" in part and part.endswith(".xml"):
                    _refuse_sprawl(archive.read(part))
        return load_workbook(BytesIO(data))
    except OSError as error:
        raise DutybookError(refusal(error, Place(name), "ratings-unreadable")) from None
    except Exception as error:  # openpyxl fails in every way there is on a damaged file
        details = {"reason": str(error) or type(error).__name__}
        raise DutybookError(Finding("ratings-unreadable", Place(name), details)) from None


def _refuse_changed(form: Form) -> None:
    """What is no form, or one whose facts are not those it was handed out with."""
    if not form["form"]:
        raise DutybookError(Finding("ratings-not-a-form", Place(form.name)))
    number = form_id(form["period"], form["employee"], form["role"], form["rater"])
    if number != form["form"]:
        raise DutybookError(Finding("ratings-facts-changed", form.place(), {"form": form["form"]}))
    seal = seal_of(form.handed_out)
    if seal and form.sealed and not same_seal(form.handed_out[SEAL], seal):
        raise DutybookError(Finding("ratings-seal-wrong", form.place()))
