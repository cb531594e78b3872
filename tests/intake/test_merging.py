"""A draft into a role that exists: added at its place, everything else byte for byte as it was."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dutybook.intake.drafts.draft import Draft
from dutybook.intake.drafts.layout import as_yaml
from dutybook.intake.merge import Change, merged
from dutybook.schema import definitions_in, read_definitions
from dutybook.yamltext import read_documents

ROLE = """\
# 保安
role: guard
title: 保安员          # 名称
qualifications:
  education: 初中
duties:
  - id: patrol         # 巡逻
    text: 每日巡逻小区
  - {id: desk, text: 值守大堂, within: 10 min}
  # 以上两条不要动
kpis:
  - id: kpi-1
    name: 巡逻完成率
    target: "≥ 95%"
"""
DRAFT: dict[str, Any] = {
    "role": "guard-2",
    "title": "保安员",
    "department": "安管部",
    "qualifications": {"education": "高中", "age": "18-45岁"},
    "duties": [
        {"id": "duty-1", "text": "每日巡逻小区。", "schedule": "every day"},
        {"id": "duty-2", "text": "值守大堂", "within": "5 min", "records": ["值班记录"]},
        {"id": "patrol", "text": "火警时疏散人员", "within": "1 min"},
    ],
    "kpis": [{"id": "kpi-1", "name": "演练参与率", "target": "≥ 90%"}],
}


def change(path: Path, text: str, draft: dict[str, Any] = DRAFT) -> Change:
    path.write_bytes(text.encode())
    documents, findings = read_documents(path, "roles/guard.yaml")
    assert findings == []
    return merged(path, documents[-1], Draft("role", "guard", "保安员", draft, "a.docx", 1))


def test_what_the_paper_adds_is_put_at_its_place(tmp_path: Path) -> None:
    made = change(tmp_path / "a.yaml", ROLE)
    data = yaml.safe_load(made.content)
    assert [duty["id"] for duty in data["duties"]] == ["patrol", "desk", "patrol-2"]
    assert data["duties"][0]["schedule"] == "every day"
    assert data["duties"][1] == {
        "id": "desk",
        "text": "值守大堂",
        "within": "10 min",
        "records": ["值班记录"],
    }
    assert data["qualifications"] == {"education": "初中", "age": "18-45岁"}
    assert [kpi["id"] for kpi in data["kpis"]] == ["kpi-1", "kpi-1-2"]
    assert data["department"] == "安管部"


def test_nothing_that_stands_there_changes(tmp_path: Path) -> None:
    made = change(tmp_path / "a.yaml", ROLE)
    new = made.content.decode().splitlines()
    kept = [line for line in ROLE.splitlines() if "desk" not in line]
    assert [line for line in new if line in kept] == kept
    assert not [
        line
        for line in made.diff.splitlines()
        if line.startswith("-") and "desk" not in line and "---" not in line
    ]


def test_what_differs_is_shown_and_not_decided(tmp_path: Path) -> None:
    assert "≠ desk.within: 10 min | 5 min" in change(tmp_path / "a.yaml", ROLE).diff


@pytest.mark.parametrize(("mark", "ends"), [("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r\n")])
def test_marks_and_line_ends_stay(mark: str, ends: str, tmp_path: Path) -> None:
    text = mark + ROLE.replace("\n", ends)
    content = change(tmp_path / "a.yaml", text).content.decode()
    assert content.startswith(mark + "# 保安")
    assert content.count("\r") == (content.count("\n") if ends == "\r\n" else 0)
    assert "火警时疏散人员" in content


def test_the_second_document_of_a_file_and_one_without_a_last_line_end(tmp_path: Path) -> None:
    made = change(tmp_path / "a.yaml", "duty_set: x\nduties: []\n---\n" + ROLE.rstrip("\n"))
    first, second = yaml.safe_load_all(made.content)
    assert first == {"duty_set": "x", "duties": []}
    assert len(second["duties"]) == 3


def test_a_role_without_lists_gets_them(tmp_path: Path) -> None:
    data = yaml.safe_load(change(tmp_path / "a.yaml", "role: guard\ntitle: 保安员\n").content)
    assert [len(data[key]) for key in ("duties", "kpis")] == [3, 1]


def test_a_list_in_brackets_is_left_and_said(tmp_path: Path) -> None:
    made = change(tmp_path / "a.yaml", "role: guard\ntitle: 保安员\nduties: []\n")
    assert yaml.safe_load(made.content)["duties"] == []
    assert "≠ duties: 火警时疏散人员" in made.diff


def test_the_same_paper_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    again = change(path, change(path, ROLE).content.decode())
    assert [line for line in again.diff.splitlines() if line.startswith("+")] == []


CHINESE = """\
岗位: 保安
名称: 保安员   # 名称
任职资格:
  学历: 初中
职责:
  - 内容: 每日巡逻小区
  - {标识: desk, 内容: 值守大堂, 时限: 10 min}
考核指标:
  - 标识: kpi-1
    名称: 巡逻完成率
"""


def test_a_role_in_chinese_keys_gets_chinese_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(CHINESE, "utf-8")
    document = read_definitions(path, "roles/a.yaml")[0][0]
    made = merged(path, document, Draft("role", "guard", "保安员", DRAFT, "a.docx", 1))
    text = made.content.decode()
    assert not re.search(r"^\s*-? ?(id|text|duties|records|within|schedule|age):", text, re.M)
    assert "    频次: every day\n" in text
    assert "时限: 10 min, 记录: [值班记录]}" in text
    assert "  - 标识: patrol\n    内容: 火警时疏散人员\n" in text
    assert "部门: 安管部" in text
    assert "≠ desk.within: 10 min | 5 min" in made.diff
    assert [line for line in CHINESE.splitlines() if line not in text.splitlines()] == [
        "  - {标识: desk, 内容: 值守大堂, 时限: 10 min}"
    ]


def test_drafts_for_chinese_authors_are_written_in_chinese_keys() -> None:
    note = {"note": "选一个计量（measure）。", "code": "measure-missing", "key": "reports_to"}
    data = {**DRAFT, "review": [note], "kpis": [{"id": "k", "name": "率", "no_data": "hold"}]}
    text = as_yaml(Draft("role", "guard", "保安员", data, "a.docx", 1), chinese=True)
    (document,), _ = definitions_in(text, "a.yaml")
    assert document.names
    assert document.data["duties"] == data["duties"]
    assert "无数据时: 待定" in text
    assert "备注: 选一个计量（计量）。" in text
    assert "键: 直接上级" in text
