"""docs/closing.md: what the page says of months rolled up is what its YAML comes to."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from office import Office, result

from dutybook.score.result import SheetResult
from dutybook.yamltext.loader import CoreLoader

PAGE = (Path(__file__).parents[2] / "docs/closing.md").read_text("utf-8")
REFUND = re.search(
    r"```yaml\n(scheme: \{base[^`]+)```\n\n```csv\n([^`]+)```\n\n\|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)",
    PAGE,
)
TAKES = re.findall(r"^\| `((?:mean|sum|weighted|best|last)[^`]*)` \|[^|]*\|([^|]*) \|$", PAGE, re.M)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def sheet(office: Office, period: str) -> SheetResult:
    return next(s for s in office.evaluate(period).sheets if s.sheet.employee == "E1")


def test_what_an_item_took_comes_back_as_the_page_says(office: Office) -> None:
    assert REFUND
    given = yaml.load(REFUND[1], CoreLoader)
    office.scheme |= given.pop("scheme")
    office.kpi(given.pop("measure"), None, **given)
    office.logs["logs/calls.csv"] = REFUND[2]
    *months, quarter = map(cells, REFUND[3].splitlines())
    rolled = sheet(office, quarter[0])
    assert rolled.rollup is not None
    assert [[part.period, Decimal(part.refund), part.total] for part in rolled.rollup.parts] == [
        [period, Decimal(back), Decimal(total)] for period, _, back, total in months
    ]
    alone = [result(office.evaluate(period)).points for period, *_ in months]
    assert alone == [Decimal(points) for _, points, *_ in months]
    (refund,) = rolled.rollup.refunds
    assert (refund.met, refund.points, rolled.total) == (True, *map(Decimal, quarter[2:]))
    assert quarter[1] == f"{refund.kpi.value.value} 件，达标"


@pytest.mark.parametrize(("take", "shown"), TAKES, ids=[take for take, _ in TAKES])
def test_every_way_to_take_months_comes_to_what_the_page_says(
    office: Office, take: str, shown: str
) -> None:
    office.scheme["rollup"] = {"take": take}
    rule = {"steps": {"from": 100, "per": "1", "lose": 1, "partial": "prorate"}}
    office.kpi({"mean": {"of": "calls", "value": "value"}}, 100, target="≥ 90", score=rule)
    values = zip((7, 8, 9), (80, 90, 100), strict=True)
    rows = (f",E1,2026-0{month}-01,{value}" for month, value in values)
    office.rows(*rows, head="no,employee,received_at,value")
    assert sheet(office, "2026-Q3").total == Decimal(shown.split("=")[-1].strip())


def test_the_page_shows_every_way_to_take_months() -> None:
    assert {take.split()[0] for take, _ in TAKES} == {"mean", "sum", "weighted", "best", "last"}
