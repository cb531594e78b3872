"""``dutybook due``."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dutybook.cli.command import (
    FAILED,
    day_option,
    guarded,
    open_workspace,
    say,
    status,
    workspace_option,
)
from dutybook.cli.names import staff_numbers
from dutybook.cli.table import print_table
from dutybook.csv import csv_for_people
from dutybook.finding import DutybookError, Finding, Place
from dutybook.papers.due_list import COLUMNS, DueRow, Wanted, due_list
from dutybook.papers.view import View
from dutybook.roster.due import Roster, read_roster
from dutybook.workspace import Workspace


@click.command()
@day_option("--on", "From this day on (default: today, by the workspace's timezone).")
@click.option(
    "--days", type=click.IntRange(1, 366), default=1, show_default=True, help="How many days."
)
@click.option("--employee", "employees", multiple=True, metavar="NO", help="Only this employee.")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="Only this role (id or title)."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="What to print.",
)
@workspace_option
@guarded
def command(
    on: date | None,
    days: int,
    employees: tuple[str, ...],
    roles: tuple[str, ...],
    form: str,
    folder: Path,
) -> None:
    """What is due, and by whom; also what is due later but can already be done."""
    workspace, catalogue = open_workspace(folder)
    if not workspace.configured:
        say(workspace.findings, catalogue, workspace.root)
        sys.exit(FAILED)
    view = View(workspace, workspace.locale)
    roster, findings = read_roster(workspace)
    wanted = Wanted(
        on or _today(workspace),
        days,
        _known(roster, staff_numbers(workspace, employees)),
        _roles(workspace, roles),
    )
    rows, more = due_list(view, roster, wanted)
    findings += more
    say(findings, catalogue, workspace.root)
    if form == "json":
        facts = {"on": wanted.on.isoformat(), "days": days, "items": [asdict(row) for row in rows]}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(csv_for_people(list(COLUMNS), [list(astuple(row)) for row in rows]), nl=False)
    else:
        _print(view, wanted, rows)
    sys.exit(status(findings, catalogue))


def _today(workspace: Workspace) -> date:
    """The one place where the clock is read: what is due today is a question about today."""
    return datetime.now(ZoneInfo(workspace.organisation.timezone)).date()


def _known(roster: Roster, employees: Sequence[str]) -> tuple[str, ...]:
    known = {person.employee for person in roster.people}
    for employee in employees:
        if employee not in known:
            details = {"employee": employee, "known": ", ".join(sorted(known)) or "-"}
            raise DutybookError(Finding("due-unknown-employee", Place("--employee"), details))
    return tuple(employees)


def _roles(workspace: Workspace, names: Sequence[str]) -> tuple[str, ...]:
    found = []
    for name in names:
        role = workspace.role(name)
        if role is None:
            known = ", ".join(role.role for role in workspace.roles())
            details = {"role": name, "known": known}
            raise DutybookError(Finding("build-unknown-role", Place("--role"), details))
        found.append(role.role)
    return tuple(found)


def _print(view: View, wanted: Wanted, rows: Sequence[DueRow]) -> None:
    for state in ("due", "open"):
        listed = [row for row in rows if row.state == state]
        title = view.say(f"due.{state}_{'some' if listed else 'none'}", day=view.day(wanted.on))
        if not listed:
            click.echo(title + "\n")
            continue
        columns = [c for c in ("date", "weekday", "time", "name", "post", "text", "note")
                   if any(getattr(row, c) for row in listed)]  # fmt: skip
        head = [view.say(f"due.{column}") for column in columns]
        print_table(title, head, [[getattr(row, column) for column in columns] for row in listed])
        click.echo()
