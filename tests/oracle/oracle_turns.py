"""The oracle's procedures: cases that are sent back, each turn held against the steps by hand.

The procedure is one line of steps with ways back, so that what comes before a step is the one
written before it; a case is a list of (minute, step, who).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from office import Office
from oracle_time import MINUTE

from oracle import unsettled

Dice = random.Random
Done = tuple[int, int, str]  # minutes since the start of October, step, who
START = datetime(2026, 10, 1)
EVENTS = {
    "source": "events", "grain": "event", "key": ["case", "at", "activity"], "time": "at",
    "columns": {"case": "text", "at": "instant", "activity": "text", "who": "text"},
}  # fmt: skip
CASES = {
    "source": "calls", "grain": "case", "key": "no", "employee": "employee", "time": "begun",
    "columns": {"no": "text", "employee": "text", "begun": "instant"},
    "cases": {"of": "events", "key": "case", "activity": "activity", "actor": "who",
              "owner": "first", "columns": {"begun": {"first": "at"}}},
}  # fmt: skip


@dataclass
class Line:
    """A procedure: how long each step may take (None: any time), whose it is (None: anyone's),
    which steps lead back where, and how long the whole may take."""

    limits: list[int | None]
    owned: list[bool]
    back: dict[int, set[int]]
    whole: int | None
    check: list[str]

    @property
    def count(self) -> int:
        return len(self.limits)


@dataclass
class Turn:
    """What was done first in one turn; ``stands``: what earlier turns did before where it begins."""

    done: dict[int, tuple[int, str]] = field(default_factory=dict)
    stands: dict[int, tuple[int, str]] = field(default_factory=dict)
    begins: int = 0
    sent: int | None = None


def line(dice: Dice) -> Line:
    """A procedure of three to five steps with one or two ways back."""
    count = dice.choice([3, 4, 5])
    back: dict[int, set[int]] = {}
    for _ in range(dice.choice([1, 2, 2])):
        source = dice.randrange(count)
        back.setdefault(source, set()).add(dice.randrange(source + 1))
    every = ["steps", "order", "owner", "limits"]
    return Line(
        [dice.choice([None, 30, 60, 120]) for _ in range(count)],
        [dice.random() < 0.3 for _ in range(count)],
        back,
        dice.choice([None, None, 600]),
        dice.choice([every, every, ["steps"], ["order"], ["limits"], ["limits", "owner"]]),
    )


def course(dice: Dice, one: Line) -> list[Done]:
    """A case: steps one after another, sent back now and then, some skipped, done twice or early."""
    at = dice.randrange(28 * 24 * 60)
    step, happened = 0, []
    while step < one.count and len(happened) < 14:
        if dice.random() > 0.08:
            who = "E1" if dice.random() < 0.9 else "E9"
            happened.append((at, step, who))
        if dice.random() < 0.08:
            happened.append((at + dice.randrange(1, 40), dice.randrange(one.count), "E1"))
        at += dice.choice([5, 29, 30, 31, 60, 61, 119, 240])
        goes_back = step in one.back and dice.random() < 0.5
        step = dice.choice(sorted(one.back[step])) if goes_back else step + 1
        if dice.random() < 0.06:
            break
    seen: dict[int, Done] = {}
    for event in happened:  # two things at one minute have no order
        seen.setdefault(event[0], event)
    return [seen[minute] for minute in sorted(seen)]


def turns(one: Line, happened: Sequence[Done], *, each: bool) -> list[Turn]:
    """A new turn begins where a step is done again after one that leads back to it, or to one
    before it; of several, the last place that is led back to."""
    found = [Turn()]
    for at, step, who in happened:
        now = found[-1]
        if step not in now.done and step not in now.stands:
            now.done[step] = (at, who)
            continue
        sources = {
            target: max(now.done[s][0] for s in one.back if s in now.done and target in one.back[s])
            for source, targets in one.back.items() if source in now.done
            for target in targets if target <= step <= source
        }  # fmt: skip
        if not each or not sources:
            continue
        target = max(sources)
        before = {**now.stands, **now.done}
        stands = {s: event for s, event in before.items() if s < target}
        found.append(Turn({step: (at, who)}, stands, target, sources[target]))
    return found


def verdict(one: Line, happened: Sequence[Done], as_of: int, *, each: bool) -> str:
    """``good``, ``bad`` or ``pending``."""
    found = turns(one, happened, each=each)
    wrong: set[str] = set()
    for number, turn in enumerate(found):
        last = number == len(found) - 1
        known = {**turn.stands, **turn.done}
        for step in {*range(turn.begins, one.count), *turn.done}:
            wrong |= _step(one, turn, known, step, happened[0][0], as_of, last=last)
    known = {**found[-1].stands, **found[-1].done}
    if one.whole is not None:
        end = known[one.count - 1][0] if one.count - 1 in known else None
        due = happened[0][0] + one.whole
        if due <= as_of if end is None else end > due:
            wrong.add("limits")
    if wrong & set(one.check):
        return "bad"
    return "good" if len(known) == one.count else "pending"


def _step(
    one: Line, turn: Turn, known: Mapping[int, tuple[int, str]], step: int, began: int, as_of: int,
    *, last: bool,
) -> set[str]:  # fmt: skip
    """What is wrong with a step in a turn."""
    wrong = set()
    before = known.get(step - 1)
    if step not in known and any(later in known for later in range(step + 1, one.count)):
        wrong.add("steps")
    if step in known and before and known[step][0] < before[0]:
        wrong.add("order")
    if step in turn.done and one.owned[step] and turn.done[step][1] != "E1":
        wrong.add("owner")
    since = turn.sent if step == turn.begins and turn.sent is not None else None
    if since is None:
        since = began if step == 0 else before[0] if before else None
    limit = one.limits[step]
    if limit is not None and since is not None:
        due = since + limit
        if step in known:
            wrong |= {"limits"} if known[step][0] > due else set()
        elif last and due <= as_of:
            wrong.add("limits")
    return wrong


def office(one: Line, cases: Sequence[Sequence[Done]], folder: Path) -> Office:
    """The office on disk: the procedure, the log, a KPI for each way to look at turns."""
    made = Office(folder)
    steps: list[dict[str, Any]] = []
    for number in range(one.count):
        step: dict[str, Any] = {"id": f"s{number}", "text": "步骤"}
        if one.limits[number]:
            step["within"] = f"{one.limits[number]} min"
        if one.owned[number]:
            step["owner"] = "clerk"
        if number in one.back:
            step["branches"] = [
                *({"when": "退回", "to": f"s{t}"} for t in sorted(one.back[number])),
                *([{"when": "通过", "to": f"s{number + 1}"}] if number + 1 < one.count else []),
            ]
        steps.append(step)
    whole = {} if one.whole is None else {"within": f"{one.whole} min"}
    made.more = [EVENTS, {"sop": "p", "title": "审批", **whole, "steps": steps}]
    made.source = dict(CASES)
    made.config["logs"] = {"events": "logs/events.csv"}
    lines = [
        f"{case},{START + at * MINUTE:%Y-%m-%d %H:%M},s{step},{who}"
        for case, happened in enumerate(cases) for at, step, who in happened
    ]  # fmt: skip
    made.logs["logs/events.csv"] = "\n".join(["case,at,activity,who", *lines]) + "\n"
    for passes in ("first", "each"):
        how = {"sop": "p", "of": "calls", "check": one.check, "passes": passes}
        made.kpi({"conformance": how}, None)
    return made


def compare_turns(seed: int, folder: Path) -> tuple[int, list[str]]:
    """Cases tried, and every disagreement in words."""
    dice = Dice(seed)
    one = line(dice)
    cases = [made for _ in range(40) if (made := course(dice, one)) and made[0][2] == "E1"]
    last = START + timedelta(days=dice.randrange(20, 40))
    as_of = (last + timedelta(days=1) - START) // MINUTE
    with office(one, cases, folder).run(as_of=f"{last:%Y-%m-%d}") as run:
        judged = {
            taken.origin.id: taken.conformity.verdicts
            for taken in run.counted.taken.values() if taken.conformity
        }  # fmt: skip
        evaluation = run.evaluation
    wrong: list[str] = []
    for kpi, passes in (("k", "first"), ("k2", "each")):
        known = ([event for event in happened if event[0] < as_of] for happened in cases)
        want = {
            str(key): verdict(one, happened, as_of, each=passes == "each")
            for key, happened in enumerate(known) if happened
        }  # fmt: skip
        got = {key: found.state for key, found in judged[kpi].items()}
        wrong += [
            f"turns {seed} {passes} {one} {cases[int(key)]}, as of {as_of}\n"
            f"  engine {judged[kpi].get(key)}\n  oracle {want.get(key)}"
            for key in sorted(want.keys() | got.keys()) if want.get(key) != got.get(key)
        ]  # fmt: skip
        decided = [state for state in want.values() if state != "pending"]
        share = Fraction(decided.count("good"), len(decided)) if decided else None
        value = unsettled(evaluation, "E1", kpi).value.value
        if value != share:
            wrong.append(f"turns {seed} {passes}: engine {value} oracle {share}")
    return 2 * len(cases), wrong
