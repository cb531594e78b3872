"""Waivers keep a known problem out of the report, until their day, and only where they say."""

from collections.abc import Callable
from datetime import date

from dutybook.check.report import Report

ROLE = """role: clerk
title: 文员
code: 行-1
department: 行政部
duties:
  - {id: a, text: 及时归档}
  - {id: b, text: 尽快收发}
"""
OTHER = ROLE.replace("clerk", "typist").replace("文员", "打字员").replace("行-1", "行-2")
QUIET = "waive: [{rule: duty-without-kpi, reason: 试行, until: 2026-12-31}]\n"
CONFIG = {"dutybook.yaml": "organisation: 测试公司\n" + QUIET}


def waive(**keys: str) -> str:
    body = {"rule": "vague-wording", "reason": "沿用原文", "until": "2026-12-31", **keys}
    return "waive: [{" + ", ".join(f"{key}: {value}" for key, value in body.items()) + "}]\n"


def told(report: Report) -> list[tuple[str, str]]:
    return [(f.code, f.place.path) for f in report.findings if f.code != "orphan-role"]


def test_without_a_waiver_both_are_told(checked: Callable[..., Report]) -> None:
    report = checked({**CONFIG, "roles/a.yaml": ROLE})
    assert told(report) == [
        ("vague-wording", "/duties/0/text"),
        ("vague-wording", "/duties/1/text"),
    ]


def test_a_waiver_covers_its_place_and_what_is_below(checked: Callable[..., Report]) -> None:
    report = checked({**CONFIG, "roles/a.yaml": ROLE + waive(at="/duties/1")})
    assert told(report) == [("vague-wording", "/duties/0/text")]
    covered = [item for item in report.waived if item.finding.code == "vague-wording"]
    assert [item.finding.place.path for item in covered] == ["/duties/1/text"]
    assert str(covered[0].waiver.reason) == "沿用原文"


def test_a_waiver_without_a_place_covers_its_document_only(checked: Callable[..., Report]) -> None:
    report = checked({**CONFIG, "roles/a.yaml": ROLE + waive(), "roles/b.yaml": OTHER})
    assert told(report) == [
        ("vague-wording", "/duties/0/text"),
        ("vague-wording", "/duties/1/text"),
    ]
    vague = [finding for finding in report.findings if finding.code == "vague-wording"]
    assert {finding.place.file for finding in vague} == {"roles/b.yaml"}


def test_a_place_is_not_a_prefix_of_digits(checked: Callable[..., Report]) -> None:
    more = "".join(f"  - {{id: d{i}, text: 归档{i}}}\n" for i in range(9))
    role = ROLE.replace("  - {id: b", more + "  - {id: b") + waive(at="/duties/1")
    report = checked({**CONFIG, "roles/a.yaml": role})
    assert ("vague-wording", "/duties/10/text") in told(report)
    assert ("waiver-unused", "/waive/0/rule") in told(report)


def test_the_settings_waive_for_the_whole_workspace(checked: Callable[..., Report]) -> None:
    two = QUIET.rstrip("]\n") + ", {rule: vague-wording, reason: 试行, until: 2026-12-31}]\n"
    config = {"dutybook.yaml": "organisation: 测试公司\n" + two}
    assert told(checked({**config, "roles/a.yaml": ROLE, "roles/b.yaml": OTHER})) == []


def test_a_waiver_holds_on_its_last_day_and_not_after(checked: Callable[..., Report]) -> None:
    files = {**CONFIG, "roles/a.yaml": ROLE + waive(until="2026-11-30")}
    assert told(checked(files, on=date(2026, 11, 30))) == []
    late = checked(files, on=date(2026, 12, 1))
    assert told(late)[-1] == ("waiver-expired", "/waive/0/until")
    assert [code for code, _ in told(late)].count("vague-wording") == 2


def test_a_waiver_that_covers_nothing_is_told(checked: Callable[..., Report]) -> None:
    report = checked({**CONFIG, "roles/a.yaml": ROLE + waive(rule="superior-cycle")})
    assert ("waiver-unused", "/waive/0/rule") in told(report)
    assert report.findings[-1].details == {"rule": "superior-cycle", "at": "/"}


def test_a_waiver_of_no_rule_is_told_with_a_guess(checked: Callable[..., Report]) -> None:
    for wrong, guess in (("vague-wordin", "vague-wording"), ("unknown-key", None), ("zzz", "-")):
        report = checked({**CONFIG, "roles/a.yaml": ROLE + waive(rule=wrong)})
        found = next(f for f in report.findings if f.code == "waiver-unknown-rule")
        assert found.details["rule"] == wrong
        assert guess is None or found.details["guess"] == guess


def test_a_waiver_of_a_broken_rule_is_not_called_unused(checked: Callable[..., Report]) -> None:
    broken = "rule: own\nseverity: info\nmessage: 坏\nhelp: 坏\nquery: drop table roles\n"
    files = {"roles/a.yaml": ROLE + waive(rule="own"), "rules/lint/own.yaml": broken}
    codes = [finding.code for finding in checked({**CONFIG, **files}).findings]
    assert "rule-refused" in codes
    assert "waiver-unused" not in codes


def test_a_waiver_of_a_version_that_is_amended_is_used_and_told_once(
    checked: Callable[..., Report],
) -> None:
    """The version that amends it takes the waiver over; only the latest is held against rules."""
    amended = "---\namends: clerk\neffective: 2026-10-01\nheadcount: 2\n"
    report = checked({**CONFIG, "roles/a.yaml": ROLE + waive(at="/duties") + amended})
    assert told(report) == []
    old = waive(at="/duties", until="2026-01-31")
    report = checked({**CONFIG, "roles/a.yaml": ROLE + old + amended})
    assert [code for code, _ in told(report)].count("waiver-expired") == 1
