"""`make fuzz N=10000`: spoiled files of every kind, and the commands that read them. No mutant may give
a traceback, hang, or take much memory. Mutant number n is always the same: `fuzz.py --only n`."""

import argparse
import json
import os
import queue
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from click.testing import CliRunner
from mutants import spoil
from targets import TARGETS, Target, clear, lay_out, settings_for

from dutybook.cli import main

PATIENCE = 60
"""Seconds a mutant may take on a busy machine; most take a tenth of one."""
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
        print(
            json.dumps({"ready": sorted({t.file for t in TARGETS} - set(bench.good))}),
            file=answers,
            flush=True,
        )
        for line in sys.stdin:
            wrong = bench.mutant(int(line))
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            below = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            print(
                json.dumps({"number": int(line), "wrong": wrong, "peak": max(own, below) * 1024}),
                file=answers,
                flush=True,
            )


class Worker:
    """A process that mutants are given to, replaced where one hangs it or kills it."""

    def __init__(self, numbers: "queue.Queue[int]", results: list[dict[str, Any]]) -> None:
        self.numbers, self.results = numbers, results
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self) -> None:
        process = None
        while True:
            try:
                number = self.numbers.get_nowait()
            except queue.Empty:
                break
            process = process or self.start()
            timer = threading.Timer(PATIENCE, process.kill)
            began = time.monotonic()
            timer.start()
            try:
                process.stdin.write(f"{number}\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except OSError:
                answer = ""
            timer.cancel()
            if answer:
                self.results.append(json.loads(answer))
            else:
                hung = time.monotonic() - began >= PATIENCE
                self.results.append(
                    {"number": number, "wrong": "HANG" if hung else "DIED", "peak": 0}
                )
                process.kill()
                process.wait()
                process = None
        if process:
            process.stdin.close()
            process.wait()

    def start(self) -> Any:
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
    results: list[dict[str, Any]] = []
    workers = [Worker(numbers, results) for _ in range(min(given.workers, len(wanted)))]
    for worker in workers:
        worker.thread.join()
    return told(results, len(wanted))


def told(results: list[dict[str, Any]], asked: int) -> int:
    """Print what was found; 1 where anything was."""
    wrong = sorted((r for r in results if r["wrong"]), key=lambda r: r["number"])
    for one in wrong:
        kind = target_of(one["number"]).kind
        print(f"--- mutant {one['number']} ({kind})\n{one['wrong'].strip()[-1500:]}\n")
    hangs = sum(one["wrong"] in ("HANG", "DIED") for one in wrong)
    peak = max((one["peak"] for one in results), default=0)
    kinds = Counter(target_of(one["number"]).kind for one in results)
    print(
        f"mutants {len(results)} of {len(kinds)} kinds, tracebacks {len(wrong) - hangs}, hangs {hangs}, peak {peak >> 20} MB"
    )
    return int(bool(wrong) or peak > MEMORY or len(results) < asked)


if __name__ == "__main__":
    sys.exit(main_())
