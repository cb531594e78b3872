"""绩效考核表, filled from an evaluation: one paper per employee and role, ready to sign.

What is not known stays visibly open: a status word where a figure would stand, and under the table
what the total waits for. Never a 0 that nobody scored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from dutybook.grammar.number.quantity import as_percent
from dutybook.measure.kinds.entered import Entered
from dutybook.measure.kinds.rating import Rating
from dutybook.model import Kpi
from dutybook.papers.days import period_text
from dutybook.papers.evaluation_form.appeals import appeals
from dutybook.papers.evaluation_form.context import (
    ANSWERS,
    EvaluationForm,
    FormConsequence,
    FormItem,
    FormKpi,
    FormVeto,
    LiveFact,
    LiveKpi,
    RaterColumn,
    ResultBoxes,
)
from dutybook.papers.evaluation_form.inputs import asked_cells, asked_raters, entry, facts, slip
from dutybook.papers.evaluation_form.live import live, raters_asked, worth
from dutybook.papers.evaluation_form.paper import evaluation_form, identity
from dutybook.papers.evaluation_form.remarks import answered, signed, written
from dutybook.papers.evaluation_form.sums import computable, of_group, subtotal
from dutybook.papers.paper import in_rows, paper
from dutybook.papers.phrases.limits import targets
from dutybook.papers.phrases.results import followed
from dutybook.papers.phrases.status import came_to, kpi_status, missing_sentence, rank_in_words
from dutybook.papers.results import KpiScore, Outcome, Person, shown
from dutybook.papers.view import View
from dutybook.rule.dependence import depended_on


def filled_form(view: View, person: Person) -> EvaluationForm:
    """The context of ``evaluation-form.html.j2`` with a person's figures in it."""
    view = view.within(person.role)
    doc, sheet, results = evaluation_form(view, person.role), person.sheet, person.results
    found = {kpi.kpi: kpi for kpi in (*sheet.adjustments, *sheet.kpis)}
    asked = raters_of(view, person)
    title = view.say("form.for_person", name=sheet.name, title=view.text(person.role.title))
    period, rank = period_text(view, results.period, results.notice), rank_in_words(view, sheet)
    lines = written(view, sheet)
    day = " ".join(lines.get("date", ()))
    doc = replace(
        doc,
        paper=paper(view, "evaluation-form", title, person.role.effective),
        identity=in_rows(identity(view, person.role, period, sheet.name, sheet.employee, day), 3),
        raters=asked,
        kpis=[_kpi(view, person, row, found[row.id], asked) for row in doc.kpis],
        adjustments=[_item(view, row, found.get(row.id)) for row in doc.adjustments],
        vetoes=_vetoes(doc.vetoes, sheet),
        grades=[replace(grade, given=grade.grade == sheet.grade) for grade in doc.grades],
        missing=" ".join(missing_sentence(view, person)),
        consequences=[FormConsequence(text) for text in followed(view, person)],
        sharing=[rank, *doc.sharing] if rank else doc.sharing,
        appeals=appeals(view, person),
        method="",
        as_of=view.say("form.as_of", day=view.day(results.as_of)),
        filled=True,
        waiting=view.say("status.sheet.incomplete"),
        terms=[],
        facts=facts(person),
        written=lines,
        answer=answered(sheet),
        signed=signed(lines, len(doc.signatures)),
    )
    doc = _added_up(view, sheet, doc)
    doc = replace(
        doc,
        fixed=_fixed(view, doc),
        asked=asked_raters(view, person, doc),
        computed=computable(doc, sheet),
    )
    return slip(view, person, doc) if results.rater else doc


def _fixed(view: View, doc: EvaluationForm) -> str:
    """Says that points of KPIs still open to be entered do not follow that in the sheet."""
    names = [
        row.name
        for row in doc.kpis
        if row.full is not None
        and not row.live
        and (row.entry or any(cell.kind == "open" for cell in row.cells))
    ]
    return view.say("form.sheet.fixed", names=view.joined(names)) if names else ""


def raters_of(view: View, person: Person) -> list[RaterColumn]:
    """The kinds of raters the role's ratings ask for, in the order the labels list them."""
    scheme = view.workspace.scheme_for(person.role)
    kinds: dict[str, None] = {}
    for kpi in person.role.kpis:
        if isinstance(kpi.measure, Rating):
            kinds |= dict.fromkeys(rater for rater, _ in raters_asked(kpi.measure, scheme))
    titles = view.names("form.raters")
    order = [rater for rater in titles if rater in kinds] + [r for r in kinds if r not in titles]
    return [RaterColumn(rater, titles.get(rater, rater)) for rater in order]


def _kpi(
    view: View, person: Person, row: FormKpi, found: KpiScore, raters: Sequence[RaterColumn]
) -> FormKpi:
    kpi = next(kpi for kpi in person.role.kpis if kpi.id == row.id)
    known, scored = found.value is not None, row.full is not None
    return replace(
        row,
        target=target_in_words(view, kpi, found),
        actual=_actual(view, kpi, found) if known else [kpi_status(view, found)],
        completion=completion(kpi, found),
        given=[_given(view, person, kpi, found, rater.id) for rater in raters],
        score=shown(found.points),
        points=found.points,
        value=found.value,
        achieved=_ratio(kpi, found),
        full=found.full if scored else None,
        counts=scored and (found.points is not None or found.held),
        cells=asked_cells(view, person, kpi, found, raters),
        entry=entry(view, person, kpi, found),
        live=_live(view, person, kpi, found),
        met=ANSWERS[found.met],
        weight=_weight(view, row, found),
    )


def _live(view: View, person: Person, kpi: Kpi, found: KpiScore) -> LiveKpi | None:
    """Formulas in place of points, for what may still be entered."""
    if not isinstance(kpi.measure, Rating | Entered) or kpi.advisory:
        return None
    waits = found.status == "undecided" and bool(depended_on(kpi.score))  # for another's rating
    if not (waits or found.status in ("scored", "not_rated")) or (
        found.status == "not_rated" and not found.held
    ):
        return None  # its weight went to others: the evaluation has to share it out again
    scheme = view.workspace.scheme_for(person.role)
    facts = _facts(view, person, kpi)
    spec = live(kpi, found.full, raters_asked(kpi.measure, scheme), scheme, facts)
    if spec is None or found.value is None or found.points is None:
        return spec
    known = {fact.name: fact.number for fact in facts if fact.number is not None}
    right = worth(spec, found.value, known) == found.points
    return spec if right else None  # a sheet that computes something else is worse than none


def _facts(view: View, person: Person, kpi: Kpi) -> list[LiveFact]:
    """What its points read of other KPIs: as the evaluation found it, and the cells of those whose
    ratings may still change."""
    found = {one.kpi: one for one in (*person.sheet.adjustments, *person.sheet.kpis)}
    rated = {one.id: one for one in person.role.kpis}
    facts = []
    for other, read in depended_on(kpi.score).items():
        came_to, its = found.get(other), rated.get(other)
        follows = its and came_to and _live(view, person, its, came_to)
        target = its.target.fixed if its and its.target else None
        for part in read:
            number = _known(came_to, part)
            facts.append(
                LiveFact(
                    name=f"kpi.{other}.{part}",
                    number=number,
                    kpi=other if follows and (part == "value" or target) else "",
                    met=target if part == "met" else None,
                )
            )
    return facts


def _known(found: KpiScore | None, part: str) -> Fraction | None:
    """A KPI's value, or whether it was met (1 or 0); None where that is not known."""
    if found is None or found.status == "not_evaluable":
        return None
    if part == "value":
        return found.value
    return None if found.met is None else Fraction(found.met)


def _actual(view: View, kpi: Kpi, found: KpiScore) -> list[str]:
    """The value, and for shares how many of how many."""
    value = came_to(view, kpi, found)
    if not found.percent or found.numerator is None or found.denominator is None:
        return [value]
    return [value, f"{shown(found.numerator)} / {shown(found.denominator)}"]


def target_in_words(view: View, kpi: Kpi, found: KpiScore) -> str:
    """The target; of one that moves with earlier periods or with others what it came to, too."""
    words = targets(view, kpi.target)
    moved = found.target if kpi.target and kpi.target.relative else None
    return words + (view.say("common.note", text=moved) if moved else "")


def completion(kpi: Kpi, found: KpiScore) -> str:
    """Value ÷ target (where lower is better: target ÷ value) in per cent, where that says
    something."""
    ratio = _ratio(kpi, found)
    return "" if ratio is None else as_percent(ratio, 1)


def _ratio(kpi: Kpi, found: KpiScore) -> Fraction | None:
    target = kpi.target.fixed if kpi.target else None
    if target is None or found.value is None or target.better == "exact":
        return None
    above, below = found.value, target.bound
    if target.better == "lower":
        above, below = below, above
    return above / below if above > 0 and below > 0 else None


def _given(view: View, person: Person, kpi: Kpi, found: KpiScore, rater: str) -> str:
    """What a kind of rater gave: the mean; a dash where the KPI does not ask them."""
    if not isinstance(kpi.measure, Rating):
        return "—"
    asked = raters_asked(kpi.measure, view.workspace.scheme_for(person.role))
    if rater not in dict(asked):
        return "—"
    mean = next((one.mean for one in found.raters if one.rater == rater), None)
    level = "" if mean is None else kpi.measure.scale.level(mean)
    return f"{level} {shown(mean)}".strip()


def _weight(view: View, row: FormKpi, found: KpiScore) -> str:
    """The weight; where others' came to it or it went to others, what it is now."""
    full = shown(found.full)
    if not row.weight or not full or full == shown(row.worth):
        return row.weight
    return view.say("form.weight_now", weight=row.weight, now=full)


def _item(view: View, row: FormItem, found: KpiScore | None) -> FormItem:
    if not found:
        return row
    happened = view.say("form.happened", n=shown(found.value))
    return replace(
        row,
        times=kpi_status(view, found) if found.value is None else happened,
        points=shown(found.applied),
        raw=found.points,
    )


def _vetoes(vetoes: Iterable[FormVeto], sheet: Outcome) -> list[FormVeto]:
    """Which happened; one that could not be decided is left open."""
    fired = {veto.veto: veto.decided for veto in sheet.vetoes}
    happened = {True: True, False: None, None: False}
    return [replace(v, happened=ANSWERS[happened[fired.get(v.id)]]) for v in vetoes]


def _added_up(view: View, sheet: Outcome, doc: EvaluationForm) -> EvaluationForm:
    """The total of the KPIs, of each group, and the boxes of the result. What waits for something
    is empty; a total that is not complete says so in its place."""
    groups = {group.id for group in doc.groups}
    inside = {row.id for row in doc.adjustments if row.group in groups}
    items = [item for item in (*sheet.adjustments, *sheet.kpis) if item.full is None]
    added = [item.applied for item in items if item.applied and item.kpi not in inside]
    points = [kpi.points for kpi in sheet.kpis if kpi.full is not None and kpi.points]
    waiting = any(kpi.held for kpi in sheet.kpis)
    summed = [
        replace(group, sum="" if waiting else shown(of_group(doc, group))) for group in doc.groups
    ]
    first = ResultBoxes("" if waiting else shown(subtotal(doc)), _sum(added))
    return replace(
        doc,
        kpi_total="" if waiting else _sum(points),
        groups=summed,
        figures=_result(view, sheet, first),
    )


def _sum(points: Iterable[Fraction]) -> str:
    return shown(sum(points, Fraction(0)))


def _result(view: View, sheet: Outcome, figures: ResultBoxes) -> ResultBoxes:
    """The boxes below what was added up; where there is no total, the status in its place."""
    if sheet.total is None:
        return replace(figures, total=view.say(f"status.sheet.{sheet.status}"))
    return replace(
        figures,
        total=shown(sheet.total),
        grade=sheet.grade or "—",
        coefficient=shown(sheet.person_coefficient) or "—",
    )
