"""Which names a scheme's conditions and formulas may read, and the grades they may compare with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from sqlglot import exp

from dutybook.finding import Finding
from dutybook.grammar.expression import columns, parse_written
from dutybook.model import Consequence, Role, Scheme
from dutybook.soundness.points.money import Units
from dutybook.yamltext import Origin

PARTS: Final = ("value", "points", "full", "met", "lost")
"""What can be asked of a KPI: ``kpi.<id>.points``."""
_PLAIN: Final = ("total", "scale", "lost", "grade", "coefficient", "company", "unmet")
_RANKED: Final = ("rank", "peers")
_ROLLED: Final = ("periods", "vetoed", "lowest", "highest")
_EARLIER: Final = ("total", "grade", "rank", "unmet")
"""What is known of an earlier period's sheet as well."""
_OWN: Final = ("value", "points", "full", "lost")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that mean something in one place: plain ones, the ids of KPIs, grades, and what the
    posts pay, with its units."""

    plain: frozenset[str]
    kpis: frozenset[str]
    grades: tuple[str, ...]
    rolled: bool = False
    pay: Units = field(default_factory=dict)

    def unknown(self, sql: str, at: Origin) -> Iterator[Finding]:
        """What ``sql`` reads that nobody knows of."""
        tree = parse_written(sql)
        for name in sorted(columns(tree)):
            first, _, rest = name.partition(".")
            if first == "grades" and self.rolled and rest:
                yield from self.no_grade([rest], at)
            elif first == "kpi" and rest:
                yield from self._about(rest, at)
            elif first == "pay" and rest:
                if rest not in self.pay:
                    yield self._finding(name, [f"pay.{one}" for one in sorted(self.pay)], at)
            elif name not in self.plain:
                yield self._finding(name, [*sorted(self.plain), "kpi.<id>.value"], at)
        yield from self.no_grade(_compared(tree), at)

    def no_kpi(self, ids: Iterable[str], at: Origin) -> Iterator[Finding]:
        """Ids that no KPI has."""
        for id_ in ids:
            if id_ not in self.kpis:
                yield self._finding(id_, sorted(self.kpis), at)

    def no_grade(self, grades: Iterable[str], at: Origin) -> Iterator[Finding]:
        """Grades that the scheme does not give."""
        for grade in grades:
            if grade not in self.grades:
                details = {"grade": grade, "known": ", ".join(self.grades) or "-"}
                yield Finding("condition-unknown-grade", at.place, details)

    def _about(self, rest: str, at: Origin) -> Iterator[Finding]:
        kpi, _, part = rest.rpartition(".")
        if kpi not in self.kpis:
            known = [f"kpi.{id_}.{part}" for id_ in _likely(kpi, self.kpis)]
            yield self._finding(f"kpi.{rest}", known, at)
        elif part not in PARTS:
            yield self._finding(f"kpi.{rest}", [f"kpi.{kpi}.{one}" for one in PARTS], at)

    def _finding(self, name: str, known: Iterable[str], at: Origin) -> Finding:
        return Finding(
            "condition-unknown-name", at.place, {"name": name, "known": ", ".join(known) or "-"}
        )


def names_of(scheme: Scheme, roles: Iterable[Role], *, rolled: bool = False) -> Names:
    """The names known to a ``scheme``, whose ``roles`` are those it applies to; ``rolled``: to what
    it says of a longer period."""
    roles = list(roles)
    kpis = {kpi.id for role in roles for kpi in role.kpis} | {item.id for item in scheme.items}
    pay = _pay(roles)
    plain = {*_PLAIN, *(_ROLLED if rolled else ())}
    return Names(frozenset(plain), frozenset(kpis), _grades(scheme), rolled, pay)


def within(names: Names, scheme: Scheme, consequence: Consequence) -> Names:
    """What a consequence may read: ranks where people are ranked; one about each unmet KPI its
    figures; one that looks at earlier periods only what is known of them."""
    past = (consequence.running, consequence.repeated, consequence.escalate)
    earlier = any(one is not None for one in past)
    plain = set(_EARLIER if earlier else names.plain | set(_RANKED))
    if scheme.rank is None:
        plain -= set(_RANKED)
    if consequence.each is not None:
        plain |= set(_OWN)
    return Names(frozenset(plain), names.kpis, names.grades, names.rolled, names.pay)


def _pay(roles: Iterable[Role]) -> Units:
    """The units of everything that the roles pay, by name."""
    units: dict[str, set[str]] = {}
    for pay in (pay for role in roles for pay in role.pay):
        known = {worth.unit if worth.money else "" for worth in pay.worths}
        units.setdefault(pay.id, set()).update(known)
    return {id_: tuple(sorted(known)) for id_, known in units.items()}


def _grades(scheme: Scheme) -> tuple[str, ...]:
    return tuple(grade.grade for grade in scheme.grades)


def _compared(tree: exp.Expr) -> list[str]:
    """The texts that ``grade`` is compared with."""
    found = []
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In):
        sides = [node.this, *([node.expression] if node.args.get("expression") else [])]
        others = [*sides, *(node.args.get("expressions") or ())]
        if any(isinstance(side, exp.Column) and side.sql() == "grade" for side in sides):
            found += [str(one.this) for one in others if one.is_string]
    return found


def _likely(name: str, known: Iterable[str]) -> list[str]:
    """The names there are, the likeliest first."""
    ordered = sorted(known)
    near = get_close_matches(name, ordered, 1)
    return [*near, *(one for one in ordered if one not in near)]
