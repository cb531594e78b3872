"""What follows, in words: how often something has to hold, and what repetition does."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from dutybook.grammar.expression import parse_expression
from dutybook.model import Consequence, Scheme
from dutybook.model.agreement import Escalate, Repeated
from dutybook.model.scheme import Quota, Ranking
from dutybook.model.values import Condition
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.consequences import happens, how_much, sharing
from dutybook.papers.view import View
from dutybook.yamltext import Document, Origin

Views = Callable[[str], View]
LOW = Condition(parse_expression("total < 60").sql("duckdb"))
ORIGIN = Origin(Document("a.yaml", 0, {}, ""))


@pytest.mark.parametrize(
    ("consequence", "locale", "words"),
    [
        (Consequence("training", when=LOW, running=3), "zh-Hans", "总分 < 60，连续 3 期"),
        (Consequence("training", when=LOW, running=3), "zh-Hant", "總分 < 60，連續 3 期"),
        (Consequence("training", when=LOW, running=3), "en", "Total < 60, 3 periods running"),
        (
            Consequence("training", when=LOW, repeated=Repeated(2, 6)),
            "zh-Hans",
            "总分 < 60，6 期内（含本期）第 2 次起",
        ),
    ],
)
def test_how_often(view_in: Views, consequence: Consequence, locale: str, words: str) -> None:
    assert happens(view_in(locale), consequence).lower() == words.lower()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Escalate(12), "12 期内再犯，数额加倍"),
        (Escalate(12, Fraction(3)), "12 期内再犯，数额乘以 3"),
        (Escalate(6, compound=True), "6 期内再犯，每多一次数额加倍一次"),
    ],
)
def test_repetition_costs_more(view_in: Views, rule: Escalate, words: str) -> None:
    assert how_much(view_in("zh-Hans"), Consequence("fine", when=LOW, escalate=rule)) == words


def test_shares_of_grades(view_in: Views) -> None:
    rank, quota = Ranking("department", "down"), Quota("A", Fraction(1, 5))
    scheme = Scheme("s", ORIGIN, rank=rank, distribution=(quota,))
    lines = sharing(view_in("zh-Hans"), scheme)
    assert lines == ["A 等最多占 20%（同部门内排名）", "同分的人数跨过上限时，同分者都降一等"]
    assert sharing(view_in("en"), Scheme("s", ORIGIN, rank=Ranking("site"))) == [
        "ranked within the same site"
    ]


def test_what_people_have_a_saying_for(view_in: Views) -> None:
    said = {locale: in_words(view_in(locale), "unmet = 0", None) for locale in ("zh-Hans", "en")}
    assert said == {"zh-Hans": "全部达标", "en": "all targets met"}
    assert in_words(view_in("zh-Hans"), "unmet = 1", None) == "未达标项数为1"
    assert in_words(view_in("zh-Hans"), "unmet = 0 and total >= 90", None).startswith("全部达标")
