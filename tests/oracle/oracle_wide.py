"""The oracle's offices with a past: years to date, teams, targets relative to other values, KPIs
that change within the period, and several posts; by asking of every single day what held on it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

import oracle_cases as cases
from office import Office
from oracle_points import Undecided, figure, meets, points, rounded
from oracle_time import DAY, Row, midnight
from oracle_values import Asked, Found, measured

from dutybook.score.result import Evaluation, KpiResult

START, END = date(2026, 10, 1), date(2026, 11, 1)
OVER = [
    "year_to_date", "quarter_to_date", "half_year_to_date", "last 3 months", "last 10 days",
    "last 2 weeks", "last 1 year", "rolling 24 h", "rolling 3 d", "rolling 90 min",
]  # fmt: skip
THAN = [
    "last_period",
    "same_period_last_year",
    "mean of 2 periods",
    "mean of 3 periods",
    "peers",
    {"peers": {"self": "included"}},
    {"peers": {"self": "excluded"}},
]
CHANGES = ["+5%", "-20%", "+0%", "5 pp", "+50%"]
NEVER_CUT = ("count", "sum")
POOLS = ["role", "department", "all", "site"]


@dataclass(frozen=True)
class Held:
    """A line of people.csv: the days [start, end) in a post."""

    employee: str
    role: str
    start: date
    end: date
    superior: str
    site: str
    fte: str

    @property
    def line(self) -> str:
        last = "" if self.end == date.max else self.end - DAY
        first = "" if self.start == date.min else self.start
        words = (self.employee, "x", self.role, first, last, self.superior, self.site, self.fte)
        return ",".join(map(str, words))


@dataclass
class Wide:
    """One random office: its log, its people, both versions of the clerks' KPIs, the boss's KPIs."""

    rows: list[dict[str, Any]]
    people: list[Held]
    old: list[dict[str, Any]]
    new: list[dict[str, Any]]
    changed: date
    boss: list[dict[str, Any]]
    as_of: date


def wide(seed: int, kpis: int) -> Wide:
    """The office of a seed."""
    dice = random.Random(seed)
    old = [(_kpi if n % 2 else _changing)(dice, f"k{n}") for n in range(kpis)]
    team = [_kpi(dice, f"t{number}", scope="team") for number in range(kpis // 2)]
    for kpi in old[::4]:
        _pooled(random.Random(seed + kpis), kpi, kpi["id"])
    return Wide(
        list(_rows(dice)),
        _people(dice),
        old,
        [_changed(dice, kpi) for kpi in old],
        START + dice.randrange(1, 31) * DAY,
        team,
        END + (dice.randrange(9) - 1) * DAY,
    )


def _rows(dice: random.Random) -> Iterator[dict[str, Any]]:
    """A log of fourteen months, denser at its end."""
    for number in range(dice.choice([40, 120])):
        if number % 2:
            row = cases.row(dice, str(number), datetime(2025, 8, 20), 440)
        else:
            row = cases.row(dice, str(number), datetime(2026, 9, 1), 63)
        yield row | {"employee": dice.choice(["E1", "E1", "E2", "E3", "B1"]), "exempt": False}


def _people(dice: random.Random) -> list[Held]:
    """A boss, one who changes sites, one who changes posts, one who came in spring and whose
    superior changes."""
    moves, leaves, turns = (START + dice.randrange(1, 30) * DAY for _ in range(3))
    joins = leaves - dice.randrange(6) * DAY
    two = dice.choice(["E1", "B1"])
    return [
        Held("B1", "boss", date.min, date.max, "", "北区", "1"),
        Held("E1", "clerk", date.min, moves, "B1", "北区", "1"),
        Held("E1", "clerk", moves, date.max, "B1", "南区", "1"),
        Held("E2", "clerk", date.min, leaves, two, "北区", dice.choice(["1", "0.5"])),
        Held("E2", "second", joins, date.max, two, "南区", dice.choice(["1", "0.3"])),
        Held("E3", "clerk", date(2026, 3, 10), turns, "B1", "南区", "1"),
        Held("E3", "clerk", turns, date.max, dice.choice(["E2", "Z9"]), "南区", "1"),
    ]


def _kpi(dice: random.Random, name: str, **more: str) -> dict[str, Any]:
    measure = cases.measure(dice)
    while set(measure) & {"schedule", "rating", "entered"} or "window" in str(measure):
        measure = cases.measure(dice)
    for part in parts(measure):
        ((kind, body),) = part.items()
        body |= more
        if dice.random() < 0.4:
            body["over"] = dice.choice([*OVER] if kind in NEVER_CUT else OVER[:7])
            if body["over"].startswith("rolling") and kind == "sum":
                body["value"] = "coalesce(errors, 3)"
            if "late" in body and body["over"].startswith("rolling"):
                body["over"] = OVER[0]
    made = cases.score(dice, measure)
    while "incidents" in made.get("score", {}) and "over" in str(measure):
        made = cases.score(dice, measure)
    if "over" not in str(measure) and "ratio" not in measure and dice.random() < 0.4:
        made = {"target": _relative(dice), "weight": 10, "score": "pass"}
    return {"id": name, "name": "指标", "measure": measure, **made}


def _pooled(dice: random.Random, kpi: dict[str, Any], name: str) -> None:
    """Perhaps one's share of what everyone came to."""
    if dice.random() < 0.6:
        num = dice.choice([{"count": {"of": "calls"}}, {"sum": {"of": "calls", "value": "errors"}}])
        next(iter(num.values())).update(cases.where(dice))
        kpi.clear()
        kpi |= {"id": name, "name": "指标", "target": "≥ 50%", "weight": 10}
        kpi["measure"] = {"ratio": {"num": num, "den": {"pool": dice.choice(POOLS)}}}
        kpi["score"] = "proportional"


def _changing(dice: random.Random, name: str) -> dict[str, Any]:
    """A KPI that is cut where it changes: it has a target and a weight of its own, no count."""
    while True:
        kpi = _kpi(dice, name)
        if _fixed(kpi) and not _never_cut(kpi["measure"]):
            return kpi


def _fixed(kpi: Mapping[str, Any]) -> bool:
    return isinstance(kpi.get("target"), str) and {"weight", "score"} <= set(kpi)


def _relative(dice: random.Random) -> dict[str, Any]:
    ends = dice.choice([["at_least"], ["at_most"]])
    return {"than": dice.choice(THAN), **{end: dice.choice(CHANGES) for end in ends}}


def parts(measure: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The measures asked of the log: two for a ratio of two."""
    ((kind, body),) = measure.items()
    if kind != "ratio" or "of" in body:
        return [dict(measure)]
    return [one for one in (body["num"], body["den"]) if isinstance(one, dict)]


def _changed(dice: random.Random, kpi: dict[str, Any]) -> dict[str, Any]:
    """The KPI in the later version of its role: often another target or weight, or by site."""
    if not _fixed(kpi) or dice.random() < 0.2:
        return dict(kpi)
    target = kpi["target"]
    other = {"≥": "≥ 0.7", ">": "> 0.4", "≤": "≤ 3", "<": "< 1"}.get(target[0], target)
    if dice.random() < 0.5:
        return {**kpi, "target": {"by": "site", "北区": target, "else": other}}
    return {**kpi, "target": other, "weight": dice.choice([kpi["weight"], 20])}


def office(one: Wide, folder: Path) -> Office:
    """The office on disk."""
    made = Office(folder)
    made.role |= {"kpis": one.old, "effective": "2024-01-01"}
    second = {"share": {"of": "calls", "good": "errors is null"}}
    made.more = [
        {**made.role, "kpis": one.new, "effective": one.changed.isoformat()},
        {"role": "boss", "title": "组长", "kpis": one.boss},
        {"role": "second", "title": "兼职", "kpis": [
            {"id": "s", "name": "x", "measure": second, "target": "≥ 50%", "weight": 100, "score": "proportional"}]},
    ]  # fmt: skip
    made.people = "employee,name,role,from,to,superior,site,fte\n"
    made.people += "".join(held.line + "\n" for held in one.people)
    made.source["columns"] = dict(cases.COLUMNS)
    made.source["complete_from"], made.source["complete_to"] = "2025-01-01", "2026-12-31"
    made.config["calendar"] = "cn-mainland"
    made.config["logs"]["waits"] = "waits.csv"
    made.logs["waits.csv"] = cases.waits_csv(one.rows)
    made.more.append(cases.WAITS)
    made.logs["logs/0.csv"] = cases.as_csv(one.rows)
    return made


def posts(one: Wide, employee: str, role: str) -> list[Held]:
    """Lines of people.csv about one in a post."""
    return [held for held in one.people if (held.employee, held.role) == (employee, role)]


def below(one: Wide, superior: str, day: date) -> set[str]:
    """Everyone under ``superior`` on a day, directly or not."""
    found: set[str] = set()
    while True:
        above = found | {superior}
        more = {h.employee for h in one.people if h.superior in above and h.start <= day < h.end}
        if more <= found:
            return found - {superior}
        found |= more


def stood(one: Wide, employee: str, number: int) -> list[tuple[dict[str, Any], date, date, int]]:
    """A clerk's KPI as it stood: the days [first, end) of each form, and how many in the post."""
    days: list[tuple[dict[str, Any], date]] = []
    for held in posts(one, employee, "clerk"):
        for day in (START + n * DAY for n in range(31)):
            if held.start <= day < held.end:
                kpi = dict((one.new if day >= one.changed else one.old)[number])
                target = kpi.get("target")
                if isinstance(target, dict) and "by" in target:
                    kpi["target"] = target.get(held.site, target["else"])
                days.append((kpi, day))
    last = days[-1][0]
    if _never_cut(last["measure"]):
        return [(last, START, END, len(days))]
    found = []
    for _, group in groupby(days, key=lambda pair: str(pair[0])):
        listed = list(group)
        found.append((listed[0][0], listed[0][1], listed[-1][1] + DAY, len(listed)))
    return found if len(found) > 1 else [(last, START, END, len(days))]


def _never_cut(measure: Mapping[str, Any]) -> bool:
    """Counts, sums, ratios of two measures, and what reads further back than the period."""
    ((kind, body),) = measure.items()
    return kind in NEVER_CUT or "over" in body or "of" not in body


def told(rows: Sequence[Row], as_of: date) -> list[dict[str, Any]]:
    """The log as it stood at the end of a day; only what is planned may lie ahead."""
    after = midnight(as_of + DAY)
    planned = {"due_at", "event_at"}
    return [
        {k: None if isinstance(v, datetime) and v >= after and k not in planned else v
         for k, v in row.items()}
        for row in rows if row["received_at"] < after
    ]  # fmt: skip


@dataclass
class Reader:
    """Whose rows a sheet's KPI reads, seen from the end of a day."""

    one: Wide
    employee: str
    role: str

    def found(self, kpi: Mapping[str, Any], first: date, end: date, as_of: date) -> Found:
        """The value of the KPI's measure for the days [first, end)."""
        pool = kpi["measure"].get("ratio", {}).get("den")
        if isinstance(pool, dict) and "pool" in pool:
            return self._share(kpi, pool["pool"], first, end, as_of)
        rows = [row for row in told(self.one.rows, as_of) if self._mine(row, kpi["measure"])]
        asked = Asked(midnight(as_of + DAY), kpi["id"], "higher", set(), first, end)
        return measured(kpi["measure"], rows, asked)

    def _share(
        self, kpi: Mapping[str, Any], within: str, first: date, end: date, as_of: date
    ) -> Found:
        """What is one's own of what all clerks came to, or those of the site one was at last."""
        own = {**kpi, "measure": kpi["measure"]["ratio"]["num"]}
        sites = {
            held.employee: held.site for held in self.one.people
            if held.role == self.role and held.start < END and held.end > START
        }  # fmt: skip
        clerks = [one for one in sites if within != "site" or sites[one] == sites[self.employee]]
        found = {
            one: Reader(self.one, one, self.role).found(own, first, end, as_of) for one in clerks
        }
        mine, pending = found[self.employee], found[self.employee].pending
        values = [each.value for each in found.values()]
        spoilt = next((each.status for each in found.values() if each.value is None), None)
        if mine.value is None or spoilt:
            return Found(str(mine.status if mine.value is None else spoilt), pending=pending)
        whole = sum((value for value in values if value is not None), Fraction(0))
        if not whole:
            return Found("no_data", pending=pending)
        return Found("scored", mine.value / whole, pending, pair=(mine.value, whole))

    def _mine(self, row: Row, measure: Mapping[str, Any]) -> bool:
        day = row["received_at"].date()
        if not any(h.start <= day < h.end for h in posts(self.one, self.employee, self.role)):
            return False
        if "'scope': 'team'" in str(measure):
            return row["employee"] in below(self.one, self.employee, day)
        return row["employee"] == self.employee

    def baseline(self, kpi: Mapping[str, Any], than: Any) -> Fraction | None:
        """What a target is relative to."""
        if than == "peers" or isinstance(than, dict):
            return self._peers(kpi, itself="included" in str(than))
        if than == "same_period_last_year":
            months = [date(2025, 10, 1)]
        else:
            count = 1 if than == "last_period" else int(than.split()[2])
            months = [date(2026, 10 - n - 1, 1) for n in range(count)]
        values = []
        for first in months:
            end = date(first.year, first.month + 1, 1)
            there = posts(self.one, self.employee, self.role)
            if not any(held.start < end and held.end > first for held in there):
                return None
            values.append(self.found(kpi, first, end, end - DAY).value)
        known = [value for value in values if value is not None]
        return sum(known, Fraction(0)) / len(known) if len(known) == len(values) else None

    def _peers(self, kpi: Mapping[str, Any], *, itself: bool) -> Fraction | None:
        """All others in the role together, as of one large team; else the mean of their values."""
        others = {held.employee for held in self.one.people if held.role == self.role}
        hidden = set() if itself else {self.employee}
        readers = [Reader(self.one, other, self.role) for other in sorted(others - hidden)]
        found = [one.found(kpi, START, END, self.one.as_of) for one in readers]
        known = [each for each in found if each.value is not None]
        both = [each.pair for each in known]
        if not known:
            return None
        below = sum((pair[1] for pair in both if pair), Fraction(0))
        if all(both) and below:
            return sum((pair[0] for pair in both if pair), Fraction(0)) / below
        return sum((each.value for each in known if each.value is not None), Fraction(0)) / len(
            known
        )


def judged(reader: Reader, kpi: Mapping[str, Any], first: date, end: date) -> tuple[Any, ...]:
    """Status, pending, verdict and exact points of a KPI that stood on the days [first, end)."""
    found = reader.found(kpi, first, end, reader.one.as_of)
    if found.value is None:
        return found.status, found.pending, None, None
    target = kpi.get("target")
    if isinstance(target, dict):
        base = reader.baseline(kpi, target["than"])
        if base is None:
            return "undecided", found.pending, None, None
        ((end_, change),) = [(k, v) for k, v in target.items() if k != "than"]
        moved = base + figure(change) if change.endswith("pp") else base * (1 + figure(change))
        target = f"{'≥' if end_ == 'at_least' else '≤'} {moved}"
    met = meets(target, found.value) if target else None
    if "score" not in kpi:
        return "scored", found.pending, met, None
    try:
        return "scored", found.pending, met, points({**kpi, "target": target or ""}, found)
    except Undecided:
        return "undecided", found.pending, met, None


def expected(reader: Reader, kpi: Mapping[str, Any], number: int) -> tuple[Any, ...]:
    """The same of a whole KPI, forms that changed within the period joined by days."""
    if reader.role == "boss":
        return judged(reader, kpi, START, END)
    forms = stood(reader.one, reader.employee, number)
    if len(forms) == 1:
        return judged(reader, *forms[0][:3])
    each = [(judged(reader, form, first, end), days) for form, first, end, days in forms]
    pending = sum(one[1] for one, _ in each)
    open_ = [one for one, _ in each if one[0] == "undecided"]
    scored = [(one, days) for one, days in each if one[0] == "scored"]
    verdicts = [one[2] for one, _ in scored]
    met = all(verdicts) if verdicts and None not in verdicts else None
    if open_ or not scored:
        return ("undecided" if open_ else each[-1][0][0]), pending, met, None
    total = sum((one[3] * days for one, days in scored), Fraction(0))
    return "scored", pending, met, total / sum(days for _, days in scored)


def compare_wide(seed: int, folder: Path, kpis: int = 12) -> tuple[int, list[str]]:
    """Cases tried, and every disagreement in words."""
    one = wide(seed, kpis)
    with patch("dutybook.soundness.kpi.misfits", lambda *_: ()):  # figures in any unit add up
        evaluation = office(one, folder).evaluate(as_of=one.as_of.isoformat())
    tried, wrong = 0, []
    sheets = [("E1", "clerk"), ("E2", "clerk"), ("E3", "clerk"), ("B1", "boss")]
    for employee, role in sheets:
        reader = Reader(one, employee, role)
        for number, kpi in enumerate(one.boss if role == "boss" else one.new):
            found = _result(evaluation, employee, role, kpi["id"])
            got = found.status, found.value.pending, found.met, found.exact
            want = expected(reader, kpi, number)
            tried += 1
            if got != want:
                wrong.append(f"wide {seed} {employee} {kpi}\n  engine {got}\n  oracle {want}")
    return tried + 1, wrong + list(_person(one, evaluation, seed))


def _result(evaluation: Evaluation, employee: str, role: str, kpi: str) -> KpiResult:
    """A result before the scheme gives away its weight."""
    sheets = evaluation.sheets
    sheet = next(s for s in sheets if (s.sheet.employee, s.sheet.role.role) == (employee, role))
    return next(found for found in sheet.before[0] if found.kpi.id == kpi)


def _person(one: Wide, evaluation: Evaluation, seed: int) -> Iterator[str]:
    """E2's two posts by days × fte."""
    person = next(p for p in evaluation.persons if p.employee == "E2")
    weights, totals = [], []
    for sheet in evaluation.sheets:
        if sheet.sheet.employee == "E2":
            held = posts(one, "E2", sheet.sheet.role.role)
            days = [max((min(h.end, END) - max(h.start, START)).days, 0) for h in held]
            weights.append(sum(n * Fraction(h.fte) for n, h in zip(days, held, strict=True)))
            totals.append(sheet.total)
    want = None
    if None not in totals:
        pairs = zip(weights, totals, strict=True)
        want = rounded(sum((w * Fraction(t or 0) for w, t in pairs), Fraction(0)) / sum(weights))
    if person.total != want:
        yield f"wide {seed} E2 engine {person.total} oracle {want}"
