"""The command itself: start-up, help, a new workspace, commands that cannot run."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dutybook import __version__
from dutybook.cli import COMMANDS, main
from dutybook.schema import published


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_version_imports_nothing_heavy() -> None:
    code = "import sys\nfrom dutybook.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n    pass\nprint(sorted({m.split('.')[0] for m in sys.modules}))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert __version__ in out
    for package in (
        "duckdb",
        "typst",
        "docx",
        "sqlglot",
        "jinja2",
        "jsonschema",
        "yaml",
        "cattrs",
        "rich",
        "xlsxwriter",
        "openpyxl",
    ):
        assert f"'{package}'" not in out


def test_help_lists_every_command() -> None:
    text = run("--help").output
    assert all(f"  {name} " in text for name in COMMANDS)
    assert run("nonsense").exit_code == 2
    for name in COMMANDS:
        assert run(name, "--help").exit_code == 0


def test_module_entry_point() -> None:
    out = subprocess.run(
        [sys.executable, "-m", "dutybook", "--version"], capture_output=True, text=True, check=True
    ).stdout
    assert __version__ in out


def test_schema_is_printed() -> None:
    assert run("schema").output == published()


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_a_new_workspace_checks_clean(tmp_path: Path, locale: str) -> None:
    folder = tmp_path / "deep/first"
    made = run("new", folder, "--locale", locale)
    assert made.exit_code == 0
    assert "dutybook check" in made.output
    assert f"locale: {locale}" in (folder / "dutybook.yaml").read_text("utf-8")
    assert (folder / ".gitignore").is_file()
    checked = run("check", "-w", folder, "--format", "json")
    assert json.loads(checked.stdout) == {
        "findings": [],
        "counts": {"error": 0, "warning": 0, "info": 0},
    }
    assert list(tmp_path.glob("deep/.*")) == []


def test_new_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    result = run("new", tmp_path)
    assert result.exit_code == 2
    assert "folder-not-empty" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("new", empty).exit_code == 0


def test_new_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("new", tmp_path / "file/below")
    assert (result.exit_code, "folder-unwritable" in result.stderr) == (2, True)


def test_outside_a_workspace(tmp_path: Path) -> None:
    result = run("check", "-w", tmp_path)
    assert (result.exit_code, "no-workspace" in result.stderr) == (2, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_a_finding(tmp_path: Path) -> None:
    assert run("new", tmp_path / "w").exit_code == 0
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "dutybook", "check", "-w", tmp_path / "w"]
        out = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert out.returncode == 2
    assert out.stderr.decode().startswith("-: error system-refused: ")
    assert "Exception" not in out.stderr.decode()


def test_output_is_utf8_on_a_legacy_console(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    out = subprocess.run(
        [sys.executable, "-m", "dutybook", "check", "-w", tmp_path],
        capture_output=True,
        env=environment,
    )
    assert "工作区" in out.stderr.decode() or "dutybook.yaml" in out.stderr.decode()
    assert out.returncode == 2
