"""Definitions laid over a workspace: what merges, what replaces, and where each value then stands."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dutybook.workspace import Workspace
from dutybook.workspace.patch import patched
from dutybook.yamltext import Document, read_documents

OCTOBER = date(2026, 10, 31)
FILES = {
    "roles/clerk.yaml": (
        "role: clerk\ntitle: 文员\nduties:\n  - {id: a, text: 归档}\n  - {id: b, text: 收发}\n"
        "kpis:\n  - id: k\n    name: 及时率\n    weight: 30\n    target: \"≥ 95%\"\n    score: pass\n"
    ),
    "roles/next.yaml": "role: clerk\ntitle: 文员二\neffective: 2026-11-01\n",
}  # fmt: skip


@pytest.fixture
def office(workspace_at: Callable[..., Workspace]) -> Workspace:
    made = workspace_at(FILES)
    assert made.findings == ()
    return made


@pytest.fixture
def over(tmp_path: Path) -> Callable[[str], list[Document]]:
    """Documents of an overlay."""

    def read(text: str) -> list[Document]:
        (tmp_path / "if.yaml").write_text(text, "utf-8")
        documents, findings = read_documents(tmp_path / "if.yaml", "if.yaml")
        assert findings == []
        return documents

    return read


Lookback = Callable[[str], list[Document]]


def test_lists_of_things_with_ids_merge_by_id(office: Workspace, over: Lookback) -> None:
    text = "role: clerk\nduties: [{id: c, text: 新}, {id: b, text: 改}]\n"
    changed, findings = patched(office, over(text), OCTOBER)
    assert findings == []
    role = changed.role("clerk", OCTOBER)
    assert role
    assert [(d.id, str(d.text)) for d in role.duties] == [("a", "归档"), ("b", "改"), ("c", "新")]
    places = [d.origin.below("text").place for d in role.duties]
    assert [(p.file, p.line) for p in places] == [
        ("roles/clerk.yaml", 4),
        ("if.yaml", 2),
        ("if.yaml", 2),
    ]


def test_a_score_of_another_kind_replaces_the_old_one(office: Workspace, over: Lookback) -> None:
    text = "role: clerk\nkpis: [{id: k, score: {steps: {from: target, per: 1 pp, lose: 2, partial: whole}}}]\n"
    changed, _ = patched(office, over(text), OCTOBER)
    role = changed.role("clerk", OCTOBER)
    assert role
    assert type(role.kpis[0].score.rule).__name__ == "Steps" if role.kpis[0].score else False
    assert role.kpis[0].weight == 30


def test_the_workspace_itself_is_left_alone(office: Workspace, over: Lookback) -> None:
    patched(office, over("role: clerk\ntitle: 改\n"), OCTOBER)
    role = office.role("clerk", OCTOBER)
    assert role
    assert str(role.title) == "文员"


@pytest.mark.parametrize(
    ("text", "on", "titles"),
    [
        ("role: clerk\ntitle: 改\n", OCTOBER, ["改", "文员二"]),
        ("role: clerk\ntitle: 改\n", date(2026, 11, 30), ["文员", "改"]),
        ("role: clerk\ntitle: 改\neffective: 2026-11-01\n", OCTOBER, ["文员", "改"]),
        ("role: clerk\ntitle: 改\neffective: 2026-10-15\n", OCTOBER, ["文员", "改", "文员二"]),
        ("role: other\ntitle: 改\n", OCTOBER, ["文员", "文员二", "改"]),
    ],
)
def test_which_version_is_patched(
    office: Workspace, over: Lookback, text: str, on: date, titles: list[str]
) -> None:
    changed, findings = patched(office, over(text), on)
    assert findings == []
    assert [str(role.title) for role in changed.definitions.roles] == titles


def test_settings_merge_with_the_settings(office: Workspace, over: Lookback) -> None:
    changed, _ = patched(office, over("organisation: 另一家\n"), OCTOBER)
    assert str(changed.organisation.organisation) == "另一家"
    assert changed.organisation.documents.version == "1.0"


def test_approvals_are_added_to_those_there_are(office: Workspace, over: Lookback) -> None:
    text = "adjustments:\n  - {source: tickets, action: exclude, rows: [T-1], reason: 停电, approver: 陈}\n"
    changed, findings = patched(office, over(text), OCTOBER)
    assert findings == []
    assert [one.rows for one in changed.definitions.adjustments] == [("T-1",)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("role: clerk\nkpis:\n  - {id: k, weight: many}\n", "wrong-type", 3),
        ("role: clerk\nkpis:\n  - {id: k, wieght: 1}\n", "unknown-key", 3),
        ("role: clerk\nextends: nobody\n", "unknown-base", 2),
    ],
)
def test_what_is_wrong_stands_where_the_overlay_says(
    office: Workspace, over: Lookback, text: str, code: str, line: int
) -> None:
    _, findings = patched(office, over(text), OCTOBER)
    assert [(f.code, f.place.file, f.place.line) for f in findings] == [(code, "if.yaml", line)]
