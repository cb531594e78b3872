"""Where the built-in rules and templates are, and how a workspace's own files take their place."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def builtin(area: str) -> Path:
    """Folder of the shipped ``rules`` or ``templates``: in a wheel inside the package, in a
    checkout at its top level."""
    shipped = _PACKAGE / "builtin" / area
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / area


def overlay(root: Path | None, area: str, pattern: str) -> dict[str, Path]:
    """Files matching ``pattern`` below ``rules`` or ``templates``, by relative name and in name
    order; a workspace's file wins over the shipped one of the same name."""
    found: dict[str, Path] = {}
    for folder in (builtin(area), *([root / area] if root else [])):
        files = filter(Path.is_file, folder.glob(pattern))  # no pipe or device is waited for
        found |= {path.relative_to(folder).as_posix(): path for path in files}
    return dict(sorted(found.items()))
