"""docs/gallery.md: every kind of paper is on it, and what it shows is there and small."""

import re
from pathlib import Path

import pytest

from dutybook.grammar.time.period import parse_period
from dutybook.papers.kinds import KINDS
from dutybook.papers.production import Request, build
from dutybook.workspace import load

ROOT = Path(__file__).parents[2]
GALLERY = (ROOT / "docs/gallery.md").read_text("utf-8")
SHOWN = GALLERY + (ROOT / "docs/import.md").read_text("utf-8")
PICTURES = sorted((ROOT / "docs/img").glob("*.png"))
LARGEST = 150_000


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_shown(kind: str) -> None:
    asked = {"change-notice": "diff --from 留底 --notice"}  # what it compares with is diff's to say
    assert asked.get(kind, f"--kind {kind}") in GALLERY


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_every_picture_is_shown_and_small(picture: Path) -> None:
    assert f"](img/{picture.name})" in SHOWN
    assert picture.stat().st_size <= LARGEST


def test_the_calendars_excerpt_is_what_is_built(tmp_path: Path) -> None:
    excerpt = re.search(r"```text\n(BEGIN:VEVENT.*?END:VEVENT)\n```", GALLERY, re.DOTALL)
    assert excerpt
    request = Request(
        kinds=("calendar",), roles=("estate-assistant",), out=tmp_path, period=parse_period("2026-10")
    )  # fmt: skip
    report = build(load(ROOT), request)
    assert excerpt[1] in (tmp_path / report.written[0]).read_text("utf-8").replace("\r\n", "\n")
