"""The ``dutybook`` command: what was asked parsed, the rooms called, what they say printed.

Each command lives in its own module and is imported when it is run, so that ``dutybook --version``
costs no more than click itself.
"""

from importlib import import_module
from typing import Final

import click

from dutybook import __version__

COMMANDS: Final = {
    "new": "a workspace that already checks clean",
    "import": "drafts of definitions from Word, Excel, PDF, HTML and text",
    "people": "the monthly list of people: people sync LIST.xlsx",
    "tables": "people, posts, KPIs and targets in Excel and back",
    "check": "read and check all definitions",
    "fix": "mend what findings allow; keys into Chinese or English",
    "build": "compile papers: HTML, PDF, Word, Excel",
    "evaluate": "score a period's logged activity",
    "close": "keep what was signed",
    "diff": "what changed in meaning since a git revision",
    "explain": "why a score is what it is",
    "ratings": "read filled rating forms back",
    "due": "what is due, when and by whom",
    "source": "describe a log: source inspect FILE",
    "watch": "build again what changed at every save",
    "templates": "list the templates, or copy some to change them",
    "query": "ask the workspace's tables in SQL",
    "rules": "list the checks, or explain one",
    "schema": "print the JSON Schema of definitions",
}


_ROOMS: Final = {
    "definition": (
        "check",
        "fix",
        "import",
        "new",
        "people",
        "rules",
        "schema",
        "source",
        "tables",
    ),
    "paper": ("build", "due", "templates", "watch"),
    "score": ("close", "diff", "evaluate", "explain", "query", "ratings"),
}

_MODULES: Final = {"import": "intake"}
"""Where a command's module cannot have its name: ``import`` is a word of Python's."""


class LazyGroup(click.Group):
    """Imports the module of a command only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        room = next(room for room, names in _ROOMS.items() if cmd_name in names)
        module = _MODULES.get(cmd_name, cmd_name)
        command: click.Command = import_module(f"dutybook.cli.{room}.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dutybook")
def main() -> None:
    """Job duties as YAML: checked, compiled into papers people sign, and scored."""
