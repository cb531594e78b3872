"""Every character of a paper is in the account, whatever the paper."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from samplefiles import samples

from dutybook.intake.account import Account
from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Draft, Ids, Posts
from dutybook.intake.formats.text import read_text_file
from dutybook.intake.paper import drafts, open_paper
from dutybook.intake.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
PIECES = [
    "岗位职责", "一、", "1、", "2.", "（1）", "①", "：", "。", "\n", "\t", "负责", "每月5日前", "30%", "序号", "权重", "第一条", "篇章1:", "![a](https://b)",
    "任职要求", "衡量标准:", "编号:", "3年以上经验", "责任书", "流程", "\x01", "`", ".", "保安员", "5", "- ", "的", "《", "》", "24小时内", "Duties", "\u3000", "𠮷",
]  # fmt: skip


def imported(text: str) -> tuple[list[Draft], Account]:
    source = read_text_file(text.encode(), "a.txt")
    assert source is not None
    paper = open_paper(source, VOCABULARY)
    return drafts(paper, VOCABULARY, Ids(VOCABULARY.ids), Posts(), "zh-Hans"), paper.account


@example("经验\t：三年")
@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([p for p in PIECES if p != "\x01"]), max_size=60).map("".join))
def test_nothing_is_lost(text: str) -> None:
    _, account = imported(text)
    assert sum(account.totals().values()) == len(account.text)
    assert "".join(account.text[s.start : s.end] for s in account.stretches()) == account.text


def test_an_account_that_does_not_add_up_is_refused() -> None:
    account = Account("甲乙")
    account.mark(0, 1, "used", "")
    with pytest.raises(AssertionError):
        account.totals()


@pytest.mark.parametrize(
    "sample", [s for s in samples() if s.name.endswith(".txt")], ids=lambda s: s.name
)
def test_nothing_is_made_up(sample: object) -> None:
    """Every word of a duty, a KPI or a step stands in the paper."""
    data: bytes = sample.data  # type: ignore[attr-defined]
    source = read_text_file(data, "a.txt")
    assert source is not None
    paper = open_paper(source, VOCABULARY)
    made = drafts(paper, VOCABULARY, Ids(VOCABULARY.ids), Posts(), "zh-Hans")
    printed = "".join(simple(source.text).split())
    for draft in made:
        for duty in draft.data.get("duties", []):
            assert "".join(simple(duty["text"]).split()) in printed
            for record in duty.get("records", []):
                assert simple(record) in printed
        for kpi in draft.data.get("kpis", []):
            assert "".join(simple(kpi["name"]).split()) in printed
