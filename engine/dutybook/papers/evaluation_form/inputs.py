"""What a form asks of raters: the cells to fill in, who is to fill them, and how the form can be
told again when it comes back."""

from datetime import timedelta
from fractions import Fraction

from dutybook.files.formsheet import fingerprint, form_id
from dutybook.grammar.quantity import plain
from dutybook.model import Kpi
from dutybook.model.measure import NAMED_RATERS, Rating
from dutybook.papers.evaluation_form.live import raters_asked
from dutybook.papers.paper import Data, in_rows, paper
from dutybook.papers.results import KpiScore, Person, shown
from dutybook.papers.view import View


def asking(view: View, person: Person, raters: list[Data]) -> Data:
    """Who is asked on this form, and the facts of its hidden sheet."""
    rater = person.results.rater
    sheet, period = person.sheet, person.results.period.text
    rated = [kpi for kpi in person.role.kpis if isinstance(kpi.measure, Rating)]
    ids = {kpi.id for kpi in rated}
    versions = [(k.kpi, k.trace.version) for k in sheet.kpis if k.kpi in ids]
    last = sheet.stretches[-1][1] - timedelta(days=1)
    return {
        "asked": [
            _asked(view, person, one)
            for one in raters
            if rater in ("", one["id"]) and _open(view, person, rated, one["id"])
        ],
        "facts": {
            "form": form_id(period, sheet.employee, person.role.role, rater),
            "period": period,
            "employee": sheet.employee,
            "rater": rater,
            "asked_of": fingerprint(versions),
            "rated_on": last.isoformat(),
        },
    }


def _open(view: View, person: Person, rated: list[Kpi], rater: str) -> bool:
    """Whether any cell of a kind of rater is to be filled in on this form."""
    found = {kpi.kpi: kpi for kpi in person.sheet.kpis}
    return any(
        cell["kind"] == "open"
        for kpi in rated
        for cell in asked_cells(view, person, kpi, found[kpi.id], [rater])
    )


def _asked(view: View, person: Person, rater: Data) -> Data:
    """A kind of rater with who it is, where that is known."""
    known = {"self": person.sheet.employee, "superior": person.sheet.superior}
    staff = rater["id"] in (*NAMED_RATERS, "peer", "subordinate") and not _hidden(person, rater)
    return {
        "id": rater["id"],
        "title": view.say("form.by" if staff else "form.slip_no", rater=rater["title"]),
        "by": known.get(rater["id"], ""),
    }


def _hidden(person: Person, rater: Data) -> bool:
    return any(
        isinstance(kpi.measure, Rating) and kpi.measure.hides(rater["id"])
        for kpi in person.role.kpis
    )


def asked_cells(
    view: View, person: Person, kpi: Kpi, found: KpiScore, raters: list[str]
) -> list[Data]:
    """One cell for each of ``raters``: ``open`` to fill in, ``shut`` with what others gave
    together, ``none`` where the KPI does not ask them."""
    measure = kpi.measure
    if not isinstance(measure, Rating):
        return [{"kind": "none", "value": ""} for _ in raters]
    asked = dict(raters_asked(measure, view.workspace.scheme_for(person.role)))
    given = {one.rater: one for one in found.raters if one.count}
    chosen = person.results.rater
    scale = {
        "min": plain(measure.scale.min),
        "max": plain(measure.scale.max),
        "step": plain(measure.scale.step) if measure.scale.step else "",
    }
    words = scale_in_words(view, scale)
    cells: list[Data] = []
    for rater in raters:
        heard = given.get(rater)
        if rater not in asked:
            cells.append({"kind": "none", "value": ""})
        elif chosen:
            cells.append({"kind": "open", "value": "", "words": words, **scale})
        elif (heard and heard.count > 1) or measure.hides(rater):
            cells.append({"kind": "shut", "value": plain(heard.mean) if heard else ""})
        else:
            value = plain(heard.mean) if heard else ""
            cells.append({"kind": "open", "value": value, "words": words, **scale})
    return cells


def slip(view: View, person: Person, doc: Data) -> Data:
    """The form cut down to what one kind of rater is asked: nobody else's figures on it."""
    rater = person.results.rater
    at = [one["id"] for one in doc["raters"]].index(rater)
    rows = [row for row in doc["kpis"] if row["cells"][at]["kind"] == "open"]
    title = view.say("form.slip_for", rater=doc["raters"][at]["title"], name=person.sheet.name)
    cells = [cell for row in doc["identity"] for cell in row if cell["value"]]
    kept = [
        row | {"actual": [], "completion": "", "score": "", "points": "", "live": None,
               "given": [""], "cells": [row["cells"][at]], "no": str(number)}
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    lists = ("adjustments", "vetoes", "grades", "sharing", "consequences", "signatures")
    nothing: Data = {key: [] for key in lists}
    return doc | nothing | {
        "paper": paper(view, "evaluation-form", title) | {"heading": title},
        "identity": in_rows(cells, 2),
        "raters": [doc["raters"][at]],
        "kpis": kept,
        "missing": "", "as_of": "", "appeal": "", "slip": "yes",
    }  # fmt: skip


def scale_in_words(view: View, cell: Data) -> str:
    """What may be entered."""
    words = view.say(
        "form.sheet.enter_from",
        least=shown(Fraction(cell["min"])),
        most=shown(Fraction(cell["max"])),
    )
    step = (
        view.say("form.sheet.in_steps", step=shown(Fraction(cell["step"]))) if cell["step"] else ""
    )
    return words + step


def asks(view: View, person: Person, rater: str) -> bool:
    """Whether any KPI of the role is rated by this kind of rater."""
    scheme = view.workspace.scheme_for(person.role)
    measures = (kpi.measure for kpi in person.role.kpis)
    return any(
        isinstance(measure, Rating) and rater in dict(raters_asked(measure, scheme))
        for measure in measures
    )
