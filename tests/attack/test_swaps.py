"""A folder or a file becomes a link between being looked at and being used: nothing is read or
written elsewhere."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dutybook.files import door, replacement
from dutybook.files.door import RefusedError, open_file, read_bytes
from dutybook.files.replacement import remove, write_together, write_whole

needs_handles = pytest.mark.skipif(
    not replacement._ANCHORED, reason="the system cannot hold a folder open"
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace's folder, and one elsewhere with a file of the same name."""
    inside, elsewhere = tmp_path / "inside", tmp_path / "elsewhere"
    for folder, text in ((inside, b"ours"), (elsewhere, b"theirs")):
        folder.mkdir()
        (folder / "file").write_bytes(text)
    return inside, elsewhere


def swap(inside: Path, elsewhere: Path) -> None:
    inside.rename(inside.with_name("aside"))
    inside.symlink_to(elsewhere)


def after(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, then: Callable[[], None]
) -> None:
    """Once ``place.name`` has been called, ``then`` happens."""
    function = getattr(place, name)
    done: list[int] = []

    def called(*given: object, **named: object) -> object:
        answer = function(*given, **named)
        if not done:
            done.append(1)
            then()
        return answer

    monkeypatch.setattr(place, name, called)


def test_a_folder_that_becomes_a_link_before_a_file_is_opened(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    after(monkeypatch, door, "regular", lambda: swap(*folders))
    with pytest.raises(RefusedError):
        read_bytes(folders[0] / "file")


def test_a_folder_that_is_swapped_there_and_back(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, elsewhere = folders
    opened = os.open

    def between(path: Path, *given: int) -> int:
        swap(inside, elsewhere)
        try:
            return opened(path, *given)
        finally:
            inside.unlink()
            inside.with_name("aside").rename(inside)

    monkeypatch.setattr(door.os, "open", between)
    with pytest.raises(RefusedError):
        open_file(inside / "file")


def test_a_file_that_becomes_a_link(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, elsewhere = folders

    def linked() -> None:
        (inside / "file").unlink()
        (inside / "file").symlink_to(elsewhere / "file")

    after(monkeypatch, door, "regular", linked)
    with pytest.raises(OSError):  # noqa: PT011 each system says it otherwise
        read_bytes(inside / "file")


def test_a_file_that_another_run_replaces_is_read(folders: tuple[Path, Path]) -> None:
    inside = folders[0]
    with open_file(inside / "file") as stream:
        write_whole({inside / "file": b"newer"})
        door.still_there(stream.fileno(), inside / "file")
        assert stream.read() == b"ours"


@needs_handles
@pytest.mark.parametrize("step", ["_beside", "_write"])
def test_nothing_is_written_where_a_folder_leads_elsewhere(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    inside, elsewhere = folders
    after(monkeypatch, replacement, step, lambda: swap(inside, elsewhere))
    with pytest.raises(OSError):  # noqa: PT011 refused, or a link is no folder
        write_whole({inside / "file": b"new"})
    assert [(p.name, p.read_bytes()) for p in elsewhere.iterdir()] == [("file", b"theirs")]
    assert (inside.with_name("aside") / "file").read_bytes() == b"ours"


@needs_handles
def test_a_folder_held_open_is_the_one_that_is_written(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, elsewhere = folders
    after(monkeypatch, replacement, "still_there", lambda: swap(inside, elsewhere))
    with pytest.raises(OSError):  # noqa: PT011
        write_whole({inside / "file": b"new"})
    assert [(p.name, p.read_bytes()) for p in elsewhere.iterdir()] == [("file", b"theirs")]


@needs_handles
def test_a_closing_is_not_moved_elsewhere(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, elsewhere = folders
    after(monkeypatch, replacement, "_write", lambda: swap(inside, elsewhere))
    with pytest.raises(OSError):  # noqa: PT011
        write_together({inside / "file": b"new"}, inside / "intent")
    assert [(p.name, p.read_bytes()) for p in elsewhere.iterdir()] == [("file", b"theirs")]


@needs_handles
def test_nothing_is_removed_elsewhere(folders: tuple[Path, Path]) -> None:
    inside, elsewhere = folders
    swap(inside, elsewhere)
    with pytest.raises(OSError):  # noqa: PT011
        remove(inside / "file")
    assert (elsewhere / "file").exists()


def test_a_link_laid_under_the_name_that_is_written_first(folders: tuple[Path, Path]) -> None:
    inside, elsewhere = folders
    (inside / f".file.{os.getpid()}.tmp").symlink_to(elsewhere / "file")
    write_whole({inside / "file": b"new"})
    assert (elsewhere / "file").read_bytes() == b"theirs"
    assert (inside / "file").read_bytes() == b"new"


def test_an_intent_nested_without_end_is_none(tmp_path: Path) -> None:
    intent = tmp_path / "intent"
    intent.write_text("[" * 100_000 + "]" * 100_000)
    with pytest.raises(ValueError):  # noqa: PT011
        replacement.finish(intent)
    intent.write_text(json.dumps({"../a": "../b"}))
    with pytest.raises(ValueError):  # noqa: PT011
        replacement.finish(intent)
