"""What papers' files are called: by id, or in words (``documents.names: title``)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dutybook.finding import Finding, Place
from dutybook.papers.production.plan import Job
from dutybook.papers.view import View

TITLE: Final = "title"
_REFUSED: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST: Final = 50
"""Characters of a title in a file's name: paths on Windows are short, and names on Linux hold 255
bytes."""


def named(view: View, jobs: Sequence[Job]) -> list[Job]:
    """The jobs under the names the organisation wants; two that would be called alike keep their
    ids beside the title, and it is told."""
    if view.workspace.organisation.documents.names != TITLE:
        return list(jobs)
    titled = [_titled(view, job, _safe(job.title or job.about)) for job in jobs]
    met = Counter((job.path("") or "").casefold() for job in titled)
    return [
        _apart(view, job, one) if met[one.path("").casefold()] > 1 else one
        for job, one in zip(jobs, titled, strict=True)
    ]


def _titled(view: View, job: Job, title: str) -> Job:
    """``job`` with its kind's words for the folder, and ``title`` for the id in its name."""
    folder, _, last = job.name.rpartition("/")
    pattern = rf"(^|-){re.escape(job.about)}(?=-|$)"
    last = re.sub(pattern, lambda match: match[1] + title, last, count=1)
    name = f"{folder}/{last}" if folder else last
    return replace(job, name=name, shelf=_safe(view.say(f"kinds.{job.kind.name}")))


def _apart(view: View, job: Job, clash: Job) -> Job:
    details = {"name": clash.path("").rstrip("."), "id": job.about}
    told = Finding("paper-names-clash", Place(job.about), details)
    made = _titled(view, job, f"{_safe(job.title)}（{job.about}）")
    return replace(made, findings=(*job.findings, told))


def _safe(title: str) -> str:
    """``title`` as every system takes it for a file's name."""
    name = _REFUSED.sub("_", " ".join(title.split()))[:_LONGEST].strip(" .")
    return f"{name}_" if _RESERVED.fullmatch(name) else name or "_"
