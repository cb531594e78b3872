"""The change notice: what it tells, what it leaves out, and who signs for it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from earlier import changed
from workspaces import write_files

from dutybook.cli import main
from dutybook.closing.diff.baseline import Baseline
from dutybook.papers.change_notice.paper import ChangeNotice, Section, change_notice
from dutybook.papers.view import View
from dutybook.workspace import load

ROLE = """role: clerk
title: 文员
effective: 2026-01-01
department: 客服部
reports_to: head
duties:
  - {id: answer, text: 答复, within: 2 h}
  - {id: file, text: 归档, records: [台账]}
kpis: [{id: k, name: 及时率, definition: 按时答复的占比, weight: 100, target: "≥ 95%",
  measure: {share: {of: calls, good: {from: received_at, to: answered_at, within: 2 h}}}}]
"""
FILES = {
    "dutybook.yaml": "organisation: 测试公司\ntimezone: Asia/Shanghai\n",
    "roles/clerk.yaml": ROLE,
    "roles/head.yaml": "role: head\ntitle: 主管\neffective: 2026-01-01\ndepartment: 客服部\n",
    "roles/later.yaml": "amends: clerk\neffective: 2026-11-01\nduties: [{id: answer, within: 1 h}]\n",
    "people.csv": "employee,name,role,from,to\nE1,甲,clerk,,2026-10-31\nE2,乙,clerk,2026-11-01,\n"
    "E3,丙,head,,\n",
    "rules/sources/calls.yaml": """source: calls
grain: case
key: no
employee: employee
time: received_at
columns: {no: text, employee: text, received_at: {type: instant, title: 受理时间}, answered_at: {type: instant, title: 答复时间}}
""",
}


def run(*words: str) -> Result:
    found = CliRunner().invoke(main, ["diff", *words])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def told(sections: list[Section]) -> list[tuple[str, str, str, str]]:
    return [
        (section.title, " ".join(row.what), " ".join(row.old), " ".join(row.new))
        for section in sections
        for row in section.rows
    ]


def noticed(old: Path, new: Path) -> ChangeNotice:
    now = load(new)
    notice = change_notice(View(now, "zh-Hans"), Baseline("old", load(old), now))
    assert notice is not None
    return notice


def both(tmp_path: Path, *pairs: tuple[str, str]) -> ChangeNotice:
    """The notice of a clerk whose definition is changed by ``pairs``."""
    files = {name: text for name, text in FILES.items() if name != "roles/later.yaml"}
    text = ROLE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    write_files(tmp_path / "old", files)
    write_files(tmp_path / "new", files | {"roles/clerk.yaml": text})
    return noticed(tmp_path / "old", tmp_path / "new")


def test_old_and_new_in_words_what_binds_first(tmp_path: Path) -> None:
    notice = both(
        tmp_path,
        ("答复, within: 2 h", "答复。, within: 4 h"),
        ("head", "chief"),
        ("2026-01-01", "2027-01-01"),
        ("  - {id: file, text: 归档, records: [台账]}\n", ""),
    )
    title = "文员（自2027年1月1日起施行）"
    assert told(list(notice.material)) == [
        (title, "直接上级", "主管", "chief"),
        (title, "职责1：答复。 时限与频次", "2小时内", "4小时内"),
        (title, "职责2：归档", "归档 记录与程序：台账", "（无）"),
    ]
    assert told(list(notice.wording)) == [("文员", "职责1：答复。 职责与任务", "答复", "答复。")]


def test_a_measure_behind_a_written_definition_is_told(tmp_path: Path) -> None:
    (row,) = told(
        list(both(tmp_path, ("answered_at, within: 2 h", "answered_at, within: 3 h")).material)
    )
    assert (row[1], "2小时内" in row[2], "3小时内" in row[3]) == (
        "指标：及时率 计量方法",
        True,
        True,
    )


def test_what_no_paper_prints_is_named(tmp_path: Path) -> None:
    notice = both(tmp_path, ("weight: 100,", "weight: 100, no_data: full,"))
    ((_, what, old, new),) = told(list(notice.material))
    assert (what, old, new) == ("指标：及时率 无数据时", "（无）", "有改动")


def test_holders_on_the_day_sign(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    now = load(tmp_path)
    baseline = Baseline("", now, now, date(2026, 6, 1), date(2026, 11, 1))
    notice = change_notice(View(now, "zh-Hans"), baseline)
    assert notice is not None
    assert [(one.name, one.post) for one in notice.receipts] == [("乙", "文员")]


def test_nobody_signs_for_wording(tmp_path: Path) -> None:
    notice = both(tmp_path, ("text: 归档", "text: 归档。"))
    assert (notice.material, notice.receipts, len(notice.wording)) == ([], [], 1)


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_no_ids_stand_on_the_paper(view_in: Callable[[str], View], locale: str) -> None:
    view = view_in(locale)
    notice = change_notice(view, changed(view.workspace))
    assert notice is not None
    words = [word for row in told([*notice.material, *notice.wording]) for word in row[:2]]
    ids = ("on-call", "yearly", "on-time", "stress", "handling", "within", "roles/")
    assert [word for word in words if any(one in word for one in ids)] == []


def test_written_as_word_pdf_and_page(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    words = ("--from", "2026-06-01", "--to", "2026-11-01", "--notice", "-w", str(tmp_path))
    found = run(*words)
    assert found.exit_code == 0, found.output
    folder = tmp_path / "out/change-notice"
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".html", ".pdf"]
    page = (folder / "2026-06-01-2026-11-01.html").read_text("utf-8")
    assert "自2026年11月1日起施行" in page.replace(" ", "")


def test_nothing_changed_is_a_finding(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    words = ("--from", "2026-06-01", "--to", "2026-06-02", "--notice", "-w", str(tmp_path))
    found = run(*words)
    assert (found.exit_code, "notice-nothing-changed" in found.stderr) == (2, True)
    assert not (tmp_path / "out/change-notice").exists()


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_post_that_cannot_be_read_is_not_told_as_withdrawn(tmp_path: Path, side: str) -> None:
    for name in ("old", "new"):
        write_files(tmp_path / name, FILES)
    write_files(tmp_path / side, {"roles/clerk.yaml": "role: clerk\ntitle: [\n"})
    found = run("--from", str(tmp_path / "old"), "--notice", "-w", str(tmp_path / "new"))
    assert (found.exit_code, "notice-with-errors" in found.stderr) == (2, True)
    assert not (tmp_path / "new/out/change-notice").exists()


def test_a_notice_by_kind_alone_lacks_what_to_compare_with(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    found = CliRunner().invoke(main, ["build", "--kind", "change-notice", "-w", str(tmp_path)])
    assert (found.exit_code, "notice-since-when" in found.stderr) == (2, True)


def test_settings_that_concern_every_post_are_told(tmp_path: Path) -> None:
    write_files(tmp_path / "old", FILES)
    settings = FILES["dutybook.yaml"].replace("Asia/Shanghai", "Asia/Tokyo")
    write_files(tmp_path / "new", FILES | {"dutybook.yaml": settings})
    notice = noticed(tmp_path / "old", tmp_path / "new")
    ((_, what, old, new),) = told(list(notice.material))
    assert (what, old, new) == ("时区", "原规定", "有改动")
    assert [one.name for one in notice.receipts] == ["乙", "丙"]
