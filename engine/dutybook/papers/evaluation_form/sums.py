"""A form's figures added up, exactly as the formulas in its spreadsheet do.

Where that is not the evaluation's total (a total decided after an appeal, say), the Excel form
shows the evaluation's figures instead of computing others.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from dutybook.grammar.quantity import rounded
from dutybook.papers.results import Outcome

Data = Mapping[str, Any]
_ZERO: Final = Fraction(0)


def computable(doc: Data, sheet: Outcome) -> bool:
    """Whether the form's formulas give the evaluation's total; of an incomplete one, would."""
    if sheet.status == "not_eligible" or not all(veto.decided for veto in sheet.vetoes):
        return False
    if sheet.total is None or not doc["followed"]:
        return bool(doc["followed"])
    return total(doc) == sheet.total


def total(doc: Data) -> Fraction:
    """The total of a filled form."""
    fired = [veto for veto in doc["vetoes"] if veto["happened"] == "yes" and not veto["kpi"]]
    sets = [Fraction(veto["total"]) for veto in fired if veto["total"]]
    most = [Fraction(veto["at_most"]) for veto in fired if veto["at_most"]]
    points = min(sets) if sets else _added(doc)
    return Fraction(rounded(min([points, *most]), int(doc["places"])))


def _added(doc: Data) -> Fraction:
    points = Fraction(doc["base"] or 0) + subtotal(doc) + adjusted(doc)
    return _within(points, doc["minimum"], doc["maximum"])


def subtotal(doc: Data) -> Fraction:
    """What KPIs and groups come to, each group within its bounds."""
    groups = {group["id"] for group in doc["groups"]}
    points = _points(doc["kpis"], "points")
    loose = sum((p for row, p in points if row["group"] not in groups), _ZERO)
    return loose + sum((of_group(doc, group) for group in doc["groups"]), _ZERO)


def of_group(doc: Data, group: Data) -> Fraction:
    """What a group comes to: what it starts from and its members, weighted or not."""
    members = [*_points(doc["kpis"], "points"), *_points(doc["adjustments"], "raw")]
    inside = sum((p for row, p in members if row["group"] == group["id"]), _ZERO)
    return _within(Fraction(group["start"]) + inside, group["floor"], group["cap"])


def adjusted(doc: Data) -> Fraction:
    """Bonus and penalty items outside groups: each set within its caps, then all of them."""
    groups = {group["id"] for group in doc["groups"]}
    items = _points(doc["adjustments"], "raw")
    loose = {row["id"]: p for row, p in items if row["group"] not in groups}
    return sum((_side(doc, loose, sign) for sign in (1, -1)), _ZERO)


def _points(rows: Iterable[Data], key: str) -> list[tuple[Data, Fraction]]:
    return [(row, Fraction(row[key])) for row in rows if row[key]]


def _side(doc: Data, points: Mapping[str, Fraction], sign: int) -> Fraction:
    """What is added (``sign`` 1) or taken (-1): sets first, then the caps of all."""
    sizes = {item: sign * p for item, p in points.items() if sign * p > 0}
    cap = "bonus_cap" if sign > 0 else "penalty_cap"
    apart = {item for one in doc["sets"] for item in one["of"]}
    parts = [size for item, size in sizes.items() if item not in apart]
    for one in doc["sets"]:
        inside = [sizes[item] for item in one["of"] if item in sizes]
        highest = "highest" in (one["take"], doc["take"])
        parts.append(_capped(inside, one[cap], highest=highest))
    return sign * _capped(parts, doc[cap], highest=doc["take"] == "highest")


def _capped(sizes: Sequence[Fraction], cap: str, *, highest: bool) -> Fraction:
    size = max(sizes, default=_ZERO) if highest else sum(sizes, _ZERO)
    return min(size, Fraction(cap)) if cap else size


def _within(points: Fraction, low: str, high: str) -> Fraction:
    """The order of the evaluation: the floor first, so that a cap below it holds."""
    points = max(points, Fraction(low)) if low else points
    return min(points, Fraction(high)) if high else points
