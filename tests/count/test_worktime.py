"""Working time by hand and against a clock that is stepped minute by minute."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from clockwork import Clockwork, OutsideError
from hypothesis import given, settings
from hypothesis import strategies as st

from dutybook.count.worktime.ends import pieces
from dutybook.count.worktime.scale import marks
from dutybook.grammar.time.clock import Season
from dutybook.measure.limits import WorkRule, rules_of
from dutybook.model import Calendar, TimeLimit
from dutybook.model.agreement import Term
from dutybook.model.calendar import Shift
from dutybook.roster.attendance.daytable import CalendarError, DayTable, NotCoveredError, day_table
from dutybook.workspace.values.structure import annotated, converter
from dutybook.yamltext import Document, Origin, read_documents

ROOT = Path(__file__).parents[2]
MICROSECOND = timedelta(microseconds=1)
ORIGIN = Origin(Document("calendar.yaml", 0, {}, ""))


def mainland() -> Calendar:
    (document,), findings = read_documents(ROOT / "rules/calendars/cn-mainland.yaml", "cn.yaml")
    assert not findings
    calendar: Calendar = converter("zh-Hans").structure(annotated(document), Calendar)
    return calendar


def ends(table: DayTable, rule: WorkRule, start: datetime) -> datetime | None:
    """The end for one start, by the piece it falls into; pieces have no gaps."""
    into = (start - datetime.combine(start.date(), datetime.min.time())) // MICROSECOND
    (piece,) = (
        p for p in pieces(table, rule) if p.day == start.date() and p.start <= into < p.until
    )
    if piece.ends is None:
        return None
    return piece.ends + (timedelta(microseconds=into) if piece.moves else timedelta())


def rule(limit: str | dict[str, Any]) -> WorkRule:
    """The rule a limit written in YAML stands for."""
    written = {"limit": limit} if isinstance(limit, str) else limit
    return rules_of(converter("en").structure(written, TimeLimit))[None]


def after(limit: str | dict[str, Any], start: str) -> str | None:
    end = ends(day_table(mainland()), rule(limit), datetime.fromisoformat(start))
    return end and end.isoformat(" ", "minutes" if not end.second else "seconds")


def test_the_shipped_calendar_says_what_the_notices_say() -> None:
    table = day_table(mainland())
    off = [d.day for d in table.days if not d.workday and d.day.weekday() < 5]
    assert [f"{day:%m-%d}" for day in off if day.year == 2026] == [
        "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01",
        "05-04", "05-05", "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07",
    ]  # fmt: skip
    made_up = [d.day for d in table.days if d.workday and d.day.weekday() >= 5]
    assert [f"{day:%m-%d}" for day in made_up if day.year == 2026] == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]  # fmt: skip
    # 2026: 365 days − 104 Saturdays and Sundays − 19 weekdays off + 6 made up
    assert sum(d.workday for d in table.days if d.day.year == 2026) == 365 - 104 - 19 + 6
    assert table.days[-1].worked == 8 * 3600 * 1_000_000


BY_HAND = [
    # working hours: lunch 12–13, close 18:00
    ("2 working h", "2026-10-13 10:00", "2026-10-13 12:00"),
    ("2 working h", "2026-10-13 10:30", "2026-10-13 13:30"),
    ("2 working h", "2026-10-13 12:20", "2026-10-13 15:00"),
    ("2 working h", "2026-10-13 16:00", "2026-10-13 18:00"),
    ("2 working h", "2026-10-13 16:30", "2026-10-14 09:30"),
    ("30 working min", "2026-10-13 17:45:30", "2026-10-14 09:15:30"),
    ("2 working h", "2026-10-13 03:00", "2026-10-13 11:00"),  # opened before hours
    ("2 working h", "2026-10-13 23:00", "2026-10-14 11:00"),  # and after
    ("2 working h", "2026-10-16 17:00", "2026-10-19 10:00"),  # over a weekend
    ("2 working h", "2026-10-17 11:00", "2026-10-19 11:00"),  # on a Saturday
    ("2 working h", "2026-09-30 17:00", "2026-10-08 10:00"),  # over National Day
    ("2 working h", "2026-10-03 10:00", "2026-10-08 11:00"),
    ("2 working h", "2026-10-09 17:00", "2026-10-10 10:00"),  # 10 October is a working Saturday
    ("2 working h", "2026-10-10 17:00", "2026-10-12 10:00"),
    ("20 working h", "2026-10-09 09:00", "2026-10-12 14:00"),  # 8 + 8 + 4, lunch on Monday
    ("0 working h", "2026-10-13 12:00", "2026-10-13 13:00"),
    ("2 working h", "2026-12-31 16:00", "2026-12-31 18:00"),
    ("2 working h", "2026-12-31 16:01", None),  # into a year without a calendar
    # workdays end at close of business; the starting day is day 0
    ("1 workday", "2026-10-13 10:00", "2026-10-14 18:00"),
    ("1 workday", "2026-10-13 22:00", "2026-10-14 18:00"),
    ("3 workdays", "2026-09-30 10:00", "2026-10-10 18:00"),  # 8, 9 and 10 October
    ("3 workdays", "2026-10-02 10:00", "2026-10-10 18:00"),
    ("1 workday", "2026-10-09 10:00", "2026-10-10 18:00"),
    ("1 workday", "2026-10-10 10:00", "2026-10-12 18:00"),
    ("0 workdays", "2026-10-13 10:00", "2026-10-13 18:00"),
    ("0 workdays", "2026-10-11 10:00", "2026-10-12 18:00"),
    ("1 workday", "2026-12-31 10:00", None),
]


@pytest.mark.parametrize(("limit", "start", "end"), BY_HAND)
def test_by_hand(limit: str, start: str, end: str | None) -> None:
    assert after(limit, start) == end


CUT_OFF = [
    ("2 working h", "2026-10-13 12:59", "2026-10-13 15:00"),
    ("2 working h", "2026-10-13 13:00", "2026-10-14 11:00"),  # at the cut-off: the next day
    ("2 working h", "2026-10-16 14:00", "2026-10-19 11:00"),
    ("1 workday", "2026-10-13 12:59:59", "2026-10-14 18:00"),
    ("1 workday", "2026-10-13 13:00", "2026-10-15 18:00"),
    ("1 workday", "2026-10-16 13:00", "2026-10-20 18:00"),  # Friday afternoon is Monday
    ("1 workday", "2026-10-17 09:00", "2026-10-20 18:00"),  # and so is Saturday morning
]


@pytest.mark.parametrize(("limit", "start", "end"), CUT_OFF)
def test_at_or_after_the_cut_off_counts_as_the_next_workday(
    limit: str, start: str, end: str
) -> None:
    assert after({"limit": limit, "cutoff": "13:00"}, start) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-13 10:00", "2026-10-13 18:00"),
        ("2026-10-13 18:00", "2026-10-14 18:00"),  # closed: it begins with the next opening
        ("2026-10-11 10:00", "2026-10-12 18:00"),
        ("2026-10-09 19:00", "2026-10-10 18:00"),
    ],
)
def test_counting_from_the_same_day(start: str, end: str) -> None:
    assert after({"limit": "1 workday", "start": "same_day"}, start) == end


def test_hours_by_weekday_and_season() -> None:
    hour = timedelta(hours=1)
    calendar = Calendar(
        "own", "1", Term(date(2026, 4, 1), date(2026, 12, 31)), ORIGIN,
        workdays=("mon", "tue", "wed", "thu", "fri", "sat"),
        shifts=(
            Shift(9 * hour, 12 * hour),
            Shift(13 * hour, 17 * hour, ("mon", "tue", "wed", "thu", "fri"), Season((10, 1), (4, 30))),
            Shift(14 * hour, 18 * hour, ("mon", "tue", "wed", "thu", "fri"), Season((5, 1), (9, 30))),
        ),
        makeup=((date(2026, 10, 11), date(2026, 10, 11)),),
    )  # fmt: skip
    days = {day.day: day for day in day_table(calendar).days}
    shown = {
        day: [(a // 3_600_000_000, b // 3_600_000_000) for a, b in days[day].opens]
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 10, 10), date(2026, 10, 11))
    }
    assert list(shown.values()) == [
        [(9, 12), (13, 17)], [(9, 12), (14, 18)], [(9, 12)], [(9, 12), (13, 17)],
    ]  # fmt: skip


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    hour, day = timedelta(hours=1), date(2026, 10, 10)
    term = Term(date(2026, 10, 1), date(2026, 10, 31))
    wrong = [
        {"covers": Term(term.to, term.from_)},
        {"covers": Term(date(1, 1, 1), date(9999, 12, 31))},
        {"shifts": (Shift(18 * hour, 17 * hour, ("mon",)), Shift(9 * hour, 10 * hour))},
        {"shifts": (Shift(9 * hour, 18 * hour, ("mon",)),)},
        {"holidays": ((day, day),), "makeup": ((day, day),)},
    ]
    for part in wrong:
        with pytest.raises(CalendarError):
            day_table(
                Calendar(
                    **{"calendar": "x", "version": "1", "covers": term, "origin": ORIGIN, **part}
                )
            )  # type: ignore[arg-type]


def test_days_outside_are_not_guessed() -> None:
    table = day_table(mainland())
    assert table.is_workday(date(2026, 10, 10))
    for day in (date(2023, 12, 31), date(2027, 1, 1)):
        with pytest.raises(NotCoveredError):
            table.is_workday(day)


QUARTERS = st.integers(0, 96).map(lambda n: timedelta(minutes=15 * n))
NAME_SETS = st.lists(
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, unique=True
)
FIRST = date(2026, 9, 26)
LENGTH = 24


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A few weeks of any workdays, shifts, days off and make-up days, apart from each other."""
    shifts = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted((draw(QUARTERS), draw(QUARTERS)))
        if start < end:
            season = draw(st.sampled_from([None, Season((10, 1), (4, 30))]))
            if draw(st.booleans()):  # over midnight; hours of the next day lie apart from it
                start = min(max(end, timedelta(hours=12)), timedelta(hours=23))
                end = draw(QUARTERS.filter(lambda at: at <= timedelta(hours=11)))
            shifts.append(Shift(start, end, tuple(draw(NAME_SETS)) if season else (), season))
    if shifts:
        shifts.append(Shift(timedelta(hours=9), timedelta(hours=11)))
    special = draw(st.lists(st.integers(0, LENGTH - 1), max_size=8, unique=True))
    days = [FIRST + timedelta(days=n) for n in special]
    cut = draw(st.integers(0, len(days)))
    return Calendar(
        "drawn", "1", Term(FIRST, FIRST + timedelta(days=LENGTH - 1)), ORIGIN,
        workdays=tuple(draw(NAME_SETS)), shifts=tuple(shifts),
        holidays=tuple((day, day) for day in days[:cut]),
        makeup=tuple((day, day) for day in days[cut:]),
    )  # fmt: skip


STARTS = st.integers(0, LENGTH * 96 - 1).map(
    lambda n: datetime(2026, 9, 26) + timedelta(minutes=15 * n)
)
CUT_OFFS = st.none() | QUARTERS


@settings(max_examples=150, deadline=None)
@given(calendars(), STARTS, st.integers(0, 80), CUT_OFFS)
def test_working_time_agrees_with_the_stepped_clock(
    calendar: Calendar, start: datetime, quarters: int, cutoff: timedelta | None
) -> None:
    if not calendar.shifts:
        return  # without office hours there is no working time to count
    try:
        expected = Clockwork(calendar).after_time(start, 15 * quarters, cutoff)
    except OutsideError:
        expected = None
    cut = None if cutoff is None else cutoff // MICROSECOND
    found = ends(day_table(calendar), WorkRule("time", quarters * 900_000_000, cutoff=cut), start)
    assert found == expected


@settings(max_examples=150, deadline=None)
@given(calendars(), STARTS, st.integers(0, 8), CUT_OFFS, st.booleans())
def test_workdays_agree_with_the_stepped_clock(
    calendar: Calendar, start: datetime, count: int, cutoff: timedelta | None, same_day: bool
) -> None:
    try:
        expected = Clockwork(calendar).after_days(start, count, cutoff, same_day=same_day)
    except OutsideError:
        expected = None
    cut = None if cutoff is None else cutoff // MICROSECOND
    assert ends(day_table(calendar), WorkRule("days", count, same_day, cut), start) == expected


def test_pieces_cover_every_day_without_gaps() -> None:
    table = day_table(mainland())
    for limit in ("2 working h", "3 workdays", {"limit": "7 working h", "cutoff": "10:00"}):
        at: dict[date, int] = {}
        for piece in pieces(table, rule(limit)):
            assert piece.start == at.get(piece.day, 0) < piece.until
            at[piece.day] = piece.until
        assert set(at.values()) == {86_400_000_000}
        assert len(at) == len(table.days)


RULES = st.builds(
    WorkRule, st.just("time"), st.integers(0, 40).map(lambda n: n * 900_000_000), st.just(False),
    st.none() | QUARTERS.map(lambda at: at // MICROSECOND),
) | st.builds(
    WorkRule, st.just("days"), st.integers(0, 5), st.booleans(),
    st.none() | QUARTERS.map(lambda at: at // MICROSECOND),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(calendars(), RULES)
def test_received_later_is_never_due_earlier_nor_before_it_was_received(
    calendar: Calendar, rule: WorkRule
) -> None:
    if rule.unit == "time" and not calendar.shifts:
        return
    latest = datetime.min
    for piece in pieces(day_table(calendar), rule):
        midnight = datetime.combine(piece.day, datetime.min.time())
        if piece.ends is None:
            if piece.day > FIRST or piece.start:  # else the shift of a day that is not covered
                latest = datetime.max
            continue
        first = piece.ends + (MICROSECOND * piece.start if piece.moves else timedelta())
        last = piece.ends + (MICROSECOND * (piece.until - 1) if piece.moves else timedelta())
        assert latest <= first <= last
        assert last >= midnight + MICROSECOND * (piece.until - 1)
        latest = last


@settings(max_examples=100, deadline=None)
@given(calendars(), STARTS)
def test_the_scale_agrees_with_the_stepped_clock(calendar: Calendar, at: datetime) -> None:
    clock, first = Clockwork(calendar), datetime.combine(FIRST, datetime.min.time())
    quarter = timedelta(minutes=15)
    steps = (first + quarter * n for n in range((at - first) // quarter))
    into = (at - datetime.combine(at.date(), datetime.min.time())) // MICROSECOND
    ((_, since, _, worked, is_open, closed),) = (
        mark
        for mark in marks(day_table(calendar))
        if mark[0] == at.date() and mark[1] <= into < mark[2]
    )
    assert worked + is_open * (into - since) == sum(map(clock.is_open, steps)) * 900_000_000
    days = (FIRST + timedelta(days=n) for n in range((at.date() - FIRST).days + 1))
    assert closed == sum(clock.works(day) and clock.close(day) <= at for day in days)
