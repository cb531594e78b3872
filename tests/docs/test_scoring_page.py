"""docs/scoring.md: every worked number on the page is what its YAML gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from dutybook.evaluate.engines import Incident
from dutybook.evaluate.measuring.measure import Value
from dutybook.evaluate.scoring.complete import unscorable
from dutybook.evaluate.scoring.score import score
from dutybook.grammar.quantity import figure
from dutybook.model import By, Incidents, Kpi
from dutybook.model.score import KINDS, Rated
from dutybook.schema.validate import validate
from dutybook.source import Document
from dutybook.source.core import CoreLoader
from dutybook.workspace.structure import annotated, converter

PAGE = Path(__file__).parents[2] / "docs/scoring.md"
_EXAMPLE = re.compile(
    r"^### (?P<heading>[^\n]+)\n|^```yaml\n(?P<yaml>.*?)^```\n\n(?P<head>\| 计量值 [^\n]*\n)(?P<rows>(?:\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)
_INCIDENT = re.compile(r"(\d\d)-(\d\d) (\w+)")


@dataclass(frozen=True)
class Example:
    """One row of a table: a KPI's YAML, what was measured, and the points beside it."""

    heading: str
    body: str
    measured: str
    points: str

    def __str__(self) -> str:
        return f"{self.heading}: {self.measured}"


def examples() -> Iterator[Example]:
    heading = ""
    for match in _EXAMPLE.finditer(PAGE.read_text("utf-8")):
        if match["heading"]:
            heading = match["heading"]
            continue
        for line in match["rows"].splitlines()[1:]:
            measured, points, *_ = (cell.strip() for cell in line.strip("|").split("|"))
            yield Example(heading, match["yaml"], measured, points)


EXAMPLES = list(examples())


def kpi(body: str) -> Kpi:
    """The example as a KPI of a role that passes the schema; incidents are counted."""
    data = yaml.load(body, CoreLoader)
    measure = (
        {"count": {"of": "log"}}
        if "incidents" in str(data["score"])
        else {"share": {"of": "log", "good": "ok"}}
    )
    given = {"id": "k", "name": "指标", "measure": measure, **data}
    document = Document("roles/x.yaml", 0, {"role": "x", "title": "x", "kpis": [given]}, body)
    assert not validate(document)
    return converter("zh-Hans").structure(annotated(document)["kpis"][0], Kpi)


def value(measured: str, rule: object) -> Value:
    """What was measured: a figure, or incidents one by one."""
    found = [
        Incident(date(2026, int(month), int(day)), kind)
        for month, day, kind in _INCIDENT.findall(measured)
    ]
    if not found:
        return Value("scored", figure(measured))
    assert isinstance(rule, Incidents)
    if isinstance(rule.each, By):
        cases, other = dict(rule.each.cases), rule.each.otherwise
        found = [replace(one, points=cases.get(str(one.kind), other)) for one in found]
    amount = sum((one.points for one in found[rule.spared :]), Fraction(0))
    return Value("scored", Fraction(len(found)), amount=amount, incidents=tuple(found))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_every_worked_number(example: Example) -> None:
    found = kpi(example.body)
    assert not list(unscorable(found))
    assert found.score
    points = score(found, value(example.measured, found.score.rule)).exact
    assert points == (None if example.points == "未决" else Fraction(example.points))


def test_the_page_has_every_kind_of_score() -> None:
    kinds = {type(kpi(example.body).score.rule) for example in EXAMPLES}  # type: ignore[union-attr]
    assert kinds == set(KINDS.values()) - {Rated}
    assert len({example.body for example in EXAMPLES}) >= 40
