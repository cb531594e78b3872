"""The kinds of papers: what each is about, and the module that compiles it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Literal

from dutybook.finding import Finding
from dutybook.papers.due_calendar.paper import calendar
from dutybook.papers.duty_checklist.paper import duty_checklist
from dutybook.papers.duty_manual.paper import duty_manual
from dutybook.papers.evaluation_form.filled import filled_form
from dutybook.papers.evaluation_form.paper import evaluation_form
from dutybook.papers.evaluation_report.paper import evaluation_report
from dutybook.papers.job_description.paper import job_description
from dutybook.papers.job_posting.paper import job_posting, left_out
from dutybook.papers.log_sheet.paper import log_sheet
from dutybook.papers.responsibility_agreement.paper import responsibility_agreement
from dutybook.papers.sop_card.paper import sop_card
from dutybook.papers.view import View


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind: what it is ``about``; ``context`` compiles it; ``formats`` besides the document
    formats every kind has. ``evaluated`` compiles it for one person of an evaluation; ``needs`` is
    the part of a definition without which the paper would be an empty frame; ``doubts`` are
    findings about what the paper does not say."""

    name: str
    about: Literal["role", "department", "sop", "agreement", "source", "result", "change"]
    context: Callable[[View, Any], Any]
    formats: tuple[str, ...] = ()
    needs: str = ""
    doubts: Callable[[View, Any], list[Finding]] = lambda *_: []
    evaluated: Callable[[View, Any], Any] | None = None
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


def _change_notice(view: View, change: Any) -> Any:
    """Loaded when one is made: it compares definitions, which no other paper does."""
    return import_module("dutybook.papers.change_notice.paper").change_notice(view, change)


KINDS: Final = {
    kind.name: kind
    for kind in (
        PaperKind("job-description", "role", job_description),
        PaperKind("duty-checklist", "role", duty_checklist, ("xlsx",), "duties", days="asked"),
        PaperKind(
            "evaluation-form", "role", evaluation_form, ("xlsx",), "kpis", evaluated=filled_form
        ),
        PaperKind(
            "evaluation-report",
            "result",
            evaluation_report,
            ("json",),
            "kpis",
            evaluated=evaluation_report,
        ),
        PaperKind("sop-card", "sop", sop_card),
        PaperKind("responsibility-agreement", "agreement", responsibility_agreement),
        PaperKind("duty-manual", "department", duty_manual),
        PaperKind("log-sheet", "source", log_sheet, ("xlsx",)),
        PaperKind("change-notice", "change", _change_notice),
        PaperKind("job-posting", "role", job_posting, ("json",), "posting", left_out),
        PaperKind("calendar", "role", calendar, ("ics",), days="always", printed=False),
    )
}
