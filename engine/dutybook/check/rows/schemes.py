"""Rows about schemes and agreements: groups, grades, consequences, and whether weights add up."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from dutybook.check.context import Context
from dutybook.check.rows import Row, Rows, held, number, record, row
from dutybook.grammar.number.quantity import plain
from dutybook.model import Kpi, Role, Scheme


def schemes(context: Context) -> Rows:
    """One per scheme."""
    for scheme in context.workspace.definitions.schemes.values():
        in_force = scheme.scheme == context.workspace.organisation.scheme
        yield record(context, "schemes", scheme, in_force=in_force)


def scheme_groups(context: Context) -> Rows:
    """One per group of a scheme."""
    for scheme in context.workspace.definitions.schemes.values():
        for i, group in enumerate(scheme.groups):
            about = {"scheme": scheme.scheme, "points": number(scheme.points_of(group))}
            group_row = held(context, "scheme_groups", group, about)
            yield row(scheme.origin, "groups", i, **group_row)


def weight_sums(context: Context) -> Rows:
    """One per sum that ought to come out: a scheme's groups, a role's groups, a role's total."""
    for scheme in context.workspace.definitions.schemes.values():
        if scheme.groups:
            points = [scheme.points_of(group) for group in scheme.groups]
            due = scheme.scale - (scheme.base or 0)
            yield row(scheme.origin, "groups", **_sum(points, due, scheme=scheme.scheme))
    for role in context.roles:
        scheme_ = context.workspace.scheme_for(role)
        if role.total_weight:
            yield from _role_sums(role, scheme_)


def _role_sums(role: Role, scheme: Scheme | None) -> Rows:
    """What the KPIs of a role come to, by the scheme that scores them; without one to a hundred."""
    items = [*role.kpis, *(scheme.items if scheme else ())]
    sums = _sums_by(scheme, items) if scheme else [_sum(_weights(items), Fraction(100))]
    for one in sums:
        name = scheme.scheme if scheme else None
        yield row(role.origin, "kpis", role=role.role, scheme=name, **one)


def _sums_by(scheme: Scheme, items: Sequence[Kpi]) -> Rows:
    """One sum per group, and one of what is in none: all there is to gain but for the groups."""
    for group in scheme.groups:
        own = [kpi for kpi in items if kpi.group == group.id]
        if not _deducts(own):
            due = group.members or scheme.points_of(group)
            yield _sum(_weights(own), due, kpi_group=group.id)
    known = {group.id for group in scheme.groups}
    rest = _weights(kpi for kpi in items if kpi.group not in known)
    due = scheme.scale - (scheme.base or 0) - sum(map(scheme.points_of, scheme.groups))
    if rest or due > 0:
        yield _sum(rest, due)


def _weights(kpis: Iterable[Kpi]) -> list[Fraction]:
    return [kpi.weight for kpi in kpis if kpi.weight]


def _deducts(kpis: Sequence[Kpi]) -> bool:
    """Items without weight take points from their group instead of adding up to it."""
    return bool(kpis) and not _weights(kpis)


def _sum(parts: list[Fraction], due: Fraction, **about: object) -> Row:
    terms = " + ".join(map(plain, parts)) or "0"
    total = sum(parts, Fraction(0))
    figures = {"total": number(total), "due": number(due), "terms": terms}
    return {**about, **figures, "matches": total == due}


def agreements(context: Context) -> Rows:
    """One per agreement."""
    for agreement in context.workspace.definitions.agreements.values():
        yield record(context, "agreements", agreement)


def agreement_parties(context: Context) -> Rows:
    """One per party to an agreement."""
    for agreement in context.workspace.definitions.agreements.values():
        for party, post in agreement.parties.items():
            yield row(
                agreement.origin,
                "parties",
                party,
                agreement=agreement.agreement,
                party=party,
                post=post,
                role=context.resolve(post),
                external=context.external(post),
            )


def agreement_targets(context: Context) -> Rows:
    """One per target of an agreement: a role's KPI."""
    kpis = {(role.role, kpi.id) for role in context.roles for kpi in role.kpis}
    for agreement in context.workspace.definitions.agreements.values():
        for i, target in enumerate(agreement.targets):
            role, _, kpi = target.partition("/")
            about = {"agreement": agreement.agreement, "role": role, "kpi": kpi}
            yield row(agreement.origin, "targets", i, **about, known=(role, kpi) in kpis)


def consequences(context: Context) -> Rows:
    """One per consequence of a scheme or an agreement."""
    defined = context.workspace.definitions
    holders = (
        *(("scheme", s.scheme, s.origin, s.consequences) for s in defined.schemes.values()),
        *(
            ("scheme", s.scheme, s.rolled.origin, s.rolled.consequences)
            for s in defined.schemes.values()
        ),
        *(
            ("agreement", a.agreement, a.origin, a.consequences)
            for a in defined.agreements.values()
        ),
    )
    for kind, name, origin, listed in holders:
        for i, item in enumerate(listed):
            amount = str(item.amount or "") or None
            about = {"kind": kind, "definition": name, "consequence": item.then, "amount": amount}
            yield row(origin, "consequences", i, **held(context, "consequences", item, about))
