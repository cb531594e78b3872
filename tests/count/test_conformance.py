"""Cases made of events, and whether they followed their procedure: hand-computed."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office, codes, result

from dutybook.check.report import check
from dutybook.cli import main
from dutybook.finding.catalogue import Catalogue
from dutybook.measure.procedure import procedure
from dutybook.model import Sop, Step
from dutybook.model.sop import Branch
from dutybook.words.locale import Text
from dutybook.yamltext import Document, Origin

EVENTS = {
    "source": "events", "grain": "event", "key": ["case", "at", "activity"], "time": "at",
    "columns": {"case": "text", "at": "instant", "activity": "text", "who": "text", "cost": "decimal(8,2)"},
}  # fmt: skip
CASES = {
    "source": "calls", "grain": "case", "key": "no", "employee": "employee", "time": "received_at",
    "columns": {
        "no": "text", "employee": "text", "received_at": "instant", "answered_at": "instant",
        "closed_at": "instant", "category": "text", "steps": "integer", "cost": "decimal(8,2)",
        "again": "boolean",
    },
    "cases": {
        "of": "events", "key": "case", "activity": "activity", "actor": "who", "owner": "first",
        "columns": {
            "received_at": {"first": "at"},
            "answered_at": {"first": "at", "where": {"activity": "answer"}},
            "closed_at": {"last": "at", "where": {"activity": "close"}},
            "steps": {"count": {"activity": ["answer", "close"]}},
            "cost": {"sum": "cost", "where": "cost > 0"},
            "again": {"exists": {"activity": "reopen"}},
        },
    },
}  # fmt: skip
SOP = {
    "sop": "desk", "title": "投诉处理", "within": "5 d",
    "steps": [
        {"id": "register", "text": "登记", "owner": "clerk", "within": "30 min"},
        {"id": "answer", "text": "答复", "owner": "clerk", "within": "2 h"},
        {"id": "close", "text": "办结", "owner": "文员"},
    ],
    "escalation": [{"after": "4 h", "to": "boss", "text": "找主管"}],
}  # fmt: skip


@pytest.fixture
def desk(office: Office) -> Office:
    """An office with an event log, cases of it, and a procedure."""
    office.more = [EVENTS, SOP]
    office.source = json.loads(json.dumps(CASES))
    office.config["logs"] = {"events": "logs/events.csv"}
    return office


def log(office: Office, *events: str) -> None:
    office.logs["logs/events.csv"] = "\n".join(["case,at,activity,who,cost", *events]) + "\n"


def case(key: str, *events: tuple[str, str, str]) -> list[str]:
    """Events of 5 October: time, activity, who."""
    return [f"{key},2026-10-05 {at},{activity},{who}," for at, activity, who in events]


GOOD = (("09:00", "register", "E1"), ("10:00", "answer", "E1"), ("11:00", "close", "E1"))


def conformance(office: Office, **more: Any) -> None:
    office.kpi({"conformance": {"sop": "desk", "of": "calls", **more}}, None)


def wrong(office: Office, *, as_of: str | None = None) -> dict[str, list[str]]:
    """What was wrong with each case, in words of one line."""
    with office.run(as_of=as_of) as run:
        (found,) = (t.conformity for t in run.counted.taken.values() if t.conformity)
        return {
            key: [f"{w.what}:{w.step}" + (f":{w.other}" if w.other else "") for w in verdict.wrong]
            or [verdict.state]
            for key, verdict in found.verdicts.items()
        }


# ------------------------------------------------------------------ cases


def test_what_a_case_takes(desk: Office) -> None:
    for value in ("steps", "cost"):
        desk.kpi({"sum": {"of": "calls", "value": value}}, None)
    good = {"from": "received_at", "to": "answered_at", "within": "1 h"}
    desk.kpi({"share": {"of": "calls", "good": good}}, None)
    desk.kpi({"count": {"of": "calls", "where": "again"}}, None)
    desk.kpi({"count": {"of": "calls", "where": "closed_at = '2026-10-05 18:00'"}}, None)
    log(
        desk,
        "A,2026-10-05 11:00,answer,E2,1.5", "A,2026-10-05 10:00,open,E1,-2",
        "A,2026-10-05 12:00,close,E2,", "A,2026-10-05 13:00,reopen,E2,", "A,2026-10-05 18:00,close,E2,2",
    )  # fmt: skip
    evaluation = desk.evaluate()
    values = [result(evaluation, kpi=f"k{n}" if n > 1 else "k").value.value for n in range(1, 6)]
    assert [float(v or 0) for v in values] == [3, 3.5, 1, 1, 1]
    parts = {part.source: part for part in evaluation.conservation}
    assert (parts["events"].read, parts["events"].counted) == (5, 5)
    assert (parts["calls"].read, parts["calls"].counted) == (1, 1)
    assert evaluation.files["calls"] == evaluation.files["events"]


@pytest.mark.parametrize(
    ("owner", "whose"),
    [("first", ["E1", "E1"]), ("last", ["E2", "E2"]), ("at_breach", ["E1", "E2"])],
)
def test_whose_case_it_is(desk: Office, owner: str, whose: list[str]) -> None:
    """A's two hours end at 12:00, when E1 still had it; B's at 12:00 too, when E2 had it."""
    desk.source["cases"] |= {"owner": owner, "breach": {"from": "received_at", "within": "2 h"}}
    desk.kpi({"count": {"of": "calls", "where": "no = 'A'"}}, None)
    desk.kpi({"count": {"of": "calls", "where": "no = 'B'"}}, None)
    log(
        desk, *case("A", ("10:00", "open", "E1"), ("12:01", "move", "E2")),
        *case("B", ("10:00", "open", "E1"), ("12:00", "move", "E2")),
    )  # fmt: skip
    evaluation = desk.evaluate()
    for kpi, employee in zip(("k", "k2"), whose, strict=True):
        other = "E2" if employee == "E1" else "E1"
        assert result(evaluation, employee, kpi).value.value == 1
        assert result(evaluation, other, kpi).value.value == 0


def test_what_happened_after_as_of_has_not_happened(desk: Office) -> None:
    desk.kpi({"count": {"of": "calls", "where": "closed_at is null and steps = 0"}}, None)
    log(
        desk,
        "A,2026-10-05 10:00,open,E1,",
        "A,2026-10-09 10:00,close,E1,",
        "B,2026-10-09 10:00,open,E1,",
    )
    evaluation = desk.evaluate(as_of="2026-10-07")
    assert result(evaluation).value.value == 1
    parts = {part.source: part for part in evaluation.conservation}
    assert (parts["events"].counted, parts["events"].other_period, parts["calls"].read) == (1, 2, 1)


def test_bots_strangers_and_reversed_cases(desk: Office) -> None:
    """A bot's events are no part of a case; a case of nobody known is rejected, as is one that
    ends before it begins."""
    desk.more[0] = {**EVENTS, "ignore": {"who": "bot"}}
    good = {"from": "answered_at", "to": "closed_at", "within": "1 h"}
    desk.kpi({"share": {"of": "calls", "good": good}}, None)
    log(
        desk, *case("A", ("09:00", "open", "bot"), ("10:00", "answer", "E1"), ("10:30", "close", "E1")),
        *case("B", ("09:00", "open", "E9")), *case("C", ("09:00", "close", "E1"), ("10:00", "answer", "E1")),
    )  # fmt: skip
    evaluation = desk.evaluate()
    assert result(evaluation).value.value == 1
    assert [(r.key, r.line, r.code) for r in evaluation.rejected["calls"]] == [
        ("B", 5, "unknown-employee"), ("C", 6, "ends-before-start"),
    ]  # fmt: skip
    parts = {part.source: part for part in evaluation.conservation}
    assert (parts["events"].ignored, parts["events"].counted, parts["events"].read) == (1, 5, 6)


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_rows_never_matters(desk: Office, turned: bool) -> None:
    desk.kpi({"count": {"of": "calls", "where": {"category": "answer"}}}, None)
    desk.source["cases"]["columns"]["category"] = {"first": "activity"}
    events = case(
        "A", ("10:00", "close", "E1"), ("10:00", "answer", "E1")
    )  # answer comes first in content
    log(desk, *(reversed(events) if turned else events))
    assert desk.result().value.value == 1


@pytest.mark.parametrize(
    "change",
    [{"of": "nothing"}, {"key": "gone"}, {"actor": None}, {"columns": {"received_at": {"first": "gone"}}},
     {"columns": {"gone": {"first": "at"}}}, {"columns": {"steps": {"count": {"gone": 1}}}},
     {"owner": "at_breach"}],
)  # fmt: skip
def test_cases_that_cannot_be_made(desk: Office, change: dict[str, Any]) -> None:
    desk.source["cases"] |= change
    desk.source["cases"] = {k: v for k, v in desk.source["cases"].items() if v is not None}
    desk.kpi({"count": {"of": "calls"}}, None)
    log(desk, *case("A", *GOOD))
    evaluation = desk.evaluate()
    assert "cases-incomplete" in codes(evaluation)
    assert result(evaluation).status == "not_evaluable"


# ------------------------------------------------------------------ conformance


def test_a_share_of_cases(desk: Office) -> None:
    conformance(desk)
    log(
        desk, *case("A", *GOOD),
        *case("B", ("09:00", "register", "E1"), ("11:01", "answer", "E1"), ("12:00", "close", "E1")),
        *case("C", ("09:00", "register", "E1"), ("10:00", "answer", "E1")),
        *case("D", ("09:00", "register", "E2"), ("11:00", "answer", "E2"), ("11:00", "close", "E2")),
    )  # fmt: skip
    assert wrong(desk, as_of="2026-10-06") == {
        "A": ["good"], "B": ["late:answer"], "C": ["pending"], "D": ["good"],
    }  # fmt: skip
    one = desk.result(as_of="2026-10-06").value
    assert (one.numerator, one.denominator, one.pending, one.percent) == (1, 2, 1, True)
    assert desk.result("E2", as_of="2026-10-06").value.value == 1


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((("09:00", "register", "E1"), ("10:00", "close", "E1")), ["late:answer", "missing:answer"]),
        ((("09:00", "answer", "E1"), ("09:10", "register", "E1"), ("11:00", "close", "E1")), ["order:answer:register"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E9"), ("11:00", "close", "E1")), ["owner:answer:E9"]),
        ((("09:00", "call", "E1"), ("09:31", "register", "E1"), ("11:00", "answer", "E1"), ("11:00", "close", "E1")), ["late:register"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E1")), ["late:"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E1"), ("09:20", "close", "E1"), ("10:00", "answer", "E1")), ["reopened:"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E1"), ("13:01", "close", "E1")), ["escalation::boss"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E1"), ("13:00", "close", "E1")), ["good"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E1"), ("13:01", "升级", "E1"), ("13:02", "close", "E1")), ["good"]),
        ((("09:00", "register", "E1"), ("09:10", "answer", "E1"), ("09:10", "重开", "E1"), ("09:20", "close", "E1")), ["reopened:"]),
    ],
)  # fmt: skip
def test_what_goes_wrong(
    desk: Office, events: tuple[tuple[str, str, str], ...], found: list[str]
) -> None:
    """As of the end of October every limit has passed."""
    everything = ["steps", "order", "owner", "limits", "escalation", "reopened"]
    conformance(desk, check=everything, escalation="升级", reopened=["重开"])
    log(desk, *case("A", *events))
    if found == ["late:"]:  # never closed: late as a whole, and never escalated
        found = ["escalation::boss", "late:"]
    if found == ["late:answer", "missing:answer"]:
        assert wrong(desk) == {"A": sorted(found)}
    else:
        assert wrong(desk) == {"A": found}


def test_only_what_is_checked_counts(desk: Office) -> None:
    conformance(desk, check=["steps"])
    log(
        desk,
        *case(
            "A", ("09:00", "register", "E9"), ("18:00", "answer", "E9"), ("18:00", "close", "E9")
        ),
    )
    desk.people += "E9,丙,boss,,,\n"
    desk.more.append({"role": "boss", "title": "主管", "kpis": []})
    with desk.run() as run:
        (found,) = (t.conformity for t in run.counted.taken.values() if t.conformity)
        verdict = found.verdicts["A"]
        assert verdict.state == "good"
        assert [w.what for w in verdict.beside] == ["escalation", "late", "owner", "owner", "owner"]


def test_steps_by_other_names_and_without_trace(desk: Office) -> None:
    conformance(desk, map={"register": ["来电", "来访"], "answer": "回", "close": []})
    log(desk, *case("A", ("09:00", "来访", "E1"), ("09:10", "回", "E1")))
    assert wrong(desk, as_of="2026-10-06") == {"A": ["good"]}


def test_working_time_and_days_outside_the_calendar(desk: Office) -> None:
    desk.config["calendar"] = "own"
    desk.calendar = {
        "calendar": "own", "version": "1", "covers": {"from": "2026-10-05", "to": "2026-10-06"},
        "workdays": ["mon", "tue", "wed", "thu", "fri"], "shifts": [{"from": "09:00", "to": "12:00"}],
    }  # fmt: skip
    desk.more[1] = {**SOP, "within": "1 workday", "steps": [
        {"id": "register", "text": "登记"}, {"id": "answer", "text": "答复", "within": "2 working h"},
    ]}  # fmt: skip
    conformance(desk)
    log(
        desk, "A,2026-10-05 11:00,register,E1,", "A,2026-10-06 10:00,answer,E1,",
        "B,2026-10-05 11:00,register,E1,", "B,2026-10-06 10:01,answer,E1,",
        "C,2026-10-06 11:00,register,E1,", "C,2026-10-06 11:30,answer,E1,",
    )  # fmt: skip
    assert wrong(desk) == {"A": ["good"], "B": ["late:answer"], "C": ["uncovered"]}
    assert desk.result().status == "not_evaluable"


def test_branches_and_ways_back(desk: Office) -> None:
    desk.more[1] = {"sop": "desk", "title": "程序", "steps": [
        {"id": "look", "text": "看", "branches": [{"when": "要修", "to": "mend"}, {"when": "不用", "to": "tell"}]},
        {"id": "mend", "text": "修", "after": "look"},
        {"id": "test", "text": "试", "branches": [{"when": "不行", "to": "mend"}, {"when": "行", "to": "tell"}]},
        {"id": "tell", "text": "告知"},
    ]}  # fmt: skip
    conformance(desk)
    log(
        desk, *case("A", ("09:00", "look", "E1"), ("10:00", "tell", "E1")),
        *case("B", ("09:00", "look", "E1"), ("10:00", "mend", "E1"), ("11:00", "test", "E1"), ("12:00", "tell", "E1")),
        *case("C", ("09:00", "look", "E1"), ("10:00", "mend", "E1"), ("12:00", "tell", "E1")),
        *case("D", ("09:00", "look", "E1"), ("10:00", "mend", "E1")),
    )  # fmt: skip
    assert wrong(desk) == {"A": ["good"], "B": ["good"], "C": ["missing:test"], "D": ["pending"]}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"sop": "nothing"}, "conformance-sop-unknown"), ({"map": {"gone": "x"}}, "conformance-step-unknown"),
     ({"of": "plain"}, "conformance-without-cases")],
)  # fmt: skip
def test_definitions_that_cannot_be_followed(
    desk: Office, change: dict[str, Any], code: str
) -> None:
    desk.more.append({
        "source": "plain", "grain": "case", "key": "no", "employee": "employee", "time": "at",
        "columns": {"no": "text", "employee": "text", "at": "instant"},
    })  # fmt: skip
    conformance(desk, **change)
    log(desk, *case("A", *GOOD))
    evaluation = desk.evaluate()
    assert code in codes(evaluation)
    assert result(evaluation).status == "not_evaluable"


def test_variants_are_told(desk: Office) -> None:
    conformance(desk)
    log(
        desk, *case("A", *GOOD), *case("B", ("09:00", "register", "E1"), ("10:00", "close", "E1")),
        *case("C", ("09:00", "register", "E1"), ("10:00", "close", "E1")),
    )  # fmt: skip
    desk.write()
    words = ["explain", "E1", "k", "--period", "2026-10", "--rows", "-w", str(desk.root)]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.output
    assert "漏做：答复" in told.stdout
    assert "B, C" in told.stdout
    data = json.loads(CliRunner().invoke(main, [*words, "--format", "json"]).stdout)
    (kpi,) = data["scores"][0]["kpis"]
    assert [(v["outcome"], v["cases"], v["keys"]) for v in kpi["variants"]] == [
        ("bad", 2, ["B", "C"]), ("good", 1, ["A"]),
    ]  # fmt: skip
    assert kpi["variants"][0]["wrong"] == [
        {"what": "late", "step": "answer", "other": ""}, {"what": "missing", "step": "answer", "other": ""},
    ]  # fmt: skip
    assert [row["key"] for row in kpi["rows"]] == ["B", "C"]


def explained(desk: Office) -> Any:
    """What ``explain`` says of the KPI, for programs."""
    desk.write()
    words = ["explain", "E1", "k", "--period", "2026-10", "--rows", "--format", "json"]
    told = CliRunner().invoke(main, [*words, "-w", str(desk.root)])
    assert told.exit_code == 0, told.output
    (kpi,) = json.loads(told.stdout)["scores"][0]["kpis"]
    return kpi


def test_variants_of_a_kpi_that_changed_within_the_period(desk: Office) -> None:
    desk.kpi({"conformance": {"sop": "desk", "of": "calls"}}, 10, target="≥ 90%", score="pass")
    desk.role["effective"] = "2026-01-01"
    later = [{**desk.role["kpis"][0], "target": "≥ 40%"}]
    desk.more.append({**desk.role, "effective": "2026-10-15", "kpis": later})
    late = [event.replace("10-05", "10-20") for event in case("B", *GOOD[:1], GOOD[2])]
    log(desk, *case("A", *GOOD), *late, *case("C", *GOOD))
    kpi = explained(desk)
    assert [(v["outcome"], v["keys"]) for v in kpi["variants"]] == [
        ("good", ["A", "C"]),
        ("bad", ["B"]),
    ]


def test_the_trace_names_the_calendar_of_the_procedures_limits(desk: Office) -> None:
    desk.config["calendar"] = "cn-mainland"
    conformance(desk)
    log(desk, *case("A", *GOOD))
    assert not explained(desk)["trace"]["calendar"]
    desk.more[1] = {**SOP, "within": "3 workdays"}
    assert explained(desk)["trace"]["calendar"].startswith("cn-mainland")


# ------------------------------------------------------------------ ways through a procedure


def steps(*made: tuple[str, list[str], list[str]]) -> Sop:
    origin = Origin(Document("x.yaml", 0, {}, ""))
    text = Text.of("x", "zh-Hans")
    return Sop("s", text, origin, tuple(
        Step(name, text, origin, after=tuple(after), branches=tuple(Branch(text, to) for to in to_))
        for name, after, to_ in made
    ))  # fmt: skip


def ways(sop: Sop) -> list[str]:
    found = procedure(sop)
    return ["".join(found.steps[i].id for i in sorted(way.steps)) for way in found.ways]


def test_ways() -> None:
    assert ways(steps(("a", [], []), ("b", [], []), ("c", [], []))) == ["abc"]
    assert ways(
        steps(("a", [], []), ("b", ["a"], []), ("c", ["a"], []), ("d", ["b", "c"], []))
    ) == ["abcd"]
    assert ways(steps(("a", [], ["b", "c"]), ("b", ["a"], []), ("c", ["a"], []))) == ["ab", "ac"]
    assert ways(steps(("a", [], []), ("b", [], ["a"]), ("c", [], []))) == ["abc"]
    assert ways(steps(("a", [], ["c"]), ("b", [], []), ("c", [], []))) == ["ac", "abc"]


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.lists(st.lists(st.integers(0, 11), max_size=3), min_size=1, max_size=12))
def test_procedures_of_any_shape_have_ways(targets: list[list[int]]) -> None:
    """Whatever branches where, every way begins with the first step and has an end."""
    names = [chr(97 + i) for i in range(len(targets))]
    sop = steps(
        *(
            (name, [], [names[t] for t in to if t < len(names)])
            for name, to in zip(names, targets, strict=True)
        )
    )
    found = procedure(sop)
    assert found.ways
    for way in found.ways:
        assert 0 in way.steps
        assert way.ends


# ------------------------------------------------------------------ waits of a log of their own

WAITS = {
    "source": "waits", "grain": "event", "key": "no", "time": "from",
    "columns": {"no": "text", "ticket": "text", "from": "instant", "to": "instant"},
}  # fmt: skip


def waiting(desk: Office, *waits: str, limit: str = "2 h") -> None:
    """The answer is due ``limit`` after the case was registered at 09:00, but for its waits."""
    sop = json.loads(json.dumps(SOP)) | {"escalation": []}
    pause = {"of": "waits", "key": "ticket", "from": "from", "to": "to"}
    sop["steps"][1]["within"] = {"limit": limit, "pause": pause}
    desk.more = [EVENTS, sop, WAITS]
    desk.config |= {"calendar": "cn-mainland"}
    desk.config["logs"]["waits"] = "logs/waits.csv"
    rows = [f"{n},{wait}" for n, wait in enumerate(waits, 1)]
    desk.logs["logs/waits.csv"] = "\n".join(["no,ticket,from,to", *rows]) + "\n"
    conformance(desk)


def day(ticket: str, start: str, end: str) -> str:
    return f"{ticket},2026-10-05 {start},2026-10-05 {end}"


@pytest.mark.parametrize(
    ("waits", "answered", "wanted"),
    [
        ([], "11:00", "good"),  # 09:00 + 2 h
        ([], "11:01", "late:answer"),
        ([day("1", "10:00", "11:00")], "12:00", "good"),
        ([day("1", "10:00", "11:00")], "12:01", "late:answer"),
        ([day("1", "08:00", "09:30")], "11:30", "good"),  # only what lies after the start: 30 min
        ([day("1", "10:00", "10:30"), day("1", "11:15", "11:45")], "12:00", "good"),
        ([day("1", "11:30", "12:30")], "11:31", "late:answer"),  # begins after the limit ended
        ([day("2", "10:00", "11:00")], "12:00", "late:answer"),  # another case's
    ],
)
def test_a_step_stands_still_while_its_case_waits(
    desk: Office, waits: list[str], answered: str, wanted: str
) -> None:
    events = ("09:00", "register", "E1"), (answered, "answer", "E1"), ("13:00", "close", "E1")
    log(desk, *case("1", *events))
    waiting(desk, *waits)
    assert wrong(desk) == {"1": [wanted]}


def test_working_hours_of_a_step_stand_still_too(desk: Office) -> None:
    # Monday 12 October: 10:00 + 2 working h over lunch (12:00 to 13:00) and 30 min of waiting
    for minute, wanted in (("30", "good"), ("31", "late:answer")):
        rows = [("10:00", "register"), (f"13:{minute}", "answer"), ("15:00", "close")]
        desk.role["kpis"] = []
        log(desk, *(f"1,2026-10-12 {at},{activity},E1," for at, activity in rows))
        wait = "1,2026-10-12 11:00,2026-10-12 11:30"
        waiting(desk, wait, limit="2 working h")
        assert wrong(desk) == {"1": [wanted]}


def test_waits_of_a_procedure_that_were_not_delivered_leave_no_data(desk: Office) -> None:
    log(desk, *case("1", *GOOD))
    waiting(desk)
    del desk.config["logs"]["waits"]
    assert desk.result().status == "no_data"


def test_a_wait_known_later_has_not_begun(desk: Office) -> None:
    """Due on the 6th at 09:00 without it; while it goes on nothing is late; with it, on the 7th."""
    log(desk, *case("1", ("09:00", "register", "E1")))
    waiting(desk, "1,2026-10-06 08:00,2026-10-07 08:00", limit="24 h")
    assert wrong(desk, as_of="2026-10-05") == {"1": ["pending"]}
    assert wrong(desk, as_of="2026-10-06") == {"1": ["pending"]}
    assert wrong(desk, as_of="2026-10-07") == {"1": ["late:answer"]}
    desk.logs["logs/waits.csv"] = "no,ticket,from,to\n"
    assert wrong(desk, as_of="2026-10-06") == {"1": ["late:answer"]}


# ------------------------------------------------------------------ escalation unless


@pytest.mark.parametrize(
    ("answered", "outcome"),
    [("12:59", "good"), ("13:00", "good"), ("13:01", "escalation::boss")],
)
def test_no_escalation_once_a_step_is_done(desk: Office, answered: str, outcome: str) -> None:
    rung = {"after": "4 h", "to": "boss", "unless": "answer"}
    desk.more = [EVENTS, {**SOP, "escalation": [rung]}]
    conformance(desk, check=["escalation"])
    done = (("09:00", "register", "E1"), (answered, "answer", "E1"), ("18:00", "close", "E1"))
    log(desk, *case("A", *done))
    assert wrong(desk) == {"A": [outcome]}


def test_a_step_that_is_none_spares_nobody(desk: Office) -> None:
    rung = {"after": "4 h", "to": "clerk", "unless": "nothing"}
    desk.more = [EVENTS, {**SOP, "escalation": [rung]}]
    conformance(desk)
    workspace = desk.write()
    report = check(workspace, Catalogue.load(workspace.root, workspace.locale), date(2026, 10, 1))
    found = [f for f in report.findings if f.code == "sop-unknown-step"]
    assert [f.details["target"] for f in found] == ["nothing"]
