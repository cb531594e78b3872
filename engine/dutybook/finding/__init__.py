"""Findings: what a check, a build or an evaluation has to tell the user, as data.

Nothing here raises or prints. A :class:`Finding` names its code and its particulars; the words come
from the catalogue (``rules/messages`` and ``rules/lint``) in the reader's locale.

In: codes, places, particulars. Out: text, JSON, SARIF, GitHub's form. Start here, then
``catalogue.py``; a printer per form stands beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. ``file`` is relative to the workspace; ``line`` and ``column`` count
    from 1 (0: the file as a whole); ``path`` is a JSON pointer into the YAML document; ``written``
    the same in the file's own keys and ``names`` what those are called, where the file is written
    in Chinese keys."""

    file: str
    line: int = 0
    column: int = 0
    path: str = ""
    written: str = field(default="", compare=False)
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell. ``code`` has an entry in the catalogue; ``details`` fill its wording;
    ``severity`` is given only where it differs from the catalogue's."""

    code: str
    place: Place
    details: Mapping[str, object] = field(default_factory=dict, hash=False)
    severity: Severity | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sorts findings in file order."""
        return (self.place.file, self.place.line, self.place.column, self.code, self.place.path)


class DutybookError(Exception):
    """The command could not run at all: carries the findings that say why (exit status 2)."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.findings


def in_file_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as a reader meets them, each once."""
    unique = {
        (f.order, tuple(sorted((k, str(v)) for k, v in f.details.items()))): f for f in findings
    }
    return [unique[key] for key in sorted(unique)]


def count(severities: Iterable[Severity]) -> dict[str, int]:
    """How many of each severity, all three named."""
    counted = Counter(severities)
    return {severity: counted[severity] for severity in SEVERITIES}
