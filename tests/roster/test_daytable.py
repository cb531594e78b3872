"""A calendar day by day: holidays, make-up days, shifts with seasons, and what contradicts."""

from datetime import date, timedelta

import pytest

from dutybook.grammar.time.clock import parse_season
from dutybook.model import Calendar
from dutybook.model.agreement import Term
from dutybook.model.calendar import Shift
from dutybook.roster.attendance.daytable import DAY, CalendarError, NotCoveredError, day_table
from dutybook.yamltext import Document, Origin

ORIGIN = Origin(Document("rules/calendars/own.yaml", 0, {}, ""))
HOUR = DAY // 24
MORNING, AFTERNOON = (
    Shift(timedelta(hours=8), timedelta(hours=12)),
    Shift(timedelta(hours=13), timedelta(hours=17)),
)


def calendar(first: str = "2026-10-01", last: str = "2026-10-31", **more: object) -> Calendar:
    covers = Term(date.fromisoformat(first), date.fromisoformat(last))
    return Calendar("own", "1", covers, ORIGIN, **more)  # type: ignore[arg-type]


def days(*pairs: str) -> tuple[tuple[date, date], ...]:
    """Ranges of days, each as its first and last."""
    return tuple(
        (date.fromisoformat(one), date.fromisoformat(two))
        for one, two in (pair.split("..") for pair in pairs)
    )


def test_holidays_and_make_up_days_change_what_is_usual() -> None:
    table = day_table(
        calendar(holidays=days("2026-10-01..2026-10-07"), makeup=days("2026-10-10..2026-10-10"))
    )
    worked = [n for n in range(1, 15) if table.is_workday(date(2026, 10, n))]
    assert worked == [8, 9, 10, 12, 13, 14]


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 11, 1)])
def test_a_day_it_does_not_cover_is_no_answer(day: date) -> None:
    with pytest.raises(NotCoveredError):
        day_table(calendar()).is_workday(day)


def test_lunch_is_the_gap_between_two_shifts() -> None:
    monday = day_table(calendar(shifts=(AFTERNOON, MORNING))).days[4]
    assert monday.opens == ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
    assert (monday.worked, monday.close) == (8 * HOUR, 17 * HOUR)


def test_shifts_that_touch_or_overlap_count_once() -> None:
    long = Shift(timedelta(hours=11), timedelta(hours=14))
    monday = day_table(calendar(shifts=(MORNING, long, AFTERNOON))).days[4]
    assert monday.opens == ((8 * HOUR, 17 * HOUR),)


def test_without_office_hours_a_day_ends_at_midnight() -> None:
    monday = day_table(calendar()).days[4]
    assert (monday.opens, monday.worked, monday.close) == ((), 0, DAY)


def test_a_make_up_day_keeps_the_hours_of_the_first_workday() -> None:
    short = Shift(timedelta(hours=8), timedelta(hours=10), days=("fri",))
    usual = Shift(timedelta(hours=8), timedelta(hours=12), days=("mon", "tue", "wed", "thu"))
    table = day_table(calendar(shifts=(usual, short), makeup=days("2026-10-10..2026-10-10")))
    assert table.days[9].worked == 4 * HOUR
    assert table.days[8].worked == 2 * HOUR


def test_seasons_may_run_over_the_new_year() -> None:
    winter = Shift(timedelta(hours=9), timedelta(hours=16), season=parse_season("11-01..03-31"))
    summer = Shift(timedelta(hours=8), timedelta(hours=18), season=parse_season("04-01..10-31"))
    table = day_table(calendar("2026-10-30", "2026-11-02", shifts=(winter, summer)))
    assert [day.worked // HOUR for day in table.days] == [10, 0, 0, 7]


def test_what_was_worked_before_a_day_adds_up() -> None:
    table = day_table(calendar(shifts=(MORNING,)))
    assert table.before[0] == 0
    assert [b - a for a, b in zip(table.before, table.before[1:], strict=False)] == [
        day.worked for day in table.days[:-1]
    ]
    assert [table.days[place].workday for place in table.workdays] == [True] * len(table.workdays)
    assert len(table.workdays) == sum(day.workday for day in table.days)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"last": "2026-09-01"}, "covers"),
        ({"last": "2199-01-01"}, "covers"),
        ({"shifts": (Shift(timedelta(hours=9), timedelta(hours=9)),)}, "shifts"),
        ({"shifts": (Shift(timedelta(hours=8), timedelta(hours=9), days=("mon",)),)}, "shifts"),
        (
            {
                "holidays": days("2026-10-05..2026-10-06"),
                "makeup": days("2026-10-06..2026-10-06"),
            },
            "2026-10-06",
        ),
    ],
)
def test_a_calendar_that_contradicts_itself_is_not_half_right(
    wrong: dict[str, object], named: str
) -> None:
    with pytest.raises(CalendarError, match=named):
        day_table(calendar(**wrong))  # type: ignore[arg-type]
