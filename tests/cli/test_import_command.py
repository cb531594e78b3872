"""``dutybook import`` and ``dutybook people sync``: what is written, what is said, what never happens."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostilefiles import bomb
from samplefiles import as_docx, as_xlsx, samples
from workspaces import write_files

from dutybook.cli import main
from dutybook.workspace import load

FILES = {
    "dutybook.yaml": 'organisation: 测试公司\npeople: people.csv\ndocuments: {version: "1.0"}\n',
    "people.csv": "employee,name,role,from,to\nE1,张一,guard,2025-01-01,\n",
    "roles/guard.yaml": "role: guard\ntitle: 保安员\nduties:\n  - {id: patrol, text: 每日巡逻}   # 原来的\n",
}
PAPER = "文员岗位职责\n直接上级：保安员\n1、整理档案，3个工作日内归档。\n2、每月5日前上报月报。"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "office"
    write_files(folder, FILES)
    (tmp_path / "文员.txt").write_text(PAPER, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_drafts_are_written_and_check_without_errors(office: Path) -> None:
    result = run("import", "../文员.txt")
    assert result.exit_code == 0, result.stderr
    assert "文员.txt" in result.stdout
    assert "没有用上 0 字（0.0%）" in result.stdout
    (draft,) = (office / "roles/imported").glob("*.yaml")
    assert draft.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=../../rules/schema/"
    )
    workspace = load(office)
    assert workspace.findings == ()
    role = workspace.role("文员")
    assert role is not None
    assert role.reports_to is not None
    assert role.reports_to.line == "guard"
    assert [
        str(duty.within.limit) for duty in role.duties if duty.within and duty.within.limit
    ] == ["3 workdays"]
    checked = run("check")
    assert " error " not in checked.stdout + checked.stderr


def test_every_sample_together_checks_against_the_schema(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for sample in samples():
        (folder / sample.name).write_bytes(sample.data)
    assert run("import", folder).exit_code == 0
    assert load(office).findings == ()


def test_a_second_run_and_undo(office: Path) -> None:
    run("import", "../文员.txt")
    assert "草稿没有变化。" in run("import", "../文员.txt").stdout
    undone = run("import", "--undo")
    assert undone.exit_code == 0
    assert undone.stdout.startswith("删了 ")
    assert list((office / "roles/imported").glob("*.yaml")) == []
    assert run("import", "--undo").exit_code == 2


def test_a_layer_is_shown_and_nothing_written(office: Path) -> None:
    for layer, words in (
        ("lines", "field"),
        ("parts", "duties: 3"),
        ("facts", "every month by day 5"),
    ):
        result = run("import", "../文员.txt", "--show", layer)
        assert result.exit_code == 0
        assert words in result.stdout
    assert not (office / "roles/imported").exists()


def test_merging_is_shown_first(office: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        as_docx("# 保安员岗位职责\n1、每日巡逻。\n2、登记访客，10分钟内放行。")
    )
    before = (office / "roles/guard.yaml").read_bytes()
    shown = run("import", "../a.docx", "--into", "guard")
    assert "+" in shown.stdout
    assert "登记访客" in shown.stdout
    assert (office / "roles/guard.yaml").read_bytes() == before
    assert run("import", "../a.docx", "--into", "保安员", "--write").exit_code == 0
    text = (office / "roles/guard.yaml").read_text("utf-8")
    assert "# 原来的" in text
    assert [duty.text.at("zh-Hans") for duty in load(office).roles()[0].duties] == [
        "每日巡逻",
        "登记访客，10分钟内放行",
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "."), "import-no-files"),
        (("import", "../文员.txt", "--into", "nobody"), "import-into-unknown"),
        (("import", "../two.txt", "--into", "guard"), "import-into-several"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], code: str, office: Path) -> None:
    (office.parent / "two.txt").write_text(
        "甲岗位职责\n1、做事。\n2、做人。\n乙岗位职责\n1、做事。\n2、做人。", "utf-8"
    )
    (office / "people.csv").unlink()
    result = run(*arguments)
    assert result.exit_code == 2
    assert code in result.stderr


def test_a_hostile_file_stops_nothing_else_and_writes_nothing(office: Path, tmp_path: Path) -> None:
    (tmp_path / "bomb.docx").write_bytes(bomb())
    result = run("import", "../bomb.docx", "../文员.txt")
    assert result.exit_code == 1
    assert "import-too-large" in result.stderr
    assert len(list((office / "roles/imported").glob("*.yaml"))) == 1
    assert list(office.rglob("*.tmp")) == []


def test_outside_a_workspace_a_folder_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(PAPER, "utf-8")
    assert run("import", "a.txt").exit_code == 2
    assert run("import", "a.txt", "--to", "drafts").exit_code == 0
    assert len(list((tmp_path / "drafts").glob("*.yaml"))) == 1


def test_the_account_for_programs_adds_up(office: Path) -> None:
    result = run("import", "../文员.txt", "--format", "json")
    (one,) = json.loads(result.stdout)
    assert sum(one["characters"].values()) == len(PAPER) + 1
    assert one["account"][0]["from"] == 0
    assert all(
        a["to"] == b["from"] for a, b in zip(one["account"], one["account"][1:], strict=False)
    )


def test_the_whole_account_as_a_table(office: Path, tmp_path: Path) -> None:
    (tmp_path / "文员.txt").write_text(PAPER + "\n岗位挑战：\n=HYPERLINK(1)要加班", "utf-8")
    assert run("import", "../文员.txt", "--report", "account.csv").exit_code == 0
    data = (office / "account.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["文件", "去处", "用到哪里，或为什么", "原文"]
    assert ["文员.txt", "没有用上", "岗位挑战", "'=HYPERLINK(1)要加班"] in rows
    assert {row[1] for row in rows[1:]} >= {"用上了", "没有用上"}


def test_people_are_compared_first_and_written_when_asked(office: Path, tmp_path: Path) -> None:
    table = "| 工号 | 姓名 | 岗位 | 手机 |\n| E2 | 李二 | 保安员 | 13800000001 |"
    (tmp_path / "list.xlsx").write_bytes(as_xlsx(table))
    before = (office / "people.csv").read_bytes()
    shown = run("people", "sync", "../list.xlsx", "--on", "2026-11-01", "--format", "json")
    assert [(row["change"], row["employee"]) for row in json.loads(shown.stdout)] == [
        ("joined", "E2"),
        ("left", "E1"),
    ]
    assert "people-private" in shown.stderr
    assert (office / "people.csv").read_bytes() == before
    assert run("people", "sync", "../list.xlsx", "--on", "2026-11-01", "--write").exit_code == 0
    assert (office / "people.csv").read_text("utf-8").splitlines()[1:] == [
        "E1,张一,guard,2025-01-01,2026-10-31", "E2,李二,guard,2026-11-01,",
    ]  # fmt: skip
    assert "138" not in (office / "people.csv").read_text("utf-8")


def test_a_list_that_is_none_names_its_heads_and_can_be_told(office: Path, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(as_xlsx("| 编码 | 谁 | 干啥 |\n| E1 | 张一 | 保安员 |"))
    result = run("people", "sync", "../list.xlsx", "--on", "2026-11-01")
    assert result.exit_code == 2
    assert "编码、谁、干啥" in result.stderr
    told = [
        word for pair in ("编码=employee", "谁=name", "干啥=role") for word in ("--column", pair)
    ]
    assert (
        run("people", "sync", "../list.xlsx", "--on", "2026-11-01", "--write", *told).exit_code == 0
    )
    again = run("people", "sync", "../list.xlsx", "--on", "2026-12-01", "--format", "json")
    assert [row["change"] for row in json.loads(again.stdout)] == ["same"]
    assert run("people", "sync", "../list.xlsx").exit_code == 2
