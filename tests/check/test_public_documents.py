"""Findings on real, published documents in own words, their figures as they are, each judged by a
person; the table of docs/contradictions.md is made from them."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from judged import CONTRADICTIONS, PUBLIC, documents, table
from workspaces import ROOT

from dutybook.check.report import check
from dutybook.finding.catalogue import Catalogue
from dutybook.workspace import load

JUDGED = documents()


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_what_is_found_is_what_was_judged(name: str, tmp_path: Path) -> None:
    for path, text in JUDGED[name]["files"].items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    report = check(load(tmp_path), Catalogue.load(), date(2026, 10, 1))
    found = Counter(f"{f.place.file}:{f.place.line} {f.code}" for f in report.findings)
    assert found == Counter(f"{one['at']} {one['code']}" for one in JUDGED[name]["findings"])


def test_the_example_has_no_contradiction_left_but_those_it_waives() -> None:
    report = check(load(ROOT), Catalogue.load(), date(2026, 10, 1))
    assert not [f for f in report.findings if f.code in CONTRADICTIONS]
    waived = (one.finding for one in report.waived)
    found = {f"{f.place.file} {f.place.path} {f.code}" for f in waived if f.code in CONTRADICTIONS}
    judged: list[dict[str, Any]] = yaml.safe_load((PUBLIC / "example.yml").read_text("utf-8"))
    assert found == {f"{one['at']} {one['code']}" for one in judged if one["verdict"]}


def test_at_least_ten_documents_and_at_most_one_finding_in_twenty_is_false() -> None:
    verdicts = [
        one["verdict"]
        for made in JUDGED.values()
        for one in made["findings"]
        if one["code"] in CONTRADICTIONS
    ]
    assert len(JUDGED) >= 10
    assert len(verdicts) >= 30
    assert verdicts.count(False) * 20 <= len(verdicts)


def test_the_page_shows_the_documents_and_the_verdicts() -> None:
    assert table() in (ROOT / "docs/contradictions.md").read_text("utf-8")
