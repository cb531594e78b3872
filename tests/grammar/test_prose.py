"""Figures told in running text, in figures and in words, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.grammar.prose.figure import figures
from dutybook.grammar.prose.numeral import numeral
from dutybook.grammar.prose.series import ordinal, slips
from dutybook.grammar.prose.total import mismatches


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15", 15), ("1.5", 1.5), ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105),
        ("两", 2), ("二〇二六", 2026), ("三千二百", 3200), ("一万二千", 12_000), ("半", 0.5),
        ("fifteen", 15), ("Twenty-five", 25), ("ninety", 90),
    ],
)  # fmt: skip
def test_numerals(text: str, value: float) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("接报后十五分钟内到场，2小时内修复", ["limit 900", "limit 7200"]),
        ("接獲投訴後兩個工作日內回覆", ["limit 172800"]),
        ("回复不得超过3个工作日", ["limit 259200"]),
        ("respond within two working hours", ["limit 7200"]),
        ("15分钟到场率", ["limit 900"]),
        ("半小时内", ["limit 1800"]),
        ("及时率不低于百分之九十五", ["percent 19/20 higher"]),
        ("差错率控制在2%以内", ["percent 1/50 lower"]),
        ("at least 98% of calls", ["percent 49/50 higher"]),
        ("每次扣20分，最多扣四十分", ["deduct 20", "most 40"]),
        ("Deduct five points each time", ["deduct 5"]),
        ("书面表扬加2分", ["add 2"]),
        ("服务态度（30分）", ["worth 30"]),
        ("罰款200元", ["money 200"]),
    ],
)
def test_what_a_text_states(text: str, told: list[str]) -> None:
    found = [f"{f.quantity} {f.value} {f.side or ''}".strip() for f in figures(text)]
    assert found == told


@pytest.mark.parametrize(
    "text",
    [
        "每天不超过8小时", "5月3日内", "每低1%扣两成", "未达到80%不得分", "满意度分5档", "80分钟",
        "对内占30%", "18-20分", "80~90分", "at most 8 hours a day", "1.5个工作日内", "提前24小时张贴", "连续3次",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_figure(text: str) -> None:
    assert figures(text) == ()


def test_figures_are_quoted_as_written() -> None:
    assert [f.written for f in figures("接獲後兩個工作日內回覆")] == ["兩個工作日"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一、登记。二、派单。四、回访", [(2, 4)]),
        ("(1)登记(2)派单(2)回访", [(2, 2)]),
        ("①登记；③派单", [(1, 3)]),
        ("1. 登记；2. 派单；4. 回访", [(2, 4)]),
        ("(1)甲：①登记②派单；(2)乙：①登记②派单", []),
        ("(1)业主档案，(2)工程档案，(3)往来文件；借阅按(2)、(3)登记", []),
        ("按(2)和(4)办理", []),
        ("提高1.5倍，2.5倍", []),
    ],
)
def test_numbers_of_items(text: str, told: list[tuple[int, int]]) -> None:
    assert [(slip.previous, slip.found) for slip in slips(text)] == told


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        ("四、", 4),
        ("（十二）", 12),
        ("第三条", 3),
        ("4.2", None),
        ("甲", None),
        (None, None),
    ],
)
def test_ordinals(text: str | None, number: int | None) -> None:
    assert ordinal(text) == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("满分100分，其中服务30分、时效40分、台账20分", [(100, 90)]),
        ("对内10%、对外95%，合计100%", [(100, 105)]),
        ("分为以下三类：(1)投诉(2)报修", [(3, 2)]),
        ("编制共5人，其中主管1人、客服四人", []),
        ("共100分：甲60分，乙40分；80分以上为良，每次扣2分", []),
        ("100 points in total", []),
    ],
)
def test_totals(text: str, told: list[tuple[int, int]]) -> None:
    assert [(one.total, one.sum) for one in mismatches(text)] == told


@given(
    st.text(
        alphabet="一二十百万半0123456789.%分内扣加不超过至少(、)①共其中:points within", max_size=40
    )
)
def test_any_text_can_be_read(text: str) -> None:
    figures(text), list(slips(text)), list(mismatches(text))


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("100 points in total, made up of service 40 points, speed 30 points", "100 points"),
        ("本表共计100分，服务40分、时效30分、台账20分", "100分"),
        ("编制5人：主管1人、客服3人", "5人"),
        ("以下四项工作：1.接待 2.登记 3.回访", "四项"),
        ("共三部分：一是接待；二是登记", "三部分"),
        ("service 40% + speed 30% + records 20% = 100%", "= 100%"),
    ],
)
def test_totals_that_their_parts_do_not_come_to(text: str, stated: str) -> None:
    assert any(stated in one.stated for one in mismatches(text))


@pytest.mark.parametrize(
    "text",
    [
        "编制5人：主管1人、客服4人", "满分100分，90分以上优、80分以上良",
        "服务40%＋时效30%＋台账30%＝100%", "得分=质量×60%+时效×30%", "3次：投诉1次扣2分、表扬1次加1分",
        "以下三项工作：1.接待 2.登记 3.回访", "每天8小时：上午4小时、下午4小时", "共100分，扣完为止",
    ],
)  # fmt: skip
def test_totals_that_add_up(text: str) -> None:
    assert not list(mismatches(text))


@pytest.mark.parametrize(
    "text",
    ["第一，接待；第三，登记", "a) calls; b) mail; d) visits", "Step 1: greet. Step 3: record.",
     "一是接待，三是登记"],
)  # fmt: skip
def test_numbers_in_words_and_letters_that_skip(text: str) -> None:
    assert list(slips(text))
