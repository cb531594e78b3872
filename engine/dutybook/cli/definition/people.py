"""``dutybook people sync``."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import click
import yaml

from dutybook.cli.command import day_option, guarded, open_workspace, say, status, workspace_option
from dutybook.cli.help import Group
from dutybook.cli.language import said
from dutybook.cli.table import print_table
from dutybook.csv import open_csv
from dutybook.files.door import read_text, within
from dutybook.files.replacement import write_whole
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.phrases import phrase
from dutybook.intake.characters import simple
from dutybook.intake.formats.registry import read_file
from dutybook.intake.staff.changes import Step, changes, rewritten
from dutybook.intake.staff.listing import Listing, heads_of, read_listing
from dutybook.intake.vocabulary import load_vocabulary
from dutybook.roster.people import read_people
from dutybook.workspace import Workspace

_REMEMBERED: Final = "rules/import/heads.yaml"
_HEADS: Final = ("change", "employee", "name", "was", "is", "day")


@click.group(cls=Group)
def command() -> None:
    """The people of a workspace: bring the month's list in."""


@command.command()
@click.argument(
    "path", metavar="LIST.xlsx", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@day_option("--on", "First day the list holds for (2026-11-01).")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEAD=COLUMN",
    help="What a column of the list is; remembered with --write.",
)
@click.option(
    "--partial", is_flag=True, help="The list is not everybody's: who is missing has not left."
)
@click.option(
    "--write", is_flag=True, help="Put the changes into people.csv (default: only show them)."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@workspace_option
@guarded
def sync(
    path: Path,
    on: date | None,
    columns: Sequence[str],
    partial: bool,
    write: bool,
    form: str,
    folder: Path,
) -> None:
    """Compare a list of people with people.csv: who joined, moved, left, and whose post is unknown.

    Columns are told by their heads. Identity numbers, telephones and addresses are not kept.
    """
    if on is None:
        raise click.UsageError(said("--on DATE is needed: the first day the list holds for."))
    workspace, catalogue = open_workspace(folder)
    heads = _remembered(workspace) | _given(columns)
    listing, findings = _listing(workspace, path, heads)
    people, wrong = read_people(workspace)
    found = changes(listing, people, _roles(workspace), on, path.name, partial=partial)
    steps, findings = found[0], findings + wrong + found[1]
    moved = [step for step in steps if step.outcome != "same"]
    if write and (moved or columns):
        _write(workspace, moved, heads)
    say(findings, catalogue)
    _tell(workspace, steps, form)
    sys.exit(status(findings, catalogue))


def _given(columns: Sequence[str]) -> dict[str, str]:
    pairs = (one.partition("=") for one in columns)
    return {simple(head).replace(" ", "").lower(): column.strip() for head, _, column in pairs}


def _remembered(workspace: Workspace) -> dict[str, str]:
    """Heads that were told before."""
    try:
        data = yaml.safe_load(read_text(within(workspace.root, _REMEMBERED)))
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return {}
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _listing(
    workspace: Workspace, path: Path, heads: Mapping[str, str]
) -> tuple[Listing, list[Finding]]:
    source, findings = read_file(path, path.name)
    if source is None:
        raise DutybookError(*findings)
    words = load_vocabulary(workspace.root).people
    listing = read_listing(source, words, heads)
    if listing is None:
        details = {"heads": heads_of(source)}
        raise DutybookError(Finding("people-columns", Place(path.name), details))
    if listing.dropped:
        kept = {"columns": "、".join(listing.dropped)}
        findings = [*findings, Finding("people-private", Place(path.name), kept)]
    return listing, findings


def _roles(workspace: Workspace) -> dict[str, str]:
    """Every role's id by its titles, simplified, and by itself."""
    return {
        simple(word).replace(" ", ""): role.role
        for role in workspace.roles()
        for word in (*(wording for _, wording in role.title.wordings), role.role)
    }


def _write(workspace: Workspace, steps: Sequence[Step], heads: Mapping[str, str]) -> None:
    """people.csv and the heads, together or not at all."""
    name = workspace.organisation.people
    target = workspace.root / name
    files: dict[Path, bytes] = {}
    file, findings = open_csv(target, name) if target.is_file() else (None, [])
    if findings:
        raise DutybookError(*findings)
    if file is not None:
        files[target] = rewritten(file, steps)
    if heads:
        text = yaml.safe_dump(dict(heads), allow_unicode=True, sort_keys=True)
        files[workspace.root / _REMEMBERED] = text.encode()
    write_whole(files)


def _tell(workspace: Workspace, steps: Sequence[Step], form: str) -> None:
    if form == "json":
        rows = [
            {
                "change": s.outcome,
                "employee": s.employee,
                "name": s.name,
                "was": s.was,
                "is": s.post,
                "day": s.day.isoformat(),
            }
            for s in steps
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    locale = workspace.locale
    shown = [
        [
            phrase(f"people-{s.outcome}", locale),
            s.employee,
            s.name,
            s.was,
            s.post,
            s.day.isoformat(),
        ]
        for s in steps
        if s.outcome != "same"
    ]
    if shown:
        heads = [phrase(f"people-{head}", locale) for head in _HEADS]
        print_table(phrase("people-title", locale), heads, shown)
    same = sum(s.outcome == "same" for s in steps)
    click.echo(phrase("people-same", locale, n=same))
