"""Findings as GitHub workflow commands, which annotate the changed lines of a pull request.

Source: GitHub Docs, Workflow commands for GitHub Actions.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}
_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = {**_DATA, ":": "%3A", ",": "%2C"}


def as_github(findings: Iterable[Finding], catalogue: Catalogue) -> str:
    """One command per line; what the author wrote cannot end a command or begin another."""
    return "\n".join(_one(finding, catalogue) for finding in findings)


def _one(finding: Finding, catalogue: Catalogue) -> str:
    place = finding.place
    properties = {"file": place.file, "title": finding.code}
    if place.line:
        properties |= {"line": str(place.line), "col": str(place.column)}
    listed = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
    hint = catalogue.hint(finding)
    message = catalogue.message(finding) + (f"\n{hint}" if hint else "")
    return f"::{_COMMANDS[catalogue.severity(finding)]} {listed}::{_escaped(message, _DATA)}"


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)
