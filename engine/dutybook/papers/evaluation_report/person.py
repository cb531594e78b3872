"""考核报告 for one person: totals, bars against targets, trend, what cost points, where the data
went, and every figure's trace in the words `dutybook explain` uses."""

import json
from fractions import Fraction

from dutybook.grammar.clock import parse_date
from dutybook.grammar.period import parse_period
from dutybook.model import Kpi, Scheme
from dutybook.papers.columns import squeezed
from dutybook.papers.days import period_text
from dutybook.papers.drawing.chart import Bar, pages_of_bars
from dutybook.papers.evaluation_form.filled import completion, target_in_words
from dutybook.papers.evaluation_report.trends import earlier_of, person_trend
from dutybook.papers.paper import Data, fields, in_rows, paper
from dutybook.papers.phrases.results import followed
from dutybook.papers.phrases.scheme import signatures
from dutybook.papers.phrases.standing import (
    met_only,
    missing_sentence,
    rank_in_words,
    status_in_words,
    total_in_words,
)
from dutybook.papers.results import Data as Told
from dutybook.papers.results import Person, kpi_status, shown
from dutybook.papers.rows import superiors
from dutybook.papers.view import View
from dutybook.write.estimate import text_width


def person_report(view: View, person: Person) -> Data:
    """The context of ``evaluation-report.html.j2`` for an employee in a role."""
    view = view.within(person.role)
    sheet = person.sheet
    title = view.say("form.for_person", name=sheet["name"], title=view.text(person.role.title))
    rows = [_row(view, person, found) for found in sheet["kpis"]]
    used = {_source(kpi) for kpi in _defined(view, person).values()} - {""}
    used = used if rows else set()
    return {
        "paper": paper(view, "evaluation-report", title),
        "about": "person",
        "identity": in_rows(_identity(view, person), 3),
        "missing": " ".join(missing_sentence(view, person)),
        "rows": rows,
        "unscored": "yes" if _no_total(sheet) else "",
        "adjustments": [_item(view, found) for found in _items(sheet) if found["applied"]],
        "vetoes": [veto["text"] or veto["veto"] for veto in sheet["vetoes"]],
        "consequences": followed(view, person),
        "appeals": [appeal(view, one) for one in sheet["appeals"]],
        "bars": _bars(view, person, rows),
        **person_trend(view, person),
        "costing": _costing(view, person),
        "conservation": conservation(view, person.results, used),
        "signatures": signatures(view, view.workspace.scheme_for(person.role)),
        "traces": traces(view, person),
        "data": as_json({**sheet, "earlier": earlier_of(person)}),
    }


def as_json(data: Told) -> str:
    """What the report is about, for programs."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _identity(view: View, person: Person) -> list[dict[str, str]]:
    say, sheet, role = view.say, person.sheet, person.role
    outcome, rank = sheet.get("decided") or sheet, rank_in_words(view, sheet)
    return fields(
        (say("form.employee"), sheet["name"]),
        (say("common.staff_number"), sheet["employee"]),
        (say("common.period"), period_text(view, parse_period(person.results["period"]))),
        (say("common.department"), view.department(role.department)),
        (say("common.post"), view.text(role.title)),
        (say("job.superior"), superiors(view, role)[0]),
        (say("form.total"), total_in_words(view, sheet)),
        (say("form.grade"), _of_total(outcome, "grade")),
        (say("form.coefficient"), shown(_of_total(outcome, "coefficient") or None)),
        (say("report.status"), status_in_words(view, sheet)),
        (say("report.as_of"), view.day(parse_date(person.results["as_of"]))),
        (say("report.lost"), "" if _no_total(sheet) else _lost(sheet)),
        *([(say("report.rank_heading"), rank)] if rank else []),
    )


def _of_total(sheet: Told, key: str) -> str:
    return str(sheet[key] or "") if sheet["total"] is not None else ""


def _lost(sheet: Told) -> str:
    """Points lost by KPIs that are scored, all together."""
    return shown(str(sum((lost for _, lost in losses(sheet)), Fraction(0))))


def losses(sheet: Told) -> list[tuple[Told, Fraction]]:
    """What lost points: of their full ones, or where none has any what they take from the base or
    their group."""
    scored = [kpi for kpi in sheet["kpis"] if kpi["full"] is not None]
    every = scored or [*sheet["kpis"], *_items(sheet)]
    taken = ((kpi, lost_points(kpi) if scored else _taken(kpi)) for kpi in every)
    return [(kpi, lost) for kpi, lost in taken if lost]


def _taken(found: Told) -> Fraction:
    """Points that something without full ones takes, after its caps."""
    points = found["points"] if found.get("applied") is None else found["applied"]
    return max(-Fraction(points or 0), Fraction(0))


def lost_points(found: Told) -> Fraction | None:
    """How many points of its full ones a KPI lost; None where it is not scored."""
    if found["points"] is None or found["full"] is None:
        return None
    return max(Fraction(found["full"]) - Fraction(found["points"]), Fraction(0))


def _defined(view: View, person: Person) -> dict[str, Kpi]:
    scheme: Scheme | None = view.workspace.scheme_for(person.role)
    items = scheme.items if scheme else ()
    return {kpi.id: kpi for kpi in (*items, *person.role.kpis)}


def _source(kpi: Kpi) -> str:
    return kpi.measure.of if kpi.measure else ""


def _row(view: View, person: Person, found: Told) -> Data:
    kpi = _defined(view, person)[found["kpi"]]
    known = found["value"] is not None
    lost = lost_points(found)
    return {
        "name": view.text(kpi.name) + (view.say("kpi.advisory") if kpi.advisory else ""),
        "target": target_in_words(view, kpi, found),
        "actual": shown(found["value"], percent=found["percent"])
        if known
        else kpi_status(view, found),
        "completion": completion(kpi, found),
        "met": {True: view.say("form.met_yes"), False: view.say("form.met_no")}.get(
            found["met"], ""
        ),
        "full": shown(found["full"]),
        "score": shown(found["points"]),
        "lost": shown(str(lost)) if lost else "",
    }


def _no_total(sheet: Told) -> bool:
    """Whether the post has no total at all: no KPIs, or none with a weight."""
    return met_only(sheet) or not sheet["kpis"]


def _items(sheet: Told) -> list[Told]:
    """What adds to the total or takes from it; nothing where there is no total to add to."""
    return [] if _no_total(sheet) else list(sheet["adjustments"])


def _item(view: View, found: Told) -> Data:
    return {
        "name": view.named("kpi", found["kpi"]),
        "times": view.say("form.happened", n=shown(found["value"])) if found["value"] else "",
        "points": shown(found["applied"]),
    }


def appeal(view: View, one: Told) -> Data:
    """An appeal with its decision."""
    about = view.named("kpi", one["kpi"]) if one["kpi"] else view.say("form.total")
    decision = view.labels.get("report.decisions")[one["decision"]]
    return {"about": about, "why": one["why"], "decision": decision, "by": one["by"] or ""}


def _bars(view: View, person: Person, rows: list[Data]) -> list[Data]:
    """What share of its target each KPI reached."""
    drawn = []
    for found, row in zip(person.sheet["kpis"], rows, strict=True):
        share = row["completion"].rstrip("%")
        moves = _defined(view, person)[found["kpi"]].target
        target = found["target"] if moves and moves.relative else row["target"]
        against = view.say("report.target", target=target) if target else ""
        known = found["value"] is not None
        said = (
            view.joined([row["actual"], against], "phrase_sep")
            if known
            else view.say(f"status.kpi.{found['status']}")  # there is little room beside a bar
        )
        value = Fraction(share) if share else None
        drawn.append(
            Bar(row["name"], said, value, 100 if share else None, met=found["met"] is not False)
        )
    if all(bar.value is None for bar in drawn):
        return []
    return [each.data() for each in pages_of_bars(view, drawn, view.say("report.of_target"))]


def _costing(view: View, person: Person) -> list[Data]:
    """Rows that cost points, the dearest KPI first."""
    found = [
        (lost_points(kpi) or -Fraction(kpi["points"] or 0), kpi)
        for kpi in (*person.sheet["kpis"], *_items(person.sheet))
        if kpi.get("costing") and kpi["costing"]["count"]
    ]
    found.sort(key=lambda pair: -pair[0])
    return [
        {
            "title": view.say(
                "report.cost_title", kpi=view.named("kpi", kpi["kpi"]), points=shown(str(lost))
            )
            if lost
            else view.named("kpi", kpi["kpi"]),
            **_fitting(kpi["costing"]["heads"], kpi["costing"]["rows"]),
            "more": view.say(
                "report.more", shown=len(kpi["costing"]["rows"]), n=kpi["costing"]["count"]
            )
            if kpi["costing"]["count"] > len(kpi["costing"]["rows"])
            else "",
        }
        for lost, kpi in found
    ]


def _fitting(heads: list[str], rows: list[list[str]]) -> Data:
    """Columns in which something stands, as wide as their words; columns of zeros say nothing."""
    kept = [i for i in range(len(heads)) if {row[i] for row in rows} - {"", "0"}]
    sizes = [max(text_width(row[i]) for row in [heads, *rows]) for i in kept]
    return {
        "heads": [heads[i] for i in kept],
        "rows": [[row[i] for i in kept] for row in rows],
        "widths": [str(round(width * 10)) for width in squeezed([size + 1.5 for size in sizes])],
    }


def conservation(view: View, results: Told, used: set[str] | None = None) -> list[Data]:
    """Where every row of the sources went."""
    return [
        {**{key: str(value) for key, value in part.items()}, "source": view.source(part["source"])}
        for part in results["conservation"]
        if used is None or part["source"] in used
    ]


def traces(view: View, person: Person) -> list[Data]:
    """Each figure with what stands behind it, in the sentences of ``dutybook explain``."""
    return [
        {
            "name": view.named("kpi", kpi["kpi"]),
            "score": shown(kpi["points"]),
            "status": kpi_status(view, kpi),
            "definition": f"{kpi['trace']['definition']} ({kpi['trace']['version']})",
            "measured": kpi["trace"]["measured"],
            "scored": kpi["trace"]["scored"],
            "calendar": kpi["trace"]["calendar"] or "",
            "files": [f"{f['name']} (sha256 {f['sha256'][:12]})" for f in kpi["trace"]["files"]],
            "rows": kpi["trace"]["rows"],
        }
        for kpi in (*person.sheet["kpis"], *_items(person.sheet))
    ]
