"""What every paper carries: its kind, heading, form number and version."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dutybook.papers.view import View, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every paper carries. ``title`` and ``subtitle`` stand for the heading where it is in two
    lines; ``since`` says from when the definition is in force, and of which day the paper is where
    that is not today."""

    kind: str
    lang: str
    heading: str
    subject: str
    kind_title: str
    organisation: str
    form: str
    version: str
    orientation: str
    title: str = ""
    subtitle: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value; ``part`` where a form that comes back may say it."""

    label: str
    value: str | list[str]
    part: str = ""

    @property
    def text(self) -> str:
        """The value on lines of its own."""
        return self.value if isinstance(self.value, str) else "\n".join(self.value)


LANDSCAPE = ("duty-checklist", "evaluation-form")


def paper(view: View, kind: str, title: str, effective: date | None = None) -> Frame:
    """The frame of a paper of ``kind`` about ``title``, whose definition is in force from the day
    ``effective``."""
    settings = view.workspace.organisation.documents
    heading = view.say("common.heading", title=one_line(title), kind=view.say(f"kinds.{kind}"))
    return Frame(
        kind=kind,
        lang=view.locale,
        heading=heading,
        subject=one_line(title),
        kind_title=view.say(f"kinds.{kind}"),
        organisation=one_line(view.text(view.workspace.organisation.organisation)),
        form=one_line(settings.form_numbers.get(kind, "")),
        version=one_line(settings.version),
        orientation="landscape" if kind in LANDSCAPE else "portrait",
        since=since(view, effective),
    )


def since(view: View, effective: date | None) -> str:
    """From when a definition is in force, and the day asked about."""
    parts = (("since", effective), ("of_day", view.stated_for(effective)))
    said = (view.say(f"common.{word}", day=view.day(day)) for word, day in parts if day)
    return " · ".join(said)


def fields(*pairs: tuple[str, str]) -> list[Field]:
    """Labels with their values."""
    return [Field(label, value) for label, value in pairs]


def filled(*pairs: tuple[str, str | list[str]]) -> list[Field]:
    """Labels with their values, those without a value left out."""
    return [Field(label, value) for label, value in pairs if value]


def in_rows(cells: list[Field], width: int = 2) -> list[list[Field]]:
    """Cells of a field grid, ``width`` pairs of label and value a row; short rows are filled up."""
    rows = [cells[i : i + width] for i in range(0, len(cells), width)]
    blank = Field("", "")
    return [row + [blank] * (width - len(row)) for row in rows]


def sentences(parts: Iterable[str]) -> list[str]:
    """Parts that say something."""
    return [part for part in parts if part]


def of_context(context: Any) -> bytes:
    """A context as bytes to hash: dataclasses, lists and mappings of texts, numbers, dates."""
    return json.dumps(context, ensure_ascii=False, sort_keys=True, default=_as_plain).encode()


def _as_plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    return str(value)
