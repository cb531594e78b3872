"""``dutybook templates``: which there are, and copies of them to change."""

import sys
from pathlib import Path

import click

from dutybook.cli.command import guarded, open_workspace, workspace_option
from dutybook.cli.help import Group
from dutybook.finding.phrases import phrase
from dutybook.papers.production.templates import copied, parts_of, shipped, sources


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List the templates, or copy those of one kind of paper into the workspace to change them."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@command.command("list")
@workspace_option
@guarded
def list_(folder: Path) -> None:
    """What can be copied, its files, and which of them the workspace has its own copy of."""
    workspace, catalogue = open_workspace(folder)
    for name in shipped():
        click.echo(name)
        for file, own in sources(workspace.root, name):
            note = phrase("templates-own", catalogue.locale) if own else ""
            click.echo(f"  templates/{file}{note}")


@command.command("copy")
@click.argument("names", metavar="KIND...", nargs=-1, required=True, type=click.Choice(shipped()))
@workspace_option
@guarded
def copy(names: tuple[str, ...], folder: Path) -> None:
    """Copy shipped templates into the workspace's templates/; nothing is overwritten.

    Besides kinds of papers: word (styles, header and footer), pdf (Typst theme), style (CSS),
    site (the HTML manual's contents and search), charts (Vega), shared (macros all kinds use).
    """
    workspace, catalogue = open_workspace(folder)
    made, kept = copied(workspace.root, [file for name in names for file in parts_of(name)])
    for file in made:
        click.echo(phrase("templates-copied", catalogue.locale, file=f"templates/{file}"))
    for file in kept:
        click.echo(phrase("templates-kept", catalogue.locale, file=f"templates/{file}"))
    if made:
        click.echo(phrase("templates-next", catalogue.locale))
    sys.exit(0)
