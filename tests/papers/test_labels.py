"""The words printed on papers: alike in every locale; a workspace's own, key by key."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dutybook.finding import DutybookError
from dutybook.papers.labels import Labels
from dutybook.papers.log_sheet.paper import log_sheet
from dutybook.papers.view import View


def labels_file(root: Path, locale: str, text: str) -> Path:
    path = root / "templates/labels" / f"{locale}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return root


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(words, Mapping) and not set(words) <= {"one", "other"}:
        for key, value in words.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    else:
        yield path, "list" if isinstance(words, list) else "word"


def test_every_locale_has_the_same_labels() -> None:
    chinese = dict(leaves(Labels.load(None, "zh-Hans").words))
    assert dict(leaves(Labels.load(None, "en").words)) == chinese
    assert dict(leaves(Labels.load(None, "zh-Hant").words)) == chinese


def test_the_slots_are_the_same_in_every_locale() -> None:
    import re

    def slots(value: Any) -> set[str]:
        texts = value.values() if isinstance(value, Mapping) else [value]
        return {s for t in texts if isinstance(t, str) for s in re.findall(r"\{(\w+)\}", t)}

    chinese, english = Labels.load(None, "zh-Hans"), Labels.load(None, "en")
    allowed = {"common.day", "job.section"}
    for path, kind in leaves(chinese.words):
        if kind == "word" and path not in allowed:
            assert slots(english.get(path)) <= slots(chinese.get(path)) | {"n"}, path


def test_traditional_is_converted_then_overlaid() -> None:
    labels = Labels.load(None, "zh-Hant")
    assert labels.say("kinds.job-description") == "職位說明書"
    assert labels.say("limit.minute", n=30) == "30分鐘內"
    assert labels.get("schedule.weekdays")[0] == "週一"


def test_plurals() -> None:
    labels = Labels.load(None, "en")
    assert labels.say("limit.hour", n="1") == "within 1 hour"
    assert labels.say("limit.hour", n="2") == "within 2 hours"
    assert Labels.load(None, "zh-Hans").say("limit.hour", n="1") == "1小时内"


def test_a_workspace_replaces_words_key_by_key(tmp_path: Path) -> None:
    labels_file(tmp_path, "zh-Hans", "common: {staff_number: '#'}\nown: {word: my own}\n")
    labels = Labels.load(tmp_path, "zh-Hans")
    assert labels.say("common.staff_number") == "#"
    assert labels.say("common.name") == "姓名"
    assert labels.say("own.word") == "my own"
    assert Labels.load(tmp_path, "zh-Hant").say("own.word") == "my own"


def test_a_workspace_may_turn_a_plural_into_one_word(tmp_path: Path) -> None:
    labels_file(tmp_path, "en", "limit: {hour: 'in {n} h'}\n")
    assert Labels.load(tmp_path, "en").say("limit.hour", n="1") == "in 1 h"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("common: word\n", "common"),
        ("common: {name: {first: word}}\n", "common.name"),
        ("job: {numerals: [a, b]}\n", "job.numerals"),
        ("common: {name: {one: half a plural}}\n", "common.name"),
    ],
)
def test_labels_of_another_shape_are_a_finding(tmp_path: Path, text: str, label: str) -> None:
    labels_file(tmp_path, "zh-Hans", text)
    with pytest.raises(DutybookError) as caught:
        Labels.load(tmp_path, "zh-Hans")
    (finding,) = caught.value.findings
    assert finding.code == "label-shape"
    assert finding.details["label"] == label
    assert finding.place.file == "templates/labels/zh-Hans.yaml"
    assert finding.place.line == 1


def test_labels_that_are_no_yaml_are_a_finding(tmp_path: Path) -> None:
    labels_file(tmp_path, "en", "common: {name: [\n")
    with pytest.raises(DutybookError) as caught:
        Labels.load(tmp_path, "en")
    assert caught.value.findings[0].code == "yaml-syntax"


def test_labels_that_are_no_mapping_are_a_finding(tmp_path: Path) -> None:
    labels_file(tmp_path, "en", "- name\n")
    with pytest.raises(DutybookError) as caught:
        Labels.load(tmp_path, "en")
    assert caught.value.findings[0].code == "label-shape"


def test_what_tells_rows_apart_together_may_be_left_empty(
    view_in: Callable[[str], View],
) -> None:
    """Who rated is part of a rating's key, and anonymous raters leave it empty."""
    view = view_in("en")
    columns = log_sheet(view, view.workspace.definitions.sources["ratings"]).columns
    needed = {column.title: column.needed for column in columns}
    assert not needed["Rated by"]
    assert needed["Rated on"]
    assert needed["Staff no."]
