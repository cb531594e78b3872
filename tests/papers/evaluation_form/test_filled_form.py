"""Evaluation forms filled from results: what each figure becomes on paper, what stays open."""

from collections.abc import Callable
from typing import Any

import pytest
from evaluated import SHEET, incomplete, kpi, results
from goldens import golden, outline

from dutybook.papers.evaluation_form.context import EvaluationForm
from dutybook.papers.evaluation_form.filled import filled_form
from dutybook.papers.results import file_name, people_of, read_results
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.write.tree import Element

Views = Callable[[str], View]


def doc_of(view: View, data: dict[str, Any]) -> EvaluationForm:
    (person,) = people_of(view, read_results(data))
    return filled_form(view, person)


def tree_of(view: View, doc: EvaluationForm) -> Element:
    words = {"doc": doc, "t": view.labels.words}
    return render(environment(None), "evaluation-form.html.j2", words, "T001")


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_golden_trees(view_in: Views, locale: str) -> None:
    view = view_in(locale)
    golden(f"evaluation-form-filled-{locale}", tree_of(view, doc_of(view, incomplete())))


def test_what_is_printed_adds_up(view_in: Views) -> None:
    doc = doc_of(view_in("zh-Hans"), results())
    assert [row.score for row in doc.kpis] == ["30", "20", "13", "12", "0", "12.9", ""]
    assert [row.points for row in doc.adjustments] == ["0", "2", "-4", "0"]
    assert dict(doc.figures.items()) == {
        "subtotal": "87.9", "adjusted": "-2", "total": "85.9", "grade": "B", "coefficient": "1",
    }  # fmt: skip
    assert [grade.given for grade in doc.grades] == [False, True, False]
    assert [veto.happened for veto in doc.vetoes] == ["no", "no"]
    assert doc.missing == ""


def test_figures_read_as_people_read_them(view_in: Views) -> None:
    rows = {row.id: row for row in doc_of(view_in("zh-Hans"), results()).kpis}
    assert rows["on-time"].actual == ["95%", "19 / 20"]
    assert rows["on-time"].completion == "100%"
    assert rows["amount"].completion == "125%"  # lower is better: 100 ÷ 80
    assert rows["complaints"].completion == ""  # a target of exactly 0 has no ratio
    assert rows["rating"].given == ["8", "9"]  # peers, then customers
    assert rows["on-time"].given == ["—", "—"]


def test_an_incomplete_total_says_what_it_waits_for_and_is_never_0(view_in: Views) -> None:
    view = view_in("zh-Hans")
    doc = doc_of(view, incomplete())
    assert doc.figures.total == "未完成"
    assert doc.figures.subtotal == doc.figures.grade == ""
    assert doc.missing == "总分未完成，还缺：满意度（未评分：客户评）。"
    (rating,) = (row for row in doc.kpis if row.id == "rating")
    assert (rating.actual, rating.score) == (["未评分：客户评"], "")
    assert rating.given == ["8", ""]
    assert "总分未完成" in tree_of(view, doc).text()


def test_too_few_anonymous_ratings_are_counted_aloud_not_shown(view_in: Views) -> None:
    few = [{"rater": "peer", "count": 2, "needs": 3}]
    waiting = kpi("rating", None, None, "15", status="not_rated", raters=[], lacking=few)
    kpis = [waiting if one["kpi"] == "rating" else one for one in SHEET["kpis"]]
    doc = doc_of(view_in("zh-Hans"), results(status="incomplete", total=None, kpis=kpis))
    assert "同事评（2 份，满 3 份才计）" in doc.missing


def test_vetoes_are_ticked_and_open_ones_stay_open(view_in: Views) -> None:
    fired = [
        {"veto": "accident", "decided": True, "effect": {"total": "0"}, "text": "发生重大事故"},
        {"veto": "absence", "decided": False, "effect": {"grade": "B"}, "text": None},
    ]
    doc = doc_of(view_in("en"), results(status="vetoed", total="0", grade="C", vetoes=fired))
    assert [veto.happened for veto in doc.vetoes] == ["yes", ""]
    assert doc.missing == "The total is incomplete; missing: veto undecided: absence."


def test_what_an_appeal_decided_stands_beside_what_was_computed(view_in: Views) -> None:
    doc = doc_of(
        view_in("zh-Hans"), results(decided={"status": "complete", "total": "91", "grade": "A"})
    )
    assert doc.figures.total == "85.9"
    assert doc.missing == ""
    assert doc.appeals == ["裁定以后：总分 91、等级 A（算出的结果保留在上面）"]  # once, not twice


def test_weights_that_moved_are_told(view_in: Views) -> None:
    moved = kpi("on-time", "0.95", "40", "40", percent=True)
    kpis = [moved if one["kpi"] == "on-time" else one for one in SHEET["kpis"]]
    doc = doc_of(view_in("zh-Hans"), results(kpis=kpis))
    assert doc.kpis[0].weight == "30\n现计 40"


def test_consequences_are_listed_for_people_to_act_on(view_in: Views) -> None:
    one = {"id": None, "then": "training", "kpi": "reports", "amount": "8", "text": "补训",
           "decided": True}  # fmt: skip
    doc = doc_of(view_in("zh-Hans"), results(consequences=[one]))
    assert [one.text for one in doc.consequences] == ["培训（报表完成率） 8：补训"]


def test_those_not_appraised_have_no_total(view_in: Views) -> None:
    data = results(status="not_eligible", total=None, grade=None, coefficient=None)
    doc = doc_of(view_in("zh-Hans"), data)
    assert doc.figures.total == "不参加考核"
    assert doc.missing.startswith("本期不参加考核")


@pytest.mark.parametrize(
    ("text", "name"),
    [("E001-clerk", "E001-clerk"), ("a/../b", "a_.._b"), ("张 三", "张_三"), ("..", "_")],
)
def test_names_of_files_stay_within_their_folder(text: str, name: str) -> None:
    assert file_name(text) == name


def test_appeals_stand_beside_the_computed_figures(view_in: Views) -> None:
    data = results()
    nothing = {"points": None, "value": None, "total": None, "grade": None}
    appeal = {
        "id": "ap-1", "kpi": "on-time", "why": "停电", "filed_on": "2026-11-05", "decision": "upheld",
        "by": "陈立新", "decided_on": "2026-11-06", "ruling": nothing | {"points": "31.5"},
    }  # fmt: skip
    open_ = appeal | {
        "id": "ap-2",
        "kpi": None,
        "decision": "pending",
        "by": None,
        "decided_on": None,
    }
    data["scores"][0] |= {
        "appeals": [appeal, open_ | {"ruling": nothing}],
        "decided": {"status": "complete", "total": "87.4", "grade": "B", "coefficient": "1"},
    }
    doc = doc_of(view_in("zh-Hans"), data)
    upheld, pending, decided = doc.appeals
    assert upheld.startswith("申诉 ap-1（")
    assert upheld.endswith(
        "2026年11月5日提出，陈立新于2026年11月6日裁定支持，裁定 31.5 分。理由：停电"
    )
    assert pending == "申诉 ap-2（总分）：2026年11月5日提出，待裁定。理由：停电"
    assert decided.startswith("裁定以后：总分 87.4")
    assert doc.figures.total == "85.9"  # the computed one stays
    assert "ap-1" in "\n".join(outline(tree_of(view_in("zh-Hans"), doc)))


def test_a_form_says_which_place_was_taken(view_in: Views) -> None:
    doc = doc_of(view_in("zh-Hans"), results(rank={"place": 2, "of": 3}))
    assert doc.sharing[0] == "第 2 名（共 3 人）"
    doc = doc_of(view_in("zh-Hans"), results(rank={"place": None, "of": 3}))
    assert doc.sharing[0] == "未排（总分未出齐）"
    assert doc_of(view_in("zh-Hans"), results(rank=None)).sharing == []
