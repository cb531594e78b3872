"""Two runs do not write to one place at a time; what killed runs left in the temporary folder
goes."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import time

import pytest

from dutybook.files.door import RefusedError
from dutybook.files.lock import locked
from dutybook.files.scratch import scratch

HOLD = """
import sys, time
from pathlib import Path
from dutybook.files.{0} import {1}
with {1}(*map(Path, sys.argv[1:])) as held:
    print(held, flush=True)
    time.sleep(60)
"""


def holding(module: str, name: str, *args: str) -> tuple["subprocess.Popen[str]", str]:
    """Another process that holds a lock or a folder, and what it says of it."""
    command = [sys.executable, "-c", HOLD.format(module, name), *args]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, process.stdout.readline().strip()


def kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


def test_a_second_run_is_refused_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    process, _ = holding("lock", "locked", str(tmp_path))
    with pytest.raises(RefusedError) as caught, locked(tmp_path, patience=0):
        pass
    assert caught.value.code == "locked"
    kill(process)
    with locked(tmp_path, patience=0):
        pass


def test_a_lock_is_not_laid_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to("elsewhere")
    with pytest.raises(RefusedError), locked(tmp_path / "out"):
        pass
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_copies_of_killed_runs_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    killed, left = holding("scratch", "scratch")
    alive, kept = holding("scratch", "scratch")
    (Path(left) / "people.csv").write_bytes(b"staged")
    (tmp_path / "dutybook-run-link").symlink_to(tmp_path.parent)
    kill(killed)
    with scratch():
        assert Path(left).is_dir()  # so new a folder may be one that its run is about to lock
    for folder in (left, kept):
        os.utime(folder, (time() - 100, time() - 100))
    with scratch() as own:
        assert own.is_dir()
        assert not Path(left).exists()
        assert Path(kept).is_dir()
    kill(alive)
    assert not own.exists()
    assert list(tmp_path.parent.iterdir())
