"""A command loads the stages it runs and no others: blank papers no evaluator, checks no papers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from office import Office

EVALUATOR = {"plan", "logs", "count", "score", "report", "closing"}
PRINTING = {"papers", "write"}
SCRIPT = """
import json, sys
from dutybook.cli import main
try:
    main(sys.argv[1:])
except SystemExit as done:
    assert not done.code, done.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(*arguments: str | Path) -> tuple[set[str], set[str]]:
    """The stages and the libraries that a command loads."""
    run = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    done = subprocess.run(run, capture_output=True, check=False, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    modules = json.loads(done.stderr.splitlines()[-1])
    own = {name.split(".")[1] for name in modules if name.startswith("dutybook.")}
    return own, {name.split(".")[0] for name in modules}


@pytest.fixture
def folder(office: Office) -> Path:
    """A workspace that checks clean, with a log of its period."""
    office.kpi({"count": {"of": "calls"}}, 100, target="≥ 1", score="pass")
    office.rows(",E1,x,2026-10-05 10:00,2026-10-05 11:00")
    return office.write().root


def test_blank_papers_load_no_evaluator(folder: Path, tmp_path: Path) -> None:
    stages, libraries = loaded("build", "-w", folder, "--out", tmp_path, "--format", "html")
    assert {"papers", "write"} <= stages
    assert not stages & (EVALUATOR | {"check", "ratings"})
    assert "duckdb" not in libraries


def test_checking_loads_no_papers_and_no_evaluator(folder: Path) -> None:
    stages, _ = loaded("check", "-w", folder)
    assert "check" in stages
    assert not stages & (EVALUATOR | PRINTING)


def test_evaluating_loads_no_papers(folder: Path, tmp_path: Path) -> None:
    stages, _ = loaded("evaluate", "-w", folder, "--period", "2026-10", "--out", tmp_path)
    assert stages >= EVALUATOR
    assert not stages & (PRINTING | {"check", "ratings"})
