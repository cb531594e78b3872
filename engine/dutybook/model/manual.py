"""What only duty manuals print: terms, and how the RACI matrix is derived."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dutybook.words.locale import Text
from dutybook.yamltext import Origin

Letter = Literal["R", "A", "C", "I"]
Letters = tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its meaning; of one department, or of all."""

    term: Text
    meaning: Text
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms explained in every duty manual."""

    glossary: str
    origin: Origin
    terms: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Raci:
    """Which letters a post gets: by its responsibility for a duty (``unsaid`` where none is given),
    by its part in a procedure (``owner``, ``sop_owner``, ``escalation``), as superior of who does
    what nobody answers for, as superior of who answers, as internal contact of who does it."""

    raci: str
    origin: Origin
    duties: Mapping[str, Letters] = field(default_factory=dict)
    steps: Mapping[str, Letters] = field(default_factory=dict)
    no_answer: Letters = ()
    above: Letters = ()
    contacts: Letters = ()
