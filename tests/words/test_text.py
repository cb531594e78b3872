"""A text with its wordings: which one a locale gets, and what is converted for it."""

import pytest

from dutybook.words.locale import PAPER_LOCALES, Text, convert

BOTH = Text.of({"en": "Front desk", "zh-Hans": "前台里"})


@pytest.mark.parametrize(
    ("text", "locale", "shown"),
    [
        (BOTH, "en", "Front desk"),
        (BOTH, "zh-Hans", "前台里"),
        (BOTH, "zh-Hant", "前台裏"),
        (BOTH, "zh-Hant-TW", "前臺裡"),
        (Text.of({"zh-Hans": "前台", "zh-Hant": "接待處"}), "zh-Hant-HK", "接待處"),
        (Text.of({"zh-Hant": "質量"}), "zh-Hans", "质量"),
        (Text.of("前台"), "en", "前台"),  # better in another language than not at all
        (Text.of("Front desk", "en"), "zh-Hant", "Front desk"),
    ],
)
def test_the_nearest_wording_is_shown(text: Text, locale: str, shown: str) -> None:
    assert text.at(locale) == shown


def test_a_plain_text_is_in_the_workspaces_language() -> None:
    assert Text.of("Front desk", "en").wordings == (("en", "Front desk"),)
    assert str(BOTH) == "Front desk"  # as it was written: the first


@pytest.mark.parametrize("locale", PAPER_LOCALES)
def test_no_locale_changes_figures_letters_or_empty_text(locale: str) -> None:
    for same in ("2 h", "≥ 95%", "", "E001"):
        assert Text.of(same).at(locale) == same


def test_scripts_convert_there_and_back() -> None:
    assert convert(convert("岗位说明书", "s2hk"), "t2s") == "职位说明书"  # in the place's own words
    assert convert("体检", "s2hk") == "體檢"
