"""Rows about roles: who they are, whom they answer to, what they ask of their holders."""

from collections.abc import Iterator

from dutybook.check.context import Context
from dutybook.check.rows import Row, Rows, number, record, row
from dutybook.model import Role
from dutybook.words.locale import Text


def roles(context: Context) -> Rows:
    """One per role, at its document."""
    for role in context.roles:
        scheme = context.workspace.scheme_for(role)
        yield record(
            context,
            "roles",
            role,
            superior=role.reports_to.line if role.reports_to else None,
            supervises_stated=role.supervises is not None,
            scheme=scheme.scheme if scheme else None,
            duty_count=len(role.duties),
            kpi_count=len(role.kpis),
        )


def superiors(context: Context) -> Rows:
    """One per superior named."""
    for role in context.roles:
        if role.reports_to:
            yield _superior(context, role, role.reports_to.line, "line")
            for post in role.reports_to.functional:
                yield _superior(context, role, post, "functional")


def _superior(context: Context, role: Role, post: str, kind: str) -> Row:
    return row(
        role.origin,
        "reports_to",
        role=role.role,
        title=context.say(role.title),
        kind=kind,
        post=post,
        superior=context.resolve(post),
        external=context.external(post),
    )


def superior_closure(context: Context) -> Rows:
    """One per role and superior above it by line, however far; a chain ends where it closes."""
    for role in context.roles:
        for depth, superior in enumerate(context.chain(role.role), start=1):
            yield row(role.origin, "reports_to", role=role.role, superior=superior, depth=depth)


def cycles(context: Context) -> Rows:
    """One per circle of superiors, at the member that comes first by id."""
    for role in sorted(context.roles, key=lambda role: role.role):
        chain = context.chain(role.role)
        if role.role in chain and role.role == min(chain):
            members = " → ".join([role.role, *chain])
            yield row(role.origin, "reports_to", role=role.role, members=members, length=len(chain))


def subordinates(context: Context) -> Rows:
    """One per subordinate a role declares."""
    for role in context.roles:
        for i, post in enumerate(role.supervises or ()):
            yield row(
                role.origin,
                "supervises",
                i,
                role=role.role,
                title=context.say(role.title),
                post=post,
                subordinate=context.resolve(post),
                external=context.external(post),
            )


def contacts(context: Context) -> Rows:
    """One per kind of working relationship."""
    for role in context.roles:
        for kind in ("internal", "external"):
            contact = getattr(role.contacts, kind)
            if contact:
                yield row(
                    role.origin,
                    "contacts",
                    kind,
                    role=role.role,
                    title=context.say(role.title),
                    kind=kind,
                    share=number(contact.share * 100) if contact.share is not None else None,
                    parties=len(contact.with_),
                )


def qualifications(context: Context) -> Rows:
    """One per thing asked of a holder."""
    for role in context.roles:
        for keys, text in _qualifications(role):
            yield row(
                role.origin,
                "qualifications",
                *keys,
                role=role.role,
                title=context.say(role.title),
                kind=keys[0],
                text=context.say(text),
            )


def _qualifications(role: Role) -> Iterator[tuple[tuple[object, ...], Text]]:
    asked = role.qualifications
    for key in ("education", "major", "age", "sex"):
        if text := getattr(asked, key):
            yield (key,), text
    for at, worked in asked.experience.parts("experience") if asked.experience else ():
        if worked.field:
            yield (*at, "field"), worked.field
    for key in ("certificates", "skills", "knowledge", "traits", "other"):
        for i, text in enumerate(getattr(asked, key)):
            yield (key, i), text
