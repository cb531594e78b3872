"""岗位说明书: what a role is, does, may do and is measured by."""

from collections.abc import Sequence
from dataclasses import dataclass

from dutybook.model import Contact, Role
from dutybook.model.role import Experience
from dutybook.papers.paper import Field, Frame, fields, filled, in_rows, paper
from dutybook.papers.rows import DutyRow, KpiRow, duty_row, kpi_row, superiors
from dutybook.papers.view import View, figure


@dataclass(frozen=True, slots=True)
class ContactRow:
    """With whom the post works, inside or outside, and what share of its time."""

    side: str
    parties: str
    share: str


@dataclass(frozen=True, slots=True)
class PitfallRow:
    """A common error and what to do instead."""

    no: str
    error: str
    remedy: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDescription:
    """What ``job-description.html.j2`` reads."""

    paper: Frame
    identity: Sequence[Sequence[Field]]
    purpose: Sequence[str]
    duties: Sequence[DutyRow]
    authority: Sequence[str]
    contacts: Sequence[ContactRow]
    qualifications: Sequence[Field]
    conditions: Sequence[Field]
    training: Sequence[Field]
    pitfalls: Sequence[PitfallRow]
    kpis: Sequence[KpiRow]
    total_weight: str


def job_description(view: View, role: Role) -> JobDescription:
    """The context of ``job-description.html.j2``."""
    view = view.within(role)
    return JobDescription(
        paper=paper(view, "job-description", view.text(role.title), role.effective),
        identity=in_rows(_identity(view, role)),
        purpose=view.texts(role.purpose),
        duties=[duty_row(view, duty, i) for i, duty in enumerate(role.duties, 1)],
        authority=view.texts(role.authority),
        contacts=[
            _contact(view, view.say("job.internal"), role.contacts.internal),
            _contact(view, view.say("job.external"), role.contacts.external),
        ],
        qualifications=_qualifications(view, role),
        conditions=_conditions(view, role),
        training=_training(view, role),
        pitfalls=[
            PitfallRow(str(i), view.text(pitfall.error), view.texts(pitfall.remedy))
            for i, pitfall in enumerate(role.pitfalls, 1)
        ],
        kpis=[kpi_row(view, kpi, i, role.total_weight) for i, kpi in enumerate(role.kpis, 1)],
        total_weight=figure(role.total_weight) if role.total_weight else "",
    )


def subordinates(view: View, role: Role) -> list[str]:
    """Titles of those below: as the role itself says; where it does not, whoever reports to it."""
    return [title for title, _ in _below(view, role)]


def skip_subordinates(view: View, role: Role) -> list[str]:
    """Titles of those two levels below, each once; posts that are not defined here have none."""
    nearer = (one for _, one in _below(view, role) if one and one is not role)
    return list(dict.fromkeys(title for one in nearer for title in subordinates(view, one)))


def _below(view: View, role: Role) -> list[tuple[str, Role | None]]:
    if role.supervises is not None:
        return [(view.post(post), view.role(post)) for post in role.supervises]
    lines = ((other, other.reports_to.line) for other in view.roles if other.reports_to)
    return [(view.text(other.title), other) for other, line in lines if view.role(line) is role]


def _identity(view: View, role: Role) -> list[Field]:
    """Label and value, an empty value being a blank to fill; two pairs share a row of the grid."""
    say = view.say

    def posts(key: str, names: Sequence[str], none: str = "") -> tuple[str, str]:
        return say(f"job.{key}"), view.joined(names) or none

    superior, upper = superiors(view, role)
    functional = role.reports_to.functional if role.reports_to else ()
    return fields(
        (say("common.post"), view.text(role.title)),
        (say("common.code"), role.code or ""),
        (say("common.department"), view.department(role.department)),
        (say("job.level"), view.text(role.level)),
        (say("job.headcount"), "" if role.headcount is None else str(role.headcount)),
        posts("career_from", view.posts(role.career.from_)),
        (say("job.superior"), superior),
        (say("job.skip_superior"), upper),
        posts("subordinates", subordinates(view, role), say("common.none")),
        posts("skip_subordinates", skip_subordinates(view, role), say("common.none")),
        posts("promotion", view.posts(role.career.to)),
        posts("rotation", view.posts(role.career.rotation)),
        (say("job.effective"), view.day(role.effective)),
        (say("job.revised"), view.day(role.revised)),
        *([posts("functional", view.posts(functional))] if functional else []),
    )


def _contact(view: View, side: str, contact: Contact | None) -> ContactRow:
    share = figure(contact.share, percent=True) if contact and contact.share is not None else ""
    parties = view.joined(view.texts(contact.with_)) if contact else ""
    return ContactRow(side, parties, share)


def _qualifications(view: View, role: Role) -> list[Field]:
    """What is usually asked, blanks included; what is not, or may not be asked lightly, where
    the role asks it."""
    q, say = role.qualifications, view.say
    lists = [(say(f"job.{key}"), view.joined(view.texts(getattr(q, key)), "list_sep"))
             for key in ("certificates", "knowledge", "skills", "traits")]  # fmt: skip
    usual = fields(
        (say("job.education"), view.text(q.education)),
        (say("job.major"), view.text(q.major)),
        (say("job.experience"), experience(view, q.experience)),
        *lists,
    )
    other = view.joined(view.texts(q.other), "list_sep")
    return usual + filled(
        (say("job.age"), view.text(q.age)),
        (say("job.sex"), view.text(q.sex)),
        (say("job.other"), other),
    )


def experience(view: View, asked: Experience | None) -> str:
    """Years in a field, in words, and those within or besides them; nothing where none are asked
    for."""
    if asked is None:
        return ""
    words = _years(view, asked)
    for key, more in (("of_which", asked.of_which), ("and", asked.and_)):
        if said := experience(view, more):
            words = view.say(f"experience.{key}", words=words, more=said) if words else said
    return words


def _years(view: View, asked: Experience) -> str:
    field, years = view.text(asked.field), asked.years
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


def _conditions(view: View, role: Role) -> list[Field]:
    said = [
        (view.say(f"job.{key}"), view.text(getattr(role.conditions, key)))
        for key in ("place", "hours", "environment", "travel", "hazards")
    ]
    return fields(*said, (view.say("job.equipment"), view.joined(view.texts(role.equipment))))


def _training(view: View, role: Role) -> list[Field]:
    training, hours = role.training, ""
    if training.hours is not None:
        per = view.say(f"per.{training.per}")
        hours = view.say("training_hours", per=per, n=figure(training.hours))
    topics = view.joined(view.texts(training.topics), "list_sep")
    return filled(
        (view.say("job.training_hours"), hours), (view.say("job.training_topics"), topics)
    )
