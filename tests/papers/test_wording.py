"""Limits, schedules, targets and figures as papers put them in words, in Chinese and English."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from dutybook.grammar.number.target import parse_target
from dutybook.grammar.time.clock import clock
from dutybook.grammar.time.limit import parse_limit
from dutybook.grammar.time.schedule import parse_rrule, parse_schedule
from dutybook.model import By, Condition, Pause, Targets, TimeLimit
from dutybook.model.kpi import Relative
from dutybook.model.values import Stretched, Waiting
from dutybook.papers.phrases.limits import limit, schedule, target, targets
from dutybook.papers.view import View, figure
from dutybook.rule.wording import targets_read

Views = Callable[[str], View]


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("30 s", "30秒内", "within 30 seconds"),
        ("30分钟", "30分钟内", "within 30 minutes"),
        ("1 h", "1小时内", "within 1 hour"),
        ("1.5 h", "1.5小时内", "within 1.5 hours"),
        ("2 working h", "2个工作小时内", "within 2 working hours"),
        ("3 workdays", "3个工作日内", "within 3 workdays"),
        ("3 d", "3天内", "within 3 days"),
        ("2 weeks", "2周内", "within 2 weeks"),
        ("1 month", "1个月内", "within 1 month"),
        ("same day", "当日", "the same day"),
        ("same day by 18:00", "当日18:00前", "the same day by 18:00"),
        ("next day by 12:00", "次日12:00前", "the next day by 12:00"),
        ("次日", "1天内", "within 1 day"),
    ],
)
def test_limits(view_in: Views, text: str, chinese: str, english: str) -> None:
    time = TimeLimit(parse_limit(text))
    assert limit(view_in("zh-Hans"), time) == chinese
    assert limit(view_in("en"), time) == english


def test_limits_with_all_that_may_be_said(view_in: Views) -> None:
    hour = parse_limit("1 h")
    time = TimeLimit(
        hour,
        times=By("severity", (("red", Fraction(3, 2)),), Fraction(1)),
        start="same_day",
        cutoff=clock("13:00"),
        pause=Pause("等客户"),
    )
    assert limit(view_in("zh-Hans"), time) == (
        "1小时内，按等级放宽（red为1.5倍；其他1倍），当日算第1天，13:00及以后收到的算次日，等客户期间不计"
    )
    assert limit(view_in("zh-Hans"), None) == ""


def test_pauses_openings_and_conditions(view_in: Views) -> None:
    time = TimeLimit(
        parse_limit("1 h"),
        times=(Stretched(Condition("severity = 'red'"), Fraction(2)),),
        cutoff=clock("20:00"),
        opens=clock("08:00"),
        pause=Pause(stretches=(Waiting("held_from", "held_to"),)),
    )
    assert limit(view_in("zh-Hans"), time) == (
        "1小时内，等级为red时放宽为2倍，20:00及以后收到的算次日，08:00开始起算，"
        "其余时间收到的顺延到下一个起算时点，held_from至held_to之间不计"
    )
    assert limit(view_in("en"), TimeLimit(parse_limit("1 h"), pause=Pause(minutes="held"))) == (
        "within 1 hour, less held"
    )


def test_limits_from_the_case_and_ahead(view_in: Views) -> None:
    zh, en = view_in("zh-Hans"), view_in("en")
    due = TimeLimit(due="closed_at", otherwise=TimeLimit(parse_limit("1 workday")))
    assert limit(zh, due) == "按办结时间，没有的，1个工作日内"
    assert limit(en, due) == "by “Closed”, without one, within 1 workday"
    assert limit(zh, TimeLimit(due="unknown_column")) == "按unknown_column"
    assert limit(zh, TimeLimit(lead=parse_limit("1 week"))) == "至少提前1周"
    by = By("severity", (("red", TimeLimit(parse_limit("10 min"))),))
    assert limit(en, TimeLimit(by=by)) == "by Severity: red: within 10 minutes"


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("每天", "每天", "every day"),
        ("every day by 17:00", "每天17:00前", "every day by 17:00"),
        ("every workday by 09:00", "每个工作日09:00前", "every workday by 09:00"),
        ("7 times a week", "每周7次", "every week, 7 times"),
        ("每周五17:00前", "每周五17:00前", "every Friday 17:00"),
        ("every week by sunday", "每周日前", "every Sunday"),
        ("每月5日前", "每月5日前", "every month by day 5"),
        ("every month by days 10 and 25", "每月10日、25日前", "every month by day 10, day 25"),
        ("every month by the last day", "每月底前", "every month by the last day"),
        (
            "every quarter by day 3 of the next month",
            "每季度结束后次月3日前",
            "every quarter by day 3 of the next month",
        ),
        ("every half-year", "每半年", "every half-year"),
    ],
)
def test_schedules(view_in: Views, text: str, chinese: str, english: str) -> None:
    when = parse_schedule(text)
    assert schedule(view_in("zh-Hans"), when) == chinese
    assert schedule(view_in("en"), when) == english


def test_schedules_by_rule(view_in: Views) -> None:
    zh = view_in("zh-Hans")
    assert schedule(zh, parse_rrule("FREQ=DAILY", "12:00")) == "按日程 FREQ=DAILY，12:00前"
    assert schedule(zh, parse_rrule("FREQ=DAILY")) == "按日程 FREQ=DAILY"
    assert schedule(zh, None) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("95%以上", "≥ 95%"),
        ("不超过 3", "≤ 3"),
        ("超过 2.5%", "> 2.5%"),
        ("< 3", "< 3"),
        ("= 0", "= 0"),
        ("between 47% and 53%", "47% ~ 53%"),
        (">= 1234567", "≥ 1234567"),
    ],
)
def test_targets_read_alike_everywhere(view_in: Views, text: str, shown: str) -> None:
    assert target(view_in("en"), parse_target(text)) == shown
    assert target(view_in("zh-Hans"), parse_target(text)) == shown


def test_targets_in_units_of_time(view_in: Views) -> None:
    zh, en = view_in("zh-Hans"), view_in("en")
    assert target(zh, parse_target("≤ 15 min")) == "≤ 15分钟"
    assert target(en, parse_target("between 5 and 10分钟")) == "5 min ~ 10 min"


def test_targets_that_vary(view_in: Views) -> None:
    zh, en = view_in("zh-Hans"), view_in("en")
    dated = Targets(dated=((date(2026, 4, 1), parse_target("≥ 80%")),))
    assert targets(zh, dated) == "2026年4月1日起 ≥ 80%"
    assert targets(en, dated) == "from 1 Apr 2026: ≥ 80%"
    by = By("site", (("A", parse_target("≥ 80")),), parse_target("≥ 90"))
    assert targets(zh, Targets(by=by)) == "A：≥ 80；其他：≥ 90"
    assert targets(zh, None) == ""


def test_relative_targets(view_in: Views) -> None:
    zh, en = view_in("zh-Hans"), view_in("en")
    more = Targets(relative=Relative("last_period", at_least=(Fraction(1, 20), True)))
    assert targets(zh, more) == "较上期变动不低于 +5%"
    less = Targets(relative=Relative("mean of 3 periods", at_most=(Fraction(-3, 100), False)))
    assert targets(en, less) == "at most -3 percentage points against the mean of 3 periods"


def test_percentages_are_known(view_in: Views) -> None:
    assert targets_read(Targets(fixed=parse_target("≥ 80%"))) == "%"
    assert targets_read(Targets(by=By("site", (("A", parse_target("≥ 80%")),)))) == "%"
    assert targets_read(Targets(fixed=parse_target("≥ 80"))) == ""
    assert targets_read(Targets(fixed=parse_target("≥ 80 min"))) == "min"
    assert targets_read(None) == ""


def test_figures_are_exact_where_decimals_can_be() -> None:
    assert figure(Fraction(5, 2)) == "2.5"
    assert figure(Fraction(1, 3)) == "0.33"
    assert figure(Fraction(19, 20), percent=True) == "95%"
    assert figure(Fraction(-2)) == "-2"
