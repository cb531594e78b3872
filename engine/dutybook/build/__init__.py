"""Building: which papers there are, which of them have changed, and writing those."""

from dutybook.build.request import FORMATS, Request
from dutybook.build.run import Report, build

__all__ = ["FORMATS", "Report", "Request", "build"]
