"""绩效考核表: what a role is scored by, with room to fill in and to sign."""

from dataclasses import replace
from fractions import Fraction

from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.rounding import AS_PRINTED
from dutybook.model import Incidents, Kpi, Role, Scheme
from dutybook.papers.evaluation_form.context import EvaluationForm, FormGroup, FormItem, FormKpi
from dutybook.papers.evaluation_form.live import drawn_coefficient
from dutybook.papers.evaluation_form.scheme import (
    appeal,
    grades,
    method,
    raters,
    rollup,
    signatures,
    vetoes,
)
from dutybook.papers.paper import Field, fields, in_rows, paper
from dutybook.papers.phrases.consequences import consequences, sharing
from dutybook.papers.phrases.measures import definition
from dutybook.papers.phrases.scores import score
from dutybook.papers.phrases.totals import caps
from dutybook.papers.rows import kpi_row, superiors
from dutybook.papers.view import View, figure, one_line
from dutybook.rule.sums import Sums, settled, sums_of


def evaluation_form(view: View, role: Role) -> EvaluationForm:
    """The context of ``evaluation-form.html.j2`` and of the Excel form."""
    view = view.within(role)
    scheme = view.workspace.scheme_for(role)
    weighted = scheme.scores(role.kpis) if scheme else bool(role.total_weight)
    main = [kpi for kpi in role.kpis if not weighted or kpi.weight is not None or kpi.advisory]
    asked = raters(view, scheme)
    doc = EvaluationForm(
        paper=paper(view, "evaluation-form", view.text(role.title), role.effective),
        role=role.role,
        identity=in_rows(identity(view, role), 3),
        weighted=weighted,
        raters=asked,
        kpis=[_kpi(view, role, kpi, i, len(asked)) for i, kpi in enumerate(main, 1)],
        signatures=signatures(view, scheme),
        appeal=appeal(view, scheme),
    )
    if weighted:
        extra = [kpi for kpi in role.kpis if kpi not in main] + _items(scheme)
        items = [_item(view, kpi, i) for i, kpi in enumerate(extra, 1)]
        doc = replace(doc, total_weight=figure(_whole(role, scheme)), adjustments=items)
    return _ruled(view, role, scheme, doc) if scheme else doc


def _ruled(view: View, role: Role, scheme: Scheme, doc: EvaluationForm) -> EvaluationForm:
    """The form with the scheme's rules; where it scores nothing, only with what may follow."""
    coefficient, drawn = drawn_coefficient(scheme)
    doc = replace(
        doc,
        scheme=scheme.scheme,
        terms=consequences(view, scheme, role),
        ranked=bool(scheme.distribution),
        drawn=drawn,
        coefficient=coefficient,
    )
    if not doc.weighted:
        return doc
    sums = sums_of(scheme, role.kpis)
    return replace(
        doc,
        caps=caps(view, scheme),
        vetoes=vetoes(view, scheme, role),
        grades=grades(view, scheme),
        method=method(view, scheme),
        sums=sums,
        groups=_groups(view, scheme, sums),
        rollup=rollup(view, scheme, role),
        sharing=sharing(view, scheme),
        computed=sums.followed,
    )


def _groups(view: View, scheme: Scheme, sums: Sums) -> list[FormGroup]:
    return [
        FormGroup(
            id=rule.id,
            start=rule.start,
            floor=rule.floor,
            cap=rule.cap,
            title=one_line(view.text(group.title)) or group.id,
            points=plain(settled(scheme.points_of(group), scheme) or Fraction(0)),
        )
        for group, rule in zip(scheme.groups, sums.groups, strict=True)
    ]


def identity(
    view: View, role: Role, period: str = "", name: str = "", employee: str = "", day: str = ""
) -> list[Field]:
    """The head of a form: whose it is, and for when; empty to be written in."""
    say, frame = view.say, paper(view, "evaluation-form", "")
    cells = fields(
        (say("common.form"), frame.form),
        (say("common.version"), frame.version),
        (say("common.period"), period),
        (say("common.department"), view.department(role.department)),
        (say("common.post"), view.text(role.title)),
        (say("job.superior"), superiors(view, role)[0]),
        (say("form.employee"), name),
        (say("common.staff_number"), employee),
    )
    return [*cells, Field(say("form.date"), day, "date")]


def _items(scheme: Scheme | None) -> list[Kpi]:
    return [item for item in scheme.items if not item.advisory] if scheme else []


def _kpi(view: View, role: Role, kpi: Kpi, number: int, raters: int) -> FormKpi:
    """A KPI to fill in by hand, or from an evaluation."""
    row = kpi_row(view, kpi, number, role.total_weight)
    full = weight = None
    if kpi.weight is not None and not kpi.advisory:
        full, weight = _worth(kpi, view.workspace.scheme_for(role))
    words = row.weight
    if weight is not None and kpi.weight is not None and weight != kpi.weight:
        words = view.say("form.weight_two", own=figure(kpi.weight), n=figure(weight))
    return FormKpi(
        no=row.no,
        name=row.name,
        weight=words,
        target=row.target,
        measure=row.measure,
        rule=row.rule,
        source=row.source,
        id=kpi.id,
        group=kpi.group or "",
        full=full,
        share=weight / full if full and weight is not None else None,
        worth=weight,
        given=[""] * raters,
        rounding=kpi.score.rounding if kpi.score else AS_PRINTED,
    )


def _worth(kpi: Kpi, scheme: Scheme | None) -> tuple[Fraction, Fraction]:
    """Up to what is entered, and what of it counts in the total at most."""
    weighed = scheme.weighed(kpi) if scheme else kpi
    weight = weighed.weight or Fraction(0)
    return (scheme.own_full(weighed) if scheme else None) or weight, weight


def _whole(role: Role, scheme: Scheme | None) -> Fraction:
    """What the weights come to in points of the total."""
    weighed = (scheme.weighed(kpi) if scheme else kpi for kpi in role.kpis if not kpi.advisory)
    return sum((kpi.weight for kpi in weighed if kpi.weight is not None), Fraction(0))


def _item(view: View, kpi: Kpi, number: int) -> FormItem:
    """A bonus or penalty item."""
    rule = kpi.score.rule if kpi.score else None
    each = rule.each if isinstance(rule, Incidents) else None
    floor, cap = (kpi.score.floor, kpi.score.cap) if kpi.score else (None, None)
    return FormItem(
        no=str(number),
        id=kpi.id,
        name=view.text(kpi.name),
        group=kpi.group or "",
        measure=definition(view, kpi),
        rule=score(view, kpi),
        scored=kpi.score is not None,
        sign=("penalty" if each < 0 else "bonus") if isinstance(each, Fraction) else "",
        floor=floor if isinstance(floor, Fraction) else None,
        cap=cap if isinstance(cap, Fraction) else None,
    )
