"""The ``dutybook`` command: what was asked parsed, the rooms called, what they say printed.

In: arguments. Out: what is printed, and an exit code. Each command lives in its own module and is
imported when it is run, so that ``dutybook --version`` costs no more than click itself. Start at
``command.py``, what all commands share.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from dutybook import __version__
from dutybook.cli.help import Context
from dutybook.cli.language import said, spoken

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
    "team-sheet": "one Excel sheet for a superior's whole team",
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
    "paper": ("build", "due", "team-sheet", "templates", "watch"),
    "score": ("close", "diff", "evaluate", "explain", "query", "ratings"),
}

_MODULES: Final = {"import": "intake", "team-sheet": "team_sheet"}
"""Where a command's module cannot have its name, which is no name of Python's."""


class LazyGroup(click.Group):
    """Imports the module of a command only when that command is asked for, and speaks the language
    of the workspace."""

    context_class = Context

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        asked = list(sys.argv[1:] if args is None else args)
        with spoken(asked):
            return super().main(asked, *more, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        room = next(room for room, names in _ROOMS.items() if cmd_name in names)
        module = _MODULES.get(cmd_name, cmd_name)
        command: click.Command = import_module(f"dutybook.cli.{room}.{module}").command
        for one in (command, *getattr(command, "commands", {}).values()):
            one.context_class = Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(said("Commands")):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dutybook")
def main() -> None:
    """Job duties as YAML: checked, compiled into papers people sign, and scored."""
