"""An empty form under every kind of scheme: whatever is entered, its formulas give the total and the
grade that the evaluation gives for the same points, or the form says who works them out."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from formula import Recomputed
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from dutybook.files.formsheet import META
from dutybook.grammar.number.quantity import rounded
from dutybook.model import Kpi, Role, Scheme
from dutybook.papers.evaluation_form.context import EvaluationForm
from dutybook.papers.evaluation_form.excel.form import write
from dutybook.papers.evaluation_form.paper import evaluation_form
from dutybook.papers.view import View
from dutybook.plan.question import Ask, Sheet
from dutybook.roster.people import Assignment
from dutybook.score.result import KpiResult, SheetResult
from dutybook.score.total import total
from dutybook.tally.value import Value
from dutybook.workspace import load
from dutybook.yamltext import Origin

Yaml = dict[str, Any]
RATERS = {"self": "20%", "superior": "80%"}
GRADES = [
    {"grade": "A", "when": "≥ 90", "coefficient": 1.2},
    {"grade": "B", "when": "60 ~ 89", "coefficient": 1},
    {"grade": "C", "when": "< 60", "coefficient": 0.5},
]


def kpi(name: str, weight: int | None, group: str = "") -> Yaml:
    """A KPI with a weight, or an item without."""
    measure = {"count": {"of": "calls"}}
    rule: Yaml = {"incidents": {"each": 1}} if weight is None else {"incidents": {"each": -1}}
    data: Yaml = {"id": name, "name": name, "measure": measure, "score": rule}
    return data | ({"weight": weight} if weight else {}) | ({"group": group} if group else {})


def flag(name: str) -> Yaml:
    """What a veto reads."""
    return {"id": name, "name": name, "advisory": True, "measure": {"count": {"of": "calls"}}}


def veto(name: str, **effect: Any) -> Yaml:
    return {"id": name, "text": name, "when": f"kpi.{name}.value >= 1", "effect": effect}


THREE = [kpi("a", 50), kpi("b", 30), kpi("c", 20)]
ITEMS = [kpi(name, None) for name in "pqrs"]
GROUPED = [kpi("a", 40, "x"), kpi("b", 20, "x"), kpi("c", 10, "y"), kpi("d", 30)]
SETS = [
    {"id": "one", "of": ["p", "q"], "bonus_cap": 3, "penalty_cap": 2.5},
    {"id": "two", "of": ["r"], "take": "highest", "bonus_cap": 4},
]
VETOES = [
    veto("v-zero", total=0), veto("v-forty", total=40.005), veto("v-most", total_at_most=60),
    veto("v-less", total_at_most=55.5), veto("v-both", total=70, total_at_most=50, grade="C"),
    veto("v-grade", grade="B"), veto("v-kpi", kpi="a", points=12.5), veto("v-again", kpi="a", points=0),
    veto("v-item", kpi="p", points=-7),
]  # fmt: skip

FORMS: Mapping[str, tuple[Sequence[Yaml], Yaml]] = {
    "plain": (THREE, {}),
    "clamped": ([*THREE, *ITEMS], {"clamp": {"min": 20, "max": 100.5}}),
    "base": (ITEMS, {"base": 100, "adjustments": {"bonus_cap": 5, "penalty_cap": 30}}),
    "caps": ([*THREE, *ITEMS], {"adjustments": {"bonus_cap": 5.5, "penalty_cap": 0}}),
    "highest": ([*THREE, *ITEMS], {"adjustments": {"take": "highest", "bonus_cap": 4}}),
    "sets": ([*THREE, *ITEMS], {"adjustments": {"sets": SETS, "bonus_cap": 6}}),
    "highest of sets": ([*THREE, *ITEMS], {"adjustments": {"sets": SETS, "take": "highest"}}),
    "groups": (
        [*GROUPED, *ITEMS[:2]],
        {"groups": [{"id": "x", "points": 50, "floor": 10}, {"id": "y", "points": 10, "cap": 8}]},
    ),
    "groups without bounds": (
        [*GROUPED, kpi("p", None, "x"), kpi("q", None)],
        {"groups": [{"id": "x", "points": 30, "floor": "none", "cap": "none"}]},
    ),
    "groups that only deduct": (
        [kpi("a", 60), *(kpi(name, None, "x") for name in "pq"), kpi("r", None, "y"), ITEMS[3]],
        {
            "groups": [{"id": "x", "points": 25}, {"id": "y", "points": 15, "cap": "none"}],
            "adjustments": {"bonus_cap": 2, "penalty_cap": 3},
        },
    ),
    "an empty group": (THREE, {"groups": [{"id": "x", "points": 12, "cap": 10}]}),
    "weights inside groups": (
        [kpi("a", 60, "x"), kpi("b", 40, "x"), kpi("c", 7, "y"), kpi("d", 3, "y")],
        {"groups": [{"id": "x", "weight": "70%", "members": 100}, {"id": "y", "points": 30, "members": 10}]},
    ),
    "each out of 100": (THREE, {"kpi_full": 100}),
    "whole points": ([*THREE, *ITEMS], {"places": 0, "adjustments": {"bonus_cap": 2.5}}),
    "one place": ([*THREE, *ITEMS], {"places": 1, "clamp": {"min": 33.33, "max": 99.99}}),
    "vetoes": ([*THREE, *ITEMS], {"veto": VETOES, "adjustments": {"penalty_cap": 5}}),
    "vetoes on members of groups": (
        [kpi("a", 40, "x"), kpi("b", 60), kpi("p", None, "x")],
        {"groups": [{"id": "x", "points": 40}], "veto": VETOES},
    ),
    "not scored items": ([*THREE, {"id": "m", "name": "m", "target": "= 0", "measure": {"count": {"of": "calls"}}}], {}),
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A scheme's role with its form, opened."""

    role: Role
    scheme: Scheme
    doc: EvaluationForm
    book: Workbook

    @property
    def places(self) -> dict[str, str]:
        """Where each figure is entered."""
        rows = self.book[META].iter_rows()
        return {str(row[0].value): str(row[1].value) for row in rows if row[0].value}

    def beside(self, label: str) -> str:
        """The cell of a figure of the result."""
        sheet = self.book.worksheets[0]
        return f"G{max(c.row for r in sheet.iter_rows() for c in r if c.value == label)}"

    def texts(self) -> str:
        """All words on the form."""
        sheet = self.book.worksheets[0]
        return "\n".join(str(c.value) for r in sheet.iter_rows() for c in r if c.value)


def made(kpis: Sequence[Yaml], more: Yaml) -> Form:
    flags = [flag(one["id"]) for one in more.get("veto", ())]
    scheme = {"scheme": "s", "raters": RATERS, "grades": GRADES, "items": flags, **more}
    role = {"role": "r", "title": "岗", "kpis": list(kpis)}
    with TemporaryDirectory() as folder:
        files = {
            "dutybook.yaml": {"organisation": "甲", "scheme": "s"},
            "roles/r.yaml": role,
            "rules/schemes/s.yaml": scheme,
        }
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        workspace = load(Path(folder))
        assert not workspace.findings, workspace.findings
        view = View(workspace, "zh-Hans")
        found = view.role("r")
        assert found
        doc = evaluation_form(view, found)
        book = load_workbook(
            io.BytesIO(write({"doc": doc, "t": view.labels.words}, "zh-Hans", None))
        )
    return Form(found, workspace.definitions.schemes["s"], doc, book)


@cache
def form_of(name: str) -> Form:
    return made(*FORMS[name])


def scored(form: Form, kpis: Sequence[KpiResult], items: Sequence[KpiResult]) -> SheetResult:
    day = date(2026, 10, 1)
    place = Origin(form.scheme.origin.document).place
    held = (Assignment("E1", "甲", "r", day, date(2026, 11, 1), place),)
    days = ((day, date(2026, 11, 1)),)
    sheet = Sheet(0, "E1", "甲", form.role, form.scheme, held, days, (), ())
    return total(sheet, kpis, items)[0]


def result(kpi: Kpi, points: Fraction | None, value: int = 0) -> KpiResult:
    """A KPI that came to ``points``."""
    full = kpi.weight if not kpi.advisory else None
    exact = None if kpi.advisory or kpi.score is None else points
    found = Value("scored", Fraction(value))
    return KpiResult(Ask(kpi), found, exact=exact, full=full, met=True)


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=15, derandomize=True, deadline=None)
@given(data=st.data())
def test_formulas_give_the_engines_total(name: str, data: st.DataObject) -> None:
    form = form_of(name)
    sheet, places = form.book.worksheets[0], form.places
    kpis, items = [], []
    for one in form.role.kpis:
        weighed = form.scheme.weighed(one)
        if one.weight is None:
            bounds = (-1200, 1200) if one.score else (0, 0)
            whole = data.draw(st.integers(*bounds), label=one.id)
            points = Fraction(rounded(Fraction(whole, 100), form.scheme.places))
            if one.score:
                address = f"K{places[f'adjustment {one.id}']}"
                sheet[address] = float(points)
        else:
            assert weighed.weight is not None
            full = form.scheme.own_full(weighed) or weighed.weight
            own, above = (Fraction(data.draw(st.integers(0, 40)), 40) * full for _ in range(2))
            row = places[f"kpi {one.id}"]
            sheet[f"I{row}"], sheet[f"J{row}"] = float(own), float(above)
            points = (own / 5 + above * 4 / 5) * weighed.weight / full
        kpis.append(result(weighed, points))
    for one in form.scheme.items:
        happened = data.draw(st.booleans(), label=one.id)
        row = next(c.row for r in sheet.iter_rows() for c in r if c.value == one.id)
        sheet[f"K{row}"] = "是" if happened else "否"
        items.append(result(one, None, int(happened)))
    found = scored(form, kpis, items)
    assert found.total is not None
    computed = Recomputed(form.book)
    address = form.beside("总分")
    assert computed.value(sheet, address) == Fraction(found.total)
    assert computed.value(sheet, f"G{int(address[1:]) + 1}") == (found.grade or "—")


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_has_no_total(name: str) -> None:
    form = made(*FORMS[name])
    shown = Recomputed(form.book).value(form.book.worksheets[0], form.beside("总分"))
    weighted = any(kpi.weight for kpi in form.role.kpis)
    assert shown == ("" if weighted else 100)  # a base stands


def test_a_grade_that_depends_on_ranks_is_left_to_people() -> None:
    shares = {"rank": {"within": "department", "ties": "down"}, "distribution": [{"grade": "A", "at_most": "20%"}]}  # fmt: skip
    form = made(THREE, shares)
    sheet = form.book.worksheets[0]
    row = int(form.beside("总分")[1:]) + 1
    assert [sheet[f"G{at}"].value for at in (row, row + 1)] == [None, None]
    assert not sheet[f"G{row}"].protection.locked
    assert "等级有名额限制，由人力资源部" in form.texts()
    assert "A 等最多占 20%（同部门内排名）" in form.texts()
    assert form.book[META]["D1"].value is None


def test_a_coefficient_on_a_curve_of_the_total_follows_it() -> None:
    line = {"interpolate": {"points": {0: 0, 100: 1}, "outside": "clamp"}}
    form = made(THREE, {"coefficient": line})
    sheet = form.book.worksheets[0]
    row = int(form.beside("总分")[1:])
    coefficient = sheet[f"G{row + 2}"]
    assert coefficient.value is not None
    assert "绩效系数由人力资源部" not in form.texts()
    sheet[f"G{row}"] = 85.5
    assert Recomputed(form.book).value(sheet, coefficient.coordinate) == Fraction(171, 200)


def test_items_in_two_sets_leave_the_total_to_people() -> None:
    sets = [{"id": "one", "of": ["p", "q"], "bonus_cap": 3}, {"id": "two", "of": ["q"], "bonus_cap": 1}]  # fmt: skip
    form = made([*THREE, *ITEMS], {"adjustments": {"sets": sets}})
    assert form.book.worksheets[0][form.beside("总分")].value is None
    assert "总分和等级不在表内计算，由人力资源部" in form.texts()
