"""岗位手册：a department's posts, forms and procedures, bound together."""

from dutybook.compile.duty_checklist import duty_checklist
from dutybook.compile.evaluation_form import evaluation_form
from dutybook.compile.job_description import job_description, superiors
from dutybook.compile.paper import Data, fields, filled, paper
from dutybook.compile.view import View, one_line
from dutybook.compile.wording import limit
from dutybook.model import Escalation, Role, Sop, Step


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
        "sops": [_sop(view, sop) for sop in sops],
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


def _sop(view: View, sop: Sop) -> Data:
    say = view.say
    numbers = {step.id: str(i) for i, step in enumerate(sop.steps, 1)}
    return {
        "id": sop.sop,
        "title": view.text(sop.title),
        "facts": filled(
            (say("manual.sop_code"), sop.code or ""),
            (say("manual.sop_purpose"), view.text(sop.purpose)),
            (say("manual.sop_scope"), view.text(sop.scope)),
            (say("manual.sop_trigger"), view.text(sop.trigger)),
            (say("manual.sop_owner"), view.post(sop.owner)),
            (say("manual.sop_within"), limit(view, sop.within)),
            (say("manual.effective"), view.day(sop.effective)),
        ),
        "steps": [_step(view, step, numbers, i) for i, step in enumerate(sop.steps, 1)],
        "escalation": [_escalation(view, rung, numbers) for rung in sop.escalation],
    }


def _step(view: View, step: Step, numbers: dict[str, str], number: int) -> Data:
    say = view.say
    taboos = view.joined(view.texts(step.taboos), "list_sep")
    before = [numbers.get(name, name) for name in step.after]
    plain_order = not before or before == [str(number - 1)]
    after = [] if plain_order else [say("manual.step_after", steps=view.joined(before))]
    branches = [
        say(
            "manual.step_branch",
            when=view.text(branch.when),
            step=numbers.get(branch.to, branch.to),
        )
        for branch in step.branches
    ]
    return {
        "no": str(number),
        "text": [
            view.text(step.text),
            *([say("manual.step_taboos", text=taboos)] if taboos else []),
        ],
        "owner": view.post(step.owner),
        "within": limit(view, step.within),
        "records": view.texts(step.records),
        "branches": after + branches,
    }


def _escalation(view: View, rung: Escalation, numbers: dict[str, str]) -> str:
    slots = {"after": limit(view, rung.after), "to": view.post(rung.to)}
    if rung.from_:
        words = view.say(
            "manual.escalation_from", step=numbers.get(rung.from_, rung.from_), **slots
        )
    else:
        words = view.say("manual.escalation_row", **slots)
    return view.joined([words, view.text(rung.text)], "list_sep")
