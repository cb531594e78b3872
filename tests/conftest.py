"""What all tests share."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from dutybook.workspace import Workspace, load
from workspaces import MINIMAL, ROOT, write_files


@pytest.fixture(autouse=True)
def _tracing() -> Iterator[None]:
    """A test that runs into the recursion limit makes Python drop the tracer, and with it the
    coverage of every later test in the process: put it back."""
    tracer = sys.gettrace()
    yield
    if sys.gettrace() is not tracer:
        sys.settrace(tracer)


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what writes files (a workspace read, evaluated or printed): the rest is the unit tests,
    which `make unit` runs while one types."""
    for item in items:
        if "tmp_path" in getattr(item, "fixturenames", ()):
            item.add_marker("files")
