"""The words of evaluation results: a language with two forms of a word uses the right one."""

from pathlib import Path

import pytest

from dutybook.report.words import Words
from dutybook.rule.line import Line


@pytest.mark.parametrize(
    ("value", "said"),
    [("1", "1 row"), ("2", "2 rows"), ("0", "0 rows"), ("11", "11 rows"), ("2.1", "2.1 rows")],
)
def test_one_of_a_thing_is_in_the_singular(value: str, said: str) -> None:
    assert Words.load(None, "en").say("measures", "count", value=value) == said


def test_arithmetic_reads_as_english() -> None:
    slots = {"value": "4%", "from": "3%", "distance": "1%", "per": "1%", "rate": "1", "change": "1"}
    said = Words.load(None, "en").say(
        "lines", "steps_lose", **slots, steps="1", start="15", points="14"
    )
    assert said == "4% is worse than 3%: 1% ÷ 1% × 1 = 1 point lost (1 step), 15 − 1 = 14"


def test_a_language_without_two_forms_and_a_workspace_with_its_own(tmp_path: Path) -> None:
    assert Words.load(None, "zh-Hans").say("measures", "count", value="1") == "共 1 条"
    own = tmp_path / "templates/evaluation"
    own.mkdir(parents=True)
    (own / "en.yaml").write_text(
        'singular: {tickets: ticket}\nmeasures: {count: "{value} tickets"}\n', "utf-8"
    )
    words = Words.load(tmp_path, "en")
    assert [words.say("measures", "count", value=n) for n in ("1", "3")] == [
        "1 ticket",
        "3 tickets",
    ]


def test_units_of_the_arithmetic_are_words() -> None:
    slots = {"value": "94%", "from": "95%", "distance": "1 pp", "per": "1 pp", "rate": "2"}
    slots |= {"change": "2", "steps": "1", "start": "20", "points": "18"}
    said = {loc: Words.load(None, loc).line(Line("steps_lose", slots)) for loc in ("zh-Hans", "en")}
    assert "差 1 个百分点 ÷ 1 个百分点 × 2" in said["zh-Hans"]
    assert "1 percentage point ÷ 1 percentage point × 2 = 2 points lost (1 step)" in said["en"]
