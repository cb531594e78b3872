"""Time limits by hand: what pauses them, what stretches them, what has to lie before something."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from office import Office, codes, result

from dutybook.roster.attendance.days import to_local

ZONE = ZoneInfo("Asia/Shanghai")
MORE = {
    "paused_at": "instant", "resumed_at": "instant", "again_at": "instant", "back_at": "instant",
    "paused_on": "date", "resumed_on": "date", "minutes_waited": "integer",
    "hours_waited": "decimal(6,2)", "days_waited": "integer", "event_at": "instant",
    "event_on": "date", "warning": "text", "storm": "boolean", "floor": "integer",
}  # fmt: skip


def log_one(office: Office, row: dict[str, str]) -> None:
    """One case, with the columns it fills and those that a KPI asks for."""
    asked = repr(office.role["kpis"])
    cells = {name: "" for name in office.source["columns"] if name in asked}
    cells |= {"no": "1", "employee": "E1", **row}
    office.logs["logs/calls.csv"] = ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"


def judge(
    office: Office, within: Any, as_of: str = "2026-11-03", **row: str
) -> tuple[str, str | None]:
    """State and local due moment of one case, received at ``row['received_at']``."""
    ends = {"from": row.pop("begin", "received_at"), "to": row.pop("end", "answered_at").split("|")}
    office.role["kpis"] = []
    office.kpi({"share": {"of": "calls", "good": {**ends, "within": within}}}, None)
    office.source["columns"] |= MORE
    log_one(office, row)
    office.config["calendar"] = "cn-mainland"
    with office.run(as_of=as_of) as run:
        assert not [f for f in run.evaluation.findings if f.code != "cases-pending"]
        (row_,) = run.counted.rows(0, 0)
    due = row_.due and f"{to_local(row_.due, ZONE):%m-%d %H:%M:%S}".removesuffix(":00")
    return row_.state, due


PAUSE = {"from": "paused_at", "to": "resumed_at"}
TWICE = [PAUSE, {"from": "again_at", "to": "back_at"}]


@pytest.mark.parametrize(
    ("limit", "paused", "resumed", "due"),
    [
        ("2 h", "10-13 10:30", "10-13 11:15", "10-13 12:45"),  # 10:00 + 2 h + 45 min
        ("2 h", "", "", "10-13 12:00"),
        ("2 h", "10-13 12:00", "10-13 15:00", "10-13 12:00"),  # begins when the limit has ended
        ("2 h", "10-13 11:59", "10-15 11:59", "10-15 12:00"),  # one minute was left
        ("2 h", "10-13 09:00", "10-13 10:20", "10-13 12:20"),  # only what lies after the start
        ("2 h", "10-13 08:00", "10-13 09:00", "10-13 12:00"),
        # a day does not count if the case is waiting when it ends
        ("3 d", "10-14 10:00", "10-14 20:00", "10-17 00:00"),
        ("3 d", "10-14 10:00", "10-16 10:00", "10-19 00:00"),
        ("3 d", "10-16 23:59", "10-17 00:00", "10-18 00:00"),
        ("3 d", "10-17 00:00", "10-19 00:00", "10-17 00:00"),
        ("3 d", "10-13 11:00", "10-14 08:00", "10-17 00:00"),  # day 0 never counted
        ("1 month", "11-10 10:00", "11-12 10:00", "11-16 00:00"),
        ("next day by 12:00", "10-14 09:00", "10-16 09:00", "10-16 12:00"),
        ("next day by 12:00", "10-14 12:00", "10-16 09:00", "10-14 12:00"),
        ("same day", "10-13 11:00", "10-14 11:00", "10-15 00:00"),
        # working time: lunch 12–13, close 18:00, the 17th is a Saturday
        ("2 working h", "10-13 10:30", "10-13 11:15", "10-13 13:45"),
        ("2 working h", "10-13 10:30", "10-13 12:30", "10-13 14:30"),  # 90 working minutes
        ("2 working h", "10-13 11:00", "10-14 10:00", "10-14 11:00"),
        ("2 working h", "10-13 12:10", "10-13 15:00", "10-13 12:00"),
        ("9 working h", "10-13 18:30", "10-14 08:30", "10-14 11:00"),  # nothing worked meanwhile
        ("30 working h", "10-16 11:00", "10-19 09:30", "10-19 15:30"),
        ("2 workdays", "10-14 10:00", "10-14 17:59", "10-15 18:00"),
        ("2 workdays", "10-14 10:00", "10-14 18:00", "10-16 18:00"),  # waiting at the 14th's close
        ("2 workdays", "10-14 19:00", "10-15 09:00", "10-15 18:00"),
        ("2 workdays", "10-13 11:00", "10-13 19:00", "10-15 18:00"),  # day 0
        ("2 workdays", "10-15 17:59", "10-19 10:00", "10-19 18:00"),  # the weekend is no workday
        ("0 workdays", "10-13 11:00", "10-14 11:00", "10-14 18:00"),
    ],
)
def test_time_spent_waiting_does_not_count(
    office: Office, limit: str, paused: str, resumed: str, due: str
) -> None:
    found = judge(
        office, {"limit": limit, "pause": PAUSE}, "2026-12-20",
        received_at="2026-10-13 10:00", answered_at="2026-10-13 10:00",
        paused_at=paused and f"2026-{paused}", resumed_at=resumed and f"2026-{resumed}",
    )  # fmt: skip
    assert found == ("good", due)


@pytest.mark.parametrize("limit", ["2 h", "2 working h"])
@pytest.mark.parametrize(
    ("answered", "as_of", "found"),
    [
        ("", "2026-10-13", "pending"),  # still waiting: 30 minutes are left
        ("", "2026-10-20", "pending"),
        ("2026-10-16 10:00", "2026-10-20", "good"),  # answered while waiting
        ("2026-10-13 10:20", "2026-10-20", "good"),
    ],
)
def test_a_case_that_still_waits_is_pending(
    office: Office, limit: str, answered: str, as_of: str, found: str
) -> None:
    row = {"received_at": "2026-10-13 09:00", "answered_at": answered}
    state, _ = judge(
        office, {"limit": limit, "pause": PAUSE}, as_of,
        paused_at="2026-10-13 10:30", resumed_at="", **row,
    )  # fmt: skip
    assert state == found


@pytest.mark.parametrize(
    ("limit", "due"),
    [("2 h", "10-13 13:30"), ("2 working h", "10-13 14:30"), ("1 d", "10-15 00:00")],
)
def test_several_stretches_add_up(office: Office, limit: str, due: str) -> None:
    found = judge(
        office, {"limit": limit, "pause": TWICE},
        received_at="2026-10-13 10:00", answered_at="2026-10-13 11:00",
        paused_at="2026-10-13 10:30", resumed_at="2026-10-13 11:30",
        again_at="2026-10-13 11:40", back_at="2026-10-13 12:10",
    )  # fmt: skip
    # 60 + 30 minutes; of the second, 20 lie within working hours
    assert found == ("good", {"10-13 14:30": "10-13 14:20"}.get(due, due))


def test_the_second_pause_counts_only_because_of_the_first(office: Office) -> None:
    """Without the first stretch the limit would have ended before the second began."""
    row = {
        "received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 10:00",
        "again_at": "2026-10-13 12:30", "back_at": "2026-10-13 13:30",
    }  # fmt: skip
    limit = {"limit": "2 h", "pause": TWICE}
    first = {"paused_at": "2026-10-13 10:30", "resumed_at": "2026-10-13 11:30"}
    assert judge(office, limit, **row, **first)[1] == "10-13 14:00"
    assert judge(office, limit, **row)[1] == "10-13 12:00"


@pytest.mark.parametrize(
    ("limit", "pause", "waited", "due"),
    [
        ("2 h", {"minutes": "minutes_waited"}, "90", "10-13 13:30"),
        ("2 h", {"minutes": "minutes_waited"}, "", "10-13 12:00"),
        ("2 h", {"seconds": "minutes_waited"}, "90", "10-13 12:01:30"),
        ("2 h", {"hours": "hours_waited"}, "0.25", "10-13 12:15"),
        ("2 working h", {"minutes": "minutes_waited"}, "90", "10-13 14:30"),
        ("3 d", {"days": "days_waited"}, "2", "10-19 00:00"),
        ("2 workdays", {"days": "days_waited"}, "2", "10-19 18:00"),
    ],
)
def test_a_column_that_holds_how_long_it_waited(
    office: Office, limit: str, pause: dict[str, str], waited: str, due: str
) -> None:
    column = next(iter(pause.values()))
    row = {"received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 10:00", column: waited}
    assert judge(office, {"limit": limit, "pause": pause}, **row) == ("good", due)


def test_pauses_on_dates_and_by_name(office: Office) -> None:
    office.source["pauses"] = {"customer": {"from": "paused_on", "to": "resumed_on"}}
    row = {"received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 10:00"}
    named = {"limit": "3 d", "pause": "customer"}
    dates = {"paused_on": "2026-10-14", "resumed_on": "2026-10-16"}
    assert judge(office, named, **row, **dates) == ("good", "10-19 00:00")


@pytest.mark.parametrize(
    ("paused", "resumed"),
    [("2026-10-13 11:00", "2026-10-13 10:30"), ("", "2026-10-13 10:30")],
)
def test_pauses_that_cannot_be_right_are_not_guessed(
    office: Office, paused: str, resumed: str
) -> None:
    row = {"received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 13:00"}
    assert (
        judge_undefined(office, {**row, "paused_at": paused, "resumed_at": resumed}) == "undecided"
    )


def test_overlapping_and_negative_pauses_are_not_guessed(office: Office) -> None:
    row = {
        "received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 13:00",
        "paused_at": "2026-10-13 10:30", "resumed_at": "2026-10-13 11:30",
        "again_at": "2026-10-13 11:00", "back_at": "2026-10-13 12:00",
    }  # fmt: skip
    assert judge_undefined(office, row) == "undecided"
    assert judge_undefined(office, {**row, "again_at": "2026-10-13 11:30"}) == "scored"
    assert judge_undefined(office, {**row, "again_at": "", "back_at": ""}) == "scored"
    assert judge_undefined(office, {**row, "resumed_at": "", "again_at": ""}) == "undecided"
    negative = {"received_at": row["received_at"], "minutes_waited": "-5"}
    assert judge_undefined(office, negative, {"minutes": "minutes_waited"}) == "undecided"


def judge_undefined(office: Office, row: dict[str, str], pause: Any = None) -> str:
    office.role["kpis"] = []
    span = {"from": "received_at", "to": "answered_at"}
    span |= {"within": {"limit": "2 h", "pause": pause or TWICE}}  # type: ignore[dict-item]
    office.kpi({"share": {"of": "calls", "good": span}}, None, target="≥ 90%")
    office.source["columns"] |= MORE
    log_one(office, row)
    found = result(office.evaluate())
    assert (found.status == "undecided") is (found.value.undefined == 1)
    return found.status


@pytest.mark.parametrize(
    ("lead", "event", "latest"),
    [
        ("1 week", "2026-10-20 14:00", "10-14 00:00"),  # the 13th is the last day
        ("1 d", "2026-10-20 00:00", "10-20 00:00"),
        ("1 month", "2026-11-30 08:00", "10-31 00:00"),
        ("1 month", "2026-03-31 08:00", "03-01 00:00"),  # no 31 February: its last day
        ("48 h", "2026-10-20 14:00", "10-18 14:00"),
        ("next day by 12:00", "2026-10-20 14:00", "10-19 12:00"),
        # workdays before the event's day, to close of business; the 17th and 18th are a weekend
        ("1 workday", "2026-10-20 14:00", "10-19 18:00"),
        ("3 workdays", "2026-10-20 14:00", "10-15 18:00"),
        ("3 workdays", "2026-10-12 09:00", "10-08 18:00"),  # Saturday the 10th is worked
        ("1 workday", "2026-10-18 09:00", "10-16 18:00"),
        ("0 workdays", "2026-10-20 14:00", "10-20 18:00"),
        ("2 working h", "2026-10-20 14:00", "10-20 11:00"),
        ("2 working h", "2026-10-20 15:00", "10-20 13:00"),  # noon to one is no working time
        ("2 working h", "2026-10-20 10:00", "10-19 17:00"),
        ("2 working h", "2026-10-19 08:00", "10-16 16:00"),
    ],
)
def test_what_has_to_lie_before_something(
    office: Office, lead: str, event: str, latest: str
) -> None:
    ends = {"begin": "answered_at", "end": "event_at", "received_at": "2026-10-01 08:00"}
    at = datetime.strptime(f"2026-{latest}", "%Y-%m-%d %H:%M")
    over = latest.endswith(" 00:00")  # the day is over: midnight is the next
    last = at - timedelta(seconds=over)
    row = {**ends, "answered_at": f"{last:%Y-%m-%d %H:%M:%S}", "event_at": event}
    assert judge(office, {"lead": lead}, "2026-12-20", **row) == ("good", latest)
    late = {**row, "answered_at": f"{last + timedelta(seconds=1):%Y-%m-%d %H:%M:%S}"}
    assert judge(office, {"lead": lead}, "2026-12-20", **late) == ("late", latest)


def test_what_was_not_done_before_something_to_come(office: Office) -> None:
    """The event lies after as-of: it is still what the lead is counted from."""
    ends = {"begin": "answered_at", "end": "event_on", "received_at": "2026-10-01 08:00"}
    row = {**ends, "answered_at": "", "event_on": "2026-11-20"}
    assert judge(office, {"lead": "1 week"}, "2026-11-03", **row) == ("pending", "11-14 00:00")
    assert judge(office, {"lead": "1 week"}, "2026-11-13", **row) == ("late", "11-14 00:00")
    assert judge(office, {"lead": "1 week"}, **{**row, "event_on": ""}) == ("no_value", None)
    first = {**row, "end": "event_on|event_at", "event_at": "2026-11-18 08:00"}
    assert judge(office, {"lead": "1 week"}, "2026-11-03", **first) == ("pending", "11-12 00:00")


def test_a_lead_that_needs_days_outside_the_calendar(office: Office) -> None:
    office.kpi(
        {"share": {"of": "calls", "good": {"from": "answered_at", "to": "due_at",
                                           "within": {"lead": "2 workdays"}}}}, None)  # fmt: skip
    office.config["calendar"] = "cn-mainland"
    head = "no,employee,received_at,answered_at,due_at"
    office.rows(",E1,2026-10-01 08:00,2026-10-02 08:00,2027-01-05 08:00", head=head)
    evaluation = office.evaluate()
    assert result(evaluation).status == "not_evaluable"
    assert codes(evaluation) == ["calendar-not-covering"]


@pytest.mark.parametrize(
    ("limit", "warning", "due"),
    [
        ("3 d", "red", "10-19 00:00"),  # 4.5 days end with the fifth
        ("3 d", "blue", "10-17 00:00"),
        ("2 weeks", "red", "11-04 00:00"),
        ("2 months", "red", "01-14 00:00"),
        ("3 workdays", "red", "10-20 18:00"),  # 14, 15, 16, 19 and 20
        ("4 workdays", "red", "10-21 18:00"),
        ("2 h", "red", "10-13 13:00"),
        ("2 working h", "red", "10-13 14:00"),
    ],
)
def test_limits_of_every_unit_are_stretched(
    office: Office, limit: str, warning: str, due: str
) -> None:
    within = {"limit": limit, "times": {"by": "warning", "red": 1.5, "else": 1}}
    row = {"received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 11:00"}
    assert judge(office, within, **row, warning=warning) == ("good", due)


@pytest.mark.parametrize(
    ("storm", "floor", "due"),
    [
        ("true", "3", "10-13 14:00"),  # the first that holds: twice
        ("false", "12", "10-13 13:00"),
        ("false", "3", "10-13 12:00"),
        ("", "", "10-13 12:00"),  # unknown does not hold
    ],
)
@pytest.mark.parametrize("working", [False, True])
def test_limits_are_stretched_where_a_condition_holds(
    office: Office, storm: str, floor: str, due: str, working: bool
) -> None:
    times = [{"when": {"storm": True}, "factor": 2}, {"when": "floor > 10", "factor": 1.5}]
    within = {"limit": "2 working h" if working else "2 h", "times": times}
    row = {"received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 11:00"}
    if working:  # an hour more for lunch, unless it ends when lunch begins
        due = {"10-13 14:00": "10-13 15:00", "10-13 13:00": "10-13 14:00"}.get(due, due)
    assert judge(office, within, **row, storm=storm, floor=floor) == ("good", due)
    one = {"limit": "2 h", "times": {"when": "floor > 10", "factor": 2}}
    assert judge(office, one, **row, floor="11") == ("good", "10-13 14:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("10-13 19:59", "10-13 21:59"),
        ("10-13 20:00", "10-14 10:00"),  # at the cut-off: from 8 o'clock the next day
        ("10-13 23:00", "10-14 10:00"),
        ("10-13 07:30", "10-13 10:00"),  # before the office opens
        ("10-13 08:00", "10-13 10:00"),
    ],
)
def test_hours_round_the_clock_with_a_cut_off(office: Office, received: str, due: str) -> None:
    within = {"limit": "2 h", "cutoff": "20:00", "opens": "08:00"}
    at = f"2026-{received}"
    assert judge(office, within, received_at=at, answered_at=at) == ("good", due)


def test_the_due_time_the_case_carries_or_a_paused_limit(office: Office) -> None:
    within = {"due": "due_at", "else": {"limit": "2 working h", "pause": PAUSE}}
    row = {"received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 11:00"}
    wait = {"paused_at": "2026-10-13 10:30", "resumed_at": "2026-10-13 11:15"}
    due = {"due_at": "2026-10-13 16:00"}
    assert judge(office, within, **row, **wait, **due) == ("good", "10-13 16:00")
    assert judge(office, within, **row, **wait, due_at="") == ("good", "10-13 13:45")


NESTED = {
    "by": "level",
    "major": {"by": "category", "leak": "30 min", "else": {"limit": "2 working h", "pause": PAUSE}},
    "minor": {"limit": "2 workdays", "pause": PAUSE},
    "event": {"lead": "1 d"},
    "else": {"due": "due_at", "else": {"limit": "1 d", "pause": PAUSE}},
}


@pytest.mark.parametrize(
    ("level", "category", "due"),
    [
        ("major", "leak", "10-13 10:30"),
        ("major", "noise", "10-13 13:45"),
        ("minor", "noise", "10-15 18:00"),
        ("event", "noise", "10-13 00:00"),  # counted back from the answer
        ("other", "noise", "10-15 00:00"),
    ],
)
def test_limits_inside_limits(office: Office, level: str, category: str, due: str) -> None:
    row = {
        "received_at": "2026-10-13 10:00", "answered_at": "2026-10-13 10:20", "due_at": "",
        "paused_at": "2026-10-13 10:30", "resumed_at": "2026-10-13 11:15",
    }  # fmt: skip
    state = "late" if level == "event" else "good"
    assert judge(office, NESTED, **row, level=level, category=category) == (state, due)


UNCLEAR: list[tuple[Any, str]] = [
    ({"limit": "2 h", "cutoff": "20:00"}, "cutoff-without-opening"),
    ({"limit": "2 working h", "opens": "08:00"}, "opening-unused"),
    ({"limit": "1 d", "opens": "08:00"}, "opening-unused"),
    ({"limit": "1 month", "times": {"by": "level", "a": 1.5, "else": 1}}, "months-stretched"),
    ({"limit": "2 h", "pause": "customer"}, "pause-unknown"),
    ({"limit": "2 h", "pause": {"days": "errors"}}, "pause-unit"),
    ({"limit": "2 workdays", "pause": {"minutes": "errors"}}, "pause-unit"),
    ({"limit": "2 h", "pause": {"minutes": "category"}}, "pause-column"),
    ({"limit": "2 h", "pause": {"from": "errors", "to": "closed_at"}}, "pause-column"),
]


@pytest.mark.parametrize(("limit", "code"), UNCLEAR)
@pytest.mark.parametrize("nested", [False, True])
def test_limits_that_have_two_readings_are_asked_about(
    office: Office, limit: Any, code: str, nested: bool
) -> None:
    within = {"by": "level", "a": limit, "else": "2 h"} if nested else limit
    span = {"from": "received_at", "to": "answered_at", "within": within}
    office.kpi({"share": {"of": "calls", "good": span}}, None)
    office.config["calendar"] = "cn-mainland"
    office.rows(",E1,complaint,2026-10-13 10:00,2026-10-13 11:00")
    evaluation = office.evaluate()
    assert codes(evaluation) == [code]
    assert result(evaluation).status == "not_evaluable"
    assert evaluation.findings[0].place.path.endswith("share/good/within")
