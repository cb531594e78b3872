"""A closing that came with a folder: whatever it holds, it is read as it was written or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from workspaces import write_files

from dutybook.cli import main
from dutybook.workspace.closings import content_hash, json_hash, lines_hash

OFFICE = {
    "dutybook.yaml": "organisation: 测试公司\n",
    "roles/a.yaml": "role: clerk\ntitle: 文员\ndepartment: 客服部\nduties:\n  - {id: answer, text: 答复}\n",
}
SHEET: dict[str, Any] = {
    "employee": "E1", "role": "clerk", "status": "complete", "total": "94", "grade": None,
    "coefficient": None, "kpis": [], "adjustments": [], "vetoes": [], "consequences": [],
    "rank": None, "appeals": [], "decided": None, "rollup": None,
}  # fmt: skip


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "-w", str(folder)], catch_exceptions=False)


def lay(root: Path, sheets: Any, **changes: Any) -> None:
    """An office with a closing whose seals fit."""
    write_files(root, OFFICE)
    scores = {"period": "2026-10", "as_of": "2026-11-05", "scores": sheets}
    scores["conservation"] = []
    made = {"closing": 1, "inputs": [], "scores": content_hash(scores)} | changes
    folder = root / "closed/2026-10"
    folder.mkdir(parents=True)
    (folder / "scores.json").write_text(json.dumps(scores), "utf-8")
    (folder / "close.json").write_text(json.dumps(made | {"seal": content_hash(made)}), "utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {"before": [[]]},
        {"before": [{}]},
        {"before": [{"seal": []}]},
        {"before": 3},
        {"inputs": [1]},
        {"inputs": {"name": "a"}},
        {"people": [1]},
        {"people": {"E1": 3}},
        {"unit": {"kind": "site", "name": []}},
        {"unit": {"kind": "../..", "name": "x"}},
        {"signature": "x"},
        {"closing": True},
        {"closing": 10**30, "format": "2"},
        {"signed_on": {"a": 1}},
    ],
)
def test_a_manifest_of_another_shape_is_not_read(tmp_path: Path, changes: dict[str, Any]) -> None:
    lay(tmp_path, [SHEET], **changes)
    found = run(tmp_path, "close", "--verify")
    assert found.exit_code == 1
    assert "closed-unreadable" in found.stderr
    assert "internal-error" not in found.stderr


@pytest.mark.parametrize(
    "sheets",
    [
        [3],
        {"a": 1},
        [[]],
        [{}],
        [SHEET | {"employee": []}],
        [SHEET | {"total": "x"}],
        [SHEET | {"kpis": [{"kpi": {}, "status": "scored"}]}],
        [SHEET | {"kpis": [{"kpi": "k", "status": "scored", "points": 3}]}],
        [SHEET | {"vetoes": [1]}],
    ],
)
@pytest.mark.parametrize(
    "command",
    [("close", "--verify"), ("explain", "E1", "k", "--period", "2026-10"), ("build", "--period", "2026-10")],
    ids=["verify", "explain", "build"],
)  # fmt: skip
def test_scores_of_another_shape_are_not_read(
    tmp_path: Path, sheets: Any, command: tuple[str, ...]
) -> None:
    lay(tmp_path, sheets)
    found = run(tmp_path, *command)
    assert found.exit_code in (1, 2)
    assert "closed-unreadable" in found.stderr
    assert "internal-error" not in found.stderr


@pytest.mark.parametrize("wrong", ["{", "[]", "1" * 5000, '{"a": ' * 3000, '"\\ud800"', "\0"])
def test_what_is_no_closing_is_not_read(tmp_path: Path, wrong: str) -> None:
    lay(tmp_path, [SHEET])
    (tmp_path / "closed/2026-10/scores.json").write_text(wrong, "utf-8")
    found = run(tmp_path, "close", "--verify")
    assert (found.exit_code, "closed-unreadable" in found.stderr) == (1, True)


@pytest.mark.parametrize(
    "last", [[{"seal": []}], [3], {"seal": "x"}, [{"seal": "x", "unit": "y"}], [{"seal": "\ud800"}]]
)
def test_a_chain_of_another_shape_is_not_read(tmp_path: Path, last: Any) -> None:
    lay(tmp_path, [SHEET], format=2)
    (tmp_path / "closed/chain.json").write_text(json.dumps({"last": last}), "utf-8")
    found = run(tmp_path, "close", "--verify")
    assert found.exit_code == 1
    assert "closed-chain-unreadable" in found.stderr
    assert "internal-error" not in found.stderr


@pytest.mark.parametrize(
    "texts",
    [
        {"files": {"dutybook.yaml": 3}},
        {"files": []},
        {"files": {"../../x": "a: ["}},
        {"files": {"dutybook.yaml": "organisation: x\nscheme: [1]\nlogs: 3\n", "roles/a.yaml": "role: []\n"}},
        {"files": {"builtin:rules/schemes/a.yaml": "scheme: a\ngrades: 3\n"}},
    ],
)  # fmt: skip
def test_definitions_of_then_are_validated_as_those_of_now(tmp_path: Path, texts: Any) -> None:
    text = json.dumps(texts).encode()
    hashes = {"texts": json_hash(text), "rows": lines_hash(b"")}
    lay(tmp_path, [SHEET], format=2, **hashes)
    (tmp_path / "closed/2026-10/definitions.json").write_bytes(text)
    (tmp_path / "closed/2026-10/rows.jsonl").write_bytes(b"")
    for command in (("explain", "E1", "k"), ("build",)):
        found = run(tmp_path, *command, "--period", "2026-10")
        assert "internal-error" not in found.stderr
