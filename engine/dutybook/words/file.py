"""Files of words: YAML in which every scalar is text, ``yes`` and ``1`` as well."""

from pathlib import Path
from typing import Any

import yaml

from dutybook.files.door import read_bytes


def read(path: Path) -> Any:
    """What the file says; raises what the file system or YAML raises."""
    return yaml.load(read_bytes(path), yaml.CBaseLoader)
