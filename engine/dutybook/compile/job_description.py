"""岗位说明书：what a role is, does, may do and is measured by."""

from fractions import Fraction

from dutybook.compile.measuring import data_source, definition
from dutybook.compile.paper import Data, fields, filled, in_rows, paper, sentences
from dutybook.compile.scoring import score
from dutybook.compile.view import View, figure
from dutybook.compile.wording import limit, schedule, targets
from dutybook.model import Contact, Duty, Kpi, Role, Standard
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


def superiors(view: View, role: Role) -> tuple[str, str]:
    """Titles of the superior and of the superior's superior."""
    line = role.reports_to.line if role.reports_to else None
    above = view.role(line)
    upper = above.reports_to.line if above and above.reports_to else None
    return view.post(line), view.post(upper)


def duty_row(view: View, duty: Duty, number: int) -> Data:
    """One line of the table of duties."""
    say = view.say
    records = view.texts(duty.records)
    sop = view.workspace.definitions.sops.get(duty.sop or "")
    if sop:
        records.append(say("job.sop", title=view.text(sop.title)))
    kinds = (("difficulties", duty.difficulties), ("taboos", duty.taboos))
    notes = [
        say(f"job.{key}", text=view.joined(view.texts(texts), "list_sep"))
        for key, texts in kinds
        if texts
    ]
    return {
        "no": duty.no or str(number),
        "area": view.text(duty.area),
        "text": view.text(duty.text),
        "tasks": view.texts(duty.tasks),
        "responsibility": say(f"responsibility.{duty.responsibility}")
        if duty.responsibility
        else "",
        "time": times(view, duty),
        "standards": [_standard(view, standard) for standard in duty.standards] + notes,
        "indicator": view.text(duty.indicator),
        "records": records,
    }


def times(view: View, duty: Duty) -> list[str]:
    """When a duty is to be done, and how fast."""
    post = view.say("schedule.post") if duty.schedule and duty.owed_by == "post" else ""
    note = view.say("common.note", text=post) if post else ""
    return sentences([schedule(view, duty.schedule) + note, limit(view, duty.within)])


def kpi_row(view: View, kpi: Kpi, number: int, total: Fraction) -> Data:
    """One line of the table of KPIs."""
    note = "advisory" if kpi.advisory else "adjustment" if total and kpi.weight is None else ""
    return {
        "no": str(number),
        "name": view.text(kpi.name) + (view.say(f"kpi.{note}") if note else ""),
        "weight": figure(kpi.weight) if kpi.weight is not None else "",
        "target": targets(view, kpi.target),
        "measure": definition(view, kpi),
        "rule": score(view, kpi),
        "source": data_source(view, kpi),
    }


def _identity(view: View, role: Role) -> list[dict[str, str]]:
    say = view.say
    superior, upper = superiors(view, role)
    below = [
        view.text(other.title)
        for other in view.roles
        if other.reports_to and view.role(other.reports_to.line) is role
    ]
    named = [view.post(post) for post in role.supervises or ()]
    pairs = [
        (say("common.post"), view.text(role.title)),
        (say("common.code"), role.code or ""),
        (say("common.department"), view.department(role.department)),
        (say("job.level"), view.text(role.level)),
        (say("job.headcount"), "" if role.headcount is None else str(role.headcount)),
        (say("job.effective"), view.day(role.effective)),
        (say("job.superior"), superior),
        (say("job.skip_superior"), upper),
        (say("job.subordinates"), view.joined(dict.fromkeys(named + below)) or say("common.none")),
        (say("job.promotion"), view.joined(map(view.post, role.career.to))),
    ]
    if role.reports_to and role.reports_to.functional:
        pairs.insert(
            8, (say("job.functional"), view.joined(map(view.post, role.reports_to.functional)))
        )
    return fields(*pairs)


def _standard(view: View, standard: Standard) -> str:
    ways = [
        view.text(method.how)
        + (view.say("common.note", text=schedule(view, method.schedule)) if method.schedule else "")
        for method in standard.methods
    ]
    text = view.text(standard.text)
    return (
        text + view.say("common.note", text=view.say("job.check", how=view.joined(ways)))
        if ways
        else text
    )


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
