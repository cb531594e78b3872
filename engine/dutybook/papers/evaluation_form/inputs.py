"""What a form asks of raters: the cells to fill in, who is to fill them, and how the form can be
told again when it comes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dutybook.files.formsheet import fingerprint, form_id
from dutybook.measure.kinds.entered import Entered
from dutybook.measure.kinds.rating import NAMED_RATERS, Rating
from dutybook.measure.scale import Scale
from dutybook.model import Kpi
from dutybook.papers.evaluation_form.context import (
    AskedRater,
    Entry,
    EvaluationForm,
    RaterColumn,
    RatingCell,
)
from dutybook.papers.evaluation_form.live import raters_asked
from dutybook.papers.paper import in_rows, paper
from dutybook.papers.results import KpiScore, Person, shown
from dutybook.papers.view import View


def asked_raters(view: View, person: Person, doc: EvaluationForm) -> list[AskedRater]:
    """Who is to fill in any cell of this form."""
    open_ = {
        rater.id
        for at, rater in enumerate(doc.raters)
        if any(row.cells[at].kind == "open" for row in doc.kpis)
    } | {row.entry.by for row in doc.kpis if row.entry}
    titles = view.names("form.raters")
    others = [one for one in sorted(open_) if one not in {rater.id for rater in doc.raters}]
    columns = [*doc.raters, *(RaterColumn(one, titles.get(one, one)) for one in others)]
    return [
        _asked(view, person, rater)
        for rater in columns
        if rater.id in open_ and person.results.rater in ("", rater.id)
    ]


def facts(person: Person) -> dict[str, str]:
    """What the form's hidden sheet says of it."""
    rater, sheet, period = person.results.rater, person.sheet, person.results.period.text
    ids = {kpi.id for kpi in person.role.kpis if isinstance(kpi.measure, Rating | Entered)}
    versions = [(kpi.kpi, kpi.trace.version) for kpi in sheet.kpis if kpi.kpi in ids]
    last = sheet.stretches[-1][1] - timedelta(days=1)
    return {
        "form": form_id(period, sheet.employee, person.role.role, rater),
        "period": period,
        "employee": sheet.employee,
        "rater": rater,
        "asked_of": fingerprint(versions),
        "rated_on": last.isoformat(),
    }


def _rated(person: Person) -> list[tuple[Kpi, Rating]]:
    return [(kpi, kpi.measure) for kpi in person.role.kpis if isinstance(kpi.measure, Rating)]


def _asked(view: View, person: Person, rater: RaterColumn) -> AskedRater:
    """A kind of rater with who it is, where that is known."""
    known = {"self": person.sheet.employee, "superior": person.sheet.superior}
    staff = rater.id in (*NAMED_RATERS, "peer", "subordinate") and not _hidden(person, rater)
    title = view.say("form.by" if staff else "form.slip_no", rater=rater.title)
    return AskedRater(rater.id, title, known.get(rater.id, ""))


def _hidden(person: Person, rater: RaterColumn) -> bool:
    return any(measure.hides(rater.id) for _, measure in _rated(person))


def asked_cells(
    view: View, person: Person, kpi: Kpi, found: KpiScore, raters: Sequence[RaterColumn]
) -> list[RatingCell]:
    """One cell for each of ``raters``."""
    measure = kpi.measure
    if not isinstance(measure, Rating):
        return [RatingCell("none") for _ in raters]
    asked = dict(raters_asked(measure, view.workspace.scheme_for(person.role)))
    given = {one.rater: one for one in found.raters if one.count}
    words = _scale_in_words(view, measure.scale)
    cells: list[RatingCell] = []
    for rater in raters:
        heard = given.get(rater.id)
        mean = heard.mean if heard else None
        if rater.id not in asked:
            cells.append(RatingCell("none"))
        elif person.results.rater:
            cells.append(RatingCell("open", None, words, measure.scale))
        elif (heard and heard.count > 1) or measure.hides(rater.id):
            cells.append(RatingCell("shut", mean))
        else:
            cells.append(RatingCell("open", mean, words, measure.scale))
    return cells


def entry(view: View, person: Person, kpi: Kpi, found: KpiScore) -> Entry | None:
    """Where the value itself is put down, on forms for whoever does that."""
    measure, rater = kpi.measure, person.results.rater
    if not isinstance(measure, Entered) or rater not in ("", measure.by):
        return None
    target = kpi.target.fixed if kpi.target else None
    percent = bool(target and target.percent)
    words = view.say("form.sheet.enter_percent" if percent else "form.sheet.enter_figure")
    if measure.scale:
        ends = (shown(end, percent=percent) for end in (measure.scale.min, measure.scale.max))
        least, most = ends
        words = view.say("form.sheet.enter_within", least=least, most=most)
    known = found.entered[0] if len(found.entered) == 1 and not rater else None
    return Entry(measure.by, known, percent, words, measure.scale)


def slip(view: View, person: Person, doc: EvaluationForm) -> EvaluationForm:
    """The form cut down to what one kind of rater is asked: nobody else's figures on it."""
    rater = person.results.rater
    columns = [at for at, one in enumerate(doc.raters) if one.id == rater]
    rows = [
        row for row in doc.kpis if row.entry or any(row.cells[at].kind == "open" for at in columns)
    ]
    said = view.names("form.raters").get(rater, rater)
    title = view.say("form.slip_for", rater=said, name=person.sheet.name)
    return replace(
        doc,
        paper=replace(paper(view, "evaluation-form", title, person.role.effective), heading=title),
        identity=in_rows([cell for row in doc.identity for cell in row if cell.value], 2),
        raters=[doc.raters[at] for at in columns],
        kpis=[
            replace(row, actual=(), completion="", score="", points=None, live=None,
                    given=[""] * len(columns), cells=[row.cells[at] for at in columns],
                    no=str(number))
            for number, row in enumerate(rows, 1)
        ],
        adjustments=(), vetoes=(), grades=(), sharing=(), consequences=(), signatures=(),
        missing="", as_of="", appeal="", slip=True,
    )  # fmt: skip


def _scale_in_words(view: View, scale: Scale) -> str:
    """What may be entered."""
    if scale.levels:
        levels = (view.say("measure.level", level=o.word, n=shown(o.figure)) for o in scale.levels)
        return view.say("form.sheet.enter_level", levels=view.joined(levels))
    words = view.say("form.sheet.enter_from", least=shown(scale.min), most=shown(scale.max))
    return words + (view.say("form.sheet.in_steps", step=shown(scale.step)) if scale.step else "")


def asks(view: View, person: Person, rater: str) -> bool:
    """Whether any KPI of the role asks this kind of rater."""
    scheme = view.workspace.scheme_for(person.role)
    enters = (kpi.measure for kpi in person.role.kpis if isinstance(kpi.measure, Entered))
    return any(rater == one.by for one in enters) or any(
        rater in dict(raters_asked(measure, scheme)) for _, measure in _rated(person)
    )
