"""What a typo does: a finding at its place, and the rest is used. What nobody foresaw: one finding."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main
from dutybook.cli.definition import check as check_command
from dutybook.workspace import load

KPI = "  - {id: k, name: 率, weight: 60, measure: {share: {of: calls, good: {from: a, to: b, within: 2 h}}}, target: '≥ 95%', score: {steps: {from: target, per: 1 pp, lose: 2, partial: whole}}}\n"
ROLE = (
    "role: clerk\ntitle: 文员\ndepartment: 客服部\nduties:\n  - {id: answer, text: 答复, within: 2 h}\n  - {id: file, text: 归档}\nkpis:\n"
    + KPI
    + "  - {id: j, name: 数, weight: 40, measure: {count: {of: calls}}, target: '≥ 1', score: proportional}\n"
)
OWN = "rule: own\nseverity: error\nmessage: m\nhelp: h\nquery: select file, doc, path from roles where title = '无'\n"


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "-w", str(folder)], catch_exceptions=False)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("roles/a.yaml", ROLE.replace("share:", "sahre:"), "unknown-key"),
        ("roles/a.yaml", ROLE.replace("to: b, within: 2 h", "to: b, within: 3"), "bad-limit"),
        ("roles/a.yaml", ROLE.replace("to: b, within: 2 h", "to: b, within: {limit: 2 h, pause: {from: x}}"), ""),
        ("roles/a.yaml", ROLE.replace("to: b, within: 2 h", "to: b, within: {limit: 2 h, pause: {from: x, to: {}}}"), "wrong-type"),
        ("roles/a.yaml", ROLE.replace("steps: {", "steps: {x: {").replace("whole}}", "whole}}}").replace("measure: {share: {of: calls, good: {from: a, to: b, within: 2 h}}}", "measure: {mean: {of: calls, value: a}}"), "bad-value"),
        ("roles/a.yaml", ROLE.replace("60", "1" * 4000), "number-with-unit"),
        ("roles/a.yaml", ROLE.replace("60", "1" * 4000 + ".5"), "number-with-unit"),
        ("roles/a.yaml", ROLE.replace("name: 率", "name: {points: 3}"), ""),
        ("roles/a.yaml", ROLE + "qualifications: {traits: [{a: b}]}\n", ""),
        ("rules/lint/own.yaml", OWN.replace("select file, doc, path from roles where title = '无'", "1"), "wrong-type"),
        ("rules/lint/own.yaml", OWN + "hint: 0.1\n", "wrong-type"),
        ("rules/messages/build.yaml", "rule: template-syntax\nseverity: loud\nmessage: m\nhelp: h\n", "bad-value"),
        ("appeals.yaml", "appeals:\n  - {id: a, employee: E1, period: 2026-10, why: {a: b}, filed_on: 2026-11-01}\n", ""),
    ],
)  # fmt: skip
def test_a_typo_is_a_finding_at_its_place(tmp_path: Path, name: str, text: str, code: str) -> None:
    write_files(
        tmp_path, {"dutybook.yaml": "organisation: 测试公司\n", "roles/a.yaml": ROLE, name: text}
    )
    found = run(tmp_path, "check")
    assert found.exit_code == 1
    assert f"{name}:" in found.output
    assert code in found.output
    assert "internal-error" not in found.output + found.stderr


@pytest.mark.parametrize(
    "text",
    [
        "measure: m0\nratio: {num: m0, den: m0}\n",
        "measure: m0\nratio: {num: m1, den: 2}\n---\nmeasure: m1\nratio: {num: m0, den: m0}\n",
        "---\n".join(
            f"measure: m{i}\nratio: {{num: m{i + 1}, den: m{i + 1}}}\n" for i in range(60)
        ),
    ],
    ids=["itself", "in a circle", "two each, sixty deep"],
)
def test_measures_made_of_each_other_end(tmp_path: Path, text: str) -> None:
    kpi = ROLE.replace("measure: {count: {of: calls}}", "measure: m0")
    write_files(
        tmp_path,
        {
            "dutybook.yaml": "organisation: 测试公司\n",
            "roles/a.yaml": kpi,
            "rules/measures/m.yaml": text,
        },
    )
    found = run(tmp_path, "check")
    assert found.exit_code == 1
    assert "unknown-measure" in found.output
    assert "internal-error" not in found.output + found.stderr


@pytest.mark.parametrize(
    "text",
    ["a: [\n", "- 1\n", "en: 3\n", "zh-Hans: {pdf_fonts: 3}\n", "[" * 5000, "zh-Hans: {site: x}\n"],
)
def test_broken_theme_words_are_a_finding(tmp_path: Path, text: str) -> None:
    write_files(
        tmp_path,
        {
            "dutybook.yaml": "organisation: 测试公司\n",
            "roles/a.yaml": ROLE,
            "templates/themes/words.yaml": text,
        },
    )
    found = run(tmp_path, "build", "--kind", "job-description", "--format", "html")
    assert "templates/themes/words.yaml" in found.output + found.stderr
    assert "internal-error" not in found.output + found.stderr


def test_what_is_refused_is_left_out_and_the_rest_is_used(tmp_path: Path) -> None:
    broken = ROLE.replace("share:", "sahre:").replace("text: 归档", "text: 归档, within: [5]")
    write_files(tmp_path, {"dutybook.yaml": "organisation: 测试公司\n", "roles/a.yaml": broken})
    workspace = load(tmp_path)
    (role,) = workspace.definitions.roles
    assert {kpi.id: kpi.measure is None for kpi in role.kpis} == {"k": True, "j": False}
    assert [duty.id for duty in role.duties] == ["answer", "file"]
    assert role.kpis[1].origin.place.line == 9
    assert len(workspace.findings) == 2


def test_what_nobody_foresaw_is_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr(check_command, "check", fail)
    write_files(tmp_path, {"dutybook.yaml": "organisation: 测试公司\n", "roles/a.yaml": ROLE})
    found = run(tmp_path, "check")
    assert found.exit_code == 2
    assert found.stderr.count("internal-error") == 1
    assert "ZeroDivisionError: x" in found.stderr
    assert "ZeroDivisionError" in (tmp_path / "dutybook-error.log").read_text("utf-8")


def test_the_file_being_worked_on_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr(sys.modules["dutybook.workspace.load"], "validate", fail)
    write_files(tmp_path, {"dutybook.yaml": "organisation: 测试公司\n"})
    assert "dutybook.yaml: error internal-error" in run(tmp_path, "check").stderr


NONE = "{zh-Hans: 甲, en: null}"
OFFICE = {
    "dutybook.yaml": "organisation: 测试公司\nscheme: s\nlogs: {calls: l.csv}\n",
    "l.csv": "no,employee,received_at\n1,E1,2026-10-01\n",
    "roles/a.yaml": ROLE.replace("{count: {of: calls}}", "m"),
    "roles/s.yaml": "sop: s\ntitle: 投诉\ndepartment: 客服部\nowner: clerk\nsteps:\n  - {id: take, text: 登记}\n",
    "rules/sources/c.yaml": "source: calls\ngrain: case\nkey: no\nemployee: employee\ntime: received_at\ncolumns: {no: text, employee: text, received_at: date}\n",
    "rules/measures/m.yaml": "measure: m\nname: 数\ncount: {of: calls}\n",
    "rules/schemes/s.yaml": "scheme: s\nname: 常\ngrades:\n  - {grade: A, name: 优, when: ≥ 90}\n  - {grade: B, when: < 90}\n",
    "rules/lint/own.yaml": OWN,
}


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("dutybook.yaml", "测试公司"),
        ("roles/a.yaml", "title: 文员"),
        ("roles/a.yaml", "department: 客服部"),
        ("roles/a.yaml", "text: 归档"),
        ("roles/a.yaml", "name: 率"),
        ("roles/s.yaml", "title: 投诉"),
        ("roles/s.yaml", "text: 登记"),
        ("rules/measures/m.yaml", "name: 数"),
        ("rules/schemes/s.yaml", "name: 常"),
        ("rules/schemes/s.yaml", "name: 优"),
        ("rules/lint/own.yaml", "message: m"),
        ("rules/lint/own.yaml", "help: h"),
    ],
)
def test_a_wording_that_is_null_is_told_and_not_used(tmp_path: Path, name: str, old: str) -> None:
    """`en:` with nothing after it, wherever a text may be given in several languages."""
    key = old.partition(":")[0] + ": " if ":" in old else ""
    write_files(tmp_path, {**OFFICE, name: OFFICE[name].replace(old, key + NONE)})
    commands = (
        ("check",),
        ("evaluate", "--period", "2026-10"),
        ("build", "--format", "html", "--locale", "en"),
    )
    said = [run(tmp_path, *words) for words in commands]
    assert f"{name}:" in said[0].output
    assert "null" in said[0].output
    assert "internal-error" not in "".join(one.output + one.stderr for one in said)
