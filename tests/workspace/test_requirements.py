"""Which clauses may not be asked of applicants, and what is left of a text without them."""

from pathlib import Path

import pytest

from dutybook.words.locale import Text
from dutybook.workspace.requirements import Lawful, Requirement


@pytest.fixture(scope="module")
def lawful() -> Lawful:
    return Lawful(Path("nowhere"))


def asked(text: object, field: str = "other") -> Requirement:
    return Requirement(("qualifications", field), field, Text.of(text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("30周岁以下，有驾照", ["30周岁以下"], "有驾照"),
        ("３５岁以下", ["３５岁以下"], ""),
        ("三十五岁以下者优先；男女不限", ["三十五岁以下者优先"], "男女不限"),
        ("形象气质佳、耐心", ["形象气质佳"], "耐心"),
        ("本科，女，已婚已育优先，3.5年经验。", ["女", "已婚已育优先"], "本科，3.5年经验。"),
        ("能上夜班（男性优先），会开车", ["男性优先"], "能上夜班，会开车"),
        ("会开车（C1，男）", ["男"], "会开车（C1）"),
        ("身高1.60米以上，肯学", ["身高1.60米以上"], "肯学"),
        ("乙肝两对半阴性", ["乙肝两对半阴性"], ""),
        ("本市户籍，汉族，不信教", ["本市户籍", "汉族", "不信教"], ""),
        ("年满18周岁不超过35周岁", ["年满18周岁不超过35周岁"], ""),
        ("aged 20-30, fluent English", ["aged 20-30"], "fluent English"),
        ("HBV negative; Female preferred", ["HBV negative", "Female preferred"], ""),
    ],
)
def test_clauses_that_may_not_be_asked(
    lawful: Lawful, text: str, found: list[str], kept: str
) -> None:
    assert lawful.offences(asked(text), "zh-Hans") == found
    assert lawful.kept(asked(text), "zh-Hans") == kept


@pytest.mark.parametrize(
    "text",
    [
        "年满18周岁", "年龄、户籍不限", "已婚未婚均可", "女装销售三年", "会照看男女宾客更衣柜",
        "Language skills; manage stages", "answers calls under 30 seconds", "any age", "5年经验", "",
    ],
)  # fmt: skip
def test_what_may_be_asked_is_kept_to_the_letter(lawful: Lawful, text: str) -> None:
    assert lawful.offences(asked(text), "zh-Hans") == []
    assert lawful.kept(asked(text), "zh-Hans") == text


@pytest.mark.parametrize(
    ("text", "offends"), [("不限", False), ("年满18周岁", False), ("24~30", True)]
)
def test_a_field_for_age_asks_for_nothing_else(lawful: Lawful, text: str, offends: bool) -> None:
    assert bool(lawful.offences(asked(text, "age"), "zh-Hans")) == offends
    assert bool(lawful.offences(asked(text), "zh-Hans")) == (offends and "岁" in text)


def test_one_bad_wording_spoils_the_others(lawful: Lawful) -> None:
    """A translation that leaves the offence out does not make it lawful."""
    both = asked({"zh-Hans": "细心", "en": "careful, female"})
    assert lawful.offences(both, "zh-Hans") == ["female"]
    assert lawful.kept(both, "zh-Hans") == ""
    assert lawful.kept(both, "en") == "careful"


def test_a_workspace_brings_its_own_words(tmp_path: Path) -> None:
    words = tmp_path / "rules/lint/words"
    words.mkdir(parents=True)
    (words / "protected.yaml").write_text("- {word: 校友}\n", "utf-8")
    own = Lawful(tmp_path)
    assert own.offences(asked("校友优先，35岁以下"), "zh-Hans") == ["校友优先"]
