"""岗位手册: a department's posts, forms and procedures, bound together."""

from dutybook.compile.duty_checklist import duty_checklist
from dutybook.compile.evaluation_form import evaluation_form
from dutybook.compile.job_description import job_description
from dutybook.compile.paper import Data, fields, paper
from dutybook.compile.rows import superiors
from dutybook.compile.sop_card import sop_card
from dutybook.compile.view import View, one_line
from dutybook.model import Role


def duty_manual(view: View, department: str) -> Data:
    """The context of ``duty-manual.html.j2`` for a department's key."""
    roles = sorted((role for role in view.roles if role.department == department), key=_by_code)
    sops = [sop for sop in view.workspace.definitions.sops.values() if sop.department == department]
    title = one_line(view.department(department))
    frame = paper(view, "duty-manual", title) | {"heading": view.say("manual.heading", title=title)}
    return {
        "paper": frame,
        "department": title,
        "cover": _cover(view, department, roles),
        "overview": [_overview(view, role, i) for i, role in enumerate(roles, 1)],
        "roles": [
            {
                "id": role.role,
                "title": view.text(role.title),
                "papers": [
                    job_description(view, role),
                    duty_checklist(view, role),
                    evaluation_form(view, role),
                ],
            }
            for role in roles
        ],
        "sops": [
            sop_card(view, sop) | {"id": sop.sop, "title": view.text(sop.title)} for sop in sops
        ],
    }


def _by_code(role: Role) -> tuple[bool, str, str]:
    return role.code is None, role.code or "", role.role


def _cover(view: View, department: str, roles: list[Role]) -> list[dict[str, str]]:
    say, organisation = view.say, view.workspace.organisation
    settings = organisation.departments.get(department)
    latest = max((role.effective for role in roles if role.effective), default=None)
    return fields(
        (say("manual.code"), (settings.manual_code if settings else "") or ""),
        (say("common.version"), organisation.documents.version),
        (say("manual.effective"), view.day(latest)),
        *((say(f"manual.{who}"), "") for who in ("prepared", "reviewed", "approved")),
    )


def _overview(view: View, role: Role, number: int) -> Data:
    return {
        "no": str(number),
        "code": role.code or "",
        "title": view.text(role.title),
        "level": view.text(role.level),
        "headcount": "" if role.headcount is None else str(role.headcount),
        "superior": superiors(view, role)[0],
    }
