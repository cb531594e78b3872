"""`dutybook diff`: what changed in meaning since a git revision, and who would score differently."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main

ROLE = """role: clerk
title: {zh-Hans: 文员, en: Clerk}
department: 客服部
reports_to: boss
duties:
  - {id: answer, text: 答复, within: 2 h}
  - {id: file, text: 归档}
kpis:
  - id: k
    name: 及时率
    weight: 20
    measure: {share: {of: calls, good: {from: received_at, to: answered_at, within: 2 h}}}
    target: "≥ 95%"
    score: {steps: {from: target, per: 1 pp, lose: 2, partial: whole}}
"""
FILES = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: plain\nlogs: {calls: logs/*.csv}\n",
    "roles/clerk.yaml": ROLE,
    "rules/schemes/plain.yaml": "scheme: plain\ngrades:\n  - {grade: A, when: ≥ 15}\n  - {grade: B, when: < 15}\n",
    "rules/sources/calls.yaml": """source: calls
grain: case
key: no
employee: employee
time: received_at
columns: {no: text, employee: text, received_at: instant, answered_at: instant}
""",
    "people.csv": "employee,name,role,from,to\nE1,甲,clerk,,\n",
    "logs/calls.csv": "no,employee,received_at,answered_at\n"
    "1,E1,2026-10-05 09:00,2026-10-05 12:00\n2,E1,2026-10-06 09:00,2026-10-06 09:30\n",
}


def git(folder: Path, *words: str) -> None:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main")
    subprocess.run(
        ("git", *who, "-C", str(folder), *words),
        check=True,
        capture_output=True,
        env=os.environ | own,
    )


def run(folder: Path, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "-w", str(folder)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


@pytest.fixture(params=["", "sub/office"])
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A workspace at the top of a repository, or in a folder of it, committed once."""
    folder = tmp_path / request.param
    write_files(folder, FILES)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return folder


def change(folder: Path, *pairs: tuple[str, str], file: str = "roles/clerk.yaml") -> None:
    text = (folder / file).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / file).write_text(text, "utf-8")


def data(folder: Path, *words: str) -> Any:
    found = run(folder, "diff", "HEAD", "--format", "json", *words)
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def test_nothing_changed(office: Path) -> None:
    change(
        office,
        ("text: 答复, within: 2 h}", "text: 答复, within: 2小时}  # 等于两小时"),
        ("role: clerk\n", "\nrole: clerk\n"),
    )
    assert data(office)["changes"] == []


def test_changes_in_words(office: Path) -> None:
    change(
        office,
        ("text: 答复, within: 2 h", "text: 答复, within: 4 h"),
        ("weight: 20", "weight: 25"),
        ("reports_to: boss", "reports_to: chief"),
        ("  - {id: file, text: 归档}\n", "  - {id: call, text: 回访}\n"),
    )
    change(
        office,
        ("{grade: A, when: ≥ 15}", "{grade: A, when: ≥ 18}"),
        file="rules/schemes/plain.yaml",
    )
    text = run(office, "diff", "HEAD").stdout
    assert text.splitlines() == [
        "从 HEAD 到现在，定义有 6 处改变：",
        "",
        "岗位 clerk 文员",
        "  直接上级：boss → chief（roles/clerk.yaml:4）",
        "  职责 answer › 时限：2 h → 4 h（roles/clerk.yaml:6）",
        "  新增 职责 call（roles/clerk.yaml:7）",
        "  删去 职责 file（roles/clerk.yaml:7）",
        "  指标 k › 权重：20 → 25（roles/clerk.yaml:11）",
        "",
        "考核方案 plain",
        "  等级 A › 区间：≥ 15 → ≥ 18（rules/schemes/plain.yaml:3）",
    ]
    found = data(office)["changes"]
    assert [(c["change"], c["path"]) for c in found][:2] == [
        ("changed", "/reports_to"),
        ("changed", "/duties/0/within"),
    ]
    assert (found[3]["change"], found[3]["new_place"], found[3]["old_place"]) == (
        *("removed", None, "roles/clerk.yaml:7"),
    )


def test_definitions_that_came_and_went(office: Path) -> None:
    (office / "roles/clerk.yaml").unlink()
    write_files(office, {"roles/new.yaml": "role: porter\ntitle: 门房\n"})
    assert [(c["id"], c["change"]) for c in data(office)["changes"]] == [
        ("clerk", "removed"),
        ("porter", "added"),
    ]


def test_a_new_version_is_held_against_the_one_before(office: Path) -> None:
    later = ROLE.replace("title:", "effective: 2026-11-01\ntitle:").replace(
        "weight: 20", "weight: 30"
    )
    write_files(office, {"roles/later.yaml": later})
    found = data(office)["changes"]
    assert [(c["version"], c["path"], c["old"], c["new"]) for c in found] == [
        ("2026-11-01", "/effective", None, "2026-11-01"),
        ("2026-11-01", "/kpis/0/weight", 20, 30),
    ]


def test_what_a_role_includes_belongs_to_it(office: Path) -> None:
    write_files(
        office,
        {"roles/set.yaml": "duty_set: common\nduties:\n  - {id: tidy, text: 整理, within: 1 d}\n"},
    )
    change(office, ("reports_to: boss", "reports_to: boss\ninclude: [common]"))
    git(office, "add", "-A")
    git(office, "commit", "-qm", "second")
    change(office, ("within: 1 d", "within: 2 d"), file="roles/set.yaml")
    found = data(office)["changes"]
    assert [(c["id"], c["items"], c["new_place"]) for c in found] == [
        ("clerk", ["tidy"], "roles/set.yaml:3")
    ]


def test_who_would_score_differently(office: Path) -> None:
    # 1 of 2 within 2 h: 50%, 45 pp below, 90 points lost: 0. Within 4 h: 100%: 20, A
    change(office, ("answered_at, within: 2 h", "answered_at, within: 4 h"))
    scores = data(office, "--scores", "--period", "2026-10")["scores"]
    assert [(c["kpi"], c["fields"].get("points"), c["fields"].get("total")) for c in scores] == [
        ("k", ["0", "20"], None),
        (None, None, ["0", "20"]),
    ]
    (cause,) = scores[0]["causes"]
    assert (cause["old"], cause["new"]) == ("roles/clerk.yaml:9", "roles/clerk.yaml:9")
    assert cause["changes"] == [{"path": "/measure/share/good/within", "old": "2 h", "new": "4 h"}]


def test_the_users_files_index_and_branch_stay_as_they_are(office: Path, tmp_path: Path) -> None:
    change(office, ("weight: 20", "weight: 25"))
    git(tmp_path, "add", "-A")
    change(office, ("weight: 25", "weight: 30"))

    def state() -> tuple[str, dict[str, bytes]]:
        told = subprocess.run(
            ("git", "-C", str(tmp_path), "status", "--porcelain=v2", "--branch", "--untracked-files=no"),
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        files = {str(p): p.read_bytes() for p in office.rglob("*.yaml")}
        return told, files

    before = state()
    data(office)
    assert state() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("no-such-tag",), "diff-unknown-revision"),
        (("--help-me",), ""),
        (("HEAD", "--scores"), "diff-without-period"),
        (("HEAD", "--scores", "--period", "soon"), "bad-period"),
    ],
)
def test_arguments_that_mean_nothing(office: Path, words: tuple[str, ...], code: str) -> None:
    found = run(office, "diff", *words)
    assert (found.exit_code, code in found.stderr) == (2, True)


def test_no_repository(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    found = run(tmp_path, "diff", "HEAD")
    assert (found.exit_code, "diff-not-a-repository" in found.stderr) == (2, True)


def test_a_revision_without_the_workspace(office: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "other", FILES)
    found = run(tmp_path / "other", "diff", "HEAD")
    assert (found.exit_code, "diff-no-workspace" in found.stderr) == (2, True)


def test_without_git(office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    found = run(office, "diff", "HEAD")
    assert (found.exit_code, "diff-no-git" in found.stderr) == (2, True)


def test_definitions_with_errors_are_told(office: Path) -> None:
    change(office, ("weight: 20", "weight: heavy"))
    found = run(office, "diff", "HEAD")
    assert (found.exit_code, "wrong-type" in found.stderr) == (1, True)
    git(office, "commit", "-qam", "second")
    change(office, ("weight: heavy", "weight: 20"))
    found = run(office, "diff", "HEAD")
    assert (found.exit_code, "diff-earlier-errors" in found.stderr) == (0, True)


def plain_office(folder: Path, **more: str) -> Path:
    """A workspace that is in no repository."""
    write_files(folder, FILES | more)
    return folder


def test_another_folder_needs_no_repository(tmp_path: Path) -> None:
    before = plain_office(tmp_path / "before")
    now = plain_office(tmp_path / "now")
    change(now, ("within: 2 h}\n", "within: 4 h}\n"), ("text: 归档", "text: 归档。"))
    found = run(now, "diff", "--from", str(before)).stdout.splitlines()
    assert found[0].endswith("到现在，定义有 2 处改变，其中 1 处只是文字：")
    assert found[3:5] == [
        "  职责 answer › 时限：2 h → 4 h（roles/clerk.yaml:6）",
        "  职责 file › 职责内容：归档 → 归档。（roles/clerk.yaml:7）［仅文字］",
    ]


AMENDED = """amends: clerk
effective: 2026-11-01
duties: [{id: answer, within: 1 h}]
"""


def dated(folder: Path) -> Path:
    clerk = ROLE.replace("title:", "effective: 2026-01-01\ntitle:", 1)
    return plain_office(folder, **{"roles/clerk.yaml": clerk, "roles/later.yaml": AMENDED})


def test_versions_in_force_on_two_days(tmp_path: Path) -> None:
    office = dated(tmp_path)
    words = ("diff", "--from", "2026-06-01", "--format", "json", "--to")
    found = json.loads(run(office, *words, "2026-11-01").stdout)
    assert (found["revision"], found["from"], found["to"]) == (None, "2026-06-01", "2026-11-01")
    assert [(c["path"], c["old"], c["new"], c["material"]) for c in found["changes"]] == [
        ("/effective", "2026-01-01", "2026-11-01", False),
        ("/duties/0/within", "2 h", "1 h", True),
    ]
    assert json.loads(run(office, *words, "2026-10-31").stdout)["changes"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--from", "nowhere"), "diff-from-nothing"),
        (("--from", "2026-13-01"), "diff-from-nothing"),
        (("--from", "2025-12-31"), "diff-before-all"),
        (("--from", "2099-01-01"), "diff-days-reversed"),
        (("--from", "2026-06-01", "--to", "2026-06-01"), "diff-days-reversed"),
        (("--from", "."), "diff-no-workspace"),
        ((), "diff-against-what"),
        (("HEAD", "--from", "2026-06-01"), "diff-against-what"),
        (("HEAD", "--to", "2026-06-01"), "diff-against-what"),
        (("--from", "2026-06-01", "--scores", "--period", "2026-10"), "diff-scores-by-date"),
    ],
)
def test_nothing_to_hold_it_against(
    tmp_path: Path, words: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = run(dated(tmp_path / "office"), "diff", *words)
    assert (found.exit_code, code in found.stderr) == (2, True)
