"""What a build is asked for."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dutybook.grammar.time.period import Period
from dutybook.papers.kinds import KINDS
from dutybook.papers.results import Part, Results
from dutybook.papers.view import View
from dutybook.workspace import Workspace

if TYPE_CHECKING:  # a build that compares nothing loads no comparison
    from dutybook.closing.diff.baseline import Baseline

DOCUMENT_FORMATS: Final = ("html", "pdf", "docx")
FORMATS: Final = (*DOCUMENT_FORMATS, "xlsx", "json", "ics")


@dataclass(frozen=True, slots=True)
class Signed:
    """The results of a part of the organisation that was closed on its own, and the workspace with
    the definitions that they were signed by."""

    workspace: Workspace
    results: Results

    def part(self, view: View) -> Part:
        """The same as papers see it, by the day and in the language of ``view``."""
        then = View(self.workspace, view.locale, view.on, stated=view.stated, today=view.today)
        return Part(then, self.results)


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: empty means all. ``out`` and ``locale`` None are the workspace's own;
    ``on`` is a day asked for by name, ``today`` the one to go by where none is (None: definitions
    as they are last), ``day`` the last of the period that ``results`` are of;
    ``period`` and ``employees`` are for the kinds made for given days and people; ``results`` are
    an evaluation's, and fill in the papers that print scores; ``signed`` are parts of them that
    were closed by definitions of their own; ``compared`` are two states of the
    definitions, which a change notice is about; ``force`` also writes over files that
    somebody edited or filled in."""

    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    locale: str | None = None
    out: Path | None = None
    on: date | None = None
    today: date | None = None
    day: date | None = None
    period: Period | None = None
    employees: tuple[str, ...] = ()
    results: Results | None = None
    signed: tuple[Signed, ...] = ()
    compared: "Baseline | None" = None
    force: bool = False

    def wants(self, kind: str) -> bool:
        """Whether papers of this kind are asked for."""
        return not self.kinds or kind in self.kinds

    @property
    def scored(self) -> bool:
        """Whether an evaluation of the period is to fill in papers that print scores: those asked
        for by name, or all where the period is one that is evaluated and no person is named."""
        if self.period is None:
            return False
        if self.kinds:
            return any(KINDS[name].evaluated for name in self.kinds)
        return self.period.kind not in ("day", "week") and not self.employees
