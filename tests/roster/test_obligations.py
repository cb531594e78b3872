"""How much of a scheduled duty someone owes who was absent, came late, or left."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.time.occurrence import Occurrence, occurrences
from dutybook.grammar.time.schedule import parse_schedule
from dutybook.roster.obligations import due_day, in_post_on, owes

WEEKLY, DAILY = parse_schedule("7 times a week"), parse_schedule("every day by 17:00")
MONDAY = date(2026, 10, 5)


def always(_: date) -> bool:
    return True


def never(_: date) -> bool:
    return False


def week() -> Occurrence:
    found = occurrences(WEEKLY, MONDAY, MONDAY + timedelta(days=7))
    assert len({(one.start, one.end) for one in found}) == 1
    return found[0]


def day() -> Occurrence:
    return occurrences(DAILY, MONDAY, MONDAY + timedelta(days=1))[0]


@pytest.mark.parametrize(("absent", "owed"), [(0, 7), (1, 6), (3, 4), (6, 1), (7, 0)])
def test_seven_times_a_week_less_the_days_absent(absent: int, owed: int) -> None:
    gone = {MONDAY + timedelta(days=n) for n in range(absent)}
    assert owes(WEEKLY, week(), 7, always, gone.__contains__) == owed


@pytest.mark.parametrize(("absent", "owed"), [(0, 2), (1, 2), (4, 1), (6, 1), (7, 0)])
def test_a_part_of_an_occurrence_is_a_whole_one(absent: int, owed: int) -> None:
    gone = {MONDAY + timedelta(days=n) for n in range(absent)}
    assert owes(WEEKLY, week(), 2, always, gone.__contains__) == owed


def test_what_is_due_on_a_day_is_owed_by_who_is_there_on_it() -> None:
    assert owes(DAILY, day(), 3, always, never) == 3
    assert owes(DAILY, day(), 3, always, {MONDAY}.__contains__) == 0
    assert owes(DAILY, day(), 3, always, {MONDAY + timedelta(days=1)}.__contains__) == 3


def test_whoever_left_before_it_fell_due_owes_nothing() -> None:
    assert owes(WEEKLY, week(), 7, {MONDAY}.__contains__, never) == 0
    assert owes(DAILY, day(), 1, never, never) == 0


def test_what_ends_with_a_day_is_due_on_that_day() -> None:
    assert due_day(week()) == MONDAY + timedelta(days=6)
    assert due_day(day()) == in_post_on(day()) == MONDAY


def test_a_report_due_after_its_quarter_is_owed_by_the_quarters_last_holder() -> None:
    schedule = parse_schedule("every quarter by day 3 of the next month")
    (one,) = occurrences(schedule, date(2026, 10, 1), date(2027, 1, 1))
    assert (due_day(one), in_post_on(one)) == (date(2027, 1, 3), date(2026, 12, 31))


@given(st.sets(st.integers(0, 6)), st.integers(1, 20))
def test_never_more_than_all_nor_less_for_being_there_longer(gone: set[int], count: int) -> None:
    days = {MONDAY + timedelta(days=n) for n in gone}
    owed = owes(WEEKLY, week(), count, always, days.__contains__)
    assert 0 <= owed <= count
    assert bool(owed) == (len(days) < 7)
    assert owes(WEEKLY, week(), count, always, set(list(days)[1:]).__contains__) >= owed
