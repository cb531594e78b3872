"""Versions of definitions: hashes of what is written, not of how."""

from decimal import Decimal
from typing import Any

import pytest

from dutybook.workspace.layers.versions import plain_data, version_at
from dutybook.yamltext import Document, Origin


def version(data: Any, path: str = "") -> str:
    return version_at(Origin(Document("a.yaml", 0, data, ""), path))


def test_order_of_keys_does_not_matter_but_order_of_lists_does() -> None:
    assert version({"a": 1, "b": 2}) == version({"b": 2, "a": 1})
    assert version([1, 2]) != version([2, 1])


def test_only_what_stands_at_the_place_counts() -> None:
    one = {"kpis": [{"id": "k", "weight": 30}], "title": "文员"}
    two = {"kpis": [{"id": "k", "weight": 30}], "title": "职员"}
    assert version(one) != version(two)
    assert version(one, "/kpis/0") == version(two, "/kpis/0")


def test_it_is_short_and_does_not_change_between_releases() -> None:
    assert version({"id": "k", "weight": Decimal("30.5")}) == "68ee453b5573"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal("0.10"), "0.10"),
        ({1: Decimal(2), "x": [True, None]}, {"1": "2", "x": [True, None]}),
        ("文", "文"),
    ],
)
def test_exact_decimals_become_text(value: Any, plain: Any) -> None:
    assert plain_data(value) == plain
