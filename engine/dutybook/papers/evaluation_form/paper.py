"""绩效考核表: what a role is scored by, with room to fill in and to sign."""

from fractions import Fraction
from typing import Final

from dutybook.grammar.quantity import plain
from dutybook.model import Incidents, Kpi, Role, Scheme
from dutybook.papers.evaluation_form.arithmetic import arithmetic
from dutybook.papers.paper import Data, fields, in_rows, paper
from dutybook.papers.phrases.consequences import consequences, sharing
from dutybook.papers.phrases.measures import definition
from dutybook.papers.phrases.scheme import appeal, raters, rollup, scheme_terms, signatures
from dutybook.papers.phrases.scores import score
from dutybook.papers.rows import kpi_row, superiors
from dutybook.papers.view import View, figure

FIGURES: Final = ("subtotal", "adjusted", "total", "grade", "coefficient")
"""The boxes of the result, in the order they are added up."""


def evaluation_form(view: View, role: Role) -> Data:
    """The context of ``evaluation-form.html.j2`` and of the Excel form."""
    view = view.within(role)
    scheme = view.workspace.scheme_for(role)
    weighted = scheme.scores(role.kpis) if scheme else bool(role.total_weight)
    main = [kpi for kpi in role.kpis if not weighted or kpi.weight is not None or kpi.advisory]
    extra = [kpi for kpi in role.kpis if kpi not in main] + _items(scheme)
    asked = raters(view, scheme)
    return {
        "paper": paper(view, "evaluation-form", view.text(role.title)),
        "role": role.role,
        "scheme": scheme.scheme if scheme else "",
        "identity": in_rows(_identity(view, role), 3),
        "weighted": "yes" if weighted else "",
        "raters": asked,
        "kpis": [
            kpi_row(view, kpi, i, role.total_weight) | _full(view, kpi, scheme) | _blank(len(asked))
            for i, kpi in enumerate(main, 1)
        ],
        "total_weight": figure(_whole(role, scheme)) if weighted else "",
        "kpi_total": "",
        "adjustments": [_adjustment(view, kpi, i) for i, kpi in enumerate(extra, 1)]
        if weighted
        else [],
        **scheme_terms(view, scheme if weighted else None, role),
        **(sums := arithmetic(view, scheme if weighted else None, role.kpis)),
        "signatures": signatures(view, scheme),
        "appeal": appeal(view, scheme),
        "rollup": rollup(view, scheme if weighted else None, role),
        "figures": dict.fromkeys(FIGURES, ""),
        "missing": "",
        "appeals": [],
        "consequences": [],
        "terms": consequences(view, scheme, role) if scheme else [],
        "sharing": sharing(view, scheme) if scheme and weighted else [],
        "ranked": "yes" if scheme and scheme.distribution else "",
        "drawn": "yes" if scheme and scheme.coefficient else "",
        "as_of": "",
        "filled": "",
        "slip": "",
        "waiting": "",
        "fixed": "",
        "computed": sums["followed"],
        "asked": [],
    }


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


def _full(view: View, kpi: Kpi, scheme: Scheme | None) -> Data:
    """What is entered goes up to ``full``; a ``share`` of it counts in the total, ``worth`` so much
    at most."""
    about = {"id": kpi.id, "group": kpi.group or ""}
    if kpi.weight is None or kpi.advisory:
        return about | {"full": "", "share": "", "worth": ""}
    weighed = scheme.weighed(kpi) if scheme else kpi
    weight = weighed.weight or Fraction(0)
    full = (scheme.own_full(weighed) if scheme else None) or weight
    about |= {"full": plain(full), "share": plain(weight / full), "worth": plain(weight)}
    if weight == kpi.weight:
        return about
    both = view.say("form.weight_two", own=figure(kpi.weight), n=figure(weight))
    return about | {"weight": both}


def _whole(role: Role, scheme: Scheme | None) -> Fraction:
    """What the weights come to in points of the total."""
    weighed = (scheme.weighed(kpi) if scheme else kpi for kpi in role.kpis if not kpi.advisory)
    return sum((kpi.weight for kpi in weighed if kpi.weight is not None), Fraction(0))


def _blank(raters: int) -> Data:
    """What is filled in by hand, or from an evaluation."""
    empty = dict.fromkeys(("completion", "score", "points", "met"), "")
    return {"actual": [], "given": [""] * raters, **empty}


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
        "group": kpi.group or "",
        "times": "",
        "points": "",
        "raw": "",
        "measure": definition(view, kpi),
        "rule": score(view, kpi),
        "scored": "yes" if kpi.score else "",
        "sign": sign,
        "floor": plain(floor) if isinstance(floor, Fraction) else "",
        "cap": plain(cap) if isinstance(cap, Fraction) else "",
    }
