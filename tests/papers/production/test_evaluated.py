"""Papers of an evaluation: one per employee and role, in a folder of the period."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from pypdf import PdfReader
from workspaces import ROOT

from dutybook.cli import main

NEW_IN_AUGUST = ("front-desks", "projects", "developer", "outsourcing", "sales")
"""Folders of departments that no test here asks for: half of the evaluating would be theirs."""


@pytest.fixture(scope="module")
def example_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example organisation as it was in July, before the departments that came in August."""
    root = tmp_path_factory.mktemp("july") / "example"
    for name in ("roles", "rules", "examples"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(*NEW_IN_AUGUST))
    base = "roles/front-desks/desk-base.yaml"  # which the front desk of before extends as well
    (root / base).parent.mkdir(exist_ok=True)
    for name in ("dutybook.yaml", "adjustments.yaml", base):
        shutil.copy(ROOT / name, root / name)
    people = root / "examples/people.csv"
    rows = people.read_text("utf-8").splitlines(keepends=True)
    people.write_text("".join(row for row in rows if ",2026-08-01," not in row), "utf-8")
    return root


def built(root: Path, *arguments: str) -> Result:
    given = ["build", "-w", str(root), "--period", "2026-10", *arguments]
    return CliRunner().invoke(main, given, catch_exceptions=False)


@pytest.fixture(scope="module")
def desk(example_copy: Path) -> Path:
    """Where the papers of the front desk are: built in a workspace in which nothing was built
    before."""
    kinds = ("--kind", "evaluation-form", "--kind", "evaluation-report", "--role", "front-desk")
    found = built(example_copy, *kinds, "--format", "pdf,docx,html")
    assert found.exit_code == 0, found.stderr
    return example_copy / "out"


@pytest.fixture(scope="module")
def department(example_copy: Path, desk: Path) -> Path:
    """Where the reports of the department are, the front desk's papers among its own."""
    arguments = ("--kind", "evaluation-report", "--department", "客服部", "--format", "html,json")
    assert built(example_copy, *arguments).exit_code == 0
    return desk / "evaluation-report/2026-10"


def test_one_form_per_employee_and_role(example_copy: Path, desk: Path) -> None:
    folder = desk / "evaluation-form/2026-10"
    assert sorted(path.name for path in folder.glob("*.pdf")) == [
        "E006-front-desk.pdf", "E007-front-desk.pdf", "E008-front-desk.pdf",
    ]  # fmt: skip
    text = "".join(page.extract_text() for page in PdfReader(folder / "E007-front-desk.pdf").pages)
    assert "总分未完成，还缺：团队协作" in text.replace("\n", "")
    assert "未评分" in text
    arguments = ("--kind", "evaluation-form", "--role", "front-desk", "--format", "pdf,html")
    again = built(example_copy, *arguments)
    assert "没有变化" in again.stdout
    assert "写了 0" not in again.stdout


def test_a_period_nobody_can_read_is_a_finding(example_copy: Path) -> None:
    found = CliRunner().invoke(
        main, ["build", "-w", str(example_copy), "--period", "October"], catch_exceptions=False
    )
    assert found.exit_code == 2
    assert "bad-period" in found.stderr


def test_reports_of_everyone_and_of_their_department(department: Path) -> None:
    names = {path.name for path in department.iterdir()}
    assert {
        "客服部.html",
        "客服部.json",
        "E006-front-desk.html",
        "E010-show-flat-guide.json",
    } <= names
    assert "E013-estate-assistant.html" not in names  # of another department
    assert "E012-agency-associate.html" not in names  # no KPIs: the department's report lists them
    page = (department / "客服部.html").read_text("utf-8")
    assert "等级分布" in page
    assert "团队协作（未评分：同事评）" in page


def test_a_report_needs_a_period(example_copy: Path) -> None:
    arguments = ["build", "-w", str(example_copy), "--kind", "evaluation-report"]
    found = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert found.exit_code == 2
    assert "build-needs-period" in found.stderr


def test_every_format_says_what_is_missing_and_what_was_scored(desk: Path) -> None:
    for kind in ("evaluation-form", "evaluation-report"):
        folder = desk / kind / "2026-10"
        pages = PdfReader(folder / "E007-front-desk.pdf").pages
        word = Document(str(folder / "E007-front-desk.docx"))
        cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
        texts = {
            "pdf": "".join(page.extract_text() for page in pages),
            "docx": "".join([*(p.text for p in word.paragraphs), *cells]),
            "html": (folder / "E007-front-desk.html").read_text("utf-8"),
        }
        for form, text in texts.items():
            words = text.replace("\n", "").replace(" ", "")
            for said in ("吴敏仪", "未完成", "团队协作（未评分：同事评）", "88.14%", "27.45"):
                assert said in words, (kind, form, said)


def test_a_trend_needs_no_earlier_run(department: Path) -> None:
    folder = department
    data = json.loads((folder / "E006-front-desk.json").read_text("utf-8"))
    told = [(one["period"], one["score"]["total"]) for one in data["earlier"]]
    assert told == [("2026-08", "76.96"), ("2026-09", "91.96")]
    page = (folder / "E006-front-desk.html").read_text("utf-8")
    assert "走势图：2026-08 76.96；2026-09 91.96；2026-10 98.98。" in page
    text = "".join(p.extract_text() for p in PdfReader(folder / "E006-front-desk.pdf").pages)
    word = Document(str(folder / "E006-front-desk.docx"))
    cells = {c.text for table in word.tables for row in table.rows for c in row.cells}
    for figure in ("76.96", "91.96", "98.98"):
        assert figure in text, figure
        assert figure in cells, figure
    # nothing is evaluated for those who were not there yet
    newcomer = json.loads((folder / "E008-front-desk.json").read_text("utf-8"))
    assert newcomer["earlier"] == []
    assert "2026年9月及以前没有考核结果" in (folder / "E008-front-desk.html").read_text("utf-8")
