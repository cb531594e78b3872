"""The one door: every file that is read is opened here.

A workspace may come from anyone: a link in it may lead to somebody's mail, a "log" may be a pipe
that never ends. So a path is first made real, where it is named (:func:`within`, :func:`listed`:
links are followed, and only inside), and then opened as it really is: a regular file, no link, up
to a size. What nobody made real is refused, so that a place that forgets to ask fails safely.
"""

import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final, TextIO

MOST: Final = 1 << 28
"""Bytes of a file that is read whole, where its reader has no bound of its own."""

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that took the file's place is not waited for
)
_GONE: Final = " (deleted)"
"""What Linux adds to the name of a file that is open and no longer has one."""
_REASONS: Final = {
    "outside-workspace": "it leads out of the workspace",
    "not-a-file": "it is no file, but a pipe or a device",
    "file-too-large": "it is too large",
    "locked": "another run of Dutybook is writing there",
    "secret-empty": "the office's secret is empty",
}


class RefusedError(OSError):
    """A file that is not opened: ``code`` and ``details`` of the finding that says so."""

    def __init__(self, code: str, path: Path, **details: object) -> None:
        super().__init__(errno.EACCES, _REASONS[code], str(path))
        self.code = code
        self.details: dict[str, object] = {"file": path.name, **details}


def within(root: Path, name: str | Path) -> Path:
    """The real path of what the workspace at ``root`` calls ``name``, whether it exists or not;
    refused where that is not below ``root``."""
    top = Path(os.path.realpath(root))
    try:
        real = Path(os.path.realpath(top / name))
    except ValueError:  # a NUL
        raise RefusedError("not-a-file", Path(str(name).replace("\0", "␀"))) from None
    if not real.is_relative_to(top):
        raise RefusedError("outside-workspace", Path(name), file=Path(name).as_posix())
    return real


def listed(folder: Path, pattern: str, root: Path) -> Iterator[tuple[str, Path]]:
    """What matches ``pattern`` below ``folder`` and is no folder, in name order: its name from
    there, and its real path where that is below ``root``. What leads elsewhere keeps its own path,
    and is refused when it is opened; a ``folder`` that leads elsewhere is refused at once."""
    start, top = within(root, folder), os.path.realpath(root)
    for path in sorted(start.glob(pattern)):
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_dir():
            name = path.relative_to(start).as_posix()
            yield name, target if target.is_relative_to(top) else path


def exists(path: Path) -> bool:
    """Whether there is something at ``path`` that :func:`open_file` would open or refuse: anything
    but a folder."""
    return (path.exists() or path.is_symlink()) and not path.is_dir()


def regular(path: Path, most: int | None = None) -> Path:
    """``path``, for a library that opens by name: real, a regular file, of at most so many
    bytes."""
    status = os.lstat(real(path))
    _check(status, path, most)
    return path


def open_file(path: Path, most: int | None = None) -> io.BufferedReader:
    """The file at a real ``path``, to read its bytes; refused where it is none, or larger than
    ``most``. Other trouble is the system's :class:`OSError`."""
    regular(path, most)
    handle = os.open(path, _FLAGS)
    try:
        _check(os.fstat(handle), path, most)
        still_there(handle, path)
    except BaseException:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def open_text(
    path: Path, encoding: str, *, newline: str | None = None, errors: str | None = None
) -> TextIO:
    """As :func:`open_file`, to read text."""
    stream = open_file(path)
    return io.TextIOWrapper(stream, encoding, errors, newline)


def read_bytes(path: Path, most: int = MOST) -> bytes:
    """All of a file of at most ``most`` bytes."""
    with open_file(path, most) as stream:
        data = stream.read(most + 1)
    if len(data) > most:  # it grew meanwhile
        raise _too_large(path, len(data), most)
    return data


def read_text(path: Path, most: int = MOST) -> str:
    """All of a file in UTF-8."""
    return read_bytes(path, most).decode()


def real(path: Path) -> Path:
    """``path``, where no link is on the way to it and none at its end; refused otherwise. What is
    not there yet is real where its folder is."""
    if ".." in path.parts or not _same(os.path.realpath(path), str(path.absolute())):
        raise RefusedError("outside-workspace", path)
    return path


def still_there(handle: int, path: Path) -> None:
    """Refused where what was opened is not what stands at the real ``path``: a folder on the way
    may have become a link since it was looked at. Linux tells where an open file is; elsewhere the
    path is made real once more, and compared."""
    try:
        where = str(Path(f"/proc/self/fd/{handle}").readlink())
    except OSError:
        real(path)
        same = os.path.samestat(os.fstat(handle), os.lstat(path))
    else:
        gone = os.fstat(handle).st_nlink == 0  # another run wrote a new one in its place
        same = _same((where.removesuffix(_GONE) if gone else where), str(path.absolute()))
    if not same:
        raise RefusedError("outside-workspace", path)


def _same(one: str, other: str) -> bool:
    return os.path.normcase(one) == os.path.normcase(other)


def _check(status: os.stat_result, path: Path, most: int | None) -> None:
    if S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not S_ISREG(status.st_mode):
        raise RefusedError("not-a-file", path)
    if most is not None and status.st_size > most:
        raise _too_large(path, status.st_size, most)


def _too_large(path: Path, size: int, bound: int) -> RefusedError:
    return RefusedError("file-too-large", path, size=f"{size:,}", bound=f"{bound:,}")
