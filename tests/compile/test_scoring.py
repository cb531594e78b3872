import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dutybook.compile.measuring import data_source, definition
from dutybook.compile.scoring import score
from dutybook.compile.view import View
from dutybook.model import Kpi, Role
from dutybook.workspace import Workspace

Views = Callable[[str], View]


def role_of(view: View) -> Role:
    role = view.role("stress")
    assert role
    return role


def kpi_of(view: View, name: str) -> Kpi:
    return next(kpi for kpi in role_of(view).kpis if kpi.id == name)


RULES = {
    "on-time": (
        ["以目标值为基准，每低1个百分点扣2分，不足一步舍去，低于90%得0分"],
        [
            "starts from the target, −2 for every 1 pp below, parts of a step do not count, 0 below 90%"
        ],
    ),
    "collected": (
        ["≥ 85% 得20分", "< 85% 得0分", "最低1分"],
        ["≥ 85%: 20", "< 85%: 0", "at least 1"],
    ),
    "complaints": (
        ["每次按等级：major扣5分；其他扣2分，满4次得0分"],
        ["each by Severity: major −5; otherwise −2, 0 from 4 times on"],
    ),
    "amount": (
        ["得分＝目标值÷实际值×满分，最高12分"],
        ["target ÷ actual × full points, at most 12"],
    ),
    "reports": (
        ["达到目标值得满分，否则得0分"],
        ["full points when the target is met, else 0"],
    ),
    "rating": (["得分＝评分÷10×满分"], ["rating ÷ 10 × full points"]),
    "extra": (
        ["0次得0分；1次得1分；2次及以上得2分"],
        ["0 times: 0; 1 time: 1; 2 times or more: 2"],
    ),
    "watched": ([], []),
}


@pytest.mark.parametrize("name", RULES)
def test_scoring_rules(view_in: Views, name: str) -> None:
    for locale, words in zip(("zh-Hans", "en"), RULES[name], strict=True):
        view = view_in(locale)
        assert score(view, kpi_of(view, name)) == words


MORE_MEASURES: dict[str, tuple[dict[str, Any], str]] = {
    "late": ({"count": {"of": "jobs", "late": {"from": "received_at", "to": "answered_at", "within": "2 h"}}},
             "从受理到answered_at超过时限（2小时内）的条数"),
    "where": ({"share": {"of": "jobs", "good": {"done": True}}}, "其中done为是的占比"),
    "missing": ({"schedule": {"duty": "gone", "of": "jobs", "count": ["late", "missing"]}}, "“gone”逾期、未交的次数"),
    "rating": ({"rating": {"scale": 5}}, "评分（满分 5）"),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE_MEASURES)
def test_more_measures(workspace_at: Callable[..., Workspace], name: str) -> None:
    body, words = MORE_MEASURES[name]
    jobs = {"source": "jobs", "grain": "case", "key": "no", "columns": {
        "no": "text", "received_at": {"type": "instant", "title": "受理"}, "answered_at": "instant", "done": "boolean"}}  # fmt: skip
    role = {"role": "r", "title": "r", "kpis": [{"id": "k", "name": "k", "measure": body}]}
    workspace = workspace_at(
        {"roles/r.yaml": json.dumps(role), "rules/sources/jobs.yaml": json.dumps(jobs)}
    )
    assert not workspace.findings
    view = View(workspace, "zh-Hans")
    assert definition(view, view.roles[0].kpis[0]) == words


MEASURES = {
    "on-time": "从受理时间到回复时间、办结时间中先到者30分钟内的占比（限类别为repair、complaint之一）",
    "collected": "实收合计÷应收合计",
    "complaints": "工单条数（限类别为complaint，且（重复为是或等级已填））",
    "amount": "应收 − 实收的平均值",
    "reports": "“每月五日前交报表”按期完成数÷应完成数",
    "rating": "评分（满分 10），客户评 60%、同事评 40%加权",
    "watched": "应收合计",
}


@pytest.mark.parametrize("name", MEASURES)
def test_measures(view_in: Views, name: str) -> None:
    view = view_in("zh-Hans")
    assert definition(view, kpi_of(view, name)) == MEASURES[name]


def test_a_definition_goes_before_the_measure(view_in: Views, papers: Workspace) -> None:
    view = view_in("zh-Hans")
    praise = papers.definitions.schemes["trial"].items[0]
    assert definition(view, praise) == "当月书面表扬件数"
    assert data_source(view, praise) == "工单"
    assert data_source(view, replace(praise, measure=None)) == ""
    assert definition(view, replace(praise, measure=None, definition=None)) == ""


SCORES: dict[str, tuple[dict[str, Any], str]] = {
    "gain": (
        {"steps": {"from": "90%", "per": "1 pp", "gain": 1, "free": "2%", "partial": "prorate"}, "cap": "none"},
        "以90%为基准，每高1个百分点加1分，偏离2%以内不扣，不足一步按比例计，可超过满分",
    ),
    "start": (
        {"steps": {"from": "target", "start": 80, "per": "5 min", "lose": 1}, "floor": "none"},
        "以目标值为基准，起评80分，每低5分钟扣1分，可扣至负分",
    ),
    "above": ({"pass": {}, "zero_above": "99%"}, "达到目标值得满分，否则得0分，高于99%得0分"),
    "each": ({"incidents": {"each": -3, "free": 2}, "floor": -9}, "前2次不计，每次扣3分，最多扣9分"),
    "expression": ({"incidents": {"each": "-due_amount * 2"}}, "每次按“−应收 × 2”计分"),
    "plain": ({"proportional": {}}, "得分＝实际值÷目标值×满分，最高满分"),
}  # fmt: skip


@pytest.mark.parametrize("name", SCORES)
def test_more_scoring_rules(workspace_at: Callable[..., Workspace], name: str) -> None:
    body, words = SCORES[name]
    kpi = {"id": "k", "name": "k", "weight": 10, "target": "≥ 95%", "score": body,
           "measure": {"sum": {"of": "jobs", "value": "due_amount"}}}  # fmt: skip
    jobs = {"source": "jobs", "grain": "case", "key": "no", "columns": {
        "no": "text", "due_amount": {"type": "decimal(9,2)", "title": "应收"}}}  # fmt: skip
    role = {"role": "r", "title": "r", "kpis": [kpi]}
    workspace = workspace_at(
        {"roles/r.yaml": json.dumps(role), "rules/sources/jobs.yaml": json.dumps(jobs)}
    )
    assert not workspace.findings
    view = View(workspace, "zh-Hans")
    (kpi_,) = view.roles[0].kpis
    assert score(view, kpi_) == [words]


CONDITIONS = {
    "category <> 'a'": "类别不为a",
    "severity is null": "等级为空",
    "due_amount > 5": "应收 > 5",
    "due_amount between 1 and 2": "（应收 BETWEEN 1 AND 2）",
    "duty = 'friday'": "职责为周五交表",
    "category = 'a' or repeated = false": "类别为a或重复为否",
}


@pytest.mark.parametrize("sql", CONDITIONS)
def test_conditions_in_words(view_in: Views, sql: str) -> None:
    from dutybook.compile.conditions import in_words

    assert in_words(view_in("zh-Hans"), sql, "jobs") == CONDITIONS[sql]


def test_conditions_on_the_form_itself(view_in: Views) -> None:
    from dutybook.compile.conditions import in_words

    view = view_in("zh-Hans")
    assert in_words(view, "kpi.praise.points < 2", None) == "表扬得分 < 2"
    assert in_words(view, "total < 60 and rank > 3", None) == "总分 < 60，且排名 > 3"
