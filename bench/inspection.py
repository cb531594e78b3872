"""`source inspect` against `evaluate`: both read one generated XES log of 65,000 events, the second
with the definition that the first proposes. Prints seconds and the ratio; run with ``make bench``
or ``python bench/inspection.py [EVENTS]``.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from xml.sax.saxutils import quoteattr

import yaml
from click.testing import CliRunner

from dutybook.cli import main

EVENTS = 65_000
RUNS = 3
FIRST = datetime(2026, 10, 1, 8, tzinfo=UTC)
STEPS = ("Accepted", "Queued", "Accepted", "Wait", "Accepted", "Completed", "Closed")
GROUPS = tuple(f"group {n}" for n in range(40))
COUNTRIES = ("Sweden", "Poland", "India", "Brazil", "China", "USA")


def write_log(path: Path, events: int) -> None:
    """The same log every time: an incident desk's, with the attributes such logs carry."""
    chance = random.Random(65)
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
        written = case = 0
        while written < events:
            case += 1
            steps = STEPS[: chance.randint(3, len(STEPS))]
            stream.write("<trace>" + _string("concept:name", f"1-{360000000 + case}"))
            at = FIRST + timedelta(seconds=chance.randrange(0, 30 * 86400))
            for step in steps[: events - written]:
                at += timedelta(seconds=chance.randrange(60, 40_000))
                stream.write(_event(chance, step, at))
                written += 1
            stream.write("</trace>\n")
        stream.write("</log>\n")


def _event(chance: random.Random, step: str, at: datetime) -> str:
    attributes = {
        "org:group": chance.choice(GROUPS),
        "resource country": chance.choice(COUNTRIES),
        "organization country": chance.choice(COUNTRIES).lower(),
        "org:resource": f"Siebel{chance.randrange(900)}",
        "organization involved": f"Org line {chance.choice('ABCG')}{chance.randrange(9)}",
        "org:role": f"V{chance.randrange(4)}_{chance.randrange(9)}",
        "concept:name": step,
        "impact": chance.choice(("Low", "Medium", "High")),
        "product": f"PROD{chance.randrange(700)}",
        "lifecycle:transition": chance.choice(("In Progress", "Awaiting Assignment", "Closed")),
    }
    stamp = f'<date key="time:timestamp" value="{at.isoformat()}"/>'
    return f"<event>{''.join(_string(k, v) for k, v in attributes.items())}{stamp}</event>\n"


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>"


def write_workspace(root: Path, source: str) -> None:
    """One desk whose hundred people are scored by what the log says of them."""
    column = yaml.safe_load(source)["employee"]
    rows = "".join(f"Siebel{n},Person {n},desk,2026-01-01,\n" for n in range(0, 900, 9))
    files = {
        "dutybook.yaml": "organisation: Bench\nlocale: en\ntimezone: UTC\nlogs: {log: log.xes}\n",
        "people.csv": "employee,name,role,from,to\n" + rows,
        "rules/sources/log.yaml": source,
        "roles/desk.yaml": "role: desk\ntitle: Desk\nkpis:\n"
        "  - {id: handled, name: Handled, measure: {count: {of: log}}}\n"
        "  - {id: closed, name: Closed, measure: {share: {of: log, good: {activity: Closed}}}}\n",
    }
    assert column, "the proposal names nobody whose work it is"
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


def run(*arguments: str) -> str:
    """A command's standard output."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    start, spent = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - start, time.process_time() - spent


def report(events: int) -> None:
    """Measures both, in turns so that a busy machine is busy for both, and prints the medians."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        log = root / "log.xes"
        write_log(log, events)
        (root / "dutybook.yaml").write_text("organisation: Bench\nlocale: en\ntimezone: UTC\n")
        write_workspace(root, run("source", "inspect", str(log), "-w", str(root)))
        inspecting, evaluating = [], []
        for _ in range(RUNS):
            inspecting.append(timed(lambda: run("source", "inspect", str(log), "-w", str(root))))
            evaluating.append(
                timed(lambda: run("evaluate", "--period", "2026-10", "-w", str(root)))
            )
    for name, at in (("wall", 0), ("processor", 1)):
        one, other = (median(run[at] for run in runs) for runs in (inspecting, evaluating))
        print(f"{events} events, {name}: inspect {one:.2f} s, evaluate {other:.2f} s, "
              f"ratio {one / other:.2f}")  # fmt: skip


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
