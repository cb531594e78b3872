"""Which files a place of ``logs:`` means.

A name is taken as it stands where there is such a file, else ``*``, ``?`` and ``[ ]`` in it match.
Files lie in the workspace, or in a folder that whoever runs the command allows in the environment
variable ``DUTYBOOK_LOGS``: never where only the workspace says so, for that may be anybody's.
"""

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

from dutybook.files.door import RefusedError, exists, regular, within

ALLOWED: Final = "DUTYBOOK_LOGS"
"""Folders outside the workspace in which logs may lie, separated as in ``PATH``."""
_MAGIC: Final = frozenset("*?[")


def named(root: Path, pattern: str) -> dict[str, Path]:
    """The files that ``pattern`` means in the workspace at ``root``: real paths by what people call
    them. Refused (:class:`RefusedError`) where one lies elsewhere, or is no file."""
    found = {name: _allowed(root, name) for name in _names(root, pattern) if not _open(name)}
    return {name: regular(path) for name, path in found.items() if not path.is_dir()}


def _open(name: str) -> bool:
    """Whether it is what Excel or LibreOffice lays beside a workbook that somebody has open."""
    return PurePath(name).name.startswith(("~$", ".~lock."))


def _names(root: Path, pattern: str) -> Iterator[str]:
    whole = PurePath(pattern)
    if exists(_allowed(root, pattern, strict=False)):
        yield whole.as_posix()
        return
    fixed = 0
    while fixed < len(whole.parts) and not _MAGIC & set(whole.parts[fixed]):
        fixed += 1
    start, rest = PurePath(*whole.parts[:fixed]), whole.parts[fixed:]
    folder = _allowed(root, str(start))
    if not rest:
        return  # there is no such file
    if ".." in rest:
        raise RefusedError("outside-workspace", root / pattern, file=pattern)
    try:
        for path in sorted(folder.glob("/".join(rest))):
            yield (start / path.relative_to(folder)).as_posix()
    except ValueError:  # "**x" is no pattern
        return


def _allowed(root: Path, name: str, *, strict: bool = True) -> Path:
    """The real path of what ``logs:`` calls ``name``; where it is not ``strict``, of what is not
    allowed only the workspace, at which there is no file."""
    folders = filter(None, os.environ.get(ALLOWED, "").split(os.pathsep))
    for folder in (*map(Path, folders), root):
        try:
            return within(folder.resolve(), root / name)
        except RefusedError:
            continue
    if strict:
        raise RefusedError("outside-workspace", root / name, file=name)
    return root
