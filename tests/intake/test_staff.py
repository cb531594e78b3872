"""The month's list of people: columns by their heads, who joined, moved, left; people.csv line by line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from samplefiles import as_xlsx

from dutybook.csv import open_csv
from dutybook.intake.formats.registry import read_file
from dutybook.intake.staff.changes import Step, changes, rewritten
from dutybook.intake.staff.listing import Listing, read_listing, rows
from dutybook.intake.vocabulary import load_vocabulary
from dutybook.roster.people import read_people
from dutybook.workspace import Workspace

WORDS = load_vocabulary().people
PEOPLE = "工号,姓名,岗位,任职开始,任职结束,备注\r\nE1,张一,guard,2025-01-01,,甲\r\nE2,李二,guard,2025-01-01,,\r\nE3,王三,clerk,2025-01-01,2026-03-31,\r\n"
ROLES = {
    "roles/a.yaml": "role: guard\ntitle: 保安员\n",
    "roles/b.yaml": "role: clerk\ntitle: 文员\n",
}
TITLES = {"保安员": "guard", "文员": "clerk"}
ON = date(2026, 11, 1)


def listing(path: Path, table: str, **remembered: str) -> Listing | None:
    path.write_bytes(as_xlsx(table))
    source, _ = read_file(path, path.name)
    assert source is not None
    return read_listing(source, WORDS, remembered)


@pytest.fixture
def sync(workspace_at: Callable[..., Workspace], tmp_path: Path) -> Any:
    workspace = workspace_at(
        {**ROLES, "people.csv": PEOPLE, "dutybook.yaml": "organisation: 甲\npeople: people.csv\n"}
    )
    people, findings = read_people(workspace)
    assert findings == []

    def run(table: str, *, partial: bool = False) -> tuple[list[Step], list[Any]]:
        found = listing(tmp_path / "list.xlsx", table)
        assert found is not None
        return changes(found, people, TITLES, ON, "list.xlsx", partial=partial)

    return run


def told(steps: list[Step]) -> list[tuple[str, str, str]]:
    return [(step.outcome, step.employee, step.post) for step in steps]


def test_joined_moved_left_and_same(sync: Any) -> None:
    steps, findings = sync(
        "| 工号 | 姓名 | 岗位 | 入职日期 |\n| E1 | 张一 | 文员 | 2025-01-01 |\n| E9 | 赵九 | 保安员 | 2026年10月8日 |"
    )
    assert findings == []
    assert told(steps) == [("moved", "E1", "clerk"), ("joined", "E9", "guard"), ("left", "E2", "")]
    assert [step.day for step in steps] == [ON, date(2026, 10, 8), date(2026, 10, 31)]


def test_a_list_of_some_leaves_the_others(sync: Any) -> None:
    steps, _ = sync(
        "| 工号 | 姓名 | 岗位 | 状态 |\n| E1 | 张一 | 保安员 | 在职 |\n| E2 | 李二 | 保安员 | 离职 |",
        partial=True,
    )
    assert told(steps) == [("same", "E1", "guard"), ("left", "E2", "")]


def test_posts_that_are_not_found_and_names_that_are_not_one_persons(sync: Any) -> None:
    steps, findings = sync(
        "| 姓名 | 岗位 | 部门 |\n| 张一 | 宇航员 | 甲部 |\n| 无名 | 保安员 | 甲部 |\n| 李二 | 保安员 | 甲部 |"
    )
    assert told(steps) == [("same", "E2", "guard")]
    assert [finding.code for finding in findings] == ["people-post-unknown", "people-same-name"]


def test_numbers_of_identity_cards_and_telephones_are_not_kept(tmp_path: Path) -> None:
    found = listing(
        tmp_path / "a.xlsx",
        "| 工号 | 姓名 | 岗位 | 身份证号 | 手机 | 备注 |\n| E1 | 张一 | 保安员 | 110101199001011234 | 13800000001 | 13900000002 |",
    )
    assert found is not None
    assert found.dropped == ("身份证号", "手机")
    assert "1" not in "".join(value for row in rows(found) for value in row.values()).replace(
        "E1", ""
    )


def test_a_head_that_was_told_once_is_remembered(tmp_path: Path) -> None:
    table = "| 编码 | 谁 | 干啥 |\n| E1 | 张一 | 保安员 |"
    assert listing(tmp_path / "a.xlsx", table) is None
    found = listing(tmp_path / "a.xlsx", table, 编码="employee", 谁="name", 干啥="role")
    assert found is not None
    assert found.people[0]["role"] == "保安员"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_only_lines_that_change_are_written(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(PEOPLE.encode(encoding))
    file, _ = open_csv(path, "people.csv")
    assert file is not None
    steps = [
        Step("moved", "E1", "张一", "guard", "clerk", ON, 2),
        Step("left", "E2", "李二", "guard", "", date(2026, 10, 31), 3),
        Step("joined", "E9", "赵九", "", "guard", ON),
    ]
    lines = rewritten(file, steps).decode(
        encoding.removesuffix("-sig") if encoding != "utf-8-sig" else encoding
    )
    assert lines.splitlines(keepends=True) == [
        "工号,姓名,岗位,任职开始,任职结束,备注\r\n",
        "E1,张一,guard,2025-01-01,2026-10-31,甲\r\n",
        "E2,李二,guard,2025-01-01,2026-10-31,\r\n",
        "E3,王三,clerk,2025-01-01,2026-03-31,\r\n",
        "E1,张一,clerk,2026-11-01,,\r\n",
        "E9,赵九,guard,2026-11-01,,\r\n",
    ]
