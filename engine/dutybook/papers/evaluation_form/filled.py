"""绩效考核表, filled from an evaluation: one paper per employee and role, ready to sign.

What is not known stays visibly open: a status word where a figure would stand, and under the table
what the total waits for. Never a 0 that nobody scored.
"""

from collections.abc import Iterable
from fractions import Fraction

from dutybook.grammar.quantity import as_percent, plain, rounded
from dutybook.model import Kpi
from dutybook.model.measure import Rating
from dutybook.papers.days import period_text
from dutybook.papers.evaluation_form.appeals import appeals
from dutybook.papers.evaluation_form.inputs import asked_cells, asking, slip
from dutybook.papers.evaluation_form.live import live, raters_asked, worth
from dutybook.papers.evaluation_form.paper import evaluation_form
from dutybook.papers.evaluation_form.sums import computable, of_group, subtotal
from dutybook.papers.paper import Data, Field, fields, in_rows, paper
from dutybook.papers.phrases.limits import targets
from dutybook.papers.phrases.results import followed
from dutybook.papers.phrases.standing import kpi_status, missing_sentence, rank_in_words
from dutybook.papers.results import KpiScore, Outcome, Person, SheetScore, shown
from dutybook.papers.rows import superiors
from dutybook.papers.view import View


def filled_form(view: View, person: Person) -> Data:
    """The context of ``evaluation-form.html.j2`` with a person's figures in it."""
    view = view.within(person.role)
    doc, sheet = evaluation_form(view, person.role), person.sheet
    found = {kpi.kpi: kpi for kpi in (*sheet.adjustments, *sheet.kpis)}
    asked = raters_of(view, person)
    title = view.say("form.for_person", name=sheet.name, title=view.text(person.role.title))
    doc |= {
        "paper": paper(view, "evaluation-form", title),
        "identity": in_rows(_identity(view, person), 3),
        "raters": asked,
        "kpis": [_kpi(view, person, row, found[row["id"]], asked) for row in doc["kpis"]],
        "adjustments": [_item(view, row, found.get(row["id"])) for row in doc["adjustments"]],
        "vetoes": _vetoes(doc, sheet),
        "grades": [
            grade | {"given": "yes" if grade["grade"] == sheet.grade else ""}
            for grade in doc["grades"]
        ],
        "missing": " ".join(missing_sentence(view, person)),
        "consequences": [{"text": text} for text in followed(view, person)],
        "sharing": _ranked(view, sheet, doc["sharing"]),
        "appeals": appeals(view, person),
        "method": "",
        "as_of": view.say("form.as_of", day=view.day(person.results.as_of)),
        "filled": "yes",
        "waiting": view.say("status.sheet.incomplete"),
        "terms": [],
    }
    doc |= _sums(view, person, doc)
    doc |= {"fixed": _fixed(view, doc)}
    doc |= asking(view, person, asked) | {"computed": "yes" if computable(doc, sheet) else ""}
    return slip(view, person, doc) if person.results.rater else doc


def _fixed(view: View, doc: Data) -> str:
    """Says that points of KPIs still open for ratings do not follow them in the sheet."""
    names = [
        row["name"]
        for row in doc["kpis"]
        if row["full"] and not row["live"] and any(c["kind"] == "open" for c in row["cells"])
    ]
    return view.say("form.sheet.fixed", names=view.joined(names)) if names else ""


def raters_of(view: View, person: Person) -> list[Data]:
    """The kinds of raters the role's ratings ask for, in the order the labels list them."""
    scheme = view.workspace.scheme_for(person.role)
    kinds: dict[str, None] = {}
    for kpi in person.role.kpis:
        if isinstance(kpi.measure, Rating):
            kinds |= dict.fromkeys(rater for rater, _ in raters_asked(kpi.measure, scheme))
    titles = view.labels.get("form.raters")
    order = [rater for rater in titles if rater in kinds] + [r for r in kinds if r not in titles]
    return [
        {"id": rater, "title": titles.get(rater, rater), "weight": "", "share": ""}
        for rater in order
    ]


def _identity(view: View, person: Person) -> list[Field]:
    say, role, sheet = view.say, person.role, person.sheet
    frame = paper(view, "evaluation-form", "")
    return fields(
        (say("common.form"), frame["form"]),
        (say("common.version"), frame["version"]),
        (say("common.period"), period_text(view, person.results.period)),
        (say("common.department"), view.department(role.department)),
        (say("common.post"), view.text(role.title)),
        (say("job.superior"), superiors(view, role)[0]),
        (say("form.employee"), sheet.name),
        (say("common.staff_number"), sheet.employee),
        (say("form.date"), ""),
    )


def _kpi(view: View, person: Person, row: Data, found: KpiScore, raters: list[Data]) -> Data:
    kpi = next(kpi for kpi in person.role.kpis if kpi.id == row["id"])
    known = found.value is not None
    return row | {
        "target": target_in_words(view, kpi, found),
        "actual": _actual(found) if known else [kpi_status(view, found)],
        "completion": completion(kpi, found),
        "given": [_given(view, person, kpi, found, rater["id"]) for rater in raters],
        "score": shown(found.points),
        "points": _exact(found.points),
        "value": _exact(found.value),
        "achieved": _ratio(kpi, found),
        "full": _exact(found.full) if row["full"] else "",
        "counts": "yes" if row["full"] and (found.points is not None or found.held) else "",
        "cells": asked_cells(view, person, kpi, found, [rater["id"] for rater in raters]),
        "live": _live(view, person, kpi, found),
        "met": {True: "yes", False: "no", None: ""}[found.met],
        "weight": _weight(view, row, found),
    }


def _live(view: View, person: Person, kpi: Kpi, found: KpiScore) -> Data | None:
    """Formulas in place of points, for ratings that may still come in."""
    if not isinstance(kpi.measure, Rating) or kpi.advisory:
        return None
    if found.status not in ("scored", "not_rated") or (
        found.status == "not_rated" and not found.held
    ):
        return None  # its weight went to others: the evaluation has to share it out again
    asked = raters_asked(kpi.measure, view.workspace.scheme_for(person.role))
    spec = live(kpi, found.full, asked)
    if spec is None or found.value is None or found.points is None:
        return spec
    scheme = view.workspace.scheme_for(person.role)
    exact = worth(spec, found.value)
    places = scheme.places if scheme else 2
    right = exact is not None and Fraction(rounded(exact, places)) == found.points
    return spec if right else None  # a sheet that computes something else is worse than none


def _actual(found: KpiScore) -> list[str]:
    """The value, and for shares how many of how many."""
    value = shown(found.value, percent=found.percent)
    if not found.percent or found.numerator is None or found.denominator is None:
        return [value]
    return [value, f"{shown(found.numerator)} / {shown(found.denominator)}"]


def target_in_words(view: View, kpi: Kpi, found: KpiScore) -> str:
    """The target; of one that moves with earlier periods or with others what it came to, too."""
    words = targets(view, kpi.target)
    moved = found.target if kpi.target and kpi.target.relative else None
    return words + (str(view.say("common.note", text=moved)) if moved else "")


def completion(kpi: Kpi, found: KpiScore) -> str:
    """Value ÷ target (where lower is better: target ÷ value) in per cent, where that says
    something."""
    ratio = _ratio(kpi, found)
    return as_percent(Fraction(ratio), 1) if ratio else ""


def _ratio(kpi: Kpi, found: KpiScore) -> str:
    target = kpi.target.fixed if kpi.target else None
    if target is None or found.value is None or target.better == "exact":
        return ""
    above, below = found.value, target.bound
    if target.better == "lower":
        above, below = below, above
    return plain(above / below) if above > 0 and below > 0 else ""


def _given(view: View, person: Person, kpi: Kpi, found: KpiScore, rater: str) -> str:
    """What a kind of rater gave: the mean; a dash where the KPI does not ask them."""
    if not isinstance(kpi.measure, Rating):
        return "—"
    asked = raters_asked(kpi.measure, view.workspace.scheme_for(person.role))
    if rater not in dict(asked):
        return "—"
    means = {one.rater: one.mean for one in found.raters}
    return shown(means[rater]) if rater in means else ""


def _weight(view: View, row: Data, found: KpiScore) -> str:
    """The weight; where others' came to it or it went to others, what it is now."""
    full = shown(found.full)
    if not row["weight"] or not full or full == shown(Fraction(row["worth"])):
        return str(row["weight"])
    return view.say("form.weight_now", weight=row["weight"], now=full)


def _item(view: View, row: Data, found: KpiScore | None) -> Data:
    if not found:
        return row
    known = found.value is not None
    return row | {
        "times": view.say("form.happened", n=shown(found.value))
        if known
        else kpi_status(view, found),
        "points": shown(found.applied),
        "raw": _exact(found.points),
    }


def _vetoes(doc: Data, sheet: Outcome) -> list[Data]:
    fired = {veto.veto: veto.decided for veto in sheet.vetoes}
    words = {True: "yes", False: "", None: "no"}
    return [veto | {"happened": words[fired.get(veto["id"])]} for veto in doc["vetoes"]]


def _sums(view: View, person: Person, doc: Data) -> Data:
    """The total of the KPIs, of each group, and the boxes of the result. What waits for something
    is empty; a total that is not complete says so in its place."""
    sheet = person.sheet
    groups = {group["id"] for group in doc["groups"]}
    items = [item for item in (*sheet.adjustments, *sheet.kpis) if item.full is None]
    inside = {row["id"] for row in doc["adjustments"] if row["group"] in groups}
    added = [item.applied for item in items if item.applied and item.kpi not in inside]
    points = [kpi.points for kpi in sheet.kpis if kpi.full is not None and kpi.points]
    waiting = any(kpi.held for kpi in sheet.kpis)
    return {
        "kpi_total": "" if waiting else _sum(points),
        "groups": [
            group | {"sum": "" if waiting else shown(of_group(doc, group))}
            for group in doc["groups"]
        ],
        "figures": {
            "subtotal": "" if waiting else shown(subtotal(doc)),
            "adjusted": _sum(added),
            **_result(view, sheet),
        },
    }


def _ranked(view: View, sheet: SheetScore, rules: list[str]) -> list[str]:
    """The place somebody took, before whom it is among."""
    return [*filter(None, [rank_in_words(view, sheet)]), *rules]


def _sum(points: Iterable[Fraction]) -> str:
    return shown(sum(points, Fraction(0)))


def _result(view: View, sheet: Outcome) -> Data:
    if sheet.total is None:
        word = view.say(f"status.sheet.{sheet.status}")
        return {"total": word, "grade": "", "coefficient": ""}
    return {
        "total": shown(sheet.total),
        "grade": sheet.grade or "—",
        "coefficient": shown(sheet.person_coefficient) or "—",
    }


def _exact(value: Fraction | None) -> str:
    """A figure for a spreadsheet, in full; empty where it is not known."""
    return "" if value is None else plain(value)
