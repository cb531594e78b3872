"""Keys into the other language and back: byte for byte the same, and the same is read."""

from collections.abc import Iterator

import pytest
from scenarios import scenarios
from workspaces import ROOT, SMALL

from dutybook.repair import in_keys
from dutybook.repair.source import Source
from dutybook.schema import definitions_in


def definitions() -> Iterator[tuple[str, str]]:
    """Every definition of the example, of the small workspace and of the scenarios."""
    for folder in (ROOT / "roles", SMALL):
        for path in sorted(folder.rglob("*.yaml")):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes().decode("utf-8-sig")
    yield "dutybook.yaml", (ROOT / "dutybook.yaml").read_text("utf-8")
    for folder in ("sources", "schemes", "measures", "calendars", "raci"):
        for path in sorted((ROOT / "rules" / folder).glob("*.yaml")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    for scenario in scenarios():
        for name, text in scenario.files.items():
            if name.endswith(".yaml") and definitions_in(text, name)[0]:
                yield f"{scenario.name}/{name}", text


def test_there_and_back_is_the_same_text() -> None:
    number = 0
    for name, text in definitions():
        number += 1
        chinese = in_keys(Source(name, text), "zh")
        english = in_keys(Source(name, chinese), "en")
        assert in_keys(Source(name, english), "zh") == chinese, name
        if in_keys(Source(name, text), "en") == text:
            assert english == text, name
        one, two = (definitions_in(each, name)[0] for each in (text, chinese))
        assert [d.data for d in one] == [d.data for d in two], name
    assert number > 300


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            'role: a\ntitle: 甲   # title: 不是键\nduties:\n  - {id: x, "no": "1", text: "within: 3天"}\n',
            '岗位: a\n名称: 甲   # title: 不是键\n职责:\n  - {标识: x, "原编号": "1", 内容: "within: 3天"}\n',
        ),
        (
            "organisation: 甲\r\ndepartments:\r\n  title: {title: 乙}\r\n",
            "组织: 甲\r\n部门:\r\n  title: {名称: 乙}\r\n",
        ),
        (
            "rule: a\nseverity: info\nmessage: b\nhelp: c\n",
            "规则: a\n级别: info\n提示: b\n说明: c\n",
        ),
    ],
)
def test_only_keys_change(english: str, chinese: str) -> None:
    assert in_keys(Source("x.yaml", english), "zh") == chinese
    assert in_keys(Source("x.yaml", chinese), "en") == english
