"""考核报告 for one person: totals, bars against targets, trend, what cost points, where the data
went, and every figure's trace in the words `dutybook explain` uses."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dutybook.model import Kpi, Scheme
from dutybook.papers.columns import squeezed
from dutybook.papers.days import period_text
from dutybook.papers.drawing.chart import Bar, pages_of_bars
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.evaluation_form.filled import completion, target_in_words
from dutybook.papers.evaluation_form.remarks import COMMENTS, day_in_words, in_words
from dutybook.papers.evaluation_form.scheme import signatures
from dutybook.papers.evaluation_report.context import (
    AppealLine,
    CostingRows,
    ItemLine,
    KpiLine,
    PersonReport,
    RemarkLine,
    SourceLine,
    TracePart,
)
from dutybook.papers.evaluation_report.trends import person_data, person_trend
from dutybook.papers.paper import Field, fields, in_rows, paper
from dutybook.papers.phrases.results import followed
from dutybook.papers.phrases.status import (
    came_to,
    kpi_status,
    missing_sentence,
    rank_in_words,
    status_in_words,
    total_in_words,
)
from dutybook.papers.results import (
    Costing,
    HeardAppeal,
    KpiScore,
    Person,
    Results,
    SheetScore,
    WrittenRemark,
    shown,
)
from dutybook.papers.rows import superiors
from dutybook.papers.view import View
from dutybook.write.estimate import text_width


def person_report(view: View, person: Person) -> PersonReport:
    """The report of an employee in a role."""
    view = view.within(person.role)
    sheet = person.sheet
    title = view.say("form.for_person", name=sheet.name, title=view.text(person.role.title))
    rows = [_row(view, person, found) for found in sheet.kpis]
    used = {_source(kpi) for kpi in _defined(view, person).values()} - {""}
    used = used if rows else set()
    trend = person_trend(view, person)
    signing = signatures(view, view.workspace.scheme_for(person.role))
    return PersonReport(
        paper=paper(view, "evaluation-report", title, person.role.effective),
        identity=in_rows(_identity(view, person), 3),
        missing=" ".join(missing_sentence(view, person)),
        rows=rows,
        unscored=sheet.unscored,
        adjustments=[_item(view, found) for found in _items(sheet) if found.applied is not None],
        vetoes=[veto.text or veto.veto for veto in sheet.vetoes],
        consequences=followed(view, person),
        appeals=[appeal(view, one) for one in sheet.appeals],
        remarks=[_remark(view, one, signing) for one in sheet.remarks],
        bars=_bars(view, person, rows),
        trend=trend.picture,
        trend_rows=trend.rows,
        trend_note=trend.note,
        costing=_costing(view, person),
        conservation=conservation(view, person.results, used),
        signatures=signing,
        traces=traces(view, person),
        data=as_json({**sheet.data, "earlier": person_data(person)}),
    )


def as_json(data: Mapping[str, Any]) -> str:
    """What the report is about, for programs."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _identity(view: View, person: Person) -> list[Field]:
    say, sheet, role = view.say, person.sheet, person.role
    rank = rank_in_words(view, sheet)
    outcome = sheet.outcome if sheet.outcome.total is not None else None
    return fields(
        (say("form.employee"), sheet.name),
        (say("common.staff_number"), sheet.employee),
        (say("common.period"), period_text(view, person.results.period, person.results.notice)),
        (say("common.department"), view.department(role.department)),
        (say("common.post"), view.text(role.title)),
        (say("job.superior"), superiors(view, role)[0]),
        (say("form.total"), total_in_words(view, sheet)),
        (say("form.grade"), (outcome.grade or "") if outcome else ""),
        (say("form.coefficient"), shown(outcome.coefficient) if outcome else ""),
        (say("report.status"), status_in_words(view, sheet)),
        (say("report.as_of"), view.day(person.results.as_of)),
        (say("report.lost"), "" if sheet.unscored else _lost(sheet)),
        *([(say("report.rank_heading"), rank)] if rank else []),
    )


def _lost(sheet: SheetScore) -> str:
    """Points lost by KPIs that are scored, all together."""
    return shown(sum((lost for _, lost in losses(sheet)), Fraction(0)))


def losses(sheet: SheetScore) -> list[tuple[KpiScore, Fraction]]:
    """What lost points: of their full ones, or where none has any what they take from the base or
    their group."""
    scored = [kpi for kpi in sheet.kpis if kpi.full is not None]
    every = scored or [*sheet.kpis, *sheet.adjustments]
    taken = ((kpi, kpi.lost if scored else _taken(kpi)) for kpi in every)
    return [(kpi, lost) for kpi, lost in taken if lost]


def _taken(found: KpiScore) -> Fraction:
    """Points that something without full ones takes, after its caps."""
    points = found.points if found.applied is None else found.applied
    return max(-(points or Fraction(0)), Fraction(0))


def _defined(view: View, person: Person) -> dict[str, Kpi]:
    scheme: Scheme | None = view.workspace.scheme_for(person.role)
    items = scheme.items if scheme else ()
    return {kpi.id: kpi for kpi in (*items, *person.role.kpis)}


def _source(kpi: Kpi) -> str:
    return kpi.measure.of if kpi.measure else ""


def _row(view: View, person: Person, found: KpiScore) -> KpiLine:
    kpi = _defined(view, person)[found.kpi]
    known = found.value is not None
    met = "" if found.met is None else view.say("form.met_yes" if found.met else "form.met_no")
    return KpiLine(
        name=view.text(kpi.name) + (view.say("kpi.advisory") if kpi.advisory else ""),
        target=target_in_words(view, kpi, found),
        actual=came_to(view, kpi, found) if known else kpi_status(view, found),
        completion=completion(kpi, found),
        met=met,
        full=shown(found.full),
        score=shown(found.points),
        lost=shown(found.lost) if found.lost else "",
    )


def _items(sheet: SheetScore) -> tuple[KpiScore, ...]:
    """What adds to the total or takes from it; nothing where there is no total to add to."""
    return () if sheet.unscored else sheet.adjustments


def _item(view: View, found: KpiScore) -> ItemLine:
    happened = "" if found.value is None else view.say("form.happened", n=shown(found.value))
    return ItemLine(view.named("kpi", found.kpi), happened, shown(found.applied))


def appeal(view: View, one: HeardAppeal) -> AppealLine:
    """An appeal with its decision."""
    about = view.named("kpi", one.kpi) if one.kpi else view.say("form.total")
    decision = view.names("report.decisions")[one.decision]
    return AppealLine(about, one.why, decision, one.by or "")


def _remark(view: View, one: WrittenRemark, signing: Sequence[str]) -> RemarkLine:
    """What somebody wrote on the form; a signature is called by who signs there."""
    at = one.part.removeprefix("signed-")
    if at.isdigit():
        known = int(at) <= len(signing)
        part = signing[int(at) - 1] if known else view.say("form.signatures")
    else:
        part = view.say(f"form.comment_{one.part}" if one.part in COMMENTS else f"form.{one.part}")
    on = day_in_words(view, one.on) if one.on else ""
    return RemarkLine(part, in_words(view, one), one.by or "", on)


def _bars(view: View, person: Person, rows: Sequence[KpiLine]) -> list[Drawing]:
    """What share of its target each KPI reached."""
    drawn = []
    for found, row in zip(person.sheet.kpis, rows, strict=True):
        share = row.completion.rstrip("%")
        moves = _defined(view, person)[found.kpi].target
        target = found.target if moves and moves.relative else row.target
        against = view.say("report.target", target=target) if target else ""
        known = found.value is not None
        said = (
            view.joined([row.actual, against], "phrase_sep")
            if known
            else view.say(f"status.kpi.{found.status}")  # there is little room beside a bar
        )
        value = Fraction(share) if share else None
        drawn.append(Bar(row.name, said, value, 100 if share else None, met=found.met is not False))
    if all(bar.value is None for bar in drawn):
        return []
    return list(pages_of_bars(view, drawn, view.say("report.of_target")))


def _costing(view: View, person: Person) -> list[CostingRows]:
    """Rows that cost points, the dearest KPI first."""
    found = [
        (kpi.lost or -(kpi.points or Fraction(0)), kpi, kpi.costing)
        for kpi in (*person.sheet.kpis, *_items(person.sheet))
        if kpi.costing and kpi.costing.count
    ]
    found.sort(key=lambda one: -one[0])
    return [_cost(view, view.named("kpi", kpi.kpi), lost, costing) for lost, kpi, costing in found]


def _cost(view: View, name: str, lost: Fraction, costing: Costing) -> CostingRows:
    """Columns in which something stands, as wide as their words; columns of zeros say nothing."""
    heads, rows = costing.heads, costing.rows
    kept = [i for i in range(len(heads)) if {row[i] for row in rows} - {"", "0"}]
    sizes = [max(text_width(row[i]) for row in [heads, *rows]) for i in kept]
    left_out = costing.count > len(rows)
    return CostingRows(
        title=view.say("report.cost_title", kpi=name, points=shown(lost)) if lost else name,
        heads=[heads[i] for i in kept],
        rows=[[row[i] for i in kept] for row in rows],
        widths=[str(round(width * 10)) for width in squeezed([size + 1.5 for size in sizes])],
        more=view.say("report.more", shown=len(rows), n=costing.count) if left_out else "",
    )


def conservation(view: View, results: Results, used: set[str] | None = None) -> list[SourceLine]:
    """Where every row of the sources went."""
    return [
        SourceLine(
            source=view.source(part.source),
            read=str(part.read),
            counted=str(part.counted),
            other_period=str(part.other_period),
            other_employee=str(part.other_employee),
            filtered=str(part.filtered),
            excluded=str(part.excluded),
            rejected=str(part.rejected),
        )
        for part in results.conservation
        if used is None or part.source in used
    ]


def traces(view: View, person: Person) -> list[TracePart]:
    """Each figure with what stands behind it, in the sentences of ``dutybook explain``."""
    return [
        TracePart(
            name=view.named("kpi", kpi.kpi),
            score=shown(kpi.points),
            status=kpi_status(view, kpi),
            definition=f"{kpi.trace.definition} ({kpi.trace.version})",
            measured=kpi.trace.measured,
            scored=kpi.trace.scored,
            calendar=kpi.trace.calendar or "",
            files=[f"{file.name} (sha256 {file.sha256[:12]})" for file in kpi.trace.files],
            rows=kpi.trace.rows,
        )
        for kpi in (*person.sheet.kpis, *_items(person.sheet))
    ]
