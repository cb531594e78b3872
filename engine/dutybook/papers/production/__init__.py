"""Building: which papers there are, which of them have changed, and writing those.

In: a workspace and a request. Out: files below ``out/`` and a report of them. Start at ``run.py``.
"""

from dutybook.papers.production.request import FORMATS, Request, Signed
from dutybook.papers.production.run import Report, build

__all__ = ["FORMATS", "Report", "Request", "Signed", "build"]
