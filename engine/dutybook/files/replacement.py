"""Writing files whole or not at all."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from dutybook.files.door import RefusedError, read_bytes, real, still_there, within

_BESIDE: Final = re.compile(r"\.(.+)\.\d+\.tmp")
"""How a file is called until it takes its place."""


_FRESH: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_ANCHORED: Final = os.rename in os.supports_dir_fd
"""Whether files can be made and renamed in a folder that is held open, whatever becomes of the
names that led to it."""


def write_whole(files: Mapping[Path, bytes], *, lasting: bool = True) -> None:
    """Put each content at its path, folders included: all written beside their places first, then
    all renamed, so that what commonly fails (a full disk, a refused folder) fails before any of
    them is replaced. No link is followed. ``lasting``: on the disk before anything is replaced,
    so that a power cut leaves the old or the new; papers can be made again and need not wait.
    :class:`OSError` where that fails; nothing is left beside."""
    beside = _beside(files)
    try:
        for temporary, path in beside.items():
            _write(temporary, files[path], lasting=lasting)
        for temporary, path in beside.items():
            _take_place(temporary, path)
    except BaseException:
        for temporary in beside:
            _remove(temporary)
        raise


def remove(path: Path) -> None:
    """Takes away a file, or a link, at a path that leads through no link."""
    with _folder(path.parent) as folder, suppress(FileNotFoundError):
        os.unlink(path.name if folder is not None else path, dir_fd=folder)


def _remove(path: Path) -> None:
    """As :func:`remove`, after something else failed."""
    with suppress(OSError):
        remove(path)


@contextmanager
def _folder(path: Path) -> Iterator[int | None]:
    """A folder held open while something is done in it, so that it cannot become a link meanwhile;
    None where the system cannot do that, and then it is only looked at."""
    if not _ANCHORED:
        real(path)
        yield None
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        still_there(handle, path)
        yield handle
    finally:
        os.close(handle)


def _take_place(temporary: Path, path: Path) -> None:
    """Rename what was written beside a place into it."""
    with _folder(path.parent) as folder:
        names = (temporary, path) if folder is None else (temporary.name, path.name)
        os.replace(*names, src_dir_fd=folder, dst_dir_fd=folder)


def sweep(folder: Path, *, below: bool = False) -> None:
    """Removes what killed runs left beside the files of ``folder`` (and of those ``below`` it). To
    be called under its lock: nobody else is writing then."""
    found = folder.rglob(".*.tmp") if below else folder.glob(".*.tmp")
    for path in found:
        if _BESIDE.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            _remove(path)


def _beside(files: Mapping[Path, bytes]) -> dict[Path, Path]:
    """The names under which ``files`` are written first; refused where a link is on the way."""
    for path in files:
        real(path)
    return {path.with_name(f".{path.name}.{os.getpid()}.tmp"): path for path in files}


def _write(path: Path, data: bytes, *, lasting: bool) -> None:
    real(path.parent).mkdir(parents=True, exist_ok=True)
    remove(path)  # of a killed run with the same number, or a link laid there
    with _folder(path.parent) as folder:
        handle = os.open(path if folder is None else path.name, _FRESH, 0o666, dir_fd=folder)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        if lasting:
            stream.flush()
            os.fsync(handle)


def write_together(files: Mapping[Path, bytes], intent: Path) -> None:
    """:func:`write_whole` for files that are only worth something together: what is to be renamed
    is written down at ``intent`` once all of it is on the disk, so that :func:`finish` can end what
    a power cut interrupted. :class:`OSError` where it fails; then nothing was replaced."""
    beside = _beside(files)
    folder = real(intent).parent
    moves = {_below(one, folder): _below(path, folder) for one, path in beside.items()}
    try:
        for temporary, path in beside.items():
            _write(temporary, files[path], lasting=True)
        draft = intent.with_name(f"{intent.name}.tmp")
        _write(draft, json.dumps(moves, ensure_ascii=False, indent=1).encode(), lasting=True)
        _take_place(draft, intent)
        _to_disk(folder)
    except BaseException:
        for temporary in (*beside, intent.with_name(f"{intent.name}.tmp")):
            _remove(temporary)
        raise
    finish(intent)


def finish(intent: Path) -> None:
    """Rename what ``intent`` says and nobody renamed yet, and sweep what an attempt before it left:
    safe to call twice, and beside another program that does the same. :class:`ValueError` for what
    :func:`write_together` never wrote: a folder may come from anywhere."""
    folder = intent.parent
    try:
        moves = json.loads(read_bytes(intent))
    except FileNotFoundError:
        return  # the other program was faster
    except RecursionError as error:
        raise ValueError(intent) from error
    if not isinstance(moves, dict):
        raise ValueError(intent)
    touched = {folder}
    for one, other in [_move(folder, temporary, path) for temporary, path in moves.items()]:
        touched.add(other.parent)
        with suppress(FileNotFoundError):
            _take_place(one, other)
    for each in touched:
        _to_disk(each)
    remove(intent)


def _move(folder: Path, temporary: str, path: object) -> tuple[Path, Path]:
    """What is renamed to what: a file to where it was written beside, below the folder and through
    no link."""
    try:
        one, other = within(folder, temporary), within(folder, str(path))
    except RefusedError as error:
        raise ValueError(path) from error
    named = _BESIDE.fullmatch(one.name)
    if one.parent != other.parent or not named or named[1] != other.name:
        raise ValueError(path)
    return one, other


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _to_disk(path: Path) -> None:
    """Wait until the disk has a file or, where the system can tell, a folder's names."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
