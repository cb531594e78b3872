"""`make fuzz N=10000`: spoiled files of every kind, and the commands that read them. No mutant may give
a traceback, hang, or take much memory. Mutant number n is always the same: `fuzz.py --only n`."""

import argparse
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import psutil
from click.testing import CliRunner
from mutants import spoil
from targets import TARGETS, Target, clear, lay_out, settings_for

from dutybook.cli import main
from dutybook.worker.lookout import Lookout

PATIENCE = 60
"""Seconds of work a mutant may take, as the processors count them; most take a fifth of one."""
OWN_RULE = "rules/lint/own.yaml"
ASLEEP = 900
"""Seconds on the clock after which what does not work is not waited for either."""
MEMORY = 1 << 30


def target_of(number: int) -> Target:
    return TARGETS[number % len(TARGETS)]


class Bench:
    """One process: an office, spoiled and mended again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.good = lay_out(root, self.run)

    def run(self, *words: str) -> str:
        """What a command says; the traceback where one got out."""
        given = [word.replace("{root}", str(self.root)) for word in words]
        result = CliRunner().invoke(main, [*given, "-w", str(self.root)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            return f"TRACEBACK {result.exception!r}"
        return str(result.output)

    def mutant(self, number: int) -> str:
        """Empty where mutant ``number`` was read as it should be, else what went wrong."""
        target = target_of(number)
        path = self.root / target.file
        if target.kind != "rule":  # a process of its own for each check, which only that kind tries
            (self.root / OWN_RULE).unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spoil(self.good[target.file], target.how, Random(number)))
        if target.kind != "settings":
            (self.root / "dutybook.yaml").write_text(settings_for(target), "utf-8")
        wrong = ""
        try:
            for command in target.commands:
                said = self.run(*command)
                if "TRACEBACK" in said or "internal-error" in said:
                    log = self.root / "dutybook-error.log"
                    wrong = f"{command[0]}: {log.read_text('utf-8') if log.exists() else said}"
                    break
        finally:
            self._mend(target, path)
        return wrong

    def _mend(self, target: Target, path: Path) -> None:
        log_only = target.file.startswith(("l.", "returned")) and target.file != "l.csv"
        if log_only:
            path.unlink()
        else:
            path.write_bytes(self.good[target.file])
        (self.root / "dutybook.yaml").write_bytes(self.good["dutybook.yaml"])
        (self.root / "dutybook-error.log").unlink(missing_ok=True)
        clear(self.root)


def serve() -> None:
    """Read mutants' numbers, tell what became of each."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="dutybook-fuzz-") as folder:
        bench = Bench(Path(folder))
        lacking = sorted({t.file for t in TARGETS} - set(bench.good))
        print(json.dumps({"ready": lacking}), file=answers, flush=True)
        for line in sys.stdin:
            wrong = bench.mutant(int(line))
            print(json.dumps({"number": int(line), "wrong": wrong}), file=answers, flush=True)


class Tree:
    """A process and those it started: the seconds they worked, the memory they took at most."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._top = psutil.Process(process.pid)
        self._began = self.worked()

    def _all(self) -> Iterator[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            yield from (self._top, *self._top.children(recursive=True))

    def begin(self) -> None:
        """What is asked next is asked now."""
        self._began = self.worked()

    def worked(self) -> float:
        """Seconds on processors, whatever else the machine had to do."""
        spent = 0.0
        for one in self._all():
            with suppress(psutil.Error):
                times = one.cpu_times()
                spent += times.user + times.system
        return spent

    def peak(self) -> int:
        """Bytes: the most that one of them held so far (where the system tells only what it holds
        now, that)."""
        most = 0
        for one in self._all():
            with suppress(psutil.Error, OSError):
                most = max(most, _highest(one))
        return most

    def look(self, elapsed: float) -> None:
        """Ends what hangs: by the clock of the processor, as long as it works at all."""
        if elapsed > PATIENCE and (self.worked() - self._began > PATIENCE or elapsed > ASLEEP):
            self.process.kill()


def _highest(process: psutil.Process) -> int:
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text("utf-8"))
        return int(found[1]) * 1024 if found else 0
    return int(process.memory_info().rss)


class Worker:
    """A process that mutants are given to, replaced where one hangs it or kills it."""

    def __init__(self, numbers: "queue.Queue[int]", tell: Callable[[dict[str, Any]], None]) -> None:
        self.numbers, self.tell = numbers, tell
        self.process: subprocess.Popen[str] | None = None
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self) -> None:
        while True:
            try:
                self.tell(self.tried(self.numbers.get_nowait()))
            except queue.Empty:
                break
        self.end()

    def tried(self, number: int) -> dict[str, Any]:
        """What became of a mutant."""
        if self.process is None:
            self.process = self.start()
            self.tree = Tree(self.process)
            self.lookout = Lookout(self.tree.look)
        assert self.process.stdin
        assert self.process.stdout
        self.tree.begin()
        began = time.monotonic()
        answer = ""
        with suppress(OSError), self.lookout.over():
            self.process.stdin.write(f"{number}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        if answer:
            return {**json.loads(answer), "peak": self.tree.peak()}
        self.end()
        hung = time.monotonic() - began >= PATIENCE
        return {"number": number, "wrong": "HANG" if hung else "DIED", "peak": 0}

    def end(self) -> None:
        process, self.process = self.process, None
        if process and process.stdin:
            self.lookout.close()
            with suppress(OSError):
                process.stdin.close()
            process.wait()

    def start(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, __file__, "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout
        lacking = json.loads(process.stdout.readline())["ready"]
        if lacking:
            raise SystemExit(f"the office lacks {lacking}")
        return process


class Score:
    """What was found so far; whatever is wrong is printed when it is found."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.peak = 0
        self._lock = threading.Lock()

    def take(self, one: dict[str, Any]) -> None:
        with self._lock:
            kind, wrong = target_of(one["number"]).kind, one["wrong"].strip()
            self.kinds[kind] += 1
            self.peak = max(self.peak, one["peak"])
            if wrong:
                self.ends["hangs" if wrong in ("HANG", "DIED") else "tracebacks"] += 1
                print(f"--- mutant {one['number']} ({kind})\n{wrong[-1500:]}\n", flush=True)
            if self.kinds.total() % 500 == 0:
                print(self.told(), flush=True)

    def told(self) -> str:
        return (
            f"mutants {self.kinds.total()} of {len(self.kinds)} kinds, "
            f"tracebacks {self.ends['tracebacks']}, hangs {self.ends['hangs']}, peak {self.peak >> 20} MB"
        )


def main_() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--serve", action="store_true")
    given = parser.parse_args()
    if given.serve:
        serve()
        return 0
    numbers: queue.Queue[int] = queue.Queue()
    wanted = (
        [given.only] if given.only is not None else range(given.first, given.first + given.count)
    )
    for number in wanted:
        numbers.put(number)
    score = Score()
    workers = [Worker(numbers, score.take) for _ in range(min(given.workers, len(wanted)))]
    for worker in workers:
        worker.thread.join()
    print(score.told())
    whole = score.kinds.total() == len(wanted)
    return int(bool(score.ends) or score.peak > MEMORY or not whole)


if __name__ == "__main__":
    sys.exit(main_())
