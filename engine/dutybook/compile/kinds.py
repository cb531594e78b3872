"""The kinds of papers: what each is about, and the module that compiles it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from dutybook.compile.agreement import responsibility_agreement
from dutybook.compile.calendar import calendar
from dutybook.compile.duty_checklist import duty_checklist
from dutybook.compile.duty_manual import duty_manual
from dutybook.compile.evaluation_form import evaluation_form
from dutybook.compile.evaluation_report import evaluation_report
from dutybook.compile.filled_form import filled_form
from dutybook.compile.job_description import job_description
from dutybook.compile.job_posting import job_posting, left_out
from dutybook.compile.log_sheet import log_sheet
from dutybook.compile.paper import Data
from dutybook.compile.sop_card import sop_card
from dutybook.compile.view import View
from dutybook.finding import Finding


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: what it is ``about``; ``context`` compiles it; ``formats`` besides the document
    formats every kind has. ``evaluated`` compiles it for one person of an evaluation; ``needs`` is
    the part of a definition without which the paper would be an empty frame; ``doubts`` are
    findings about what the paper does not say."""

    name: str
    about: Literal["role", "department", "sop", "agreement", "source", "result"]
    context: Callable[[View, Any], Data]
    formats: tuple[str, ...] = ()
    needs: str = ""
    doubts: Callable[[View, Any], list[Finding]] = lambda *_: []
    evaluated: Callable[[View, Any], Data] | None = None
    days: Literal["never", "asked", "always"] = "never"
    """Whether it is made for given days, and then for one person too."""
    printed: bool = True
    """Whether it has a template, and with it the document formats."""

    @property
    def template(self) -> str:
        """The template's file name."""
        return f"{self.name}.html.j2"

    def usual(self, subject: Any) -> bool:
        """Whether ``subject`` gets one without being asked for by name."""
        return not self.needs or bool(getattr(subject, self.needs))


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("job-description", "role", job_description),
        Kind("duty-checklist", "role", duty_checklist, ("xlsx",), "duties", days="asked"),
        Kind("evaluation-form", "role", evaluation_form, ("xlsx",), "kpis", evaluated=filled_form),
        Kind(
            "evaluation-report",
            "result",
            evaluation_report,
            ("json",),
            "kpis",
            evaluated=evaluation_report,
        ),
        Kind("sop-card", "sop", sop_card),
        Kind("responsibility-agreement", "agreement", responsibility_agreement),
        Kind("duty-manual", "department", duty_manual),
        Kind("log-sheet", "source", log_sheet, ("xlsx",)),
        Kind("job-posting", "role", job_posting, ("json",), "posting", left_out),
        Kind("calendar", "role", calendar, ("ics",), days="always", printed=False),
    )
}
