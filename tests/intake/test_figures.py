"""Figures in sentences: what definitions write for them, and what is none."""

import pytest

from dutybook.intake.figures import figures, number
from dutybook.intake.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()

READ = [
    ("接到报修后30分钟内派人到场", "limit", "30 min"),
    ("两小时内回复", "limit", "2 h"),
    ("控制在3个工作日内", "limit", "3 workdays"),
    ("响应时间不超过 30 分钟", "limit", "30 min"),
    ("文件当日内送达", "limit", "same day"),
    ("within 2 working days", "limit", "2 workdays"),
    ("每月5号前上报", "schedule", "every month by day 5"),
    ("每月25号、10号前缴交", "schedule", "every month by days 25 and 10"),
    ("每季末的次月3日前组织", "schedule", "every quarter by day 3 of the next month"),
    ("每周五组织一次检查", "schedule", "every week by friday"),
    ("每周一17:00前上报", "schedule", "every week by monday 17:00"),
    ("每星期三下班前整理", "schedule", "every week by wednesday close of business"),
    ("每周一次例会", "schedule", "every week"),
    ("每天17:00前检查", "schedule", "every day by 17:00"),
    ("每日下午17:00前检查", "schedule", "every day by 17:00"),
    ("半年一次的满意度调查", "schedule", "every half-year"),
    ("每周收集意见数不少于7条", "schedule", "7 times a week"),
    ("每月底前盘点库存", "schedule", "every month by the last day"),
    ("every month by day 25", "schedule", "every month by day 25"),
    ("收费率达95%以上", "target", "≥ 95%"),
    ("出错率98%以下", "target", "≤ 98%"),
    ("及时率不低于95%", "target", "≥ 95%"),
    ("月平均扣分少于3分", "deduction", "< 3"),
    ("未按时交表次数少于2次/年", "budget", "< 2"),
    ("占考核总分30%", "weight", "30"),
    ("订单更进时效性(10%)", "weight", "10"),
    ("3年以上呼叫中心管理经验", "years", "3"),
    ("有1-2年以上公关、海外销售工作经验", "years", "1-2"),
    ("28-40周岁", "age", "28-40岁"),
    ("壹式叁份", "copies", "3"),
    ("2024年6月1日", "date", "2024-06-01"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), READ)
def test_a_figure_is_read(text: str, kind: str, value: str) -> None:
    found = [figure for figure in figures(text, VOCABULARY) if figure.value]
    assert [(figure.kind, figure.value) for figure in found] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "每月绩效考核标准",
        "年度计划目标",
        "立即启动预案",
        "当天各登记事项的处理情况",
        "前一天未完成的投诉",
        "24小时值班",
    ],
)
def test_words_that_are_no_limit_and_no_rhythm(text: str) -> None:
    assert [
        f for f in figures(text, VOCABULARY) if f.kind in ("limit", "schedule") and f.value
    ] == []


@pytest.mark.parametrize(
    "text", ["对占有50%以上产权的客户", "按100次的工作规程来统计", "电话不超过3声"]
)
def test_figures_that_are_no_target(text: str) -> None:
    assert [f for f in figures(text, VOCABULARY) if f.kind == "target"] == []


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("三", "3"),
        ("两百", "200"),
        ("廿五", "25"),
        ("叁", "3"),
        ("1,200", "1200"),
        ("半", "半"),
        ("甲", ""),
    ],
)
def test_numbers_in_words(words: str, digits: str) -> None:
    assert number(words) == digits


def test_steps_say_how_far_and_how_much() -> None:
    (figure,) = figures("每低1个百分点扣2分", VOCABULARY)
    assert (figure.kind, figure.groups["per"], figure.groups["unit"], figure.groups["lose"]) == (
        "steps",
        "1",
        "个百分点",
        "2",
    )
