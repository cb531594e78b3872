"""Writing files whole or not at all."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dutybook.files.door import real

_BESIDE: Final = re.compile(r"\..+\.\d+\.tmp")
"""How a file is called until it takes its place."""


def write_whole(files: Mapping[Path, bytes], *, lasting: bool = True) -> None:
    """Put each content at its path, folders included: all written beside their places first, then
    all renamed, so that what commonly fails (a full disk, a refused folder) fails before any of
    them is replaced. No link is followed. ``lasting``: on the disk before anything is replaced,
    so that a power cut leaves the old or the new; papers can be made again and need not wait.
    :class:`OSError` where that fails; nothing is left beside."""
    beside = {path.with_name(f".{path.name}.{os.getpid()}.tmp"): path for path in files}
    for path in files:
        real(path)
    try:
        for temporary, path in beside.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(temporary, files[path], lasting=lasting)
        for temporary, path in beside.items():
            temporary.replace(path)
    except BaseException:
        for temporary in beside:
            temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path, *, below: bool = False) -> None:
    """Removes what killed runs left beside the files of ``folder`` (and of those ``below`` it). To
    be called under its lock: nobody else is writing then."""
    found = folder.rglob(".*.tmp") if below else folder.glob(".*.tmp")
    for path in found:
        if _BESIDE.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            path.unlink(missing_ok=True)


def _write(path: Path, data: bytes, *, lasting: bool) -> None:
    path.unlink(missing_ok=True)  # of a killed run with the same number, or a link laid there
    with path.open("xb") as stream:
        stream.write(data)
        if lasting:
            stream.flush()
            os.fsync(stream.fileno())
