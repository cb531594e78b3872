"""What a scheme adds to an evaluation form: raters, caps, vetoes, grades, signatures, appeal."""

from fractions import Fraction

from dutybook.grammar.quantity import as_percent, plain, rounded
from dutybook.model import Grade, Role, Scheme, Veto
from dutybook.papers.paper import Data
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.consequences import applies, consequences
from dutybook.papers.phrases.limits import limit, target
from dutybook.papers.phrases.totals import caps, foundation
from dutybook.papers.view import View, figure


def raters(view: View, scheme: Scheme | None) -> list[Data]:
    """Who scores on the form and with what weight: always self and superior, at least."""
    weights = dict(scheme.raters if scheme else ()) or {"superior": Fraction(1)}
    titles = view.labels.get("form.raters")
    named = [rater for rater in ("self", "superior") if rater not in weights] + list(weights)
    order = sorted(
        named, key=lambda rater: list(titles).index(rater) if rater in titles else len(titles)
    )
    return [
        {
            "id": rater,
            "title": titles.get(rater, rater),
            "weight": plain(weights.get(rater, Fraction(0))),
            "share": as_percent(weights.get(rater, Fraction(0))),
        }
        for rater in order
    ]


def scheme_terms(view: View, scheme: Scheme | None, role: Role) -> Data:
    """What the scheme adds: caps, vetoes, grades, bounds of the total."""
    if scheme is None:
        return {"caps": [], "vetoes": [], "grades": [], "method": ""}
    return {
        "caps": caps(view, scheme),
        "vetoes": [
            _veto(view, veto, scheme) for veto in scheme.veto if applies(veto.when, scheme, role)
        ],
        "grades": [
            _grade(view, grade, before)
            for before, grade in zip((None, *scheme.grades), scheme.grades, strict=False)
        ],
        "method": _method(view, scheme),
    }


def _number(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def _veto(view: View, veto: Veto, scheme: Scheme) -> Data:
    def points(value: Fraction | None) -> str:
        return "" if value is None else _number(Fraction(rounded(value, scheme.places)))

    effect = veto.effect
    total, most, grade = effect.total, effect.total_at_most, effect.grade
    kpi = view.named("kpi", effect.kpi or "")
    effects = [
        view.say("form.veto_total", n=figure(total)) if total is not None else "",
        view.say("form.veto_at_most", n=figure(most)) if most is not None else "",
        view.say("form.veto_grade", grade=grade) if grade else "",
        view.say("form.veto_points", kpi=kpi, n=figure(effect.points or Fraction(0)))
        if effect.kpi
        else "",
    ]
    return {
        "id": veto.id,
        "happened": "",
        "text": view.text(veto.text) or in_words(view, veto.when.sql, None),
        "effect": view.joined(effects, "list_sep"),
        "total": points(total),
        "at_most": points(most),
        "grade": grade or "",
        "kpi": effect.kpi or "",
        "points": points(effect.points),
    }


def _range(view: View, grade: Grade, before: Grade | None) -> str:
    """The totals a grade takes, given that the one before it comes first."""
    above = before.when if before else None
    if grade.when.op == ">=" and above and above.op == ">=" and above.bound > grade.when.bound:
        return view.say(
            "form.range_between", low=figure(grade.when.bound), high=figure(above.bound)
        )
    return target(grade.when)


def _grade(view: View, grade: Grade, before: Grade | None) -> Data:
    return {
        "grade": grade.grade,
        "given": "",
        "title": view.text(grade.title),
        "range": _range(view, grade, before),
        "coefficient": _number(grade.coefficient),
        "op": grade.when.op,
        "low_op": ">" if grade.when.low_open else ">=",
        "high_op": "<" if grade.when.high_open else "<=",
        "bound": plain(grade.when.bound),
        "high": _number(grade.when.high),
    }


def _method(view: View, scheme: Scheme) -> str:
    def bound(value: Fraction | None) -> str:
        return view.say("form.unbounded") if value is None else figure(value)

    weighted = [rater for rater in raters(view, scheme) if rater["weight"] != "0"]
    shares = [view.say("form.rater_weight", rater=r["title"], weight=r["share"]) for r in weighted]
    method = view.say(
        "form.method",
        raters=view.joined(shares),
        min=bound(scheme.clamp.min),
        max=bound(scheme.clamp.max),
    )
    return view.joined([*foundation(view, scheme), method], "sentence_sep")


def signatures(view: View, scheme: Scheme | None) -> list[str]:
    """Who signs."""
    if scheme and scheme.signatures:
        return view.texts(scheme.signatures)
    return [view.say("form.employee"), view.say("job.superior")]


def rollup(view: View, scheme: Scheme | None, role: Role) -> str:
    """How totals become those of a longer period, and what else settles them there; empty where
    they do not."""
    rule = scheme.rollup if scheme else None
    if rule is None:
        return ""
    how = view.say(f"form.rollup_{rule.take.split()[0]}", n=rule.best, m=rule.out_of)
    refund = view.say("form.rollup_refund") if rule.refund_if_met else ""
    missing = view.say(f"form.rollup_missing_{rule.missing}")
    sentences = [view.say("form.rollup", how=how, missing=missing, refund=refund)]
    terms = _rolled(view, scheme.rolled, role) if scheme else []
    sentences += [view.say("form.rollup_also", rule=term) for term in terms]
    return view.joined([one.strip() for one in sentences], "sentence_sep")


def _rolled(view: View, rolled: Scheme, role: Role) -> list[str]:
    """Vetoes and consequences of the longer period, in words."""
    vetoes = (_veto(view, one, rolled) for one in rolled.veto if applies(one.when, rolled, role))
    told = [view.say("form.rollup_veto", when=one["text"], what=one["effect"]) for one in vetoes]
    return [*told, *consequences(view, rolled, role)]


def appeal(view: View, scheme: Scheme | None) -> str:
    """How to disagree, and until when."""
    if scheme and scheme.appeal_within:
        return view.say("form.appeal", limit=limit(view, scheme.appeal_within))
    return view.say("form.appeal_open")
