"""岗位说明书: what a role is, does, may do and is measured by."""

from dutybook.compile.paper import Data, fields, filled, in_rows, paper
from dutybook.compile.rows import duty_row, kpi_row, superiors
from dutybook.compile.view import View, figure
from dutybook.model import Contact, Role
from dutybook.model.role import Experience


def job_description(view: View, role: Role) -> Data:
    """The context of ``job-description.html.j2``."""
    view = view.within(role)
    return {
        "paper": paper(view, "job-description", view.text(role.title)),
        "identity": in_rows(_identity(view, role)),
        "purpose": view.texts(role.purpose),
        "duties": [duty_row(view, duty, i) for i, duty in enumerate(role.duties, 1)],
        "authority": view.texts(role.authority),
        "contacts": [
            _contact(view, view.say(f"job.{side}"), contact)
            for side, contact in (
                ("internal", role.contacts.internal),
                ("external", role.contacts.external),
            )
            if contact
        ],
        "qualifications": _qualifications(view, role),
        "conditions": _conditions(view, role),
        "training": _training(view, role),
        "pitfalls": [
            {"no": str(i), "error": view.text(pitfall.error), "remedy": view.texts(pitfall.remedy)}
            for i, pitfall in enumerate(role.pitfalls, 1)
        ],
        "career": _career(view, role),
        "kpis": [kpi_row(view, kpi, i, role.total_weight) for i, kpi in enumerate(role.kpis, 1)],
        "total_weight": figure(role.total_weight) if role.total_weight else "",
    }


def subordinates(view: View, role: Role) -> list[str]:
    """Titles of those below: as the role itself says; where it does not, whoever reports to it."""
    if role.supervises is not None:
        return [view.post(post) for post in role.supervises]
    lines = ((other, other.reports_to.line) for other in view.roles if other.reports_to)
    return [view.text(other.title) for other, line in lines if view.role(line) is role]


def _identity(view: View, role: Role) -> list[dict[str, str]]:
    say = view.say
    superior, upper = superiors(view, role)
    pairs = [
        (say("common.post"), view.text(role.title)),
        (say("common.code"), role.code or ""),
        (say("common.department"), view.department(role.department)),
        (say("job.level"), view.text(role.level)),
        (say("job.headcount"), "" if role.headcount is None else str(role.headcount)),
        (say("job.effective"), view.day(role.effective)),
        (say("job.superior"), superior),
        (say("job.skip_superior"), upper),
        (say("job.subordinates"), view.joined(subordinates(view, role)) or say("common.none")),
        (say("job.promotion"), view.joined(map(view.post, role.career.to))),
    ]
    if role.reports_to and role.reports_to.functional:
        pairs.insert(
            8, (say("job.functional"), view.joined(map(view.post, role.reports_to.functional)))
        )
    return fields(*pairs)


def _contact(view: View, side: str, contact: Contact) -> Data:
    share = figure(contact.share, percent=True) if contact.share is not None else ""
    return {"side": side, "with": view.joined(view.texts(contact.with_)), "share": share}


def _qualifications(view: View, role: Role) -> list[Data]:
    q, say = role.qualifications, view.say
    lists = [(say(f"job.{key}"), view.joined(view.texts(getattr(q, key)), "list_sep"))
             for key in ("certificates", "knowledge", "skills", "traits", "other")]  # fmt: skip
    return filled(
        (say("job.education"), view.text(q.education)),
        (say("job.major"), view.text(q.major)),
        (say("job.experience"), _experience(view, q.experience)),
        (say("job.age"), view.text(q.age)),
        (say("job.sex"), view.text(q.sex)),
        *lists,
    )


def _experience(view: View, experience: Experience | None) -> str:
    if experience is None:
        return ""
    field, years = view.text(experience.field), experience.years
    if years is None:
        return field
    low, high = figure(years[0]), figure(years[1])
    words = (
        view.say("experience.years", n=low)
        if low == high
        else view.say("experience.range", low=low, high=high)
    )
    return view.say(
        "experience.field" if field else "experience.years_only", years=words, field=field
    )


def _conditions(view: View, role: Role) -> list[Data]:
    where = role.conditions
    pairs = [
        (view.say(f"job.{key}"), view.text(getattr(where, key)))
        for key in ("place", "hours", "environment")
    ]
    return filled(*pairs, (view.say("job.equipment"), view.joined(view.texts(role.equipment))))


def _training(view: View, role: Role) -> list[Data]:
    training, hours = role.training, ""
    if training.hours is not None:
        per = view.say(f"per.{training.per}")
        hours = view.say("training_hours", per=per, n=figure(training.hours))
    topics = view.joined(view.texts(training.topics), "list_sep")
    return filled(
        (view.say("job.training_hours"), hours), (view.say("job.training_topics"), topics)
    )


def _career(view: View, role: Role) -> list[Data]:
    paths = (
        ("from", role.career.from_),
        ("to", role.career.to),
        ("rotation", role.career.rotation),
    )
    return filled(
        *(
            (view.say(f"job.career_{key}"), view.joined(map(view.post, posts)))
            for key, posts in paths
        )
    )
