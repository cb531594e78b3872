"""One rule, several readings: what a spreadsheet computes is what the evaluation computes."""

from fractions import Fraction

import pytest
from formula import in_a_sheet
from random_rules import SCALE, Rules

from dutybook.rule.kinds.incidents import AMOUNT
from dutybook.rule.points import formula_of
from dutybook.rule.readers.exact import Reading, UndecidedError
from dutybook.rule.readers.excel import TooLongError, spreadsheet
from dutybook.rule.tree import VALUE, Formula, printed

CELLS = {VALUE.name: "A1", AMOUNT: "B1"}


def exactly(tree: Formula, values: dict[str, Fraction]) -> Fraction | None:
    try:
        return Reading(values).of(tree)[0]
    except UndecidedError:
        return None


@pytest.mark.parametrize("seed", range(20))
def test_the_sheet_computes_what_the_evaluation_computes(seed: int) -> None:
    rules = Rules(seed)
    decided = too_long = 0
    for _ in range(40):
        percent = rules.random.random() < 0.5
        score, target = rules.score(percent), rules.target(percent)
        full = rules.random.choice([None, Fraction(30), Fraction(25, 2)])
        tree = printed(
            formula_of(score, target, full, SCALE), rules.rounding(), rules.random.randint(0, 3)
        )
        try:
            formula = spreadsheet(tree, CELLS)
        except TooLongError:  # bands of lines that contradict each other: no form has them
            too_long += 1
            continue
        for _ in range(4):
            values = {
                VALUE.name: rules.value(percent),
                AMOUNT: Fraction(rules.random.randint(-9, 9)),
            }
            wanted = exactly(tree, values)
            assert in_a_sheet(formula, CELLS, values) == wanted, (score, target, full, values)
            decided += wanted is not None
    assert too_long < 4
    assert decided > 80  # most rules say something about most values
