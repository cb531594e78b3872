"""``dutybook due``: what is printed, in every format, and what cannot be asked."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main

FILES = {
    "dutybook.yaml": 'organisation: 测试公司\nlocale: en\ndocuments: {version: "1.0"}\n',
    "people.csv": "employee,name,role\nA1,Ann,desk\nA2,Bob,desk\n",
    "roles/desk.yaml": """role: desk
title: {en: Desk, zh-Hans: 前台}
duties:
  - {id: report, text: {en: "=Report", zh-Hans: 报表}, schedule: every month by day 5}
  - {id: tidy, text: {en: Tidy up, zh-Hans: 整理}, schedule: every day by 17:00, owed_by: post}
  - {id: plan, text: {en: Plan, zh-Hans: 计划}, schedule: every year}
""",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    return tmp_path


def due(office: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["due", "-w", str(office), *args])


def items(result: Result) -> list[tuple[str, str, str, str]]:
    assert result.exit_code == 0
    keys = ("state", "date", "duty", "employee")
    return [tuple(i[k] for k in keys) for i in json.loads(result.stdout)["items"]]  # type: ignore[misc]


def test_due_today_and_what_is_open(office: Path) -> None:
    assert items(due(office, "--on", "2026-10-05", "--format", "json")) == [
        ("due", "2026-10-05", "tidy", "A1 A2"),
        ("due", "2026-10-05", "report", "A1"),
        ("due", "2026-10-05", "report", "A2"),
        ("open", "2026-12-31", "plan", "A1"),
        ("open", "2026-12-31", "plan", "A2"),
    ]


def test_some_days_of_one_person(office: Path) -> None:
    asked = ("--on", "2026-10-04", "--days", "2", "--employee", "A2", "--format", "json")
    assert items(due(office, *asked)) == [
        ("due", "2026-10-04", "tidy", "A2"),
        ("due", "2026-10-05", "tidy", "A2"),
        ("due", "2026-10-05", "report", "A2"),
        ("open", "2026-12-31", "plan", "A2"),
    ]


def test_as_text_and_as_csv(office: Path) -> None:
    text = due(office, "--on", "2026-10-05", "--role", "前台").stdout
    assert "Due from 5 Oct 2026" in text
    assert "17:00" in text
    assert "once per post" in text
    sheet = due(office, "--on", "2026-10-05", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert [row["text"] for row in rows[:2]] == ["Tidy up", "'=Report"]
    assert rows[1]["file"] == "roles/desk.yaml"
    assert rows[1]["line"] == "4"


def test_nothing_due_is_said(office: Path) -> None:
    (office / "roles/desk.yaml").write_text("role: desk\ntitle: Desk\n")
    assert "Nothing is due from 5 Oct 2026." in due(office, "--on", "2026-10-05").stdout


def test_without_a_day_it_is_today(office: Path) -> None:
    result = due(office, "--format", "json")
    assert result.exit_code == 0
    facts = json.loads(result.stdout)
    assert {i["date"] for i in facts["items"] if i["duty"] == "tidy"} == {facts["on"]}


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--employee", "A9"), "due-unknown-employee"),
        (("--role", "nobody"), "build-unknown-role"),
    ],
)
def test_who_is_not_there(office: Path, args: tuple[str, ...], code: str) -> None:
    result = due(office, *args)
    assert result.exit_code == 2
    assert code in result.stderr


def test_people_that_cannot_be_read_are_a_finding(office: Path) -> None:
    (office / "people.csv").write_text("employee,name,role\nA1,Ann,nobody\n")
    result = due(office, "--on", "2026-10-05")
    assert result.exit_code == 1
    assert "people-unknown-role" in result.stderr
    assert "Tidy up" in result.stdout


def test_a_broken_configuration_asks_nothing(office: Path) -> None:
    (office / "dutybook.yaml").write_text("locale: en\n")
    assert due(office).exit_code == 2
