"""What a duty manual adds to its papers: the matrix, the chart, revisions, glossary, receipts."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from dutybook.papers.drawing.orgchart import org_chart
from dutybook.papers.drawing.orgtree import Post, parts, tree
from dutybook.papers.duty_manual.paper import DutyManual, duty_manual
from dutybook.papers.duty_manual.raci import Matrix
from dutybook.papers.view import View
from dutybook.workspace import Workspace

Make = Callable[..., Workspace]

DEPARTMENT = """
role: head
title: 经理
code: A-1
department: 甲部
reports_to: 总经理
duties: [{id: plan, text: 订计划, responsibility: full}]
---
role: lead
title: 组长
code: A-2
department: 甲部
reports_to: head
headcount: 1
contacts: {internal: {with: [经理, 财务部, 库管]}}
duties:
  - {id: patrol, text: 巡视, responsibility: lead}
  - {id: keep, text: 保管, responsibility: shared}
---
role: clerk
title: 专员
code: A-3
department: 甲部
reports_to: {line: lead, functional: [head, 质量部]}
headcount: 3
duties:
  - {id: patrol, text: 巡视, responsibility: assist}
  - {id: keep, text: 保管, responsibility: shared}
  - {id: file, text: 归档}
---
role: store
title: 库管
code: B-1
department: 乙部
---
sop: alarm
title: 报警
department: 甲部
owner: head
steps: [{id: a, text: 核实, owner: clerk}, {id: b, text: 处置, owner: 保安}]
escalation: [{after: 1 h, to: lead}]
"""


def manual(workspace: Workspace, on: date | None = None, locale: str = "zh-Hans") -> DutyManual:
    return duty_manual(View(workspace, locale, on), "甲部")


def matrix(doc: DutyManual) -> dict[str, dict[str, str]]:
    """Letters by work and post."""
    posts = doc.raci.posts
    return {
        row.text: {post: letters for post, letters in zip(posts, row.letters, strict=True) if letters}
        for group in doc.raci.groups
        for row in group.rows
    }  # fmt: skip


def test_the_matrix_follows_the_stated_rule(workspace_at: Make) -> None:
    doc = manual(workspace_at({"roles/a.yaml": DEPARTMENT}))
    assert matrix(doc) == {
        # full: does and answers; the superior is told
        "订计划": {"经理": "R/A", "总经理": "I"},
        # lead and assist of the same duty in two roles: one row; contacts that are posts are told
        "巡视": {"组长": "R/A", "专员": "C", "经理": "I", "库管": "I"},
        # nobody answers: the superiors of both who do it; the lead does it and answers for the clerk
        "保管": {"组长": "R/A", "专员": "R", "经理": "A", "总经理": "I", "库管": "I"},
        "归档": {"专员": "R", "组长": "A", "经理": "I"},
        # a step's owner does it, the procedure's owner answers, the escalation reaches the lead
        "核实": {"专员": "R", "经理": "A", "组长": "I", "总经理": "I"},
        "处置": {"保安": "R", "经理": "A", "组长": "I", "总经理": "I"},
    }
    assert [group.title for group in doc.raci.groups] == ["岗位职责", "报警"]


def test_many_posts_are_named_instead_of_columns(workspace_at: Make) -> None:
    more = "".join(
        f"---\nrole: r{i}\ntitle: 岗{i}\ndepartment: 甲部\nreports_to: lead\n"
        f"duties: [{{id: d{i}, text: 事{i}, responsibility: full}}]\n"
        for i in range(12)
    )
    doc = manual(workspace_at({"roles/a.yaml": DEPARTMENT + more}))
    assert doc.raci.posts == []
    row = next(r for g in doc.raci.groups for r in g.rows if r.text == "巡视")
    assert [getattr(row, letter) for letter in "raci"] == ["组长", "组长", "专员", "经理、库管"]


def test_a_workspace_states_its_own_rule(workspace_at: Make) -> None:
    own = "raci: usual\nduties: {full: [A], lead: [R], assist: [I]}\n"
    doc = manual(workspace_at({"roles/a.yaml": DEPARTMENT, "rules/raci/usual.yaml": own}))
    assert matrix(doc)["巡视"] == {"组长": "R", "专员": "I"}
    assert matrix(doc)["订计划"] == {"经理": "A"}
    other = workspace_at({"roles/a.yaml": DEPARTMENT, "rules/raci/usual.yaml": "raci: other\n"})
    assert manual(other).raci == Matrix()


def test_the_chart_has_every_post_and_both_kinds_of_superior(workspace_at: Make) -> None:
    doc = manual(workspace_at({"roles/a.yaml": DEPARTMENT}))
    (picture,) = doc.pictures
    assert picture.alt == (
        "组织架构图：总经理下辖经理；经理下辖组长；组长下辖专员；专员的业务上级为经理。"
    )
    for words in ("总经理", "经理", "组长", "专员", "A-3 · 编制3人", "业务上级：质量部"):
        assert f">{words}<" in picture.svg
    assert picture.svg.count('stroke-dasharray="1.4,1"') == 2  # the line, and the box outside


def big(groups: int, each: int) -> str:
    """A head, ``groups`` leads below and ``each`` posts below every lead."""
    role = "role: {id}\ntitle: {title}\ndepartment: 甲部\nreports_to: {line}\n"
    docs = [role.format(id="head", title="经理", line="总经理")]
    for i in range(groups):
        docs.append(role.format(id=f"g{i}", title=f"第{i}组组长", line="head"))
        docs += [
            role.format(id=f"g{i}p{j}", title=f"第{i}组专员{j}", line=f"g{i}") for j in range(each)
        ]
    return "---\n".join(docs)


@pytest.mark.parametrize(("groups", "each"), [(6, 9), (0, 40), (30, 1), (3, 0), (1, 70)])
def test_wide_organisations_go_on_in_more_pictures(
    workspace_at: Make, groups: int, each: int
) -> None:
    text = big(groups, each)
    if not groups:
        text += "".join(
            f"---\nrole: x{i}\ntitle: 专员{i}\ndepartment: 甲部\nreports_to: head\n"
            for i in range(each)
        )
    view = View(workspace_at({"roles/a.yaml": text}), "zh-Hans")
    figures = org_chart(view, "甲部", view.roles)
    shown = "".join(figure.svg for figure in figures)
    for role in view.roles:
        assert f">{role.title}<" in shown
    assert all(float(figure.height) <= 225 and figure.width == "166" for figure in figures)
    for i, figure in enumerate(figures, 1):
        assert len(figures) == 1 or f"第{i}幅，共{len(figures)}幅" in figure.alt
    if (groups, each) == (6, 9):
        assert len(figures) == 7
        assert [f"见图{i}" in figures[0].svg for i in range(1, 9)] == [False, *[True] * 6, False]


def test_boxes_do_not_overlap(workspace_at: Make) -> None:
    view = View(workspace_at({"roles/a.yaml": big(4, 9)}), "zh-Hans")
    for figure in org_chart(view, "甲部", view.roles):
        outlines = re.findall(r'd="(M[^"]*Z)" fill="#fff"', figure.svg)
        rects = [box(outline) for outline in outlines]
        assert len(rects) >= 5
        for i, (left, top, right, bottom) in enumerate(rects):
            assert min(left, top) >= 0
            assert right <= float(figure.width)
            assert bottom <= float(figure.height)
            for left2, top2, right2, bottom2 in rects[i + 1 :]:
                apart = right <= left2 or right2 <= left
                assert apart or bottom <= top2 or bottom2 <= top


def box(outline: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path."""
    figures = [float(figure) for figure in re.findall(r"[\d.]+", outline)]
    across, down = figures[0::2], figures[1::2]
    return min(across), min(down), max(across), max(down)


def test_a_circle_of_superiors_is_opened(workspace_at: Make) -> None:
    text = "role: a\ntitle: 甲\ndepartment: 甲部\nreports_to: b\n---\nrole: b\ntitle: 乙\ndepartment: 甲部\nreports_to: a\n"
    view = View(workspace_at({"roles/a.yaml": text}), "zh-Hans")
    top = tree(view, "甲部", view.roles)
    assert [post.title for post, _, _ in parts(top, 20)[0].posts()] == ["乙", "甲"]


def test_parts_hold_every_post() -> None:
    top = Post("t", "t", under=[Post(f"a{i}", "a", under=[Post(f"b{i}{j}", "b") for j in range(i)]) for i in range(9)])  # fmt: skip
    seen = {post.id for part in parts(top, 6) for post, _, _ in part.posts()}
    assert len(seen) == 1 + 9 + 36
    assert all(sum(1 for _ in part.posts()) <= 6 + 4 for part in parts(top, 6))


SETTINGS = """organisation: 试验公司
locale: zh-Hans
departments:
  甲部:
    manual_code: JB-00
    revisions:
      - {version: "2.0", date: 2026-05-01, changes: 增设专员, prepared: 张三, reviewed: 李四, approved: 王五}
      - {version: "1.0", date: 2025-01-01, changes: 首次发布, approved: 王五}
"""


def test_revisions_come_from_the_settings(workspace_at: Make) -> None:
    workspace = workspace_at({"dutybook.yaml": SETTINGS, "roles/a.yaml": DEPARTMENT})
    assert not workspace.findings
    doc = manual(workspace)
    assert [(r.version, r.day, r.text, r.approved) for r in doc.revisions] == [
        ("1.0", "2025年1月1日", "首次发布", "王五"),
        ("2.0", "2026年5月1日", "增设专员", "王五"),
    ]
    assert [row.value for row in doc.cover] == [
        "JB-00", "2.0", "甲部", "2026年5月1日", "张三", "李四", "王五",
    ]  # fmt: skip
    assert doc.paper.version == "2.0"
    earlier = manual(workspace, date(2026, 4, 30))
    assert earlier.paper.version == "1.0"
    assert len(earlier.revisions) == 1


def test_without_revisions_the_versions_of_roles_tell(workspace_at: Make) -> None:
    text = "".join(
        f"---\nrole: {name}\ntitle: {name}\ndepartment: 甲部\neffective: {day}\n"
        for name, day in (("a", "2026-01-01"), ("b", "2026-01-01"), ("a", "2026-06-01"))
    )
    doc = manual(workspace_at({"roles/a.yaml": text.removeprefix("---\n")}))
    assert [(r.day, r.text) for r in doc.revisions] == [
        ("2026年1月1日", "设立“a”；设立“b”"),
        ("2026年6月1日", "修订“a”"),
    ]


PEOPLE = """employee,name,role,from,to
E1,赵一,lead,2025-01-01,
E2,钱二,专员,2026-02-01,
E3,孙三,clerk,2025-01-01,2026-03-31
"""


def test_a_receipt_has_a_row_for_each_holder_and_each_vacancy(workspace_at: Make) -> None:
    workspace = workspace_at({"roles/a.yaml": DEPARTMENT, "people.csv": PEOPLE})

    def rows(on: date | None) -> list[tuple[str, str, str]]:
        return [(r.no, r.post, r.name) for r in manual(workspace, on).receipts]

    assert rows(None) == [("1", "经理", ""), ("2", "组长", "赵一"), ("3", "专员", "钱二")]
    assert rows(date(2026, 3, 31))[2:] == [("3", "专员", "钱二"), ("4", "专员", "孙三")]
    assert rows(date(2024, 1, 1))[1:] == [
        ("2", "组长", ""),
        *((str(i), "专员", "") for i in (3, 4, 5)),
    ]


def test_terms_of_the_workspace_come_first(workspace_at: Make) -> None:
    own = (
        "glossary: own\nterms:\n"
        "  - {term: 红单, meaning: 急件}\n"
        "  - {term: 蓝单, meaning: 缓件, department: 乙部}\n"
    )
    workspace = workspace_at({"roles/a.yaml": DEPARTMENT, "rules/glossaries/own.yaml": own})
    terms = [entry.term for entry in manual(workspace).glossary]
    assert terms[0] == "红单"
    assert "全责" in terms
    assert "蓝单" not in terms


@pytest.mark.parametrize(
    ("file", "text", "path"),
    [
        ("rules/glossaries/a.yaml", "glossary: a\nterms: [{term: x}]\n", "/terms/0"),
        ("rules/raci/usual.yaml", "raci: usual\nduties: {full: [X]}\n", "/duties/full/0"),
        ("rules/raci/usual.yaml", "raci: usual\nduties: {all: [R]}\n", "/duties"),
        ("dutybook.yaml", "organisation: x\ndepartments: {甲: {revisions: [{version: '1', date: 5月1日}]}}\n",
         "/departments/甲/revisions/0/date"),
    ],
)  # fmt: skip
def test_mistakes_in_what_a_manual_reads_are_findings(
    workspace_at: Make, file: str, text: str, path: str
) -> None:
    (finding,) = workspace_at({file: text}).findings
    assert (finding.place.file, finding.place.path) == (file, path)
