"""Two pieces of YAML data compared by meaning."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutybook.closing.diff.values import Leaf, differences, same
from dutybook.schema.titles import titles


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 h", "2小时"),
        ("120 min", {"limit": "120分钟"}),
        ("≥ 95%", "at least 95%"),
        ("every month by day 5", "每月5日前"),
        ("30%", "30.0%"),
        ("09:00", "9:00"),
        ("甲", {"zh-Hans": "甲", "en": "A"}),
        ({"line": "boss"}, "boss"),
        ([{"id": "a", "x": 1}, {"id": "b"}], [{"id": "b"}, {"id": "a", "x": 1}]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_the_same_meaning(old: Any, new: Any) -> None:
    assert differences(old, new, "zh-Hans") == []
    assert differences(new, old, "zh-Hans") == []


@pytest.mark.parametrize(
    ("old", "new", "leaf"),
    [
        ("2 h", "4 h", Leaf((), "2 h", "4 h")),
        ("2 h", "2 working h", Leaf((), "2 h", "2 working h")),
        ({"weight": 20}, {"weight": 25}, Leaf(("weight",), 20, 25)),
        ({"on": True}, {"on": 1}, Leaf(("on",), True, 1)),
        ({"a": 1}, {}, Leaf(("a",), 1, None)),
        ([1, 2], [2, 1], Leaf((), [1, 2], [2, 1])),
        (
            {"kpis": [{"id": "a", "weight": 1}, {"id": "b", "weight": 1}]},
            {"kpis": [{"id": "b", "weight": 2}, {"id": "a", "weight": 1}]},
            Leaf(("kpis", "0", "weight"), 1, 2, ("b",)),
        ),
        (
            {"kpis": [{"id": "a"}]},
            {"kpis": []},
            Leaf(("kpis", "0"), {"id": "a"}, None, ("a",)),
        ),
        (
            {"kpis": [{"id": "a"}, {"id": "b"}]},
            {"kpis": [{"id": "a"}]},
            Leaf(("kpis", "1"), {"id": "b"}, None, ("b",)),
        ),
    ],
)
def test_one_difference(old: Any, new: Any, leaf: Leaf) -> None:
    assert differences(old, new, "zh-Hans") == [leaf]


_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab1%h ", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abid"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(_DATA, _DATA)
def test_nothing_differs_exactly_where_all_means_the_same(old: Any, new: Any) -> None:
    assert differences(old, old, "en") == []
    if same(old, new, "en"):
        assert differences(old, new, "en") == []
    if differences(old, new, "en"):
        assert _written(old) != _written(new)


def _written(data: Any) -> str:
    """``data`` as JSON: to Python False is 0, to a definition it is not."""
    return json.dumps(data, sort_keys=True)


def test_keys_are_called_as_the_schema_calls_them() -> None:
    path = ("kpis", "0", "measure", "share", "good", "within")
    assert titles("role", path, "zh-Hans")[-1] == "时限"
    assert titles("role", path, "en")[-1] == "time limit"
    assert titles("role", ("reports_to",), "zh-Hans") == ("直接上级",)
    assert titles("role", ("nothing", "there"), "en") == ("nothing", "there")
