"""Closing a period: why it should be thought over, and the files that keep what was signed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dutybook.files.door import read_bytes
from dutybook.files.whole import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.period import Period
from dutybook.score.result import Evaluation
from dutybook.workspace.closings import (
    EARLIER,
    FOLDER,
    MANIFEST,
    SCORES,
    Closed,
    content_hash,
    folder_of,
)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signed, when, and what they noted: given, never read from a clock."""

    on: date | None = None
    by: str = ""
    note: str = ""


def doubts(
    evaluation: Evaluation, earlier: Closed | None, catalogue: Catalogue
) -> Iterator[Finding]:
    """Why the period should not be closed without a second thought."""
    period = evaluation.plan.period.text
    place = Place(f"{FOLDER}/{period}")
    if earlier is not None:
        details: dict[str, object] = {"period": period, "number": earlier.number}
        details["on"] = earlier.manifest.get("signed_on") or ""
        yield Finding("close-again", place, details)
    for sheet in evaluation.sheets:
        who = {"employee": sheet.sheet.employee, "name": sheet.sheet.name}
        if (sheet.decided or sheet).status == "incomplete":
            yield Finding("close-incomplete", sheet.sheet.place, {**who, "period": period})
        for heard in sheet.appeals:
            if heard.appeal.decision == "pending":
                details = {**who, "id": heard.appeal.id}
                yield Finding("close-appeal-pending", heard.appeal.origin.place, details)
    errors = [f for f in evaluation.findings if catalogue.severity(f) == "error"]
    if errors:
        yield Finding("close-errors", place, {"count": len(errors)})


def manifest(
    scores: Mapping[str, Any],
    made_from: Mapping[str, Any],
    signing: Signing,
    number: int,
    accepted: list[str],
) -> dict[str, Any]:
    """close.json, sealed over everything else in it."""
    data = {
        "format": 1,
        "period": scores["period"],
        "closing": number,
        "signed_on": signing.on.isoformat() if signing.on else None,
        "signed_by": signing.by or None,
        "note": signing.note or None,
        "accepted": accepted,
        **made_from,
        "scores": content_hash(scores),
    }
    return data | {"seal": content_hash(data)}


def write_closing(
    root: Path,
    period: Period,
    scores: Mapping[str, Any],
    made: Mapping[str, Any],
    earlier: Closed | None,
) -> None:
    """Writes both files, the closing before beside them under ``earlier/<n>``: all or nothing."""
    folder = folder_of(root, period)
    files: dict[Path, bytes] = {}
    if earlier is not None:
        kept = folder / EARLIER / str(earlier.number)
        files |= {kept / name: read_bytes(folder / name) for name in (MANIFEST, SCORES)}
    files |= {folder / SCORES: _json(scores), folder / MANIFEST: _json(made)}
    try:
        write_whole(files)
    except OSError as error:
        details = {"reason": error.strerror or str(error)}
        place = Place(f"{FOLDER}/{period}")
        raise DutybookError(Finding("output-unwritable", place, details)) from error


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
