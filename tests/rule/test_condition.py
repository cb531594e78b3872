"""`when` conditions in three-valued logic."""

from fractions import Fraction

import pytest

from dutybook.rule.condition import Known, decide

KNOWN: dict[str, Known] = {
    "total": Fraction(85), "grade": "B", "kpi.a.met": True, "kpi.b.value": None, "unmet": Fraction(2),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("total >= 85", True),
        ("total > 85 or grade = 'B'", True),
        ("total between 80 and 90 and not grade in ('A', 'C')", True),
        ("grade <> 'B'", False),
        ("kpi.b.value < 1", None),
        ("kpi.b.value < 1 or kpi.a.met", True),
        ("kpi.b.value < 1 and total < 0", False),
        ("kpi.b.value < 1 and total > 0", None),
        ("not kpi.b.value < 1", None),
        ("kpi.b.value is null", True),
        ("total is not null", True),
        ("kpi.a.met is true", True),
        ("coalesce(kpi.b.value, 0) = 0", True),
        ("kpi.b.value in (1, 2)", None),
        ("kpi.b.value between 1 and 2", None),
        ("(total - 5) * 2 + unmet = 162", True),
        ("-total < 0", True),
        ("total = null", None),
        ("total <= 84.9", False),
        ("total + 1", None),  # no verdict at all
    ],
)
def test_conditions(text: str, wanted: bool | None) -> None:
    assert decide(text, KNOWN.__getitem__) is wanted


@pytest.mark.parametrize(
    "text", ["total = 'B'", "grade like 'B%'", "case when true then 1 end = 1"]
)
def test_what_makes_no_sense_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decide(text, KNOWN.__getitem__)
