"""Findings on documents as offices write them, each judged by a person: hardly any is false."""

from collections import Counter
from datetime import date

import pytest
import yaml
from workspaces import ROOT

from dutybook.check.report import check
from dutybook.finding.catalogue import Catalogue
from dutybook.workspace import load

DOCUMENTS = ROOT / "tests/cases/documents"
JUDGED = yaml.safe_load((DOCUMENTS / "judged.yaml").read_text("utf-8"))
CONTRADICTIONS = {
    "amount-in-words", "conflicting-limits", "deduction-above-worth", "kpi-targets-differ",
    "limit-in-words", "percent-in-words", "placeholder", "points-in-words",
    "response-after-arrival", "sign-against-words", "sop-limit-longer", "step-limits-differ",
    "text-numbering", "total-in-words",
}  # fmt: skip


def test_every_document_is_judged() -> None:
    assert sorted(JUDGED) == sorted(path.name for path in DOCUMENTS.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_what_is_found_is_what_was_judged(name: str) -> None:
    report = check(load(DOCUMENTS / name), Catalogue.load(), date(2026, 10, 1))
    found = Counter(f"{f.place.file}:{f.place.line} {f.code}" for f in report.findings)
    assert found == Counter(f"{one['at']} {one['code']}" for one in JUDGED[name])


def test_at_most_one_in_twenty_is_false() -> None:
    verdicts = [one["verdict"] for listed in JUDGED.values() for one in listed]
    assert len(verdicts) > 60
    assert verdicts.count(False) * 20 <= len(verdicts)


def test_every_kind_of_contradiction_occurs_and_none_where_there_is_none() -> None:
    codes = {one["code"] for listed in JUDGED.values() for one in listed}
    assert codes >= CONTRADICTIONS
    assert not {one["code"] for one in JUDGED["consistent"]} & CONTRADICTIONS
