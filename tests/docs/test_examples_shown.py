"""YAML shown in the documentation can be copied: it reads, and what is whole passes the schema."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dutybook.schema.validation import validate
from dutybook.yamltext import Document
from dutybook.yamltext.loader import CoreLoader

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
WHOLE = {
    "role": "title",
    "source": "grain",
    "calendar": "covers",
    "appeals": "",
    "adjustments": "",
}
"""Kinds of definitions that are shown whole, and the key that only a whole one has."""


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Page and content of every YAML document shown."""
    for page in PAGES:
        for block in re.findall(r"^```yaml\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
            for shown in yaml.load_all(block, CoreLoader):
                if isinstance(shown, dict):
                    yield page.name, shown


EXAMPLES = list(examples())


def whole(shown: dict[str, Any]) -> bool:
    first = next(iter(shown))
    return first in WHOLE and WHOLE[first] in {"", *shown}


def test_there_are_examples_of_every_kind() -> None:
    assert {next(iter(shown)) for _, shown in EXAMPLES if whole(shown)} == set(WHOLE)


@pytest.mark.parametrize(
    ("page", "shown"), [one for one in EXAMPLES if whole(one[1])], ids=lambda value: str(value)[:40]
)
def test_a_whole_example_passes_the_schema(page: str, shown: dict[str, Any]) -> None:
    assert validate(Document(page, 0, shown, "")) == []
