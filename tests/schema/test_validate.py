"""The schema: deviations are found where they are, and the published copy is fresh."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dutybook.finding.catalogue import Catalogue
from dutybook.schema import published, schema, validate
from dutybook.schema.titles import name_of
from dutybook.workspace import Workspace
from dutybook.yamltext import read_documents

ROOT = Path(__file__).parents[2]


def problems(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    documents, findings = read_documents(tmp_path / "x.yaml", "x.yaml")
    assert findings == []
    return [(f.code, f.place.path) for document in documents for f in validate(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("role: a\ntitle: 甲\n", []),
        ("- 1\n", [("not-a-mapping", "")]),
        ("just words\n", [("not-a-mapping", "")]),
        ("title：文员\n", [("wide-character", "")]),
        ("rolle: a\n", [("unknown-kind", "/rolle")]),
        (
            "role: a\ntitle: 甲\nkpis: [{id: k, name：名, weight: 100}]\n",
            [("wide-character", "/kpis/0/name：名")],
        ),
        ("role: a\ntitle: 甲\npurpose:\n  - 要求: 三天内\n", [("yaml-colon", "/purpose/0/要求")]),
        (
            "role: a\ntitle: 甲\nkpis: [{id: k, name: 名, weight: 30分}]\n",
            [("number-with-unit", "/kpis/0/weight")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: k, name: 名, weight: 70%}]\n",
            [("number-with-unit", "/kpis/0/weight")],
        ),
        ("role: a\ntitle: 甲\nheadcount: '2'\n", [("number-with-unit", "/headcount")]),
        (
            "role: a\ntitle: 甲\nkpis: [{id: k, name: 名, target: 0}]\n",
            [("bad-target", "/kpis/0/target")],
        ),
        (
            "role: a\ntitle: 甲\nduties: [{id: d, text: 做, within: 30}]\n",
            [("bad-limit", "/duties/0/within")],
        ),
        (
            "scheme: s\nveto: [{id: v, when: kpi.k.value < 90%, effect: {total: 0}}]\n",
            [("condition-sign", "/veto/0/when")],
        ),
        (
            "scheme: s\nveto: [{id: v, when: total ≥ 90, effect: {total: 0}}]\n",
            [("condition-sign", "/veto/0/when")],
        ),
        ("role: a\n", [("missing-key", "")]),
        ("role: ../../etc/x\ntitle: 甲\n", [("bad-name", "/role")]),
        ("role: a\ntitle: 甲\ndepartment: ../x\n", [("bad-name", "/department")]),
        ("role: a\ntitle: 甲\ndutys: []\n", [("unknown-key", "/dutys")]),
        ("role: a\ntitle: 甲\nx-note: 1\n", []),
        ("role: a\ntitle: [甲]\n", [("wrong-type", "/title")]),
        ("role: a\ntitle: {fr: x}\n", [("unknown-key", "/title/fr")]),
        ("role: a\ntitle: 甲\nheadcount: many\n", [("wrong-type", "/headcount")]),
        ("role: a\ntitle: 甲\nheadcount: -1\n", [("out-of-range", "/headcount")]),
        (
            "role: a\ntitle: 甲\nduties: [{id: x, text: y, within: soon}]\n",
            [("bad-limit", "/duties/0/within")],
        ),
        (
            "role: a\ntitle: 甲\nduties: [{id: x, text: y, within: {limit: soon}}]\n",
            [("bad-limit", "/duties/0/within/limit")],
        ),
        (
            "role: a\ntitle: 甲\nduties: [{id: x, text: y, schedule: often}]\n",
            [("bad-schedule", "/duties/0/schedule")],
        ),
        (
            "role: a\ntitle: 甲\nduties: [{id: x, text: y, responsibility: ful}]\n",
            [("bad-value", "/duties/0/responsibility")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, target: 好}]\n",
            [("bad-target", "/kpis/0/target")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, score: {incidents: {table: {0: lots}}}}]\n",
            [("bad-points", "/kpis/0/score/incidents/table/0")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, score: {pass: {}, zero_below: 60% of full}}]\n",
            [("bad-bound", "/kpis/0/score/zero_below")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, score: {steps: {from: target, per: 1 pp, free: some}}}]\n",
            [("bad-distance", "/kpis/0/score/steps/free")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, score: {incidents: {repeat: {within: 2 h}}}}]\n",
            [("bad-span", "/kpis/0/score/incidents/repeat/within")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, weight: 0}]\n",
            [("out-of-range", "/kpis/0/weight")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, weight: '30'}]\n",
            [("number-with-unit", "/kpis/0/weight")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, measure: {share: {of: t, good: a / 2}}}]\n",
            [("bad-condition", "/kpis/0/measure/share/good")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, measure: {share: {of: t}}}]\n",
            [("missing-key", "/kpis/0/measure/share")],
        ),
        (
            "role: a\ntitle: 甲\nkpis: [{id: x, name: y, measure: {avg: {of: t}}}]\n",
            [("unknown-key", "/kpis/0/measure/avg")],
        ),
        (
            "role: a\ntitle: 甲\ncontacts: {internal: {share: 30}}\n",
            [("bad-percent", "/contacts/internal/share")],
        ),
        ("role: a\ntitle: 甲\neffective: 2026-02-30\n", [("bad-date", "/effective")]),
        (
            "role: a\ntitle: 甲\nwaive: [{rule: x, until: 2026-01-01}]\n",
            [("missing-key", "/waive/0")],
        ),
        ("organisation: 甲\nlogs: {tickets: ../x.csv}\n", [("bad-inside", "/logs/tickets")]),
        ("organisation: 甲\nlogs: {tickets: logs/**x.csv}\n", [("bad-inside", "/logs/tickets")]),
        ("organisation: 甲\nlogs: {tickets: .}\n", [("bad-inside", "/logs/tickets")]),
        ("organisation: 甲\ntimezone: Mars\n", [("bad-timezone", "/timezone")]),
        ("title: 甲\nrole: a\n", []),
    ],
)
def test_each_deviation_is_one_finding(
    tmp_path: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    assert problems(tmp_path, text) == expected


def test_did_you_mean(workspace_at: Callable[..., Workspace]) -> None:
    workspace = workspace_at({"roles/a.yaml": "role: a\ntitle: 甲\nreport_to: b\n"})
    [finding] = workspace.findings
    assert (finding.details["guess"], finding.place.line, finding.place.column) == (
        "reports_to",
        3,
        1,
    )


def test_the_schema_is_valid_and_speaks_both_languages() -> None:
    Draft202012Validator.check_schema(schema())
    for kind in schema()["x-kinds"]:
        definition = schema()["$defs"][kind]
        assert any("\u4e00" <= c <= "\u9fff" for c in definition["title"])
        assert any(c.isascii() and c.isalpha() for c in definition["title"])


def test_the_published_copy_is_fresh() -> None:
    """Mend with: dutybook schema > rules/schema/dutybook.schema.json"""
    copy = (ROOT / "rules/schema/dutybook.schema.json").read_text("utf-8")
    assert copy == published()
    assert json.loads(copy)["$defs"].keys() == schema()["$defs"].keys()


def test_every_definition_names_its_schema() -> None:
    files = [
        *(ROOT / "roles").rglob("*.yaml"),
        *(ROOT / "rules").glob("[!is]*/*.yaml"),  # rules/import holds words, not definitions
        *(ROOT / "rules/sources").glob("*.yaml"),
        ROOT / "dutybook.yaml",
    ]
    for file in files:
        first = file.read_text("utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (
            file.parent / first.partition("=")[2]
        ).resolve() == ROOT / "rules/schema/dutybook.schema.json", file


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ("role: a\ntitle: 甲\nduties: 3\n", "zh-Hans", "列表"),
        ("role: a\ntitle: 甲\nduties: 3\n", "en", "a list"),
        ("role: a\ntitle: 甲\nkpis: [{id: k, name: 名, weight: 30分}]\n", "zh-Hans", "写成 30。"),
        ("scheme: s\nveto: [{id: v, when: kpi.k.value < 90%, effect: {total: 0}}]\n", "en", "0.9"),
        ("role: a\ntitle: 甲\nkpis: [{id: k, name: 名, target: 0}]\n", "zh-Hans", '"= 0"'),
    ],
)
def test_a_slip_is_told_in_the_users_words(
    tmp_path: Path, text: str, locale: str, said: str
) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    [finding] = [f for d in read_documents(tmp_path / "x.yaml", "x.yaml")[0] for f in validate(d)]
    catalogue = Catalogue.load(None, locale)
    assert said in catalogue.message(finding) + catalogue.hint(finding)


def test_what_may_be_of_several_types_is_named_by_all_of_them() -> None:
    part = {"type": ["string", "number", "boolean"]}
    assert name_of(part).at("en") == "a text | a number | true or false"
    assert name_of({}).at("zh-Hans") == "别的内容"
