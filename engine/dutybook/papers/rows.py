"""Rows several kinds of papers print: duties and KPIs, and the superiors they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dutybook.model import Duty, Kpi, Role, Standard
from dutybook.papers.paper import sentences
from dutybook.papers.phrases.limits import limit, schedule, targets
from dutybook.papers.phrases.measures import data_source, definition
from dutybook.papers.phrases.scores import score
from dutybook.papers.view import View, figure


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """A duty; what is not said is empty."""

    no: str
    area: str
    text: str
    tasks: Sequence[str]
    share: str
    responsibility: str
    time: Sequence[str]
    standards: Sequence[str]
    indicator: str
    records: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """A KPI: what is measured, against what, and what it is worth."""

    no: str
    name: str
    weight: str = ""
    target: str = ""
    measure: str = ""
    rule: Sequence[str] = ()
    source: str = ""


def superiors(view: View, role: Role) -> tuple[str, str]:
    """Titles of the superior and of the superior's superior."""
    line = role.reports_to.line if role.reports_to else None
    above = view.role(line)
    upper = above.reports_to.line if above and above.reports_to else None
    return view.post(line), view.post(upper)


def duty_row(view: View, duty: Duty, number: int) -> DutyRow:
    """One line of the table of duties."""
    say = view.say
    records = view.texts(duty.records)
    sop = view.workspace.definitions.sops.get(duty.sop or "")
    if sop:
        records.append(say("job.sop", title=view.text(sop.title)))
    kinds = (("difficulties", duty.difficulties), ("taboos", duty.taboos))
    notes = [
        say(f"job.{key}", text=view.joined(view.texts(texts), "list_sep"))
        for key, texts in kinds
        if texts
    ]
    responsible = duty.responsibility
    return DutyRow(
        no=duty.no or str(number),
        area=view.text(duty.area),
        text=view.text(duty.text),
        tasks=view.texts(duty.tasks),
        share=figure(duty.share, percent=True) if duty.share is not None else "",
        responsibility=say(f"responsibility.{responsible}") if responsible else "",
        time=times(view, duty),
        standards=[_standard(view, standard) for standard in duty.standards] + notes,
        indicator=view.text(duty.indicator),
        records=records,
    )


def times(view: View, duty: Duty) -> list[str]:
    """When a duty is to be done, and how fast."""
    post = view.say("schedule.post") if duty.schedule and duty.owed_by == "post" else ""
    note = view.say("common.note", text=post) if post else ""
    return sentences([schedule(view, duty.schedule) + note, limit(view, duty.within)])


def kpi_row(view: View, kpi: Kpi, number: int, total: Fraction) -> KpiRow:
    """One line of the table of KPIs."""
    note = "advisory" if kpi.advisory else "adjustment" if total and kpi.weight is None else ""
    return KpiRow(
        no=str(number),
        name=view.text(kpi.name) + (view.say(f"kpi.{note}") if note else ""),
        weight=figure(kpi.weight) if kpi.weight is not None else "",
        target=targets(view, kpi.target),
        measure=definition(view, kpi),
        rule=score(view, kpi),
        source=data_source(view, kpi),
    )


def _standard(view: View, standard: Standard) -> str:
    ways = [
        view.text(method.how)
        + (view.say("common.note", text=schedule(view, method.schedule)) if method.schedule else "")
        for method in standard.methods
    ]
    text = view.text(standard.text)
    return (
        text + view.say("common.note", text=view.say("job.check", how=view.joined(ways)))
        if ways
        else text
    )
