"""Every shipped rule has a case, finds exactly what it should, and leaves good definitions alone."""

from collections.abc import Callable

import pytest
from lint_cases import CASES, read_case

from dutybook.check.report import Report
from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.schema import kind_of
from dutybook.workspace import Workspace

RULES = sorted(entry.code for entry in Catalogue.load().entries.values() if entry.query)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert sorted(path.stem for path in CASES.glob("*.case")) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_rule_finds_what_is_wrong(rule: str, checked: Callable[..., Report]) -> None:
    case = read_case(CASES / f"{rule}.case")
    report = checked(case.bad)
    assert unexpected(report) == []
    found = [finding for finding in report.findings if finding.code == rule]
    assert len(found) == len(case.found), [where(finding) for finding in found]
    for line in case.found:
        place, *words = line.split(" ")
        assert any(matches(finding, place, words) for finding in found), (line, found)


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_content_with_what_is_right(rule: str, checked: Callable[..., Report]) -> None:
    case = read_case(CASES / f"{rule}.case")
    assert case.good
    report = checked(case.good)
    assert unexpected(report) == []
    assert [finding for finding in report.findings if finding.code == rule] == []


@pytest.mark.parametrize("rule", RULES)
def test_rule_fills_its_words(rule: str, checked: Callable[..., Report]) -> None:
    report = checked(read_case(CASES / f"{rule}.case").bad)
    for locale in ("zh-Hans", "en"):
        catalogue = Catalogue.load(None, locale)
        for finding in report.findings:
            assert "{" not in catalogue.message(finding) + catalogue.hint(finding)
            assert catalogue.entries[finding.code].title is not None


def test_example_organisation_has_rules_and_no_broken_one(example: Workspace) -> None:
    assert len(RULES) >= 24
    kinds = [kind_of(document) for document in example.documents]
    assert kinds.count("rule") >= len(RULES)


def unexpected(report: Report) -> list[Finding]:
    """Findings that say the case itself is wrong: schema faults and broken rules."""
    return [finding for finding in report.findings if finding.code not in RULES]


def where(finding: Finding) -> str:
    place = finding.place
    return f"{place.file}:{place.line}:{place.column} {dict(finding.details)}"


def matches(finding: Finding, place: str, words: list[str]) -> bool:
    at = f"{finding.place.file}:{finding.place.line}:{finding.place.column}"
    told = " ".join([finding.severity or "", *map(str, finding.details.values())])
    return at == place and all(word in told for word in words)
