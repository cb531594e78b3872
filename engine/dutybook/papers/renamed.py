"""What a template reads of a context, by the names of today and of earlier versions.

A template a workspace copied from an earlier version keeps working: a field that has another name
now is still found by its old one. docs/customising.md lists them.
"""

from typing import Final

RENAMED: Final = {"with": "parties", "from": "start"}
"""Old names of fields and the new ones."""


def name_of(row: object, name: str) -> str:
    """The name under which ``row`` has the field ``name``; ``name`` itself where it has none."""
    return name if hasattr(row, name) else RENAMED.get(name, name)
