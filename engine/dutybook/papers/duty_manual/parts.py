"""What stands before and after a duty manual's chapters: cover, revisions, glossary, public notice,
and the sheet on which every holder signs for the manual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dutybook.model import Department, Revision, Role
from dutybook.papers.paper import Field, fields
from dutybook.papers.view import View, one_line
from dutybook.roster.people import Assignment, read_people


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """A version of the manual."""

    version: str = ""
    day: str
    text: str
    prepared: str = ""
    reviewed: str = ""
    approved: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A line to sign on for the manual; ``name`` and ``number`` are empty where nobody holds the
    post."""

    no: str
    code: str
    post: str
    name: str
    number: str


def settings_of(view: View, department: str) -> Department:
    """What dutybook.yaml says of the department."""
    return view.workspace.organisation.departments.get(department) or Department()


def latest(view: View, department: str) -> Revision | None:
    """The manual's version in force on the view's day."""
    revisions = settings_of(view, department).revisions
    past = (each for each in revisions if view.on is None or each.date <= view.on)
    return max(past, key=lambda each: each.date, default=None)


def cover(view: View, department: str, roles: list[Role], version: str) -> list[Field]:
    """The table on the cover; who prepared, reviewed and approved as the revision says, else to be
    filled in."""
    say, now = view.say, latest(view, department)
    day = now.date if now else max((r.effective for r in roles if r.effective), default=None)
    people = {who: getattr(now, who) if now else None for who in _WHO}
    return fields(
        (say("manual.code"), settings_of(view, department).manual_code or ""),
        (say("common.version"), version),
        (say("manual.department"), one_line(view.department(department))),
        (say("manual.effective"), view.day(day)),
        *((say(f"manual.{who}"), view.text(text)) for who, text in people.items()),
    )


_WHO = ("prepared", "reviewed", "approved")


def revisions(view: View, department: str) -> Sequence[RevisionRow]:
    """The manual's versions, oldest first; where none are written down, the days from which
    versions of its roles are in force."""
    written = settings_of(view, department).revisions
    rows = [
        RevisionRow(
            version=r.version,
            day=view.day(r.date),
            text=view.text(r.changes),
            prepared=view.text(r.prepared),
            reviewed=view.text(r.reviewed),
            approved=view.text(r.approved),
        )
        for r in sorted(written, key=lambda r: (r.date, r.version))
        if view.on is None or r.date <= view.on
    ]
    return rows or _by_roles(view, department)


def _by_roles(view: View, department: str) -> list[RevisionRow]:
    days: dict[date, list[str]] = {}
    seen: set[str] = set()
    for role in view.workspace.definitions.roles:  # by id and effective date
        if role.abstract or role.department != department:
            continue
        key = "manual.revised" if role.role in seen else "manual.introduced"
        seen.add(role.role)
        if role.effective and (view.on is None or role.effective <= view.on):
            said = view.say(key, post=view.text(role.title))
            days.setdefault(role.effective, []).append(said)
    return [
        RevisionRow(day=view.day(day), text=view.joined(said, "list_sep"))
        for day, said in sorted(days.items())
    ]


def glossary(view: View, department: str) -> list[Term]:
    """Terms of all glossaries, the workspace's own before the shipped ones."""
    found = view.workspace.definitions.glossaries.values()
    ordered = sorted(found, key=lambda each: each.origin.document.file.startswith("("))
    return [
        Term(view.text(entry.term), view.text(entry.meaning))
        for each in ordered
        for entry in each.terms
        if entry.department in (None, department)
    ]


def receipts(view: View, roles: list[Role]) -> list[Receipt]:
    """A row for each holder of a post; where nobody holds it, one for each post to be filled."""
    people, _ = read_people(view.workspace)  # what cannot be read is reported by other commands
    rows: list[Receipt] = []
    for role in roles:
        holders = [one for one in people if one.role == role.role and _in_post(view, one)]
        named = [(one.name, one.employee) for one in holders] or [("", "")] * (role.headcount or 1)
        rows += [
            Receipt(str(no), role.code or "", view.text(role.title), name, number)
            for no, (name, number) in enumerate(named, len(rows) + 1)
        ]
    return rows


def _in_post(view: View, one: Assignment) -> bool:
    """Whether someone holds the post on the view's day; without one, whether no end is set."""
    if view.on is None:
        return one.end == date.max
    return one.start <= view.on < one.end
