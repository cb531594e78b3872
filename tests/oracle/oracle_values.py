"""The oracle's measures: rows are walked one by one, in the words of docs/semantics.md."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from oracle_time import Row, state, works

CONDITIONS: dict[str, Callable[[Row], bool | None]] = {
    "errors >= 2": lambda r: None if r["errors"] is None else r["errors"] >= 2,
    "errors <> 1 and category = 'repair'": lambda r: _and(
        None if r["errors"] is None else r["errors"] != 1,
        None if r["category"] is None else r["category"] == "repair",
    ),
    "not (urgent) or level = 'minor'": lambda r: _or(
        None if r["urgent"] is None else not r["urgent"],
        None if r["level"] is None else r["level"] == "minor",
    ),
    "errors is null": lambda r: r["errors"] is None,
    "urgent": lambda r: r["urgent"],
}
"""SQL conditions and the same by hand, unknown being None."""

EXPRESSIONS: dict[str, Callable[[Row], Fraction | None]] = {
    "errors": lambda r: None if r["errors"] is None else Fraction(r["errors"]),
    "billed": lambda r: None if r["billed"] is None else Fraction(r["billed"]),
    "billed - 2 * errors": lambda r: (
        None if r["errors"] is None or r["billed"] is None
        else Fraction(r["billed"]) - 2 * r["errors"]
    ),
    "coalesce(errors, 3)": lambda r: Fraction(3 if r["errors"] is None else r["errors"]),
}  # fmt: skip


def _and(one: bool | None, two: bool | None) -> bool | None:
    if one is False or two is False:
        return False
    return None if one is None or two is None else True


def _or(one: bool | None, two: bool | None) -> bool | None:
    if one or two:
        return True
    return None if one is None or two is None else False


def holds(condition: Any, row: Row) -> bool:
    """Whether a condition in either form holds; unknown does not."""
    if condition is None:
        return True
    if isinstance(condition, str):
        return CONDITIONS[condition](row) is True
    return all(row[column] == value for column, value in condition.items())


@dataclass
class Found:
    """A value, or why there is none."""

    status: str
    value: Fraction | None = None
    pending: int = 0
    costing: Sequence[Row] = ()
    earlier: Sequence[Row] = ()  # of the days before the period: they cost nothing themselves
    pair: tuple[Fraction, Fraction] | None = None  # what is divided by what


@dataclass
class Asked:
    """What else decides a value: the end of what counts, the KPI's id, which way is good, and the
    days on which the employee is absent."""

    as_of: datetime
    kpi: str
    better: str
    absent: set[date]
    first: date = date(2026, 10, 1)
    end: date = date(2026, 11, 1)


def measured(measure: Mapping[str, Any], rows: Sequence[Row], asked: Asked) -> Found:
    """The value of a measure over the rows of one employee, of the period and around it."""
    ((kind, body),) = measure.items()
    if kind == "ratio" and "of" not in body:
        return _quotient(body, rows, asked)
    logged = [row for row in rows if holds(body.get("where"), row)]
    chosen = [row for row in logged if not row["exempt"]]
    if "window" in body:
        return _windows(kind, body, logged, asked)
    first, end = asked.first, asked.end
    if "over" in body:
        if body["over"].startswith("rolling"):
            return _rolling(kind, body, chosen, asked)
        first = since(body["over"], end)
    inside = [row for row in chosen if first <= row["received_at"].date() < end]
    if kind == "rating":
        return _rated(body, [row for row in inside if row["kpi"] == asked.kpi])
    if kind == "entered":
        return _entered(body, [row for row in inside if row["kpi"] == asked.kpi])
    found = _plain(kind, body, inside, asked.as_of)
    past = [row for row in chosen if row["received_at"].date() < first]
    found.earlier = [row for row in past if _plain(kind, body, [row], asked.as_of).costing]
    return found


def since(over: str, end: date) -> date:
    """The first day that is read for a period before ``end``."""
    last = end - timedelta(days=1)
    words = over.split()
    if words[0] == "last":
        count = int(words[1])
        if words[2][0] in "dw":
            return end - timedelta(days=count * (7 if words[2][0] == "w" else 1))
        months = count * (12 if words[2][0] == "y" else 1)
        number = end.year * 12 + end.month - 1 - months
        return date(number // 12, number % 12 + 1, end.day)
    size = {"year": 12, "half_year": 6, "quarter": 3}[over.removesuffix("_to_date")]
    return date(last.year, (last.month - 1) // size * size + 1, 1)


def _rolling(kind: str, body: Mapping[str, Any], rows: Sequence[Row], asked: Asked) -> Found:
    """The most that is reached at any row, looking so far back from it."""
    count, unit = body["over"].split()[1:]
    reach = int(count) * {"h": timedelta(hours=1), "d": timedelta(days=1),
                          "min": timedelta(minutes=1)}[unit]  # fmt: skip
    most = Fraction(0)
    for row in rows:
        at = row["received_at"]
        if asked.first <= at.date() < asked.end:
            near = [one for one in rows if at - reach < one["received_at"] <= at]
            most = max(most, _plain(kind, body, near, asked.as_of).value or Fraction(0))
    return Found("scored", most)


def _plain(kind: str, body: Mapping[str, Any], rows: Sequence[Row], as_of: datetime) -> Found:
    if kind == "share" and "within" in body["good"]:
        return _in_time(rows, body["good"], as_of, late=False)
    if kind == "count" and "late" in body:
        return _in_time(rows, body["late"], as_of, late=True)
    if kind == "share":
        good = sum(holds(body["good"], row) for row in rows)
        return _over(good, len(rows))
    if kind == "count":
        return Found("scored", Fraction(len(rows)), costing=rows)
    if kind == "ratio":
        above, below = EXPRESSIONS[body["num"]], EXPRESSIONS[body["den"]]
        pairs = [(above(row), below(row)) for row in rows]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        den = sum((b for _, b in known), Fraction(0))
        num = sum((a for a, _ in known), Fraction(0))
        return _over(num, den)
    figures = sorted(v for row in rows if (v := EXPRESSIONS[body["value"]](row)) is not None)
    if kind == "sum":
        return Found("scored", sum(figures, Fraction(0)))
    if kind == "mean":
        return _over(sum(figures, Fraction(0)), len(figures))
    return Found("scored", _statistic(kind, figures)) if figures else Found("no_data")


def _over(above: Fraction | int, below: Fraction | int) -> Found:
    if not below:
        return Found("no_data")
    pair = Fraction(above), Fraction(below)
    return Found("scored", pair[0] / pair[1], pair=pair)


def _statistic(kind: str, figures: Sequence[Fraction]) -> Fraction:
    count = len(figures)
    if kind in ("min", "max"):
        return figures[0] if kind == "min" else figures[-1]
    if kind == "median":
        middle = count // 2
        return figures[middle] if count % 2 else (figures[middle - 1] + figures[middle]) / 2
    assert kind == "p90"
    return next(v for v in figures if 10 * sum(w <= v for w in figures) >= 9 * count)


def _in_time(rows: Iterable[Row], span: Mapping[str, Any], as_of: datetime, *, late: bool) -> Found:
    states = [(row, state(span, row, as_of, holds)) for row in rows]
    words = [word for _, word in states]
    pending = words.count("pending")
    if "undefined" in words:
        return Found("undecided", pending=pending)
    counted = words.count("good") + words.count("late")
    if late:
        costing = [row for row, word in states if word == "late"]
        return Found("scored", Fraction(len(costing)), pending, costing)
    if not counted:
        return Found("pending" if pending else "no_data", pending=pending)
    good = Fraction(words.count("good"))
    return Found("scored", good / counted, pending, pair=(good, Fraction(counted)))


def _quotient(body: Mapping[str, Any], rows: Sequence[Row], asked: Asked) -> Found:
    above = measured(body["num"], rows, asked)
    below = body["den"]
    if not isinstance(below, (int, str)):
        below = measured(below, rows, asked).value
    assert above.value is not None
    if below is None or not Fraction(below):
        return Found("no_data")
    return Found("scored", above.value / Fraction(below))


def _windows(kind: str, body: Mapping[str, Any], rows: Sequence[Row], asked: Asked) -> Found:
    """Days, months, and weeks by their Thursday, whole; those that are not over are pending. One
    without a day to work on counts only where something was logged."""
    values: list[Fraction] = []
    pending = 0
    for first, after in _spans(body["window"]):
        inside = [row for row in rows if first <= row["received_at"].date() < after]
        days = (first + timedelta(days=n) for n in range((after - first).days))
        if not inside and not any(works(day) and day not in asked.absent for day in days):
            continue
        if asked.as_of.date() < after:
            pending += 1
            continue
        found = _plain(kind, body, [row for row in inside if not row["exempt"]], asked.as_of)
        if found.value is not None:
            values.append(found.value)
    if not values:
        return Found("pending" if pending else "no_data", pending=pending)
    take = body["take"]
    if take == "sum":
        most = body.get("at_most")
        return Found(
            "scored",
            sum((v if most is None or v < most else Fraction(most) for v in values), Fraction(0)),
            pending,
        )
    if take == "mean":
        return Found("scored", sum(values, Fraction(0)) / len(values), pending)
    if take == "meeting":
        least = Fraction(body["meet"].split()[1])
        return Found("scored", Fraction(sum(v >= least for v in values), len(values)), pending)
    if take == "last":
        return Found("scored", values[-1], pending)
    return Found("scored", max(values) if asked.better == "lower" else min(values), pending)


def _spans(window: str) -> list[tuple[date, date]]:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(31)]
    if window == "day":
        return [(day, day + timedelta(days=1)) for day in days]
    if window == "week":
        thursdays = [day for day in days if day.weekday() == 3]
        return [(day - timedelta(days=3), day + timedelta(days=4)) for day in thursdays]
    return [(days[0], date(2026, 11, 1))]


OPEN = ("self", "superior", "functional", "head")
"""Raters who are never anonymous unless a definition says so."""


def _rated(body: Mapping[str, Any], rows: Sequence[Row]) -> Found:
    """The mean per kind of rater, weighted; those without ratings by the policy written."""
    lowest, highest = scale(body)
    weights = {rater: Fraction(str(w).rstrip("%")) / 100 for rater, w in body["raters"].items()}
    given = {
        rater: [Fraction(row["value"]) for row in rows if row["rater"] == rater]
        for rater in weights
    }
    allowed = {Fraction(str(one)) for one in levels(body).values()}
    for one in [one for ratings in given.values() for one in ratings]:
        if one not in allowed if allowed else not lowest <= one <= highest:
            return Found("undecided")
    hidden = body.get("anonymous")
    for rater, ratings in given.items():
        named = rater in hidden["raters"] if hidden and "raters" in hidden else rater not in OPEN
        if hidden and named and len(ratings) < hidden["min"]:
            given[rater] = []
    policy = body.get("missing", "wait")
    heard = [rater for rater in weights if given[rater]]
    if not heard or (policy == "wait" and len(heard) < len(weights)):
        return Found("not_rated")
    means = {rater: sum(given[rater], Fraction(0)) / len(given[rater]) for rater in heard}
    if isinstance(policy, dict):
        means = dict.fromkeys(weights, Fraction(policy["default"])) | means
    total = sum((weights[rater] * mean for rater, mean in means.items()), Fraction(0))
    return Found("scored", total / sum(weights[rater] for rater in means))


def _entered(body: Mapping[str, Any], rows: Sequence[Row]) -> Found:
    """The one figure that is put down."""
    figures = {Fraction(row["value"]) for row in rows if row["rater"] == body["by"]}
    lowest, highest = scale(body) if "scale" in body else (0, 10**9)
    if len(figures) > 1 or any(not lowest <= one <= highest for one in figures):
        return Found("undecided")
    return Found("scored", *figures) if figures else Found("not_rated")


def levels(body: Mapping[str, Any]) -> dict[str, float]:
    """Words that stand for figures."""
    written = body["scale"]
    return dict(written["levels"]) if isinstance(written, dict) and "levels" in written else {}


def scale(body: Mapping[str, Any]) -> tuple[Any, Any]:
    """The least and the highest rating there is."""
    written = body["scale"]
    if words := levels(body):
        return min(words.values()), written.get("max", max(words.values()))
    return (written["min"], written["max"]) if isinstance(written, dict) else (0, written)
