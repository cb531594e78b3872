"""Attacks that never got through, so that none ever does; and a test for every row of the list."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from mutants import spoil
from targets import FILES
from workspaces import write_files

from dutybook.cli import main

TESTS = Path(__file__).parents[1]
LIST = TESTS / "attack/README.md"
SCORE = ("evaluate", "--period", "2026-10", "--as-of", "2026-11-05")


def run(folder: Path, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "-w", str(folder)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


@pytest.fixture
def office(tmp_path: Path) -> Path:
    write_files(tmp_path / "office", FILES)
    return tmp_path / "office"


@pytest.mark.parametrize(
    "revision",
    [
        "--upload-pack=touch sprung",
        "--output=sprung",
        "-O../sprung",
        "--exec=sprung",
        "HEAD:../../etc/passwd",
        "HEAD; touch sprung",
        "$(touch sprung)",
        "`touch sprung`",
        "HEAD\ntouch sprung",
        "--",
        "",
        "@{upstream}",
        "HEAD^{/(a+)+$}",
    ],
)
def test_what_diff_is_given_is_a_revision_or_nothing(office: Path, revision: str) -> None:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("git", "-c", "user.name=t", "-c", "user.email=t@t", "-C", str(office))
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "x")):
        subprocess.run((*who, *words), check=True, capture_output=True, env=os.environ | own)
    before = {path for path in office.parent.rglob("*") if ".git" not in path.parts}
    found = run(office, "diff", revision)
    assert found.exit_code == 2
    assert "root:" not in found.output
    assert {path for path in office.parent.rglob("*") if ".git" not in path.parts} == before


@pytest.mark.parametrize("number", range(40))
def test_every_row_of_a_spoiled_table_is_accounted_for(office: Path, number: int) -> None:
    table = spoil(FILES["l.csv"].encode(), "csv", Random(number))
    (office / "l.csv").write_bytes(table)
    run(office, *SCORE)
    scores = office / "out/evaluation/2026-10/scores.json"
    for one in json.loads(scores.read_bytes())["conservation"] if scores.exists() else ():
        parts = [n for key, n in one.items() if key not in ("source", "read")]
        assert one["read"] == sum(parts), one


@pytest.mark.slow
def test_no_hash_seed_zone_or_language_changes_a_byte(office: Path) -> None:
    found = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("7", "Asia/Tokyo", "C.UTF-8"), ("99", "America/New_York", "zh_CN.UTF-8")):  # fmt: skip
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        words = (sys.executable, "-m", "dutybook", *SCORE, "-w", str(office))
        subprocess.run(words, env=env, check=False, capture_output=True)
        found.add((office / "out/evaluation/2026-10/scores.json").read_bytes())
    assert len(found) == 1


def test_every_row_of_the_list_is_a_test() -> None:
    """The tests that the list names exist, and every row names one."""
    rows = [line for line in LIST.read_text("utf-8").splitlines() if re.match(r"\| [0-9H]", line)]
    assert len(rows) == 22 + 8
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", row)
        assert named, row
        for file, test in named:
            tree = ast.parse((TESTS / file).read_text("utf-8"))
            functions = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
            assert not test or test in functions, (file, test)
