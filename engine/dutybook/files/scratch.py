"""Folders for copies that one run needs; those of killed runs are swept by the next."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO, Final, TextIO

from dutybook.files.door import RefusedError
from dutybook.files.lock import NAME, locked

_PREFIX: Final = "dutybook-run-"
_OLD: Final = 86_400.0
"""Seconds after which a folder that was never locked is nobody's."""
_NEW: Final = 60.0
"""Seconds that a run has to lock its folder: the lock's file is there a moment before it is held,
and another run that took it then would remove what is being used."""


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of this run's own, for copies of logs; gone at the end."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        with locked(folder):
            yield folder


def new_file(path: Path) -> BinaryIO:
    """A copy in such a folder, to be written."""
    return path.open("wb")


def new_text(path: Path) -> TextIO:
    """A copy of text in such a folder, to be written in UTF-8."""
    return path.open("w", encoding="utf-8", errors="replace", newline="")


def _sweep(top: Path) -> None:
    """Removes folders whose run has ended without removing them. Those of other users cannot be
    removed, and a link is not followed."""
    for folder in top.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if not folder.is_symlink() and _left(folder):
                rmtree(folder, ignore_errors=True)


def _left(folder: Path) -> bool:
    age = time.time() - folder.stat().st_mtime
    if age < _NEW or not (folder / NAME).exists():
        return age > _OLD
    try:
        with locked(folder.resolve(), patience=0):
            return True
    except RefusedError:
        return False
