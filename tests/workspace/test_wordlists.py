"""Lists of words that rules look for: the shipped ones, a workspace's own, and what is wrong."""

from pathlib import Path

import pytest
from workspaces import write_files

from dutybook.workspace.wordlists import word_list_findings, word_lists


def test_the_shipped_lists_are_sound(tmp_path: Path) -> None:
    assert word_list_findings(tmp_path) == []
    assert {"vague", "protected", "catch-all"} <= {word.list for word in word_lists(tmp_path)}


def test_a_workspaces_list_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    text = "- {word: 积极, instead: {zh-Hans: 写明几次}}\n- {word: 主动}\n"
    write_files(tmp_path, {"rules/lint/words/vague.yaml": text})
    vague = [word for word in word_lists(tmp_path) if word.list == "vague"]
    assert [(word.word, word.instead and str(word.instead)) for word in vague] == [
        ("积极", "写明几次"),
        ("主动", None),
    ]
    assert [word.origin.place.line for word in vague] == [1, 2]


@pytest.mark.parametrize(
    "item",
    ["{word: ''}", "{word: 1}", "{instead: x}", "{word: a, more: b}", "积极", "{word: a, instead: 1}",
     "{word: a, instead: {}}", "[a]"],
)  # fmt: skip
def test_an_item_that_cannot_be_used_is_told_and_the_others_count(
    tmp_path: Path, item: str
) -> None:
    write_files(tmp_path, {"rules/lint/words/own.yaml": f"- {{word: 好}}\n- {item}\n"})
    assert [(f.code, f.place.path) for f in word_list_findings(tmp_path)] == [
        ("word-list-malformed", "/1")
    ]
    assert [word.word for word in word_lists(tmp_path) if word.list == "own"] == ["好"]


@pytest.mark.parametrize("text", ["a: b\n", "words\n"])
def test_a_file_that_is_no_list(tmp_path: Path, text: str) -> None:
    write_files(tmp_path, {"rules/lint/words/own.yaml": text})
    assert [f.code for f in word_list_findings(tmp_path)] == ["word-list-malformed"]
    assert [word for word in word_lists(tmp_path) if word.list == "own"] == []
