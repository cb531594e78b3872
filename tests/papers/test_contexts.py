"""What each kind of paper says: the contexts that templates read, of full and bare definitions."""

from collections.abc import Callable, Iterator
from dataclasses import astuple, fields, is_dataclass
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from subjects import PRINTED, USUAL, subject_of

from dutybook.papers.columns import Column, fitted, shared
from dutybook.papers.duty_checklist.paper import SECTIONS
from dutybook.papers.evaluation_form.scheme import raters
from dutybook.papers.job_description.paper import ContactRow, PitfallRow
from dutybook.papers.kinds import KINDS
from dutybook.papers.paper import Field
from dutybook.papers.view import View
from dutybook.workspace import Workspace

Views = Callable[[str], View]


def context(view: View, kind: str, subject: str = "stress") -> Any:
    chosen = KINDS[kind]
    return chosen.context(view, subject_of(view, kind, subject))


def flat(rows: list[list[Field]]) -> dict[str, str]:
    return {cell.label: cell.value for row in rows for cell in row if cell.label}


def scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from scalars(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from scalars(getattr(value, each.name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from scalars(item)
    else:
        yield value


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("kind", PRINTED)
def test_contexts_hold_words_and_typed_facts(view_in: Views, kind: str, locale: str) -> None:
    subject = USUAL[KINDS[kind].about]
    found = {type(value) for value in scalars(context(view_in(locale), kind, subject))}
    assert found - {bool, int, date, Fraction, type(None)} == {str}


def test_the_identity_of_a_role(view_in: Views) -> None:
    assert flat(context(view_in("zh-Hans"), "job-description").identity) == {
        "岗位名称": "试验员<b>",
        "岗位编号": "试-002",
        "所属部门": "试验部",
        "职级": "专员",
        "编制人数": "2",
        "来源岗位": "总监",
        "生效日期": "2026年3月1日",
        "修订日期": "2026年9月15日",
        "直接上级": "试验组长",
        "间接上级": "总监",
        "业务上级": "总监、质量部负责人",
        "直接下级": "无",
        "间接下级": "无",
        "可晋升岗位": "试验组长",
        "可轮换岗位": "普通员",
    }


def test_subordinates_are_those_named_and_those_who_report(view_in: Views) -> None:
    identity = flat(context(view_in("en"), "job-description", "lead").identity)
    assert identity["Direct reports"] == "Tester <b>"
    assert identity["Reports to"] == "Director"
    assert identity["Second-level manager"] == ""
    assert identity["Indirect reports"] == "None"
    assert identity["Headcount"] == ""


def test_subordinates_two_levels_below(workspace_at: Callable[..., Workspace]) -> None:
    def role(name: str, more: str) -> str:
        return f"role: {name}\ntitle: {name.upper()}\n{more}\n"

    roles = [
        role("chief", "headcount: 1"),
        role("head", "reports_to: chief"),
        role("other", "reports_to: chief\nsupervises: [clerk, 外聘顾问]"),
        role("clerk", "reports_to: head"),
        role("runner", "reports_to: clerk"),
    ]
    view = View(workspace_at({"roles/r.yaml": "---\n".join(roles)}), "zh-Hans")
    chief = flat(context(view, "job-description", "chief").identity)
    assert (chief["直接下级"], chief["间接下级"]) == ("HEAD、OTHER", "CLERK、外聘顾问")
    head = flat(context(view, "job-description", "head").identity)
    assert (head["直接下级"], head["间接下级"]) == ("CLERK", "RUNNER")


def test_a_bare_role_has_blanks_to_fill(view_in: Views) -> None:
    doc = context(view_in("zh-Hans"), "job-description", "lonely")
    empty = ("purpose", "duties", "authority", "training", "pitfalls", "kpis", "total_weight")
    assert not any(getattr(doc, key) for key in empty)
    assert [row.label for row in doc.qualifications] == [
        "学历", "专业", "工作经验", "证书", "知识", "技能", "素质",
    ]  # fmt: skip
    assert [row.label for row in doc.conditions] == [
        "工作地点", "工作时间", "工作环境", "出差要求", "职业危害与防护", "设备工具",
    ]  # fmt: skip
    assert not any(row.value for row in doc.qualifications + doc.conditions)
    assert doc.contacts == [
        ContactRow("对内", "", ""),
        ContactRow("对外", "", ""),
    ]


def test_the_sections_of_a_job_description(view_in: Views) -> None:
    doc = context(view_in("zh-Hans"), "job-description")
    assert doc.contacts[0] == ContactRow("对内", "工程部、财务部", "62.5%")
    assert {row.label: row.value for row in doc.qualifications}["工作经验"] == "1至2年客户服务经验"
    assert doc.training[0] == Field("培训时间", "每月8小时")
    assert doc.pitfalls == [PitfallRow("1", "漏记联系方式", ["收线前复述", "次日抽查"])]
    assert {row.label: row.value for row in doc.conditions}["职业危害与防护"] == "无"
    first = doc.duties[0]
    assert (first.share, first.responsibility) == ("35%", "全责")
    assert first.time == ["每天17:00前（全岗一次）"]
    assert first.standards == [
        "不漏项（考查：抽查（每周））",
        "不迟到",
        "难点：早班交接",
        "禁忌：离岗",
    ]
    assert first.records == ["日志", "程序：受理程序"]
    assert doc.total_weight == "100"
    assert doc.kpis[-1].name == "观察项（仅供参考，不计分）"


@pytest.mark.parametrize(
    ("experience", "shown"),
    [
        ({"years": 2}, "2年工作经验"),
        ({"field": "客服"}, "客服"),
        ({"years": "1-3"}, "1至3年工作经验"),
        ({"years": 1.5, "field": "客服"}, "1.5年客服经验"),
        (
            {"years": 3, "field": "客服", "of_which": {"years": 2, "field": "管理"}},
            "3年客服经验，其中2年管理经验",
        ),
        ({"years": 3, "and": {"years": 2, "field": "管理"}}, "3年工作经验，并有2年管理经验"),
    ],
)
def test_experience(workspace_at: Callable[..., Workspace], experience: object, shown: str) -> None:
    import json

    role = {"role": "r", "title": "r", "qualifications": {"experience": experience}}
    view = View(workspace_at({"roles/r.yaml": json.dumps(role)}), "zh-Hans")
    asked = context(view, "job-description", "r").qualifications
    assert {row.label: row.value for row in asked}["工作经验"] == shown


def test_duties_go_to_the_section_of_their_schedule(view_in: Views) -> None:
    doc = context(view_in("zh-Hans"), "duty-checklist")
    assert [section.period for section in doc.sections] == list(SECTIONS)
    rows = {section.period: [row.due for row in section.rows] for section in doc.sections}
    assert rows["day"] == [["每天17:00前（全岗一次）"], ["每个工作日09:00前"]]
    assert rows["week"] == [["每周7次"], ["每周五17:00前"]]
    assert rows["occurrence"][0] == ["30分钟内"]
    assert doc.days[-1] == "31"


def test_every_duty_is_in_the_checklist_once(view_in: Views) -> None:
    view = view_in("zh-Hans")
    doc, role = context(view, "duty-checklist"), view.role("stress")
    assert role
    listed = [row.text for section in doc.sections for row in section.rows]
    assert sorted(listed) == sorted(view.text(duty.text) for duty in role.duties)


def test_the_form_separates_bonus_and_penalty_items(view_in: Views) -> None:
    doc = context(view_in("zh-Hans"), "evaluation-form")
    assert [kpi.id for kpi in doc.kpis] == [
        "on-time", "collected", "complaints", "amount", "reports", "rating", "watched",
    ]  # fmt: skip
    assert [(row.id, row.sign) for row in doc.adjustments] == [
        ("extra", ""), ("praise", "bonus"), ("discipline", "penalty"), ("mixed", ""),
    ]  # fmt: skip
    assert doc.caps == ["加分合计最多5分", "减分合计最多10分", "同类取最高一项"]
    assert [veto.effect for veto in doc.vetoes] == [
        "总分记为 0 分；等级最高为 C",
        "等级最高为 B",
    ]
    assert [grade.range for grade in doc.grades] == ["≥ 90", "70 ~ 89.9", "< 70"]
    assert doc.appeal == "对结果有异议的，可在得知结果之后3个工作日内以书面提出申诉。"


def test_grades_below_another_are_printed_with_both_ends(example: Workspace) -> None:
    doc = context(View(example, "zh-Hans"), "evaluation-form", "front-desk")
    assert [grade.range for grade in doc.grades][:2] == ["≥ 95", "≥ 85，< 95"]


def test_raters_always_include_self_and_superior(view_in: Views, papers: Workspace) -> None:
    scheme = papers.definitions.schemes["trial"]
    assert [(r.id, r.weight) for r in raters(view_in("en"), scheme)] == [
        ("self", Fraction(1, 5)), ("superior", Fraction(1, 2)), ("peer", Fraction(3, 10)),
    ]  # fmt: skip
    assert [(r.id, r.weight) for r in raters(view_in("en"), None)] == [
        ("self", 0),
        ("superior", 1),
    ]


def test_a_role_without_weights_is_met_or_not(view_in: Views) -> None:
    doc = context(view_in("zh-Hans"), "evaluation-form", "plain")
    assert not doc.weighted
    assert not doc.adjustments
    assert not doc.grades
    assert doc.kpis[0].full is None


def test_a_form_without_a_scheme(workspace_at: Callable[..., Workspace]) -> None:
    role = 'role: r\ntitle: r\nkpis: [{id: k, name: k, weight: 100, target: "≥ 1"}]\n'
    doc = context(View(workspace_at({"roles/r.yaml": role}), "zh-Hans"), "evaluation-form", "r")
    assert doc.signatures == ["被考核人", "直接上级"]
    assert doc.appeal == "对结果有异议的，可以书面提出申诉。"
    assert doc.scheme == ""


def test_a_manual_holds_every_role_in_order_of_code(view_in: Views) -> None:
    doc = context(view_in("zh-Hans"), "duty-manual", "试验部")
    assert [role.id for role in doc.roles] == ["lead", "stress", "plain"]
    kinds = [[paper.paper.kind for paper in role.papers] for role in doc.roles]
    assert kinds == [  # nothing empty is bound: the lead has no KPIs, the last no duties
        ["job-description", "duty-checklist"],
        ["job-description", "duty-checklist", "evaluation-form"],
        ["job-description", "evaluation-form"],
    ]
    assert {row.label: row.value for row in doc.cover} == {
        "手册编号": "SY-00", "版本": "2.1", "部门": "试验部", "生效日期": "2026年3月1日",
        "编制": "", "审核": "", "批准": "",
    }  # fmt: skip


def test_a_procedure_numbers_its_steps(view_in: Views) -> None:
    (sop,) = context(view_in("zh-Hans"), "duty-manual", "试验部").sops
    assert [step.branches for step in sop.steps] == [
        [],
        ["当场可办：转第 4 步", "需转办：转第 3 步"],
        [],
        ["在第 1、2 步之后"],
    ]
    assert [list(astuple(rung)) for rung in sop.escalation] == [
        ["1", "触发时", "满2小时仍未完成", "试验组长", ""],
        ["2", "第 3 步", "满1天仍未完成", "总监", "同时书面说明"],
    ]


def test_roles_are_those_in_force(workspace_at: Callable[..., Workspace]) -> None:
    roles = "role: r\ntitle: old\neffective: 2026-01-01\n---\nrole: r\ntitle: new\neffective: 2026-07-01\n"
    workspace = workspace_at({"roles/r.yaml": roles})
    titles = [
        View(workspace, "zh-Hans", on).roles[0].title.at("zh-Hans")
        for on in (None, date(2026, 6, 30))
    ]
    assert titles == ["new", "old"]


def test_posts_are_found_by_title_and_kept_where_unknown(view_in: Views) -> None:
    zh, hant = view_in("zh-Hans"), view_in("zh-Hant")
    assert zh.role("试验组长") is zh.role("lead")
    assert zh.post("director") == "总监"
    assert hant.post("质量部负责人") == "質量部負責人"
    assert zh.post(None) == ""
    assert zh.department(None) == ""
    assert zh.department("别的部门") == "别的部门"


def test_an_id_means_the_duty_of_the_role_it_stands_in(
    workspace_at: Callable[..., Workspace],
) -> None:
    def role(name: str, text: str) -> str:
        measure = "{schedule: {duty: report, of: jobs}}"
        return f"role: {name}\ntitle: {name}\nduties: [{{id: report, text: {text}}}]\nkpis: [{{id: k, name: k, measure: {measure}}}]\n"

    workspace = workspace_at({"roles/a.yaml": role("a", "one") + "---\n" + role("b", "two")})
    view = View(workspace, "en")
    measures = [context(view, "job-description", name).kpis[0].measure for name in ("a", "b")]
    assert measures == ["share of “one” done on time", "share of “two” done on time"]


@pytest.mark.parametrize("weights", [[1, 1, 1], [6, 27, 8, 14, 28, 11, 13], [3], [7] * 36])
def test_shares_add_up_to_100(weights: list[int]) -> None:
    assert sum(shared(weights)) == 100
    assert all(
        abs(Fraction(w * 100, sum(weights)) - s) < 1
        for w, s in zip(weights, shared(weights), strict=True)
    )


def test_columns_that_nothing_stands_in_are_left_out() -> None:
    specs = [("a", "A", 30), ("b", "B", 20), ("c", "C", 10)]
    rows = [SimpleNamespace(a="x", b="", c=[]), SimpleNamespace(a="", b="", c=[])]
    columns = fitted(specs, rows, ["c"])
    assert columns == [
        Column("a", "A", 75),
        Column("c", "C", 25),
    ]
    assert fitted(specs, []) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{take: mean}", "取各期平均。缺的一期补齐后再汇总。"),
        ("{take: sum, missing: leave_out}", "各期相加。缺的一期不计。"),
        ("{take: best 10 of 12}", "12 期中取最好的 10 期平均。缺的一期补齐后再汇总。"),
        (
            "{take: weighted by days, refund_if_met: all}",
            "按在岗天数加权平均。缺的一期补齐后再汇总。整期达到目标的指标，返还各期所扣的分。",
        ),
        ("{take: last}", "取最后一期。缺的一期补齐后再汇总。"),
    ],
)
def test_a_form_says_how_totals_are_rolled_up(
    workspace_at: Callable[..., Workspace], rule: str, said: str
) -> None:
    role = 'role: r\ntitle: r\nkpis: [{id: k, name: k, weight: 100, target: "≥ 1"}]\n'
    files = {
        "roles/r.yaml": role,
        "rules/schemes/own.yaml": f"scheme: own\napplies_to: [r]\nrollup: {rule}\n",
    }
    doc = context(View(workspace_at(files), "zh-Hans"), "evaluation-form", "r")
    assert doc.rollup == f"季度、半年和全年的总分由各期汇总：{said}"


def test_a_roll_up_prints_its_own_vetoes_and_consequences(
    workspace_at: Callable[..., Workspace],
) -> None:
    role = 'role: r\ntitle: r\nkpis: [{id: k, name: k, weight: 100, target: "≥ 1"}]\n'
    scheme = """scheme: own
applies_to: [r]
rollup:
  take: mean
  veto: [{id: v, when: "lowest < 80", effect: {grade: B}}]
  consequences: [{id: c, when: "grades.B >= 3", then: training}]
"""
    files = {"roles/r.yaml": role, "rules/schemes/own.yaml": scheme}
    said = {}
    for locale in ("zh-Hans", "en"):
        view = View(workspace_at(files), locale)
        said[locale] = context(view, "evaluation-form", "r").rollup
    assert "汇总时，最低一期的总分 < 80的，等级最高为 B。" in said["zh-Hans"]
    assert "汇总时，评为“B”的期数 ≥ 3" in said["zh-Hans"]
    assert "if lowest total of a period < 80, " in said["en"]
    assert "periods graded B ≥ 3" in said["en"]
