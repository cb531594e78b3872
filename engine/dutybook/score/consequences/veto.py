"""Vetoes: which of them fired, and which cannot be decided."""

from collections.abc import Iterable

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.model import Veto
from dutybook.score.consequences.names import Names, UnknownNameError, holds
from dutybook.score.result import Fired, SheetResult


def vetoes_of(
    result: SheetResult, vetoes: Iterable[Veto]
) -> tuple[tuple[Fired, ...], list[Finding]]:
    """Vetoes that fired or could not be decided; one that only KPIs decide which the role lacks
    does not apply."""
    fired, findings = [], []
    for veto in vetoes:
        try:
            decided = holds(veto.when.sql, Names(result))
        except UnknownNameError:  # told of the scheme
            decided = None
        except ValueError as error:
            findings.append(_unsupported(veto, str(error)))
            decided = None
        if decided is not False:
            fired.append(_fired(veto, decided=decided is True))
    return tuple(fired), findings


def _fired(veto: Veto, *, decided: bool) -> Fired:
    given = veto.effect
    effect = {
        key: value if isinstance(value, str) else plain(value)
        for key in ("grade", "total", "total_at_most", "kpi", "points")
        if (value := getattr(given, key)) is not None
    }
    return Fired(veto.id, decided, effect, str(veto.text) if veto.text else None)


def _unsupported(veto: Veto, what: str) -> Finding:
    return Finding(
        "not-supported-yet", veto.origin.below("when").place, {"what": f"when: … {what} …"}
    )
