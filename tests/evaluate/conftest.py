"""The office that evaluation tests share."""

from pathlib import Path

import pytest
from office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with two clerks."""
    return Office(tmp_path)
