"""What commands share: finding the workspace, printing findings, exit statuses, output that is safe
on any terminal."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from dutybook.cli.crash import internal_error
from dutybook.cli.streams import encode
from dutybook.finding import DutybookError, Finding, Place, count, in_file_order
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.refusal import refusal
from dutybook.finding.text import as_text
from dutybook.workspace import Workspace, find_root, load
from dutybook.workspace.closings import recover

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


def day_option(name: str, help_: str) -> Callable[[F], F]:
    """An option that takes a day, ``2026-10-14``."""
    return click.option(
        name,
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _, __, value: value.date() if value else None,
        metavar="DATE",
        help=help_,
    )


def guarded(command: F) -> F:
    """A command that cannot run prints findings and exits 2; never a traceback. This is the one
    place where whatever nobody foresaw is caught: it becomes a finding that asks to report it."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        encode(kwargs.get("form"))
        try:
            try:
                _refuse_bytes(kwargs)
                return command(*args, **kwargs)
            finally:
                sys.stdout.flush()  # a full disk shows here, not after the last line of Python
        except DutybookError as error:
            findings = error.findings
        except OSError as error:
            findings = (_refused(error),)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            findings = (internal_error(error, kwargs.get("folder") or Path()),)
        _say_at_last(findings)
        sys.exit(FAILED)

    return run  # type: ignore[return-value]


def _say_at_last(findings: Sequence[Finding]) -> None:
    """In the workspace's words, or in ours where its words are what failed."""
    try:
        say(findings, click.get_current_context().obj or Catalogue.load())
    except Exception:
        say(findings, Catalogue.load())


def _refuse_bytes(given: Mapping[str, object]) -> None:
    """What was typed must be text; a terminal in another encoding hands over bytes that are not."""
    for value in given.values():
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            shown = value.encode("utf-8", "replace").decode()
            raise DutybookError(Finding("argument-no-text", Place(""), {"value": shown}))


def _refused(error: OSError) -> Finding:
    """What the operating system would not do; a reader that went away (``| head``) is click's."""
    if error.errno == errno.EPIPE:
        raise error
    with suppress(OSError):  # what could not be printed must not be tried again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return refusal(error, Place(str(error.filename or "-")), "system-refused")


def open_workspace(folder: Path) -> tuple[Workspace, Catalogue]:
    """The workspace at or above ``folder``, and the words for its findings."""
    root = find_root(folder)
    recover(root)
    workspace = load(root)
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
