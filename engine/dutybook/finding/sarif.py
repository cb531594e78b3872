"""Findings as SARIF 2.1.0, which code hosts show beside the lines they are about.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0 (2020).
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from dutybook import __version__
from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue, Entry
from dutybook.words.locale import Text

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


def as_sarif(
    findings: Sequence[Finding], catalogue: Catalogue, waived: Iterable[tuple[Finding, str]] = ()
) -> str:
    """One run with the rules it speaks of; waived findings are results that carry a suppression."""
    given = [(finding, None) for finding in findings]
    kept = [(finding, why) for finding, why in waived]
    codes = sorted({finding.code for finding, _ in [*given, *kept]})
    driver = {
        "name": "dutybook",
        "semanticVersion": __version__,
        "rules": [_rule(catalogue.entries[code], catalogue.locale) for code in codes],
    }
    results = [_result(f, why, codes.index(f.code), catalogue) for f, why in [*given, *kept]]
    run = {
        "tool": {"driver": driver},
        "language": catalogue.locale,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rule(entry: Entry, locale: str) -> dict[str, Any]:
    help_ = entry.help.at(locale)
    title: Text = entry.title or entry.message
    return {
        "id": entry.code,
        "shortDescription": {"text": title.at(locale)},
        "fullDescription": {"text": help_.partition("\n")[0]},
        "help": {"text": help_},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _result(finding: Finding, why: str | None, index: int, catalogue: Catalogue) -> dict[str, Any]:
    hint = catalogue.hint(finding)
    message = catalogue.message(finding) + (f"\n{hint}" if hint else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[catalogue.severity(finding)],
        "message": {"text": message},
        "locations": [_location(finding)],
    }
    if why is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": why}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.path:
        location["logicalLocations"] = [{"fullyQualifiedName": place.written or place.path}]
    return location
