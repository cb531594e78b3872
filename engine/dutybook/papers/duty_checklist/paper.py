"""岗位职责检查表: a role's duties by how often they are owed, to tick and sign."""

from collections.abc import Sequence
from typing import Final

from dutybook.model import Duty, Role
from dutybook.papers.duty_checklist.context import DutyChecklist, DutyLine, Section
from dutybook.papers.duty_checklist.occasion import dated_checklist
from dutybook.papers.occasion import Dated
from dutybook.papers.paper import Field, fields, in_rows, paper, sentences
from dutybook.papers.phrases.limits import limit, schedule
from dutybook.papers.rows import superiors
from dutybook.papers.view import View

SECTIONS: Final = (
    "day",
    "week",
    "half_month",
    "month",
    "quarter",
    "half_year",
    "year",
    "rule",
    "occurrence",
    "always",
)
"""Sections as they are printed; ``occurrence``: a limit but no schedule; ``always``: neither."""

STANDING: Final = ("occurrence", "always")
"""Those that no date belongs to."""


def duty_checklist(view: View, about: Role | Dated) -> DutyChecklist:
    """The context of ``duty-checklist.html.j2``: blank for a role, else with its dates."""
    if isinstance(about, Dated):
        return dated_checklist(view, about, _sections(view, about.role, STANDING))
    return DutyChecklist(
        paper=paper(view, "duty-checklist", view.text(about.title), about.effective),
        identity=in_rows(_identity(view, about), 3),
        sections=_sections(view, about, SECTIONS),
        days=[str(day) for day in range(1, 32)],
        weeks=[view.say("checklist.week_no", n=n) for n in range(1, 6)],
    )


def _sections(view: View, role: Role, sections: Sequence[str]) -> list[Section]:
    """The duties of each of ``sections`` that has any."""
    grouped: dict[str, list[Duty]] = {section: [] for section in SECTIONS}
    for duty in role.duties:
        grouped[section_of(duty)].append(duty)
    return [
        Section(
            section,
            view.say(f"checklist.section_{section}"),
            [_line(view, duty, i) for i, duty in enumerate(duties, 1)],
        )
        for section, duties in grouped.items()
        if duties and section in sections
    ]


def section_of(duty: Duty) -> str:
    """Which section a duty is printed in."""
    if duty.schedule is None:
        return "occurrence" if duty.within else "always"
    if duty.schedule.rrule:
        return "rule"
    return "day" if duty.schedule.every == "workday" else duty.schedule.every


def _identity(view: View, role: Role) -> list[Field]:
    say = view.say
    return fields(
        (say("common.department"), view.department(role.department)),
        (say("common.post"), view.text(role.title)),
        (say("common.month"), say("common.month_blank")),
        (say("checklist.executor"), ""),
        (say("common.staff_number"), ""),
        (say("checklist.supervisor"), superiors(view, role)[0]),
    )


def _line(view: View, duty: Duty, number: int) -> DutyLine:
    when = schedule(view, duty.schedule)
    if duty.schedule and duty.owed_by == "post":
        when += view.say("common.note", text=view.say("checklist.once_for_post"))
    return DutyLine(
        no=str(number),
        text=view.text(duty.text),
        due=sentences([when, limit(view, duty.within)]),
        standards=[view.text(standard.text) for standard in duty.standards],
    )
