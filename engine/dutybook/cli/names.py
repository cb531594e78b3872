"""What people call things on the command line: staff by name, kinds of papers by their titles."""

from collections.abc import Sequence

import click

from dutybook.finding import DutybookError, Finding, Place
from dutybook.papers.labels import Labels
from dutybook.roster.people import read_people
from dutybook.words.locale import LOCALES
from dutybook.workspace import Workspace


def staff_number(workspace: Workspace, said: str, place: str = "EMPLOYEE") -> str:
    """The staff number of whoever is called ``said``; ``said`` itself where nobody is, or where it
    is a number. A finding where several people have that name."""
    people, _ = read_people(workspace)
    if any(person.employee == said for person in people):
        return said
    numbers = sorted({person.employee for person in people if person.name == said.strip()})
    if len(numbers) > 1:
        details = {"name": said, "numbers": ", ".join(numbers)}
        raise DutybookError(Finding("employee-ambiguous", Place(place), details))
    return numbers[0] if numbers else said


def staff_numbers(workspace: Workspace, said: Sequence[str]) -> tuple[str, ...]:
    """The same of several."""
    return tuple(staff_number(workspace, one, "--employee") for one in said)


class KindChoice(click.Choice[str]):
    """A kind of paper by its id, or by what papers of that kind are called in any language."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            for locale in LOCALES:
                called: dict[str, str] = Labels.load(None, locale).get("kinds")
                titles = {title.casefold(): kind for kind, title in called.items()}
                value = titles.get(value.strip().casefold(), value)
        return super().convert(value, param, ctx)
