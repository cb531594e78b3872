"""Rules are data: a workspace writes its own, and a broken one is a finding that stops no other."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from dutybook.check.report import Report
from dutybook.check.rules import shown
from dutybook.finding import Place

CLERK = "role: clerk\ntitle: 文员\n"
HEAD = "rule: {name}\nseverity: warning\nmessage: “{{title}}”\nhelp: 说明\n"


def rule(query: str, name: str = "own") -> str:
    lines = "\n".join("  " + line for line in query.splitlines())
    return HEAD.format(name=name) + f"query: |\n{lines}\n"


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_a_workspace_rule_finds(checked: Callable[..., Report]) -> None:
    query = "select file, doc, '/title' as path, title from roles"
    report = checked({"roles/a.yaml": CLERK, "rules/lint/own.yaml": rule(query)})
    found = next(finding for finding in report.findings if finding.code == "own")
    assert (found.place.file, found.place.line, found.place.column) == ("roles/a.yaml", 2, 8)
    assert found.details == {"title": "文员"}


def test_a_workspace_rule_replaces_a_shipped_one(checked: Callable[..., Report]) -> None:
    quiet = rule("select file, doc, path, title from roles where false", "code-missing")
    assert "code-missing" in codes(checked({"roles/a.yaml": CLERK}))
    report = checked({"roles/a.yaml": CLERK, "rules/lint/code-missing.yaml": quiet})
    assert "code-missing" not in codes(report)


def test_a_path_that_is_no_text_stands_for_the_document(checked: Callable[..., Report]) -> None:
    query = "select file, doc, 7 as path, title from roles"
    report = checked({"roles/a.yaml": CLERK, "rules/lint/own.yaml": rule(query)})
    found = next(finding for finding in report.findings if finding.code == "own")
    assert (found.place.file, found.place.line) == ("roles/a.yaml", 1)


@pytest.mark.parametrize(
    ("query", "code", "reason"),
    [
        ("delete from roles", "rule-refused", "DELETE"),
        ("select * from read_csv('/etc/passwd')", "rule-refused", "READ_CSV"),
        ("select 1 as one;\nselect 2 as two", "rule-refused", "2 statements"),
        ("selct * from roles", "rule-refused", ""),
        ("select file, doc, path, titel from roles", "rule-failed", "titel"),
        ("select title from roles", "rule-failed", "select doc, file, path"),
        ("select file, doc, path from roles where title > 1", "rule-failed", "compare"),
    ],
)
def test_a_broken_rule_is_a_finding(
    query: str, code: str, reason: str, checked: Callable[..., Report]
) -> None:
    report = checked({"roles/a.yaml": CLERK, "rules/lint/own.yaml": rule(query)})
    broken = next(finding for finding in report.findings if finding.code == code)
    assert (broken.place.file, broken.place.line) == ("rules/lint/own.yaml", 5)
    assert broken.details["rule"] == "own"
    assert reason in str(broken.details["reason"])
    assert "code-missing" in codes(report)


def test_a_rule_that_runs_for_ever_is_stopped(checked: Callable[..., Report]) -> None:
    joined = "select count(*) as file, 0 as doc, '' as path from texts a, texts b, texts c, texts d"
    duties = "".join(f"  - {{id: d{i}, text: 归档{i}}}\n" for i in range(300))
    files = {"roles/a.yaml": CLERK + "duties:\n" + duties, "rules/lint/own.yaml": rule(joined)}
    report = checked(files, seconds=0.5)
    assert codes(report).count("rule-timeout") == 1
    assert "code-missing" in codes(report)


def test_a_broken_shipped_rule_is_named_as_such(
    checked: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dutybook.check import rules

    monkeypatch.setattr(rules, "_problem", lambda answer: ("rule-failed", "why"))
    report = checked({"roles/a.yaml": CLERK})
    assert report.findings[0].place.file.startswith("(dutybook)/rules/lint/")


def test_findings_about_what_ships_are_not_the_users(checked: Callable[..., Report]) -> None:
    query = "select file, doc, path, scheme as title from schemes"
    assert "own" not in codes(checked({"rules/lint/own.yaml": rule(query)}))


def test_a_row_may_set_its_severity_and_point_nowhere(checked: Callable[..., Report]) -> None:
    query = "select file, doc, '/nowhere' as path, 'error' as severity, title from roles"
    report = checked({"roles/a.yaml": CLERK, "rules/lint/own.yaml": rule(query)})
    found = next(finding for finding in report.findings if finding.code == "own")
    assert (found.severity, found.place.line) == ("error", 1)


def test_a_row_about_no_document_is_told_at_the_file_it_names(
    checked: Callable[..., Report],
) -> None:
    query = "select 'x.yaml' as file, 0 as doc, cast(null as text) as path"
    report = checked({"rules/lint/own.yaml": rule(query)})
    assert [f.place for f in report.findings if f.code == "own"] == [Place("x.yaml")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Decimal("99.9000000000"), "99.9"),
        (Decimal("100"), "100"),
        (Decimal("1E+2"), "100"),
        (date(2026, 10, 1), "2026-10-01"),
        (True, "True"),
        (7, "7"),
    ],
)
def test_cells_for_people(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_long_cell_is_cut(checked: Callable[..., Report]) -> None:
    query = "select file, doc, path, text as title from texts where field = 'purpose'"
    role = CLERK + "purpose: " + "长" * 500 + "\n"
    report = checked({"roles/a.yaml": role, "rules/lint/own.yaml": rule(query)})
    found = next(finding for finding in report.findings if finding.code == "own")
    assert len(str(found.details["title"])) == 200


def test_a_rule_about_people_points_at_their_line(checked: Callable[..., Report]) -> None:
    rule = "rule: nobody\nseverity: error\nmessage: 无名\nhelp: 每人都要有姓名。\nquery: select file, doc, path, line, employee from assignments where name is null\n"
    people = "employee,name,role,from,to\nE1,甲,clerk,,\nE2,,clerk,,\n"
    report = checked(
        {
            "rules/lint/nobody.yaml": rule,
            "people.csv": people,
            "roles/a.yaml": "role: clerk\ntitle: 文员\n",
        },
        only="nobody",
    )
    assert [(f.code, f.place.file, f.place.line) for f in report.findings] == [
        ("nobody", "people.csv", 3)
    ]
