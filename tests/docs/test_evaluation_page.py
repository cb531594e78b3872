"""docs/evaluation.md: worked examples are evaluated as written, from definition and log to points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from office import Office, codes, result

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.step import parse_distance
from dutybook.yamltext.loader import CoreLoader

PAGE = Path(__file__).parents[2] / "docs/evaluation.md"
_EXAMPLE = re.compile(
    r"^```yaml\n(?P<yaml>(?:(?!```)[^\n]*\n)+)```\n\n```csv\n(?P<log>[^`]+)```\n\n"
    r"(?:```csv\n# (?P<other>\S+)\n(?P<more>[^`]+)```\n\n)?"
    r"\| 完成值 [^\n]*\n\|[-|]+\n\| (?P<value>[^|]+?) \| (?P<points>[^|]+?) \|",
    re.M,
)


@dataclass(frozen=True)
class Worked:
    """A KPI (with the duty, procedure or source it needs), its log, and what they come to."""

    body: str
    log: str
    more: dict[str, str]
    value: str
    points: str

    def __str__(self) -> str:
        return self.body.splitlines()[0]


def worked() -> Iterator[Worked]:
    """Every example that shows a log and its result."""
    for found in _EXAMPLE.finditer(PAGE.read_text("utf-8")):
        more = {found["other"]: found["more"]} if found["other"] else {}
        yield Worked(found["yaml"], found["log"], more, found["value"], found["points"])


EXAMPLES = list(worked())


def office_of(example: Worked, root: Path) -> Office:
    """An office that has nothing but the example."""
    given: dict[str, Any] = yaml.load(example.body, CoreLoader)
    made = Office(root)
    made.config["calendar"] = "cn-mainland"
    made.role["duties"] = given.pop("duties", [])
    made.more = given.pop("with", [])
    made.source |= given.pop("calls", {})
    made.source["columns"] |= given.pop("columns", {})
    for name, log in example.more.items():
        made.config["logs"] = {"calls": "logs/calls.csv", name: f"logs/{name}.csv"}
        made.logs[f"logs/{name}.csv"] = log
    made.kpi(given.pop("measure"), given.pop("weight", None), **given)
    head, _, rows = example.log.partition("\n")
    if head.startswith("# "):  # the log of a source that comes with the program
        source = head.removeprefix("# ")
        made.config["logs"] = {"calls": "logs/calls.csv", source: f"logs/{source}.csv"}
        made.logs[f"logs/{source}.csv"] = rows
    else:
        made.logs["logs/calls.csv"] = example.log
    return made


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_example_comes_to_what_the_page_says(example: Worked, tmp_path: Path) -> None:
    evaluation = office_of(example, tmp_path).evaluate()
    found = result(evaluation)
    assert not set(codes(evaluation)) & {"log-missing", "duration-unit"}
    value = found.value.value
    assert value is not None, codes(evaluation)
    assert value == parse_distance(example.value)
    assert plain(found.points or Fraction(0)) == example.points


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 2
