"""Word lists: a workspace's own win, and what cannot be read in them is told."""

from collections.abc import Callable

import pytest

from dutybook.check.report import Report

ROLE = "role: clerk\ntitle: 文员\nduties:\n  - {id: a, text: 及时归档}\n"


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_a_workspace_list_replaces_the_shipped_one(checked: Callable[..., Report]) -> None:
    own = "- {word: 归档, instead: 写明归到哪里}\n"
    report = checked({"roles/a.yaml": ROLE, "rules/lint/words/vague.yaml": own})
    found = next(finding for finding in report.findings if finding.code == "vague-wording")
    assert found.details == {"word": "归档", "instead": "写明归到哪里"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("word: 及时\n", ""),
        ("- 及时\n", "/0"),
        ("- {word: 归档}\n- {word: [a]}\n", "/1"),
        ("- {word: 归档, insted: x}\n", "/0"),
        ("- {word: 归档, instead: {}}\n", "/0"),
        ("- {word: 归档, instead: 3}\n", "/0"),
        ("- {word: ''}\n", "/0"),
    ],
)
def test_a_malformed_list_is_told(text: str, path: str, checked: Callable[..., Report]) -> None:
    report = checked({"roles/a.yaml": ROLE, "rules/lint/words/vague.yaml": text})
    found = next(finding for finding in report.findings if finding.code == "word-list-malformed")
    assert (found.place.file, found.place.path) == ("rules/lint/words/vague.yaml", path)


def test_a_list_that_is_no_yaml_is_told(checked: Callable[..., Report]) -> None:
    report = checked({"roles/a.yaml": ROLE, "rules/lint/words/vague.yaml": "- {word: ["})
    assert "yaml-syntax" in codes(report)
