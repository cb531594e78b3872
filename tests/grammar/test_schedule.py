"""Schedules and what falls due."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.time.occurrence import occurrences
from dutybook.grammar.time.schedule import Every, Schedule, parse_rrule, parse_schedule

OCTOBER = (date(2026, 10, 1), date(2026, 11, 1))


def hours(every: Every, *at: float, opens: int | None = None) -> Schedule:
    """A schedule of several times of the day; with ``opens`` of stretches that follow one another."""
    clocks = tuple(timedelta(hours=one) for one in at)
    if opens is None:
        return Schedule(every, due=clocks[-1], clocks=clocks)
    first = timedelta(hours=opens)
    return Schedule(every, due=clocks[-1], clocks=clocks, opens=first, step=clocks[0] - first)


SAME = [
    ("every day by 17:00", "每天17:00前", Schedule("day", due=timedelta(hours=17))),
    ("every day by 17:00", "每日下午17:00前", Schedule("day", due=timedelta(hours=17))),
    ("every workday by 09:00", "每个工作日09:00前", Schedule("workday", due=timedelta(hours=9))),
    ("7 times a week", "每周7次", Schedule("week", count=7)),
    ("at least 7 times a week", "每周不少于7次", Schedule("week", count=7)),
    ("twice a month", "每月至少两次", Schedule("month", count=2)),
    ("10 times a year", "每年十次", Schedule("year", count=10)),
    ("every week by friday 17:00", "每周五17:00前", Schedule("week", weekday=4, due=timedelta(hours=17))),
    ("every month", "每月", Schedule("month")),
    ("every month by day 5", "每月5日前", Schedule("month", days=(5,))),
    ("every month by days 10 and 25", "每月10日、25日前", Schedule("month", days=(10, 25))),
    ("every month by the last day", "每月底前", Schedule("month", days=(-1,))),
    ("every month by day 3 of the next month", "每月次月3日前", Schedule("month", days=(3,), later=True)),
    ("every quarter by day 3 of the next month", "每季后第3天", Schedule("quarter", days=(3,), later=True)),
    ("every half-year", "每半年", Schedule("half_year")),
    ("every year", "每年", Schedule("year")),
    ("every half-month", "每半个月", Schedule("half_month")),
    ("2 times a half-month", "每半月两次", Schedule("half_month", count=2)),
    ("every half-month by the last workday", "每半月最后一个工作日前", Schedule("half_month", workday=-1)),
    ("every month by the last workday", "每月最后一个工作日前", Schedule("month", workday=-1)),
    ("every month by workday 3 of the next month 12:00", "每月次月第3个工作日12:00前", Schedule("month", workday=3, later=True, due=timedelta(hours=12))),
    ("every friday by 17:00", "每星期五17:00前", Schedule("week", weekday=4, due=timedelta(hours=17))),
    ("fridays by close of business", "每周五下班前", Schedule("week", weekday=4, close=True)),
    ("every workday before close of business", "每个工作日下班前", Schedule("workday", close=True)),
    ("every day by 08:00, 12:00 and 16:00", "每天8:00、12:00、16:00前", hours("day", 8, 12, 16)),
    ("every 2 hours from 8 to 18", "每天8:00到18:00每2小时一次", hours("day", 10, 12, 14, 16, 18, opens=8)),
    ("every two hours from 08:00 to 18:00", "8点至18点,每隔两小时一次", hours("day", 10, 12, 14, 16, 18, opens=8)),
    ("every workday every 30 min from 8:00 to 9:00", "每个工作日8:00-9:00每半小时一次", hours("workday", 8.5, 9, opens=8)),
    ("hourly from 22 to 24", "每天22:00至24:00每小时一次", hours("day", 23, 24, opens=22)),
    ("every quarter by day 3 of the next month", "每季末的次月3日前", Schedule("quarter", days=(3,), later=True)),
]  # fmt: skip


@pytest.mark.parametrize(("english", "chinese", "schedule"), SAME)
def test_forms_read_the_same(english: str, chinese: str, schedule: Schedule) -> None:
    assert parse_schedule(english) == parse_schedule(chinese) == schedule
    assert parse_schedule(str(schedule)) == schedule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "often",
        "经常",
        "every day by day 5",
        "every month by day 32",
        "every month by day 0",
        "every month by friday",
        "0 times a week",
        "1001 times a day",
        "every 2 hours from 8 to 17",  # is a last, shorter one owed?
        "every 2 hours from 18 to 8",
        "every 0 hours from 8 to 18",
        "every month by workday 0",
        "every day by workday 3",
        "every month by 08:00 and 16:00",
        "every day by 08:00 and 08:00",
        "every half-month by day 3",
        "every 2 hours",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=".*"):
        parse_schedule(text)


def due(text: str, start: date = OCTOBER[0], end: date = OCTOBER[1]) -> list[str]:
    return [f"{o.due:%m-%d %H:%M}" for o in occurrences(parse_schedule(text), start, end)]


def test_by_day_5_ends_with_day_5() -> None:
    assert due("every month by day 5") == ["10-06 00:00"]


def test_days_of_the_month() -> None:
    assert due("every month by days 10 and 25") == ["10-11 00:00", "10-26 00:00"]
    assert due("every month by the last day") == ["11-01 00:00"]
    february = (date(2026, 2, 1), date(2026, 3, 1))
    assert due("every month by day 31", *february) == [
        "03-01 00:00"
    ]  # a short month has its last day


def test_every_day_has_its_due_time() -> None:
    days = due("every day by 17:00")
    assert (len(days), days[0], days[-1]) == (31, "10-01 17:00", "10-31 17:00")
    assert len(due("every workday by 09:00")) == 22


def test_weeks_belong_to_the_month_of_their_thursday() -> None:
    fridays = due("every week by friday 17:00")
    assert fridays == ["10-02 17:00", "10-09 17:00", "10-16 17:00", "10-23 17:00", "10-30 17:00"]
    assert len(due("7 times a week")) == 35


def test_a_quarter_counts_when_it_ends() -> None:
    assert due("every quarter by day 3 of the next month") == []
    december = (date(2026, 12, 1), date(2027, 1, 1))
    assert due("every quarter by day 3 of the next month", *december) == ["01-04 00:00"]
    assert due("every half-year", date(2026, 1, 1), date(2027, 1, 1)) == [
        "07-01 00:00",
        "01-01 00:00",
    ]


def test_recurrence_rules() -> None:
    first_monday = parse_rrule("FREQ=MONTHLY;BYDAY=1MO", "17:00")
    assert [o.due for o in occurrences(first_monday, *OCTOBER)] == [datetime(2026, 10, 5, 17)]
    assert str(first_monday) == "FREQ=MONTHLY;BYDAY=1MO by 17:00"
    with pytest.raises(ValueError, match="FREQ=OFTEN"):
        parse_rrule("FREQ=OFTEN")
    with pytest.raises(ValueError, match="COUNT"):
        parse_rrule("FREQ=DAILY;COUNT=3")


@given(st.sampled_from([s for _, _, s in SAME if not s.rrule]), st.integers(1, 11))
def test_splitting_a_year_loses_no_occurrence(schedule: Schedule, month: int) -> None:
    start, middle, end = date(2026, 1, 1), date(2026, month + 1, 1), date(2027, 1, 1)
    whole = occurrences(schedule, start, end)
    assert (
        sorted(occurrences(schedule, start, middle) + occurrences(schedule, middle, end)) == whole
    )


def test_several_times_a_day_are_as_many_occurrences() -> None:
    assert len(due("3 times a day")) == 93


def test_workdays_are_the_calendars() -> None:
    off = {date(2026, 10, day) for day in range(1, 8)}

    def is_workday(day: date) -> bool:
        return day not in off and (day.weekday() < 5 or day == date(2026, 10, 10))

    daily = occurrences(parse_schedule("every workday by 09:00"), *OCTOBER, is_workday)
    assert [o.start.day for o in daily[:4]] == [8, 9, 10, 12]
    by_day_5 = replace(parse_schedule("every month by days 5 and 11"), roll=True)
    assert by_day_5.on_calendar
    assert [o.due.day for o in occurrences(by_day_5, *OCTOBER, is_workday)] == [9, 13]


def test_halves_of_a_month() -> None:
    assert due("every half-month") == ["10-16 00:00", "11-01 00:00"]
    february = (date(2026, 2, 1), date(2026, 3, 1))
    assert due("every half-month", *february) == ["02-16 00:00", "03-01 00:00"]


def test_workdays_of_a_window() -> None:
    assert due("every month by the last workday") == ["10-31 00:00"]  # Friday the 30th ends
    assert due("every month by workday 3 12:00") == ["10-05 12:00"]
    assert due("every month by workday 2 of the next month") == ["11-04 00:00"]
    assert due("every month by workday 25") == ["10-31 00:00"]  # as many as there are


def test_a_window_in_which_nothing_is_worked_owes_no_workday() -> None:
    schedule = parse_schedule("every week by the last workday")
    assert occurrences(schedule, *OCTOBER, lambda _: False) == []


def test_close_of_business_is_the_calendars() -> None:
    schedule = parse_schedule("every friday before close of business")
    found = occurrences(schedule, *OCTOBER, lambda _: True, lambda day: timedelta(hours=day.day))
    assert [f"{o.due:%m-%d %H:%M}" for o in found][:2] == ["10-02 02:00", "10-09 09:00"]


def test_every_two_hours_is_once_in_each() -> None:
    schedule = parse_schedule("every 2 hours from 8 to 12")
    first, second = occurrences(schedule, date(2026, 10, 1), date(2026, 10, 2))
    takes = {
        clock: (first.takes(moment), second.takes(moment))
        for clock in ("07:59", "08:00", "10:00", "10:01", "12:00", "13:00")
        for moment in [datetime.fromisoformat(f"2026-10-01 {clock}")]
    }
    assert takes == {
        "07:59": (False, False),
        "08:00": (True, False),
        "10:00": (True, True),  # the older one first
        "10:01": (False, True),
        "12:00": (False, True),
        "13:00": (False, True),  # late
    }
