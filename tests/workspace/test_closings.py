"""What lies below closed/: found, read, sealed by content, never relied on where altered."""

import json
from pathlib import Path
from typing import Any

import pytest

from dutybook.finding import DutybookError
from dutybook.grammar.time.period import parse_period
from dutybook.workspace.closings import (
    closed_periods,
    content_hash,
    folder_of,
    read_as_it_is,
    read_closed,
)

OCTOBER = parse_period("2026-10")


def close(root: Path, period: str = "2026-10", indent: int | None = None) -> Path:
    """A whole closing."""
    sheet: dict[str, Any] = {
        "employee": "E1",
        "role": "clerk",
        "status": "complete",
        "total": "94",
        "grade": None,
    }
    sheet |= {"kpis": [], "adjustments": [], "vetoes": [], "consequences": [], "appeals": []}
    sheet |= dict.fromkeys(("coefficient", "rank", "decided", "rollup"))
    scores = {"period": period, "as_of": period, "scores": [sheet], "conservation": []}
    manifest: dict[str, Any] = {"closing": 2, "inputs": [], "scores": content_hash(scores)}
    manifest["seal"] = content_hash(manifest)
    folder = folder_of(root, parse_period(period))
    folder.mkdir(parents=True)
    for name, data in (("scores.json", scores), ("close.json", manifest)):
        (folder / name).write_text(json.dumps(data, indent=indent), "utf-8")
    return folder


def test_an_open_period_has_none(tmp_path: Path) -> None:
    assert read_closed(tmp_path, OCTOBER) is None
    assert closed_periods(tmp_path) == []


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_layout_and_line_ends_break_no_seal(tmp_path: Path, indent: int | None) -> None:
    for path in close(tmp_path, indent=indent).iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    closed = read_closed(tmp_path, OCTOBER)
    assert closed
    assert (closed.number, closed.whole, closed.scores["period"]) == (2, True, "2026-10")


@pytest.mark.parametrize(
    ("name", "old", "new"), [("scores.json", '"94"', '"95"'), ("close.json", ": 2", ": 3")]
)
def test_what_was_altered_is_an_error_wherever_it_counts(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    path = close(tmp_path) / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DutybookError, match="closed-altered"):
        read_closed(tmp_path, OCTOBER)
    seen = read_as_it_is(tmp_path, OCTOBER)
    assert seen
    assert not seen.whole


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
@pytest.mark.parametrize("name", ["scores.json", "close.json"])
def test_half_a_closing_is_a_finding(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = close(tmp_path) / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DutybookError) as caught:
        read_closed(tmp_path, OCTOBER)
    assert [(f.code, f.place.file) for f in caught.value.findings] == [
        ("closed-unreadable", f"closed/2026-10/{name}")
    ]


def test_periods_are_listed_oldest_first_and_other_folders_left_out(tmp_path: Path) -> None:
    for period in ("2026-10", "2026-Q4", "2025-12", "2026-09"):
        close(tmp_path, period)
    (tmp_path / "closed/notes").mkdir()
    (tmp_path / "closed/README.md").write_text("-", "utf-8")
    assert [period.text for period in closed_periods(tmp_path)] == [
        "2025-12",
        "2026-09",
        "2026-10",
        "2026-Q4",
    ]


def test_a_content_is_the_same_whatever_the_order_of_its_keys() -> None:
    assert content_hash({"a": 1, "b": [1, 2]}) == content_hash({"b": [1, 2], "a": 1})
    assert content_hash({"b": [1, 2]}) != content_hash({"b": [2, 1]})
