"""What the door opens, and what it refuses."""

import os
import socket
from pathlib import Path

import pytest

from dutybook.files.door import (
    RefusedError,
    exists,
    listed,
    open_file,
    open_text,
    read_bytes,
    regular,
    within,
)


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A workspace, with a secret beside it."""
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "workspace/roles").mkdir(parents=True)
    (tmp_path / "workspace/roles/a.yaml").write_bytes(b"role: a")
    return tmp_path / "workspace"


def refused(path: Path, most: int = 100) -> str:
    with pytest.raises(RefusedError) as caught:
        read_bytes(path, most)
    return caught.value.code


def test_a_file_is_read(inside: Path) -> None:
    assert read_bytes(within(inside, "roles/a.yaml")) == b"role: a"
    assert read_bytes(within(inside, "roles/../roles/a.yaml")) == b"role: a"
    with open_text(inside / "roles/a.yaml", "utf-8") as stream:
        assert stream.read() == "role: a"


@pytest.mark.parametrize("name", ["../secret", "roles/../../secret", "{}/secret", "link", "far/x"])
def test_what_leads_out_is_refused(inside: Path, name: str) -> None:
    (inside / "link").symlink_to("../secret")
    (inside / "far").symlink_to("..")
    with pytest.raises(RefusedError) as caught:
        within(inside, name.format(inside.parent))
    assert caught.value.code == "outside-workspace"


def test_a_link_that_stays_inside_is_followed(inside: Path) -> None:
    (inside / "b.yaml").symlink_to("roles/a.yaml")
    assert read_bytes(within(inside, "b.yaml")) == b"role: a"


def test_what_nobody_made_real_is_refused(inside: Path) -> None:
    """A place that forgets to ask fails safely: no link is followed by opening."""
    (inside / "b.yaml").symlink_to("roles/a.yaml")
    (inside / "more").symlink_to("roles")
    for name in ("b.yaml", "more/a.yaml", "roles/../../secret"):
        assert refused(inside / name) == "outside-workspace"


def test_pipes_devices_and_sockets_are_refused_at_once(inside: Path) -> None:
    os.mkfifo(inside / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(inside / "socket"))
    for path in (inside / "pipe", inside / "socket", Path("/dev/zero")):
        assert refused(path) == "not-a-file"
        assert exists(path)


def test_a_large_file_is_refused_before_it_is_read(inside: Path) -> None:
    with (inside / "large").open("wb") as stream:
        stream.truncate(1 << 40)
    assert refused(inside / "large", 1000) == "file-too-large"
    assert regular(inside / "large") == inside / "large"


def test_a_folder_and_nothing_are_what_they_are(inside: Path) -> None:
    with pytest.raises(IsADirectoryError):
        open_file(inside / "roles")
    with pytest.raises(FileNotFoundError):
        open_file(inside / "none")
    assert not exists(inside / "roles")
    assert not exists(inside / "none")


def test_a_listing_follows_links_inside_only(inside: Path) -> None:
    (inside / "roles/b.yaml").symlink_to("a.yaml")
    (inside / "roles/c.yaml").symlink_to(inside.parent / "secret")
    (inside / "roles/d.yaml").symlink_to("nowhere")
    found = dict(listed(inside / "roles", "*.yaml", inside))
    assert found == {
        "a.yaml": inside / "roles/a.yaml",
        "b.yaml": inside / "roles/a.yaml",
        "c.yaml": inside / "roles/c.yaml",
    }
    assert refused(found["c.yaml"]) == "outside-workspace"


def test_a_folder_that_leads_out_is_not_listed(inside: Path) -> None:
    (inside / "rules").symlink_to(inside.parent)
    with pytest.raises(RefusedError):
        list(listed(inside / "rules", "*", inside))
