"""A file that could not be read or written, as a finding at the place that names it."""

from dutybook.files.door import RefusedError
from dutybook.finding import Finding, Place


def refusal(error: OSError, place: Place, otherwise: str = "file-unreadable") -> Finding:
    """Why a file was not opened: what the door says of it, else ``otherwise`` with the system's
    reason."""
    if isinstance(error, RefusedError):
        return Finding(error.code, place, error.details)
    return Finding(otherwise, place, {"reason": error.strerror or str(error)})
