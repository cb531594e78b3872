"""What a form asks of raters: the cells to fill in, who is to fill them, and how the form can be
told again when it comes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dutybook.files.formsheet import fingerprint, form_id
from dutybook.measure.kinds.rating import NAMED_RATERS, Rating, Scale
from dutybook.model import Kpi
from dutybook.papers.evaluation_form.context import (
    AskedRater,
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
    rated = {kpi.id for kpi, _ in _rated(person)}
    rows = [row for row in doc.kpis if row.id in rated]
    return [
        _asked(view, person, rater)
        for at, rater in enumerate(doc.raters)
        if person.results.rater in ("", rater.id)
        and any(row.cells[at].kind == "open" for row in rows)
    ]


def facts(person: Person) -> dict[str, str]:
    """What the form's hidden sheet says of it."""
    rater, sheet, period = person.results.rater, person.sheet, person.results.period.text
    ids = {kpi.id for kpi, _ in _rated(person)}
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


def slip(view: View, person: Person, doc: EvaluationForm) -> EvaluationForm:
    """The form cut down to what one kind of rater is asked: nobody else's figures on it."""
    at = [one.id for one in doc.raters].index(person.results.rater)
    rows = [row for row in doc.kpis if row.cells[at].kind == "open"]
    title = view.say("form.slip_for", rater=doc.raters[at].title, name=person.sheet.name)
    return replace(
        doc,
        paper=replace(paper(view, "evaluation-form", title, person.role.effective), heading=title),
        identity=in_rows([cell for row in doc.identity for cell in row if cell.value], 2),
        raters=[doc.raters[at]],
        kpis=[
            replace(row, actual=(), completion="", score="", points=None, live=None,
                    given=[""], cells=[row.cells[at]], no=str(number))
            for number, row in enumerate(rows, 1)
        ],
        adjustments=(), vetoes=(), grades=(), sharing=(), consequences=(), signatures=(),
        missing="", as_of="", appeal="", slip=True,
    )  # fmt: skip


def _scale_in_words(view: View, scale: Scale) -> str:
    """What may be entered."""
    words = view.say("form.sheet.enter_from", least=shown(scale.min), most=shown(scale.max))
    return words + (view.say("form.sheet.in_steps", step=shown(scale.step)) if scale.step else "")


def asks(view: View, person: Person, rater: str) -> bool:
    """Whether any KPI of the role is rated by this kind of rater."""
    scheme = view.workspace.scheme_for(person.role)
    return any(rater in dict(raters_asked(measure, scheme)) for _, measure in _rated(person))
