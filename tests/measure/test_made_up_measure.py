"""A kind of measure that does not exist: whatever the program does with measures, it does with one
more module, one line in the registry and its keys in the schema."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from office import Office, codes, result

from dutybook.check.report import check
from dutybook.finding.catalogue import Catalogue
from dutybook.measure.kind import Meant, Phrases, RowSql, Unit
from dutybook.measure.kinds import KINDS
from dutybook.measure.ranges import Domain
from dutybook.measure.rows import RowsKind
from dutybook.model import Condition, Expression
from dutybook.model.measure import Rows
from dutybook.papers.phrases.measures import definition
from dutybook.papers.view import View
from dutybook.report.trace import trace
from dutybook.report.words import Words
from dutybook.schema import validation
from dutybook.schema.publication import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance(Rows):
    """Rows that speak for it less those that speak against it, over all (a net promoter score)."""

    plus: Condition
    minus: Condition


class _Balance(RowsKind[Balance]):
    def expressions(self, measure: Balance) -> Iterator[tuple[Condition | Expression, Meant]]:
        yield from ((part, "truth") for part in (measure.plus, measure.minus))

    def adds(self, measure: Balance, sql: RowSql) -> tuple[str, str]:
        plus, minus = sql.condition(measure.plus), sql.condition(measure.minus)
        return f"case when {plus} then 1 when {minus} then -1 else 0 end", "1"

    def percent(self, measure: Balance) -> bool:
        return True

    def unit(self, measure: Balance) -> Unit:
        return "share"

    def domain(self, measure: Balance) -> Domain:
        return Domain(Fraction(-1), Fraction(1))

    def words(self, phrases: Phrases, measure: Balance) -> str:
        plus, minus = (phrases.expression(p.sql, measure.of) for p in (measure.plus, measure.minus))
        return phrases.say("measure.ratio", num=plus, den=minus)


BALANCE = _Balance("balance", Balance)
NPS = {"of": "calls", "plus": "errors >= 9", "minus": "errors <= 6"}
HEAD = "no,employee,received_at,errors"


@pytest.fixture
def balanced(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose definitions may hold the made-up kind."""
    grown = deepcopy(schema())
    condition = {"$ref": "#/$defs/condition"}
    grown["$defs"]["measure_body"]["properties"]["balance"] = {
        "type": "object",
        "required": ["of", "plus", "minus"],
        "additionalProperties": False,
        "properties": {
            "of": {"$ref": "#/$defs/id"},
            "plus": condition,
            "minus": condition,
            "window": {"enum": ["week"]},
            "take": {"enum": ["worst"]},
        },
    }
    monkeypatch.setitem(KINDS, BALANCE.name, BALANCE)
    monkeypatch.setattr(validation, "schema", lambda: grown)
    validation._validator.cache_clear()
    office.rows(
        *(f",E1,2026-10-02 08:00,{n}" for n in (10, 9, 8, 2)), ",E2,2026-10-02 08:00,3", head=HEAD
    )
    yield office
    validation._validator.cache_clear()


def test_it_is_counted_and_scored(balanced: Office) -> None:
    balanced.kpi({"balance": NPS}, target="≥ 50%", score="proportional")
    evaluation = balanced.evaluate()
    first, second = (result(evaluation, who) for who in ("E1", "E2"))
    assert (first.value.value, first.value.denominator, first.exact) == (Fraction(1, 4), 4, 15)
    assert (second.value.value, second.met) == (-1, False)


def test_it_is_told(balanced: Office) -> None:
    balanced.kpi({"balance": NPS}, target="≥ 50%", score="pass")
    evaluation = balanced.evaluate()
    sheet = next(one for one in evaluation.sheets if one.sheet.employee == "E1")
    told = trace(evaluation, sheet, sheet.kpis[0], Words.load(None, "en"), Catalogue.load())
    assert told.measured[0] == "balance"  # its key, as long as nobody gave it words
    assert told.scored


def test_windows_are_no_matter_of_its_own(balanced: Office) -> None:
    weekly = {"balance": NPS | {"window": "week", "take": "worst"}}
    balanced.kpi(weekly, target="≥ 0%", score="pass")
    balanced.rows(",E1,2026-10-06 08:00,10", ",E1,2026-10-14 08:00,1", head=HEAD)
    assert balanced.result("E1").value.value == -1


def test_what_is_wrong_with_it_is_found(balanced: Office) -> None:
    balanced.kpi({"balance": NPS | {"plus": "mood >= 9"}}, target="≥ 50%", score="pass")
    with balanced.run_anyway() as run:
        assert codes(run.evaluation) == ["column-unknown"]


def test_check_knows_what_it_can_give(balanced: Office) -> None:
    bands = [{"when": "≥ 0%", "points": "full"}]
    balanced.kpi({"balance": NPS}, score={"bands": bands})
    report = check(balanced.write(), Catalogue.load(), date(2026, 10, 31))
    assert {one.code for one in report.findings} & {"band-gap"}


def test_it_is_said_on_forms(balanced: Office, view_in: Callable[[str], View]) -> None:
    balanced.kpi({"balance": NPS})
    (kpi,) = balanced.write().definitions.roles[0].kpis
    assert "errors ≥ 9" in definition(view_in("zh-Hans"), kpi)
