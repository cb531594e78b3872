"""The YAML that ships with the engine says nothing twice: of two equal keys one would be lost."""

from pathlib import Path

import pytest
import yaml

from dutybook.yamltext.loader import CoreLoader, DuplicateKeyError

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("rules", "templates", "roles", "examples")
    for path in (ROOT / folder).rglob("*.yaml")
)


@pytest.mark.parametrize("folder", ["rules/messages", "templates/labels", "templates/evaluation"])
def test_the_files_are_looked_at(folder: str) -> None:
    assert any(name.startswith(folder) for name in FILES)


def test_no_file_holds_a_key_twice() -> None:
    twice = []
    for name in FILES:
        try:
            list(yaml.load_all((ROOT / name).read_text("utf-8"), CoreLoader))
        except DuplicateKeyError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            twice.append(f"{name}:{line}: {error.problem}")
    assert twice == []


def test_a_key_twice_would_be_seen() -> None:
    with pytest.raises(DuplicateKeyError):
        yaml.load("sheets: 1\nother: {a: 1}\nsheets: 2\n", CoreLoader)
