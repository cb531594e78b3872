"""Files are written whole or not at all."""

import errno
from pathlib import Path

import pytest

from dutybook.files.whole import write_whole


def test_all_are_written_folders_included(tmp_path: Path) -> None:
    write_whole({tmp_path / "a/b.txt": b"1", tmp_path / "c.txt": b"2"})
    assert (tmp_path / "a/b.txt").read_bytes() == b"1"
    assert (tmp_path / "c.txt").read_bytes() == b"2"


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    original = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if ".b." in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}
