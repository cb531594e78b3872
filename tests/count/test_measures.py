"""Every measure by hand: what counts, what waits, what is left out (docs/semantics.md#measures)."""

from fractions import Fraction

import pytest
from office import Office, codes, result

COMPLAINTS = {"category": "complaint"}
TWO_HOURS = {"from": "received_at", "to": "answered_at", "within": "2 h"}


def figures(office: Office, employee: str = "E1", **how: str) -> tuple[object, ...]:
    value = office.result(employee, **how).value
    return value.numerator, value.denominator, value.pending


def test_share_counts_late_open_and_pending_cases(office: Office) -> None:
    office.kpi({"share": {"of": "calls", "where": COMPLAINTS, "good": TWO_HOURS}})
    office.rows(
        ",E1,complaint,2026-10-01 08:00,2026-10-01 09:00",
        ",E1,complaint,2026-10-01 08:00,2026-10-01 10:01",
        ",E1,complaint,2026-10-02 08:00,",  # open and past its limit
        ",E1,complaint,2026-10-31 23:00,",  # open, limit not over at the period's end
        ",E1,repair,2026-10-02 08:00,",
    )
    assert figures(office) == (1, 3, 1)
    assert office.result().value.value == Fraction(1, 3)


@pytest.mark.parametrize(
    ("answered", "good"),
    [("10:00", 1), ("10:00:01", 0), ("10:00:00.000001", 0), ("09:59:59", 1)],
)
def test_exactly_on_the_limit_is_on_time(office: Office, answered: str, good: int) -> None:
    office.kpi({"share": {"of": "calls", "good": TWO_HOURS}})
    office.rows(f",E1,complaint,2026-10-01 08:00,2026-10-01 {answered}")
    assert figures(office) == (good, 1, 0)


@pytest.mark.parametrize(
    ("received", "inside"),
    [
        ("2026-10-01 00:00", True),
        ("2026-09-30 23:59:59", False),
        ("2026-10-31 23:59:59", True),
        ("2026-11-01 00:00", False),
        ("2026-10-31T16:00:00Z", False),  # midnight in Shanghai
        ("2026-09-30T16:00:00Z", True),
        ("2026-10-01T00:00:00+09:00", False),
    ],
)
def test_a_period_is_half_open_in_local_time(office: Office, received: str, inside: bool) -> None:
    office.kpi({"count": {"of": "calls"}})
    office.rows(f",E1,complaint,{received},", ",E1,complaint,2026-10-02 08:00,")
    assert office.result().value.value == 1 + inside


def test_what_happens_after_as_of_has_not_happened(office: Office) -> None:
    office.kpi({"share": {"of": "calls", "good": {**TWO_HOURS, "within": "48 h"}}})
    office.rows(
        ",E1,complaint,2026-10-10 08:00,2026-10-11 08:00",
        ",E1,complaint,2026-10-10 08:00,2026-10-10 12:00",
        ",E1,complaint,2026-10-11 08:00,2026-10-11 09:00",
    )
    assert figures(office, as_of="2026-10-10") == (1, 1, 1)
    assert figures(office, as_of="2026-10-11") == (3, 3, 0)


def test_as_of_defaults_to_the_cut_off(office: Office) -> None:
    office.scheme["cut_off"] = "day 3 of the next month"
    office.kpi({"share": {"of": "calls", "good": TWO_HOURS}})
    office.rows(",E1,complaint,2026-10-31 23:00,")
    evaluation = office.evaluate()
    assert evaluation.as_of.isoformat() == "2026-11-03"
    assert result(evaluation).value.denominator == 1


def test_a_condition_without_an_answer_is_not_good(office: Office) -> None:
    office.kpi({"share": {"of": "calls", "good": {"repeated": False}}})
    office.rows(",E1,false", ",E1,true", ",E1,", head="no,employee,repeated")
    office.rows(
        ",E1,2026-10-01,false", ",E1,2026-10-01,是", ",E1,2026-10-01,",
        head="no,employee,received_at,repeated",
    )  # fmt: skip
    assert figures(office) == (1, 3, 0)


LIMITS = [
    # limit, answered, good
    ("30 min", "2026-10-08 08:30", True),
    ("30 min", "2026-10-08 08:31", False),
    ("same day", "2026-10-08 23:59", True),
    ("same day", "2026-10-09 00:01", False),
    ("same day by 17:00", "2026-10-08 17:00", True),
    ("same day by 17:00", "2026-10-08 17:01", False),
    ("next day by 12:00", "2026-10-09 12:00", True),
    ("next day by 12:00", "2026-10-09 12:01", False),
    ("3 d", "2026-10-11 23:59", True),
    ("3 d", "2026-10-12 00:01", False),
    ("1 week", "2026-10-15 23:59", True),
    ("1 week", "2026-10-16 00:01", False),
    ("1 month", "2026-11-08 23:59", True),
    ("1 month", "2026-11-09 00:01", False),
    ({"limit": "3 d", "start": "same_day"}, "2026-10-10 23:59", True),
    ({"limit": "3 d", "start": "same_day"}, "2026-10-11 00:01", False),
    ("same month", "2026-10-31 23:59", True),
    ("当月", "2026-11-01 00:01", False),
    ("当月25日前", "2026-10-25 23:59", True),
    ("same month by day 25", "2026-10-26 00:01", False),
    ("next month by day 5", "2026-11-05 23:59", True),
    ("次月5日前", "2026-11-06 00:01", False),
    ("next month by day 31", "2026-11-30 23:59", True),  # a short month has its last day
    ("下月底前", "2026-12-01 00:01", False),
    ({"by": "level", "major": "1 h", "else": "4 h"}, "2026-10-08 09:00", True),
    ({"by": "level", "major": "1 h", "else": "4 h"}, "2026-10-08 09:01", False),
    (
        {"limit": "30 min", "times": {"by": "level", "major": 1.5, "else": 1}},
        "2026-10-08 08:45",
        True,
    ),
    (
        {"limit": "30 min", "times": {"by": "level", "major": 1.5, "else": 1}},
        "2026-10-08 08:46",
        False,
    ),
    ({"due": "due_at"}, "2026-10-08 11:00", True),
    ({"due": "due_at"}, "2026-10-08 11:01", False),
    ({"due": "due_on"}, "2026-10-09 23:59", True),
    ({"due": "due_on"}, "2026-10-10 00:01", False),
    ({"due": "closed_at", "else": "1 h"}, "2026-10-08 09:00", True),
    ({"due": "closed_at", "else": "1 h"}, "2026-10-08 09:01", False),
]


@pytest.mark.parametrize(("limit", "answered", "good"), LIMITS)
def test_limits(office: Office, limit: object, answered: str, good: bool) -> None:
    span = {"from": "received_at", "to": "answered_at", "within": limit}
    office.kpi({"share": {"of": "calls", "good": span}})
    office.rows(
        f",E1,major,2026-10-08 08:00,{answered},2026-10-08 11:00,2026-10-09,",
        head="no,employee,level,received_at,answered_at,due_at,due_on,closed_at",
    )
    assert figures(office, as_of="2026-11-30")[:2] == (int(good), 1)


def test_the_first_of_several_ends_counts(office: Office) -> None:
    span = {"from": "received_at", "to": ["answered_at", "closed_at"], "within": "1 h"}
    office.kpi({"share": {"of": "calls", "good": span}})
    office.rows(
        ",E1,2026-10-08 08:00,2026-10-08 10:00,2026-10-08 08:30",
        ",E1,2026-10-08 08:00,,2026-10-08 09:30",
        head="no,employee,received_at,answered_at,closed_at",
    )
    assert figures(office) == (1, 2, 0)


def test_a_case_no_limit_applies_to_leaves_the_kpi_undecided(office: Office) -> None:
    span = {**TWO_HOURS, "within": {"by": "level", "major": "1 h", "else": "error"}}
    office.kpi({"share": {"of": "calls", "good": span}}, target="≥ 90%", score="pass")
    office.rows(
        ",E1,minor,2026-10-08 08:00,2026-10-08 08:10",
        head="no,employee,level,received_at,answered_at",
    )
    evaluation = office.evaluate()
    found = result(evaluation)
    assert (found.status, found.value.undefined, found.points) == ("undecided", 1, None)
    assert "limit-undefined" in codes(evaluation)


def test_ratio_is_sum_over_sum(office: Office) -> None:
    office.kpi({"ratio": {"of": "calls", "num": "paid", "den": "billed"}})
    office.rows(
        ',E1,2026-10-01,"1,234.5",2000', ",E1,2026-10-01,0,500.50", ",E1,2026-10-01,,100",
        head="no,employee,received_at,paid,billed",
    )  # fmt: skip
    value = office.result().value
    assert (value.numerator, value.denominator) == (Fraction("1234.5"), Fraction("2500.5"))
    assert value.no_value == 1


def test_nothing_over_nothing_is_no_data(office: Office) -> None:
    office.kpi({"ratio": {"of": "calls", "num": "paid", "den": "billed"}}, None)
    office.rows(",E1,2026-10-01,5,0", head="no,employee,received_at,paid,billed")
    assert office.result().status == "no_data"
    assert office.result("E2").status == "no_data"


def test_mean_is_over_rows_that_have_a_value(office: Office) -> None:
    office.kpi({"mean": {"of": "calls", "value": "errors * 2 + 1"}})
    office.rows(
        ",E1,2026-10-01,1",
        ",E1,2026-10-01,4",
        ",E1,2026-10-01,",
        head="no,employee,received_at,errors",
    )
    value = office.result().value
    assert (value.value, value.no_value) == (6, 1)


def test_sum_and_count_of_nothing_are_zero(office: Office) -> None:
    office.kpi({"sum": {"of": "calls", "value": "errors"}})
    office.kpi({"count": {"of": "calls", "where": "errors > 2"}})
    office.rows(",E1,2026-10-01,1", ",E1,2026-10-01,4", head="no,employee,received_at,errors")
    evaluation = office.evaluate()
    assert [result(evaluation, e, k).value.value for e in ("E1", "E2") for k in ("k", "k2")] == [
        5,
        1,
        0,
        0,
    ]


def test_late_count(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "late": TWO_HOURS}})
    office.rows(
        ",E1,complaint,2026-10-01 08:00,2026-10-01 11:00",
        ",E1,complaint,2026-10-01 08:00,2026-10-01 09:00",
        ",E1,complaint,2026-10-01 08:00,",
        ",E1,complaint,2026-10-31 23:00,",
    )
    value = office.result().value
    assert (value.value, value.denominator, value.pending) == (2, None, 1)


def test_moments_in_conditions_are_local_time(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "where": "received_at >= '2026-10-05 08:00'"}})
    office.kpi({"count": {"of": "calls", "where": "answered_at > received_at"}})
    office.rows(
        ",E1,complaint,2026-10-05 08:00,2026-10-05 08:01",
        ",E1,complaint,2026-10-05 07:59,",
    )
    evaluation = office.evaluate()
    assert [result(evaluation, kpi=k).value.value for k in ("k", "k2")] == [1, 1]


RATINGS = "no,employee,received_at,kpi,rater,value"


def rating(office: Office, raters: dict[str, str] | None = None) -> None:
    body = {"of": "calls", "scale": 100, **({"raters": raters} if raters else {})}
    office.kpi({"rating": body}, target="≥ 80", score="rating")


def test_rating_is_the_mean_per_rater_weighted(office: Office) -> None:
    rating(office, {"self": "20%", "superior": "80%"})
    office.rows(
        ",E1,2026-10-05,k,self,100", ",E1,2026-10-05,k,superior,80", ",E1,2026-10-05,k,superior,90",
        ",E1,2026-10-05,other,superior,0", ",E1,2026-10-05,k,peer,0", head=RATINGS,
    )  # fmt: skip
    found = office.result()
    assert found.value.value == Fraction(20, 100) * 100 + Fraction(80, 100) * 85
    assert found.exact == Fraction(88) / 100 * 30


def test_a_missing_rater_is_waited_for_and_never_zero(office: Office) -> None:
    rating(office, {"self": "20%", "superior": "80%"})
    office.role["kpis"][0]["no_data"] = "zero"
    office.rows(",E1,2026-10-05,k,self,100", head=RATINGS)
    found = office.result()
    assert (found.status, found.points) == ("not_rated", None)
    assert [one.rater for one in found.value.lacking] == ["superior"]
    assert found.held


def test_raters_default_to_the_schemes_then_to_equal_weights(office: Office) -> None:
    rating(office)
    office.rows(",E1,2026-10-05,k,self,100", ",E1,2026-10-05,k,peer,50", head=RATINGS)
    assert office.result().value.value == 75
    office.scheme["raters"] = {"self": "10%", "peer": "90%"}
    assert office.result().value.value == 55


def test_a_kpi_without_measure_is_shown_never_zero(office: Office) -> None:
    office.kpi(None)
    office.rows(",E1,complaint,2026-10-01 08:00,")
    found = office.result()
    assert (found.status, found.points, found.held) == ("not_evaluable", None, True)


def test_rows_reach_people_by_area_on_the_rows_date(office: Office) -> None:
    del office.source["employee"]
    office.source["area"] = "area"
    office.people = (
        "employee,name,role,from,to,area\nE1,甲,clerk,,2026-10-10,A;B\nE1,甲,clerk,2026-10-11,,A\n"
        "E2,乙,clerk,2026-10-11,,B、C\n"
    )
    office.kpi({"count": {"of": "calls"}})
    office.rows(",A,2026-10-10", ",B,2026-10-10", ",B,2026-10-11", ",C,2026-10-01", ",D,2026-10-01",
                head="no,area,received_at")  # fmt: skip
    evaluation = office.evaluate()
    assert [result(evaluation, e).value.value for e in ("E1", "E2")] == [2, 1]
    part = evaluation.conservation[0]
    assert (part.counted, part.other_employee, part.rejected) == (3, 1, 1)


def test_rows_count_on_the_days_of_the_assignment(office: Office) -> None:
    office.people = (
        "employee,name,role,from,to\nE1,甲,clerk,2026-10-05,2026-10-10\nE1,甲,clerk,2026-10-20,\n"
    )
    office.kpi({"count": {"of": "calls"}})
    days = ("04 23:59", "05 00:00", "10 23:59", "11 00:00", "19 12:00", "20 00:00")
    office.rows(*(f",E1,x,2026-10-{day}," for day in days))
    evaluation = office.evaluate()
    assert result(evaluation).value.value == 3
    assert evaluation.sheets[0].sheet.length == 18
    assert evaluation.conservation[0].other_employee == 3


def test_period_by_due(office: Office) -> None:
    office.source |= {"due": "due_at", "period_by": "due"}
    office.kpi(
        {
            "share": {
                "of": "calls",
                "good": {"from": "received_at", "to": "answered_at", "within": {"due": "due_at"}},
            }
        }
    )
    office.rows(
        ",E1,2026-09-29,2026-10-01,2026-10-02", ",E1,2026-10-30,,2026-11-02",
        head="no,employee,received_at,answered_at,due_at",
    )  # fmt: skip
    assert figures(office) == (1, 1, 0)
    evaluation = office.evaluate()
    assert evaluation.conservation[0].other_period == 1


def test_limits_between_dates(office: Office) -> None:
    span = {"from": "received_on", "to": "due_on", "within": "2 d"}
    office.source["time"] = "received_on"
    office.kpi({"share": {"of": "calls", "good": span}}, None)
    office.rows(
        ",E1,2026-10-01,2026-10-03", ",E1,2026-10-01,2026-10-04", ",E1,2026-10-31,",
        ",E1,2026-11-01,", head="no,employee,received_on,due_on",
    )  # fmt: skip
    assert figures(office) == (1, 2, 1)


def test_excluded_ratings_are_counted_as_such(office: Office) -> None:
    rating(office, {"superior": "100%"})
    office.adjustments = [
        {
            "source": "calls",
            "action": "exclude",
            "rows": ["1"],
            "reason": "误填",
            "approver": "经理",
        }
    ]
    office.rows(",E1,2026-10-05,k,superior,10", ",E1,2026-10-05,k,superior,90", head=RATINGS)
    value = office.result().value
    assert (value.value, value.excluded) == (90, {0: 1})
