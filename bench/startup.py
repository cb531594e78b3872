"""Start-up: ``dutybook --version`` against ``import click``, in turn, as a ratio of medians.

Run with ``make bench``. The goal is at most 1.5.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

RUNS = 21


def seconds(command: list[str]) -> float:
    """How long a whole process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Run both in turn and print the medians."""
    beside = str(Path(sys.executable).parent)
    dutybook = shutil.which("dutybook", path=beside) or "dutybook"
    ours, theirs = [dutybook, "--version"], [sys.executable, "-c", "import click"]
    for command in (ours, theirs):
        seconds(command)  # warm caches
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    a, b = (median(times) for times in zip(*pairs, strict=True))
    print(f"dutybook --version  {a * 1000:6.1f} ms")
    print(f"import click        {b * 1000:6.1f} ms")
    print(f"ratio               {a / b:6.2f}  (goal: at most 1.50; {RUNS} runs each)")


if __name__ == "__main__":
    main()
