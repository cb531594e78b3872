"""What people call things on the command line: names, titles, Chinese periods; encodings."""

import io
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutybook.cli import main
from dutybook.cli.streams import encode

PEOPLE = (
    "employee,name,role,from,to\nE001,王小明,receptionist,2026-01-01,\n"
    "E002,李红,receptionist,2026-01-01,\nE003,李红,receptionist,2026-01-01,\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "ws"
    assert run("new", str(root)).exit_code == 0
    (root / "people.csv").write_text(PEOPLE, "utf-8")
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_explain_by_name_title_and_chinese_period(workspace: Path) -> None:
    by_name = run("explain", "王小明", "答复及时率", "--period", "2026年10月", "-w", str(workspace))
    by_number = run(
        "explain", "E001", "answered-on-time", "--period", "2026-10", "-w", str(workspace)
    )
    assert by_name.exit_code in (0, 1), by_name.output
    assert by_name.stdout == by_number.stdout
    assert "E001 王小明" in by_name.stdout


def test_a_name_that_two_people_have(workspace: Path) -> None:
    result = run("explain", "李红", "--period", "2026-10", "-w", str(workspace))
    assert result.exit_code == 2
    assert "employee-ambiguous" in result.stderr
    assert "E002, E003" in result.stderr


def test_kinds_and_posts_by_their_titles(workspace: Path) -> None:
    options = ["--format", "html", "-w", str(workspace)]
    assert run("build", "--kind", "岗位说明书", "--role", "前台接待", *options).exit_code == 0
    assert [p.parent.name for p in (workspace / "out").glob("*/*.html")] == ["job-description"]
    assert run("build", "--kind", "Job description", *options).exit_code == 0
    assert run("build", "--kind", "说明书", *options).exit_code == 2


def test_due_by_name(workspace: Path) -> None:
    one = run("due", "--on", "2026-10-14", "--employee", "王小明", "-w", str(workspace))
    other = run("due", "--on", "2026-10-14", "--employee", "E001", "-w", str(workspace))
    assert one.stdout == other.stdout
    assert one.exit_code == 0


@pytest.mark.parametrize(
    ("encoding", "form", "wanted"),
    [("gbk", "text", "gbk"), ("gbk", "csv", "utf-8"), ("ascii", None, "utf-8"), ("gb18030", None, "gb18030")],
)  # fmt: skip
def test_a_pipe_keeps_its_own_encoding(
    monkeypatch: pytest.MonkeyPatch, encoding: str, form: str | None, wanted: str
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    encode(form)
    assert stream.encoding == wanted


def test_query_as_csv_opens_in_excel(workspace: Path) -> None:
    result = run("query", "select title from roles", "--format", "csv", "-w", str(workspace))
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    assert "前台接待" in result.stdout
