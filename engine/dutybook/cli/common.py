"""What commands share: finding the workspace, printing findings, exit statuses, output that is safe
on any terminal."""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from dutybook.finding import DutybookError, Finding, count, in_file_order
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.text import as_text
from dutybook.workspace import Workspace, find_root, load

OK: Final = 0
FOUND: Final = 1
FAILED: Final = 2

F = TypeVar("F", bound=Callable[..., Any])

workspace_option = click.option(
    "-w",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder of the workspace (default: the nearest with a dutybook.yaml).",
)


def guarded(command: F) -> F:
    """A command that cannot run prints findings and exits 2; never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        _utf8()
        try:
            return command(*args, **kwargs)
        except DutybookError as error:
            say(error.findings, click.get_current_context().obj or Catalogue.load())
            sys.exit(FAILED)

    return run  # type: ignore[return-value]


def open_workspace(folder: Path) -> tuple[Workspace, Catalogue]:
    """The workspace at or above ``folder``, and the words for its findings."""
    workspace = load(find_root(folder))
    catalogue = Catalogue.load(workspace.root, workspace.locale)
    click.get_current_context().obj = catalogue  # what `guarded` speaks from now on
    return workspace, catalogue


def say(findings: Iterable[Finding], catalogue: Catalogue, root: Path | None = None) -> None:
    """Findings as text on standard error, where they do not mix with what a command prints."""
    listed = in_file_order(findings)
    if listed:
        click.echo(as_text(listed, catalogue, root), err=True)


def status(findings: Iterable[Finding], catalogue: Catalogue) -> int:
    """1 when any finding is an error, else 0."""
    return FOUND if count(map(catalogue.severity, findings))["error"] else OK


def _utf8() -> None:
    """A Windows console in a legacy code page must not break on a Chinese name."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
