"""Writing files whole or not at all."""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Put each content at its path, folders included: all written beside their places first, then
    all renamed, so that what commonly fails (a full disk, a refused folder) fails before any of
    them is replaced.
    :class:`OSError` where that fails; nothing is left beside."""
    beside = {path.with_name(f".{path.name}.{os.getpid()}.tmp"): path for path in files}
    try:
        for temporary, path in beside.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(files[path])
        for temporary, path in beside.items():
            temporary.replace(path)
    except BaseException:
        for temporary in beside:
            temporary.unlink(missing_ok=True)
        raise


def write_together(files: Mapping[Path, bytes], intent: Path) -> None:
    """:func:`write_whole` for files that are only worth something together: what is to be renamed
    is written down at ``intent`` once all of it is on the disk, so that :func:`finish` can end what
    a power cut interrupted. :class:`OSError` where it fails; then nothing was replaced."""
    beside = {path.with_name(f".{path.name}.{os.getpid()}.tmp"): path for path in files}
    folder = intent.parent
    moves = {_below(one, folder): _below(path, folder) for one, path in beside.items()}
    try:
        for temporary, path in beside.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(files[path])
            _to_disk(temporary)
        draft = intent.with_name(f"{intent.name}.tmp")
        draft.write_bytes(json.dumps(moves, ensure_ascii=False, indent=1).encode())
        _to_disk(draft)
        draft.replace(intent)
        _to_disk(folder)
    except BaseException:
        for temporary in (*beside, intent.with_name(f"{intent.name}.tmp")):
            temporary.unlink(missing_ok=True)
        raise
    finish(intent)


def finish(intent: Path) -> None:
    """Rename what ``intent`` says and nobody renamed yet, and sweep what an attempt before it left:
    safe to call twice, and beside another program that does the same. :class:`ValueError` for what
    :func:`write_together` never wrote: a folder may come from anywhere."""
    folder = intent.parent
    try:
        moves = json.loads(intent.read_bytes())
    except FileNotFoundError:
        return  # the other program was faster
    if not isinstance(moves, dict) or not all(_beside(*move) for move in moves.items()):
        raise ValueError(intent)
    touched = {folder}
    for temporary, path in moves.items():
        touched.add((folder / path).parent)
        with suppress(FileNotFoundError):
            (folder / temporary).replace(folder / path)
    for each in touched:
        _to_disk(each)
    intent.unlink(missing_ok=True)


def _beside(temporary: str, path: object) -> bool:
    """Whether a move is of a file to where it was written beside, below the folder."""
    if not isinstance(path, str):
        return False
    one, two = PurePosixPath(temporary), PurePosixPath(path)
    named = re.fullmatch(r"\.(.+)\.\d+\.tmp", one.name)
    inside = (
        not two.is_absolute() and ".." not in two.parts and "\\" not in path and ":" not in path
    )
    return inside and one.parent == two.parent and named is not None and named[1] == two.name


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
