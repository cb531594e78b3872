"""What code and tests cite stands in this repository: pages of docs/ and headings of theirs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_reference import anchors

ROOT = Path(__file__).parents[2]
ELSEWHERE = re.compile(r"\bdesign ?(?:§|\.md)|\.\./shared")
CITED = re.compile(r"\bdocs/([\w/-]+\.md)(?:#([\w-]+))?")
TREES = ("engine", "tests", "docs", "rules", "templates", "bench")


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the repository that people write, by path."""
    for tree in TREES:
        for path in sorted((ROOT / tree).rglob("*")):
            if path.suffix in {".py", ".md", ".yaml", ".j2", ".typ"} and path != Path(__file__):
                yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def test_nothing_cites_a_page_outside_the_repository() -> None:
    assert [path for path, text in texts() if ELSEWHERE.search(text)] == []


def test_cited_pages_and_headings_exist() -> None:
    cited = {(*m.groups(), path) for path, text in texts() for m in CITED.finditer(text)}
    assert len(cited) > 20
    missing = [(page, path) for page, _, path in cited if not (ROOT / "docs" / page).is_file()]
    assert missing == []
    unknown = [
        (f"{page}#{heading}", path)
        for page, heading, path in cited
        if heading and heading not in anchors(ROOT / "docs" / page)
    ]
    assert unknown == []


def test_modules_named_in_the_engine_exist() -> None:
    """Comments and docstrings say `kinds.py`, `production/run.py`: by the end of its path."""
    known = [
        f"/{p.relative_to(ROOT).as_posix()}" for tree in TREES for p in (ROOT / tree).rglob("*.py")
    ]
    named = {(name, path) for path, text in texts() if path.startswith("engine/")
             for name in re.findall(r"\b[a-z_]+(?:/[a-z_]+)*\.py\b", text)}  # fmt: skip
    assert len(named) > 20
    assert [n for n in named if not any(path.endswith("/" + n[0]) for path in known)] == []


@pytest.mark.parametrize("text", ["as in design" + " §6.3", "see .." + "/shared/house.md"])
def test_a_citation_of_another_page_is_seen(text: str) -> None:
    assert ELSEWHERE.search(text)
