"""Counting by itself: a plan and logs in; tallies, rows and where every row went out."""

from fractions import Fraction

from office import Office

from dutybook.count.counts import count
from dutybook.count.log.logs import derive, load
from dutybook.count.log.needs import needs_of
from dutybook.count.log.store import LogStore
from dutybook.grammar.time.period import parse_period
from dutybook.plan.basis import Prepared, prepare

OCTOBER = parse_period("2026-10")


def timely(office: Office) -> Prepared:
    """A share of calls answered within two hours, an amount, and rows of every kind."""
    span = {"from": "received_at", "to": "answered_at", "within": "2 h"}
    office.kpi({"share": {"of": "calls", "good": span}}, 50, target="≥ 90%", score="pass")
    office.kpi({"count": {"of": "calls"}}, 50, target="≥ 1", score="pass")
    office.rows(
        ",E1,x,2026-10-05 10:00,2026-10-05 11:00",
        ",E1,x,2026-10-06 10:00,2026-10-06 13:00",
        ",E2,x,2026-10-07 10:00,2026-10-07 11:00",
        ",E1,x,2026-11-01 10:00,2026-11-01 11:00",
        ",E9,x,2026-10-05 10:00,2026-10-05 11:00",
        ",E1,x,2026-10-05 10:00,never",
    )
    return prepare(office.write(), OCTOBER, None)


def test_a_plan_and_logs_in_tallies_and_rows_out(office: Office) -> None:
    ready = timely(office)
    with LogStore() as store, count(ready, store) as counted:
        first, second = ready.plan.sheets
        (share,) = counted.tallies(0, first) or ()
        assert (share.numerator, share.denominator) == (Fraction(1), Fraction(2))
        (number,) = counted.tallies(1, second) or ()
        assert number.numerator == 1
        assert [row.state for row in counted.rows(0, first.number)] == ["good", "no_value", "late"]
        (part,) = counted.conservation
    assert (part.read, part.counted, part.other_period, part.rejected) == (6, 4, 1, 1)
    assert {row.code for row in counted.delivered["calls"].rejected} == {
        "unknown-employee",
    }
    assert [finding.code for finding in counted.logs_findings] == ["rows-rejected"]


def test_nothing_is_told_of_what_was_not_delivered(office: Office) -> None:
    ready = timely(office)
    (office.root / "logs/calls.csv").unlink()
    with LogStore() as store, count(ready, store) as counted:
        sheet = ready.plan.sheets[0]
        assert counted.tallies(0, sheet) is None
        assert counted.rows(0, sheet.number) == []
        assert (counted.taken, counted.conservation) == ({}, ())
    assert [finding.code for finding in counted.logs_findings] == ["log-no-file"]


def test_an_expression_that_fails_is_a_finding_at_its_kpi(office: Office) -> None:
    where = f"errors * {'9' * 38} > 1"  # more than a number holds
    office.kpi({"count": {"of": "calls", "where": where}}, 100, target="≥ 1", score="pass")
    office.rows(",E1,x,2026-10-05 10:00,99", head="no,employee,category,received_at,errors")
    ready = prepare(office.write(), OCTOBER, None)
    with LogStore() as store, count(ready, store) as counted:
        failed = counted.failure(0, ready.plan.sheets[0].number)
        assert failed is not None
        assert counted.rows(0, ready.plan.sheets[0].number) == []
    assert (failed.code, failed.details["kpi"]) == ("measure-failed", "k")
    assert failed in counted.findings


def test_each_step_leaves_what_it_was_given(office: Office) -> None:
    """A step's result may be handed to another process: deriving adds to a copy."""
    ready = timely(office)
    needs, findings = needs_of(ready.workspace, ready.plan)
    assert (findings, [need.source.source for need in needs]) == ([], ["calls"])
    assert needs[0].columns >= {"received_at", "answered_at"}
    with LogStore() as store:
        loaded = load(needs, ready, store, store.db)
        before = dict(loaded.of)
        derived = derive(needs, loaded, ready)
        assert loaded.of == before
        assert derived.of == before
        assert derived.of["calls"].count() == 6
