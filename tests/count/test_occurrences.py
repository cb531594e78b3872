"""What was owed and did not happen: occurrences, who owes them, and which record answers which."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from office import Office, codes, result

from dutybook.count.schedule.occurrences import Answer
from dutybook.score.evaluation import Run

HEAD = "no,employee,received_at,for"


def owe(office: Office, schedule: str, count: list[str] | None = None, **duty: Any) -> None:
    office.role["duties"] = [{"id": "report", "text": "交报表", "schedule": schedule, **duty}]
    body = {"duty": "report", "of": "calls", **({"count": count} if count else {})}
    office.kpi({"schedule": body}, None)


def owed(run: Run) -> Sequence[Answer]:
    """What became of everything the first sheet owed, by the first question."""
    spine = run.counted.taken[0].spine
    assert spine
    return spine.answers[0]


def outcome(office: Office, employee: str = "E1", as_of: str | None = None) -> tuple[Any, ...]:
    value = office.result(employee, as_of=as_of).value
    return value.status, value.numerator, value.denominator, value.pending


@pytest.mark.parametrize(
    ("handed_in", "wanted"),
    [
        ("2026-10-05 23:59", ("scored", 1, 1, 0)),
        ("2026-10-06 00:00", ("scored", 0, 1, 0)),  # by day 5 ends with day 5: that is the next
        ("2026-10-06 00:01", ("scored", 0, 1, 0)),
        ("2026-09-30 12:00", ("scored", 0, 1, 0)),  # before its month began: not for this one
    ],
)
def test_by_day_5_ends_with_day_5(office: Office, handed_in: str, wanted: tuple[Any, ...]) -> None:
    owe(office, "every month by day 5")
    office.rows(f",E1,{handed_in},", ",E2,2026-10-02,", head=HEAD)
    assert outcome(office) == wanted


def test_what_was_never_handed_in_is_missing_once_due(office: Office) -> None:
    owe(office, "every month by day 5")
    office.rows(",E2,2026-10-02,", head=HEAD)
    assert outcome(office) == ("scored", 0, 1, 0)
    assert outcome(office, as_of="2026-10-05") == ("scored", 0, 1, 0)
    assert outcome(office, as_of="2026-10-04") == ("pending", 0, 0, 1)


def test_counted_outcomes(office: Office) -> None:
    owe(office, "every week", ["late", "missing"])
    office.rows(
        ",E1,2026-10-04 18:00,", ",E1,2026-10-12 09:00,", ",E1,2026-10-18 18:00,2026-10-13",
        head=HEAD,
    )  # fmt: skip
    # Weeks by their Thursday: 28 Sep, 5, 12, 19 and 26 Oct; the one handed in on the 12th is that
    # week's, and what the third names is answered already: three are missing.
    value = office.result(as_of="2026-11-03").value
    assert (value.value, value.denominator) == (3, None)


def test_a_record_answers_the_occurrence_it_names(office: Office) -> None:
    owe(office, "every month by days 10 and 25")
    office.rows(",E1,2026-10-09,2026-10-25", ",E1,2026-10-27,2026-10-10", head=HEAD)
    assert outcome(office) == ("scored", 1, 2, 0)
    office.rows(",E1,2026-10-09,", ",E1,2026-10-27,", head=HEAD)
    assert outcome(office) == ("scored", 1, 2, 0)
    office.rows(",E1,2026-10-09,2026-09-10", ",E1,2026-10-20,2026-10-01", head=HEAD)
    assert outcome(office) == ("scored", 0, 2, 0)  # the first is for September


def test_several_a_week(office: Office) -> None:
    owe(office, "2 times a week")
    rows = [f",E1,2026-10-{day:02d}," for day in (1, 2, 6, 7, 8, 13)]
    office.rows(*rows, head=HEAD)
    # The first two weeks are whole, the third half; of the third visit in week two nothing comes.
    assert outcome(office)[1:3] == (5, 8)


def test_answers_after_the_period_count_by_as_of(office: Office) -> None:
    owe(office, "every quarter by day 3 of the next month")
    office.rows(",E1,2026-11-02,", ",E1,2026-10-02,", head=HEAD)
    assert outcome(office)[0] == "not_applicable"
    office.role["duties"][0]["schedule"] = "every month by day 3 of the next month"
    assert outcome(office) == ("pending", 0, 0, 1)  # on 2 October it is September's turn
    office.source["complete_to"] = "2026-12-31"
    assert result(office.evaluate("2026-09", "2026-10-03")).value.numerator == 1
    office.rows(",E1,2026-11-02,", ",E2,2026-10-02,", head=HEAD)
    assert outcome(office)[0] == "pending"
    evaluation = office.evaluate(as_of="2026-11-03")
    assert result(evaluation).value.numerator == 1
    assert (evaluation.conservation[0].counted, evaluation.conservation[0].other_period) == (2, 0)


def test_not_applicable_gives_its_weight_away(office: Office) -> None:
    owe(office, "every year")
    office.role["kpis"][0] |= {"weight": 50, "target": "≥ 100%", "score": "pass"}
    office.kpi({"count": {"of": "calls"}}, 50, target="≥ 1", score="pass")
    office.rows(",E1,2026-10-02,", head=HEAD)
    sheet = office.evaluate().sheets[0]
    assert (sheet.status, sheet.total) == ("complete", 100)


def test_a_post_owes_once_for_all_its_holders(office: Office) -> None:
    owe(office, "every day", owed_by="post")
    office.rows(*(f",E{1 + day % 2},2026-10-{day:02d} 08:00," for day in range(1, 31)), head=HEAD)
    assert outcome(office, "E1") == outcome(office, "E2") == ("scored", 30, 31, 0)


def test_a_person_owes_while_in_post_and_present(office: Office) -> None:
    owe(office, "every day")
    office.people = "employee,name,role,from,to\nE1,甲,clerk,2026-10-11,2026-10-20\n"
    office.logs["absences.csv"] = (
        "employee,from,to,reason\nE1,2026-10-12,2026-10-13,病假\nE1,x,y,\n"
    )
    office.rows(",E1,2026-10-11 08:00,", head=HEAD)
    evaluation = office.evaluate()
    assert result(evaluation).value.denominator == 8
    assert codes(evaluation) == ["absence-unreadable"]


def test_exclusions_and_extensions_of_what_is_owed(office: Office) -> None:
    owe(office, "every day by 17:00")
    more = {"source": "calls", "reason": "停电", "approver": "经理"}
    office.adjustments = [
        {**more, "action": "exclude", "window": {"from": "2026-10-02", "to": "2026-10-04"}},
        {
            **more,
            "action": "extend",
            "by": "2 h",
            "window": {"from": "2026-10-05", "to": "2026-10-06"},
        },
        {**more, "action": "extend", "by": "1 d", "rows": ["late"]},
        {**more, "action": "exclude", "rows": ["gone"]},
    ]
    office.rows(
        ",E1,2026-10-01 16:00,2026-10-01", ",E1,2026-10-05 18:59,2026-10-05",
        "late,E1,2026-10-07 16:59,2026-10-06", "gone,E1,2026-10-08 20:00,2026-10-07",
        ",E1,2026-10-09 17:01,2026-10-08", head=HEAD,
    )  # fmt: skip
    value = office.result(as_of="2026-10-09").value
    assert (value.numerator, value.denominator) == (
        3,
        6,
    )  # 1, 5 and 6 on time; 8 late, 4 and 9 missing
    assert value.excluded == {0: 2, 3: 1}


def test_a_record_that_answers_nothing_still_counts_once(office: Office) -> None:
    owe(office, "every month by day 5")
    office.rows(",E1,2026-10-02,", ",E1,2026-10-03,", ",E2,2026-10-03,", head=HEAD)
    part = office.evaluate().conservation[0]
    assert (part.read, part.counted) == (3, 3)


def test_workdays_are_the_calendars(office: Office) -> None:
    owe(office, "every workday by 09:00")
    office.config["calendar"] = "cn-mainland"
    office.rows(*(f",E1,2026-10-{day:02d} 08:30," for day in range(1, 11)), head=HEAD)
    # October 2026 has 18 workdays: 22 Mondays to Fridays − 5 days off + Saturday the 10th. What
    # was handed in on the days off answers nothing.
    assert outcome(office, as_of="2026-11-03") == ("scored", 3, 18, 0)
    assert outcome(office, as_of="2026-10-10") == ("scored", 3, 3, 15)


def test_a_due_day_off_rolls_to_the_next_workday(office: Office) -> None:
    owe(office, "every month by day 5")
    office.config["calendar"] = "cn-mainland"
    office.rows(",E1,2026-10-08 17:00,", ",E2,2026-10-09 00:01,", head=HEAD)
    assert outcome(office) == ("scored", 0, 1, 0)
    office.role["duties"][0]["schedule"] = {"every": "every month by day 5", "roll": "next_workday"}
    assert outcome(office) == ("scored", 1, 1, 0)
    assert outcome(office, "E2") == ("scored", 0, 1, 0)
    office.role["duties"][0]["schedule"] = {
        "rrule": "FREQ=MONTHLY;BYMONTHDAY=3", "due": "18:00", "roll": "next_workday",
    }  # fmt: skip
    assert outcome(office) == ("scored", 1, 1, 0)


def test_recurrence_rules_and_duties_without_a_schedule(office: Office) -> None:
    owe(office, "every month by day 5")
    office.rows(",E1,2026-10-02,", head=HEAD)
    office.role["duties"][0]["schedule"] = {"rrule": "FREQ=WEEKLY;BYDAY=FR", "due": "17:00"}
    value = office.result().value
    assert (value.denominator, value.value) == (5, Fraction(1, 5))
    del office.role["duties"][0]["schedule"]
    assert codes(office.evaluate()) == ["duty-without-schedule"]


@pytest.mark.parametrize("content", ["", "who,when\nE1,2026-10-01\n"])
def test_absences_that_cannot_be_used(office: Office, content: str) -> None:
    owe(office, "every day")
    office.logs["absences.csv"] = content
    office.rows(",E1,2026-10-11 08:00,", head=HEAD)
    evaluation = office.evaluate()
    assert set(codes(evaluation)) <= {"csv-empty", "csv-column-missing"}
    assert result(evaluation).value.denominator == 31


@pytest.mark.parametrize(
    ("schedule", "period", "days", "wanted"),
    [
        # weeks of Thursdays 1, 8, 15, 22 and 29 October: 28 September to 1 November
        ("7 times a week", "2026-10", [f"10-{day:02d}" for day in range(1, 32)], (31, 35)),
        (
            "每月不少于2次",
            "2026-10",
            ["10-03", "10-04", "10-05"],
            (2, 2),
        ),  # one beyond what is owed
        ("twice a quarter", "2026-Q4", ["09-30", "10-20"], (1, 2)),
        ("3 times a half-year", "2026-H2", ["07-01", "07-02", "12-31", "12-31"], (3, 3)),
        ("4 times a year", "2026", ["01-01", "12-31"], (2, 4)),
        ("每天两次", "2026-10", ["10-01", "10-01", "10-01", "10-02"], (3, 62)),
    ],
)
def test_n_times_in_every_kind_of_window(
    office: Office, schedule: str, period: str, days: list[str], wanted: tuple[int, int]
) -> None:
    owe(office, schedule)
    kinds = {"2026-10": "month", "2026-Q4": "quarter", "2026-H2": "half_year", "2026": "year"}
    office.scheme["period"] = kinds[period]
    office.rows(*(f",E1,2026-{day}," for day in days), head=HEAD)
    value = result(office.evaluate(period, "2027-01-31")).value
    assert (value.numerator, value.denominator) == wanted


def test_what_is_beyond_what_is_owed_hides_no_miss(office: Office) -> None:
    owe(office, "3 times a week", ["missing"])
    busy = [f",E1,2026-10-{day:02d}," for day in (5, 6, 7, 8, 9, 10, 11)]
    office.rows(*busy, head=HEAD)
    # Seven in the second week answer its three; the other four weeks lack all of theirs.
    assert office.result(as_of="2026-11-03").value.value == 12
    office.role["kpis"] = []
    owe(office, "every day by 17:00")
    office.rows(
        ",E1,2026-10-02 09:00,", ",E1,2026-10-02 10:00,", ",E1,2026-10-03 18:00,", head=HEAD
    )
    # The first day is missing, the second done twice, the third late: one miss makes no others late.
    value = office.result(as_of="2026-10-03").value
    assert (value.numerator, value.denominator) == (1, 3)
    office.rows(",E1,2026-10-02 09:00,", ",E1,2026-10-02 10:00,2026-10-01", head=HEAD)
    with office.run(as_of="2026-10-03") as run:  # what names an earlier day is late, not missing
        states = [a.state for a in owed(run)][:3]
    assert states == ["late", "on_time", "missing"]


@pytest.mark.parametrize(
    ("schedule", "handed_in", "wanted"),
    [
        ("every week by friday 17:00", "2026-10-10 09:00", "late"),  # still that week
        ("every week by friday 17:00", "2026-10-12 09:00", "missing"),  # the next week's
        ("every workday by 09:00", "2026-10-11 12:00", "late"),  # Saturday's, before Monday's
        ({"rrule": "FREQ=WEEKLY;BYDAY=FR", "due": "17:00"}, "2026-10-14 09:00", "late"),
        ({"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"}, "2026-10-15 09:00", "late"),
    ],
)
def test_whose_turn_it_is(office: Office, schedule: Any, handed_in: str, wanted: str) -> None:
    owe(office, schedule)
    office.config["calendar"] = "cn-mainland"
    office.rows(f",E1,{handed_in},", head=HEAD)
    with office.run(as_of="2026-10-20") as run:
        answers = owed(run)
    week = [
        a
        for a in answers
        if a.occurrence.start.isoformat() in ("2026-10-05", "2026-10-09", "2026-10-10")
    ]
    assert week[-1].state == wanted


def test_rules_mean_the_same_weeks_in_every_period(office: Office) -> None:
    owe(office, {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"})
    office.rows(",E1,2026-10-02,", head=HEAD)
    due = []
    for period in ("2026-09", "2026-10", "2026-11"):
        with office.run(period, "2026-12-31") as run:
            due += [a.occurrence.start for a in owed(run)]
    assert {(two - one).days for one, two in pairwise(due)} == {14}


def test_every_quarter_by_day_3_of_the_next_month_belongs_to_its_quarter(office: Office) -> None:
    owe(office, "every quarter by day 3 of the next month")
    office.scheme["period"] = "quarter"
    office.source["complete_to"] = "2026-12-31"
    office.rows(",E1,2026-07-02,", ",E1,2026-10-03 20:00,", ",E2,2026-10-04 08:00,", head=HEAD)
    third = office.evaluate("2026-Q3", "2026-10-10")
    assert (result(third).value.numerator, result(third, "E2").value.numerator) == (1, 0)
    second = office.evaluate("2026-Q2", "2026-07-10")
    assert (result(second).value.numerator, result(second, "E2").value.numerator) == (1, 0)


@pytest.mark.parametrize(
    ("schedule", "absent", "owed"),
    [
        ("7 times a week", ("10-05", "10-07"), 32),  # 4 of 7 days there: four instead of seven
        ("every week", ("10-11", "10-11"), 5),  # a Sunday off is no week off
        ("every week", ("10-05", "10-11"), 4),
        ("2 times a week", ("10-05", "10-07"), 10),  # 8 ÷ 7, rounded up
        ("every week by friday 17:00", ("10-09", "10-09"), 4),
        ("every month by day 5", ("10-05", "10-05"), 0),
        ("every month by day 5", ("10-06", "10-31"), 1),
        ("every month by day 3 of the next month", ("11-03", "11-03"), 0),
        ("every month by day 3 of the next month", ("10-31", "10-31"), 1),
    ],
)
def test_absences_excuse_from_what_was_due_meanwhile(
    office: Office, schedule: str, absent: tuple[str, str], owed: int
) -> None:
    owe(office, schedule)
    first, last = absent
    office.logs["absences.csv"] = f"employee,from,to,reason\nE1,2026-{first},2026-{last},休假\n"
    office.rows(",E2,2026-10-01 08:00,", head=HEAD)
    found = office.result(as_of="2026-11-05").value
    assert (found.denominator or 0) == owed


def test_a_budget_of_misses_runs_through_the_year(office: Office) -> None:
    owe(office, "every month by day 5", ["late", "missing"])
    office.role["kpis"][0]["measure"]["schedule"]["over"] = "year_to_date"
    office.role["kpis"][0]["target"] = "< 2"
    office.rows(
        *(f",E1,2026-{month:02d}-{9 if month in (3, 7) else 2:02d}," for month in range(1, 11)),
        *(f",E2,2026-{month:02d}-05," for month in range(1, 11) if month != 6), head=HEAD,
    )  # fmt: skip
    evaluation = office.evaluate()
    mine, other = result(evaluation), result(evaluation, "E2")
    assert (mine.value.value, mine.met) == (2, False)  # March and July were late
    assert (other.value.value, other.met) == (1, True)  # June is missing
    assert result(office.evaluate("2026-06")).value.value == 1
    office.role["kpis"][0]["measure"]["schedule"]["over"] = "rolling 24 h"
    assert codes(office.evaluate()) == ["schedule-rolling"]


def test_rounds_of_a_day_are_answered_one_by_one(office: Office) -> None:
    owe(office, "every day by 08:00, 10:00 and 12:00", ["on_time", "late"])
    office.source["complete_to"] = "2026-10-31"
    office.rows(
        ",E1,2026-10-12 07:30,", ",E1,2026-10-12 07:40,", ",E1,2026-10-12 09:00,",
        ",E1,2026-10-12 15:00,", ",E1,2026-10-13 10:00,", head=HEAD,
    )  # fmt: skip
    with office.run() as run:
        day = [a for a in owed(run) if a.occurrence.start.day in (12, 13)]
        states = [a.state for a in day]
    assert states == ["on_time", "on_time", "late", "missing", "on_time", "missing"]


def test_close_of_business_needs_hours(office: Office) -> None:
    owe(office, "every workday before close of business", ["late"])
    office.config["calendar"] = "own"
    office.calendar = {
        "calendar": "own", "version": "1", "workdays": ["mon"],
        "covers": {"from": "2026-01-01", "to": "2026-12-31"},
    }  # fmt: skip
    office.rows(",E1,2026-10-12 17:00,", head=HEAD)
    assert "calendar-without-hours" in codes(office.evaluate())
    office.calendar["shifts"] = [{"from": "09:00", "to": "16:30"}]
    assert outcome(office)[1] == 1


def test_a_limit_to_the_end_of_a_month_is_not_stretched(office: Office) -> None:
    limit = {"limit": "same month", "start": "same_day"}
    span = {"from": "received_at", "to": "answered_at", "within": limit}
    office.kpi({"share": {"of": "calls", "good": span}})
    office.rows(",E1,c,2026-10-12 17:00,")
    assert "whole-month-changed" in codes(office.evaluate())
