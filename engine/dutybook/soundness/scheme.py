"""What is wrong with a scheme: names nobody knows, bounds that cross, roles it does not reach."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.rounding import Rounding
from dutybook.model import Consequence, Role, Scheme, Veto
from dutybook.model.amount import Amount
from dutybook.soundness.names import Names, names_of, within
from dutybook.soundness.points.money import mixed
from dutybook.workspace import Workspace
from dutybook.yamltext import Origin


def unsettled(scheme: Scheme, roles: Sequence[Role]) -> Iterator[Finding]:
    """What keeps totals from being settled: vetoes that nobody can decide. ``roles``: those that
    the scheme applies to."""
    for one, rolled in ((scheme, False), (scheme.rolled, True)):
        names = names_of(one, roles, rolled=rolled)
        for veto in one.veto:
            yield from _veto(veto, names)


def doubtful(scheme: Scheme, roles: Sequence[Role]) -> Iterator[Finding]:
    """What else is wrong with a scheme; it leaves consequences undecided, totals as they are."""
    for one, rolled in ((scheme, False), (scheme.rolled, True)):
        names = names_of(one, roles, rolled=rolled)
        for i, consequence in enumerate(one.consequences):
            at = one.origin.below("consequences", i)
            yield from _consequence(consequence, within(names, one, consequence), at)
    yield from _lists(scheme, names_of(scheme, roles))
    if scheme.rollup is not None and scheme.rollup.from_ not in (None, scheme.period):
        place = scheme.origin.below("rollup", "from").place
        details = {"from": scheme.rollup.from_, "period": scheme.period}
        yield Finding("rollup-from", place, details)
    yield from _unrefunded(scheme, roles)
    yield from _crossed(scheme)
    yield from _rounded(scheme)


def misapplied(workspace: Workspace) -> Iterator[Finding]:
    """Roles that a scheme names and nobody defines, or that two schemes name."""
    known = {role.role for role in workspace.definitions.roles}
    taken: dict[str, str] = {}
    for scheme in workspace.definitions.schemes.values():
        for i, role in enumerate(scheme.applies_to):
            place = scheme.origin.below("applies_to", i).place
            if role not in known:
                details = {"role": role, "known": ", ".join(sorted(known)) or "-"}
                yield Finding("scheme-unknown-role", place, details)
            first = taken.setdefault(role, scheme.scheme)
            if first != scheme.scheme:
                details = {"role": role, "first": first, "second": scheme.scheme}
                yield Finding("scheme-twice", place, details)


def _veto(veto: Veto, names: Names) -> Iterator[Finding]:
    yield from names.unknown(veto.when.sql, veto.origin.below("when"))
    effect = veto.origin.below("effect")
    if veto.effect.kpi:
        yield from names.no_kpi([veto.effect.kpi], effect.below("kpi"))
    if veto.effect.grade:
        yield from names.no_grade([veto.effect.grade], effect.below("grade"))


def _consequence(consequence: Consequence, names: Names, at: Origin) -> Iterator[Finding]:
    if consequence.when is not None:
        yield from names.unknown(consequence.when.sql, at.below("when"))
    if (amount := consequence.amount) is not None:
        yield from _amount(amount, names, at.below("amount"))


def _amount(amount: Amount, names: Names, at: Origin) -> Iterator[Finding]:
    if amount.compute is not None:
        yield from names.unknown(amount.compute.sql, at.below("compute"))
        if (error := mixed(amount, names.pay)) is not None:
            details = {"one": error.one, "two": error.two}
            yield Finding("amount-unit-mixed", at.below("compute").place, details)
    if amount.curve is not None:
        yield from names.unknown(amount.curve.of, at.below("of"))
    if amount.least and amount.most and amount.least.number > amount.most.number:
        yield crossed(at, amount.least.number, amount.most.number)


def _lists(scheme: Scheme, names: Names) -> Iterator[Finding]:
    """Lists of ids and grades."""
    origin = scheme.origin
    for i, one in enumerate(scheme.adjustments.sets):
        yield from names.no_kpi(one.of, origin.below("adjustments", "sets", i, "of"))
    for i, quota in enumerate(scheme.distribution):
        yield from names.no_grade([quota.grade], origin.below("distribution", i, "grade"))
    if scheme.rollup is not None:
        given = [kpi for kpi in scheme.rollup.refund_if_met if kpi != "all"]
        yield from names.no_kpi(given, origin.below("rollup", "refund_if_met"))


def _unrefunded(scheme: Scheme, roles: Sequence[Role]) -> Iterator[Finding]:
    """KPIs whose points are to come back if a target is met that they do not have."""
    named = set(scheme.rollup.refund_if_met) if scheme.rollup else set()
    every = (*scheme.items, *(kpi for role in roles for kpi in role.kpis))
    for id_ in sorted(named):
        alike = [kpi for kpi in every if kpi.id == id_]
        if alike and all(kpi.target is None for kpi in alike):
            place = scheme.origin.below("rollup", "refund_if_met").place
            yield Finding("refund-without-target", place, {"kpi": id_})


def _crossed(scheme: Scheme) -> Iterator[Finding]:
    """Bounds of which the lower lies above the upper."""
    pairs = [("clamp", scheme.clamp.min, scheme.clamp.max)]
    if scheme.coefficient is not None:
        pairs.append(("coefficient", scheme.coefficient.min, scheme.coefficient.max))
    for key, low, high in pairs:
        if low is not None and high is not None and low > high:
            yield crossed(scheme.origin.below(key), low, high)
    for i, group in enumerate(scheme.groups):
        floor = Fraction(0) if group.floor is None else group.floor
        cap = scheme.points_of(group) if group.cap is None else group.cap
        if floor != "none" and cap != "none" and floor > cap:
            yield crossed(scheme.origin.below("groups", i), floor, cap)


def _rounded(scheme: Scheme) -> Iterator[Finding]:
    """A total rounded more finely than it is printed."""
    if too_fine(scheme.rounding, scheme.places):
        details = {"to": plain(scheme.rounding.to or 0), "places": scheme.places}
        place = scheme.origin.below("total", "round").place
        yield Finding("round-too-fine", place, details)


def too_fine(rule: Rounding, places: int) -> bool:
    """Whether what is rounded so does not fit so many printed places."""
    return rule.to is not None and (rule.to * 10**places).denominator != 1


def crossed(at: Origin, low: Fraction, high: Fraction) -> Finding:
    """That the least allowed lies above the most."""
    return Finding("floor-above-cap", at.place, {"floor": plain(low), "cap": plain(high)})
