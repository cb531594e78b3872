"""Loading a workspace: definitions, versions, merging, references."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from dutybook.finding import DutybookError
from dutybook.grammar.number.step import parse_step
from dutybook.grammar.time.limit import Limit
from dutybook.measure.kinds.count import Count
from dutybook.measure.kinds.ratio import Ratio
from dutybook.measure.kinds.share import Share
from dutybook.model import By, Condition, Span, TimeLimit
from dutybook.model.score import Bands, Incidents, Pass, Slope, Steps
from dutybook.words.locale import Text
from dutybook.workspace import Workspace, find_root

WorkspaceAt = Callable[..., Workspace]

ROLE = """
role: desk
title: {zh-Hans: 前台, en: Front desk}
reports_to: {line: lead, functional: quality}
qualifications: {experience: {years: 1-2, field: 客服}}
contacts: {internal: {share: 30%, with: [工程部]}}
duties:
  - {id: intake, text: 登记, within: 10 min, schedule: every day by 17:00, standards: [快, {text: 准, methods: [{how: 抽查, schedule: every month}]}]}
  - id: ring
    text: 接听
    within: {by: severity, high: 5 min, else: {limit: 1 h, times: {by: weather, red: 2, else: 1}}}
kpis:
  - id: on-time
    name: 及时率
    weight: 30.5
    measure: {share: {of: tickets, where: {category: complaint}, good: {from: received_at, to: [a, b], within: {due: due_at, else: 2 h}}}}
    target: "≥ 98%"
    score: {steps: {from: target, per: 1 pp, lose: 2, partial: whole}, zero_below: 90%}
  - {id: fee, name: 收费率, measure: {ratio: {of: fees, num: paid, den: due}}, target: {2026-04-01: "≥ 80%", 2026-01-01: "≥ 70%"}, score: pass}
  - {id: errors, name: 差错, measure: errors, score: {incidents: {table: {0: 10, 1: 6, 2+: 0}}, floor: none}}
  - {id: rude, name: 态度, measure: {count: {of: tickets, late: {from: a, to: b, within: 1 d}}}, score: {incidents: {each: {by: severity, major: -5, else: -1}}}}
  - {id: bands, name: 分档, measure: {share: {of: tickets, good: closed}}, score: {bands: [{when: "≥ 95%", points: 10}, {when: "< 95%", points: 0}]}}
"""


def test_a_role_becomes_a_model(workspace_at: WorkspaceAt) -> None:
    files = {
        "roles/desk.yaml": ROLE,
        "rules/measures/errors.yaml": "measure: errors\ncount: {of: deductions, where: severity = 'x'}\n",
    }
    workspace = workspace_at(files)
    assert workspace.findings == ()
    [role] = workspace.roles()
    assert role.reports_to is not None
    assert (role.reports_to.line, role.reports_to.functional) == ("lead", ("quality",))
    assert role.qualifications.experience is not None
    assert role.qualifications.experience.years == (1, 2)
    assert role.contacts.internal is not None
    assert role.contacts.internal.share == Fraction(3, 10)
    assert role.total_weight == Fraction(61, 2)
    intake, ring = role.duties
    assert intake.within == TimeLimit(limit=Limit(Fraction(10), "minute"))
    assert intake.schedule is not None
    assert intake.schedule.due == timedelta(hours=17)
    assert [str(s.text) for s in intake.standards] == ["快", "准"]
    assert ring.within is not None
    assert ring.within.by is not None
    assert ring.within.by.otherwise is not None
    assert ring.within.by.otherwise.times == By("weather", (("red", Fraction(2)),), Fraction(1))
    assert (ring.origin.place.line, ring.origin.place.path) == (9, "/duties/1")

    on_time, fee, errors, rude, bands = role.kpis
    assert isinstance(on_time.measure, Share)
    assert isinstance(on_time.measure.good, Span)
    assert on_time.measure.good.to == ("a", "b")
    assert on_time.measure.good.within.due == "due_at"
    assert on_time.measure.where == Condition("\"category\" = 'complaint'")
    assert on_time.score is not None
    assert on_time.score.rule == Steps(lose=Slope(Fraction(2), parse_step("1 pp")), partial="whole")
    assert on_time.score.zero_below == Fraction(9, 10)
    assert isinstance(fee.measure, Ratio)
    assert fee.score is not None
    assert isinstance(fee.score.rule, Pass)
    assert fee.target is not None
    assert [day for day, _ in fee.target.dated] == [date(2026, 1, 1), date(2026, 4, 1)]
    assert errors.measure == Count(of="deductions", where=Condition("severity = 'x'"))
    assert errors.score is not None
    assert errors.score.floor == "none"
    assert errors.score.rule == Incidents(
        table=((0, Fraction(10)), (1, Fraction(6)), (2, Fraction(0))), open_ended=True
    )
    assert rude.score is not None
    assert rude.score.rule == Incidents(
        each=By("severity", (("major", Fraction(-5)),), Fraction(-1))
    )
    assert bands.score is not None
    assert isinstance(bands.score.rule, Bands)


def test_versions(workspace_at: WorkspaceAt) -> None:
    version = "role: a\ntitle: {title}\neffective: {day}\n"
    text = "---\n".join(
        [version.format(title="新", day="2026-07-01"), version.format(title="旧", day="2026-01-01")]
    )
    workspace = workspace_at({"roles/a.yaml": text})
    assert [str(r.title) for r in workspace.roles()] == ["新"]
    assert [str(r.title) for r in workspace.roles(date(2026, 6, 30))] == ["旧"]
    assert workspace.roles(date(2025, 12, 31)) == []


def test_references_by_id_by_title_and_to_nobody(workspace_at: WorkspaceAt) -> None:
    files = {
        "dutybook.yaml": "organisation: 甲\nexternal_posts: {boss: {zh-Hans: 总经理, en: General manager}}\n",
        "roles/a.yaml": "role: a\ntitle: {zh-Hans: 前台, en: Desk}\n",
    }
    workspace = workspace_at(files)
    assert [workspace.post_title(post, "en") for post in ("a", "前台", "boss", "客户主管")] == [
        "Desk",
        "Desk",
        "General manager",
        "客户主管",
    ]


def test_extends_include_and_remove(workspace_at: WorkspaceAt) -> None:
    base = "role: base\nabstract: true\ntitle: 底本\ndepartment: 客服部\nqualifications: {education: 大专, skills: [沟通]}\nduties: [{id: x, text: 甲, within: 1 h}, {id: y, text: 乙}]\n"
    shared = "duty_set: common\nduties: [{id: z, text: 丙}, {id: y, text: 不同}]\n"
    role = "role: a\ntitle: 前台\nextends: base\ninclude: [common]\nremove: [x]\nqualifications: {skills: [打字]}\nduties: [{id: y, text: 乙改}]\n"
    workspace = workspace_at({"roles/1.yaml": base, "roles/2.yaml": shared, "roles/3.yaml": role})
    assert workspace.findings == ()
    [merged] = workspace.roles()
    assert [(d.id, str(d.text)) for d in merged.duties] == [("y", "乙改"), ("z", "丙")]
    assert merged.department == "客服部"
    assert str(merged.qualifications.education) == "大专"
    assert [str(s) for s in merged.qualifications.skills] == ["打字"]
    assert [d.origin.place.file for d in merged.duties] == ["roles/3.yaml", "roles/2.yaml"]


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("role: a\ntitle: 甲\nextends: nobody\n", "unknown-base", "/extends"),
        ("role: a\ntitle: 甲\ninclude: [nothing]\n", "unknown-duty-set", "/include/0"),
        (
            "role: b\ntitle: 乙\n---\nrole: a\ntitle: 甲\nextends: b\nremove: [x]\n",
            "unknown-removed",
            "/remove/0",
        ),
        (
            "role: c\ntitle: 丙\n---\nrole: b\ntitle: 乙\nextends: c\n---\nrole: a\ntitle: 甲\nextends: b\n",
            "base-too-deep",
            "/extends",
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: k, name: n, measure: nothing}]\n",
            "unknown-measure",
            "/kpis/0/measure",
        ),
        ("role: a\ntitle: 甲\n---\nrole: a\ntitle: 乙\n", "duplicate-definition", "/role"),
        (
            "sop: a\ntitle: 甲\nsteps: [{id: s, text: t}]\n---\nsop: a\ntitle: 乙\nsteps: [{id: s, text: t}]\n",
            "duplicate-definition",
            "/sop",
        ),
    ],
)
def test_what_contradicts_between_documents(
    workspace_at: WorkspaceAt, text: str, code: str, path: str
) -> None:
    workspace = workspace_at({"roles/a.yaml": text})
    assert [(f.code, f.place.path) for f in workspace.findings] == [(code, path)]


def test_one_broken_file_does_not_hide_the_others(workspace_at: WorkspaceAt) -> None:
    workspace = workspace_at(
        {
            "roles/a.yaml": "role: [",
            "roles/b.yaml": "role: b\ntitle: 乙\n",
            "roles/c.yaml": "role: c\n",
        }
    )
    assert [f.code for f in workspace.findings] == ["yaml-syntax", "missing-key"]
    assert [r.role for r in workspace.roles()] == ["b"]


@pytest.mark.parametrize("key", ["scheme: plain", "calendar: cn-mainland", "locale: zh-Hans"])
def test_settings_in_any_order(key: str, workspace_at: WorkspaceAt) -> None:
    workspace = workspace_at({"dutybook.yaml": f"{key}\norganisation: 甲\n"})
    assert workspace.findings == ()
    assert workspace.configured
    assert workspace.organisation.organisation == Text.of("甲")


@pytest.mark.parametrize("text", ["scheme: plain\n", "role: a\ntitle: 甲\n", "locale: en\n"])
def test_settings_without_an_organisation(text: str, workspace_at: WorkspaceAt) -> None:
    workspace = workspace_at({"dutybook.yaml": text})
    assert [f.code for f in workspace.findings] == ["config-without-organisation"]
    assert not workspace.configured
    assert not workspace.roles()


def test_broken_settings_still_load(workspace_at: WorkspaceAt) -> None:
    workspace = workspace_at(
        {"dutybook.yaml": "organisation: [\n", "roles/b.yaml": "role: b\ntitle: 乙\n"}
    )
    assert [f.code for f in workspace.findings] == ["yaml-syntax"]
    assert workspace.locale == "zh-Hans"


def test_the_workspace_is_found_from_below(tmp_path: Path) -> None:
    (tmp_path / "dutybook.yaml").write_text("organisation: x\n")
    (tmp_path / "roles/a").mkdir(parents=True)
    assert find_root(tmp_path / "roles/a") == tmp_path.resolve()
    with pytest.raises(DutybookError):
        find_root(Path("/"))


def test_a_workspace_file_replaces_the_shipped_one(workspace_at: WorkspaceAt) -> None:
    scheme = "scheme: monthly\ntitle: 本公司\nplaces: 1\n"
    workspace = workspace_at({"rules/schemes/monthly.yaml": scheme})
    assert workspace.definitions.schemes["monthly"].places == 1
    assert "tickets" in workspace.definitions.sources


def test_the_example_organisation_loads(example: Workspace) -> None:
    assert [f for f in example.findings if f.code != "unknown-key"] == []
    codes = {role.code for role in example.roles()}
    assert {f"客-00{n}" for n in range(1, 7)} <= codes


def test_scripts_convert() -> None:
    text = Text.of({"zh-Hans": "物业客户服务", "en": "Customer service"})
    assert [text.at(locale) for locale in ("zh-Hans", "zh-Hant", "en")] == [
        "物业客户服务",
        "物業客户服務",
        "Customer service",
    ]
    assert Text.of("客服", "zh-Hans").at("en") == "客服"
