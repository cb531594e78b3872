"""Approved exclusions and extensions."""

from fractions import Fraction
from typing import Any

import pytest
from office import Office, codes, result

SPAN = {"from": "received_at", "to": "answered_at", "within": "2 h"}
APPROVED = {"source": "calls", "reason": "台风", "approver": "经理"}


@pytest.fixture
def late(office: Office) -> Office:
    """One good case and two late ones."""
    office.kpi({"share": {"of": "calls", "good": SPAN}}, None)
    office.rows(
        ",E1,complaint,2026-10-01 08:00,2026-10-01 09:00",
        ",E1,complaint,2026-10-02 08:00,2026-10-02 11:00",
        ",E1,repair,2026-10-03 08:00,2026-10-03 11:00",
        ",E2,repair,2026-10-02 08:00,2026-10-02 11:00",
    )
    return office


@pytest.mark.parametrize(
    ("about", "good", "valid"),
    [
        ({"rows": ["2"]}, 1, 2),
        ({"where": {"category": "repair"}}, 1, 2),
        ({"window": {"from": "2026-10-02 08:00", "to": "2026-10-03 08:00"}}, 1, 2),
        ({"window": {"from": "2026-10-02 08:01", "to": "2026-10-04"}}, 1, 2),
        ({"employees": ["E2"]}, 1, 3),
        ({"employees": ["E1"], "where": {"category": "repair"}}, 1, 2),
        ({"rows": ["2", "3"], "action": "extend", "by": "1 h"}, 3, 3),
        ({"rows": ["2"], "action": "extend", "by": "59 min"}, 1, 3),
        (
            {"window": {"from": "2026-10-03", "to": "2026-10-04"}, "action": "extend", "by": "1 d"},
            2,
            3,
        ),
    ],
)
def test_what_an_approval_covers(
    late: Office, about: dict[str, Any], good: int, valid: int
) -> None:
    late.adjustments = [{"action": "exclude", **APPROVED, **about}]
    evaluation = late.evaluate()
    value = result(evaluation).value
    assert (value.numerator, value.denominator) == (good, valid)
    if "by" not in about:
        assert sum(value.excluded.values()) == 3 - valid
        assert evaluation.conservation[0].excluded >= 3 - valid


def test_extensions_add_up(late: Office) -> None:
    half = {**APPROVED, "action": "extend", "rows": ["2"], "by": "30 min"}
    late.adjustments = [half, half]
    assert late.result().value.numerator == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"action": "exclude"}, "adjustment-unbounded"),
        ({"action": "exclude", "rows": ["99"]}, "adjustment-unmatched"),
        ({"action": "extend", "rows": ["2"]}, "adjustment-without-length"),
        ({"action": "extend", "rows": ["2"], "by": "2 workdays"}, "not-supported-yet"),
        ({"action": "exclude", "rows": ["2"], "source": "other"}, "source-unknown"),
    ],
)
def test_approvals_that_say_too_little(late: Office, wrong: dict[str, Any], code: str) -> None:
    late.adjustments = [{**APPROVED, **wrong}]
    evaluation = late.evaluate()
    assert codes(evaluation) == [code]
    unsupported = code == "not-supported-yet"  # rows would be late as if nobody had agreed
    assert result(evaluation).value.denominator == (None if unsupported else 3)


def test_a_condition_that_cannot_be_computed(late: Office) -> None:
    late.adjustments = [{**APPROVED, "action": "exclude", "where": "category + 1 = 2"}]
    evaluation = late.evaluate()
    assert codes(evaluation) == ["adjustment-failed"]
    assert result(evaluation).status == "no_data"


@pytest.mark.parametrize(
    ("about", "code", "path"),
    [
        (
            {"window": {"from": "2026-10-03", "to": "2026-10-02"}},
            "adjustment-window-empty",
            "window",
        ),
        (
            {"window": {"from": "2026-10-02", "to": "2026-10-02"}},
            "adjustment-window-empty",
            "window",
        ),
        ({"employees": ["E1", "E9"], "rows": ["1"]}, "adjustment-unknown-employee", "employees/1"),
    ],
)
def test_approvals_that_would_do_nothing(
    late: Office, about: dict[str, Any], code: str, path: str
) -> None:
    late.adjustments = [{"action": "exclude", **APPROVED, **about}]
    [finding] = late.evaluate().findings
    assert (finding.code, finding.place.path) == (code, f"/adjustments/0/{path}")


def test_a_window_may_have_no_end(late: Office) -> None:
    window = {"from": "0001-01-01", "to": "9999-12-31"}
    late.adjustments = [{"action": "exclude", **APPROVED, "window": window}]
    assert late.result().status == "no_data"


def test_an_approval_pasted_twice_counts_once(late: Office) -> None:
    half = {"id": "half", **APPROVED, "action": "extend", "rows": ["2"], "by": "30 min"}
    late.adjustments = [half, half]
    evaluation = late.evaluate()
    assert codes(evaluation) == ["adjustment-twice"]
    assert result(evaluation).value.numerator == 1


def test_a_ratio_of_two_measures_tells_what_both_sides_leave_out(office: Office) -> None:
    some = {"count": {"of": "calls", "where": {"category": "a"}}}
    ratio = {"ratio": {"num": some, "den": {"count": {"of": "calls"}}}}
    office.kpi(ratio, 30, target="≥ 10%", score="pass")
    office.rows(*(f",E1,{kind},2026-10-0{n},2026-10-0{n}" for n, kind in enumerate("aabb", 1)))
    about = {**APPROVED, "action": "exclude"}
    office.adjustments = [about | {"rows": ["1"]}, about | {"rows": ["3"]}]
    value = office.result().value
    assert value.value == Fraction(1, 2)  # one a of the two rows left
    assert value.excluded == {0: 2, 1: 1}  # row 1 is left out above and below, row 3 below
