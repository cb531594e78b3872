"""A copy of the small workspace, to build in and to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dutybook.workspace import Workspace, load

PAPERS = Path(__file__).parents[1] / "papers"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PAPERS, tmp_path / "workspace")
    return tmp_path / "workspace"


@pytest.fixture
def reload(root: Path) -> Callable[[], Workspace]:
    return lambda: load(root)
