"""绩效考核表：what a role is scored by, with room to fill in and to sign."""

from fractions import Fraction

from dutybook.compile.conditions import in_words
from dutybook.compile.job_description import kpi_row, superiors
from dutybook.compile.measuring import definition
from dutybook.compile.paper import Data, fields, in_rows, paper
from dutybook.compile.scoring import score
from dutybook.compile.view import View, figure
from dutybook.compile.wording import limit, target
from dutybook.grammar.quantity import as_percent, plain
from dutybook.model import Grade, Incidents, Kpi, Role, Scheme, Veto


def evaluation_form(view: View, role: Role) -> Data:
    """The context of ``evaluation-form.html.j2`` and of the Excel form."""
    view = view.within(role)
    scheme = view.workspace.scheme_for(role)
    weighted = bool(role.total_weight)
    main = [kpi for kpi in role.kpis if not weighted or kpi.weight is not None or kpi.advisory]
    extra = [kpi for kpi in role.kpis if kpi not in main] + _items(scheme)
    return {
        "paper": paper(view, "evaluation-form", view.text(role.title)),
        "role": role.role,
        "scheme": scheme.scheme if scheme else "",
        "identity": in_rows(_identity(view, role), 3),
        "weighted": "yes" if weighted else "",
        "raters": raters(view, scheme),
        "kpis": [
            kpi_row(view, kpi, i, role.total_weight) | _full(kpi) for i, kpi in enumerate(main, 1)
        ],
        "total_weight": plain(role.total_weight) if weighted else "",
        "adjustments": [_adjustment(view, kpi, i) for i, kpi in enumerate(extra, 1)]
        if weighted
        else [],
        **_of_scheme(view, scheme if weighted else None),
        "signatures": _signatures(view, scheme),
        "appeal": _appeal(view, scheme),
    }


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


def _identity(view: View, role: Role) -> list[dict[str, str]]:
    say = view.say
    frame = paper(view, "evaluation-form", "")
    return fields(
        (say("common.form"), frame["form"]),
        (say("common.version"), frame["version"]),
        (say("common.period"), ""),
        (say("common.department"), view.department(role.department)),
        (say("common.post"), view.text(role.title)),
        (say("job.superior"), superiors(view, role)[0]),
        (say("form.employee"), ""),
        (say("common.staff_number"), ""),
        (say("form.date"), ""),
    )


def _items(scheme: Scheme | None) -> list[Kpi]:
    return [item for item in scheme.items if not item.advisory] if scheme else []


def _full(kpi: Kpi) -> Data:
    return {"id": kpi.id, "full": plain(kpi.weight) if kpi.weight is not None else ""}


def _adjustment(view: View, kpi: Kpi, number: int) -> Data:
    """A bonus or penalty item; ``sign`` is empty where its points may go either way."""
    rule = kpi.score.rule if kpi.score else None
    each = rule.each if isinstance(rule, Incidents) else None
    sign = ("penalty" if each < 0 else "bonus") if isinstance(each, Fraction) else ""
    floor, cap = (kpi.score.floor, kpi.score.cap) if kpi.score else (None, None)
    return {
        "no": str(number),
        "id": kpi.id,
        "name": view.text(kpi.name),
        "measure": definition(view, kpi),
        "rule": score(view, kpi),
        "sign": sign,
        "floor": plain(floor) if isinstance(floor, Fraction) else "",
        "cap": plain(cap) if isinstance(cap, Fraction) else "",
    }


def _of_scheme(view: View, scheme: Scheme | None) -> Data:
    """What the scheme adds: caps, vetoes, grades, bounds of the total."""
    if scheme is None:
        nothing = dict.fromkeys(("bonus_cap", "penalty_cap", "minimum", "maximum", "method"), "")
        return {"caps": [], "vetoes": [], "grades": [], "take": "all", "places": "2", **nothing}
    caps = scheme.adjustments
    return {
        "caps": _caps(view, scheme),
        "vetoes": [_veto(view, veto) for veto in scheme.veto],
        "grades": [
            _grade(view, grade, before)
            for before, grade in zip((None, *scheme.grades), scheme.grades, strict=False)
        ],
        "bonus_cap": _number(caps.bonus_cap),
        "penalty_cap": _number(caps.penalty_cap),
        "take": caps.take,
        "minimum": _number(scheme.clamp.min),
        "maximum": _number(scheme.clamp.max),
        "places": str(scheme.places),
        "method": _method(view, scheme),
    }


def _number(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def _caps(view: View, scheme: Scheme) -> list[str]:
    caps, words = scheme.adjustments, []
    if caps.bonus_cap is not None:
        words.append(view.say("form.bonus_cap", n=figure(caps.bonus_cap)))
    if caps.penalty_cap is not None:
        words.append(view.say("form.penalty_cap", n=figure(caps.penalty_cap)))
    if caps.take == "highest":
        words.append(view.say("form.highest"))
    return words


def _veto(view: View, veto: Veto) -> Data:
    total, grade = veto.effect.total, veto.effect.grade
    effects = [
        view.say("form.veto_total", n=figure(total)) if total is not None else "",
        view.say("form.veto_grade", grade=grade) if grade else "",
    ]
    return {
        "text": view.text(veto.text) or in_words(view, veto.when.sql, None),
        "effect": view.joined(effects, "list_sep"),
        "total": _number(total),
        "grade": grade or "",
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
        "title": view.text(grade.title),
        "range": _range(view, grade, before),
        "coefficient": _number(grade.coefficient),
        "op": grade.when.op,
        "bound": plain(grade.when.bound),
        "high": _number(grade.when.high),
    }


def _method(view: View, scheme: Scheme) -> str:
    def bound(value: Fraction | None) -> str:
        return view.say("form.unbounded") if value is None else figure(value)

    weighted = [rater for rater in raters(view, scheme) if rater["weight"] != "0"]
    shares = [view.say("form.rater_weight", rater=r["title"], weight=r["share"]) for r in weighted]
    return view.say(
        "form.method",
        raters=view.joined(shares),
        min=bound(scheme.clamp.min),
        max=bound(scheme.clamp.max),
    )


def _signatures(view: View, scheme: Scheme | None) -> list[str]:
    if scheme and scheme.signatures:
        return view.texts(scheme.signatures)
    return [view.say("form.employee"), view.say("job.superior")]


def _appeal(view: View, scheme: Scheme | None) -> str:
    if scheme and scheme.appeal_within:
        return view.say("form.appeal", limit=limit(view, scheme.appeal_within))
    return view.say("form.appeal_open")
