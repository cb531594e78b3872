"""``dutybook check``."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from dutybook.check.report import Report, check
from dutybook.check.waivers import Waived
from dutybook.cli.command import FAILED, guarded, open_workspace, status, workspace_option
from dutybook.finding import DutybookError, Finding, Place, count
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.github import as_github
from dutybook.finding.json import as_json
from dutybook.finding.phrases import phrase
from dutybook.finding.sarif import as_sarif
from dutybook.finding.text import as_text
from dutybook.grammar.time.clock import parse_date
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED

FORMATS: Final = ("text", "json", "sarif", "github")


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--on", "day", metavar="DATE", help="Judge waivers by this day (default: today).")
@click.option("--show-waived", is_flag=True, help="List what waivers cover, too.")
@workspace_option
@guarded
def command(
    paths: Sequence[Path], form: str, day: str | None, show_waived: bool, folder: Path
) -> None:
    """Read and check all definitions of a workspace.

    With PATH, report only what is in these files or folders. Exit status: 0 no errors, 1 errors
    found, 2 could not run.
    """
    try:
        on = _day(day)
        workspace, catalogue = open_workspace(start(paths, folder))
        kept = [inside(path, workspace.root) for path in paths] or [""]
    except DutybookError as error:
        if form == "text":
            raise
        click.echo(_formatted(form, Report(list(error.findings), []), Catalogue.load(), False))
        sys.exit(FAILED)
    report = check(workspace, catalogue, on).within(kept)
    if form == "text":
        click.echo(_text(workspace, report, catalogue, show_waived, kept))
    elif output := _formatted(form, report, catalogue, show_waived):
        click.echo(output)
    sys.exit(status(report.findings, catalogue))


def _formatted(form: str, report: Report, catalogue: Catalogue, show_waived: bool) -> str:
    waived = [(item.finding, _reason(item, catalogue)) for item in report.waived]
    if form == "json":
        return as_json(report.findings, catalogue, waived if show_waived else None)
    if form == "sarif":
        return as_sarif(report.findings, catalogue, waived if show_waived else ())
    return as_github(report.findings, catalogue)


def _text(
    workspace: Workspace, report: Report, catalogue: Catalogue, show_waived: bool, kept: list[str]
) -> str:
    """Findings with their source lines, what is waived one line each, and a summary."""
    parts = [as_text(report.findings, catalogue, workspace.root)] if report.findings else []
    if show_waived and report.waived:
        lines = [phrase("check-waived", catalogue.locale, waived=len(report.waived))]
        lines += [_waived_line(item, catalogue) for item in report.waived]
        parts.append("\n".join(lines))
    counts = count(map(catalogue.severity, report.findings))
    name = "check-found" if report.findings else "check-clean"
    files = _files(workspace, report, kept)
    parts.append(phrase(name, catalogue.locale, files=files, **counts))
    return "\n\n".join(parts)


def _waived_line(item: Waived, catalogue: Catalogue) -> str:
    place, message = item.finding.place, catalogue.message(item.finding)
    slots = {"message": message, "until": item.waiver.until, "reason": _reason(item, catalogue)}
    said = phrase("waived-line", catalogue.locale, **slots)
    return f"{place.file}:{place.line}:{place.column}: {item.finding.code}: {said}"


def _reason(item: Waived, catalogue: Catalogue) -> str:
    return item.waiver.reason.at(catalogue.locale)


def _files(workspace: Workspace, report: Report, kept: list[str]) -> int:
    """How many of the workspace's own files were looked at."""
    named = {
        document.file for document in workspace.documents if not document.file.startswith(SHIPPED)
    }
    every = Report([Finding("", Place(name)) for name in named], []).within(kept).findings
    return len({finding.place.file for finding in [*every, *report.findings] if finding.place.file})


def _day(value: str | None) -> date:
    if value is None:
        return datetime.now().astimezone().date()
    try:
        return parse_date(value)
    except ValueError as error:
        raise DutybookError(Finding("date-unreadable", Place(""), {"value": value})) from error


def start(paths: Sequence[Path], folder: Path) -> Path:
    """Where to look for the workspace: the folder asked for, else that of the first path."""
    missing = [Finding("path-unknown", Place(str(path))) for path in paths if not path.exists()]
    if missing:
        raise DutybookError(*missing)
    if folder != Path() or not paths:
        return folder
    return paths[0] if paths[0].is_dir() else paths[0].parent


def inside(path: Path, root: Path) -> str:
    """``path`` as findings name it; the workspace itself is the empty name."""
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        raise DutybookError(Finding("path-unknown", Place(str(path))))
    name = resolved.relative_to(root).as_posix()
    return "" if name == "." else name
