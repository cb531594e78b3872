"""Whether what is still pending could change the verdict on a KPI: met, not met, too early to say.

A target such as "95% of cases within two hours" is judged on the cases that can be judged; those
still running may yet be in time or not.
"""

from dataclasses import dataclass
from fractions import Fraction

from dutybook.measure.kinds import kind_of
from dutybook.score.result import KpiResult


@dataclass(frozen=True, slots=True)
class Verdict:
    """``met`` as of now; ``settled``: whatever becomes of the ``pending`` ones changes nothing;
    between ``low`` and ``high`` the value will lie in the end (None where that is not known)."""

    met: bool
    settled: bool
    pending: int = 0
    low: Fraction | None = None
    high: Fraction | None = None


def verdict(result: KpiResult) -> Verdict | None:
    """The verdict on a KPI with a target and a value; None for others."""
    target, pending = result.kpi.target, result.value.pending
    if result.met is None or target is None or target.fixed is None:
        return None
    if not pending:
        return Verdict(result.met, settled=True)
    ends = _ends(result)
    if ends is None:
        return Verdict(result.met, settled=False, pending=pending)
    settled = all(target.fixed.holds(value) is result.met for value in ends)
    return Verdict(result.met, settled, pending, min(ends), max(ends))


def _ends(result: KpiResult) -> list[Fraction] | None:
    """Every value it may come to, from none of the pending ones adding to all of them."""
    measure, value = result.kpi.measure, result.value
    if measure is None or result.ask.pieces or measure.window or value.numerator is None:
        return None
    added = range(value.pending + 1)
    adds = kind_of(measure).pending_adds(measure)
    if adds == "share":
        whole = (value.denominator or 0) + value.pending
        return [(value.numerator + more) / whole for more in added]
    if adds == "count":
        return [value.numerator + more for more in added]
    return None
