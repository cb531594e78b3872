"""`make kill N=300`: commands that write are killed at every step they take in the file system, and at
moments in between; run again, each must leave exactly what it leaves when nobody disturbs it.

Kill number n is always the same (those at moments are as repeatable as a clock is)."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random

from targets import FILES, lay_out

from dutybook.cli import main

BROKEN = ("closed-altered", "closed-unreadable", "closed-gone", "closed-unchained", "closed-chain")
_WRITES = os.O_WRONLY | os.O_RDWR
_EVENTS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink")
SKIPPED = ("dutybook-error.log", "close.json", "chain.json", "salts.csv")
"""What is no result, and what holds salts, which are new each time: closings are verified instead."""


@dataclass(frozen=True)
class Step:
    """A command that writes, and what of it must be whole afterwards."""

    name: str
    words: tuple[str, ...]
    result: str
    change: Callable[[Path], None] = lambda _: None


def _more_rows(root: Path) -> None:
    with (root / "l.csv").open("a", encoding="utf-8") as log:
        log.write("9,E1,2026-09-03 10:00,2026-09-03 10:30,3,false\n")


_CLOSE = ("close", "2026-09", "--as-of", "2026-10-05", "--signed-on", "2026-10-05", "--yes")
STEPS = (
    Step("close", _CLOSE, "closed"),
    Step("close again", _CLOSE, "closed", _more_rows),
    Step("ratings", ("ratings", "{root}/returned.xlsx", "--write"), "ratings.csv"),
    Step("build", ("build", "--kind", "job-description", "--format", "html"), "out"),
    Step("build forms", ("build", "--period", "2026-10", "--kind", "evaluation-form", "--format", "xlsx"), "out"),
    Step("evaluate", ("evaluate", "--period", "2026-10", "--as-of", "2026-11-05"), "out"),
)  # fmt: skip


def forked(root: Path, words: tuple[str, ...], at: int, after: float = 0.0) -> int:
    """Run a command in a fork, killed before its step number ``at`` (0: not at all) or ``after`` some
    seconds; how many steps it took, -1 where it was killed."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        steps = _run(root, words, at)
        os.write(write, str(steps).encode())
        os._exit(0)
    os.close(write)
    if after:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(read) as answer:
        said = answer.read()
    os.waitpid(pid, 0)
    return int(said) if said else -1


def _run(root: Path, words: tuple[str, ...], at: int) -> int:
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if (writes or event in _EVENTS) and "/dev/" not in str(arguments[0]):
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    sys.stdout, sys.stderr = StringIO(), StringIO()
    given = [word.replace("{root}", str(root)) for word in words]
    try:
        main([*given, "-w", str(root)], standalone_mode=False)
    except SystemExit:
        pass
    except BaseException as error:
        sys.__stderr__.write(f"{words}: {error!r}\n")
    return count


def verified(root: Path) -> str:
    """What `close --verify` finds wrong; empty where all closings hold."""
    from click.testing import CliRunner

    pid = os.fork()
    if pid == 0:  # databases start threads, which no later fork should have
        result = CliRunner().invoke(main, ["close", "--verify", "-w", str(root)])
        bad = any(code in result.output + result.stderr for code in BROKEN) or result.exit_code == 2
        os._exit(int(bad))
    return "close --verify fails" if os.waitpid(pid, 0)[1] else ""


def contents(root: Path, part: str) -> dict[str, bytes]:
    """The files of a result, without what is only left beside it."""
    paths = [root / part] if (root / part).is_file() else (root / part).rglob("*")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and not path.name.endswith(".tmp") and path.name not in SKIPPED
    }


class Stage:
    """The office before a step, what the step leaves undisturbed, and how many moves it makes."""

    def __init__(self, office: Path, step: Step, folder: Path) -> None:
        self.step, self.before, self.root = step, folder / "before", folder / "now"
        shutil.copytree(office, self.before)
        step.change(self.before)
        self.reset()
        began = time.monotonic()
        self.moves = forked(self.root, step.words, 0)
        self.seconds = time.monotonic() - began
        self.expected = [contents(self.root, step.result)]
        if not self.expected[0] or self.moves < 1:
            raise SystemExit(f"{step.name}: writes nothing")
        forked(self.root, step.words, 0)  # where the kill came last, the step is done twice
        self.expected.append(contents(self.root, step.result))

    def reset(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.before, self.root)

    def kill(self, number: int) -> str:
        """Empty where the run after the kill left what it should, else what is different."""
        self.reset()
        random = Random(number)
        if number % 3 == 2:
            forked(self.root, self.step.words, 0, random.uniform(0.01, self.seconds))
        else:
            forked(self.root, self.step.words, 1 + number % self.moves)
        forked(self.root, self.step.words, 0)
        if self.step.result == "closed" and (said := verified(self.root)):
            return said
        found = contents(self.root, self.step.result)
        if found in self.expected:
            return ""
        once = self.expected[0]
        return ", ".join(sorted(n for n in found.keys() | once if found.get(n) != once.get(n)))


def office_at(root: Path) -> None:
    """An office whose month is closed once, with a form that came back."""

    def run(*words: str) -> None:
        forked(root, words, 0)

    made = lay_out(root, run)
    (root / "returned.xlsx").write_bytes(filled(made["returned.xlsx"]))
    (root / "dutybook.yaml").write_text(FILES["dutybook.yaml"], "utf-8")
    shutil.rmtree(root / "out")


def filled(form: bytes) -> bytes:
    """A form as a superior sends it back."""
    from io import BytesIO

    import openpyxl

    book = openpyxl.load_workbook(BytesIO(form))
    facts = {str(row[0].value): str(row[1].value) for row in book["dutybook"].iter_rows(max_col=2)}
    sheet = next(one for one in book.worksheets if one.title != "dutybook")
    for name, address in facts.items():
        if name.startswith("rating ") and name.endswith("superior"):
            sheet[address].value = 85
        if name.startswith("by ") and name.endswith("superior"):
            sheet[address].value = "E9"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def main_() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=60)
    given = parser.parse_args()
    lost = tried = 0
    with tempfile.TemporaryDirectory(prefix="dutybook-kill-") as name:
        folder = Path(name)
        office_at(folder / "office")
        stages = []
        for number, step in enumerate(STEPS):
            office = folder / f"office-{number}"
            shutil.copytree(folder / "office", office)
            if step.name == "close":
                shutil.rmtree(office / "closed")
            stages.append(Stage(office, step, folder / str(number)))
        for number in range(given.count):
            stage = stages[number % len(stages)]
            tried += 1
            if wrong := stage.kill(number // len(stages)):
                lost += 1
                print(
                    f"--- kill {number} ({stage.step.name}, {stage.moves} moves): {wrong}",
                    flush=True,
                )
            if tried % 50 == 0:
                print(f"kills {tried}, lost {lost}", flush=True)
        moves = ", ".join(f"{stage.step.name} {stage.moves}" for stage in stages)
    print(f"kills {tried}, lost {lost} (moves: {moves})")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main_())
