"""What a scheme adds to an evaluation form: raters, caps, vetoes, grades, signatures, appeal."""

from collections.abc import Iterator
from fractions import Fraction

from dutybook.grammar.number.quantity import as_percent, plain
from dutybook.model import Grade, Role, Scheme, Veto
from dutybook.model.scheme import Effect
from dutybook.papers.evaluation_form.context import FormGrade, FormVeto, RaterColumn
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.consequences import applies, consequences
from dutybook.papers.phrases.limits import limit, target
from dutybook.papers.phrases.totals import foundation
from dutybook.papers.view import View, figure
from dutybook.rule.sums import settled


def raters(view: View, scheme: Scheme | None) -> list[RaterColumn]:
    """Who scores on the form and with what weight: always self and superior, at least."""
    weights = dict(scheme.raters if scheme else ()) or {"superior": Fraction(1)}
    titles = view.names("form.raters")
    named = [rater for rater in ("self", "superior") if rater not in weights] + list(weights)
    order = sorted(
        named, key=lambda rater: list(titles).index(rater) if rater in titles else len(titles)
    )
    return [
        RaterColumn(
            rater,
            titles.get(rater, rater),
            weights.get(rater, Fraction(0)),
            as_percent(weights.get(rater, Fraction(0))),
        )
        for rater in order
    ]


def vetoes(view: View, scheme: Scheme, role: Role) -> list[FormVeto]:
    """The scheme's vetoes that may meet ``role``."""
    return [_veto(view, veto, scheme) for veto in scheme.veto if applies(veto.when, scheme, role)]


def grades(view: View, scheme: Scheme) -> list[FormGrade]:
    """The scheme's grades with the totals they take."""
    before = (None, *scheme.grades)
    return [_grade(view, one, above) for above, one in zip(before, scheme.grades, strict=False)]


def _veto(view: View, veto: Veto, scheme: Scheme) -> FormVeto:
    effect = veto.effect
    return FormVeto(
        id=veto.id,
        text=view.text(veto.text) or in_words(view, veto.when.sql, None),
        effect=view.joined(_effects(view, effect), "list_sep"),
        total=settled(effect.total, scheme),
        at_most=settled(effect.total_at_most, scheme),
        grade=effect.grade or "",
        kpi=effect.kpi or "",
        points=settled(effect.points, scheme),
    )


def _effects(view: View, effect: Effect) -> Iterator[str]:
    """What a veto does, in words."""
    if effect.total is not None:
        yield view.say("form.veto_total", n=figure(effect.total))
    if effect.total_at_most is not None:
        yield view.say("form.veto_at_most", n=figure(effect.total_at_most))
    if effect.grade:
        yield view.say("form.veto_grade", grade=effect.grade)
    if effect.kpi:
        kpi, points = view.named("kpi", effect.kpi), effect.points or Fraction(0)
        yield view.say("form.veto_points", kpi=kpi, n=figure(points))


def _range(view: View, grade: Grade, before: Grade | None) -> str:
    """The totals a grade takes, given that the one before it comes first."""
    above = before.when if before else None
    if grade.when.op == ">=" and above and above.op == ">=" and above.bound > grade.when.bound:
        return view.say(
            "form.range_between", low=figure(grade.when.bound), high=figure(above.bound)
        )
    return target(view, grade.when)


def _grade(view: View, grade: Grade, before: Grade | None) -> FormGrade:
    return FormGrade(
        grade=grade.grade,
        title=view.text(grade.title),
        range=_range(view, grade, before),
        coefficient="" if grade.coefficient is None else plain(grade.coefficient),
        when=grade.when,
    )


def method(view: View, scheme: Scheme) -> str:
    """How a total is made of ratings and points, in words."""

    def bound(value: Fraction | None) -> str:
        return view.say("form.unbounded") if value is None else figure(value)

    weighted = [rater for rater in raters(view, scheme) if rater.weight]
    shares = [view.say("form.rater_weight", rater=r.title, weight=r.share) for r in weighted]
    rule = view.say(
        "form.method",
        raters=view.joined(shares),
        min=bound(scheme.clamp.min),
        max=bound(scheme.clamp.max),
    )
    return view.joined([*foundation(view, scheme), rule], "sentence_sep")


def signatures(view: View, scheme: Scheme | None) -> list[str]:
    """Who signs."""
    if scheme and scheme.signatures:
        return view.texts(scheme.signatures)
    return [view.say("form.employee"), view.say("job.superior")]


def rollup(view: View, scheme: Scheme, role: Role) -> str:
    """How totals become those of a longer period, and what else settles them there; empty where
    they do not."""
    rule = scheme.rollup
    if rule is None:
        return ""
    how = view.say(f"form.rollup_{rule.take.split()[0]}", n=rule.best, m=rule.out_of)
    refund = view.say("form.rollup_refund") if rule.refund_if_met else ""
    missing = view.say(f"form.rollup_missing_{rule.missing}")
    sentences = [view.say("form.rollup", how=how, missing=missing, refund=refund)]
    terms = _rolled(view, scheme.rolled, role)
    sentences += [view.say("form.rollup_also", rule=term) for term in terms]
    return view.joined([one.strip() for one in sentences], "sentence_sep")


def _rolled(view: View, rolled: Scheme, role: Role) -> list[str]:
    """Vetoes and consequences of the longer period, in words."""
    told = [
        view.say("form.rollup_veto", when=one.text, what=one.effect)
        for one in vetoes(view, rolled, role)
    ]
    return [*told, *consequences(view, rolled, role)]


def appeal(view: View, scheme: Scheme | None) -> str:
    """How to disagree, and until when."""
    if scheme and scheme.appeal_within:
        return view.say("form.appeal", limit=limit(view, scheme.appeal_within))
    return view.say("form.appeal_open")
