"""Points that depend on other KPIs: read exactly, and as a spreadsheet computes them."""

from fractions import Fraction
from random import Random

import pytest
from formula import in_a_sheet

from dutybook.model.score import Dependence, Rated, Score
from dutybook.model.values import Condition, Expression
from dutybook.rule.dependence import depended_on, unreadable
from dutybook.rule.points import formula_of
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.readers.excel import spreadsheet
from dutybook.rule.tree import VALUE, Formula

FACTS = ("kpi.a.met", "kpi.a.value", "kpi.b.met", "kpi.b.value")
CELLS = {
    VALUE.name: "A1",
    **{name: f"{column}1" for name, column in zip(FACTS, "BCDE", strict=True)},
}
CONDITIONS = (
    "kpi.a.met",
    "not kpi.a.met",
    "kpi.a.met or kpi.b.met",
    "kpi.a.met = false and kpi.b.value >= 2",
    "not (kpi.a.value < 1 or kpi.b.value > 3)",
    "kpi.a.value between 1 and 2",
    "kpi.b.value <> 2 or kpi.b.met <> true",
)
FIGURES = ("points * kpi.a.value", "coalesce(kpi.b.value, 3)", "full - 2 * (full - points)", "-1")


def score_of(dice: Random) -> Score:
    lines = []
    for _ in range(dice.choice([1, 2, 3])):
        given = {
            key: Expression(dice.choice(FIGURES))
            if dice.random() < 0.6
            else Fraction(dice.randint(0, 30))
            for key in dice.choice([["points"], ["cap"], ["floor"], ["cap", "floor"]])
        }
        when = Condition(dice.choice(CONDITIONS)) if dice.random() < 0.8 else None
        lines.append(Dependence(when, **given))
    return Score(Rated(), depends=tuple(lines))


def exactly(tree: Formula, known: dict[str, Fraction]) -> Fraction | None:
    try:
        return Reading(known).number(tree)
    except UndecidedError:
        return None


@pytest.mark.parametrize("seed", range(10))
def test_the_sheet_computes_what_the_evaluation_computes(seed: int) -> None:
    dice, decided = Random(seed), 0
    for _ in range(20):
        tree = formula_of(score_of(dice), None, Fraction(30), Fraction(10))
        formula = spreadsheet(tree, CELLS)
        for _ in range(5):
            known = {VALUE.name: Fraction(dice.randint(0, 10))}
            for name in FACTS:
                if dice.random() < 0.75:
                    most = 1 if name.endswith("met") else 4
                    known[name] = Fraction(dice.randint(0, most))
            wanted = exactly(tree, known)
            assert in_a_sheet(formula, CELLS, known) == wanted
            decided += wanted is not None
    assert 20 < decided < 100


def test_what_decides_alone_does_not_wait_for_the_other() -> None:
    line = Dependence(Condition("kpi.a.met or kpi.b.met"), points=Fraction(1))
    tree = formula_of(Score(Rated(), depends=(line,)), None, Fraction(30), Fraction(10))
    known = {VALUE.name: Fraction(5), "kpi.b.met": Fraction(1)}
    assert exactly(tree, known) == 1
    assert exactly(tree, known | {"kpi.b.met": Fraction(0)}) is None


def test_the_trace_says_what_was_read() -> None:
    line = Dependence(Condition("not kpi.a.met"), cap=Fraction(6))
    tree = formula_of(Score(Rated(), depends=(line,)), None, Fraction(30), Fraction(10))
    _, lines = Reading({VALUE.name: Fraction(5), "kpi.a.met": Fraction(0)}).of(tree)
    said = next(one for one in lines if one.word == "depends")
    assert said.slots == {
        "when": "not kpi.a.met", "with": "kpi.a.met = false", "before": "15", "points": "6",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("kpi.a.value", "kpi.a.value"),
        ("kpi.a.met > 1", "kpi.a.met"),
        ("kpi.a.value like 'x'", "LIKE"),
        ("case when kpi.a.met then true else false end", "CASE"),
    ],
)
def test_what_is_no_condition(when: str, what: str) -> None:
    assert what in unreadable(Dependence(Condition(when), points=Fraction(1)))


def test_which_kpis_are_read() -> None:
    line = Dependence(Condition("not kpi.a-b.met"), points=Expression("kpi.c.value * points"))
    assert depended_on(Score(Rated(), depends=(line,))) == {"a-b": {"met"}, "c": {"value"}}
