"""Generated pages are fresh, and links in the documentation lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_reference_pages_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mend with: make docs"""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import generate

    for name, page in generate.pages().items():
        assert (ROOT / "docs/reference" / name).read_text("utf-8") == page, name


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name
)
def test_links_lead_somewhere(page: Path) -> None:
    for target, heading in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", prose(page)):
        if target.startswith(("http", "mailto")):
            continue
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not heading or heading in anchors(found), f"{target}#{heading}"


def prose(page: Path) -> str:
    """A page without its code, in which brackets are no links and # no headings."""
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What a page's headings are called in links."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_page_is_in_the_index() -> None:
    docs = ROOT / "docs"
    linked = set(re.findall(r"\]\(([^)#]+)", (docs / "README.md").read_text("utf-8")))
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} - {"README.md"}
    assert linked == pages


@pytest.mark.parametrize(
    ("page", "entry"), [("docs/decisions.md", r"^\d+\. (.{40})"), ("CHANGELOG.md", r"^- (.{40})")]
)
def test_nothing_is_listed_twice(page: str, entry: str) -> None:
    """Merging brings back what was moved."""
    entries = re.findall(entry, (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert len(entries) > 20
    assert len(entries) == len(set(entries))
