"""Which day's definitions papers are made by, and where that day stands."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main

FILES: Mapping[str, str] = {
    "dutybook.yaml": "organisation: 测试公司\n",
    "roles/clerk.yaml": "role: clerk\ntitle: 文员\neffective: 2026-01-01\npurpose: 旧的目的\n",
    "roles/clerk-2026-11.yaml": "role: clerk\ntitle: 文员\neffective: 2026-11-01\npurpose: 新的目的\n",
    "roles/new.yaml": "role: novel\ntitle: 新岗位\neffective: 2026-11-15\npurpose: 尚未设立\n",
    "people.csv": "employee,name,role\nE1,甲,clerk\n",
}
KIND = ("--kind", "job-description", "--format", "html")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    return tmp_path


def build(root: Path, *words: str) -> Result:
    found = CliRunner().invoke(main, ["build", "-w", str(root), *KIND, *words])
    assert found.exit_code == 0, found.output
    return found


def made(root: Path) -> dict[str, str]:
    pages = (path for path in (root / "out").rglob("*.html") if path.name != "index.html")
    return {path.name: path.read_text() for path in pages}


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("dutybook.cli.paper.build._today", lambda _: day)


def test_papers_are_todays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, date(2026, 10, 10))
    build(root)
    pages = made(root)
    assert sorted(pages) == ["clerk.html", "novel-2026-11-15.html"]
    assert "旧的目的" in pages["clerk.html"]
    foot = pages["clerk.html"].partition("<footer>")[2]
    assert "2026年1月1日起施行" in foot
    assert "按" not in foot
    assert "按2026年11月15日的定义" in pages["novel-2026-11-15.html"]


def test_unchanged_definitions_are_not_written_again_tomorrow(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 10, 10))
    build(root)
    first = made(root)
    on(monkeypatch, date(2026, 10, 31))
    assert "没有变化" in build(root).output or "无需" in build(root).output
    assert made(root) == first
    on(monkeypatch, date(2026, 11, 1))
    build(root)
    assert "新的目的" in made(root)["clerk.html"]


def test_a_day_that_is_asked_for_stands_in_name_and_footer(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 10, 10))
    build(root)
    before = made(root)
    build(root, "--on", "2026-11-01")
    pages = made(root)
    assert "新的目的" in pages["clerk-2026-11-01.html"]
    assert "按2026年11月1日的定义" in pages["clerk-2026-11-01.html"]
    assert before.items() <= pages.items()
    assert "novel-2026-11-01.html" not in pages  # not there yet on that day


def test_filled_papers_of_a_month_leave_todays_descriptions_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, date(2026, 11, 10))
    build(root)
    (root / "dutybook.yaml").write_text("organisation: 测试公司\nscheme: monthly\n")
    found = CliRunner().invoke(
        main, ["build", "-w", str(root), "--period", "2026-10", "--format", "html"]
    )
    pages = made(root)
    assert "新的目的" in pages["clerk.html"], found.output
    assert "旧的目的" in pages["clerk-2026-01-01.html"]
