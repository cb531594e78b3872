"""Workers: a process for a kind of work, started when it is first wanted."""

import atexit
import os
import pickle
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import IO, Any, Final, Literal, TypeVar, cast

from dutybook.worker import child
from dutybook.worker.lookout import Lookout

R = TypeVar("R")

_ENGINE: Final = str(Path(__file__).parents[2])
_START: Final = (
    f"import sys; sys.path.insert(0, {_ENGINE!r}); import dutybook.worker.child as c; c.main()"
)
_STRIKES: Final = 2
"""How often in a row a worker may run into a limit before it is given no more work: what never ends
would else be waited for once for every paper."""
_NOWHERE: Final = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: ``seconds`` on the clock, and bytes of ``memory`` for the process.
    Linux itself holds it to its memory; elsewhere it is looked at, and ended where it has more."""

    seconds: float
    memory: int


HELD_BY_SYSTEM: Final = sys.platform == "linux"
"""Whether the system refuses a process more memory than it may have, as its child asks it to."""
Kind = Literal["time", "memory"]


class LimitError(Exception):
    """A call was ended: by the clock (``time``), or because the process died of what it was given,
    for want of memory as a rule (``memory``). The text names the limit in figures."""

    def __init__(self, kind: Kind, limits: Limits) -> None:
        size = f"> {limits.memory / (1 << 30):g} GB"
        super().__init__(f"> {limits.seconds:g} s" if kind == "time" else size)
        self.kind = kind


class Worker:
    """A process that calls functions. One call at a time; others wait. Within another worker's
    process the function is simply called: its limits hold."""

    def __init__(self, limits: Limits, modules: tuple[str, ...] = ()) -> None:
        """``modules`` are imported while the caller still prepares its first call."""
        self.limits = limits
        self._modules = modules
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: str | None = None
        self._struck: list[LimitError] = []
        self._ended: Kind | None = None
        self._lookout = Lookout(self._look)

    def _look(self, elapsed: float) -> None:
        """End the process where it has had its time, or more memory than it may."""
        process = self._process
        if process is None or self._ended:
            return
        if elapsed > self.limits.seconds:
            self._ended = "time"
        elif not HELD_BY_SYSTEM and memory_of(process.pid) > self.limits.memory:
            self._ended = "memory"
        if self._ended:
            process.kill()

    def _running(self) -> "subprocess.Popen[bytes]":
        """The process, started if there is none."""
        if self._process is None:
            if not HELD_BY_SYSTEM:
                import_module("psutil")  # fails here, if at all, and not in the thread that looks
            atexit.register(self.close)
            self._folder = mkdtemp(prefix="dutybook-")
            held = self.limits.memory if HELD_BY_SYSTEM else 0
            self._process = subprocess.Popen(
                (sys.executable, "-P", "-c", _START, str(held), *self._modules),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(self._folder),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def call(self, function: Callable[..., R], *given: Any) -> R:
        """What ``function`` returns or raises there; :class:`LimitError` where it was ended."""
        if child.inside:
            return function(*given)
        if len(self._struck) >= _STRIKES:
            raise self._struck[-1]
        order = pickle.dumps((function, given, self.limits.seconds), pickle.HIGHEST_PROTOCOL)
        with self._lock:
            kind, value = self._ask(order)
        if kind in (child.RETURNED, child.RAISED):
            self._struck.clear()
        if kind == child.RETURNED:
            return value  # type: ignore[no-any-return]
        if kind == child.RAISED:
            raise value
        self._struck.append(LimitError(kind, self.limits))
        raise self._struck[-1]

    def _ask(self, order: bytes) -> tuple[Any, Any]:
        process = self._running()
        orders, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        self._ended = None
        try:
            with self._lookout.over():
                child.send(orders, order)
                return pickle.loads(child.receive(answers))  # type: ignore[no-any-return]
        except (OSError, EOFError, struct.error):
            self._close()
            return self._ended or ("time" if _out_of_time(process) else "memory"), None
        except BaseException:
            self._close()
            raise

    def close(self) -> None:
        """End the process, and forget that it ever ran into a limit."""
        with self._lock:
            self._close()
            self._struck.clear()

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            for stream in filter(None, (process.stdin, process.stdout)):
                with suppress(OSError):  # it died with an order half read
                    stream.close()
            process.kill()
            process.wait()
        atexit.unregister(self.close)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def memory_of(pid: int) -> int:
    """Bytes of memory that a process takes: what lies in the machine's memory, and on Windows what
    it was promised; 0 where it has ended."""
    import psutil

    try:
        taken = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0
    return max(int(taken.rss), int(getattr(taken, "private", 0)))


def _out_of_time(process: "subprocess.Popen[bytes]") -> bool:
    return process.wait() == -child.OUT_OF_TIME


def _environment(folder: str) -> dict[str, str]:
    """The user's, with temporary files in ``folder``, no way to the network, and few threads: each
    takes address space, which is what is limited."""
    kept = {k: v for k, v in os.environ.items() if k.lower() not in ("no_proxy", "pythonpath")}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), _NOWHERE)
    threads = str(min(4, os.cpu_count() or 1))
    return {
        **kept,
        **proxies,
        **{name.upper(): where for name, where in proxies.items()},
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "RAYON_NUM_THREADS": threads,
        "MALLOC_ARENA_MAX": "2",
    }
