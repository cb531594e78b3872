"""Where the built-in rules and templates are, and how a workspace's own files take their place."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dutybook.files.door import listed

_PACKAGE = Path(__file__).resolve().parent


def builtin(area: str) -> Path:
    """Folder of the shipped ``rules`` or ``templates``: in a wheel inside the package, in a
    checkout at its top level."""
    shipped = _PACKAGE / "builtin" / area
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / area


def overlay(root: Path | None, area: str, pattern: str) -> dict[str, Path]:
    """Files matching ``pattern`` below ``rules`` or ``templates``, by relative name and in name
    order; a workspace's file wins over the shipped one of the same name. A folder of the workspace
    that leads out of it is refused (:class:`dutybook.files.door.RefusedError`)."""
    found: dict[str, Path] = {}
    found |= _shipped(builtin(area), pattern)
    if root:
        found |= listed(root / area, pattern, root)
    return dict(sorted(found.items()))


@cache
def _shipped(folder: Path, pattern: str) -> Mapping[str, Path]:
    """Looked for once: what is shipped does not change while a command runs."""
    return dict(listed(folder, pattern, folder))
