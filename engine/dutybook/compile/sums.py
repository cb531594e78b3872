"""Whether the figures on a form add up to its total by the arithmetic that a spreadsheet can do.

Where they do not (groups that items deduct from, a total set after an appeal), the Excel form shows
the evaluation's figures instead of computing others.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dutybook.grammar.quantity import rounded

Data = Mapping[str, Any]


def computable(doc: Data, sheet: Data) -> bool:
    """Whether the form's formulas give the evaluation's total; of an incomplete one, would."""
    if sheet["status"] == "not_eligible" or not all(veto["decided"] for veto in sheet["vetoes"]):
        return False
    if any(row["group"] for row in doc["adjustments"]):
        return False
    if sheet["total"] is None:
        return True
    return _total(doc) == Fraction(sheet["total"])


def _total(doc: Data) -> Fraction:
    sets = [Fraction(v["total"]) for v in doc["vetoes"] if v["happened"] == "yes" and v["total"]]
    places = int(doc["places"])
    if sets:
        return Fraction(rounded(min(sets), places))
    total = _subtotal(doc) + _adjusted(doc)
    if doc["maximum"]:
        total = min(Fraction(doc["maximum"]), total)
    if doc["minimum"]:
        total = max(Fraction(doc["minimum"]), total)
    return Fraction(rounded(total, places))


def _subtotal(doc: Data) -> Fraction:
    bounds = {group["id"]: Fraction(group["points"]) for group in doc["groups"]}
    sums: dict[str, Fraction] = {}
    for row in doc["kpis"]:
        if row["points"]:
            group = row["group"] if row["group"] in bounds else ""
            sums[group] = sums.get(group, Fraction(0)) + Fraction(row["points"])
    inside = (min(max(sums.get(g, Fraction(0)), Fraction(0)), most) for g, most in bounds.items())
    return sums.get("", Fraction(0)) + sum(inside, Fraction(0))


def _adjusted(doc: Data) -> Fraction:
    points = [Fraction(row["raw"]) for row in doc["adjustments"] if row["raw"]]
    up = _side([p for p in points if p > 0], doc["take"], doc["bonus_cap"])
    return up - _side([-p for p in points if p < 0], doc["take"], doc["penalty_cap"])


def _side(points: Sequence[Fraction], take: str, cap: str) -> Fraction:
    if not points:
        return Fraction(0)
    size = max(points) if take == "highest" else sum(points, Fraction(0))
    return min(size, Fraction(Decimal(cap))) if cap else size
