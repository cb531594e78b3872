"""Loops of a procedure: every turn held against its steps, as docs/logs.md works it out."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from office import Office
from test_conformance import CASES, EVENTS

PAGE = (Path(__file__).parents[2] / "docs/logs.md").read_text("utf-8")
WORDS = {"起草": "draft", "审核": "review", "签发": "sign"}


def page() -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The procedure of the page, and the rows of its table."""
    found = re.search(
        r"```yaml\n(sop: approval.*?)```\n\n\| 9:00.*?\n\|[-|]+\n(.*?)\n\n", PAGE, re.S
    )
    assert found
    rows = [tuple(c.strip() for c in line.strip("|").split("|")) for line in found[2].splitlines()]
    return yaml.safe_load(found[1]), rows  # type: ignore[return-value]


SOP, ROWS = page()


def judged(root: Path, told: str, passes: str, **more: Any) -> tuple[str, list[str]]:
    """State and departures of one case of 5 October."""
    office = Office(root)
    office.more = [EVENTS, SOP | more, {"role": "boss", "title": "主管", "kpis": []}]
    office.source = dict(CASES)
    office.config["logs"] = {"events": "logs/events.csv"}
    lines = [
        f"C,{datetime(2026, 10, 5, *map(int, at.split(':')))},{step},E1,"
        for step, at in (one.split(" ") for one in told.split("，"))
    ]
    office.logs["logs/events.csv"] = "\n".join(["case,at,activity,who,cost", *lines]) + "\n"
    office.kpi({"conformance": {"sop": "approval", "of": "calls", "passes": passes}}, None)
    with office.run() as run:
        (number,) = (n for n, taken in run.counted.taken.items() if taken and taken.conformity)
        taken = run.counted.taken[number]
        assert taken
        assert taken.conformity
        verdict = taken.conformity.verdicts["C"]
    return verdict.state, [f"{w.what} {w.step} {w.turn}" for w in verdict.wrong]


def expected(cell: str) -> tuple[str, list[str]]:
    """What the page says: 合格, or what was wrong in which turn."""
    if cell == "合格":
        return "good", []
    turn = re.search(r"第 (\d) 遍", cell)
    step = next(id_ for word, id_ in WORDS.items() if word in cell)
    whats = [what for word, what in (("迟", "late"), ("漏", "missing")) if word in cell]
    return "bad", [f"{what} {step} {turn[1] if turn else 1}" for what in whats]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_page_is_right(tmp_path: Path, row: tuple[str, str, str]) -> None:
    told, first, each = row
    assert judged(tmp_path / "first", told, "first") == expected(first)
    assert judged(tmp_path / "each", told, "each") == expected(each)


def test_each_turn_has_its_owner(tmp_path: Path) -> None:
    """Whoever drafts again has to hold the post again."""
    steps = [{**SOP["steps"][0], "owner": "boss"}, *SOP["steps"][1:]]
    told = "draft 9:00，review 9:30，draft 10:00，review 10:30，sign 11:00"
    assert judged(tmp_path, told, "each", steps=steps) == (
        "bad",
        ["owner draft 1", "owner draft 2"],
    )


def test_a_turn_that_goes_on_is_pending(tmp_path: Path) -> None:
    state, wrong = judged(tmp_path, "draft 9:00，review 9:30，draft 10:00", "each", steps=[
        {k: v for k, v in step.items() if k != "within"} for step in SOP["steps"]
    ])  # fmt: skip
    assert (state, wrong) == ("pending", [])


def test_a_loop_around_a_loop_is_a_turn_of_its_own(tmp_path: Path) -> None:
    """Sent back within the inner loop, then by the last step to the very first."""
    steps = [
        {"id": "draft", "text": "起草"},
        {"id": "review", "text": "审核",
         "branches": [{"when": "重审", "to": "review"}, {"when": "通过", "to": "sign"}]},
        {"id": "sign", "text": "签发", "branches": [{"when": "退回", "to": "draft"}]},
    ]  # fmt: skip
    told = "draft 9:00，review 9:10，review 9:20，sign 9:30，draft 9:40，review 9:50，sign 10:00"
    assert judged(tmp_path, told, "each", steps=steps) == ("good", [])
