"""What each finding rests on (``rules/findings.yaml``): definitions, people, rows, appeals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import yaml

from dutybook.files.door import read_bytes
from dutybook.finding import Finding
from dutybook.resources import builtin

Rest = Literal["definition", "people", "rows", "appeals", "reading", "run"]


@dataclass(frozen=True, slots=True)
class Ground:
    """``said_by``: rules that ask about the same thing, each with words by which it is the same;
    ``gives``: rules that find more wrong in the same place only because of this; ``doubt``: only
    check tells it, since what is scored is what is written."""

    rests_on: Rest
    said_by: Mapping[str, str] = field(default_factory=dict)
    gives: Sequence[str] = ()
    doubt: bool = False

    @property
    def early(self) -> bool:
        """Whether it is known before any log is read, so that ``dutybook check`` says it."""
        return self.rests_on in ("definition", "people")

    def asked(self, finding: Finding) -> set[str]:
        """The rules that say what ``finding`` says."""
        what = str(finding.details.get("what", ""))
        path = finding.place.path
        return {rule for rule, word in self.said_by.items() if word in what or path.endswith(word)}


@cache
def grounds() -> Mapping[str, Ground]:
    """The ground of every code of the engine's own."""
    data = yaml.load(read_bytes(builtin("rules") / "findings.yaml"), yaml.CSafeLoader)
    return {code: Ground(**entry) for code, entry in data.items()}
