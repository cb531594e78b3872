"""The Excel forms as LibreOffice computes them, where it is installed: a spreadsheet that people
have, not our own reading of its formulas (``formula.py``, which runs everywhere)."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from evaluated import incomplete
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workspaces import SMALL

from dutybook.files.formsheet import META
from dutybook.papers.evaluation_form.excel.form import write
from dutybook.papers.evaluation_form.filled import filled_form
from dutybook.papers.results import Person, people_of, read_results
from dutybook.papers.view import View
from dutybook.workspace import Workspace, load

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not OFFICE, reason="LibreOffice (soffice) is not installed"),
]
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""Settings of LibreOffice: work out every formula on opening, whatever value the file brings."""


def recomputed(folder: Path, books: Mapping[str, bytes]) -> dict[str, Worksheet]:
    """The first sheet of each workbook, with values as LibreOffice worked them out."""
    settings, given, found = (folder / name for name in ("profile/user", "given", "found"))
    for path in (settings, given, found):
        path.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    for name, data in books.items():
        (given / f"{name}.xlsx").write_bytes(data)
    command = [
        str(OFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to", "xlsx", "--outdir", str(found), *map(str, sorted(given.iterdir())),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {
        name: load_workbook(found / f"{name}.xlsx", data_only=True).worksheets[0] for name in books
    }


def figures(sheet: Worksheet, label: str) -> tuple[Any, Any]:
    """What stands beside the last ``label``, and below that."""
    row = max(c.row for r in sheet.iter_rows() for c in r if c.value == label)
    return sheet[f"G{row}"].value, sheet[f"G{row + 1}"].value


def filled(view: View, person: Person) -> bytes:
    words = {"doc": filled_form(view, person), "t": view.labels.words}
    return write(words, view.locale, None)


def exact(value: object) -> object:
    """A number as the sheet shows it; a spreadsheet counts in floats."""
    return Fraction(str(round(value, 6))) if isinstance(value, int | float) else value


def test_totals_of_the_example_are_the_engines(
    example: Workspace, october_on_paper: Mapping[str, Any], tmp_path: Path
) -> None:
    results = read_results(october_on_paper)
    view = View(example, "zh-Hans", date(2026, 10, 31))
    people = {
        person.file_name: person
        for person in people_of(view, results)
        if person.role.total_weight and person.sheet.status != "not_eligible"
    }
    assert len(people) >= 10
    sheets = recomputed(tmp_path, {name: filled(view, one) for name, one in people.items()})
    for name, person in people.items():
        total, grade = figures(sheets[name], "总分")
        if person.sheet.total is None:
            assert total == "未完成", name
        else:
            assert exact(total) == person.sheet.total, name
            assert grade == person.sheet.grade, name


def test_a_rating_entered_completes_the_total(tmp_path: Path) -> None:
    """The customers' 9 makes the rating 8.6 of 10, 12.9 points, and the total 85.9: grade B."""
    view = View(load(SMALL), "zh-Hans")
    data = filled(view, next(iter(people_of(view, read_results(incomplete())))))
    path = tmp_path / "entered.xlsx"
    path.write_bytes(data)
    book = load_workbook(path)  # which forgets the values that formulas had
    places = {str(row[0].value): str(row[1].value) for row in book[META].iter_rows()}
    book.worksheets[0][places["rating rating customer"]] = 9
    book.save(path)
    sheets = recomputed(tmp_path, {"empty": data, "rated": path.read_bytes()})
    assert figures(sheets["empty"], "总分")[0] == "未完成"
    total, grade = figures(sheets["rated"], "总分")
    assert (exact(total), grade) == (Fraction("85.9"), "B")
