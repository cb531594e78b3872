"""What definitions answer about themselves: pauses, scales, raters, slopes, sources, log places."""

from fractions import Fraction

import pytest

from dutybook.grammar.number.step import parse_step
from dutybook.measure import kinds as measures
from dutybook.measure.kinds.count import Count
from dutybook.measure.kinds.quotient import Quotient
from dutybook.measure.kinds.rating import Anonymous, Rating
from dutybook.measure.scale import Scale
from dutybook.model import Source
from dutybook.model.amount import Amount
from dutybook.model.organisation import LogPlace
from dutybook.model.score import Incidents, Slope, Steps
from dutybook.model.values import Pause, Waiting
from dutybook.rule.kinds import KINDS, kind_of
from dutybook.yamltext import Document, Origin

F = Fraction
ORIGIN = Origin(Document("a.yaml", 0, {}, ""))


@pytest.mark.parametrize(
    ("pause", "columns", "length"),
    [
        (Pause(stretches=(Waiting("a", "b"), Waiting("c", "d"))), ("a", "b", "c", "d"), None),
        (Pause(minutes="waited"), ("waited",), ("waited", 60_000_000)),
        (Pause(seconds="s"), ("s",), ("s", 1_000_000)),
        (Pause(hours="h"), ("h",), ("h", 3_600_000_000)),
        (Pause(days="d"), ("d",), ("d", 86_400_000_000)),
        (Pause(of="waits", key="case", stretches=(Waiting("a", "b"),)), (), None),
        (Pause(status="waiting_customer"), (), None),
    ],
)
def test_which_columns_of_the_case_a_pause_reads(
    pause: Pause, columns: tuple[str, ...], length: tuple[str, int] | None
) -> None:
    assert pause.columns == columns
    assert pause.length == length


@pytest.mark.parametrize(
    ("scale", "holds", "refuses"),
    [
        (Scale(F(100)), ["0", "59.5", "100"], ["-1", "100.01"]),
        (Scale(F(100), F(60), F(5)), ["60", "65", "100"], ["55", "61", "105"]),
        (Scale(F(5), F(1, 2), F(1, 2)), ["0.5", "4.5"], ["0", "0.75"]),
    ],
)
def test_what_a_rating_may_be(scale: Scale, holds: list[str], refuses: list[str]) -> None:
    assert all(scale.holds(F(value)) for value in holds)
    assert not any(scale.holds(F(value)) for value in refuses)


def test_who_is_anonymous() -> None:
    everyone, peers = Anonymous(3), Anonymous(3, ("peer",))
    kinds = ("self", "superior", "functional", "head", "peer", "customer")
    assert [kind for kind in kinds if everyone.covers(kind)] == ["peer", "customer"]
    assert [kind for kind in kinds if peers.covers(kind)] == ["peer"]
    assert not Rating(Scale(F(5))).hides("peer")
    assert Rating(Scale(F(5)), anonymous=everyone).hides("peer")


@pytest.mark.parametrize(
    ("rule", "spared"),
    [
        (Incidents(F(-2)), 0),
        (Incidents(F(-2), free=2), 2),
        (Incidents(F(-2), from_=3, charge="later"), 2),
        (Incidents(F(-2), from_=3, charge="all"), 0),
        (Incidents(F(-2), from_=3), 0),  # not said: asked about elsewhere
        (Incidents(F(-2), free=1, from_=3, charge="later"), 3),
    ],
)
def test_how_many_incidents_cost_nothing(rule: Incidents, spared: int) -> None:
    assert rule.spared == spared


def test_the_slopes_that_are_given() -> None:
    lose, gain = (Slope(F(points), parse_step("1 pp")) for points in (2, 1))
    assert Steps().slopes == ()
    assert Steps(lose=lose, gain=gain).slopes == (lose, gain)
    assert Steps(lose_above=gain, lose_below=lose).slopes == (lose, gain)


def test_kinds_are_named_as_yaml_names_them() -> None:
    for name, kind in KINDS.items():
        assert kind_of(kind.of.__new__(kind.of)) is kind
        assert kind.name == name
    for name, measured in measures.KINDS.items():
        assert measures.kind_of(measured.of.__new__(measured.of)) is measured
        assert measured.name == name
    assert measures.kind_of(Quotient(Count(of="a"), F(2))).key == "ratio"


def test_a_quotient_is_of_the_source_above_the_line() -> None:
    assert Quotient(Count(of="a"), Count(of="b")).of == "a"
    assert Quotient(Quotient(Count(of="c"), F(1)), Count(of="b")).of == "c"


def test_by_which_column_rows_belong_to_a_period() -> None:
    source = Source("calls", "case", ("no",), {}, ORIGIN, time="received", due="due_on")
    assert source.period_column == "received"
    due = Source("calls", "case", ("no",), {}, ORIGIN, due="due_on", period_by="due")
    assert due.period_column == "due_on"
    assert Source("calls", "case", ("no",), {}, ORIGIN).period_column is None


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (LogPlace("logs/*.csv"), "logs/*.csv"),
        (LogPlace("a.xlsx", sheet="来访", header=3), "a.xlsx#来访"),
        (LogPlace("a.sqlite", table="rounds"), "a.sqlite#rounds"),
        (LogPlace(postgres="DESK", table="desk.repairs"), "$DESK#desk.repairs"),
        (LogPlace("a.xlsx", sheet=0), "a.xlsx#0"),
    ],
)
def test_a_place_of_logs_is_told_without_what_it_hides(place: LogPlace, shown: str) -> None:
    assert str(place) == shown


def test_an_amount_is_told_as_it_was_written() -> None:
    assert str(Amount("500 CNY")) == "500 CNY"
