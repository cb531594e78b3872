"""Somebody who looks at work under way, and may end it: one thread for any number of pieces of
work, because starting a timer for each costs more than most of them take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Final

TICK: Final = 0.05
"""Seconds between two looks: how late a limit may be noticed."""


class Lookout:
    """Calls ``look`` with the seconds that the work under way has taken so far. One piece of work
    at a time; ``look`` is never called for one that is over, and must not wait."""

    def __init__(self, look: Callable[[float], None]) -> None:
        self._look = look
        self._lock = Lock()
        self._busy = Event()
        self._began: float | None = None
        self._thread: Thread | None = None
        self._closed = False

    @contextmanager
    def over(self) -> Iterator[None]:
        """The work under way is what happens within this."""
        if self._thread is None:
            self._thread = Thread(target=self._watch, daemon=True)
            self._thread.start()
        with self._lock:
            self._began = time.monotonic()
        self._busy.set()
        try:
            yield
        finally:
            with self._lock:
                self._began = None
                if not self._closed:
                    self._busy.clear()

    def close(self) -> None:
        """Nothing is to be looked at any more."""
        with self._lock:
            self._closed = True
            self._look = _nothing  # the thread may sleep a moment longer: it holds nothing back
            self._busy.set()

    def _watch(self) -> None:
        while True:
            self._busy.wait()
            if self._closed:
                return
            time.sleep(TICK)
            with self._lock:
                if self._began is not None:
                    self._look(time.monotonic() - self._began)


def _nothing(_: float) -> None:
    """Looks at nothing."""
