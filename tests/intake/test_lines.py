"""Rows to lines: numbers, headings, tables, titles, furniture."""

import pytest

from dutybook.intake.account import Account
from dutybook.intake.characters import simple, watermarks
from dutybook.intake.formats.text import read_text_file
from dutybook.intake.lines.line import Line
from dutybook.intake.lines.reader import read_lines
from dutybook.intake.lines.subheads import glued
from dutybook.intake.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def lines(text: str) -> tuple[list[Line], Account]:
    source = read_text_file(text.encode(), "a.txt")
    assert source is not None
    account = Account(source.text)
    return list(read_lines(source, VOCABULARY, account).lines), account


def items(text: str) -> list[tuple[str, str]]:
    """Number and words of each item."""
    return [
        (line.number.printed if line.number else "", line.text)
        for line in lines(text)[0]
        if line.role == "item"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1、", "2、"),
        ("1.", "2."),
        ("一、", "二、"),
        ("（1）", "（2）"),
        ("(一)", "(二)"),
        ("[1]", "[2]"),
        ("①", "②"),
        ("1.1", "1.2"),
        ("第一条", "第二条"),
    ],
)
def test_a_list_in_running_text_is_cut_in_every_style(first: str, second: str) -> None:
    running = f"保安员岗位职责：{first}负责巡逻；{second}登记访客，3年不丢失。"
    assert [words for _, words in items(running)] == ["负责巡逻;", "登记访客,3年不丢失。"]


def test_a_figure_begins_no_item() -> None:
    text = "岗位职责：1、电话3声内接听，2.5小时内回复，2、每日2次巡逻，3、4号楼另有安排。"
    assert [number for number, _ in items(text)] == ["1、", "2、", "3、"]


def test_repeated_and_skipped_numbers_are_kept() -> None:
    text = "岗位职责\n1、甲做事。\n2、乙做事。\n1、丙做事。\n2、丁做事。\n6、戊做事。\n10、己做事。"
    assert [number for number, _ in items(text)] == ["1、", "2、", "1、", "2、", "6、", "10、"]


def test_a_title_that_counts_up_parts_posts() -> None:
    text = "".join(f"项目客服岗位职责 {i}{i}.1认真做事。{i}.2用心做事。" for i in (1, 2, 3))
    found, _ = lines(text)
    assert [line.text for line in found if line.role == "document"] == [
        f"项目客服岗位职责 {i}" for i in (1, 2, 3)
    ]
    assert [line.number.printed for line in found if line.number] == [
        "1.1",
        "1.2",
        "2.1",
        "2.2",
        "3.1",
        "3.2",
    ]


def test_a_flattened_table_becomes_records() -> None:
    found, _ = lines(
        "岗位职责序号职责内容详细说明1接待访客热情接待访客，提供指引。2电话咨询处理耐心倾听，3声内接听。结语通过上述职责，做好服务。"
    )
    cells = [[(c.column, c.text) for c in line.cells] for line in found if line.role == "record"]
    assert cells == [
        [("duty", "接待访客"), ("detail", "热情接待访客,提供指引。")],
        [("duty", "电话咨询处理"), ("detail", "耐心倾听,3声内接听。")],
    ]
    assert [line.word for line in found if line.role == "part"] == ["duties", "summary"]


def test_a_label_with_its_value_is_a_field() -> None:
    found, _ = lines("职位名称：大客户助理 所属部门：销售部 职位编号：")
    assert [(line.word, line.text) for line in found] == [
        ("title", "大客户助理"),
        ("department", "销售部"),
        ("code", ""),
    ]


def test_marks_of_web_sites_inside_words_are_dropped_ends_of_sentences_are_not() -> None:
    assert watermarks("做好`各项'工作。") == [2, 5]
    assert watermarks("负责管理.督促员工.提出建议.") == []


def test_furniture_is_set_aside_unless_it_carries_a_figure() -> None:
    text = (
        "温馨提示\n- 1. 本站所有资源归用户所有。\n保安员岗位职责\n1、巡逻。\n2、值班。\n相关文章："
    )
    _, account = lines(text)
    fates = {
        text[s.start : s.end].strip(): s.fate
        for s in account.stretches()
        if s.why in ("download", "related")
    }
    assert fates["温馨提示"] == "aside"
    assert fates["- 1. 本站所有资源归用户所有。"] == "unresolved"
    assert fates["相关文章："] == "aside"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("接待与咨询热情接待来访客户", "接待与咨询"),
        ("团队协作与其他部门保持联系", "团队协作"),
        ("负责接待来访客户", ""),
        ("跟进投诉处理进度", ""),
        ("确保服务质量", ""),
    ],
)
def test_a_small_heading_run_into_its_sentence(text: str, head: str) -> None:
    assert text[: glued(text, VOCABULARY)] == head


def test_simple_text_is_as_long_as_the_printed() -> None:
    text = "職責：①２、㈠Ⅷ㎡﹪﷽𠮷…"
    assert len(simple(text)) == len(text)
    assert "①" in simple(text)


def test_a_name_at_the_end_of_an_item_heads_the_next_list() -> None:
    found, _ = lines(
        "岗位职责：前台助理：1、登记来访。2、办理手续，按时完成。资料员：1、整理档案。2、管理钥匙。"
        + "其他说明。" * 60
    )
    assert [line.text for line in found if line.role == "sub"] == ["前台助理:", "资料员:"]


def test_items_without_number_or_mark_are_broken_before_words_that_begin_them() -> None:
    words = [
        "负责客户服务工作流程的不断完善指导下属完成工作目标和计划",
        "负责小区业主装修的管理和协调并组织好相关的宣传",
        "负责管理处顾客意见调查工作并进行相应的跟踪和统计分析",
        "负责组织与住户之间的沟通并负责组织定期上门走访住户",
        "严格按照公司体系文件的规定规范客户服务各项业务操作",
        "完成上级交办的其它工作",
    ]
    found, _ = lines("项目客服岗位职责：目的：做好服务。岗位职责：" + "".join(words) + "。")
    assert [line.text.rstrip("。") for line in found if line.role == "item"][-len(words) :] == words
