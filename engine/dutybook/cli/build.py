"""``dutybook build``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from dutybook.build import FORMATS, Report, Request, build
from dutybook.build.run import Progress
from dutybook.cli.common import (
    FAILED,
    day_option,
    guarded,
    open_workspace,
    say,
    status,
    workspace_option,
)
from dutybook.compile.kinds import KINDS
from dutybook.compile.labels import Labels
from dutybook.finding import DutybookError
from dutybook.locale import LOCALES


def _formats(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    formats = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    unknown = [part for part in formats if part not in FORMATS]
    if unknown or not formats:
        raise click.BadParameter(f"{', '.join(unknown) or value!r}; known are {', '.join(FORMATS)}")
    return tuple(form for form in FORMATS if form in formats)


@click.command()
@workspace_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(list(KINDS)),
    help="Only papers of this kind.",
)
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="Only this role (id or title)."
)
@click.option(
    "--department", "departments", multiple=True, metavar="NAME", help="Only this department."
)
@click.option(
    "--format",
    "formats",
    default=",".join(FORMATS),
    show_default=True,
    callback=_formats,
    help="Formats, separated by commas; xlsx and json are for some kinds only.",
)
@click.option(
    "--locale",
    type=click.Choice(LOCALES),
    help="Language of the papers (default: the workspace's).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to write to (default: out/ of the workspace).",
)
@day_option("--on", "Roles as in force on this day (default: their latest versions).")
@guarded
def command(folder: Path, out: Path | None, **wanted: object) -> None:
    """Compile the papers of a workspace: only those that changed are written again."""
    workspace, catalogue = open_workspace(folder)
    request = Request(out=out.resolve() if out else None, **wanted)  # type: ignore[arg-type]
    broken = [finding for finding in workspace.findings if catalogue.severity(finding) == "error"]
    say(broken, catalogue, workspace.root)
    if not workspace.configured:
        sys.exit(FAILED)
    try:
        with _progress() as progress:
            report = build(workspace, request, progress)
    except DutybookError as error:
        say(error.findings, catalogue, workspace.root)
        sys.exit(FAILED)
    say(report.findings, catalogue, workspace.root)
    click.echo(_summary(report, Labels.load(workspace.root, workspace.locale)))
    sys.exit(status([*broken, *report.findings], catalogue))


def _summary(report: Report, labels: Labels) -> str:
    slots = {"written": len(report.written), "unchanged": len(report.unchanged), "out": report.out}
    name = (
        "nothing"
        if not report.written and not report.unchanged
        else "done"
        if report.written
        else "unchanged"
    )
    return labels.say(f"build.{name}", **slots)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, path: bar.update(
            task, completed=done, total=total, description=path
        )
