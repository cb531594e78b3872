"""Locks of the operating system, where two runs could meet: a killed run holds none."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from dutybook.files.door import RefusedError, real

NAME: Final = ".dutybook.lock"
"""The file that is locked, in the folder that is written to; it is empty and may be deleted."""
PATIENCE: Final = 20.0
"""Seconds to wait for another run to end."""
_UNKNOWN: Final = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK)


@contextmanager
def locked(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Nobody else writes to ``folder`` meanwhile; ``locked`` where another run does for longer than
    ``patience`` (:data:`PATIENCE`). Where a file system knows no locks, there are none."""
    real(folder).mkdir(parents=True, exist_ok=True)
    lock = FileLock(
        folder / NAME,
        PATIENCE if patience is None else patience,
        fallback_to_soft=False,
        thread_local=False,
    )
    held = True
    try:
        lock.acquire()
    except Timeout:
        raise RefusedError("locked", folder) from None
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _UNKNOWN:
            raise
        held = False
    try:
        yield
    finally:
        if held:
            lock.release()
