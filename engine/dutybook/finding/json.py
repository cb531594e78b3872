"""Findings as JSON, for programs. The shape is a promise: keys are added, never renamed."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from dutybook.finding import Finding, count
from dutybook.finding.catalogue import Catalogue


def as_json(
    findings: Sequence[Finding],
    catalogue: Catalogue,
    waived: Iterable[tuple[Finding, str]] | None = None,
) -> str:
    """``{"findings": […], "counts": {…}}``; with ``waived`` also those, each with its reason."""
    report: dict[str, Any] = {
        "findings": [flat(finding, catalogue) for finding in findings],
        "counts": count(map(catalogue.severity, findings)),
    }
    if waived is not None:
        report["waived"] = [flat(finding, catalogue) | {"reason": why} for finding, why in waived]
    return json.dumps(report, ensure_ascii=False, indent=1)


def flat(finding: Finding, catalogue: Catalogue) -> dict[str, Any]:
    """Code, severity, place, message and hint of one finding; ``written`` is the path in the keys
    of a file written in Chinese."""
    place = finding.place
    written = {"written": place.written} if place.written else {}
    return {
        "code": finding.code,
        "severity": catalogue.severity(finding),
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "path": place.path,
        **written,
        "message": catalogue.message(finding),
        "hint": catalogue.hint(finding),
    }
