"""What the names in vetoes and consequences stand for on one sheet."""

from fractions import Fraction

from dutybook.plan.question import Sheet
from dutybook.rule.condition import AbsentError, Known, Lookup, decide
from dutybook.score.history.results import PastKpi
from dutybook.score.result import KpiResult, SheetResult


class NotHereError(AbsentError):
    """The condition reads a KPI that this role does not have."""


class UnknownNameError(ValueError):
    """The condition reads what nobody knows of, which :mod:`dutybook.soundness.names` tells."""


class Names:
    """``total``, ``lost`` (of the scale), ``scale``, ``grade``, ``coefficient``, ``company``,
    ``rank`` (among ``peers``), ``unmet`` and ``kpi.<id>.value|points|full|met|lost``; about
    ``kpi`` (a consequence of each one unmet) also ``value``, ``points``, ``full`` and ``lost`` of
    that KPI alone; ``pay.<id>`` of the post; of a roll-up ``periods`` (with a total), ``vetoed``,
    ``grades.<grade>`` (how many of its periods), ``lowest`` and ``highest`` (their totals)."""

    def __init__(self, result: SheetResult, kpi: KpiResult | None = None) -> None:
        self.result, self.kpi = result, kpi
        self.kpis = {r.kpi.id: r for r in (*result.items, *result.kpis)}

    def __call__(self, name: str) -> Known:
        first, _, rest = name.partition(".")
        if first == "kpi":
            kpi, _, part = rest.rpartition(".")
            if name in self.result.sheet.unknown:
                return None  # no role has it: told of the scheme, and nobody can say
            if kpi not in self.kpis:
                raise NotHereError(kpi)
            return part_of(self.kpis[kpi], part)
        if first == "pay" and rest:
            return paid(self.result.sheet, rest)
        if self.kpi is not None and name in ("value", "points", "full", "lost"):
            return part_of(self.kpi, name)
        if first == "grades" and self.result.rollup is not None:
            return Fraction(sum(part.grade == rest for part in self.result.rollup.parts))
        plain_names = self._plain()
        if rest or name not in plain_names:
            raise UnknownNameError(name)
        return plain_names[name]

    def _plain(self) -> dict[str, Known]:
        result = self.result
        total = None if result.total is None else Fraction(result.total)
        scale, rank = result.sheet.scheme.scale, result.rank
        ranks: dict[str, Known] = {
            "rank": Fraction(rank.place) if rank and rank.place else None,
        }
        rule = result.sheet.scheme.rank
        if rule is None:
            ranks = {}  # nobody is ranked: the names mean nothing
        else:
            others = rule.peers.self_ == "excluded"
            ranks["peers"] = Fraction(rank.of - others) if rank else None
        return (
            ranks
            | self._periods()
            | {
                "total": total,
                "scale": scale,
                "lost": None if total is None else scale - total,
                "grade": result.grade,
                "coefficient": result.person_coefficient,
                "company": result.sheet.company,
                "unmet": Fraction(sum(r.met is False for r in result.kpis)),
            }
        )

    def _periods(self) -> dict[str, Known]:
        """What a roll-up knows of the periods it was made of; other sheets are made of none."""
        rollup = self.result.rollup
        if rollup is None:
            return {}
        totals = [Fraction(part.total) for part in rollup.parts if part.total is not None]
        return {
            "periods": Fraction(len(totals)),
            "vetoed": Fraction(sum(part.status == "vetoed" for part in rollup.parts)),
            "lowest": min(totals, default=None),
            "highest": max(totals, default=None),
        }


def holds(sql: str, names: Lookup) -> bool | None:
    """Whether a condition holds. KPIs that the role does not have are unknown, and where only they
    are, the condition is not about this sheet: it does not hold."""
    absent = False

    def known(name: str) -> Known:
        nonlocal absent
        try:
            return names(name)
        except NotHereError:
            absent = True
            return None

    found = decide(sql, known)
    if found is not None or not absent:
        return found
    return None if decide(sql, names) is None else False


def paid(sheet: Sheet, id_: str) -> Known:
    """What the post of a sheet pays under a name; not known where nothing says how much."""
    pay = next((one for one in sheet.role.pay if one.id == id_), None)
    if pay is None:
        raise NotHereError(f"pay.{id_}")
    worth = pay.of(sheet.columns)
    return None if worth is None else worth.number


def part_of(kpi: KpiResult | PastKpi, part: str) -> Known:
    """One figure of a KPI, of this period or an earlier one."""
    points = None if kpi.points is None else Fraction(kpi.points)
    figures: dict[str, Known] = {
        "value": kpi.value.value if isinstance(kpi, KpiResult) else kpi.value,
        "met": kpi.met,
        "points": points,
        "full": kpi.full,
        "lost": None if points is None or kpi.full is None else kpi.full - points,
    }
    if part not in figures:
        raise UnknownNameError(part)
    return figures[part]
