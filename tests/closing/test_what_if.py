"""`dutybook evaluate --what-if`: changed definitions in memory, who would score differently, why."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from office import Office

from dutybook.cli import main

HEAD = "no,employee,category,received_at,answered_at"
SPAN = {"from": "received_at", "to": "answered_at", "within": "2 h"}


@pytest.fixture
def small(office: Office) -> Office:
    """E1 answers one of two calls within 2 h, both within 4 h; E2 is always on time."""
    steps = {"steps": {"from": "target", "per": "1 pp", "lose": 1, "partial": "whole"}}
    office.kpi({"share": {"of": "calls", "good": SPAN}}, 60, target="≥ 100%", score=steps)
    office.rows(
        ",E1,a,2026-10-05 09:00,2026-10-05 10:00",
        ",E1,a,2026-10-05 09:00,2026-10-05 12:00",
        ",E2,a,2026-10-05 09:00,2026-10-05 10:00",
        head=HEAD,
    )
    office.write()
    return office


def run(office: Office, text: str, *words: str) -> Result:
    (office.root / "if.yaml").write_text(text, "utf-8")
    line = ["evaluate", "--period", "2026-10", "--what-if", str(office.root / "if.yaml")]
    found = CliRunner().invoke(main, [*line, *words, "-w", str(office.root)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def differences(office: Office, text: str) -> list[dict[str, Any]]:
    found = run(office, text, "--format", "json")
    assert found.exit_code == 0, found.output
    listed: list[dict[str, Any]] = json.loads(found.stdout)["differences"]
    return listed


def test_a_patched_kpi(small: Office) -> None:
    text = "role: clerk\nkpis:\n  - id: k\n    measure: {share: {good: {within: 4 h}}}\n"
    kpi, total = differences(small, text)
    # 50% is 50 pp below 100%: 60 − 50 = 10; all within 4 h: 60
    assert (kpi["employee"], kpi["fields"]["points"]) == ("E1", ["10", "60"])
    assert (total["kpi"], total["fields"]) == (None, {"total": ["10", "60"]})
    (cause,) = kpi["causes"]
    assert (cause["old"], cause["new"]) == ("roles/clerk.yaml:4", "if.yaml:3")
    assert cause["changes"] == [{"path": "/measure/share/good/within", "old": "2 h", "new": "4 h"}]


def test_weight_and_scheme(small: Office) -> None:
    found = differences(
        small,
        "role: clerk\nkpis: [{id: k, weight: 80}]\n---\n"
        "scheme: plain\ngrades: [{grade: A, when: ≥ 70}, {grade: B, when: < 70}]\n",
    )
    totals = {c["employee"]: c["fields"] for c in found if c["kpi"] is None}
    assert totals["E1"] == {"total": ["10", "30"], "grade": [None, "B"]}  # 80 − 50
    assert totals["E2"] == {"total": ["60", "80"], "grade": [None, "A"]}


def test_another_kind_of_score_replaces_the_old_one(small: Office) -> None:
    kpi, _ = differences(small, "role: clerk\nkpis: [{id: k, score: proportional}]\n")
    assert kpi["fields"]["points"] == ["10", "30"]  # 50% ÷ 100% × 60


def test_a_new_kpi_and_an_approval(small: Office) -> None:
    found = differences(
        small,
        "role: clerk\nkpis: [{id: new, name: 新, measure: {count: {of: calls}}, target: '≥ 1', weight: 5, score: pass}]\n---\n"
        "adjustments: [{id: x, source: calls, action: exclude, rows: ['2'], reason: 试, approver: 甲}]\n",
    )
    kpis = {c["kpi"]: c for c in found if c["employee"] == "E1"}
    assert kpis["k"]["fields"]["points"] == ["10", "60"]
    assert [(c["name"], c["new"]) for c in kpis["k"]["causes"]] == [
        ("adjustment/calls/x", "if.yaml:4")
    ]
    assert kpis["new"]["fields"]["points"] == [None, "5"]


def test_what_changes_nothing(small: Office) -> None:
    assert differences(small, "role: clerk\nkpis: [{id: k, target: 至少100%}]\n") == []
    assert "没有差别" in run(small, "role: clerk\n").stdout


def test_the_version_in_force_is_patched(small: Office) -> None:
    small.more.append({**small.role, "effective": "2027-01-01", "role": "clerk"})
    small.write()
    kpi, *_ = differences(small, "role: clerk\nkpis: [{id: k, weight: 100}]\n")
    assert kpi["fields"]["full"] == ["60", "100"]
    assert (
        differences(small, "role: clerk\neffective: 2027-01-01\nkpis: [{id: k, weight: 100}]\n")
        == []
    )


def test_nothing_is_written(small: Office) -> None:
    before = sorted(p for p in small.root.rglob("*") if ".dutybook-cache" not in p.parts)
    run(small, "role: clerk\nkpis: [{id: k, weight: 100}]\n")
    after = {p for p in small.root.rglob("*") if ".dutybook-cache" not in p.parts}
    assert after - set(before) == {small.root / "if.yaml"}


def test_as_text_and_csv(small: Office) -> None:
    text = run(small, "role: clerk\nkpis: [{id: k, weight: 80}]\n").stdout
    assert "2026-10 假设 if.yaml 生效" in text
    assert "定义 clerk/k（roles/clerk.yaml:4 → if.yaml:2）: 权重 60 → 80" in text
    lines = run(small, "role: clerk\nkpis: [{id: k, weight: 80}]\n", "--format", "csv").stdout
    assert lines.splitlines()[1].startswith("E1,clerk,k,得分,10,30,")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file-empty"),
        ("# 空\n", "file-empty"),
        ("role: [", "yaml-syntax"),
        ("role: clerk\nkpis: [{id: k, target: many}]\n", "bad-target"),
        ("role: porter\n", "missing-key"),
        ("thing: 1\n", "unknown-kind"),
        ("role: clerk\nkpis: [{id: k, measure: nowhere}]\n", "unknown-measure"),
    ],
)
def test_what_cannot_be_in_force(small: Office, text: str, code: str) -> None:
    found = run(small, text)
    assert found.exit_code == 2, found.output
    assert code in found.stderr
    assert found.stdout == ""


def test_a_what_if_is_no_workbook(small: Office) -> None:
    found = run(small, "role: clerk\n", "--format", "xlsx")
    assert (found.exit_code, "what-if-format" in found.stderr) == (2, True)


def test_findings_stand_where_the_overlay_says(small: Office, tmp_path: Path) -> None:
    found = run(
        small, "role: clerk\nkpis:\n  - id: other\n    name: 又\n  - id: k\n    target: many\n"
    )
    assert "if.yaml:6:13" in found.stderr


def test_an_amendment_may_be_tried_out(small: Office) -> None:
    text = "amends: clerk\neffective: 2026-10-01\nkpis: [{id: k, measure: {share: {good: {within: 4 h}}}}]\n"
    changed = differences(small, text)
    assert {change["employee"] for change in changed} == {"E1"}
