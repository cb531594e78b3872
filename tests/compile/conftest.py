"""The small workspace in which every form a definition may take occurs once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dutybook.compile.view import View
from dutybook.locale import PAPER_LOCALES
from dutybook.workspace import Workspace, load

PAPERS = Path(__file__).parents[1] / "papers"


@pytest.fixture(scope="session")
def papers() -> Workspace:
    workspace = load(PAPERS)
    assert not workspace.findings
    return workspace


@pytest.fixture(scope="session")
def view_in(papers: Workspace) -> Callable[[str], View]:
    views = {locale: View(papers, locale) for locale in PAPER_LOCALES}
    return views.__getitem__
