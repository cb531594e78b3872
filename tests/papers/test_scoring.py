"""Scores, measures and conditions as forms put them in words, in Chinese and English."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from dutybook.grammar.number.step import Part
from dutybook.model import Kpi, Role
from dutybook.model.score import Dependence
from dutybook.model.values import Condition, Expression
from dutybook.papers.phrases.measures import data_source, definition
from dutybook.papers.phrases.scores import score
from dutybook.papers.view import View
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
            "from the target, −2 points per 1 percentage point below, part steps not counted, 0 points below 90%"
        ],
    ),
    "collected": (
        ["≥ 85% 得20分", "< 85% 得0分", "最低1分"],
        ["≥ 85%: 20 points", "< 85%: 0 points", "at least 1"],
    ),
    "complaints": (
        ["每次按等级：major扣5分；其他扣2分，满4次得0分"],
        ["per case by Severity: major −5; otherwise −2, 0 from 4 times on"],
    ),
    "amount": (
        ["得分＝目标值÷实际值×满分，最高12分"],
        ["target ÷ actual × full points, at most 12"],
    ),
    "reports": (
        ["达到目标值得满分，否则得0分"],
        ["full points if the target is met, otherwise 0"],
    ),
    "rating": (["得分＝评分÷10×满分"], ["rating ÷ 10 × full points"]),
    "extra": (
        ["0次得0分；1次得1分；2次及以上得2分"],
        ["0 times: 0 points; 1 time: 1 point; 2 times or more: 2 points"],
    ),
    "watched": ([], []),
}


@pytest.mark.parametrize("name", RULES)
def test_scoring_rules(view_in: Views, name: str) -> None:
    for locale, words in zip(("zh-Hans", "en"), RULES[name], strict=True):
        view = view_in(locale)
        assert score(view, kpi_of(view, name)) == words


MORE_RULES: dict[str, tuple[dict[str, Any], str, str]] = {
    "slopes": (
        {"target": "≥ 90%", "score": {"steps": {"from": "target", "start": 20, "partial": "whole",
            "lose": {"points": 2, "per": "1 pp", "at_most": 12}, "gain": {"points": 1, "per": "0.5 pp", "free": "1 pp"}}}},
        "以目标值为基准，起评20分，每低1个百分点扣2分，这样最多扣12分，每高0.5个百分点加1分，偏离1个百分点以内不扣，不足一步舍去",
        ("from the target, starting at 20 points, −2 points per 1 percentage point below, at most −12 on this side, "
        "+1 point per 0.5 percentage points above, the first 1 percentage point free, part steps not counted"),
    ),
    "sides": (
        {"target": "47% ~ 53%", "score": {"steps": {"from": "target", "per": "1% of target", "lose_below": 2,
            "lose_above": 1, "tolerance": "1 pp", "partial": "up"}}},
        "以目标值为基准，每低目标值的1%扣2分，每高目标值的1%扣1分，偏离1个百分点以内不扣，超出的全部计扣，不足一步按一步计",
        ("from the target, −2 points per 1% of the target below, −1 point per 1% of the target above, "
        "nothing within 1 percentage point, all of it beyond, part steps counted as whole"),
    ),
    "by unit": (
        {"target": "≥ 90%", "score": {"steps": {"from": "target", "per": "1 pp", "partial": "up",
            "lose": {"by": "unit", "甲": 2, "else": 1}}, "cap": {"by": "level", "A": 30, "B": 25}}},
        ("以目标值为基准，按人员表的 unit：甲：每低1个百分点扣2分；其他：每低1个百分点扣1分，不足一步按一步计，"
        "按人员表的 level：A：最高30分；B：最高25分"),
        ("from the target, by the employee's unit: 甲: −2 points per 1 percentage point below; others: −1 point per 1 percentage point below, "
        "part steps counted as whole, by the employee's level: A: at most 30; B: at most 25"),
    ),
    "line": (
        {"score": {"interpolate": {"points": {"80%": 0, "95%": "80%", "100%": "full"}, "outside": "clamp"}}},
        "按直线计分（80%得0分；95%得满分的80%；100%得满分），范围以外取最近一端",
        "along straight lines (80%: 0 points; 95%: 80% of full points; 100%: full points), the nearest end outside",
    ),
    "clamped": (
        {"target": "≥ 90%", "score": {"proportional": {"clamp": {"min": "60%", "max": "120%"}}, "zero_below": "50% of target"}},
        "得分＝实际值÷目标值×满分，完成率不足60%的按60%算，完成率超过120%的按120%算，不足目标值的50%得0分",
        ("actual ÷ target × full points, below 60% of the target counts as 60%, "
        "beyond 120% of the target counts as 120%, 0 points below 50% of the target"),
    ),
    "again": (
        {"measure": {"count": {"of": "jobs"}}, "score": {"incidents": {"each": -2, "from": 3, "charge": "all",
            "repeat": {"same": "done", "factor": 2, "within": "3 months"}}}},
        "满3次起全部计，每次扣2分，3个月内同一done再次发生的按2倍计",
        "all of them once there are 3, −2 points each, the same done again within 3 months: 2 times as much",
    ),
    "later": (
        {"measure": {"count": {"of": "jobs"}}, "score": {"incidents": {"each": -2, "from": 3, "charge": "later",
            "repeat": {"compound": True, "within": "month"}}}},
        "从第3次起计，每次扣2分，当月每再发生一次再乘2倍",
        "from number 3 on, −2 points each, any again in the same month: 2 times as much each time",
    ),
    "table": (
        {"measure": {"count": {"of": "jobs"}}, "score": {"incidents": {"table": {"0": "full", "1": "50%", "2+": 0}}}},
        "0次得满分；1次得满分的50%；2次及以上得0分",
        "0 times: full points; 1 time: 50% of full points; 2 times or more: 0 points",
    ),
}  # fmt: skip


def kpi_in(
    workspace_at: Callable[..., Workspace], body: dict[str, Any], locale: str
) -> tuple[View, Kpi]:
    """A KPI of 30 points with ``body``, measured on jobs unless it says otherwise."""
    jobs = {"source": "jobs", "grain": "case", "key": "no", "columns": {"no": "text", "done": "boolean"}}  # fmt: skip
    measure = {"share": {"of": "jobs", "good": {"done": True}}}
    kpi = {"id": "k", "name": "k", "weight": 30, "measure": measure, **body}
    role = {"role": "r", "title": "r", "kpis": [kpi]}
    workspace = workspace_at(
        {"roles/r.yaml": json.dumps(role), "rules/sources/jobs.yaml": json.dumps(jobs)}
    )
    assert not workspace.findings
    view = View(workspace, locale)
    return view, view.roles[0].kpis[0]


@pytest.mark.parametrize("name", MORE_RULES)
def test_more_rules(workspace_at: Callable[..., Workspace], name: str) -> None:
    body, *words = MORE_RULES[name]
    for locale, said in zip(("zh-Hans", "en"), words, strict=True):
        assert score(*kpi_in(workspace_at, body, locale)) == [said]


def test_bands_with_rules_inside(workspace_at: Callable[..., Workspace]) -> None:
    inside = {"from": "98%", "start": 28, "per": "1 pp", "lose": 2, "partial": "up"}
    bands = [
        {"when": "≥ 98%", "points": "full"},
        {"when": "[90%, 98%)", "steps": inside},
        {"when": "[80%, 90%)", "interpolate": {"points": {"80%": 0, "90%": 10}, "outside": "none"}},
    ]
    assert score(*kpi_in(workspace_at, {"score": {"bands": bands}}, "zh-Hans")) == [
        "≥ 98% 得满分",
        "≥ 90%, < 98%：以98%为基准，起评28分，每低1个百分点扣2分，不足一步按一步计",
        "≥ 80%, < 90%：按直线计分（80%得0分；90%得10分），范围以外另行评定",
    ]


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
        "以90%为基准，每高1个百分点加1分，偏离2个百分点以内不扣，不足一步按比例计，可超过满分",
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
    from dutybook.papers.phrases.conditions import in_words

    assert in_words(view_in("zh-Hans"), sql, "jobs") == CONDITIONS[sql]


def test_conditions_on_the_form_itself(view_in: Views) -> None:
    from dutybook.papers.phrases.conditions import in_words

    view = view_in("zh-Hans")
    assert in_words(view, "kpi.praise.points < 2", None) == "表扬得分 < 2"
    assert in_words(view, "total < 60 and rank > 3", None) == "总分 < 60，且排名 > 3"


def test_what_other_kpis_change_is_said(view_in: Views) -> None:
    lines = (
        Dependence(Condition('NOT kpi."on-time".met'), cap=Part(Fraction(3, 5), "full")),
        Dependence(None, points=Expression('points * kpi."on-time".value')),
    )
    said = {}
    for locale in ("zh-Hans", "en"):
        shown = view_in(locale)
        kpi = kpi_of(shown, "rating")
        assert kpi.score
        said[locale] = score(shown, replace(kpi, score=replace(kpi.score, depends=lines)))
    assert said == {
        "zh-Hans": [
            "得分＝评分÷10×满分，及时率未达标的，最多得满分的60%，得分改为得分 × 及时率实际值"
        ],
        "en": [
            (
                "rating ÷ 10 × full points, if On time: not met: at most 60% of full points,"
                " points become points × On time: actual"
            )
        ],
    }
