"""A worker calls what it is given, ends what does not end, and goes on."""

import pytest

from dutybook.worker.pool import LimitError, Limits, Worker


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
