"""An evaluation as data for programs (a documented contract), with or without traces."""

from typing import Any, Final

from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.number.quantity import plain
from dutybook.measure.kinds import kind_of
from dutybook.report.trace import Trace, trace, version
from dutybook.report.words import Words
from dutybook.roster.remarks import Remark
from dutybook.score.result import (
    Evaluation,
    Fired,
    Follows,
    Heard,
    KpiResult,
    PersonResult,
    RolledUp,
    SheetResult,
)
from dutybook.score.verdict import verdict

CONTRACT: Final = 2
"""Version of the contract; keys are only added, and the number changes when a meaning does."""
CONSERVED: Final = (
    "source", "read", "counted", "other_period", "other_employee", "filtered", "excluded",
    "rejected", "ignored",
)  # fmt: skip


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The contract: exact numbers are strings, counts are integers."""
    return {
        "period": evaluation.plan.period.text,
        "as_of": evaluation.as_of.isoformat(),
        "scores": [sheet_data(sheet) for sheet in evaluation.sheets],
        "conservation": [
            {key: getattr(part, key) for key in CONSERVED} for part in evaluation.conservation
        ],
        "persons": [person_data(person) for person in evaluation.persons],
        "contract": CONTRACT,
    }


def person_data(person: PersonResult) -> dict[str, Any]:
    """A person with several posts: the posts' totals and weights (days × fte), joined."""
    return {
        "employee": person.employee,
        "status": person.status,
        "total": exact(person.total),
        "grade": person.grade,
        "coefficient": exact(person.coefficient),
        "posts": [
            {
                "role": post.role,
                "status": post.status,
                "total": exact(post.total),
                "weight": exact(post.weight),
            }
            for post in person.posts
        ],
        "decided": None if person.decided is None else person_data(person.decided),
    }


def with_traces(evaluation: Evaluation, words: Words, catalogue: Catalogue) -> dict[str, Any]:
    """The contract, and a trace in every KPI and adjustment."""
    data = as_data(evaluation)
    for written, sheet in zip(data["scores"], evaluation.sheets, strict=True):
        for key, results in (("kpis", sheet.kpis), ("adjustments", sheet.items)):
            for item, result in zip(written[key], results, strict=True):
                item["trace"] = trace_data(trace(evaluation, sheet, result, words, catalogue))
    return data


def fault_places(sheet: SheetResult) -> list[str]:
    """Where the mistakes in definitions stand that hold a sheet, each once."""
    places = (one.place for one in sheet.sheet.problems)
    return list(dict.fromkeys(f"{place.file}:{place.line}" for place in places))


def trace_data(found: Trace) -> dict[str, Any]:
    """A trace as plain data."""
    return {
        "definition": f"{found.place.file}:{found.place.line}",
        "version": found.version,
        "parameters": found.parameters,
        "measured": list(found.measured),
        "scored": list(found.scored),
        "as_of": found.as_of,
        "calendar": found.calendar or None,
        "files": [{"name": name, "sha256": digest} for name, digest in found.files],
        "rows": found.rows,
    }


def sheet_data(sheet: SheetResult) -> dict[str, Any]:
    """One sheet of the contract; ``decided`` is the same after appeals, where any was upheld."""
    return {
        "employee": sheet.sheet.employee,
        "name": sheet.sheet.name,
        "role": sheet.sheet.role.role,
        **_outcome(sheet),
        "days": sheet.sheet.length,
        "rank": sheet.rank and {"place": sheet.rank.place, "of": sheet.rank.of},
        "stretches": [[start.isoformat(), end.isoformat()] for start, end in sheet.sheet.days],
        "appeals": [appeal_data(heard) for heard in sheet.appeals],
        "remarks": [remark_data(one) for one in sheet.remarks],
        "decided": None if sheet.decided is None else _outcome(sheet.decided),
        "rollup": None if sheet.rollup is None else rollup_data(sheet.rollup),
    }


def _outcome(sheet: SheetResult) -> dict[str, Any]:
    """What a sheet comes to."""
    return {
        "status": sheet.status,
        "total": exact(sheet.total),
        "grade": sheet.grade,
        "coefficient": exact(sheet.coefficient),
        "person_coefficient": exact(sheet.person_coefficient),
        "company_coefficient": exact(sheet.sheet.company),
        "pay_coefficient": exact(sheet.pay_coefficient),
        "kpis": [kpi_data(result) for result in sheet.kpis],
        "adjustments": [kpi_data(result) for result in sheet.items],
        "vetoes": [_veto(veto) for veto in sheet.vetoes],
        "consequences": [_consequence(one) for one in sheet.consequences],
    }


def appeal_data(heard: Heard) -> dict[str, Any]:
    """One appeal of the contract, with the place it stands and the definition it is about."""
    appeal, place = heard.appeal, heard.appeal.origin.place
    ruling = {key: getattr(appeal.decided, key) for key in ("points", "value", "total")}
    about = heard.kpi.kpi if heard.kpi else None
    return {
        "id": appeal.id,
        "kpi": appeal.kpi,
        "why": str(appeal.why),
        "evidence": [str(one) for one in appeal.evidence],
        "filed_on": appeal.filed_on.isoformat(),
        "deadline": heard.deadline.isoformat() if heard.deadline else None,
        "late": heard.late,
        "decision": appeal.decision,
        "by": appeal.by,
        "decided_on": appeal.decided_on.isoformat() if appeal.decided_on else None,
        "ruling": {key: exact(value) for key, value in ruling.items()}
        | {"grade": appeal.decided.grade},
        "note": str(appeal.note) if appeal.note else None,
        "place": f"{place.file}:{place.line}",
        "definition": f"{about.origin.place.file}:{about.origin.place.line}" if about else None,
        "version": version(about) if about else None,
    }


def remark_data(one: Remark) -> dict[str, Any]:
    """What somebody wrote on a form."""
    return {
        "part": one.part,
        "text": one.text,
        "by": one.by or None,
        "on": one.on or None,
        "form": one.form or None,
    }


def rollup_data(rolled: RolledUp) -> dict[str, Any]:
    """How a longer period's total was made of shorter ones."""
    return {
        "take": rolled.take,
        "periods": [
            {
                "period": part.period,
                "from": "closed" if part.closed else "evaluated",
                "status": part.status,
                "total": exact(part.total),
                "days": part.days,
                "refund": exact(part.refund),
                "counts": part.counts,
                "grade": part.grade,
            }
            for part in rolled.parts
        ],
        "refunds": [
            {"kpi": one.kpi.kpi.id, "met": one.met, "points": exact(one.points)}
            for one in rolled.refunds
        ],
    }


def kpi_data(result: KpiResult) -> dict[str, Any]:
    """One KPI of the contract."""
    value, target, measure = result.value, result.kpi.target, result.kpi.measure
    rated = kind_of(measure).data(measure, value) if measure else {}
    return {
        "kpi": result.kpi.id,
        "status": result.status,
        "value": exact(value.value),
        "percent": target.fixed.percent if target and target.fixed else value.percent,
        "unit": "s" if value.time else None,
        "numerator": exact(value.numerator),
        "denominator": exact(value.denominator),
        "pending": value.pending,
        "excluded": sum(value.excluded.values()),
        "target": str(target.fixed) if target and target.fixed else None,
        "met": result.met,
        "settled": settled.settled if (settled := verdict(result)) else None,
        "points": exact(result.points),
        "full": exact(result.full),
        "own": exact(result.own),
        "own_full": exact(result.own_full),
        "applied": exact(result.adds),
        "held": result.held,
        "rule": result.rule,
        **rated,
    }


def _veto(veto: Fired) -> dict[str, Any]:
    return {
        "veto": veto.veto,
        "decided": veto.decided,
        "effect": dict(veto.effect),
        "text": veto.text,
    }


def _consequence(one: Follows) -> dict[str, Any]:
    return {
        "id": one.id,
        "then": one.then,
        "kpi": one.kpi,
        "amount": one.amount,
        "worth": None if one.worth is None else exact(one.worth.number),
        "unit": None if one.worth is None else one.worth.unit or None,
        "text": one.text,
        "decided": one.decided,
    }


def exact(value: Any) -> str | None:
    """An exact number as text."""
    return None if value is None else plain(value)
