"""A KPI as it stands for one person and day: what varies by people.csv or by date, settled."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from dutybook.finding import Finding
from dutybook.measure.columns import parts_of, pool_of
from dutybook.measure.kinds.quotient import UNITS
from dutybook.model import By, Kpi, Score, Targets
from dutybook.model.kpi import at
from dutybook.model.score import Slope
from dutybook.roster.people import Assignment

Problems = tuple[Finding, ...]


def resolve(
    kpi: Kpi, who: Assignment | None, columns: Mapping[str, frozenset[str]], last: date
) -> tuple[Kpi, Problems]:
    """``kpi`` with everything that varies by people.csv or by date settled for one person; what
    varies by a column of the log is left to the rows. A dated target is the one in force on
    ``last``, the period's last day. Without anybody (None) the first content named is taken."""
    logged = frozenset[str]().union(
        *(columns.get(m.of, frozenset()) for m in (parts_of(kpi.measure) if kpi.measure else ()))
    )
    problems: list[Finding] = []

    def settled(value: Any, path: str) -> Any:
        if isinstance(value, By) and value.column not in logged:
            return _chosen(value, kpi, who, path, problems)
        if isinstance(value, Slope) and value.varies:
            points = _chosen(value.varies, kpi, who, path, problems)
            return replace(value, points=points or Fraction(0), varies=None)
        if isinstance(value, Score) and value.cap_varies:
            cap = _chosen(value.cap_varies, kpi, who, path, problems)
            value = replace(value, cap=cap, cap_varies=None)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: settled(getattr(value, f.name), path) for f in fields(value)}
            same = all(changed[name] is getattr(value, name) for name in changed)
            return value if same else replace(value, **changed)
        return value

    score = settled(kpi.score, "score")
    target = kpi.target
    if target and target.by:
        target = Targets(fixed=_chosen(target.by, kpi, who, "target", problems))
    if target and target.dated:
        target = _dated(target, kpi, last, problems)
    pool = pool_of(kpi.measure)
    if pool and who and pool.pool not in (*UNITS, *who.columns):
        problems.append(at(kpi, "measure/ratio/den", "by-column-unknown", column=pool.pool))
    if score is not kpi.score or target is not kpi.target:
        kpi = replace(kpi, score=score, target=target)
    return kpi, tuple(problems)


def _chosen(
    by: By[Any], kpi: Kpi, who: Assignment | None, path: str, problems: list[Finding]
) -> Any:
    if who is None:
        return by.cases[0][1] if by.cases else by.otherwise
    content = who.columns.get(by.column)
    if content is None:
        problems.append(at(kpi, path, "by-column-unknown", column=by.column))
        return None
    chosen = dict(by.cases).get(content, by.otherwise)
    if chosen is None:
        details = {"column": by.column, "content": content, "employee": who.employee}
        problems.append(at(kpi, path, "by-case-missing", **details))
    return chosen


def _dated(targets: Targets, kpi: Kpi, last: date, problems: list[Finding]) -> Targets:
    """The target in force on ``last``."""
    begun = [target for day, target in targets.dated if day <= last]
    if not begun:
        first = targets.dated[0][0].isoformat()
        problems.append(at(kpi, "target", "target-not-begun", first=first))
        return Targets()
    return Targets(fixed=begun[-1])
