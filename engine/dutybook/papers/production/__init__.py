"""Building: which papers there are, which of them have changed, and writing those."""

from dutybook.papers.production.request import FORMATS, Request, Signed
from dutybook.papers.production.run import Report, build

__all__ = ["FORMATS", "Report", "Request", "Signed", "build"]
