"""The way of an author who writes Chinese: scaffold, check, build, evaluate, mend, close."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutybook.cli import main


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    made = run("new", tmp_path / "firm", "--keys", "zh")
    assert made.exit_code == 0, made.output
    return tmp_path / "firm"


def test_the_scaffold_checks_clean_builds_and_evaluates(firm: Path) -> None:
    role = (firm / "roles/office/receptionist.yaml").read_text("utf-8")
    assert "\n岗位: receptionist" in role
    assert "\nrole:" not in role
    checked = run("check", "-w", firm)
    assert (checked.exit_code, "没有问题" in checked.output) == (0, True), checked.output
    settings = firm / "dutybook.yaml"
    settings.write_text(settings.read_text("utf-8") + "  文件名: title\n", "utf-8")
    built = run("build", "-w", firm, "--format", "html")
    assert built.exit_code == 0, built.output
    assert (firm / "out/岗位说明书/前台接待.html").is_file()
    index = (firm / "out/index.html").read_text("utf-8")
    assert "行政部" in index
    assert 'href="%E5%B2%97%E4%BD%8D%E8%AF%B4%E6%98%8E%E4%B9%A6/' in index
    scored = run("evaluate", "-w", firm, "--period", "2026-10")
    assert scored.exit_code == 0, scored.output
    assert "E001" in scored.output


def test_an_index_of_somebody_else_stays(firm: Path) -> None:
    (firm / "out").mkdir()
    (firm / "out/index.html").write_text("mine", "utf-8")
    built = run("build", "-w", firm, "--format", "html", "--kind", "job-description")
    assert "output-edited" in built.output
    assert (firm / "out/index.html").read_text("utf-8") == "mine"


def test_a_closing_asks_for_written_ids_and_fix_writes_them(firm: Path) -> None:
    path = firm / "roles/office/receptionist.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  - 标识: close-the-day\n    内容", "  - 内容"), "utf-8")
    refused = run("close", "2026-10", "-w", firm, "--yes")
    assert (refused.exit_code, "close-id-unwritten" in refused.output) == (2, True)
    assert not (firm / "closed").exists()
    shown = run("fix", "-w", firm)
    assert (shown.exit_code, "标识: 核对当天登记" in shown.output) == (1, True), shown.output
    assert "标识: 核对当天登记" not in path.read_text("utf-8")
    assert run("fix", "-w", firm, "--write").exit_code == 0
    assert "  - 标识: 核对当天登记\n    内容" in path.read_text("utf-8")
    assert run("fix", "-w", firm).exit_code == 0
    assert run("close", "2026-10", "-w", firm, "--yes").exit_code == 0


def test_an_appeal_asks_for_a_written_id(firm: Path) -> None:
    path = firm / "roles/office/receptionist.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  - 标识: answered-on-time\n    名称", "  - 名称"), "utf-8")
    (firm / "appeals.yaml").write_text(
        "申诉:\n  - {标识: a, 员工: E001, 考核周期: 2026-10, 指标: 答复及时率, 理由: 少计一件, 提出日: 2026-11-02}\n",
        "utf-8",
    )
    assert "appeal-id-unwritten" in run("check", "-w", firm).output


def test_keys_there_and_back(firm: Path) -> None:
    before = {p: p.read_bytes() for p in firm.rglob("*.yaml")}
    assert run("fix", "-w", firm, "--keys", "en", "--write").exit_code == 0
    assert b"\nrole: receptionist" in (firm / "roles/office/receptionist.yaml").read_bytes()
    assert run("fix", "-w", firm, "--keys", "zh", "--write").exit_code == 0
    assert {p: p.read_bytes() for p in firm.rglob("*.yaml")} == before
