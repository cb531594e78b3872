"""A worker calls what it is given, ends what does not end, and goes on."""

import os
import time

import pytest

from dutybook.worker import pool
from dutybook.worker.lookout import Lookout
from dutybook.worker.pool import LimitError, Limits, Worker, memory_of


def test_a_worker_ends_what_does_not_and_goes_on() -> None:
    worker = Worker(Limits(seconds=2, memory=1 << 30))
    with pytest.raises(LimitError) as late:
        worker.call(eval, "[0 for _ in iter(int, 1)]")
    assert late.value.kind == "time"
    worker.close()
    with pytest.raises(LimitError) as large:
        worker.call(bytes, 10**10)
    assert large.value.kind == "memory"
    assert worker.call(len, b"abc") == 3
    with pytest.raises(ValueError, match="invalid literal"):
        worker.call(int, "x")
    worker.close()


def test_where_the_system_holds_nobody_to_memory_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on macOS and Windows, where no process can be given a limit that it is held to."""
    monkeypatch.setattr(pool, "HELD_BY_SYSTEM", False)
    worker = Worker(Limits(seconds=60, memory=200 << 20))
    assert len(worker.call(eval, "b'x' * (20 << 20)")) == 20 << 20
    with pytest.raises(LimitError) as large:
        worker.call(eval, "[b'x' * (1 << 20) for _ in iter(int, 1)]")
    assert large.value.kind == "memory"
    assert worker.call(len, b"abc") == 3
    worker.close()


def test_the_memory_of_a_process_is_known_while_it_lives() -> None:
    assert memory_of(os.getpid()) > 1 << 20
    assert memory_of(2**30) == 0


def test_only_work_under_way_is_looked_at() -> None:
    seen: list[float] = []
    lookout = Lookout(seen.append)
    with lookout.over():
        while not seen:
            time.sleep(0.01)
    looked = len(seen)
    for _ in range(50):
        with lookout.over():
            pass
    assert max(seen[looked:], default=0) < 1
    lookout.close()
