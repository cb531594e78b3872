"""What nobody foresaw: a finding instead of a traceback, and its details in a file to send in."""

import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dutybook import __version__
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.subject import subject_of
from dutybook.workspace import find_root

LOG: Final = "dutybook-error.log"
_MOST: Final = 200_000
"""Characters of the log: the end of it, where an error says what it is."""


def internal_error(error: Exception, folder: Path) -> Finding:
    """The finding for ``error``, whose details are kept beside ``out/`` of the workspace at or
    above ``folder``, or where the command was run."""
    details = {"error": _named(error), "log": _kept(error, folder)}
    return Finding("internal-error", Place(subject_of(error) or "-"), details)


def _named(error: Exception) -> str:
    said = str(error).partition("\n")[0].strip()[:200]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _kept(error: Exception, folder: Path) -> str:
    """The log's path; a dash where it cannot be written."""
    try:
        path = find_root(folder) / LOG
    except (DutybookError, OSError):
        path = Path.cwd() / LOG
    try:
        write_whole({path: _log(error).encode("utf-8", "backslashreplace")})
    except OSError:
        return "-"
    return str(path)


def _log(error: Exception) -> str:
    head = (
        f"Dutybook {__version__}, Python {platform.python_version()}, {platform.platform()}",
        datetime.now(UTC).isoformat(timespec="seconds"),
        " ".join(sys.argv[1:]),
    )
    told = "".join(traceback.format_exception(error))
    return "\n".join([*head, "", told[-_MOST:]])
