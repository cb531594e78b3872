"""An evaluation as data for programs (a documented contract), with or without traces."""

from typing import Any, Final

from dutybook.evaluate.result import Evaluation, Fired, Follows, KpiResult, SheetResult
from dutybook.evaluate.telling.raters import raters_data
from dutybook.evaluate.telling.trace import Trace, trace
from dutybook.evaluate.telling.words import Words
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.quantity import plain
from dutybook.model.measure import Rating

CONSERVED: Final = (
    "source", "read", "counted", "other_period", "other_employee", "filtered", "excluded",
    "rejected",
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
    }


def with_traces(evaluation: Evaluation, words: Words, catalogue: Catalogue) -> dict[str, Any]:
    """The contract, and a trace in every KPI and adjustment."""
    data = as_data(evaluation)
    for written, sheet in zip(data["scores"], evaluation.sheets, strict=True):
        for key, results in (("kpis", sheet.kpis), ("adjustments", sheet.items)):
            for item, result in zip(written[key], results, strict=True):
                item["trace"] = trace_data(trace(evaluation, sheet, result, words, catalogue))
    return data


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
    """One sheet of the contract."""
    return {
        "employee": sheet.sheet.employee,
        "role": sheet.sheet.role.role,
        "status": sheet.status,
        "total": exact(sheet.total),
        "grade": sheet.grade,
        "coefficient": exact(sheet.coefficient),
        "kpis": [kpi_data(result) for result in sheet.kpis],
        "adjustments": [
            kpi_data(result) | {"applied": exact(result.adds)} for result in sheet.items
        ],
        "vetoes": [_veto(veto) for veto in sheet.vetoes],
        "consequences": [_consequence(one) for one in sheet.consequences],
    }


def kpi_data(result: KpiResult) -> dict[str, Any]:
    """One KPI of the contract."""
    value, target, measure = result.value, result.kpi.target, result.kpi.measure
    rated = raters_data(measure, value) if isinstance(measure, Rating) else {}
    return {
        "kpi": result.kpi.id,
        "status": result.status,
        "value": exact(value.value),
        "numerator": exact(value.numerator),
        "denominator": exact(value.denominator),
        "pending": value.pending,
        "excluded": sum(value.excluded.values()),
        "target": str(target.fixed) if target and target.fixed else None,
        "met": result.met,
        "points": exact(result.points),
        "full": exact(result.full),
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
        "text": one.text,
        "decided": one.decided,
    }


def exact(value: Any) -> str | None:
    """An exact number as text."""
    return None if value is None else plain(value)
