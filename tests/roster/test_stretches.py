"""Days and stretches of days: how people write them, how they are joined and cut, local and UTC."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.roster.attendance.days import (
    Stretch,
    day_after,
    day_start,
    merged,
    overlap,
    parse_day,
    to_local,
    to_utc,
)

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
START = date(2026, 1, 1).toordinal()
stretches = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(
    lambda pair: (
        date.fromordinal(START + pair[0]),
        date.fromordinal(START + pair[0] + pair[1]),
    )
)


def numbers(stretch: Stretch) -> range:
    """The days of a stretch, as numbers."""
    return range(stretch[0].toordinal(), stretch[1].toordinal())


@pytest.mark.parametrize(
    "text",
    ["2026-10-05", "2026/10/5", "2026.10.05", "2026年10月5日", "２０２６-１０-０５", "2026/10/5 0:00",
     "2026-10-05 00:00:00", " 2026 年 10 月 5 日 "],
)  # fmt: skip
def test_a_day_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert parse_day(text) == date(2026, 10, 5)


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "05/10/2026", "2026-10-05 08:00"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_day(text)


def test_stretches_that_touch_are_one() -> None:
    first, second, third = date(2026, 1, 1), date(2026, 1, 5), date(2026, 1, 9)
    assert merged([(second, third), (first, second)]) == [(first, third)]
    assert merged([(first, second), (date(2026, 1, 6), third)]) == [
        (first, second),
        (date(2026, 1, 6), third),
    ]


@given(st.lists(stretches, max_size=8))
def test_merging_keeps_exactly_the_days(given: list[Stretch]) -> None:
    def days(listed: list[Stretch]) -> list[int]:
        return [number for stretch in listed for number in numbers(stretch)]

    found = merged(given)
    assert days(found) == sorted(set(days(given)))
    assert all(one[1] < two[0] for one, two in pairwise(found))


@given(stretches, stretches)
def test_an_overlap_is_what_both_have(one: Stretch, two: Stretch) -> None:
    both = set(numbers(one)) & set(numbers(two))
    part = overlap(one, *two)
    assert part == overlap(two, *one)
    assert (set(numbers(part)) if part else set()) == both


def test_the_last_day_of_the_calendar_has_none_after_it() -> None:
    assert day_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert day_after(date.max) == date.max


def test_a_local_day_begins_somewhere_else_in_utc() -> None:
    assert day_start(date(2026, 10, 1), SHANGHAI) == datetime(2026, 9, 30, 16)
    assert day_start(date(2026, 7, 1), NEW_YORK) == datetime(2026, 7, 1, 4)
    assert day_start(date(2026, 1, 1), NEW_YORK) == datetime(2026, 1, 1, 5)


def test_there_and_back() -> None:
    moment = datetime(2026, 10, 1, 8, 30)
    assert to_local(to_utc(moment, SHANGHAI), SHANGHAI) == moment
    assert to_utc(datetime.min, SHANGHAI) == datetime.min  # nothing lies before it
