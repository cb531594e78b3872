"""What stands before and after a duty manual's chapters: cover, revisions, glossary, public notice,
and the sheet on which every holder signs for the manual."""

from datetime import date

from dutybook.model import Department, Revision, Role
from dutybook.papers.paper import Data, fields
from dutybook.papers.view import View, one_line
from dutybook.roster.people import Assignment, read_people


def settings_of(view: View, department: str) -> Department:
    """What dutybook.yaml says of the department."""
    return view.workspace.organisation.departments.get(department) or Department()


def latest(view: View, department: str) -> Revision | None:
    """The manual's version in force on the view's day."""
    revisions = settings_of(view, department).revisions
    past = (each for each in revisions if view.on is None or each.date <= view.on)
    return max(past, key=lambda each: each.date, default=None)


def cover(view: View, department: str, roles: list[Role], version: str) -> list[dict[str, str]]:
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


def revisions(view: View, department: str) -> list[Data]:
    """The manual's versions, oldest first; where none are written down, the days from which
    versions of its roles are in force."""
    written = settings_of(view, department).revisions
    rows = [
        {"version": r.version, "day": view.day(r.date), "text": view.text(r.changes)}
        | {who: view.text(getattr(r, who)) for who in _WHO}
        for r in sorted(written, key=lambda r: (r.date, r.version))
        if view.on is None or r.date <= view.on
    ]
    return rows or list(_by_roles(view, department))


def _by_roles(view: View, department: str) -> list[Data]:
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
    blank = dict.fromkeys(("version", *_WHO), "")
    return [
        {"day": view.day(day), "text": view.joined(said, "list_sep")} | blank
        for day, said in sorted(days.items())
    ]


def glossary(view: View, department: str) -> list[dict[str, str]]:
    """Terms of all glossaries, the workspace's own before the shipped ones."""
    found = view.workspace.definitions.glossaries.values()
    ordered = sorted(found, key=lambda each: each.origin.document.file.startswith("("))
    return [
        {"term": view.text(entry.term), "meaning": view.text(entry.meaning)}
        for each in ordered
        for entry in each.terms
        if entry.department in (None, department)
    ]


def receipts(view: View, roles: list[Role]) -> list[dict[str, str]]:
    """A row for each holder of a post; where nobody holds it, one for each post to be filled."""
    people, _ = read_people(view.workspace)  # what cannot be read is reported by other commands
    rows: list[dict[str, str]] = []
    for role in roles:
        holders = [one for one in people if one.role == role.role and _in_post(view, one)]
        named = [(one.name, one.employee) for one in holders] or [("", "")] * (role.headcount or 1)
        rows += [
            {"code": role.code or "", "post": view.text(role.title), "name": name, "number": number}
            for name, number in named
        ]
    return [{"no": str(i)} | row for i, row in enumerate(rows, 1)]


def _in_post(view: View, one: Assignment) -> bool:
    """Whether someone holds the post on the view's day; without one, whether no end is set."""
    if view.on is None:
        return one.end == date.max
    return one.start <= view.on < one.end
