"""What all tests share."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from dutybook.workspace import Workspace, load

ROOT = Path(__file__).parents[1]
"""The checkout: itself a workspace, the example organisation."""

MINIMAL = 'organisation: 测试公司\ndocuments: {version: "1.0"}\n'


@pytest.fixture
def workspace_at(tmp_path: Path) -> Callable[..., Workspace]:
    """Writes files below a temporary folder and loads them: ``workspace_at({"roles/a.yaml": …})``;
    dutybook.yaml is a minimal one unless given."""

    def make(files: Mapping[str, str | bytes]) -> Workspace:
        write_files(tmp_path, {"dutybook.yaml": MINIMAL, **files})
        return load(tmp_path)

    return make


@pytest.fixture(scope="session")
def example() -> Workspace:
    """The example organisation, loaded once."""
    return load(ROOT)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Files by relative name below ``folder``."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
