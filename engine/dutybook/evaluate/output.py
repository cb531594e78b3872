"""Writing an evaluation's files: all beside their places first, then all renamed, or nothing."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dutybook.finding import DutybookError, Finding, Place


def as_json(data: Mapping[str, Any]) -> str:
    """JSON with a line end; the same data gives the same bytes."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all ``files`` into ``folder``; on trouble none is changed and a finding says why."""
    beside: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            handle, path = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            beside[Path(path)] = folder / name
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(path).chmod(0o644)
        for path_, place in beside.items():
            path_.replace(place)
    except OSError as error:
        details = {"reason": error.strerror or str(error)}
        raise DutybookError(Finding("output-unwritable", Place(str(folder)), details)) from error
    finally:
        for path_ in beside:
            path_.unlink(missing_ok=True)
