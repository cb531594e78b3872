"""Rows about what applicants are told: requirements that may not be made, and openings."""

from dutybook.check.context import Context
from dutybook.check.rows import Rows, held, number, row
from dutybook.workspace.requirements import Lawful, requirements


def protected_requirements(context: Context) -> Rows:
    """One per clause of a role, read by applicants, that may not be asked."""
    lawful = Lawful(context.workspace.root)
    for role in context.roles:
        for asked in requirements(role):
            for clause in lawful.offences(asked, context.workspace.locale):
                about = {"role": role.role, "title": context.say(role.title)}
                yield row(role.origin, *asked.at, **about, kind=asked.field, text=clause)


def postings(context: Context) -> Rows:
    """One per role with a job posting."""
    for role in context.roles:
        if (posting := role.posting) is None:
            continue
        pay = posting.salary
        about = {
            "role": role.role,
            "title": context.say(role.title),
            "headcount": role.headcount,
            "salary_from": number(pay.from_) if pay else None,
            "salary_to": number(pay.to) if pay else None,
        }
        yield row(role.origin, "posting", **held(context, "postings", posting, about))
