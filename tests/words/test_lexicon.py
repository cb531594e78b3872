"""Words of one locale: layers of files, fallback between locales, slots and plurals."""

from pathlib import Path
from typing import Any

import pytest

from dutybook.words.file import read
from dutybook.words.lexicon import Lexicon, ShapeError, layered
from dutybook.words.locale import Text
from dutybook.words.plural import form, is_plural, with_singular
from dutybook.words.slots import fill


def workspace(root: Path, **files: str) -> Path:
    folder = root / "templates/evaluation"
    folder.mkdir(parents=True)
    for locale, text in files.items():
        (folder / f"{locale.replace('_', '-')}.yaml").write_text(text, "utf-8")
    return root


def lexicon(root: Path, locale: str) -> Lexicon:
    def reader(path: Path, _: str) -> Any:
        return read(path)

    return Lexicon(layered("evaluation", root, locale, reader), locale)


def test_a_locale_takes_what_it_lacks_from_the_nearest(tmp_path: Path) -> None:
    files = {"zh_Hans": "own: {a: 质量, b: 软件, c: 网络}", "zh_Hant": "own: {b: 程式}"}
    root = workspace(tmp_path, **files, zh_Hant_TW="own: {c: 網路}")
    said = {at: lexicon(root, at).get("own") for at in ("zh-Hant", "zh-Hant-TW", "zh-Hans")}
    assert said["zh-Hant"]["b"] == said["zh-Hant-TW"]["b"] == "程式"
    assert (said["zh-Hant"]["c"], said["zh-Hant-TW"]["c"]) == ("網絡", "網路")
    assert said["zh-Hans"] == {"a": "质量", "b": "软件", "c": "网络"}
    assert set(said["zh-Hant"]["a"]).isdisjoint("质")


def test_shipped_words_stay_where_the_workspace_has_none(tmp_path: Path) -> None:
    said = lexicon(workspace(tmp_path, en="sheet_status: {vetoed: barred}"), "en")
    assert said.say("sheet_status", "vetoed") == said.say("sheet_status.vetoed") == "barred"
    assert said.say("sheet_status", "complete") == "complete"
    with pytest.raises(KeyError):
        said.say("sheet_status", "unheard-of")


def test_a_word_in_the_place_of_a_group_is_told_with_its_keys(tmp_path: Path) -> None:
    with pytest.raises(ShapeError) as caught:
        lexicon(workspace(tmp_path, en="sheet_status: done"), "en")
    assert caught.value.keys == ("sheet_status",)
    assert caught.value.file == "templates/evaluation/en.yaml"


def test_both_ways_of_a_plural_serve_any_file(tmp_path: Path) -> None:
    text = "own: {a: {one: a day, other: '{n} days'}, b: '{x} tickets of {n} days'}\n"
    said = lexicon(workspace(tmp_path, en=text + "singular: {tickets: ticket}"), "en")
    assert [said.say("own.a", n=n) for n in (1, "2")] == ["a day", "2 days"]
    assert said.say("own.b", x=1, n=1) == "1 ticket of 1 day"


def test_forms_and_figures() -> None:
    assert form("as it is", 1) == form({"other": "as it is"}, 1) == "as it is"
    said = [with_singular(f"{n} rows", {"rows": "row"}) for n in ("1", "11", "2.1", "1/1", "-1")]
    assert said == ["1 row", "11 rows", "2.1 rows", "1/1 rows", "-1 row"]


def test_half_a_plural_is_none() -> None:
    assert is_plural({"one": "a day", "other": "{n} days"})
    assert is_plural({"other": "{n} days"})
    assert not any(map(is_plural, ({"one": "a day"}, {}, "a day", {"other": "x", "few": "y"})))


def test_slots_are_filled_once_and_parts_left_out() -> None:
    assert fill("{a}[[, {b}]]", {"a": "{b}", "b": ""}) == "{b}"
    assert fill("{a}[[, {b}]]{c}", {"a": 1, "b": 2}) == "1, 2{c}"
    assert Text.of({"en": "no {n}", "zh-Hans": "第{n}号"}).say("zh-Hans", {"n": 3}) == "第3号"


def test_scalars_of_a_file_of_words_are_text(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("yes: no\n1: 2026-01-01\nempty:\n", "utf-8")
    assert read(tmp_path / "en.yaml") == {"yes": "no", "1": "2026-01-01", "empty": ""}
