"""What all tests share: workspaces written, loaded, checked; the office that evaluations are tested
on."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bytecode  # noqa: F401  before the others: what they compile is kept
import pytest
from hypothesis import HealthCheck, settings
from office import Office
from workspaces import MINIMAL, ROOT, SMALL, write_files

from dutybook.check.report import Report, check
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import parse_period
from dutybook.papers.view import View
from dutybook.report.papers import for_papers
from dutybook.report.words import Words
from dutybook.score.evaluation import Run, evaluate
from dutybook.words.locale import PAPER_LOCALES
from dutybook.workspace import Workspace, load

settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")  # no test goes by the clock, however busy the machine is


@pytest.fixture(autouse=True)
def _tracing() -> Iterator[None]:
    """A test that runs into the recursion limit makes Python drop the tracer, and with it the
    coverage of every later test in the process: put it back."""
    tracer = sys.gettrace()
    yield
    if sys.gettrace() is not tracer:
        sys.settrace(tracer)


@pytest.fixture(autouse=True, scope="session")
def _own_home() -> Iterator[None]:
    """What is kept for the user (caches, the machine's secret) is kept for the test run only, and
    nothing the user set up for an office is seen."""
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(Path(home) / name))
        for name in ("DUTYBOOK_SECRET", "DUTYBOOK_LOGS"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers go by the definitions of today: in tests that is always the same day."""
    monkeypatch.setattr("dutybook.cli.paper.build._today", lambda _: date(2026, 10, 31))


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


@pytest.fixture(scope="session")
def october(example: Workspace) -> Iterator[Run]:
    """The example organisation's October, evaluated once; rows can still be asked for."""
    with evaluate(example, parse_period("2026-10")) as run:
        yield run


@pytest.fixture(scope="session")
def october_on_paper(example: Workspace, october: Run) -> Mapping[str, Any]:
    """The same as papers are given it, without the months before."""
    words, catalogue = Words.load(example.root, "zh-Hans"), Catalogue.load(example.root, "zh-Hans")
    return for_papers(october, words, catalogue, {}, trends=False)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with two clerks."""
    return Office(tmp_path)


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., Report]:
    """Writes files into a workspace of its own and checks it, by one rule ``only`` if one is named."""

    def run(
        files: dict[str, str], on: date = date(2026, 10, 1), seconds: float = 5, only: str = ""
    ) -> Report:
        write_files(tmp_path, {"dutybook.yaml": "organisation: 测试公司\n", **files})
        catalogue = Catalogue.load(tmp_path)
        entries = {k: entry for k, entry in catalogue.entries.items() if only in ("", k)}
        return check(load(tmp_path), Catalogue(entries, catalogue.locale), on, seconds)

    return run


@pytest.fixture(scope="session")
def papers() -> Workspace:
    """The small workspace in which every form a definition may take occurs once."""
    workspace = load(SMALL)
    assert not workspace.findings
    return workspace


@pytest.fixture(scope="session")
def view_in(papers: Workspace) -> Callable[[str], View]:
    """The small workspace as papers see it in a locale."""
    views = {locale: View(papers, locale) for locale in PAPER_LOCALES}
    return views.__getitem__


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small workspace, to build in and to break."""
    shutil.copytree(SMALL, tmp_path / "workspace")
    return tmp_path / "workspace"


@pytest.fixture
def reload(root: Path) -> Callable[[], Workspace]:
    """The copy as it stands now."""
    return lambda: load(root)


_WHOLE = {"tmp_path", "tmp_path_factory", "october"}
"""What tests of whole workspaces ask for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what writes files (a workspace read, evaluated or printed) or evaluates the example:
    the rest is the unit tests, which `make unit` runs while one types. Files with slow tests come first, so that no worker is
    left alone with one at the end."""
    for item in items:
        if _WHOLE & set(getattr(item, "fixturenames", ())):
            item.add_marker("files")
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests stay together, so that what they share is made by one worker only, and files
    are taken in the order above."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)
