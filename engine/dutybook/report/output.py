"""Writing an evaluation's files: all or none."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dutybook.files.lock import locked
from dutybook.files.replacement import sweep, write_whole
from dutybook.finding import DutybookError, Place
from dutybook.finding.refusal import refusal


def as_json(data: Mapping[str, Any]) -> str:
    """JSON with a line end; the same data gives the same bytes."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes all ``files`` into ``folder``; on trouble none is changed and a finding says why."""
    try:
        with locked(folder):
            sweep(folder)
            write_whole({folder / name: content for name, content in files.items()})
    except OSError as error:
        raise DutybookError(refusal(error, Place(str(folder)), "output-unwritable")) from error
