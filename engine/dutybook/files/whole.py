"""Writing files whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Put each content at its path, folders included: all written beside their places first, then
    all renamed, so that what commonly fails (a full disk, a refused folder) fails before any of
    them is replaced.
    :class:`OSError` where that fails; nothing is left beside."""
    beside = {path.with_name(f".{path.name}.{os.getpid()}.tmp"): path for path in files}
    try:
        for temporary, path in beside.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(files[path])
        for temporary, path in beside.items():
            temporary.replace(path)
    except BaseException:
        for temporary in beside:
            temporary.unlink(missing_ok=True)
        raise
