"""Every shipped rule has a case, finds exactly what it should, and leaves good definitions alone."""

from collections.abc import Callable
from datetime import date

import pytest
from lint_cases import CASES, read_case

from dutybook.check.report import Report, check
from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.workspace import Workspace

CATALOGUES = [Catalogue.load(None, locale) for locale in ("zh-Hans", "en")]
RULES = sorted(entry.code for entry in CATALOGUES[0].entries.values() if entry.query)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert sorted(path.stem for path in CASES.glob("*.case")) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_rule_finds_what_is_wrong(rule: str, checked: Callable[..., Report]) -> None:
    case = read_case(CASES / f"{rule}.case")
    report = checked(case.bad, only=rule)
    assert unexpected(report) == []
    found = [finding for finding in report.findings if finding.code == rule]
    assert len(found) == len(case.found), [where(finding) for finding in found]
    for line in case.found:
        place, *words = line.split(" ")
        assert any(matches(finding, place, words) for finding in found), (line, found)
    for words_ in CATALOGUES:
        assert not [f for f in found if "{" in words_.message(f) + words_.hint(f)], rule


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_content_with_what_is_right(rule: str, checked: Callable[..., Report]) -> None:
    case = read_case(CASES / f"{rule}.case")
    assert case.good
    report = checked(case.good, only=rule)
    assert unexpected(report) == []
    assert [finding for finding in report.findings if finding.code == rule] == []


def test_rules_run_on_the_example_organisation(example: Workspace) -> None:
    assert len(RULES) >= 24
    report = check(example, Catalogue.load(example.root, example.locale), date(2026, 10, 1))
    codes = {
        finding.code for finding in [*report.findings, *(item.finding for item in report.waived)]
    }
    assert not {code for code in codes if code.startswith("rule-")}
    assert {"superior-mismatch", "contact-share-sum", "conflicting-limits", "numbering"} <= codes


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
