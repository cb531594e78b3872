"""The formulas of the form, as text."""

from dataclasses import replace
from fractions import Fraction

from dutybook.grammar.number.rounding import AS_PRINTED
from dutybook.grammar.number.target import parse_target
from dutybook.papers.evaluation_form.excel.formulas import (
    adjusted,
    column_sum,
    grade_index,
    looked_up,
    met,
    total,
    weighted,
)
from dutybook.rule.sums import SetSum, Sums

FORM = Sums(
    bonus_cap=Fraction(5), penalty_cap=Fraction(10), minimum=Fraction(0), maximum=Fraction(105)
)
OPEN = Sums()
GRADES = [parse_target("≥ 90"), parse_target("70 ~ 89.9"), parse_target("< 70")]


def test_a_score_waits_for_every_rater_that_counts() -> None:
    cells = [("H9", Fraction(0)), ("I9", Fraction(4, 5)), ("J9", Fraction(1, 3))]
    assert weighted(cells, Fraction(1), AS_PRINTED, 2) == (
        '=IF(COUNT(I9,J9)<2,"",ROUND(I9*(0.8)+J9*(1/3),2))'
    )
    assert weighted(cells, Fraction(1, 2), AS_PRINTED, 2) == (
        '=IF(COUNT(I9,J9)<2,"",ROUND(I9*(0.8*(0.5))+J9*(1/3*(0.5)),2))'
    )


def test_a_sum_waits_for_every_cell() -> None:
    assert column_sum(["K9", "K11"]) == '=IF(COUNT(K9,K11)<2,"",SUM(K9,K11))'


def test_bonus_and_penalty_are_capped_apart() -> None:
    items = [("p", "K20"), ("q", "K22")]
    assert adjusted(items, FORM) == (
        "=(MIN((MAX(K20,0)+MAX(K22,0)),5)+MAX((MIN(K20,0)+MIN(K22,0)),(-10)))"
    )
    assert adjusted(items, replace(OPEN, take="highest")) == (
        "=(MAX(MAX(K20,0),MAX(K22,0))+MIN(MIN(K20,0),MIN(K22,0)))"
    )
    sets = [SetSum(of=["p"], bonus_cap=Fraction(3))]
    assert adjusted(items, replace(FORM, sets=sets)) == (
        "=(MIN((MAX(K22,0)+MIN(MAX(K20,0),3)),5)+MAX((MIN(K22,0)+MIN(K20,0)),(-10)))"
    )


def test_a_total_is_clamped_then_vetoed() -> None:
    assert total("K15", "K24", FORM, []) == '=IF(K15="","",MIN(MAX(ROUND((K15+K24),2),0),105))'
    assert total("K15", "", OPEN, [('K30="是"', Fraction(0))]) == (
        '=IF(K30="是",0,IF(K15="","",ROUND(K15,2)))'
    )


def test_the_first_grade_that_holds_is_taken() -> None:
    assert grade_index("K33", GRADES, [('K30="是"', 3)]) == (
        '=IF(ISNUMBER(K33),IF(K30="是",MAX(3,'
        "IF(K33>=90,1,IF(AND(K33>=70,K33<=89.9),2,IF(K33<70,3,0)))),"
        'IF(K33>=90,1,IF(AND(K33>=70,K33<=89.9),2,IF(K33<70,3,0)))),"")'
    )


def test_no_grade_is_a_dash() -> None:
    assert looked_up("dutybook!$D$1", "A38", "A40") == (
        '=IF(dutybook!$D$1="","",IF(dutybook!$D$1=0,"—",INDEX(A38:A40,dutybook!$D$1)))'
    )


def test_what_was_met_is_counted() -> None:
    assert met("H9:H12", "达标", 4) == '=COUNTIF(H9:H12,"达标")&" / 4"'


def test_a_base_and_no_weighted_kpi() -> None:
    assert column_sum([]) == "=0"
    assert total("K15", "K24", replace(OPEN, base=Fraction(100)), []) == (
        '=IF(K15="","",ROUND((100+(K15+K24)),2))'
    )


def test_ends_of_a_grade_that_are_out() -> None:
    assert "IF(AND(K1>=60,K1<90),1,0)" in grade_index("K1", [parse_target("[60, 90)")], [])
