"""招聘启事: an opening, from the role's own duties and qualifications. What may not be asked of
applicants is left out, and said to be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dutybook.finding import Finding
from dutybook.model import Role
from dutybook.model.posting import Applying, Posting
from dutybook.model.role import Experience
from dutybook.papers.job_description.paper import experience
from dutybook.papers.job_posting.terms import contact, facts, terms
from dutybook.papers.paper import Field, Frame, filled, in_rows, paper
from dutybook.papers.view import View
from dutybook.workspace.requirements import Lawful, Requirement, requirements
from dutybook.write.json.posting import Opening

_NEEDED = ("employment", "place", "salary", "posted", "apply_by", "contact")
"""What a posting is expected to say, beyond what the role says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPosting:
    """What ``job-posting.html.j2`` reads and, besides words, its JSON-LD (``facts``)."""

    paper: Frame
    terms: Sequence[Sequence[Field]]
    purpose: Sequence[str]
    duties: Sequence[str]
    qualifications: Sequence[Field]
    conditions: Sequence[Field]
    benefits: Sequence[str]
    notes: Sequence[str]
    contact: Sequence[Field]
    facts: Opening


def job_posting(view: View, role: Role) -> JobPosting:
    """The opening of ``role``, without what may not be asked."""
    view = view.within(role)
    posting = role.posting or Posting()
    may = _Kept(view)
    asked = {(one.at): may(one) for one in requirements(role)}
    title = asked["title",] or view.text(role.title)
    qualifications = _qualifications(view, role, asked)
    words = {key: value for key, (_, value) in qualifications.items()}
    return JobPosting(
        paper=paper(view, "job-posting", title, role.effective),
        terms=in_rows(filled(*terms(view, role, posting, title).values())),
        purpose=view.texts(role.purpose),
        duties=view.texts(duty.text for duty in role.duties),
        qualifications=filled(*qualifications.values()),
        conditions=_conditions(view, role),
        benefits=_listed(asked, "benefits"),
        notes=_listed(asked, "notes"),
        contact=filled(*contact(view, posting.contact).values()),
        facts=facts(view, role, posting, title, words),
    )


def left_out(view: View, role: Role) -> list[Finding]:
    """A finding for each clause a posting does not print, and one for what it does not say."""
    lawful = Lawful(view.workspace.root)
    findings = [
        Finding(
            "posting-left-out",
            role.origin.below(*asked.at).place,
            {"text": clause, "role": view.text(role.title)},
        )
        for asked in requirements(role)
        for clause in lawful.offences(asked, view.locale)
    ]
    posting = role.posting or Posting()
    missing = [key for key in _NEEDED if getattr(posting, key) in (None, (), Applying())]
    if missing:
        place = (role.origin.below("posting") if role.posting else role.origin).place
        details = {"missing": ", ".join(missing), "role": view.text(role.title)}
        findings.append(Finding("posting-incomplete", place, details))
    return findings


class _Kept:
    """What of a requirement may be printed."""

    def __init__(self, view: View) -> None:
        self.lawful, self.locale = Lawful(view.workspace.root), view.locale

    def __call__(self, asked: Requirement) -> str:
        kept = self.lawful.kept(asked, self.locale)
        # nothing is asked by “不限”: the line goes, and no finding is needed
        return "" if asked.field in ("age", "sex") and self.lawful.asks_nothing(kept) else kept


Asked = dict[tuple[object, ...], str]


def _listed(asked: Asked, key: str) -> list[str]:
    return [text for at, text in asked.items() if at[:2] == ("posting", key) and text]


def _qualifications(view: View, role: Role, asked: Asked) -> dict[str, tuple[str, str]]:
    """Label and lawful words of each thing asked, by key."""

    def kept(key: str) -> str:
        found = (text for at, text in asked.items() if at[:2] == ("qualifications", key))
        return view.joined(found, "list_sep")

    q = role.qualifications
    told = {key: kept(key) for key in ("education", "major")}
    worked = q.experience
    if worked:
        worked = _lawful(worked, asked)
    told["experience"] = experience(view, worked)
    lists = ("certificates", "knowledge", "skills", "traits", "age", "sex", "other")
    told |= {key: kept(key) for key in lists}
    return {key: (view.say(f"job.{key}"), text) for key, text in told.items()}


def _lawful(worked: Experience, asked: Asked, *at: str) -> Experience:
    """Experience without the fields that must not be asked for."""
    told = asked.get(("qualifications", "experience", *at), "")
    return replace(
        worked,
        field=worked.field if told else None,
        of_which=worked.of_which and _lawful(worked.of_which, asked, *at, "of_which"),
        and_=worked.and_ and _lawful(worked.and_, asked, *at, "and"),
    )


def _conditions(view: View, role: Role) -> list[Field]:
    """What the law wants applicants to be told, and what they will ask."""
    keys = ("environment", "travel", "hazards")
    return filled(
        *((view.say(f"job.{key}"), view.text(getattr(role.conditions, key))) for key in keys)
    )
