"""Reading case files: a bad and a good workspace, and what a rule finds in the bad one."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from workspaces import ROOT

CASES = ROOT / "tests/cases/lint"
_HEAD = re.compile(r"=== (?P<part>bad|good|found)(?:: (?P<file>\S+))?")


@dataclass
class Case:
    """Two workspaces, and what a rule finds in the bad one: a line holds a place and, after it, words
    that the finding's details hold."""

    bad: dict[str, str] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)


def read_case(path: Path) -> Case:
    """One case file."""
    case = Case()
    lines: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        head = _HEAD.fullmatch(line)
        if head and head["part"] == "found":
            lines = case.found
        elif head:
            lines = []
            files = case.bad if head["part"] == "bad" else case.good
            files[head["file"]] = ""
            current, target = head["file"], files
        elif lines is case.found:
            lines.append(line)
        else:
            target[current] += line + "\n"
    return case
