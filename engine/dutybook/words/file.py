"""Files of words: YAML in which every scalar is text, ``yes`` and ``1`` as well; and how deep any
YAML may nest."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.files.door import read_bytes

MAX_DEPTH: Final = 100
_BRACKETS: Final = re.compile(r"[\[\]{}]")
_NESTED_MARKS: Final = re.compile(rf"(?:[-?:][ \t]+){{{MAX_DEPTH},}}|^ {{{2 * MAX_DEPTH},}}", re.M)


def read(path: Path) -> Any:
    """What the file says; raises what the file system or YAML raises."""
    data = read_bytes(path)
    if too_deep(data.decode("utf-8", "replace")):
        raise yaml.YAMLError(f"depth > {MAX_DEPTH}")
    return yaml.load(data, yaml.CBaseLoader)


def too_deep(text: str) -> bool:
    """Whether ``text`` nests deeper than anybody writes. Looked at before parsing: libyaml's
    recursion would end the process."""
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            return True
    return bool(_NESTED_MARKS.search(text))
