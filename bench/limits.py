"""What the limits cost: check, evaluate and build of the example, as they are and with the work of
the limited processes done in the first one, in turn, as ratios of medians.

Run with ``make bench``. "Without" exists only here, by patching: nobody can turn the limits off.
The example brings nothing that is foreign to the engine, so its check and evaluation start no
further process; the same again with rules and templates of its own says what a folder from
elsewhere costs.

Goals, of processor time: build and evaluate at most 1.1, check at most 1.05.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
PARTS = ("roles", "rules", "templates", "examples", "closed")
FILES = ("dutybook.yaml", "adjustments.yaml", "appeals.yaml")
GOALS = {"check": 1.05, "evaluate": 1.1, "build": 1.1}
COMMANDS = {
    "check": ("check",),
    "evaluate": ("evaluate", "--period", "2026-10", "--as-of", "2026-11-05"),
    "build": ("build", "--on", "2026-10-31", "--force"),
}
OWN_RULE = """rule: own
severity: warning
message: {zh-Hans: "岗位“{title}”", en: Role}
help: 说明
query: select file, doc, path, title from roles where title = '无'
"""
_WITH = "import sys; from dutybook.cli import main; main(sys.argv[1:])"
_WITHOUT = """
import sys
from dutybook.worker.pool import Worker
Worker.call = lambda self, function, *given: function(*given)
from dutybook.cli import main
main(sys.argv[1:])
"""


def spent(code: str, words: tuple[str, ...], root: Path) -> tuple[float, float]:
    """Seconds of a whole command: on the processors, with its children's, and on the clock."""
    shutil.rmtree(root / "out", ignore_errors=True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *words, "-w", str(root)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode > 1:
        raise SystemExit(done.stdout + done.stderr)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return worked, end - start


def compared(
    words: tuple[str, ...], root: Path, rounds: int
) -> Iterator[tuple[float, float, float]]:
    """Of processor time and of the clock: with, without, and the ratio."""
    spent(_WITH, words, root)  # warm caches
    pairs = [(spent(_WITH, words, root), spent(_WITHOUT, words, root)) for _ in range(rounds)]
    for kind in (0, 1):
        ours, bare = (median(one[side][kind] for one in pairs) for side in (0, 1))
        yield ours, bare, median(one[0][kind] / one[1][kind] for one in pairs)


def lay_out(root: Path, *, foreign: bool) -> None:
    """The example on its own; ``foreign``: with a rule and templates that are not the shipped."""
    for part in PARTS:
        if (ROOT / part).exists() and (foreign or part not in ("rules", "templates")):
            shutil.copytree(ROOT / part, root / part)
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    if foreign:
        (root / "rules/lint/own.yaml").write_text(OWN_RULE, "utf-8")


def main() -> int:
    """Both workspaces, three commands each; 1 where a goal of the example is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=tuple(COMMANDS))
    given = parser.parse_args()
    missed = False
    for name, foreign in (("example", False), ("example, as a stranger's", True)):
        with TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            lay_out(root, foreign=foreign)
            for command in (given.only,) if given.only else COMMANDS:
                rounds = max(3, given.rounds if command == "build" else 2 * given.rounds)
                cpu, clock = compared(COMMANDS[command], root, rounds)
                goal = (
                    ""
                    if foreign
                    else f"  (goal: at most {GOALS[command]} of cpu; {rounds} runs each)"
                )
                print(
                    f"{command:9}{name:26}cpu {cpu[0]:6.2f} s / {cpu[1]:6.2f} s = {cpu[2]:.3f}   "
                    f"clock {clock[0]:6.2f} s / {clock[1]:6.2f} s = {clock[2]:.3f}{goal}",
                    flush=True,
                )
                missed |= not foreign and cpu[2] > GOALS[command]
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
