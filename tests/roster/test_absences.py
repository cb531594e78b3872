"""absences.csv: whose days are missing, and every mistake at its line."""

from collections.abc import Callable
from datetime import date

import pytest

from dutybook.roster.attendance.absences import read_absences
from dutybook.workspace import Workspace

Make = Callable[..., Workspace]


def test_a_workspace_without_the_file_has_no_absences(workspace_at: Make) -> None:
    assert read_absences(workspace_at({})) == ({}, [])


def test_days_are_inclusive_and_joined(workspace_at: Make) -> None:
    text = (
        "工号,开始日期,结束日期,事由\n"
        "E1,2026-10-05,2026-10-06,病假\n"
        "E2,2026/10/1,2026/10/1,\n"
        "E1,2026-10-07,2026-10-08,\n"
    )
    absent, findings = read_absences(workspace_at({"absences.csv": text}))
    assert findings == []
    assert absent == {
        "E1": [(date(2026, 10, 5), date(2026, 10, 9))],
        "E2": [(date(2026, 10, 1), date(2026, 10, 2))],
    }


@pytest.mark.parametrize(
    "line", ["E1,2026-10-05", "E1,soon,2026-10-06", "E1,2026-10-05,", "E1,2026-10-05,9999-12-31"]
)
def test_a_line_that_makes_no_sense_is_told_and_the_others_count(
    workspace_at: Make, line: str
) -> None:
    text = f"employee,from,to\n{line}\nE2,2026-10-01,2026-10-01\n"
    absent, findings = read_absences(workspace_at({"absences.csv": text}))
    assert list(absent) == ["E2"]
    assert [(f.place.file, f.place.line) for f in findings] == [("absences.csv", 2)]


def test_a_column_that_is_missing(workspace_at: Make) -> None:
    absent, findings = read_absences(
        workspace_at({"absences.csv": "employee,from\nE1,2026-10-01\n"})
    )
    assert (absent, [f.code for f in findings]) == ({}, ["csv-column-missing"])


def test_the_file_may_be_called_otherwise(workspace_at: Make) -> None:
    config = 'organisation: 测试公司\ndocuments: {version: "1.0"}\nabsences: hr/leave.csv\n'
    made = workspace_at(
        {"dutybook.yaml": config, "hr/leave.csv": "employee,from,to\nE1,2026-10-01,2026-10-01\n"}
    )
    assert list(read_absences(made)[0]) == ["E1"]
