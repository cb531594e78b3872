"""Building papers for given days and people: files, names, and what cannot be asked."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main
from dutybook.grammar.time.checklist_period import parse_checklist_period

FILES = {
    "dutybook.yaml": 'organisation: 测试公司\ncalendar: cn-mainland\ndocuments: {version: "1.0"}\n',
    "people.csv": "employee,name,role,from,to\nA/1,甲,desk,2026-01-01,2026-09-30\nA/1,甲,lead,2026-10-01,\nA2,乙,desk,,\n",
    "roles/all.yaml": """role: desk
title: 前台
duties:
  - {id: tidy, text: 整理, schedule: every workday by 17:00}
---
role: lead
title: 组长
duties:
  - {id: report, text: 报表, schedule: every month by day 5}
""",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    return tmp_path


def build(office: Path, *args: str) -> Result:
    fixed = ["build", "-w", str(office), "--format", "html,xlsx", "--kind", "duty-checklist"]
    return CliRunner().invoke(main, [*fixed, *args])


def written(office: Path) -> set[str]:
    return {path.name for path in (office / "out/duty-checklist").iterdir()}


def test_blank_without_days(office: Path) -> None:
    assert build(office).exit_code == 0
    assert written(office) == {f"{role}.{f}" for role in ("desk", "lead") for f in ("html", "xlsx")}


@pytest.mark.parametrize("period", ["2026-10", "2026-W41", "2026-10-08", "2026-Q4"])
def test_a_file_for_each_period(office: Path, period: str) -> None:
    assert build(office, "--period", period, "--role", "desk").exit_code == 0
    assert written(office) == {f"desk-{period}.html", f"desk-{period}.xlsx"}
    assert "整理" in (office / f"out/duty-checklist/desk-{period}.html").read_text("utf-8")


def test_on_a_day_is_that_days_checklist(office: Path) -> None:
    assert build(office, "--on", "2026-10-08", "--role", "desk").exit_code == 0
    assert "desk-2026-10-08.html" in written(office)


def test_a_person_gets_the_posts_held_in_the_period(office: Path) -> None:
    assert build(office, "--period", "2026-09", "--employee", "A/1").exit_code == 0
    assert written(office) == {"desk-2026-09-A_1.html", "desk-2026-09-A_1.xlsx"}
    assert build(office, "--period", "2026-Q4", "--employee", "A/1").exit_code == 0
    assert "lead-2026-Q4-A_1.html" in written(office)
    assert "desk-2026-Q4-A_1.html" not in written(office)


def test_a_second_build_of_the_same_days_does_nothing(office: Path) -> None:
    assert build(office, "--period", "2026-10").exit_code == 0
    assert "没有变化" in build(office, "--period", "2026-10").stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--employee", "A9", "--period", "2026-10"), "due-unknown-employee"),
        (("--employee", "A2"), "build-needs-period"),
    ],
)
def test_what_cannot_be_asked(office: Path, args: tuple[str, ...], code: str) -> None:
    result = build(office, *args)
    assert result.exit_code == 2
    assert code in result.stderr


def test_days_the_calendar_does_not_cover(office: Path) -> None:
    result = build(office, "--period", "2027-01", "--role", "desk")
    assert result.exit_code == 1
    assert "due-not-covered" in result.stderr


@pytest.mark.parametrize(
    "text", ["2026-W54", "2026-02-30", "2026-W00", "October", "2026-1", "0000"]
)
def test_periods_that_are_none(office: Path, text: str) -> None:
    assert build(office, "--period", text).exit_code == 2
    with pytest.raises(ValueError, match=r"."):
        parse_checklist_period(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-W01", "2025-12-29", "2026-01-05"),
        ("2026-w53", "2026-12-28", "2027-01-04"),
        ("2026-10-14", "2026-10-14", "2026-10-15"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
    ],
)
def test_periods(text: str, start: str, end: str) -> None:
    period = parse_checklist_period(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
