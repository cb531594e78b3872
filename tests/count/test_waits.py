"""Pauses from a log of their own, a row for every wait; by hand."""

from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from office import Office, codes, result

from dutybook.roster.attendance.days import to_local
from dutybook.score.result import Evaluation

ZONE = ZoneInfo("Asia/Shanghai")
WAITS = {
    "source": "waits", "grain": "event", "key": "no", "time": "paused_at",
    "columns": {"no": "text", "ticket": "text", "paused_at": "instant", "resumed_at": "instant"},
}  # fmt: skip
PAUSE = {"of": "waits", "key": "ticket", "from": "paused_at", "to": "resumed_at"}
DAY = "2026-10-13"


def ticket(office: Office, limit: str, *waits: str, answered: str = f"{DAY} 10:00", **more: Any) -> Office:  # fmt: skip
    """Ticket 1, received on Tuesday 13 October at 10:00; waits as ``ticket,from,to``."""
    within = {"limit": limit, "pause": PAUSE, **more}
    span = {"from": "received_at", "to": "answered_at", "within": within}
    office.role["kpis"] = []
    office.kpi({"share": {"of": "calls", "good": span}}, 10, target="≥ 90%", score="pass")
    office.rows(f"1,E1,x,{DAY} 10:00,{answered}")
    office.more = [WAITS]
    office.config["calendar"] = "cn-mainland"
    office.config["logs"] = {"calls": "logs/calls.csv", "waits": "logs/waits.csv"}
    rows = [f"{n},{wait}" for n, wait in enumerate(waits, 1)]
    office.logs["logs/waits.csv"] = "\n".join(["no,ticket,paused_at,resumed_at", *rows]) + "\n"
    return office


def due(office: Office, as_of: str | None = None) -> str | None:
    with office.run(as_of=as_of) as run:
        (row,) = run.counted.rows(0, 0)
    return row.due and f"{to_local(row.due, ZONE):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("limit", "waits", "wanted"),
    [
        ("2 h", [], "10-13 12:00"),
        ("2 h", [("10:30", "11:15")], "10-13 12:45"),
        # 12:00 + 30 min; the second begins at 12:15, still in time: + 1 h; the third too late
        ("2 h", [("11:00", "11:30"), ("12:15", "13:15"), ("13:30", "14:00")], "10-13 13:30"),
        ("2 h", [("09:00", "10:20")], "10-13 12:20"),  # only what lies after the start
        ("2 h", [("10:10", "10:20")] * 0 + [(f"10:{n:02}", f"10:{n + 1:02}") for n in range(10, 30, 2)],
         "10-13 12:10"),  # ten waits of a minute
        ("2 working h", [("10:30", "11:15")], "10-13 13:45"),  # and over the midday break
        ("3 d", [("11:00", "20:00")], "10-17 00:00"),  # waits within day 0 take no day
    ],
)  # fmt: skip
def test_the_end_moves_by_every_wait(
    office: Office, limit: str, waits: list[tuple[str, str]], wanted: str
) -> None:
    ticket(office, limit, *(f"1,{DAY} {begun},{DAY} {over}" for begun, over in waits))
    assert due(office) == wanted


def test_a_day_that_ends_waiting_does_not_count(office: Office) -> None:
    ticket(
        office, "2 workdays", f"1,{DAY} 11:00,{DAY} 12:00", "1,2026-10-14 10:00,2026-10-14 20:00"
    )
    assert due(office) == "10-16 18:00"


def test_waits_of_other_tickets_and_the_order_of_rows_change_nothing(office: Office) -> None:
    waits = [
        f"1,{DAY} 11:00,{DAY} 11:30",
        f"1,{DAY} 12:15,{DAY} 13:15",
        f"2,{DAY} 10:00,{DAY} 18:00",
    ]
    assert {due(ticket(office, "2 h", *order)) for order in permutations(waits)} == {"10-13 13:30"}


@pytest.mark.parametrize(
    "waits",
    [
        [f"1,{DAY} 11:00,{DAY} 10:30"],  # ended before it began
        [f"1,{DAY} 10:10,{DAY} 11:00", f"1,{DAY} 10:50,{DAY} 11:30"],  # two at once
        [f"1,{DAY} 10:10,", f"1,{DAY} 10:50,{DAY} 11:30"],  # one goes on while another begins
    ],
)
def test_waits_that_cannot_be_right_are_not_guessed(office: Office, waits: list[str]) -> None:
    assert result(ticket(office, "2 h", *waits).evaluate()).status == "undecided"


def test_a_wait_that_goes_on_leaves_the_case_pending(office: Office) -> None:
    ticket(office, "2 h", f"1,{DAY} 11:00,", answered="")
    assert result(office.evaluate()).status == "pending"
    ticket(office, "2 h", f"1,{DAY} 11:00,{DAY} 12:00", answered="")
    assert result(office.evaluate()).value.value == 0
    # what happens after as-of has not happened: by the 12th nobody had waited, nor called
    ticket(office, "2 h", "1,2026-11-20 11:00,2026-11-21 11:00", answered="")
    assert result(office.evaluate()).value.value == 0


def test_every_wait_is_accounted_for(office: Office) -> None:
    ticket(
        office, "2 h", f"1,{DAY} 11:00,{DAY} 12:00", f"9,{DAY} 11:00,{DAY} 12:00", "1,2026-02-30,"
    )
    evaluation = office.evaluate()
    parts = {part.source: part for part in evaluation.conservation}
    assert (parts["waits"].read, parts["waits"].counted, parts["waits"].rejected) == (3, 1, 1)
    assert parts["waits"].other_employee == 1  # a ticket nobody knows


def test_a_log_that_was_not_delivered_is_no_log_without_waits(office: Office) -> None:
    ticket(office, "2 h")
    del office.logs["logs/waits.csv"]
    assert result(missing := office.evaluate()).status == "no_data"
    assert codes(missing) == ["log-no-file"]
    ticket(office, "2 h")
    office.more = [WAITS | {"complete_to": "2026-10-20"}]
    assert result(early := office.evaluate()).status == "no_data"
    assert codes(early) == ["log-not-complete"]


def refused(office: Office) -> tuple[str, list[str]]:
    evaluation: Evaluation = office.evaluate()
    return result(evaluation).status, codes(evaluation)


def test_logs_that_cannot_be_used_are_findings(office: Office) -> None:
    ticket(office, "2 h", pause=PAUSE | {"of": "nothing"})
    assert refused(office) == ("not_evaluable", ["pause-log", "source-incomplete"])
    ticket(office, "2 h", pause=PAUSE | {"of": "calls"})
    assert "pause-log" in refused(office)[1]
    ticket(office, "2 h", pause=PAUSE | {"key": "case"})
    assert refused(office) == ("not_evaluable", ["pause-column", "source-incomplete"])
    ticket(office, "2 h", pause=PAUSE | {"to": "no"})
    assert refused(office) == ("not_evaluable", ["pause-column", "source-incomplete"])


def test_more_waits_than_a_case_can_have(office: Office) -> None:
    ticket(office, "2 h", *(f"1,{DAY} 11:{n:02},{DAY} 11:{n + 1:02}" for n in range(51)))
    evaluation = office.evaluate()
    assert (result(evaluation).status, codes(evaluation)) == ("no_data", ["log-unreadable"])


def test_a_pause_of_the_source_may_be_a_log(office: Office) -> None:
    ticket(office, "2 h", f"1,{DAY} 10:30,{DAY} 11:15", pause="customer")
    office.source["pauses"] = {"customer": PAUSE}
    assert due(office) == "10-13 12:45"


# ------------------------------------------------------------------ waits that are two events

STEPS = {
    "source": "steps", "grain": "event", "key": ["ticket", "at", "activity"], "time": "at",
    "columns": {"ticket": "text", "at": "instant", "activity": "text"},
}  # fmt: skip
HELD: dict[str, Any] = {
    "of": "steps", "key": "ticket", "begins": {"activity": "hold"}, "ends": {"activity": ["resume", "call"]},
}  # fmt: skip


def held(office: Office, *steps: str, **pause: Any) -> Office:
    ticket(office, "2 h", pause={**HELD, **pause})
    office.more = [STEPS]
    office.config["logs"] = {"calls": "logs/calls.csv", "steps": "logs/steps.csv"}
    rows = (f"1,{DAY} {at},{activity}" for at, activity in (one.split() for one in steps))
    office.logs["logs/steps.csv"] = "\n".join(["ticket,at,activity", *rows]) + "\n"
    return office


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        (["10:30 hold", "11:15 resume"], "10-13 12:45"),
        (["10:30 hold", "11:15 call", "11:20 resume"], "10-13 12:45"),  # not waiting any more
        (["10:30 hold", "10:40 hold", "11:15 resume"], "10-13 12:45"),  # waiting already
        (["10:15 resume", "10:30 hold", "11:15 resume"], "10-13 12:45"),
        (["10:30 hold", "10:45 resume", "11:00 hold", "11:30 call", "11:31 note"], "10-13 12:45"),
        (["10:30 hold", "11:00 resume", "11:00 hold", "11:15 resume"], "10-13 12:45"),
        (["13:00 hold", "14:00 resume"], "10-13 12:00"),
        ([], "10-13 12:00"),
    ],
)
def test_one_event_begins_a_wait_and_another_ends_it(
    office: Office, steps: list[str], wanted: str
) -> None:
    office.source["complete_to"] = "2026-10-31"
    steps = steps or ["09:00 note"]
    assert due(held(office, *reversed(steps))) == wanted


def test_a_wait_that_nothing_ends_leaves_the_case_pending(office: Office) -> None:
    held(office, "10:30 hold")
    office.rows(f"1,E1,x,{DAY} 10:00,")
    assert office.result().value.pending == 1


@pytest.mark.parametrize(
    "pause",
    [{"begins": {"nothing": "hold"}}, {"key": "nothing"}, {"ends": {"activity": "hold"}}],
)
def test_events_that_cannot_tell_are_said(office: Office, pause: dict[str, Any]) -> None:
    assert "pause-column" in codes(held(office, "10:30 hold", **pause).evaluate())
