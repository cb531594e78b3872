"""Versions of roles: amendments, ends, and bases that change while a post goes on."""

from collections.abc import Callable
from datetime import date

import pytest
from office import Office, codes, result

from dutybook.workspace import Workspace

WorkspaceAt = Callable[..., Workspace]

ROLE = """role: clerk
title: 文员
effective: 2026-01-01
duties: [{id: a, text: 甲, within: 1 h}, {id: b, text: 乙}]
"""
CHANGE = """amends: clerk
effective: 2026-10-15
title: 高级文员
remove: [b]
duties: [{id: a, within: 2 h}, {id: c, text: 丙}]
"""


def test_an_amendment_changes_what_it_names_from_its_day_on(workspace_at: WorkspaceAt) -> None:
    workspace = workspace_at({"roles/a.yaml": ROLE, "roles/b.yaml": CHANGE})
    assert workspace.findings == ()
    before, after = (workspace.roles(date(2026, 10, day))[0] for day in (14, 15))
    assert [(d.id, str(d.within.limit)) for d in before.duties if d.within] == [("a", "1 h")]
    assert [d.id for d in before.duties] == ["a", "b"]
    assert [d.id for d in after.duties] == ["a", "c"]
    assert (str(before.title), str(after.title)) == ("文员", "高级文员")
    assert [d.origin.place.file for d in after.duties] == ["roles/b.yaml", "roles/b.yaml"]
    assert after.duties[0].origin.below("text").place.file == "roles/a.yaml"


def test_amendments_build_on_each_other(workspace_at: WorkspaceAt) -> None:
    later = (
        "amends: clerk\neffective: 2026-11-01\nuntil: 2026-12-31\nduties: [{id: c, text: 丙改}]\n"
    )
    files = {"roles/0.yaml": later, "roles/a.yaml": ROLE, "roles/b.yaml": CHANGE}
    workspace = workspace_at(files)
    assert workspace.findings == ()
    (role,) = workspace.roles(date(2026, 12, 31))
    assert [str(d.text) for d in role.duties] == ["甲", "丙改"]
    assert workspace.roles(date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("amends: nobody\neffective: 2026-10-01\n", "amends-nothing", "/amends"),
        ("amends: clerk\neffective: 2025-10-01\n", "amends-nothing", "/amends"),
        ("amends: clerk\n", "missing-key", ""),
        ("amends: clerk\neffective: 2026-10-01\nduties: [{id: a, withn: 1 h}]\n", "unknown-key", "/duties/0/withn"),
        ("amends: clerk\neffective: 2026-10-01\nduties: [{id: c}]\n", "missing-key", "/duties/0"),
        ("role: clerk\ntitle: 文员\neffective: 2026-10-01\nextends: clerk\n", "extends-itself", "/extends"),
    ],
)  # fmt: skip
def test_amendments_that_cannot_be(
    workspace_at: WorkspaceAt, text: str, code: str, path: str
) -> None:
    workspace = workspace_at({"roles/a.yaml": ROLE, "roles/b.yaml": text})
    assert [(f.code, f.place.path, f.place.file) for f in workspace.findings] == [
        (code, path, "roles/b.yaml")
    ]


BASE = (
    "role: base\nabstract: true\ntitle: 底本\neffective: {day}\nduties: [{{id: a, text: {text}}}]\n"
)
POST = "role: clerk\ntitle: 文员\n{more}extends: base\nduties: [{{id: b, text: 自己的}}]\n"


def test_a_post_extends_the_base_in_force_on_each_day(workspace_at: WorkspaceAt) -> None:
    files = {
        "roles/1.yaml": BASE.format(day="2026-01-01", text="旧"),
        "roles/2.yaml": BASE.format(day="2026-10-15", text="新"),
        "roles/3.yaml": POST.format(more="effective: 2026-02-01\n"),
    }
    workspace = workspace_at(files)
    assert workspace.findings == ()
    for day, text in ((date(2026, 10, 14), "旧"), (date(2026, 10, 15), "新")):
        (role,) = workspace.roles(day)
        assert [str(d.text) for d in role.duties] == [text, "自己的"]
    assert [v.effective for v in workspace.definitions.roles if v.role == "clerk"] == [
        date(2026, 2, 1), date(2026, 10, 15)]  # fmt: skip


def test_a_base_that_is_not_in_force_is_told(workspace_at: WorkspaceAt) -> None:
    early = POST.format(more="effective: 2025-01-01\n")
    files = {"roles/1.yaml": BASE.format(day="2026-01-01", text="甲"), "roles/2.yaml": early}
    assert [f.code for f in workspace_at(files).findings] == ["base-not-begun"]
    ended = BASE.format(day="2024-01-01", text="甲") + "until: 2026-06-30\n"
    assert [f.code for f in workspace_at(files | {"roles/1.yaml": ended}).findings] == [
        "base-ended"
    ]


SHARE = {"share": {"of": "calls", "good": {"within": "2 h", "from": "received_at", "to": "answered_at"}}}  # fmt: skip
HEAD = "no,employee,received_at,answered_at"


def test_nobody_vanishes_when_a_base_changes(office: Office) -> None:
    """Five people of a post whose base has a second version next month."""
    office.kpi(SHARE, 100, target="≥ 90%", score="pass")
    base = {"role": "base", "abstract": True, "title": "底本", "effective": "2026-01-01"}
    office.more = [base, base | {"effective": "2026-11-01"}]
    office.role["extends"] = "base"
    office.rows(",E1,2026-10-01 08:00,2026-10-01 09:00", ",E2,2026-10-01 08:00,2026-10-01 09:00", head=HEAD)  # fmt: skip
    evaluation = office.evaluate()
    assert (codes(evaluation), len(evaluation.sheets)) == ([], 2)
    assert result(evaluation).points == 100


def test_a_role_that_ends_is_scored_to_its_last_day(office: Office) -> None:
    office.kpi(SHARE, 100, target="≥ 90%", score="pass")
    office.role["until"] = "2026-10-10"
    office.people += "E3,丙,clerk,2026-10-11,,\n"
    office.rows(
        ",E1,2026-10-01 08:00,2026-10-01 09:00", ",E2,2026-10-01 08:00,2026-10-01 09:00",
        ",E1,2026-10-11 08:00,2026-10-11 19:00", head=HEAD,
    )  # fmt: skip
    evaluation = office.evaluate()
    assert [s.sheet.length for s in evaluation.sheets] == [10, 10]
    assert result(evaluation).points == 100  # the late call came after the end
    assert codes(evaluation) == ["people-role-ended", "people-role-outlived"]


def test_an_amended_limit_counts_from_its_day(office: Office) -> None:
    office.kpi(SHARE, 100, target="≥ 50%", score="pass")
    office.role["effective"] = "2026-01-01"
    office.more = [
        {"amends": "clerk", "effective": "2026-10-16", "kpis": [
            {"id": "k", "measure": {"share": {"good": {"within": "8 h"}}}}]}
    ]  # fmt: skip
    office.rows(
        ",E1,2026-10-01 08:00,2026-10-01 12:00", ",E1,2026-10-20 08:00,2026-10-20 12:00",
        ",E2,2026-10-01 08:00,2026-10-01 09:00", head=HEAD,
    )  # fmt: skip
    found = result(office.evaluate())
    assert [piece.value.value for piece in found.pieces] == [0, 1]
