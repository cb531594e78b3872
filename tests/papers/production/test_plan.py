"""Which papers a request comes to: kinds, subjects, formats, folders, names that are not there."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from dutybook.finding import DutybookError
from dutybook.papers.production import Request, writers
from dutybook.papers.production.blanks import spared
from dutybook.papers.production.plan import departments_of, plan
from dutybook.papers.view import View
from dutybook.workspace import Workspace

Reload = Callable[[], Workspace]


def paths(workspace: Workspace, **wanted: object) -> list[str]:
    request = Request(**wanted)  # type: ignore[arg-type]
    view = View(workspace, request.locale or workspace.locale, request.on)
    return [job.path(form) for job in plan(view, request) for form in job.formats]


def test_every_role_in_every_kind_and_format(reload: Reload) -> None:
    planned = paths(reload())
    for kind, roles in {
        "job-description": {"lead", "lonely", "plain", "stress"},
        "duty-checklist": {"lead", "stress"},
        "evaluation-form": {"plain", "stress"},
        "job-posting": {"stress"},
    }.items():
        made = {f"{kind}/{role}.{form}" for role in roles for form in ("html", "pdf", "docx")}
        others = (".xlsx", ".json")
        of_kind = {path for path in planned if path.startswith(kind) and not path.endswith(others)}
        assert made == of_kind
    assert len(set(planned)) == len(planned)
    assert "job-description/stress.pdf" in planned
    assert "evaluation-form/plain.xlsx" in planned
    assert "duty-manual/试验部.docx" in planned
    sheets = {path.split("/")[0] for path in planned if path.endswith("xlsx")}
    assert sheets == {"duty-checklist", "evaluation-form", "log-sheet"}


def test_another_locale_goes_to_its_own_folder(reload: Reload) -> None:
    assert paths(reload(), locale="en", formats=("html",), roles=("lead",))[0] == (
        "en/job-description/lead.html"
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (
            {"roles": ("lead",)},
            {"job-description/lead", "duty-checklist/lead"},  # nothing it is evaluated by
        ),
        (
            {"roles": ("lead",), "kinds": ("evaluation-form", "duty-checklist")},
            {"duty-checklist/lead", "evaluation-form/lead"},  # asked for by name
        ),
        ({"roles": ("试验组长",), "kinds": ("duty-checklist",)}, {"duty-checklist/lead"}),
        ({"roles": ("lead",), "kinds": ("duty-manual",)}, {"duty-manual/试验部"}),
        ({"departments": ("Trials",), "kinds": ("duty-manual",)}, {"duty-manual/试验部"}),
        (
            {"departments": ("试验部",), "kinds": ("job-description",)},
            {"job-description/lead", "job-description/plain", "job-description/stress"},
        ),
        ({"roles": ("lonely",), "kinds": ("duty-manual",)}, set()),
    ],
)
def test_requests_narrow_the_plan(
    reload: Reload, wanted: dict[str, object], expected: set[str]
) -> None:
    assert {
        path.removesuffix(".html") for path in paths(reload(), formats=("html",), **wanted)
    } == expected


def test_what_would_be_an_empty_frame_is_said_once(reload: Reload) -> None:
    view = View(reload(), "zh-Hans", None)
    kinds = ("job-description", "evaluation-form", "duty-checklist")
    found = [finding.details for finding in spared(view, Request(kinds=kinds))]
    assert found == [
        {"kind": "evaluation-form", "key": "kpis", "n": "2", "roles": "试验组长、无部门岗"},
        {"kind": "duty-checklist", "key": "duties", "n": "2", "roles": "无部门岗、普通员"},
    ]
    assert spared(view, Request()) == []
    assert spared(view, Request(kinds=kinds, roles=("plain",))) == []
    assert spared(view, Request(kinds=kinds, departments=("试验部",)))[1].details["n"] == "1"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"roles": ("nobody",)}, "build-unknown-role"),
        ({"departments": ("Nowhere",)}, "build-unknown-department"),
    ],
)
def test_what_is_not_there_is_a_finding(
    reload: Reload, wanted: dict[str, object], code: str
) -> None:
    with pytest.raises(DutybookError) as caught:
        paths(reload(), **wanted)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.details["known"]


def test_departments_are_in_the_order_they_are_named(example: Workspace) -> None:
    assert departments_of(example) == [
        "客服部", "客户服务部", "报修服务部", "物业服务中心", "前台部", "项目客服部", "地产客服部",
        "服务外包部", "销售部",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"kinds": ("sop-card",)}, {"sop-card/handling"}),
        ({"kinds": ("sop-card",), "roles": ("lead",)}, {"sop-card/handling"}),
        ({"kinds": ("sop-card",), "roles": ("plain",)}, set()),
        ({"kinds": ("responsibility-agreement",)}, {"responsibility-agreement/deal"}),
        (
            {"kinds": ("responsibility-agreement",), "roles": ("stress",)},
            {"responsibility-agreement/deal"},
        ),
        ({"kinds": ("responsibility-agreement",), "roles": ("lead",)}, set()),
        (
            {"kinds": ("sop-card", "responsibility-agreement"), "departments": ("Trials",)},
            {"sop-card/handling", "responsibility-agreement/deal"},
        ),
    ],
)
def test_procedures_and_agreements_of_whom_they_concern(
    reload: Reload, wanted: dict[str, object], expected: set[str]
) -> None:
    planned = paths(reload(), formats=("html",), **wanted)
    assert {path.removesuffix(".html") for path in planned} == expected


def test_versions_name_only_what_the_engine_itself_needs() -> None:
    """A package of the tests would be missing from an installed wheel."""
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
    needed = {re.split("[<>=]", line)[0] for line in project["project"]["dependencies"]}
    assert {package for packages in writers._PACKAGES.values() for package in packages} <= needed
