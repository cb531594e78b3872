"""Packed logs: unpacked beside the run, within bounds, so that a small file cannot fill a disk."""

import gzip
import zlib
from pathlib import Path
from typing import Final

from dutybook.files.door import open_file
from dutybook.files.scratch import new_file
from dutybook.logs.formats import UnreadableError, broken

_CHUNK: Final = 1 << 20
SMALL: Final = 1 << 28
"""Bytes that anything may unpack to."""
RATIO: Final = 250
"""Beyond that, no more than this many times the packed size; real logs stay below 100."""


def gunzip(path: Path, copy: Path) -> None:
    """Unpacks ``path`` into ``copy``; a cut or foreign file is unreadable."""
    size = 0
    try:
        with open_file(path) as raw, gzip.open(raw) as packed, new_file(copy) as out:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                bounded(path, size)
                out.write(chunk)
    except (EOFError, OSError, zlib.error) as error:
        raise broken(error) from error


def bounded(path: Path, size: int) -> None:
    """Refuses ``path`` where it unpacks to more than anybody's log does."""
    packed = path.stat().st_size
    if size > max(SMALL, RATIO * packed):
        raise UnreadableError("log-too-large", size=size, bound=max(SMALL, RATIO * packed))
