"""岗位手册: a department's posts, forms and procedures, bound together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dutybook.model import Agreement, Role
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.drawing.orgchart import org_chart
from dutybook.papers.duty_checklist.context import DutyChecklist
from dutybook.papers.duty_checklist.paper import duty_checklist
from dutybook.papers.duty_manual import parts
from dutybook.papers.duty_manual.raci import Matrix, raci
from dutybook.papers.evaluation_form.context import EvaluationForm
from dutybook.papers.evaluation_form.paper import evaluation_form
from dutybook.papers.job_description.paper import JobDescription, job_description
from dutybook.papers.paper import Field, Frame, paper
from dutybook.papers.responsibility_agreement.paper import (
    ResponsibilityAgreement,
    responsibility_agreement,
)
from dutybook.papers.rows import superiors
from dutybook.papers.sop_card.paper import SopCard, sop_card
from dutybook.papers.view import View, one_line

Bound = JobDescription | DutyChecklist | EvaluationForm
"""A role's paper bound in a manual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post in the list of posts."""

    no: str
    code: str
    title: str
    level: str
    headcount: str
    superior: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A role and its papers."""

    id: str
    title: str
    papers: Sequence[Bound]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyManual:
    """What ``duty-manual.html.j2`` reads."""

    paper: Frame
    department: str
    cover: Sequence[Field]
    revisions: Sequence[parts.RevisionRow]
    pictures: Sequence[Drawing]
    overview: Sequence[PostRow]
    raci: Matrix
    roles: Sequence[Chapter]
    sops: Sequence[SopCard]
    agreements: Sequence[ResponsibilityAgreement]
    glossary: Sequence[parts.Term]
    notice: str
    receipts: Sequence[parts.Receipt]


def duty_manual(view: View, department: str) -> DutyManual:
    """The context of ``duty-manual.html.j2`` for a department's key."""
    roles = sorted((role for role in view.roles if role.department == department), key=_by_code)
    sops = [
        sop
        for sop in view.workspace.definitions.sops.values()
        if sop.department == department and not sop.origin.document.lost
    ]
    title = one_line(view.department(department))
    frame = _frame(view, department, title)
    return DutyManual(
        paper=frame,
        department=title,
        cover=parts.cover(view, department, roles, frame.version),
        revisions=parts.revisions(view, department),
        pictures=_pictures(view, department, roles),
        overview=[_overview(view, role, i) for i, role in enumerate(roles, 1)],
        raci=raci(view, roles, sops),
        roles=[Chapter(role.role, view.text(role.title), _papers(view, role)) for role in roles],
        sops=[sop_card(view, sop) for sop in sops],
        agreements=[
            responsibility_agreement(view, agreement)
            for agreement in view.workspace.definitions.agreements.values()
            if _concerns(view, agreement, department)
        ],
        glossary=parts.glossary(view, department),
        notice=view.say(
            "manual.notice_text", title=frame.heading, version=frame.version, department=title
        ),
        receipts=parts.receipts(view, roles),
    )


def _papers(view: View, role: Role) -> list[Bound]:
    """A role's papers; no list of duties without duties, no form where nothing is evaluated."""
    return [
        job_description(view, role),
        *([duty_checklist(view, role)] if role.duties else []),
        *([evaluation_form(view, role)] if role.kpis else []),
    ]


def _frame(view: View, department: str, title: str) -> Frame:
    frame = paper(view, "duty-manual", title)
    now = parts.latest(view, department)
    version = one_line(now.version) if now else frame.version
    return replace(frame, heading=view.say("manual.heading", title=title), version=version)


def _pictures(view: View, department: str, roles: list[Role]) -> list[Drawing]:
    """The organisation chart; its parts are numbered, for they refer to each other."""
    figures = org_chart(view, department, roles)
    if len(figures) == 1:
        return figures
    return [
        replace(figure, caption=view.say("org.caption", n=i)) for i, figure in enumerate(figures, 1)
    ]


def _by_code(role: Role) -> tuple[bool, str, str]:
    return role.code is None, role.code or "", role.role


def _concerns(view: View, agreement: Agreement, department: str) -> bool:
    """Whether an agreement is the department's, or one of its posts is a party."""
    posts = (view.role(post) for post in agreement.parties.values())
    return agreement.department == department or any(
        post.department == department for post in posts if post
    )


def _overview(view: View, role: Role, number: int) -> PostRow:
    return PostRow(
        no=str(number),
        code=role.code or "",
        title=view.text(role.title),
        level=view.text(role.level),
        headcount="" if role.headcount is None else str(role.headcount),
        superior=superiors(view, role)[0],
    )
