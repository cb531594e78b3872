"""Papers to import that want to do harm beside what tests/support/hostilefiles.py has a finding for:
they are read, or told, and nothing else happens."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hostilefiles import odd_numbers

from dutybook.cli import main
from dutybook.csv import harmless
from dutybook.intake.batch import RECORD, Known, read_batch
from dutybook.intake.formats import registry
from dutybook.intake.vocabulary import load_vocabulary
from dutybook.worker.pool import Limits, Worker


def imported(folder: Path, *words: str) -> Result:
    (folder / "dutybook.yaml").write_text("organisation: x\n", "utf-8")
    return CliRunner().invoke(main, ["import", *words, "-w", str(folder)], catch_exceptions=False)


def test_what_should_be_a_number_may_be_anything(tmp_path: Path) -> None:
    files = []
    for number, (name, data) in enumerate(odd_numbers()):
        files.append((tmp_path / f"{number}.docx", f"{number}-{name}"))
        files[-1][0].write_bytes(data)
    for one in read_batch(files, load_vocabulary(), Known(), "zh-Hans"):
        assert one.source is not None, (one.name, one.findings)
        assert "巡逻" in one.source.text
        assert len(one.source.text) < 6_000


def test_words_that_are_looked_for_end(tmp_path: Path) -> None:
    """Sentences of nothing but digits, brackets or characters: no pattern goes over them for ever."""
    signs = ("1", "(1)", "一", "十", "1、", "（", "2026年1月", "1~2", "**a ")
    lines = [(sign * 19_000)[:19_000] for sign in signs]
    (tmp_path / "a.txt").write_text("保安员岗位职责\n" + "\n".join(lines), "utf-8")
    (one,) = read_batch([(tmp_path / "a.txt", "a.txt")], load_vocabulary(), Known(), "zh-Hans")
    assert one.totals["used"] + one.totals["aside"] + one.totals["unresolved"] > 100_000


def test_drafting_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules/import").mkdir(parents=True)
    (tmp_path / "a.txt").write_text("保安员岗位职责\n1、巡逻。\n", "utf-8")
    monkeypatch.setattr(registry.READER, "limits", Limits(0.0, 2 << 30))
    registry.READER.close()
    try:
        found = imported(tmp_path, str(tmp_path / "a.txt"))
    finally:
        registry.READER.close()
    assert found.exit_code in (1, 2)
    assert "> 0 s" in found.stderr
    assert not (tmp_path / "roles").exists()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        json.dumps({"files": [], "batches": []}),
        json.dumps({"files": {}, "batches": [{"a.yaml": 3}]}),
        json.dumps({"files": {"a.yaml": {"sha256": "0" * 64}}, "batches": []}),
        json.dumps({"files": {}, "batches": [{".git": None}]}),
    ],
)
def test_a_record_of_imports_of_another_shape_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "roles/imported").mkdir(parents=True)
    (tmp_path / "roles/imported" / RECORD).write_text(text, "utf-8")
    found = imported(tmp_path, "--undo")
    assert (found.exit_code, "import-record" in found.stderr) == (2, True)


def test_a_record_of_imports_takes_nothing_outside_back(tmp_path: Path) -> None:
    (tmp_path / "roles/imported").mkdir(parents=True)
    mine = tmp_path / "roles/mine.yaml"
    mine.write_text("role: mine\ntitle: x\n", "utf-8")
    entry = {"sha256": hashlib.sha256(mine.read_bytes()).hexdigest(), "source": "x"}
    record = {"files": {"../mine.yaml": entry}, "batches": [{"../mine.yaml": None}]}
    (tmp_path / "roles/imported" / RECORD).write_text(json.dumps(record), "utf-8")
    assert "import-record" in imported(tmp_path, "--undo").stderr
    assert mine.exists()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1/0", "-1e9+cmd", "@x", "\tx", "\r=1", "＝1", "－cmd", "-" + "9" * 9 + "x"],
)  # fmt: skip
def test_no_cell_is_a_formula(text: str) -> None:
    marked = harmless(text)
    assert marked == ("'" + text if text != "-1/0" else text)


@pytest.mark.parametrize("text", ["-1", "+2.5", "-1e999999999", "-1/2", "-.5"])
def test_numbers_stay_numbers_and_none_is_worked_out(text: str) -> None:
    assert harmless(text) == text


def test_the_reader_has_limits() -> None:
    assert isinstance(registry.READER, Worker)
    assert registry.READER.limits.seconds <= 600
    assert registry.READER.limits.memory <= 2 << 30
