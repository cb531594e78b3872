"""The process at the other end: takes orders on its standard input, answers on its output."""

import os
import pickle
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import IO, Final

RETURNED: Final = "returned"
RAISED: Final = "raised"
OUT_OF_TIME: Final = 24
"""SIGXCPU, by which Linux ends a process that used up its seconds."""
_SPARE: Final = 8 << 20
"""Bytes set free when memory runs out, so that this can still be said."""
_HEAD: Final = struct.Struct(">Q")
_MOST: Final = 1 << 29
"""Bytes of a message: what a child sends must not fill its parent's memory."""
inside = False
"""Whether this process is a worker's: limits hold for all it does, and it starts no further one."""


def send(stream: IO[bytes], data: bytes) -> None:
    """One message: its length, then its bytes."""
    stream.write(_HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next message; :class:`EOFError` where there is none, or half of one."""
    (length,) = _HEAD.unpack(stream.read(_HEAD.size))
    data = stream.read(min(length, _MOST))
    if len(data) < length:
        raise EOFError
    return data


def main() -> None:
    """Serve until nobody orders any more. Arguments: bytes of memory (0: somebody else looks), then
    modules to import."""
    global inside
    inside = True
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    if most := int(sys.argv[1]):
        _bound_memory(most)
    for name in sys.argv[2:]:
        import_module(name)
    while True:
        try:
            order = receive(orders)
        except (EOFError, struct.error):
            return
        send(answers, _answer(order))


def _answer(order: bytes) -> bytes:
    """What comes of an order, pickled."""
    spare: list[bytes] = [bytes(_SPARE)]
    try:
        function, given, seconds = pickle.loads(order)
        _bound_time(seconds)
        return pickle.dumps((RETURNED, function(*given)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        spare.clear()
        return pickle.dumps(("memory", None))
    except Exception as error:
        return _raised(error)


def _raised(error: Exception) -> bytes:
    """The error itself where it can travel, else one that tells what it was."""
    error.__cause__ = error.__context__ = None
    with suppress(Exception):
        data = pickle.dumps((RAISED, error.with_traceback(None)))
        pickle.loads(data)
        return data
    return pickle.dumps((RAISED, RuntimeError(f"{type(error).__name__}: {error}")))


def _bound_memory(most: int) -> None:
    """No more address space than ``most``: asked of Linux, which holds a process to it."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time(seconds: float) -> None:
    """So many seconds of work from now on, on all processors: even if nobody waits any more."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        spent = resource.getrusage(resource.RUSAGE_SELF)
        most = int(spent.ru_utime + spent.ru_stime + seconds * (os.cpu_count() or 1)) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
