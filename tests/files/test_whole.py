"""Files are written whole or not at all, follow no link, and killed runs leave nothing for long."""

import errno
import json
from pathlib import Path

import pytest

from dutybook.files import replacement
from dutybook.files.door import RefusedError
from dutybook.files.replacement import finish, sweep, write_whole


def test_all_are_written_folders_included(tmp_path: Path) -> None:
    write_whole({tmp_path / "a/b.txt": b"1", tmp_path / "c.txt": b"2"})
    assert (tmp_path / "a/b.txt").read_bytes() == b"1"
    assert (tmp_path / "c.txt").read_bytes() == b"2"


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    original = replacement._write

    def full(path: Path, data: bytes, **how: bool) -> None:
        if ".b." in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        original(path, data, **how)

    monkeypatch.setattr(replacement, "_write", full)
    with pytest.raises(OSError, match="No space"):
        write_whole({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "folder").symlink_to("elsewhere")
    (tmp_path / "file").symlink_to("elsewhere/file")
    for path in (tmp_path / "folder/new", tmp_path / "file", tmp_path / "a/../b"):
        with pytest.raises(RefusedError):
            write_whole({tmp_path / "first": b"1", path: b"2"})
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (tmp_path / "first").exists()


def test_what_lies_at_the_name_beside_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutybook.files.replacement.os.getpid", lambda: 7)
    (tmp_path / "victim").write_bytes(b"mine")
    (tmp_path / ".a.7.tmp").symlink_to("victim")
    write_whole({tmp_path / "a": b"new"})
    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert (tmp_path / "a").read_bytes() == b"new"
    assert not (tmp_path / "a").is_symlink()


def test_what_killed_runs_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for name in (".a.csv.12.tmp", "below/.b.pdf.3.tmp", "mine.tmp", ".swap.tmp", "a.csv"):
        (tmp_path / name).write_bytes(b"")
    sweep(tmp_path)
    assert not (tmp_path / ".a.csv.12.tmp").exists()
    assert (tmp_path / "below/.b.pdf.3.tmp").exists()
    sweep(tmp_path, below=True)
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {"mine.tmp", ".swap.tmp", "a.csv"}


@pytest.mark.parametrize(
    ("temporary", "path"),
    [("mine", "other"), (".a.1.tmp", "b"), ("../.a.1.tmp", "../a"), (".a.1.tmp", "below/a")],
)
def test_an_intent_moves_nothing_but_what_is_written_with_one(
    tmp_path: Path, temporary: str, path: str
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / temporary).write_bytes(b"1")
    (folder / "intent").write_text(json.dumps({temporary: path}), "utf-8")
    with pytest.raises(ValueError, match=path):
        finish(folder / "intent")
    assert (folder / temporary).read_bytes() == b"1"
    assert not (folder / path).exists()
