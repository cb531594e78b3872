"""Vetoes and consequences: which conditions hold. Recorded and printed, never executed."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from dutybook.evaluate.result import Fired, Follows, KpiResult, SheetResult
from dutybook.evaluate.scoring.condition import Known, decide
from dutybook.finding import Finding
from dutybook.grammar.quantity import plain
from dutybook.model import Consequence, Veto


class _NotHereError(LookupError):
    """The condition reads a KPI that this role does not have."""


class _Names:
    """What dotted names stand for on one sheet."""

    def __init__(self, result: SheetResult) -> None:
        self.result = result
        self.kpis = {r.kpi.id: r for r in (*result.items, *result.kpis)}

    def __call__(self, name: str) -> Known:
        first, _, rest = name.partition(".")
        if first == "kpi":
            kpi, _, part = rest.rpartition(".")
            if kpi not in self.kpis:
                raise _NotHereError(kpi)
            return _part(self.kpis[kpi], part)
        plain_names: dict[str, Known] = {
            "total": None if self.result.total is None else Fraction(self.result.total),
            "grade": self.result.grade,
            "unmet": Fraction(sum(r.met is False for r in self.result.kpis)),
        }
        if rest or name not in plain_names:
            raise ValueError(name)
        return plain_names[name]


def vetoes_of(
    result: SheetResult, vetoes: Iterable[Veto]
) -> tuple[tuple[Fired, ...], list[Finding]]:
    """Vetoes that fired or could not be decided; those about KPIs the role lacks do not apply."""
    fired, findings = [], []
    for veto in vetoes:
        try:
            decided = decide(veto.when.sql, _Names(result))
        except _NotHereError:
            continue
        except ValueError as error:
            findings.append(_unknown(veto, str(error)))
            decided = None
        if decided is not False:
            fired.append(_fired(veto, decided=decided is True))
    return tuple(fired), findings


def consequences_of(result: SheetResult) -> tuple[tuple[Follows, ...], list[Finding]]:
    """What follows from the result, for people to act on."""
    found: list[Follows] = []
    findings: list[Finding] = []
    scheme = result.sheet.scheme
    for number, consequence in enumerate(scheme.consequences):
        try:
            found += _follows(consequence, result)
        except ValueError as error:
            place = scheme.origin.below("consequences", number, "when").place
            findings.append(Finding("not-supported-yet", place, {"what": str(error)}))
    return tuple(found), findings


def _follows(consequence: Consequence, result: SheetResult) -> Iterator[Follows]:
    if consequence.each == "unmet":
        for kpi in result.kpis:
            if kpi.met is False:
                yield _recorded(consequence, kpi.kpi.id, decided=True)
        return
    if consequence.when is None:
        return
    try:
        decided = decide(consequence.when.sql, _Names(result))
    except _NotHereError:
        return
    if decided is not False:
        yield _recorded(consequence, None, decided=decided is True)


def _recorded(consequence: Consequence, kpi: str | None, *, decided: bool) -> Follows:
    text = str(consequence.text) if consequence.text else None
    return Follows(consequence.then, consequence.id, kpi, consequence.amount, text, decided)


def _fired(veto: Veto, *, decided: bool) -> Fired:
    given = veto.effect
    effect = {
        key: value if isinstance(value, str) else plain(value)
        for key in ("grade", "total", "total_at_most", "kpi", "points")
        if (value := getattr(given, key)) is not None
    }
    return Fired(veto.id, decided, effect, str(veto.text) if veto.text else None)


def _part(result: KpiResult, part: str) -> Known:
    if part == "value":
        return result.value.value
    if part == "met":
        return result.met
    points = None if result.points is None else Fraction(result.points)
    if part == "points":
        return points
    if part == "lost":
        return None if points is None or result.full is None else result.full - points
    raise ValueError(part)


def _unknown(veto: Veto, name: str) -> Finding:
    return Finding(
        "not-supported-yet", veto.origin.below("when").place, {"what": f"when: … {name} …"}
    )
