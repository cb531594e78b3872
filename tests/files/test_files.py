"""Files are written whole or not at all; CSV is written in one place, and for people harmless."""

import errno
from pathlib import Path

import pytest

from dutybook.files.csv import as_csv, csv_for_people
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


def test_csv_for_people_holds_no_formula() -> None:
    cells: list[str | int | None] = ["=1+1", "-1.5", "+a", "@x", "-", 7, None, "a,b", "1/3"]
    written = csv_for_people(["a"] * len(cells), [cells]).splitlines()
    assert written[0].startswith("\ufeffa,")
    assert written[1] == "'=1+1,-1.5,'+a,'@x,'-,7,,\"a,b\",1/3"


def test_csv_for_programs_is_as_it_is() -> None:
    assert as_csv([["a", "b"], ["=1", ""]], delimiter=";", ending="\r\n") == "a;b\r\n=1;\r\n"


def test_csv_is_read_and_written_in_one_place() -> None:
    engine = Path(__file__).parents[2] / "engine/dutybook"
    users = {
        path.stem for path in engine.rglob("*.py") if "\nimport csv" in path.read_text("utf-8")
    }
    assert users == {"csv"}
