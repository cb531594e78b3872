"""``dutybook schema``."""

import click

from dutybook.cli.command import guarded
from dutybook.schema import published


@click.command()
@guarded
def command() -> None:
    """Print the JSON Schema of definitions, for editors."""
    click.echo(published(), nl=False)
