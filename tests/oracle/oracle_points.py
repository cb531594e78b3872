"""The oracle's scores: points from a value, by the sentences of docs/scoring.md."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from oracle_time import Row
from oracle_values import Found


class Undecided(Exception):  # noqa: N818 an outcome, not an error
    """No rule decides the value."""


def figure(value: Any) -> Fraction:
    """``95%``, ``1 pp``, ``0.5``, 3."""
    text = str(value)
    if text.endswith("pp"):
        return Fraction(text[:-2].strip()) / 100
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def meets(target: str, value: Fraction) -> bool:
    """Whether a target as written holds."""
    if target.startswith("between"):
        _, low, _, high = target.split()
        return figure(low) <= value <= figure(high)
    if target[0] in "[(":
        low, high = target[1:-1].split(", ")
        above = value >= figure(low) if target[0] == "[" else value > figure(low)
        return above and (value <= figure(high) if target[-1] == "]" else value < figure(high))
    op, bound = target.split()
    at = figure(bound)
    return {"≥": value >= at, "≤": value <= at, "<": value < at, ">": value > at, "=": value == at}[
        op
    ]


def points(
    kpi: Mapping[str, Any],
    found: Found,
    scale: int = 0,
    depends: Callable[[Any, Mapping[str, Fraction]], Fraction] | None = None,
) -> Fraction:
    """Points of a KPI with a value, before rounding; ``depends`` says what other KPIs change."""
    score, value = kpi["score"], found.value
    assert value is not None
    rules = {"pass": {}} if score == "pass" else {"rating": {}} if score == "rating" else score
    rules = {score: {}} if isinstance(score, str) else rules
    full = Fraction(kpi["weight"]) if "weight" in kpi else Fraction(0)
    kind = next(key for key in rules if key in _RULES)
    body = rules[kind] or {}
    cap = _bound(rules.get("cap"), full if "weight" in kpi else None)
    floor = _bound(rules.get("floor"), Fraction(0) if "weight" in kpi else None)
    if kind == "proportional" and value == 0 and _bad_side(kpi["target"]) == "above":
        if cap is None:  # as much as one likes
            raise Undecided
        made = cap
    elif kind == "incidents":
        made = _incidents(body, full, found)
    elif kind == "rating":
        made = full * value / scale
    else:
        made = _RULES[kind](body, full, value, kpi.get("target", ""))
    if "zero_below" in rules and value < figure(rules["zero_below"]):
        return Fraction(0)
    if "zero_above" in rules and value > figure(rules["zero_above"]):
        return Fraction(0)
    made = _between(made, floor, cap)
    for line in rules.get("depends", ()):
        assert depends is not None
        made = depends(line, {"points": made, "full": full, "value": value})
    return _between(made, floor, cap)


def _between(made: Fraction, floor: Fraction | None, cap: Fraction | None) -> Fraction:
    made = made if cap is None else min(made, cap)
    return made if floor is None else max(made, floor)


def _bound(written: Any, default: Fraction | None) -> Fraction | None:
    if written == "none":
        return None
    return default if written is None else Fraction(written)


def _earned(written: Any, full: Fraction) -> Fraction:
    if written == "full":
        return full
    return full * figure(written) if str(written).endswith("%") else Fraction(written)


def _bad_side(target: str) -> str:
    return {"≥": "below", ">": "below", "≤": "above", "<": "above"}.get(target.split()[0], "both")


def _pass(_: Any, full: Fraction, value: Fraction, target: str) -> Fraction:
    return full if meets(target, value) else Fraction(0)


def _proportional(_: Any, full: Fraction, value: Fraction, target: str) -> Fraction:
    bound = figure(target.split()[1])
    return full * (bound / value if _bad_side(target) == "above" else value / bound)


def _interpolate(body: Any, full: Fraction, value: Fraction, _: str) -> Fraction:
    marks = [(figure(at), _earned(worth, full)) for at, worth in body["points"].items()]
    if not marks[0][0] <= value <= marks[-1][0]:
        if body["outside"] == "none":
            raise Undecided
        return marks[0][1] if value < marks[0][0] else marks[-1][1]
    for (left, low), (right, high) in pairwise(marks):
        if left <= value <= right:
            return low + (high - low) * (value - left) / (right - left)
    raise AssertionError


def _bands(body: Any, full: Fraction, value: Fraction, target: str) -> Fraction:
    for band in body:
        if meets(band["when"], value):
            if "steps" in band:
                return _steps(band["steps"], full, value, target)
            if "interpolate" in band:
                return _interpolate(band["interpolate"], full, value, target)
            return _earned(band["points"], full)
    raise Undecided


def _steps(body: Any, full: Fraction, value: Fraction, target: str) -> Fraction:
    start = _earned(body["start"], full) if "start" in body else full
    side = _bad_side(target)
    if body["from"] != "target":
        origin = figure(body["from"])
    elif target.startswith("between"):
        _, low, _, high = target.split()
        origin = min(max(value, figure(low)), figure(high))
    else:
        origin = figure(target.split()[1])
    if value == origin:
        return start
    where = "below" if value < origin else "above"
    if side == "both":
        own = f"lose_{where}"
        return start - _slope(body, own if own in body else "lose", value, origin, target)
    if where == side:
        return start - _slope(body, "lose", value, origin, target)
    return start + _slope(body, "gain", value, origin, target)


def _slope(body: Any, name: str, value: Fraction, origin: Fraction, target: str) -> Fraction:
    """What one side adds or takes. What is spared beside the slopes is spared from losing."""
    slope = body.get(name, 0)
    slope = slope if isinstance(slope, Mapping) else {"points": slope}
    spares = body if name != "gain" else {}
    distance = abs(value - origin)
    if distance <= figure(slope.get("tolerance", spares.get("tolerance", 0))):
        return Fraction(0)
    distance = max(distance - figure(slope.get("free", spares.get("free", 0))), Fraction(0))
    per = slope.get("per", body["per"])
    if str(per).endswith("of target"):
        size = figure(per.split()[0]) * figure(target.split()[1])
    else:
        size = figure(per)
    count = distance / size
    if body["partial"] == "whole":
        count = Fraction(int(count))
    elif body["partial"] == "up":
        count = Fraction(-int(-count // 1))
    change = count * Fraction(str(slope["points"]))
    return min(change, Fraction(slope["at_most"])) if "at_most" in slope else change


def _incidents(body: Any, full: Fraction, found: Found) -> Fraction:
    rows = sorted(found.costing, key=lambda row: (row["received_at"], row["no"]))
    count = len(rows)
    if "wipe_out_at" in body and count >= body["wipe_out_at"]:
        return Fraction(0)
    free = body.get("free", 0)
    if "table" in body:
        return _table(body["table"], full, max(count - free, 0))
    if "from" in body:
        if count < body["from"]:
            return full
        free = body["from"] - 1 if body["charge"] == "later" else 0
    return full + sum(
        (_each(body, row) * _weight(body.get("repeat"), found, rows, n) for n, row in enumerate(rows)
         if n >= free), Fraction(0),
    )  # fmt: skip


def _each(body: Any, row: Row) -> Fraction:
    each = body["each"]
    if isinstance(each, Mapping):
        each = each.get(row[each["by"]], each["else"])
    elif isinstance(each, str):
        each = {"0 - coalesce(errors, 1)": -(1 if row["errors"] is None else row["errors"])}[each]
    return Fraction(str(each))


def _weight(repeat: Any, found: Found, rows: Sequence[Row], number: int) -> Fraction:
    """How many times one of several counts: more often if the like happened before."""
    if repeat is None:
        return Fraction(1)
    row = rows[number]
    past = found.earlier if "within" in repeat else ()
    before = [
        other for other in (*past, *rows[:number])
        if ("same" not in repeat or _alike(other[repeat["same"]], row[repeat["same"]]))
        and _recent(repeat.get("within"), other, row)
    ]  # fmt: skip
    factor = Fraction(repeat["factor"])
    if not before:
        return Fraction(1)
    return factor ** len(before) if repeat.get("compound") else factor


def _alike(one: Any, two: Any) -> bool:
    """Unknown is like nothing."""
    return one is not None and one == two


def _recent(within: str | None, before: Row, row: Row) -> bool:
    one, two = before["received_at"].date(), row["received_at"].date()
    if within is None:
        return True
    if within == "month":
        return (one.year, one.month) == (two.year, two.month)
    return two - one <= timedelta(days=int(within.split()[0]))


def _table(table: Mapping[str, Any], full: Fraction, count: int) -> Fraction:
    for key, worth in table.items():
        number = int(str(key).rstrip("+"))
        if count == number or (str(key).endswith("+") and count > number):
            return _earned(worth, full)
    raise Undecided


def rounded(value: Fraction, rule: Any = None) -> Fraction:
    """As ``round`` says; without it, or a place of its own, to two places, half away from zero."""
    written = rule if isinstance(rule, dict) else {"how": rule or "half_up"}
    place, how = figure(written.get("to", "0.01")), written.get("how", "half_up")
    whole, rest = divmod(abs(value), place)
    more = {"half_up": 2 * rest >= place, "down": False, "up": rest > 0}[how]
    size = (whole + more) * place
    return size if value >= 0 else -size


_RULES: dict[str, Any] = {
    "pass": _pass, "proportional": _proportional, "interpolate": _interpolate, "bands": _bands,
    "steps": _steps, "incidents": None, "rating": None,
}  # fmt: skip
