"""Chinese keys: one name per key, unique in its object; read as the English ones; for editors too."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dutybook.finding.catalogue import CHINESE, SEVERITIES_IN_CHINESE, Catalogue
from dutybook.schema import definitions_in, published, schema, validate
from dutybook.schema.branches import alternatives
from dutybook.schema.publication import kinds
from dutybook.schema.vocabulary import (
    Shape,
    choices_of,
    document_shape,
    kinds_in_chinese,
    vocabulary,
)
from dutybook.yamltext.loader import CoreLoader

ROOT = Path(__file__).parents[2]
HAN = range(0x3400, 0xA000)


def shapes() -> Iterator[tuple[str, Shape]]:
    """Every place of every kind of document, each once."""
    met: set[int] = set()

    def walk(path: str, shape: Shape | None) -> Iterator[tuple[str, Shape]]:
        if shape is None or id(shape) in met:
            return
        met.add(id(shape))
        yield path, shape
        for key in shape.properties:
            yield from walk(f"{path}/{key}", shape.below(key))
        yield from walk(f"{path}/*", shape.below("$any other"))
        yield from walk(f"{path}/0", shape.item)

    for kind in kinds():
        yield from walk(kind, document_shape(kind))


def properties(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from part.get("properties", ())
        for inner in part.values():
            yield from properties(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from properties(inner)


def test_every_key_has_one_chinese_name_and_no_name_is_without_a_key() -> None:
    keys = set(properties(schema()["$defs"]))
    assert keys - set(vocabulary()) == set()
    assert set(vocabulary()) - keys - {"else"} == set()
    written = {word: key for key, word in vocabulary().items() if not _chinese(word)}
    assert written == {}


def _chinese(word: str) -> bool:
    return bool(word) and all(ord(character) in HAN for character in word)


def test_names_are_unique_at_every_place() -> None:
    twice = {}
    number = 0
    for path, shape in shapes():
        number += 1
        for key, word in shape.names.items():
            if shape.keys[word] != key:
                twice[path] = (word, key, shape.keys[word])
    assert twice == {}
    assert number > 150


def test_kinds_of_documents_have_names_of_their_own() -> None:
    assert len(kinds_in_chinese()) == len(kinds())


ROLE = """\
岗位: 前台接待
部门: 客服部
编号: A-1
职责:
  - 内容: 接听来电，三声之内应答   # 电话
    时限: {时限: 10分钟, 开始受理: 09:00}
    within-not: 1
  - 标识: 登记
    内容: 登记访客
    text: 又登记
考核指标:
  - 名称: 工单及时率
    权重: 三十
    对应职责: [接听来电]
"""


def read(text: str) -> Any:
    documents, findings = definitions_in(text, "x.yaml")
    assert findings == [], findings
    return documents[0]


def test_keys_are_read_as_english_and_positions_are_those_of_the_file() -> None:
    document = read(ROLE.replace("    text: 又登记\n", "").replace("    within-not: 1\n", ""))
    assert document.data["role"] == document.data["title"] == "前台接待"
    assert document.data["duties"][0] == {
        "id": "接听来电",
        "text": "接听来电，三声之内应答",
        "within": {"limit": "10分钟", "opens": "09:00"},
    }
    assert document.made == ("/duties/0/id", "/kpis/0/id")
    place = document.place("/duties/0/within/opens")
    assert (place.line, place.column, place.written) == (6, 26, "/职责/0/时限/开始受理")
    (finding,) = validate(document)
    assert (finding.code, finding.place.path) == ("wrong-type", "/kpis/0/weight")
    assert finding.place.written == "/考核指标/0/权重"


def test_the_same_key_in_both_languages_is_a_duplicate() -> None:
    documents, (finding,) = definitions_in(ROLE, "x.yaml")
    assert documents == []
    assert (finding.code, finding.place.line) == ("duplicate-key", 10)
    assert finding.details["key"] == "内容 = text"


def test_a_file_may_mix_both() -> None:
    document = read("role: desk\n名称: 前台\nduties:\n  - {标识: a, text: 甲, 时限: 3天}\n")
    assert document.data == {
        "role": "desk",
        "title": "前台",
        "duties": [{"id": "a", "text": "甲", "within": "3天"}],
    }
    assert validate(document) == []


def test_what_users_name_themselves_is_not_translated() -> None:
    text = "组织: 甲公司\n部门:\n  职责: {名称: 职责部}\n  名称: {编号: '1'}\n"
    data = read(text).data
    assert data["departments"] == {"职责": {"title": "职责部"}, "名称": {"code": "1"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("岗位: 甲\n职责:\n  - {内容: 乙, 频率: 每天}\n", "频次"),
        ("岗位: 甲\n考核指标:\n  - {权重: 3}\n", "“名称”"),
        ("岗为: 甲\n", "岗位"),
    ],
)
def test_findings_speak_in_the_keys_of_the_file(text: str, said: str) -> None:
    document = read(text)
    catalogue = Catalogue.load()
    spoken = [catalogue.message(f) + catalogue.hint(f) for f in validate(document)]
    assert any(said in one for one in spoken), spoken


def test_an_amendment_may_be_written_in_chinese() -> None:
    document = read(
        "修订岗位: 前台\n生效日期: 2026-10-01\n职责: [{标识: a, 时限: 3天}]\n考核指标: [{标识: b, 权重: 3}]\n"
    )
    assert document.data["duties"] == [{"id": "a", "within": "3天"}]
    assert document.data["kpis"] == [{"id": "b", "weight": 3}]


def test_ids_are_made_from_the_text_and_each_is_another() -> None:
    text = "role: desk\ntitle: d\nduties:\n" + "".join(
        f"  - text: {one}\n"
        for one in (
            "（一）巡查，每日一次",
            "2、巡查；",
            "Answer the phone within three rings at once",
            "！！",
        )
    )
    document = read(text)
    ids = [duty.get("id") for duty in document.data["duties"]]
    assert ids == ["巡查", "巡查-2", "answer-the-phone-within-three-rings", None]
    assert [finding.code for finding in validate(document)] == ["missing-key"]


def test_editors_get_both_names() -> None:
    made = json.loads(published())
    validator = Draft202012Validator(made)
    chinese = ROLE.replace("    text: 又登记\n", "").replace("    within-not: 1\n", "")
    data = yaml.safe_load(chinese.replace("三十", "30"))
    assert list(validator.iter_errors(data)) == []
    wrong = yaml.safe_load(chinese.replace("权重: 三十", "权种: 30"))
    assert any("权种" in error.message for error in validator.iter_errors(wrong))
    assert list(validator.iter_errors({"岗位": "甲", "考核指标": [{"权重": 3}]})) != []
    duty = made["$defs"]["duty"]["properties"]
    assert duty["时限"] == {"$ref": "#/$defs/duty/properties/within"}


def test_editors_accept_what_the_engine_accepts() -> None:
    """Every definition of the example, as it stands in its file."""
    validator = Draft202012Validator(json.loads(published()))
    number = 0
    for path in sorted((ROOT / "roles").rglob("*.yaml")):
        for data in yaml.load_all(path.read_text("utf-8"), CoreLoader):
            number += 1
            plain = json.loads(json.dumps(data, default=float))
            assert list(validator.iter_errors(plain)) == [], path
    assert number > 60


def test_the_page_for_authors_shows_what_can_be_copied() -> None:
    page = (ROOT / "docs/chinese.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    (role,) = [read(block) for block in blocks if block.startswith("岗位")]
    assert validate(role) == []
    assert role.data["kpis"][0]["covers"] == [role.data["duties"][0]["id"]]
    (settings,) = [block for block in blocks if block.startswith("文件")]
    assert validate(read("组织: 甲\n" + settings)) == []


def test_choices_have_chinese_names_unique_at_every_place() -> None:
    twice = {}
    listed = set()
    for path, shape in shapes():
        for branches in shape.properties.values():
            for part in (one for branch in branches for one in alternatives(branch)):
                words = list(choices_of(part).values())
                if len(words) != len(set(words)):
                    twice[path] = words
                listed |= {one for one in part.get("enum", ()) if isinstance(one, str)}
    assert twice == {}
    unnamed = listed - set(schema()["x-zh-values"])
    assert unnamed == {"working time", "工作时间", "zh-Hans", "zh-Hant", "en"}
    names = [*schema()["x-zh-values"].values()]
    assert [word for word in names if not _chinese(word)] == []


CHOSEN = """\
岗位: 前台接待
职责:
  - {内容: 接待来客, 负责程度: 协助, 由谁完成: 全岗}
考核指标:
  - 名称: 满意度
    权重: 100
    无数据时: 满分
    计量: {评分: {对象: 评分表, 评分人: {superior: 100%}, 缺评时: 分摊}}
    计分: 按比例
"""


def test_choices_are_read_as_english_and_words_that_are_no_choice_are_kept() -> None:
    document = read(CHOSEN)
    duty, kpi = document.data["duties"][0], document.data["kpis"][0]
    assert (duty["responsibility"], duty["owed_by"]) == ("assist", "post")
    assert (kpi["no_data"], kpi["score"]) == ("full", "proportional")
    assert kpi["measure"]["rating"]["missing"] == "redistribute"
    assert read("role: a\ntitle: 待定\npurpose: 全部\nlevel: 全职\n").data["title"] == "待定"
    english = read("role: a\nkpis:\n- {name: b, no_data: 待定}\n")
    assert english.data["kpis"][0]["no_data"] == "hold"


def test_a_wrong_choice_is_told_in_the_words_of_the_file() -> None:
    (finding,) = (
        f for f in validate(read(CHOSEN.replace("满分", "全满"))) if f.code == "bad-value"
    )
    assert finding.details["allowed"] == "待定, 分摊, 满分, 零分"


def test_editors_are_offered_choices_in_both_languages() -> None:
    part = json.loads(published())["$defs"]["no_data"]
    assert part["enum"] == ["hold", "redistribute", "full", "zero", "待定", "分摊", "满分", "零分"]


def test_rules_call_their_keys_as_the_schema_does() -> None:
    names = {**document_shape("rule").names, "rule": kinds_in_chinese_of("rule")}
    for word, key in CHINESE.items():
        assert names.get(key, vocabulary().get(key)) == word
    severity = schema()["$defs"]["rule"]["properties"]["severity"]
    assert {w: k for k, w in choices_of(severity).items()} == SEVERITIES_IN_CHINESE


def kinds_in_chinese_of(kind: str) -> str:
    return next(word for word, one in kinds_in_chinese().items() if one == kind)


def test_obligations_go_without_ids() -> None:
    text = "责任书: 年度\n签约方: {a: x, b: y}\n义务:\n  a:\n  - 内容: 按月报告\n  - {标识: k, 内容: 自查}\n"
    document = read(text)
    assert [one["id"] for one in document.data["obligations"]["a"]] == ["按月报告", "k"]
    assert document.made == ("/obligations/a/0/id",)
