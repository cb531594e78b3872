"""docs/scoring.md: every worked number on the page is what its YAML gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from dutybook.grammar.number.quantity import parse_number, plain
from dutybook.model import By, Incidents, Kpi, Role, Scheme
from dutybook.model.score import Rated
from dutybook.plan.question import Ask, Sheet
from dutybook.rule.amounts import found
from dutybook.rule.completeness import unscorable
from dutybook.rule.condition import Known
from dutybook.rule.kinds import KINDS
from dutybook.rule.points import score
from dutybook.schema.validation import validate
from dutybook.score.result import KpiResult, SheetResult
from dutybook.score.total import total
from dutybook.tally.tally import Incident
from dutybook.tally.value import Value
from dutybook.workspace.values.amounts import amount, pay
from dutybook.workspace.values.structure import annotated, converter
from dutybook.yamltext import Document
from dutybook.yamltext.loader import CoreLoader

PAGE = Path(__file__).parents[2] / "docs/scoring.md"
_EXAMPLE = (
    r"^### (?P<heading>[^\n]+)\n"
    r"|^```yaml\n(?P<yaml>(?:(?!```)[^\n]*\n)+)```\n\n\| HEAD [^\n]*\n(?P<rows>(?:\|[^\n]*\n)+)"
)
_POINTS = re.compile(r"([a-z-]+) (-?[\d.]+)")
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


def examples(head: str) -> Iterator[Example]:
    """The rows of tables that follow an example and begin with the column ``head``."""
    heading = ""
    for match in re.finditer(
        _EXAMPLE.replace("HEAD ", re.escape(f"{head} | ") + "(?!其他指标)"),
        PAGE.read_text("utf-8"),
        re.M,
    ):
        if match["heading"]:
            heading = match["heading"]
            continue
        for line in match["rows"].splitlines()[1:]:
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            given = head.count("|") + 1
            measured, points = " | ".join(cells[:given]), cells[given]
            yield Example(heading, match["yaml"], measured, points)


EXAMPLES = list(examples("计量值"))


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
        return Value("scored", parse_number(measured))
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
    assert points == (None if example.points == "未定" else Fraction(example.points))


def test_the_page_has_every_kind_of_score() -> None:
    kinds = {type(kpi(example.body).score.rule) for example in EXAMPLES}  # type: ignore[union-attr]
    assert kinds == {kind.of for kind in KINDS.values()} - {Rated}
    assert len({example.body for example in EXAMPLES}) >= 40


DEPENDING = list(examples("计量值 | 其他指标"))


def facts(written: str) -> dict[str, Fraction]:
    """What the table says of other KPIs: ``safety.met: true, volume.value: 80``."""
    pairs = (one.split(": ") for one in written.split(", "))
    truth = {"true": "1", "false": "0"}
    return {f"kpi.{name}": Fraction(truth.get(figure, figure)) for name, figure in pairs}


@pytest.mark.parametrize("example", DEPENDING, ids=str)
def test_every_worked_number_that_depends_on_other_kpis(example: Example) -> None:
    measured, others = example.measured.split(" | ")
    found = kpi(example.body)
    assert not list(unscorable(found))
    points = score(found, Value("scored", parse_number(measured)), facts=facts(others)).exact
    assert points == (None if example.points == "未定" else Fraction(example.points))


PAY = re.search(
    r"```yaml\n(pay:\n(?:  [^\n]*\n)+)```\n\n\|[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)",
    PAGE.read_text("utf-8"),
)
FACTS: dict[str, Known] = {
    "total": Fraction(90), "scale": Fraction(100), "kpi.nights.value": Fraction(3),
}  # fmt: skip


def amounts_shown() -> Iterator[tuple[str, str]]:
    """Each amount of the table about pay, and what it comes to."""
    assert PAY
    for line in PAY[2].splitlines():
        written, shown, *_ = (cell.strip() for cell in line.strip("|").split("|"))
        yield written.strip("`"), shown


@pytest.mark.parametrize(("written", "shown"), list(amounts_shown()))
def test_every_worked_amount(written: str, shown: str) -> None:
    assert PAY
    pays = pay(yaml.load(PAY[1], CoreLoader)["pay"], lambda text: text)
    columns = {"site": "南园"}
    paid = {f"pay.{one.id}": one.of(columns) for one in pays}
    known = FACTS | {name: worth.number for name, worth in paid.items() if worth}
    made = found(amount(yaml.load(written, CoreLoader)), known.__getitem__, lambda _: "")
    assert (made.shown or "待定") == shown


SCHEMES = list(examples("各项得分"))


def sheet_of(body: str) -> Sheet:
    """A sheet of a role with the example's KPIs, under the example's scheme."""
    data = yaml.load(body, CoreLoader)
    kpis = [{"name": one["id"], **one} for one in data.pop("kpis")]
    role = Document("roles/x.yaml", 0, {"role": "x", "title": "x", "kpis": kpis}, body)
    scheme = Document("rules/schemes/s.yaml", 0, data, body)
    assert not [*validate(role), *validate(scheme)]
    conv = converter("zh-Hans")
    made = conv.structure(annotated(scheme), Scheme)
    asks = tuple(Ask(made.weighed(kpi)) for kpi in conv.structure(annotated(role), Role).kpis)
    days = ((date(2026, 10, 1), date(2026, 11, 1)),)
    role_ = conv.structure(annotated(role), Role)
    return Sheet(0, "E1", "甲", role_, made, (), days, asks, ())


def totalled(example: Example) -> SheetResult:
    """The sheet's result from the points in the table, out of each KPI's own full."""
    sheet = sheet_of(example.body)
    given = dict(_POINTS.findall(example.measured))
    results = []
    for ask in sheet.asks:
        own, kpi = Fraction(given[ask.kpi.id]), ask.kpi
        written = next(one for one in sheet.role.kpis if one.id == kpi.id)
        full = sheet.scheme.kpi_full or written.weight
        exact = own if full is None or kpi.weight is None else own * kpi.weight / full
        value = Value("scored", Fraction(0))
        results.append(KpiResult(ask, value, exact=exact, full=kpi.weight))
    return total(sheet, results, ())[0]


@pytest.mark.parametrize("example", SCHEMES, ids=str)
def test_every_worked_total(example: Example) -> None:
    result = totalled(example)
    assert result.total is not None
    shown = f"{plain(result.total)} {result.grade or ''}".strip()
    assert shown == example.points
