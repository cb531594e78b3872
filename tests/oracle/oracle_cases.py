"""Random small logs and definitions for the oracle: every kind of measure and of score."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from oracle_values import CONDITIONS, EXPRESSIONS

Dice = random.Random
COLUMNS = {
    "no": "text", "employee": "text", "category": "text", "level": "text", "urgent": "boolean",
    "received_at": "instant", "answered_at": "instant", "closed_at": "instant",
    "paused_at": "instant", "resumed_at": "instant", "again_at": "instant", "back_at": "instant",
    "due_at": "instant", "event_at": "instant", "for": "date", "errors": "integer",
    "billed": "decimal(10,2)", "kpi": "text", "rater": "text", "value": "decimal(6,2)",
    "exempt": "boolean",
}  # fmt: skip
LEVELS, CATEGORIES = ["major", "minor", "other"], ["complaint", "repair"]
SCHEDULES = [
    "every day by 17:00", "every workday by 09:00", "every week by friday 17:00", "3 times a week",
    "7 times a week", "4 times a month", "every month by day 5", "every month by days 10 and 25",
    "every month by day 3 of the next month",
]  # fmt: skip


def rows(dice: Dice, count: int) -> list[dict[str, Any]]:
    """A log, a few keys twice and a few rows of strangers."""
    return [row(dice, str(dice.randrange(10, 10 + 6 * count))) for _ in range(count)]


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a file."""
    lines = [",".join(_text(row[column]) for column in COLUMNS) for row in rows]
    return "\n".join([",".join(COLUMNS), *lines]) + "\n"


WAITS: dict[str, Any] = {
    "source": "waits", "grain": "event", "key": "no", "time": "begun_at",
    "columns": {"no": "text", "case": "text", "begun_at": "instant", "over_at": "instant"},
}  # fmt: skip


def waits_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Every wait of the rows as a row of its own, the later ones first."""
    pairs = [("again_at", "back_at"), ("paused_at", "resumed_at")]
    waits = [
        (row["no"], row[begun], row[over]) for begun, over in pairs for row in rows if row[begun]
    ]
    lines = [
        f"{n},{key},{_text(begun)},{_text(over)}" for n, (key, begun, over) in enumerate(waits)
    ]
    return "\n".join([",".join(WAITS["columns"]), *lines]) + "\n"


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def row(
    dice: Dice, key: str, first: datetime = datetime(2026, 9, 27), days: int = 38
) -> dict[str, Any]:
    """One case, with moments to the minute."""
    at = first + timedelta(minutes=dice.randrange(days * 24 * 60))

    def later(chance: float, most: int, start: datetime = at) -> datetime | None:
        minutes = dice.choice([30, 60, 119, 120, 121, 480, dice.randrange(1, most)])
        return start + timedelta(minutes=minutes) if dice.random() < chance else None

    paused = later(0.4, 3000)
    resumed = later(0.9, 4000, paused) if paused else None
    again = later(0.5, 2000, resumed) if resumed else None
    if dice.random() < 0.02 and paused and resumed:
        paused, resumed = resumed, paused
        again = None
    return {
        "no": key,
        "employee": dice.choice(["E1", "E1", "E1", "E2", "E2", "E9"]),
        "category": dice.choice([*CATEGORIES, None]),
        "level": dice.choice([*LEVELS, None]),
        "urgent": dice.choice([True, False, None]),
        "received_at": at,
        "answered_at": later(0.8, 9000),
        "closed_at": later(0.5, 9000),
        "paused_at": paused,
        "resumed_at": resumed,
        "again_at": again,
        "back_at": later(0.8, 3000, again) if again else None,
        "due_at": later(0.5, 9000),
        "event_at": later(0.8, 30000),
        "for": dice.choice([None, None, at.date(), date(2026, 10, dice.randrange(1, 32))]),
        "errors": dice.choice([None, 0, 1, 2, 3, 7]),
        "billed": dice.choice([None, Decimal("0"), Decimal("12.5"), Decimal("99.99")]),
        "kpi": dice.choice(["k0", "k1", "k2", "k3", None]),
        "rater": dice.choice(["superior", "peer", "peer", "self"]),
        "value": dice.choice([Decimal(n) / 2 for n in range(11)]),
        "exempt": dice.random() < 0.08,
    }


PAUSES: list[Any] = [
    {"from": "paused_at", "to": "resumed_at"},
    [{"from": "paused_at", "to": "resumed_at"}, {"from": "again_at", "to": "back_at"}],
    {"of": "waits", "key": "case", "from": "begun_at", "to": "over_at"},
]
TIMES: list[Any] = [
    {"by": "level", "major": 0.5, "minor": 1.5, "else": 2},
    {"by": "level", "major": 2, "minor": 1, "other": 1.5, "else": "error"},
    {"when": "errors >= 2", "factor": 1.5},
    [{"when": "urgent", "factor": 0.5}, {"when": {"category": "repair"}, "factor": 3}],
]
HOURS = ["30 min", "2 h", "26 h", "90 working min", "2 working h", "20 working h"]
DATES = ["0 d", "1 d", "3 d", "2 weeks", "0 workdays", "1 workday", "3 workdays", "6 workdays"]


def limit(dice: Dice, depth: int = 0) -> Any:
    """A limit, perhaps with others inside."""
    roll = dice.random()
    if roll < 0.15 and depth < 2:
        column, keys = dice.choice([("level", LEVELS), ("category", CATEGORIES)])
        chosen = {key: limit(dice, depth + 1) for key in keys[: dice.randrange(1, len(keys) + 1)]}
        last = dice.choice([limit(dice, depth + 1), limit(dice, depth + 1), "error"])
        return {"by": column, **chosen, "else": last}
    if roll < 0.25 and depth < 2:
        return {"due": "due_at", "else": limit(dice, 2)}
    length = dice.choice([*HOURS, *DATES, "1 month"])
    made: dict[str, Any] = {"limit": length}
    if dice.random() < 0.4:
        made["pause"] = dice.choice(PAUSES)
    if dice.random() < 0.3 and length != "1 month":
        made["times"] = dice.choice(TIMES)
    clock_hours = length in ("30 min", "2 h", "26 h")
    if dice.random() < 0.2:
        made["cutoff"] = dice.choice(["13:00", "17:30"])
    if clock_hours and ("cutoff" in made or dice.random() < 0.1):
        made["opens"] = dice.choice(["00:00", "08:00"])
    if length in DATES and length[0] != "0" and dice.random() < 0.2:
        made["start"] = "same_day"
    return made if len(made) > 1 else length


def span(dice: Dice) -> dict[str, Any]:
    """A time limit with its ends."""
    if dice.random() < 0.15:
        leads = ["1 week", "2 d", "1 month", "3 workdays", "1 workday", "48 h", "5 working h"]
        return {"from": "answered_at", "to": "event_at", "within": {"lead": dice.choice(leads)}}
    ends = dice.choice(["answered_at", "answered_at", ["answered_at", "closed_at"]])
    return {"from": "received_at", "to": ends, "within": limit(dice)}


def where(dice: Dice) -> dict[str, Any]:
    """Perhaps a condition on rows."""
    chosen = [None, None, {"category": "complaint"}, {"level": "major"}, *CONDITIONS]
    condition = dice.choice(chosen)
    return {} if condition is None else {"where": condition}


def measure(dice: Dice) -> dict[str, Any]:
    """A measure of any kind."""
    kind = dice.choice(
        ["share", "share", "timed", "timed", "timed", "late", "ratio", "mean", "sum", "count",
         "count", "median", "p90", "min", "max", "schedule", "schedule", "rating", "quotient", "entered"]
    )  # fmt: skip
    base: dict[str, Any] = {"of": "calls", **where(dice)}
    if kind == "schedule":
        outcomes = dice.choice([[], ["late"], ["missing"], ["late", "missing"], ["on_time"]])
        return {"schedule": {"duty": "d", **base, **({"count": outcomes} if outcomes else {})}}
    if kind in ("rating", "entered"):
        return {kind: rating(dice) if kind == "rating" else entered(dice)}
    if kind == "timed":
        return {"share": {**base, "good": span(dice)}}
    if kind == "late":
        return {"count": {**base, "late": span(dice)}}
    if kind == "quotient":
        counted = {"count": {"of": "calls", **where(dice)}}
        return {
            "ratio": {"num": {"sum": {**base, "value": "errors"}}, "den": dice.choice([counted, 4])}
        }
    if kind == "ratio":
        return {"ratio": {**base, "num": "billed", "den": dice.choice(list(EXPRESSIONS))}}
    if kind == "share":
        body = {**base, "good": dice.choice([*CONDITIONS, {"category": "complaint"}])}
    elif kind == "count":
        body = base
    else:
        body = {**base, "value": dice.choice(list(EXPRESSIONS))}
    if dice.random() < 0.3:
        body |= windows(dice, kind)
    return {("count" if kind == "count" else kind): body}


SCALES: list[Any] = [
    5, {"min": 1, "max": 5}, 4, {"levels": {"优": 5, "良": 4.5, "中": 2, "差": 0}},
    {"levels": {"A": 4, "B": 3, "C": 1.5}, "max": 5},
]  # fmt: skip


def windows(dice: Dice, kind: str) -> dict[str, Any]:
    """Stretches measured on their own, and how they are joined."""
    take = dice.choice(["mean", "worst", "last", "meeting"])
    made: dict[str, Any] = {"window": dice.choice(["week", "day", "month"]), "take": take}
    if take == "mean" and kind in ("count", "sum") and dice.random() < 0.5:
        return made | {"take": "sum", **dice.choice([{}, {"at_most": 1}, {"at_most": 4}])}
    return made | ({"meet": f"≥ {dice.choice(['1', '2', '0.5'])}"} if take == "meeting" else {})


def rating(dice: Dice) -> dict[str, Any]:
    """Ratings by one or three kinds of raters, and what to do without some of them."""
    made: dict[str, Any] = {"of": "calls", "scale": dice.choice(SCALES)}
    weights = [
        {"superior": "60%", "peer": "40%"},
        {"self": "20%", "superior": "50%", "peer": "30%"},
    ]
    made["raters"] = dice.choice([*weights, {"peer": "100%"}])
    if dice.random() < 0.8:
        made["missing"] = dice.choice(["wait", "redistribute", {"default": 3}])
    if dice.random() < 0.5:
        who = dice.choice([{}, {"raters": ["superior"]}, {"raters": ["peer", "self"]}])
        made["anonymous"] = {"min": dice.choice([2, 3]), **who}
    return made


def entered(dice: Dice) -> dict[str, Any]:
    """A figure that one kind of rater puts down, perhaps within bounds."""
    bounds = dice.choice([{}, {}, {"scale": 4}, {"scale": {"min": 1, "max": 5}}])
    return {"of": "calls", "by": dice.choice(["superior", "peer", "self"]), **bounds}


def score(dice: Dice, measure: Mapping[str, Any]) -> dict[str, Any]:
    """A target, perhaps a weight, and a score of any kind that suits the measure."""
    ((kind, body),) = measure.items()
    weight = {} if dice.random() < 0.25 else {"weight": dice.choice([10, 30, 45])}
    if kind == "rating":
        return {**weight, "score": "rating"} if weight else {}
    if dice.random() < 0.15:
        return {"target": dice.choice(["≥ 0.9", "< 2"])}
    if kind == "count" and "window" not in body and dice.random() < 0.6:
        return {**weight, "score": {"incidents": incidents(dice), **bounds(dice)}}
    higher = dice.choice(["≥ 90%", "≥ 0.5", "≥ 2", "> 1"])
    lower = dice.choice(["≤ 2", "< 3", "≤ 10%"])
    target = dice.choice([higher, lower, "between 40% and 60%", "= 1"])
    rules: list[Callable[[], dict[str, Any]]] = [
        lambda: {"pass": {}},
        lambda: {"steps": steps(dice, target)},
        lambda: {"interpolate": {"points": {"0": 2, "50%": 5, "2": dice.choice([30, "full"])},
                                 "outside": dice.choice(["clamp", "none"])}},
        lambda: {"bands": bands(dice, target)},
    ]  # fmt: skip
    if target in (higher, lower):
        rules.append(lambda: {"proportional": {}})
    return {**weight, "target": target, "score": {**dice.choice(rules)(), **bounds(dice)}}


def rounding(dice: Dice, kpis: list[dict[str, Any]]) -> None:
    """Perhaps a rounding of points, perhaps one of the value."""
    for kpi in kpis:
        if isinstance(kpi.get("score"), dict) and dice.random() < 0.5:
            places = [{"to": 1}, {"to": 0.5, "how": "down"}, {"to": 0.1, "how": "up"}]
            kpi["score"]["round"] = dice.choice(["down", "up", "half_up", *places])
        if "incidents" not in kpi.get("score", ()) and dice.random() < 0.25:
            ways = [{"to": "1%", "how": "down"}, {"to": 0.1}, {"to": 0.5, "how": "up"}]
            kpi["round"] = dice.choice(ways)


def bounds(dice: Dice) -> dict[str, Any]:
    """Perhaps a floor, a cap, a cliff."""
    made: dict[str, Any] = {}
    if dice.random() < 0.3:
        made["floor"] = dice.choice(["none", -5, 3])
    if dice.random() < 0.3:
        made["cap"] = dice.choice(["none", 20, 50])
    if dice.random() < 0.2:
        made |= dice.choice([{"zero_below": "50%"}, {"zero_above": 3}])
    return made


def steps(dice: Dice, target: str) -> dict[str, Any]:
    """Points per step on either side of the target, or of a figure."""
    made: dict[str, Any] = {
        "from": "target" if dice.random() < 0.8 else dice.choice(["50%", "1.5"]),
        "per": dice.choice(["1 pp", "0.1", "3 pp", 1]),
        "partial": dice.choice(["whole", "prorate", "up"]),
    }  # fmt: skip
    if target[0] in "b=" and dice.random() < 0.6:
        made |= {"lose_below": slope(dice, target), "lose_above": slope(dice, target)}
    else:
        made["lose"] = slope(dice, target)
    if dice.random() < 0.4 and target[0] not in "b=":
        made["gain"] = slope(dice, target)
    if dice.random() < 0.3:
        made["start"] = dice.choice([20, "80%"])
    if dice.random() < 0.3:
        made["free"] = dice.choice(["2 pp", "0.5"])
    if dice.random() < 0.3:
        made["tolerance"] = dice.choice(["5 pp", "0.5", "1"])
    return made


def slope(dice: Dice, target: str) -> Any:
    """Points per step of one side, perhaps with a step, an allowance or a bound of its own."""
    points = dice.choice([1, 2, 0.5, 0.25])
    if dice.random() < 0.5:
        return points
    made: dict[str, Any] = {"points": points}
    if dice.random() < 0.5:
        steps = ["0.5", "2 pp", *([] if target[0] in "b=" else ["1% of target", "30% of target"])]
        made["per"] = dice.choice(steps)
    if dice.random() < 0.5:
        made["at_most"] = dice.choice([3, 12])
    if dice.random() < 0.3:
        made |= dice.choice([{"free": "1 pp"}, {"tolerance": "10 pp"}, {"tolerance": "0"}])
    return made


def bands(dice: Dice, target: str) -> list[dict[str, Any]]:
    """Ladders, declared ends, with a hole, or with rules of their own inside."""
    lines = {"points": {"50%": dice.choice([1, "30%"]), "2": dice.choice([8, "full"])}}
    inside = dice.choice([
        {"steps": steps(dice, target)},
        {"steps": steps(dice, target) | {"from": "2"}},
        {"interpolate": {**lines, "outside": dice.choice(["clamp", "none"])}},
    ])  # fmt: skip
    return dice.choice([
        [{"when": "≥ 2", "points": "full"}, {"when": "≥ 50%", "points": "60%"},
         {"when": "< 50%", "points": 1}],
        [{"when": "[0.5, 2)", "points": 7}, {"when": "≥ 2", "points": 0},
         {"when": "< 50%", "points": "full"}],
        [{"when": "≥ 1", "points": 9}, {"when": "< 40%", "points": 2}],
        [{"when": "[0.4, 3)", **inside}, {"when": "≥ 3", "points": "full"},
         {"when": "< 40%", "points": 2}],
    ])  # fmt: skip


def incidents(dice: Dice) -> dict[str, Any]:
    """Points per incident, or by a table."""
    if dice.random() < 0.25:
        free = {"free": 1} if dice.random() < 0.3 else {}
        return {"table": {"0": "full", "1": "80%", "2": 5, "4+": 0}, **free}
    each = dice.choice([-3, 2, -0.5, {"by": "level", "major": -5, "minor": -2, "else": -1},
                        "0 - coalesce(errors, 1)"])  # fmt: skip
    made: dict[str, Any] = {"each": each}
    if dice.random() < 0.3:
        made |= dice.choice([{"free": 1}, {"free": 2}])
    elif dice.random() < 0.3:
        made |= {"from": 3, "charge": dice.choice(["later", "all"])}
    if dice.random() < 0.2:
        made["wipe_out_at"] = 4
    if dice.random() < 0.4:
        repeat: dict[str, Any] = {"factor": dice.choice([2, 3])}
        repeat |= {"same": "level"} if dice.random() < 0.6 else {}
        repeat |= {"compound": True} if dice.random() < 0.4 else {}
        repeat |= dice.choice([{}, {"within": "7 d"}, {"within": "month"}])
        made["repeat"] = repeat
    return made
