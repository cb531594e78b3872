"""Incidents that happen again, from the log to the points, in any order of rows."""

import random
from datetime import date
from fractions import Fraction

import pytest
from office import Office, result

from dutybook.model import Incidents, Kpi, Score
from dutybook.model.score import Repeat
from dutybook.rule.points import score
from dutybook.tally.tally import Incident
from dutybook.tally.value import Value
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

HEAD = "no,employee,category,received_at,answered_at,level"
ROWS = [
    "c,E1,late,2026-10-02 08:00,,minor",
    "a,E1,rude,2026-10-02 08:00,,major",
    "b,E1,late,2026-10-12 23:30,,minor",
    "d,E1,late,2026-10-30 09:00,,major",
    "e,E2,late,2026-10-03 09:00,,minor",
    "f,E1,,2026-10-05 09:00,,minor",
    "g,E1,,2026-10-06 09:00,,minor",
]


def scored(office: Office, incidents: dict[str, object], rows: list[str] = ROWS) -> Fraction | None:
    office.role["kpis"] = []
    office.kpi({"count": {"of": "calls"}}, 40, score={"incidents": incidents})
    office.rows(*rows, head=HEAD)
    office.source["complete_from"] = (
        "2026-08-01"  # the days before matter, and nothing happened then
    )
    return result(office.evaluate()).exact


@pytest.mark.parametrize(
    ("incidents", "points"),
    [
        ({"each": -1, "repeat": {"same": "category"}}, 40 - (1 + 1 + 1 + 1 + 2 + 2)),  # rows without a kind never repeat
        ({"each": -1, "repeat": {"same": "category", "compound": True}}, 40 - (1 + 1 + 1 + 1 + 2 + 4)),
        ({"each": -1, "repeat": {"same": "category", "within": "10 d"}}, 40 - (1 + 1 + 1 + 1 + 2 + 1)),
        ({"each": -1, "repeat": {}}, 40 - (1 + 2 + 2 + 2 + 2 + 2)),
        ({"each": -1, "free": 5, "repeat": {"compound": True, "factor": 3}}, 0),  # the sixth: 3 to the fifth
        ({"each": {"by": "level", "major": -3, "else": -1}, "free": 2, "repeat": {"same": "category", "within": "month"}},
         40 - (1 + 1 + 2 + 6)),
    ],
)  # fmt: skip
def test_repetition(office: Office, incidents: dict[str, object], points: int) -> None:
    assert scored(office, incidents) == points
    shuffled = ROWS.copy()
    random.Random(7).shuffle(shuffled)
    assert scored(office, incidents, shuffled) == points


def test_incidents_come_by_time_and_key_with_local_days(office: Office) -> None:
    scored(office, {"each": -1, "repeat": {"same": "category"}})
    found = result(office.evaluate()).value.incidents
    assert [(one.day.day, one.kind) for one in found] == [
        (2, "rude"), (2, "late"), (5, None), (6, None), (12, "late"), (30, "late"),
    ]  # fmt: skip
    assert not any(one.earlier for one in found)


def test_late_ones_only(office: Office) -> None:
    late = {"from": "received_at", "to": "answered_at", "within": "2 h"}
    office.kpi(
        {"count": {"of": "calls", "late": late}},
        40,
        score={"incidents": {"each": -2, "repeat": {"same": "category"}}},
    )
    office.rows(
        ",E1,a,2026-10-01 08:00,2026-10-01 12:00,", ",E1,a,2026-10-02 08:00,2026-10-02 09:00,",
        ",E1,a,2026-10-03 08:00,2026-10-03 12:00,", head=HEAD,
    )  # fmt: skip
    assert result(office.evaluate()).exact == 40 - (2 + 4)


def test_what_happened_before_the_period_costs_nothing_but_makes_a_repetition() -> None:
    rule = Score(Incidents(Fraction(-1), repeat=Repeat(Fraction(2), "kind")))
    kpi = Kpi("k", Text.of("x"), Origin(Document("x", 0, {}, "")), weight=Fraction(10), score=rule)
    before = Incident(date(2026, 9, 20), "late", earlier=True)
    now = Incident(date(2026, 10, 2), "late")
    value = Value("scored", Fraction(1), incidents=(before, now))
    assert score(kpi, value).exact == 8


def test_the_trace_names_each_repetition(office: Office) -> None:
    scored(office, {"each": -1, "repeat": {"same": "category"}})
    lines = result(office.evaluate()).lines
    again = [line.slots for line in lines if line.word == "incident_again"]
    assert [(slots["day"], slots["number"], slots["change"]) for slots in again] == [
        ("2026-10-12", "2", "-2"), ("2026-10-30", "3", "-2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("repeat", "points"),
    [
        # October: the 5th on time, the 15th late, the 25th missing; September: the 25th missing
        ({"within": "month"}, 20 - (2 + 4)),
        ({"within": "1 month"}, 20 - (4 + 4)),  # the 15th is within a month of 25 September
        ({"within": "1 month", "compound": True}, 20 - (4 + 8)),
        ({"within": "15 d"}, 20 - (2 + 4)),  # 25 September is twenty days before
        ({"within": "5 d"}, 20 - (2 + 2)),
    ],
)
def test_missing_again(office: Office, repeat: dict[str, object], points: int) -> None:
    office.role["duties"] = [
        {"id": "d", "text": "交报表", "schedule": "every month by days 5, 15 and 25"}
    ]
    measure = {"schedule": {"duty": "d", "of": "calls", "count": ["late", "missing"]}}
    office.kpi(measure, 20, target="= 0", score={"incidents": {"each": -2, "repeat": repeat}})
    head = "no,employee,received_at,for"
    due = [f"2026-0{m}-{d:02}" for m in (7, 8, 9) for d in (5, 15, 25)][:-1]
    done = [f",E1,{day} 09:00,{day}" for day in due]
    office.rows(*done, ",E1,2026-10-04 09:00,2026-10-05", ",E1,2026-10-16 09:00,2026-10-15", head=head)  # fmt: skip
    found = result(office.evaluate())
    assert (found.value.value, found.exact) == (2, points)


def test_a_log_that_begins_with_the_period_cannot_tell_what_was_missed_before(
    office: Office,
) -> None:
    office.role["duties"] = [{"id": "d", "text": "交报表", "schedule": "every month by day 5"}]
    measure = {"schedule": {"duty": "d", "of": "calls", "count": ["missing"]}}
    repeat = {"within": "2 months"}
    office.kpi(measure, 20, target="= 0", score={"incidents": {"each": -2, "repeat": repeat}})
    office.rows(",E1,2026-10-04 09:00,", head="no,employee,received_at,for")
    assert result(office.evaluate()).status == "no_data"
    office.source["complete_from"] = "2026-07-01"
    assert result(office.evaluate()).exact == 20
