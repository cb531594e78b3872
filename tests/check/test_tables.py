"""The contract of tables is kept: every column is filled, described, and points at the YAML."""

import json
from collections.abc import Callable
from fractions import Fraction

import pytest

from dutybook.check.context import Context
from dutybook.check.contract import contract
from dutybook.check.limits import in_words
from dutybook.check.rows import number
from dutybook.check.sandbox import Sandbox
from dutybook.check.tables import ROWS, tables_of
from dutybook.workspace import Workspace
from dutybook.yamltext.document import lookup

EVERYTHING = {
    "dutybook.yaml": """
organisation: 测试公司
scheme: s
departments: {客服部: {title: 客服, code: 客}}
external_posts: {general-manager: {zh-Hans: 总经理, en: General manager}}
logs: {tickets: [logs/a.csv, logs/b.csv]}
""",
    "people.csv": "employee,name,role,from\nE1,甲,前台,2026-01-01\nE2,乙,nobody\n",
    "roles/a.yaml": """
role: desk
title: {zh-Hans: 前台, en: Desk}
code: 客-1
department: 客服部
level: 专员
headcount: 2
effective: 2026-01-01
reports_to: {line: manager, functional: 总经理}
contacts: {internal: {share: 30%, with: [工程部]}, external: {share: 70%}}
qualifications:
  education: 大专
  experience: {years: 1, field: 客服}
  skills: [沟通]
  traits: [未婚]
posting: {openings: 1, salary: {from: 4000, to: 5000}, posted: 2026-11-01, apply_by: 2026-11-30}
duties:
  - id: intake
    no: "1"
    text: 10分钟内登记投诉；90-100分为优，80-90分为良，60-79分为合格
    area: 投诉
    responsibility: lead
    share: 40%
    indicator: 要素齐全，满分10分：登记5分、派单4分
    within: {limit: 10 min, pause: waiting}
    schedule: every day by 17:00
    owed_by: post
    tasks: [登记]
    standards: [{text: (1)先安抚(3)后登记, methods: [{how: 抽查}]}]
    sop: complaint
  - {id: urgent, text: 抢修, within: {by: severity, major: 5 min, else: 1 h}}
  - {id: callback, text: 回访, within: next day by 12:00, schedule: {rrule: FREQ=DAILY}}
kpis:
  - id: on-time
    name: 及时率
    covers: [intake, nothing]
    group: service
    weight: 33.3
    measure: {share: {of: tickets, where: {category: complaint}, good: {from: received_at, to: [answered_at, closed_at], within: 2 h}}}
    target: between 90% and 95%
    score: {steps: {from: target, per: 1 pp, lose: 2, partial: whole}, zero_below: 80%}
  - {id: dated, name: 收费率, target: {2026-01-01: "≥ 80%"}, score: {bands: [{when: "≥ 2", points: 1}, {when: 1 ~ 2, points: 0}]}}
  - {id: peers, name: 排名, target: {than: peers, at_least: +5%}}
  - {id: by, name: 件数, target: {by: site, a: "≥ 3", else: "≥ 2"}, measure: {count: {of: tickets, late: {from: received_at, to: closed_at, within: {due: due_at}}}}}
---
role: manager
title: 经理
supervises: [desk]
reports_to: desk
---
sop: complaint
title: 投诉
owner: desk
within: 1 h
steps:
  - {id: a, text: 登记, within: 10 min, branches: [{when: 能办, to: b}]}
  - {id: b, text: 解决, after: a, owner: 总经理}
escalation: [{after: 2 h, to: manager, from: a}]
---
agreement: target
title: 责任书
parties: {company: manager, person: desk}
targets: [desk/on-time]
rights: {company: [检查]}
consequences: [{then: fine, each: unmet, amount: {between: [4%, 6%]}, text: 罚}]
""",
    "rules/schemes/s.yaml": """
scheme: s
title: 方案
groups: [{id: service, points: 100}]
items: [{id: praise, name: 表扬, measure: {count: {of: tickets}}, score: {bands: [{when: "≥ 1", points: 1}, {when: "= 0", points: 0}]}}]
grades: [{grade: A, when: "≥ 90"}, {grade: B, when: "< 80"}, {grade: C, when: 70 ~ 80}]
""",
}


@pytest.fixture
def everything(workspace_at: Callable[..., Workspace]) -> Workspace:
    workspace = workspace_at(EVERYTHING)
    assert workspace.findings == ()
    return workspace


@pytest.mark.parametrize("name", list(ROWS))
def test_every_table_is_filled_as_promised(name: str, everything: Workspace) -> None:
    rows = list(ROWS[name](Context(everything)))
    assert rows
    columns = {column.name for column in contract()[name].columns}
    assert {key for row in rows for key in row} <= columns
    if name != "scheme_items":  # whose columns are those of kpis
        assert {key for row in rows for key in row} == columns


@pytest.mark.parametrize("name", list(ROWS))
def test_every_row_points_into_its_document(name: str, everything: Workspace) -> None:
    documents = {(document.file, document.index): document for document in everything.documents}
    for row in ROWS[name](Context(everything)):
        if row["file"].endswith(".yaml") and name != "words":
            assert lookup(documents[row["file"], row["doc"]].data, row["path"]) is not None, row


def test_contract_and_rows_name_the_same_tables() -> None:
    assert list(contract()) != []
    assert set(contract()) == set(ROWS)


def test_every_column_is_described_in_both_languages() -> None:
    for table in contract().values():
        for described in (table.description, *(column.description for column in table.columns)):
            assert {"zh-Hans", "en"} <= dict(described.wordings).keys(), table.name
        assert {column.type for column in table.columns} <= {
            "text",
            "integer",
            "decimal",
            "boolean",
            "date",
        }


def test_figures_arrive_exact(everything: Workspace) -> None:
    with Sandbox(tables_of(everything)) as sandbox:
        assert sandbox.ask("select weight * 3 = 99.9 from kpis where id = 'on-time'").rows == (
            (True,),
        )
        limits = sandbox.ask("select id, limit_seconds from duties order by position").rows
    assert [(name, value and int(value)) for name, value in limits] == [
        ("intake", 600),
        ("urgent", None),
        ("callback", 129600),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (Fraction(999, 10), "99.9000000000"),
        (Fraction(-1, 3), "-0.3333333333"),
        (Fraction(10**24), None),
        (Fraction(0), "0.0000000000"),
    ],
)
def test_numbers(value: Fraction | None, text: str | None) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("受理后 10 分钟内登记", ("10 分钟", 600)),
        ("接报后十五分鐘內到場", ("十五分鐘", 900)),
        ("不得超过两个工作日", ("两个工作日", 2 * 86400)),
        ("no later than two hours", ("two hours", 7200)),
        ("每月3日内，5月3日内", None),
        ("10分钟内登记，最迟十分钟内", ("十分钟", 600)),
        ("answer within 2 working h at most", ("2 working h", 7200)),
        ("3个工作日以内", ("3个工作日", 3 * 86400)),
        ("1.5个工作日内", None),
        ("5分钟内，最迟10分钟内", None),
        ("每天 10 分钟", None),
        (None, None),
    ],
)
def test_limits_in_words(text: str | None, found: tuple[str, int] | None) -> None:
    assert in_words(text) == found


@pytest.mark.parametrize("people", ["", b"\xff\xfe", "x" * 6_000_000, '"' + "a" * 200_000])
def test_people_that_cannot_be_read_are_no_rows(
    people: str | bytes, workspace_at: Callable[..., Workspace]
) -> None:
    workspace = workspace_at({"people.csv": people})
    assert all(row["employee"] is None for row in ROWS["assignments"](Context(workspace)))


def test_odd_texts_and_figures_are_loaded(workspace_at: Callable[..., Workspace]) -> None:
    workspace = workspace_at(
        {
            "roles/a.yaml": json.dumps(
                {
                    "role": "a",
                    "title": "甲\u2028",
                    "kpis": [{"id": "k", "name": "率", "weight": 10**30}],
                }
            )
        }
    )
    with Sandbox(tables_of(workspace)) as sandbox:
        assert sandbox.ask("select title from roles").rows == (("甲\u2028",),)
        assert sandbox.ask("select total, matches from weight_sums").rows == ((None, False),)


def test_people_are_read_as_the_office_exports_them(
    workspace_at: Callable[..., Workspace],
) -> None:
    text = 'employee;name;role\r\n\r\nE1;"甲\n乙";前台\r\nE2;丙\r\n'
    workspace = workspace_at({"people.csv": text.encode("gb18030")})
    rows = list(ROWS["assignments"](Context(workspace)))
    assert [(r["line"], r["employee"], r["name"], r["post"]) for r in rows] == [
        (3, "E1", "甲\n乙", "前台"),
        (5, "E2", "丙", None),
    ]
